"""Database, log journal and other files that were set back, alone or together: whatever is kept and
newer tells, a generation never falls, and nothing that was promised is forgotten."""

import datetime
import itertools
import json
import shutil
import sqlite3
import time
import unittest

from harness import ROOT, SITE, TestCase, choice, command

DATABASE = ("temoin.db", "temoin.db-wal", "temoin.db-shm")


class Older(TestCase):
    """A directory with a state from before, of each file, and the present one."""

    def setUp(self):
        super().setUp()
        self.data = self.folder / "data"
        self.catalog = self.folder / "catalog"
        self.backup = self.folder / "backup.db"
        self.before = self.folder / "before"
        self.once(self.make)

    def make(self):
        self.copy_catalog()
        whole = (ROOT / "catalog/sites" / f"{SITE}.json").read_text()
        site = json.loads(whole)
        several = [each for each in site["purposes"] if len(each["services"]) > 1]
        several[-1]["services"].pop()
        self.put(site)
        self.server = self.serve(catalog=self.catalog)
        self.give()
        made = command("backup", "--data", self.data, self.backup)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.server.stop()  # keeps the clock as well
        shutil.copytree(self.data, self.before)
        self.server = self.serve(catalog=self.catalog)
        (self.catalog / "sites" / f"{SITE}.json").write_text(whole)
        self.publish()
        self.give()
        rotated = command("key", "rotate", "--data", self.data)
        self.assertEqual(rotated.returncode, 0, rotated.stderr)
        self.answered = self.give()
        self.generation = self.server.config()["generation"]
        self.assertEqual(self.generation, 2)
        self.server.stop()

    def put(self, site):
        path = self.catalog / "sites" / f"{SITE}.json"
        path.write_text(json.dumps(site, ensure_ascii=False))

    def publish(self):
        made = command("catalog", "publish", "--data", self.data, "--catalog", self.catalog,
                       "--author", "x", "--yes")
        self.assertEqual(made.returncode, 0, made.stdout + made.stderr)

    def give(self):
        answer = self.server.choose(choice(self.server.config()))
        self.assertEqual(answer.status, 201, answer.body)
        size = answer.json()["index"] + 1
        self.server.wait_for(lambda: self.signed() >= size, "signed")
        return answer

    def signed(self):
        note = self.server.get("/log/checkpoint")
        return int(note.body.split(b"\n")[1]) if note.status == 200 else 0

    def take_away(self, name):
        path = self.data / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    def set_back(self, *names):
        for name in names:
            for each in DATABASE if name == "temoin.db" else (name,):
                self.take_away(each)
            there = self.before / name
            if there.is_dir():
                shutil.copytree(there, self.data / name)
            elif name == "temoin.db":
                shutil.copy(self.backup, self.data / name)
            else:
                shutil.copy(there, self.data / name)

    def start(self):
        self.server = self.serve(catalog=self.catalog, wait_ready=False)

    def acknowledge(self):
        taken = command("restore", "--acknowledge-loss", "--data", self.data)
        self.assertEqual(taken.returncode, 0, taken.stderr)
        self.server.wait_for(lambda: self.server.get("/readyz").status == 200, "ready")


class Together(Older):
    """The database and the log journal set back together."""

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
        self.acknowledge()
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
                    self.acknowledge()
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
        self.acknowledge()

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
        self.acknowledge()
        self.assertGreaterEqual(self.server.config()["generation"], self.generation)
        self.give()

    def test_a_noted_loss_explains_nothing_that_was_published_later(self):
        self.set_back("temoin.db", "log-journal")
        for name in ("clock", "log-journal"):
            self.take_away(name)
        adopted = command("log", "adopt", "--yes", "--older", "--data", self.data)
        self.assertEqual(adopted.returncode, 0, adopted.stderr)
        self.start()
        self.acknowledge()
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


