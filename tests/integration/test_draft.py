"""`temoin scan`, `catalog draft`, `catalog import`: a first declaration out of what pages do, or of
what another tool declares; and never silent about what keeps it from being published."""

import json
import os
import re
import shutil
import stat
import subprocess
import unittest

from harness import BINARY, ROOT, TestCase, command

LIBRARY = ROOT / "catalog" / "library"
SITE = "mutuelle.example"
WHO = ("--controller", "Mutuelle d’exemple", "--email", "dpo@mutuelle.example")


def scan(requests=(), cookies=(), **more):
    phase = {"phase": "none", "third_parties": "loaded", "storage": [],
             "pages": [{"url": f"https://www.{SITE}/", "status": 200}],
             "requests": [{"address": address, "host": address.split("/")[0], "type": "script",
                           "count": 1, "aborted": 0,
                           "by": [{"tag": f"www.{SITE}/", "line": 9}]} for address in requests],
             "cookies": [{"name": name, "host": host, "seconds": 3600, "set": True, "sent": True,
                          "kept": True, "by": []} for name, host in cookies]}
    return {"schema": 1, "tool": "temoin-scan", "hosts": [SITE], "whole": True, "phases": [phase],
            **more}


class Drafting(TestCase):
    def setUp(self):
        super().setUp()
        self.catalog = self.folder / "catalog"

    def site(self):
        return json.loads((self.catalog / "sites" / f"{SITE}.json").read_text())

    def services(self):
        return sorted(service["library"]["service"] for purpose in self.site()["purposes"]
                      for service in purpose["services"])

    def catalog_command(self, verb, *arguments):
        return command("catalog", verb, *arguments, "--catalog", self.catalog, "--library", LIBRARY,
                       input="")


class Draft(Drafting):
    def draft(self, recording, *arguments):
        path = self.folder / "scan.json"
        path.write_text(json.dumps(recording) if isinstance(recording, dict) else recording)
        return self.catalog_command("draft", path, *WHO, *arguments)

    def test_a_scan_becomes_a_site_and_the_rest_is_listed(self):
        ran = self.draft(scan(
            requests=("connect.facebook.net/en_US/fbevents.js", "www.youtube.com/embed/*",
                      "cdn.inconnu.example/x.js"),
            cookies=(("_pk_id.1.1fff", f"www.{SITE}"), ("PHPSESSID", f"www.{SITE}"),
                     ("pcid", SITE))))
        self.assertEqual(ran.returncode, 1, ran.stderr)
        self.assertEqual(self.services(), ["matomo", "meta-pixel", "youtube"])
        self.assertEqual(self.site()["origins"], [f"https://www.{SITE}"])
        ids = [entry["id"] for entry in self.site()["to_decide"]]
        self.assertIn("host-cdn-inconnu-example", ids)
        self.assertIn("name-phpsessid", ids)
        self.assertNotIn("name-pcid", ids)
        for told in ("Meta Pixel (meta-pixel)", "[to-decide host-cdn-inconnu-example]",
                     "[to-decide name-phpsessid]", f"www.{SITE}/:9"):
            self.assertIn(told, ran.stdout)
        check = command("catalog", "check", "--catalog", self.catalog, "--site", SITE, "--blocking")
        self.assertEqual(check.returncode, 1)
        self.assertTrue(ran.stdout.endswith(check.stdout))

    def test_what_is_no_scan_or_is_there_already_writes_nothing(self):
        har = {"log": {"version": "1.2", "entries": []}}
        for recording, told in ((har, "temoin scan"), ("{", ""), (scan(phases=[]), "phase"),
                                (scan(hosts=[]), "--site")):
            ran = self.draft(recording)
            self.assertEqual(ran.returncode, 2, recording)
            self.assertIn(told, ran.stderr)
            self.assertFalse(self.catalog.exists())
        self.draft(scan(cookies=(("_fbp", SITE),)))
        again = self.draft(scan(cookies=(("_fbp", SITE),)))
        self.assertEqual(again.returncode, 2)
        self.assertIn("catalog add", again.stderr)

    def test_a_hostile_scan_stays_data(self):
        name = "\x1b[2J\u202e" + "x" * 5000
        ran = self.draft(scan(requests=("a.example/<script>\n",), cookies=((name, SITE),)))
        self.assertEqual(ran.returncode, 1, ran.stderr)
        self.assertNotIn("\x1b", ran.stdout)
        self.assertNotIn("\u202e", ran.stdout)

    def test_another_tools_configuration_becomes_a_site(self):
        path = self.folder / "config.js"
        path.write_text("var klaroConfig = {services: [{name: 'matomo', cookies: [/^_pk_/]},\n"
                        "  {name: 'agenda-maison', purposes: ['fonctionnel']}]};")
        ran = self.catalog_command("import", "klaro", path, "--site", SITE, *WHO)
        self.assertEqual(ran.returncode, 1, ran.stderr)
        self.assertEqual(self.services(), ["matomo"])
        self.assertIn("[to-decide service-agenda-maison]", ran.stdout)
        self.assertIn("fonctionnel", ran.stdout)
        ran = self.catalog_command("import", "onetrust", path, "--site", "b.example")
        self.assertEqual(ran.returncode, 2)
        ran = self.catalog_command("import", "no-such", path, "--site", "b.example")
        self.assertEqual(ran.returncode, 2)
        self.assertIn("klaro", ran.stderr)


