"""Database and checkpoint log that were set back together: whatever is kept and newer tells."""

import itertools
import json
import shutil
import sqlite3
import time
import unittest

from harness import SITE, choice, command
from older import DATABASE, Older


class Together(Older):
    """The database and the checkpoint log set back together."""

    KEYS = ("log.key", "log.vkeys", "log.key.unused")

    def assert_seen(self):
        self.start()
        self.assertIn("log", self.server.get("/readyz").json()["parts"])
        self.assertEqual(self.server.choose(choice(self.server.config())).status, 503)
        self.assertEqual(self.server.get(f"/v1/sites/{SITE}/banner.js").status, 200)
        self.assertEqual(self.server.get("/log/checkpoint").status, 503)
        said = command("status", "--data", self.data)
        self.assertEqual(said.returncode, 1)
        self.assertIn("older than this log", said.stdout)
        self.assertIn("older than this log", self.server.logged())
        taken = command("restore", "--acknowledge-loss", "--data", self.data)
        self.assertEqual(taken.returncode, 2, taken.stdout)
        self.server.stop()

    def set_back_all_but(self, *newer):
        names = {"clock": ("clock",), "published": ("published",), "keys": ("log.key", "log.vkeys")}
        older = [name for each in names if each not in newer for name in names[each]]
        self.set_back("temoin.db", "log-journal", *older)

    def test_each_of_the_other_files_tells(self):
        whole = self.folder / "whole"
        shutil.copytree(self.data, whole)
        others = ("clock", "published", "keys")
        for count in (1, 3):
            for newer in itertools.combinations(others, count):
                with self.subTest(newer):
                    shutil.rmtree(self.data)
                    shutil.copytree(whole, self.data)
                    self.set_back_all_but(*newer)
                    self.assert_seen()

    def test_a_key_that_cannot_be_used_hides_nothing(self):
        key = self.data / "log.key"

        def link():
            key.rename(self.data / "kept")
            key.symlink_to("kept")
        spoils = {"others may read it": lambda: key.chmod(0o644), "a link": link,
                  "garbage": lambda: key.write_text("garbage\n"), "missing": key.unlink}
        whole = self.folder / "whole"
        shutil.copytree(self.data, whole)
        for newer, name in (*(("keys", name) for name in spoils), ("clock", "garbage"),
                            ("published", "others may read it")):
            with self.subTest(newer=newer, key=name):
                shutil.rmtree(self.data)
                shutil.copytree(whole, self.data)
                self.set_back_all_but(newer)
                spoils[name]()
                self.assert_seen()

    def test_no_key_is_replaced_meanwhile(self):
        self.set_back("temoin.db", "log-journal")
        vkeys = (self.data / "log.vkeys").read_text()
        for running in (True, False):
            if running:
                self.start()
            rotated = command("key", "rotate", "--data", self.data)
            self.assertEqual(rotated.returncode, 2, rotated.stdout)
            self.assertIn("older than this log", rotated.stderr)
            if running:
                self.server.stop()
        self.assertEqual((self.data / "log.vkeys").read_text(), vkeys)
        # Nor beside a loss that waits to be acknowledged.
        shutil.rmtree(self.data / "log-journal")
        shutil.copytree(self.before / "log-journal", self.data / "log-journal")
        for name in ("clock", "log.key", "log.vkeys", "published"):
            self.set_back(name)
        for name in DATABASE:
            self.take_away(name)
        self.start()
        rotated = command("key", "rotate", "--data", self.data)
        self.assertEqual(rotated.returncode, 2, rotated.stdout)
        self.assertIn("--acknowledge-loss", rotated.stderr)
        self.acknowledge_loss()
        self.assertEqual(command("key", "rotate", "--data", self.data).returncode, 0)

    def test_a_missing_clock_leaves_the_others(self):
        self.set_back("temoin.db", "log-journal")
        self.take_away("clock")
        self.assert_seen()

    def test_the_latest_of_either_goes_on(self):
        for name in ("temoin.db", "log-journal"):
            with self.subTest(name):
                kept = self.folder / "kept"
                shutil.copytree(self.data, kept)
                self.set_back("temoin.db", "log-journal")
                self.assert_seen()
                for each in DATABASE if name == "temoin.db" else (name,):
                    self.take_away(each)
                    if (kept / each).is_dir():
                        shutil.copytree(kept / each, self.data / each)
                    elif (kept / each).exists():
                        shutil.copy(kept / each, self.data / each)
                self.start()
                if name == "log-journal":
                    self.acknowledge_loss()
                self.server.wait_for(lambda: self.server.get("/readyz").status == 200, "ready")
                self.assertEqual(self.server.config()["generation"], self.generation)
                self.give()
                self.server.stop()
                shutil.rmtree(self.data)
                kept.rename(self.data)

    def test_adopting_is_refused_while_the_clock_tells(self):
        self.set_back("temoin.db", "log-journal")
        self.take_away("log-journal")
        adopted = command("log", "adopt", "--yes", "--data", self.data)
        self.assertEqual(adopted.returncode, 2, adopted.stdout)
        self.assertIn("not the latest", adopted.stderr)
        self.assertIn("the file clock says", adopted.stderr)

    def test_adopting_is_refused_while_published_tells(self):
        self.set_back("temoin.db", "log-journal", "clock")
        self.take_away("log-journal")
        for _ in range(2):
            adopted = command("log", "adopt", "--yes", "--data", self.data)
            self.assertEqual(adopted.returncode, 2, adopted.stdout)
            self.assertIn("not the latest", adopted.stderr)
            self.assertIn(f"published/{SITE}.history.json", adopted.stderr)
            self.assertFalse((self.data / "log-journal").exists())

    def test_adopting_is_refused_while_nothing_tells_whose_it_is(self):
        other = self.serve(data="other", catalog=self.catalog)
        self.assertEqual(other.choose(choice(other.config())).status, 201)
        other.stop()
        for name in (*DATABASE, "log-journal", "clock"):
            self.take_away(name)
        shutil.copy(self.folder / "other" / "temoin.db", self.data / "temoin.db")
        with sqlite3.connect(self.data / "temoin.db") as database:
            database.execute("DELETE FROM checkpoint")
        database.close()
        for _ in range(2):
            adopted = command("log", "adopt", "--yes", "--data", self.data)
            self.assertEqual(adopted.returncode, 2, adopted.stdout)
            self.assertIn("keeps no checkpoint", adopted.stderr)
            self.assertFalse((self.data / "log-journal").exists())
        self.assertEqual(command("status", "--data", self.data).returncode, 1)
        adopted = command("log", "adopt", "--yes", "--older", "--data", self.data)
        self.assertEqual(adopted.returncode, 0, adopted.stderr)
        self.start()
        self.assertEqual(self.server.choose(choice(self.server.config())).status, 503)
        self.acknowledge_loss()

    def test_how_to_go_on_when_both_are_lost_for_good(self):
        self.set_back("temoin.db", "log-journal")
        self.assert_seen()
        for name in ("clock", "log-journal"):
            self.take_away(name)
        adopted = command("log", "adopt", "--yes", "--older", "--data", self.data)
        self.assertEqual(adopted.returncode, 0, adopted.stderr)
        self.assertIn("--acknowledge-loss", adopted.stdout)
        # A key of its own tells the second history from the first.
        self.assertEqual((self.data / "log.vkeys").read_text().count("\n"), 3)
        self.start()
        self.assertEqual(self.server.choose(choice(self.server.config())).status, 503)
        self.acknowledge_loss()
        self.assertGreaterEqual(self.server.config()["generation"], self.generation)
        self.give()

    def test_a_noted_loss_explains_nothing_that_was_published_later(self):
        self.set_back("temoin.db", "log-journal")
        for name in ("clock", "log-journal"):
            self.take_away(name)
        adopted = command("log", "adopt", "--yes", "--older", "--data", self.data)
        self.assertEqual(adopted.returncode, 0, adopted.stderr)
        self.start()
        self.acknowledge_loss()
        self.give()
        self.server.stop()
        shutil.rmtree(self.before)
        shutil.copytree(self.data, self.before)
        shutil.copy(self.data / "temoin.db", self.backup)
        time.sleep(1.1)  # what is published in the second of a loss counts as before it
        self.server = self.serve(catalog=self.catalog)
        site = json.loads((self.catalog / "sites" / f"{SITE}.json").read_text())
        several = [each for each in site["purposes"] if len(each["services"]) > 1]
        several[-1]["services"].pop()
        self.put(site)
        self.publish()
        self.give()
        self.server.stop()
        # The state after the first loss goes on by itself; `published` tells of what came later.
        whole = self.folder / "whole"
        shutil.copytree(self.data, whole)
        self.set_back("temoin.db", "log-journal", "clock", "log.key", "log.vkeys", "published")
        self.server = self.serve(catalog=self.catalog)
        self.server.stop()
        shutil.rmtree(self.data)
        whole.rename(self.data)
        self.set_back_all_but("published")
        self.assert_seen()
        self.take_away("log-journal")
        adopted = command("log", "adopt", "--yes", "--data", self.data)
        self.assertEqual(adopted.returncode, 2, adopted.stdout)
        self.assertIn("not the latest", adopted.stderr)

    def test_a_rotation_while_no_server_runs_is_no_loss(self):
        for _ in range(2):
            rotated = command("key", "rotate", "--data", self.data)
            self.assertEqual(rotated.returncode, 0, rotated.stderr)
        self.server = self.serve(catalog=self.catalog)
        self.give()
        self.server.kill()
        self.server = self.serve(catalog=self.catalog)
        self.give()


class Verified(Older):
    """A copy that is verified against the checkpoint log of a server that goes on."""

    def test_newer_checkpoints_are_not_judged(self):
        shutil.copy(self.data / "log.vkeys", self.folder)
        copy = self.folder / "copy"
        put_back = command("restore", "--data", copy, self.backup)
        self.assertEqual(put_back.returncode, 0, put_back.stderr)
        shutil.copy(self.data / "log.vkeys", copy)
        verified = command("log", "verify", "--data", copy,
                           "--log-journal", self.data / "log-journal")
        self.assertEqual(verified.returncode, 3, verified.stdout + verified.stderr)
        self.assertIn("newer: ", verified.stdout)
        self.assertIn("3: a copy", command("log", "verify", "--help").stdout.replace("\n", " "))
        self.assertIn("not judged", verified.stdout)

    def test_a_directory_that_was_served_from_is_judged_by_its_journal(self):
        self.set_back("temoin.db")
        for options in ((), ("--log-journal", self.data / "log-journal")):
            verified = command("log", "verify", "--data", self.data, *options)
            self.assertEqual(verified.returncode, 1, verified.stdout)
            self.assertIn("it is an older state", verified.stdout)


if __name__ == "__main__":
    unittest.main()