class Generation(Older):
    """What a visitor was asked in a publication that is lost never counts under another."""

    def assert_not_below(self):
        """The lost publication itself, or above it with every service asked about again."""
        config = self.server.config()
        back = (config["revision"], config["generation"]) == (self.present, self.generation)
        if not back:
            self.assertGreater(config["generation"], self.generation)
            for service, since in config["since"].items():
                self.assertGreater(since, self.generation, service)
        return config

    def setUp(self):
        super().setUp()
        self.server = self.serve(catalog=self.catalog)
        self.present = self.server.config()["revision"]
        site = json.loads((self.catalog / "sites" / f"{SITE}.json").read_text())
        several = [each for each in site["purposes"] if len(each["services"]) > 1]
        removed = several[-1]["services"].pop(1)
        self.put(site)
        self.publish()
        several[-1]["services"].insert(1, removed)
        self.put(site)
        self.publish()
        self.answered = self.give()
        self.generation = self.server.config()["generation"]
        self.assertEqual(self.generation, 3)
        self.server.stop()
        self.whole = self.folder / "whole"
        shutil.copytree(self.data, self.whole)

    def test_it_never_falls(self):
        cases = {
            "both older": lambda: self.set_back("temoin.db", "published"),
            "database older, published gone": lambda: (self.set_back("temoin.db"),
                                                       self.take_away("published")),
            "database gone, published older": lambda: (self.set_back("published"),
                                                       [self.take_away(x) for x in DATABASE]),
            "both gone": lambda: (self.take_away("published"),
                                  [self.take_away(x) for x in DATABASE]),
        }
        for name, spoil in cases.items():
            with self.subTest(name):
                shutil.rmtree(self.data)
                shutil.copytree(self.whole, self.data)
                spoil()
                self.start()
                self.assertEqual(self.server.choose(choice(self.server.config())).status, 503)
                self.assert_not_below()
                self.acknowledge()
                config = self.assert_not_below()
                self.give()
                self.server.stop()
                self.server = self.serve(catalog=self.catalog)
                self.assertEqual(self.server.config()["generation"], config["generation"])
                self.server.stop()

    def test_a_database_alone_goes_on_under_its_generation(self):
        self.set_back("temoin.db")
        self.start()
        self.assertEqual(self.server.config()["generation"], self.generation)
        self.acknowledge()
        self.assertEqual(self.server.config()["generation"], self.generation)

    def test_publications_alone_go_on_under_their_generation(self):
        for spoil in (lambda: self.set_back("published"), lambda: self.take_away("published")):
            spoil()
            self.server = self.serve(catalog=self.catalog)
            self.assertEqual(self.server.config()["generation"], self.generation)
            self.server.stop()

    def test_a_catalogue_that_is_broken_then_brings_no_older_generation(self):
        self.set_back("temoin.db", "published")
        self.start()
        (self.catalog / "sites" / f"{SITE}.json").write_text("{")
        taken = command("restore", "--acknowledge-loss", "--data", self.data)
        self.assertEqual(taken.returncode, 0, taken.stderr)
        self.server.stop()
        self.start()
        config = self.assert_not_below()
        self.assertIn(self.server.choose(choice(config)).status, (201, 503))
        self.assertEqual(self.server.get(f"/v1/sites/{SITE}/banner.js").status, 200)


class Blind(Older):
    """A log journal that cannot be seen: what would be written might stand where it has another."""

    def writers(self):
        review = str(datetime.date.today() + datetime.timedelta(60))
        today = str(datetime.date.today())
        return (("hold", "add", "--site", SITE, "--reason", "r", "--author", "a",
                 "--review", review),
                ("request", "add", "--site", SITE, "--number", "2026-1", "--kind", "access",
                 "--received", today, "--author", "a"))

    def ask(self, words, *more):
        return command(*words[:2], "--data", self.data, *words[2:], *more)

    def test_nothing_is_added_until_it_is_there(self):
        place, away = self.data / "log-journal", self.folder / "away"
        place.rename(away)
        for words in self.writers():
            with self.subTest(words[0], server=False):
                refused = self.ask(words)
                self.assertEqual(refused.returncode, 2, refused.stdout)
                self.assertIn("log journal is missing", refused.stderr)
        server = self.serve(catalog=self.catalog, wait_ready=False)
        for words in self.writers():
            with self.subTest(words[0], server=True):
                refused = self.ask(words)
                self.assertEqual(refused.returncode, 2, refused.stdout)
                self.assertIn("not whole", refused.stderr)
        server.stop()
        for words in self.writers():  # where it lies is said
            with self.subTest(words[0], told=True):
                added = self.ask(words, "--log-journal", away)
                self.assertEqual(added.returncode, 0, added.stderr)
        if place.exists():
            shutil.rmtree(place)
        away.rename(place)
        self.server = self.serve(catalog=self.catalog)
        self.give()
        self.server.stop()
        verified = command("log", "verify", "--data", self.data)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)