# Of each tool what its page in docs/migrate has people hand in, the services in it, and of an entry
# that the library does not know what is quoted.
EXPORTS = {
    "klaro": (
        "const services = [\n"
        "  { name: 'matomo', purposes: ['analytics'], cookies: [/^_pk_.*$/] }, // ours\n"
        "  { name: 'agenda', title: 'Agenda', purposes: ['confort'], required: true, },\n"
        "];\n"
        "var klaroConfig = { services, callback: function () { return '}'; } };\n",
        ["matomo"], ("agenda", "confort", "required")),
    "vanilla-cookieconsent": (
        "import 'cookieconsent.js';\nCookieConsent.run({ categories: { analytics: {\n"
        "  services: { youtube: { label: 'YouTube', onAccept: () => {} } },\n"
        "  autoClear: { cookies: [{ name: /^_ga/ }] } } },\n"
        "  language: { translations: { fr: { preferencesModal: { sections: [{ cookieTable: {\n"
        "  body: [{ name: 'panier', domain: 'mutuelle.example', duration: '1 jour',\n"
        "           desc: 'Retenir le panier' }] } }] } } } } });\n",
        ["google-analytics", "youtube"], ("panier", "1 jour", "Retenir le panier")),
    "tarteaucitron": (
        "<script>tarteaucitron.init({'privacyUrl': 'https://www.mutuelle.example/vie-privee'});"
        "(tarteaucitron.job = tarteaucitron.job || []).push('gtag', 'maison');</script>\n"
        "<!-- <script>tarteaucitron.job.push('crisp');</script> -->\n",
        ["google-analytics"], ("maison",)),
    "cookiebot": (
        '\ufeff{"domain": "www.mutuelle.example", "cookies": [\n'
        ' {"Name": "YSC", "Provider": "youtube.com", "Category": "4", "Value": "secret"},\n'
        ' {"Name": "panier", "Provider": "mutuelle.example", "Category": "1",\n'
        '  "ExpireDescription": "1 jour", "PurposeDescription": "Retenir le panier"}]}\n',
        ["youtube"], ("panier", "1 jour", "Retenir le panier")),
    "onetrust": (
        '{"DomainData": {"Groups": [{"GroupName": "Mesure", "FirstPartyCookies": [\n'
        ' {"Name": "panier", "Host": "mutuelle.example", "Length": "7", "description": "Vos"}],\n'
        ' "Hosts": [{"HostName": "youtube.com", "Cookies": [{"Name": "YSC"}]}]}]}}\n',
        ["youtube"], ("panier", "Mesure", "7", "Vos")),
    "cookieyes": (
        '"post_title";"_cli_cookie_duration";"tax:cookielawinfo-category";"post_content"\r\n'
        '"_fbp";"3 mois";"publicité";"Suivre"\r\n'
        '"panier";"1 jour";"nécessaire";"Retenir ; le panier"\r\n',
        ["meta-pixel"], ("panier", "1 jour", "nécessaire", "Retenir ; le panier")),
}


