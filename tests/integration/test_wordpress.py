"""The WordPress plugin over stubs of what it uses of WordPress: what pages get, what is stored."""

import html.parser
import json
import re
import subprocess
import unittest

import front
from harness import ROOT

PLUGIN = ROOT / "packaging/wordpress/temoin"
GOOD = {"path": "/consentement", "site": "www.example.fr"}


def run(code, stored=GOOD, **site):
    """What `code` returns, as JSON, in a WordPress where the plugin is active."""
    program = f"""
      require '{ROOT}/tests/wordpress/stubs.php';
      $site = &$GLOBALS['site'];
      $site = array_merge($site, json_decode($argv[2], true));
      $site['options']['temoin'] = json_decode($argv[1], true);
      require '{PLUGIN}/temoin.php';
      function printed($hook) {{
        ob_start();
        ksort($GLOBALS['site']['actions'][$hook]);
        foreach ($GLOBALS['site']['actions'][$hook] as $calls)
          foreach ($calls as $call) $call();
        return ob_get_clean();
      }}
      echo json_encode((function () use (&$site) {{ {code} }})());
    """
    ran = subprocess.run(["php", "-d", "error_reporting=-1", "-d", "display_errors=stderr", "-r",
                          program, "--", json.dumps(stored), json.dumps(site)],
                         capture_output=True, text=True)
    assert ran.returncode == 0 and not ran.stderr, ran.stderr + ran.stdout
    return json.loads(ran.stdout)


