"""The plugin in a whole WordPress of Debian's, with the PHP relay beside it and a real service.

Everything lies in a folder of its own: a MariaDB that listens on a socket there and on no port, a
copy of WordPress, PHP's own server. `scripts/test-wordpress` runs it.
"""

import html
import http.cookiejar
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import unittest
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/integration"))

import front  # noqa: E402
from harness import ORIGIN, SITE, free_ports  # noqa: E402

PASSWORD = "a password of this test"


class WordPress(front.Front):
    def start_front(self):
        self.start_database()
        self.port, = free_ports(1)
        self.root = self.folder / "site"
        shutil.copytree("/usr/share/wordpress", self.root, symlinks=False,
                        ignore=shutil.ignore_patterns("wp-config.php"))
        (self.root / "wp-content/plugins").mkdir(parents=True, exist_ok=True)
        shutil.copytree(ROOT / "packaging/wordpress/temoin",
                        self.root / "wp-content/plugins/temoin")
        relay = self.root / "consentement"
        shutil.copytree(ROOT / "packaging/php", relay)
        (relay / "kept").mkdir()
        (relay / "config.php").write_text(
            f"<?php return ['service' => 'http://127.0.0.1:{self.server.port}/consentement',"
            f" 'site' => '{SITE}'];")
        address = f"http://127.0.0.1:{self.port}"
        (self.root / "wp-config.php").write_text(f"""<?php
            define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
            define('DB_HOST', 'localhost:{self.socket}'); define('DB_CHARSET', 'utf8mb4');
            define('WP_HOME', '{address}'); define('WP_SITEURL', '{address}');
            define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true);
            define('WP_DEBUG', true); define('WP_DEBUG_DISPLAY', true);
            foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {{
              define($name . '_KEY', $name); define($name . '_SALT', $name);
            }}
            $table_prefix = 'wp_';
            if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
            require_once ABSPATH . 'wp-settings.php';""")
        router = self.folder / "router.php"
        router.write_text(f"""<?php
            $path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
            if (str_starts_with($path, '/consentement/')) {{
              $_SERVER['SCRIPT_NAME'] = '/consentement/index.php';
              require '{relay}/index.php';
            }} elseif (is_file('{self.root}' . $path) || is_dir('{self.root}/' . $path)) {{
              return false;
            }} else {{
              require '{self.root}/index.php';
            }}""")
        self.php("define('WP_INSTALLING', true); require 'wp-load.php';"
                 "require 'wp-admin/includes/upgrade.php';"
                 f"wp_install('Mutuelle', 'admin', 'a@mutuelle.example', true, '', '{PASSWORD}');")
        self.run_front(["php", "-S", f"127.0.0.1:{self.port}", "-t", self.root, router],
                       env={**os.environ, "PHP_CLI_SERVER_WORKERS": "4"})

    def start_database(self):
        data = self.folder / "database"
        self.socket = self.folder / "mariadb"
        user = ["--user=root"] if os.getuid() == 0 else []
        subprocess.run(["mariadb-install-db", "--no-defaults", f"--datadir={data}", *user,
                        "--auth-root-authentication-method=normal"],
                       check=True, capture_output=True)
        process = subprocess.Popen(
            ["mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={self.socket}",
             "--skip-networking", f"--pid-file={data}/pid", *user],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        deadline = time.monotonic() + 60
        while subprocess.run(["mariadb", "--no-defaults", f"--socket={self.socket}", "-u", "root",
                              "-e", "create database wordpress"], capture_output=True).returncode:
            self.assertLess(time.monotonic(), deadline, "no database")
            time.sleep(0.2)

    def php(self, code):
        """Runs `code` inside this WordPress; its output."""
        ran = subprocess.run(["php", "-r", f"chdir('{self.root}'); "
                              f"$_SERVER['HTTP_HOST'] = '127.0.0.1:{self.port}'; {code}"],
                             capture_output=True, text=True)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        return ran.stdout

    def signed_in(self):
        jar = http.cookiejar.CookieJar()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        page = f"http://127.0.0.1:{self.port}/wp-login.php"
        browser.open(page).read()
        form = {"log": "admin", "pwd": PASSWORD, "wp-submit": "x", "testcookie": "1"}
        browser.open(page, urllib.parse.urlencode(form).encode()).read()

        def ask(path, form=None):
            data = urllib.parse.urlencode(form).encode() if form else None
            return browser.open(f"http://127.0.0.1:{self.port}{path}", data).read().decode()
        return ask

    def save(self, ask, path, site):
        """The form of the settings' page, filled in and sent."""
        page = ask("/wp-admin/options-general.php?page=temoin")
        hidden = dict(re.findall(r"""<input type=['"]hidden['"] (?:id="\w+" )?name=['"](\w+)['"]"""
                                 r"""[^>]* value=['"]([^'"]*)""", page))
        form = {name: html.unescape(value) for name, value in hidden.items()}
        self.assertIn("_wpnonce", form, page[:3000])
        return ask("/wp-admin/options.php",
                   {**form, "temoin[path]": path, "temoin[site]": site})


class Plugin(WordPress):
    def page(self, path="/"):
        answer = self.ask("GET", path, Host=f"127.0.0.1:{self.port}")
        self.assertEqual(answer.status, 200, answer.headers)
        text = answer.body.decode()
        self.assertIn("<head", text, answer.headers)
        for word in ("Warning", "Notice", "Deprecated", "Fatal error"):
            self.assertNotIn(f"<b>{word}</b>", text)
        return text

    def test_from_activation_to_removal(self):
        script = f"/consentement/v1/sites/{SITE}/banner.js"
        self.assertNotIn(script, self.page())
        active = ("require 'wp-load.php'; require_once 'wp-admin/includes/plugin.php';")
        self.assertEqual(
            self.php(active + "echo json_encode(activate_plugin('temoin/temoin.php'));"), "null")
        self.assertNotIn(script, self.page())

        ask = self.signed_in()
        refused = self.save(ask, "https://evil.test/x", "A B")
        self.assertIn("/consentement", refused)
        self.assertNotIn("evil.test", self.page())
        self.save(ask, "/consentement/", SITE)
        page = self.page()
        head = page[page.index("<head"):page.index("</head>")]
        first = re.search(r"<script[^>]*>", head).group(0)
        self.assertIn(f'src="{script}"', first)
        self.assertIn('data-cfasync="false"', first)
        body = page[page.index("<body"):]
        self.assertRegex(body[body.index(">") + 1:],
                         r"^\s*<div data-temoin-host></div>", "it is not the first element")
        self.assertIn(SITE, ask("/wp-admin/options-general.php?page=temoin"))

        number = self.php(
            "require 'wp-load.php'; echo wp_insert_post(['post_title' => 'Cookies', 'post_type' =>"
            " 'page', 'post_status' => 'publish', 'post_content' =>"
            " '[temoin_link] [temoin_cookies text=\"<b>La liste</b>\"] [temoin_preferences]']);")
        text = self.page(f"/?page_id={number}")
        self.assertIn(f'href="/consentement/v1/sites/{SITE}/preferences"', text)
        self.assertIn("Gestion des cookies", text)
        self.assertIn(f'href="/consentement/v1/sites/{SITE}/cookies"', text)
        self.assertIn("<div data-temoin-preferences></div>", text)

        # What the page names is there, by the relay, and a choice is recorded.
        self.assertEqual(self.ask("GET", script).get("Content-Type").split(";")[0],
                         "text/javascript")
        answer = self.choose(Referer=ORIGIN)
        self.assertEqual(answer.status, 201, answer.body)

        gone = ("deactivate_plugins('temoin/temoin.php');"
                "uninstall_plugin('temoin/temoin.php'); echo json_encode(get_option('temoin'));")
        self.assertEqual(self.php(active + gone), "false")
        self.assertNotIn(script, self.page())


if __name__ == "__main__":
    unittest.main()
