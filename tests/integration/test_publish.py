"""`temoin catalog publish`, `history`, `in-force` and `rollback`, with and without a server."""

import json
import re
import socket
import sqlite3
import unittest

from harness import SITE, TestCase, choice, command


class Publish(TestCase):
    def setUp(self):
        super().setUp()
        self.catalog = self.copy_catalog()
        self.data = self.folder / "data"

    def run_catalog(self, verb, *options, **more):
        return command("catalog", verb, "--data", self.data, *options, **more)

    def publish(self, *options, **more):
        return self.run_catalog("publish", "--catalog", self.catalog, *options, **more)

    def history(self):
        ran = self.run_catalog("history", "--site", SITE, "--format", "json")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        return json.loads(ran.stdout)["publications"]

    def reword(self, words):
        def change(site):
            site["purposes"][1]["description"]["fr"] = words
        self.edit_site(self.catalog, change)

    def lengthen(self):
        """A material change: a cookie of Adform's stays a day longer."""
        def change(site):
            adform = next(s for p in site["purposes"] for s in p["services"] if s["id"] == "adform")
            tracker = next(t for t in adform["trackers"] if t["name"] == "TPC")
            tracker["lifetime"] = "P15D"
        self.edit_site(self.catalog, change)

    def test_shows_asks_and_publishes(self):
        first = self.publish("--yes", "--author", "Équipe A")
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertIn("première publication", first.stdout)
        # What visitors will read, before anything is public.
        self.assertIn("    - Vimeo\n", first.stdout)
        self.assertIn("(Avec votre accord)", first.stdout)
        self.assertIn("https://www.ameli.fr", first.stdout)
        self.assertNotIn("[info]", first.stdout)
        again = self.publish("--yes")
        self.assertEqual((again.returncode, again.stdout), (0, "Rien à publier.\n"))

    def test_settings_outside_the_revision_are_published(self):
        server = self.serve(catalog=self.catalog)
        revision = server.config()["revision"]
        self.edit_site(self.catalog, lambda site: site.update(time_zone="Asia/Tokyo"))
        looked = self.publish("--dry-run")
        self.assertEqual(looked.returncode, 1, looked.stderr)
        self.assertIn("ameli.fr : réglages, sous la même version : time_zone", looked.stdout)
        self.assertEqual(self.publish("--yes").returncode, 0)
        self.assertEqual(server.choose(choice(server.config())).status, 201)
        self.assertEqual(server.config()["revision"], revision)
        with sqlite3.connect(self.data / "temoin.db") as database:
            zones = database.execute("SELECT zone FROM day_zone WHERE site=?", (SITE,)).fetchall()
        self.assertEqual(zones, [("Asia/Tokyo",)])
        done = self.publish("--yes")
        self.assertEqual((done.returncode, done.stdout), (0, "Rien à publier.\n"))

    def test_a_broken_rule_is_a_finding_and_changes_nothing(self):
        self.assertEqual(self.publish("--yes").returncode, 0)
        self.edit_site(self.catalog, lambda site: site.update(waivers=[]))
        self.reword("Pour que la révision change.")
        ran = self.publish("--yes")
        self.assertEqual(ran.returncode, 1)
        self.assertIn("tracker-over-13-months", ran.stderr)
        self.assertIn("enfreint des règles auxquelles personne n’a dérogé", ran.stderr)
        self.assertRegex(ran.stderr, r"Pas encore publiable : \d+ points à régler")
        self.assertNotRegex(ran.stderr, "[Bb]reaks|waived|[Tt]o decide")
        (self.catalog / "sites" / f"{SITE}.json").write_text("{")
        self.assertEqual(self.publish("--yes").returncode, 2)
        self.assertEqual(len(self.history()), 1)

    def test_by_the_running_server_which_names_its_own_catalogue(self):
        server = self.serve(catalog=self.catalog)
        before = server.config()["revision"]
        self.reword("D’autres mots.")
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        ran = self.run_catalog("publish", "--catalog", elsewhere, "--yes")
        self.assertEqual(ran.returncode, 2)
        self.assertIn("publie le catalogue de", ran.stderr)
        self.assertEqual(server.config()["revision"], before)
        ran = self.run_catalog("publish", "--yes", "--author", "Équipe B", "--format", "json")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        published = {row["site"]: row for row in json.loads(ran.stdout)["sites"]}[SITE]
        self.assertTrue(published["changed"])
        self.assertEqual(server.config()["revision"], published["revision"])
        self.assertEqual([row["author"] for row in self.history()], ["start", "Équipe B"])

    def test_what_was_not_looked_at_is_not_published(self):
        server = self.serve(catalog=self.catalog)
        before = server.config()["revision"]
        shown = json.loads(self.run_catalog("publish", "--dry-run", "--format", "json").stdout)
        expected = {row["site"]: row["revision"] for row in shown["sites"]}
        self.reword("Des mots que personne n’a relus.")

        def ask(agreed):
            with socket.socket(socket.AF_UNIX) as link:
                link.connect(str(server.data / "control.sock"))
                arguments = {"author": "x", "expected": agreed}
                link.sendall(json.dumps({"operation": "publish", "arguments": arguments}).encode()
                             + b"\n")
                return json.loads(link.makefile().readline())
        self.assertEqual(ask(expected)["error"]["code"], "conflict")
        self.assertIn("error", ask({**expected, SITE: 7}))
        self.assertEqual(server.config()["revision"], before)
        del expected[SITE]
        self.assertIn("error", ask(expected))
        self.assertIn("result", ask({}))
        self.assertNotEqual(server.config()["revision"], before)

    def test_what_was_in_force(self):
        self.assertEqual(self.publish("--yes").returncode, 0)
        self.reword("D’autres mots.")
        self.assertEqual(self.publish("--yes").returncode, 0)
        first, second = self.history()
        day = second["published_at"][:10]

        def ask(*options):
            return self.run_catalog("in-force", "--site", SITE, *options)
        both = json.loads(ask("--on", day, "--format", "json").stdout)["in_force"]
        if first["published_at"][:10] == day:  # else midnight has just passed
            self.assertIn(first["revision"], [row["revision"] for row in both])
        self.assertEqual(both[-1]["revision"], second["revision"])
        self.assertIsNone(both[-1]["until"])
        self.assertEqual(both[0]["until"], second["published_at"])
        last = ask("--on", second["published_at"])
        self.assertEqual(re.findall("[0-9a-f]{64}", last.stdout), [second["revision"]])
        document = json.loads(ask("--on", "2099-01-01", "--document").stdout)
        self.assertIn("D’autres mots.", json.dumps(document, ensure_ascii=False))
        self.assertEqual(ask("--on", "2001-03-03").returncode, 1)
        self.assertEqual(ask("--on", "3 mars").returncode, 2)

    def test_roll_back(self):
        self.assertEqual(self.publish("--yes").returncode, 0)
        original = json.loads((self.catalog / "sites" / f"{SITE}.json").read_text())
        self.lengthen()
        self.assertEqual(self.publish("--yes").returncode, 0)
        changed = (self.catalog / "sites" / f"{SITE}.json").read_text()
        first = self.history()[0]["revision"]

        def roll_back(to, *options, **more):
            return self.run_catalog("rollback", "--catalog", self.catalog, "--site", SITE,
                                    "--to", to,
                                    *options, **more)
        self.assertEqual(roll_back(first[:7]).returncode, 2)
        self.assertEqual(roll_back("f" * 64).returncode, 2)
        for refused in (roll_back(first[:12], input="\n"), roll_back(first, "--dry-run")):
            self.assertEqual(refused.returncode, 1, refused.stderr)
            self.assertEqual((self.catalog / "sites" / f"{SITE}.json").read_text(), changed)
        ran = roll_back(first[:12], "--yes", "--author", "Équipe A")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertEqual(json.loads((self.catalog / "sites" / f"{SITE}.json").read_text()),
                         original)
        rows = self.history()
        self.assertEqual(rows[-1]["revision"], first)
        self.assertEqual([row["generation"] for row in rows], [1, 2, 2])
        self.assertIn("publiée de nouveau", self.run_catalog("history", "--site", SITE).stdout)
        # What stands in the files is what a server publishes when it starts: nothing else.
        server = self.serve(catalog=self.catalog)
        self.assertEqual(server.config()["revision"], first)
        self.assertEqual(len(self.history()), 3)

    def test_nothing_there(self):
        for verb, more in (("history", []), ("in-force", ["--on", "2026-03-03"])):
            ran = self.run_catalog(verb, "--site", SITE, *more)
            self.assertEqual(ran.returncode, 2)
        self.assertFalse(self.data.exists())


if __name__ == "__main__":
    unittest.main()