class Tags(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.all = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.all.append((tag, dict(attrs)))


@unittest.skipIf(front.missing("php"), "needs php")
class Plugin(unittest.TestCase):
    def test_every_file_is_php_that_runs_without_a_warning(self):
        for path in [*PLUGIN.rglob("*.php"), ROOT / "tests/wordpress/stubs.php"]:
            ran = subprocess.run(["php", "-l", path], capture_output=True, text=True)
            self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)

    def test_its_version_is_the_projects(self):
        project = re.search(r"project\(temoin VERSION ([\d.]+)",
                            (ROOT / "CMakeLists.txt").read_text()).group(1)
        self.assertIn(f"* Version: {project}\n", (PLUGIN / "temoin.php").read_text())
        self.assertIn(f"Stable tag: {project}\n", (PLUGIN / "readme.txt").read_text())

    def test_the_script_comes_before_what_wordpress_prints(self):
        self.assertEqual(run("return array_keys($site['actions']['wp_head']);"), [0])
        (tag, attributes), = Tags(run("return printed('wp_head');")).all
        self.assertEqual(tag, "script")
        self.assertEqual(attributes["src"], "/consentement/v1/sites/www.example.fr/banner.js")
        self.assertNotIn("async", attributes)
        self.assertNotIn("defer", attributes)
        self.assertNotIn("type", attributes)
        self.assertEqual(Tags(run("return printed('wp_body_open');")).all,
                         [("div", {"data-temoin-host": None})])

    def test_cache_plugins_are_told_to_leave_it(self):
        attributes = Tags(run("return printed('wp_head');")).all[0][1]
        written = (ROOT / "docs/wordpress.md").read_text()
        for name in set(attributes) - {"src"}:
            self.assertIn(f"`{name}", written, "an attribute that the guide does not explain")
        for name, value in (("data-cfasync", "false"), ("data-no-optimize", "1"),
                            ("data-noptimize", "1"), ("data-jetpack-boost", "ignore")):
            self.assertEqual(attributes[name], value)
        lists = run("$out = []; foreach ($site['filters'] as $name => $calls)"
                    " $out[$name] = $calls[0](['/other.js']); return $out;")
        self.assertEqual(set(lists), {"rocket_exclude_js", "rocket_exclude_defer_js",
                                      "rocket_delay_js_exclusions"})
        for each in lists.values():
            self.assertEqual(each, ["/other.js", "/consentement/v1/sites/www.example.fr/banner.js"])

    def test_shortcodes_give_a_way_back_that_works_without_the_script(self):
        call = "return $site['shortcodes']['{}']({});"
        link = run(call.format("temoin_link", "''"))
        (tag, attributes), = Tags(link).all
        self.assertEqual((tag, attributes["data-temoin"]), ("a", "preferences"))
        self.assertEqual(attributes["href"], "/consentement/v1/sites/www.example.fr/preferences")
        self.assertIn("Gestion des cookies", link)
        given = "['text' => '<script>x</script>', 'href' => 'x']"
        hostile = run(call.format("temoin_link", given))
        self.assertNotIn("<script", hostile)
        self.assertEqual(Tags(run(call.format("temoin_preferences", ""))).all,
                         [("div", {"data-temoin-preferences": None})])
        self.assertIn("/cookies\"", run(call.format("temoin_cookies", "''")))

    def test_nothing_is_printed_without_settings_in_previews_and_for_the_admin(self):
        everything = ("return [printed('wp_head'), printed('wp_body_open'),"
                      " $site['shortcodes']['temoin_link']('')];")
        hostile = [None, [], "x", {"path": "/consentement"}, {"site": "../x", "path": "/c"},
                   {"site": ["a"], "path": ["/c"]}, {"site": "a b", "path": "/c"}]
        hostile += [{"site": "a.fr", "path": path} for path in (
            "//evil.test", "https://evil.test", "/../x", '/x"><script>', "/c\n/d", "/c?x", "",
            "/" + "x/" * 40)]
        for stored in hostile:
            self.assertEqual(run(everything, stored), ["", "", ""], stored)
        for state in ("preview", "admin"):
            self.assertEqual(run(everything, **{state: True})[:2], ["", ""], state)

    def test_what_is_saved_is_judged_and_a_mistake_is_said(self):
        save = ("foreach ($site['actions']['admin_init'][10] as $call) $call();"
                "$clean = $site['settings']['temoin']['sanitize_callback'];"
                "$saved = $clean(json_decode('{}', true));"
                "return [$saved, $site['errors']];")
        self.assertEqual(run(save.replace("{}", '{"path": " /consentement/ ", '
                                                '"site": "www.example.fr"}')), [GOOD, []])
        self.assertEqual(run(save.replace("{}", '{"path": "https://x.fr/c", "site": "A B"}')),
                         [{"path": "", "site": ""}, ["path", "site"]])
        self.assertEqual(run(save.replace("{}", '"x"'))[1], ["path", "site"])

    def test_the_page_of_settings_is_for_those_who_may_and_escapes_what_it_shows(self):
        page = ("foreach ($site['actions']['admin_menu'][10] as $call) $call();"
                "[$right, $call] = $site['pages']['temoin'];"
                "ob_start(); $call(); return [$right, ob_get_clean()];")
        right, text = run(page)
        self.assertEqual(right, "manage_options")
        self.assertIn("_wpnonce", text)
        inputs = [attributes for tag, attributes in Tags(text).all
                  if tag == "input" and attributes.get("type") != "hidden"]
        labels = [attributes["for"] for tag, attributes in Tags(text).all if tag == "label"]
        self.assertEqual([each["id"] for each in inputs], labels)
        self.assertEqual([each["value"] for each in inputs], ["/consentement", "www.example.fr"])
        self.assertEqual(run(page, may=False)[1], "")

    def test_it_does_nothing_outside_wordpress_and_leaves_nothing_behind(self):
        for name in ("temoin.php", "uninstall.php"):
            ran = subprocess.run(["php", PLUGIN / name], capture_output=True, text=True)
            self.assertEqual((ran.returncode, ran.stdout), (0, ""))
        left = run(f"define('WP_UNINSTALL_PLUGIN', 1); require '{PLUGIN}/uninstall.php';"
                   "return array_key_exists('temoin', $site['options']);")
        self.assertFalse(left)


if __name__ == "__main__":
    unittest.main()