class Promised(Older):
    """An erasure that was asked for and waits is not forgotten with the database."""

    def setUp(self):
        super().setUp()
        self.server = self.serve(catalog=self.catalog)
        self.review = str(datetime.date.today() + datetime.timedelta(60))
        self.hold("add", "--site", SITE, "--from", "2020-01-01", "--to", "2999-12-31",
                  "--reason", "r", "--author", "a", "--review", self.review)
        self.token = self.give().cookies()["pcid"][0]
        self.take_away("../backup.db")
        made = command("backup", "--data", self.data, self.backup)
        self.assertEqual(made.returncode, 0, made.stderr)

    def hold(self, *arguments):
        done = command("hold", arguments[0], "--data", self.data, *arguments[1:])
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def erase(self):
        answer = self.server.erase(self.token)
        self.assertEqual(answer.status, 202, answer.body)
        self.assertTrue(answer.json()["held"])
        return answer.json()["erased_after"]

    def restore(self):
        for name in DATABASE:
            self.take_away(name)
        put_back = command("restore", "--data", self.data, self.backup)
        self.assertEqual(put_back.returncode, 0, put_back.stderr)

    def test_a_request_under_a_hold(self):
        promised = self.erase()
        self.assertEqual(promised, f"{self.review}T00:00:00Z")
        before = self.server.current(self.token).json()
        self.server.kill()
        self.restore()
        self.start()
        ready = self.server.get("/readyz")
        self.assertEqual(ready.status, 503)
        self.assertIn("log", ready.json()["parts"])
        self.assertIn("erasures that were asked for", command(
            "status", "--data", self.data).stdout)
        self.acknowledge()
        # Due since it was asked for, as before: the end of the hold is the end of the record.
        self.assertEqual(self.server.current(self.token).json(), before)
        self.assertTrue(before["held"])
        self.assertEqual(before["erased_after"], promised)
        self.server.stop()
        self.server = self.serve(catalog=self.catalog)  # once
        self.assertEqual(self.server.current(self.token).json(), before)
        number = self.hold("list").split()[0]
        self.hold("release", number, "--author", "a")
        purged = command("purge", "--data", self.data)
        self.assertEqual(purged.returncode, 0, purged.stderr)
        self.assertEqual(self.server.current(self.token).json()["status"], "none")

    def test_one_that_the_database_knows_is_no_loss(self):
        self.erase()
        self.server.kill()
        self.server = self.serve(catalog=self.catalog)
        self.assertEqual(self.erase(), f"{self.review}T00:00:00Z")

    def test_a_torn_last_line_is_none(self):
        self.erase()
        self.server.stop()
        notes = self.data / "log-journal" / "erasures"
        notes.write_bytes(notes.read_bytes() + b"12 2027-0")
        self.server = self.serve(catalog=self.catalog)
        self.erase()

    def test_damaged_notes_hold_the_choices(self):
        self.erase()
        self.server.stop()
        (self.data / "log-journal" / "erasures").write_text("x\n")
        self.start()
        self.assertIn("erasures", self.server.get("/readyz").json()["parts"])
        self.assertEqual(self.server.choose(choice(self.server.config())).status, 503)
        self.assertIn("log-journal/erasures is damaged",
                      command("status", "--data", self.data).stdout)


class Verified(Older):
    """A copy that is verified against the log journal of a server that goes on."""

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