class Migrate(Drafting):
    def test_each_page_says_what_the_command_does(self):
        pages = ROOT / "docs" / "migrate"
        self.assertEqual(sorted(EXPORTS),
                         sorted(page.stem for page in pages.glob("[a-z]*.md")))
        for tool, (export, services, (subject, *quoted)) in EXPORTS.items():
            with self.subTest(tool):
                shutil.rmtree(self.catalog, ignore_errors=True)
                page = (pages / f"{tool}.md").read_text()
                said = set(re.findall(rf"temoin catalog import {tool} (\S+) --site {SITE}", page))
                self.assertEqual(len(said), 1, said)  # French and English alike
                path = self.folder / said.pop()
                path.write_text(export, encoding="cp1252" if tool == "cookieyes" else "utf-8")
                ran = self.catalog_command("import", tool, path, "--site", SITE, *WHO)
                self.assertEqual(ran.returncode, 1, ran.stderr)
                self.assertEqual(self.services(), services)
                left = [entry["question"]["fr"] for entry in self.site()["to_decide"]
                        if subject in entry["id"]]
                self.assertEqual(len(left), 1, self.site()["to_decide"])
                for words in quoted:
                    self.assertIn(f"« {words} »", left[0])
                check = command("catalog", "check", "--catalog", self.catalog, "--site", SITE,
                                "--blocking")
                self.assertTrue(ran.stdout.endswith(check.stdout), ran.stdout)
                self.assertNotIn("secret", (self.catalog / f"sites/{SITE}.json").read_text())
                # Another tool's file is refused, with what is expected, and nothing is written.
                shutil.rmtree(self.catalog)
                path.write_text('{"other": [1]}')
                ran = self.catalog_command("import", tool, path, "--site", SITE, *WHO)
                self.assertEqual(ran.returncode, 2, ran.stdout)
                self.assertRegex(ran.stderr, r"(?i)est attendu|attendu :")
                self.assertFalse(self.catalog.exists())


class Scan(TestCase):
    def test_runs_the_scanner_where_it_is_and_else_says_what_to_install(self):
        # Beside no scanner: a copy of the program in a folder of its own.
        program = self.folder / "bin" / "temoin"
        program.parent.mkdir()
        shutil.copy(BINARY, program)

        def scanned(*arguments):
            environment = {**os.environ, "PATH": f"{program.parent}:/usr/bin:/bin"}
            return subprocess.run([program, "scan", *arguments], capture_output=True, text=True,
                                  timeout=60, env=environment)

        ran = scanned("https://a.example/")
        self.assertEqual(ran.returncode, 2)
        self.assertIn("apt install temoin-scanner", ran.stderr)
        scanner = program.parent / "temoin-scan"
        scanner.write_text("#!/bin/sh\necho \"$TEMOIN_PROGRAM:$*\"\nexit 1\n")
        scanner.chmod(scanner.stat().st_mode | stat.S_IXUSR)
        ran = scanned("--out", "x.json", "https://a.example/", "--crawl", "3", "--help")
        self.assertEqual(ran.returncode, 1, ran.stderr)
        self.assertEqual(ran.stdout,
                         "temoin scan:--out x.json https://a.example/ --crawl 3 --help\n")


if __name__ == "__main__":
    unittest.main()
