"""What is left of a directory is never a first start, not at the second start either, and nothing
is erased, adopted or pretended on one unchecked word."""

import shutil
import sqlite3
import unittest

from harness import TestCase, choice, command
from machine_clock import YEAR, MachineClock

DATABASE = ("temoin.db", "temoin.db-wal", "temoin.db-shm")
LOG = ("log.key", "log.vkeys", "log-journal")
JOURNAL = "log-journal/00000000000000000000.journal"


class Remains(TestCase):
    def setUp(self):
        super().setUp()
        self.data = self.folder / "data"
        self.server = self.serve()
        self.config = self.server.config()
        for _ in range(3):
            self.assertEqual(self.server.choose(choice(self.config)).status, 201)
        self.server.wait_for(lambda: self.size() >= 3, "published")
        self.server.stop()

    def size(self):
        answer = self.server.get("/log/checkpoint")
        return int(answer.body.split(b"\n")[1]) if answer.status == 200 else 0

    def take_away(self, *names):
        for name in names:
            path = self.data / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def leave_only(self, *names):
        for path in list(self.data.iterdir()):
            if path.name not in names:
                self.take_away(path.name)

    def assert_held(self, word):
        server = self.serve(wait_ready=False)
        self.assertEqual(server.get("/readyz").status, 503, word)
        self.assertIn(server.choose(choice(self.config)).status, (404, 503), word)
        self.assertIn(server.get("/log/checkpoint").status, (404, 503), word)
        self.assertIn(word, server.logged())
        server.stop()

    def test_what_is_left_is_no_first_start_however_often_it_is_started(self):
        for names in (("published",), ("published", "clock", "server.key"), ("clock",),
                      ("published", "staff-tokens.json")):
            with self.subTest(names):
                shutil.copytree(self.data, self.folder / "whole", dirs_exist_ok=True)
                self.leave_only(*names)
                for _ in range(3):
                    self.assert_held("shows that it has been served from")
                shutil.rmtree(self.data)
                (self.folder / "whole").rename(self.data)

    def test_a_server_key_alone_is_a_loss_that_every_later_start_knows(self):
        self.leave_only("server.key")
        for _ in range(3):
            self.assert_held("shows that it has been served from")
        said = command("status", "--data", self.data)
        self.assertEqual(said.returncode, 1, said.stdout)
        noted = command("restore", "--acknowledge-loss", "--data", self.data)
        self.assertEqual(noted.returncode, 0, noted.stderr)
        self.assert_held("use an empty directory")

    def test_a_note_that_the_key_is_unused_is_not_believed(self):
        def stale():
            vkey = (self.data / "log.vkeys").read_text().splitlines()[0]
            (self.data / "log.key.unused").write_text(vkey + "\n")
        stale()
        self.assertEqual(self.serve().stop(), 0)
        self.assertFalse((self.data / "log.key.unused").exists())
        stale()
        (self.data / "log-journal").rename(self.folder / "journal")
        with sqlite3.connect(self.data / "temoin.db") as database:
            database.execute("DELETE FROM checkpoint")
        database.close()
        self.assert_held("checkpoint log is missing")
        self.take_away(*DATABASE, "published")
        self.assert_held("shows that it has been served from")
        self.take_away(*DATABASE)
        for refused in (command("token", "create", "--data", self.data, "--role", "auditor",
                                "--name", "A"),
                        command("status", "--data", self.data)):
            self.assertEqual(refused.returncode, 2, refused.stdout)
            self.assertIn("temoin.db is missing", refused.stderr)
        self.assertFalse((self.data / "temoin.db").exists())

    def test_an_empty_database_is_never_adopted(self):
        self.take_away(*DATABASE, "log-journal")
        self.assert_held("checkpoint log is missing")
        adopted = command("log", "adopt", "--data", self.data, "--yes")
        self.assertEqual(adopted.returncode, 2, adopted.stdout)
        self.assertIn("holds no entry", adopted.stderr)
        self.assert_held("checkpoint log is missing")

    def test_a_journal_cut_to_its_header_was_cut(self):
        self.take_away(*DATABASE)
        journal = self.data / JOURNAL
        whole = journal.read_bytes()
        journal.write_bytes(whole[: 8 + 5 + int.from_bytes(whole[9:13], "big") + 8])
        for _ in range(2):
            self.assert_held("log.key has signed")
            refused = command("restore", "--acknowledge-loss", "--data", self.data)
            self.assertNotEqual(refused.returncode, 0, refused.stdout)

    def test_nothing_is_erased_where_the_journal_is_missing(self):
        self.take_away("log-journal")
        without = command("purge", "--data", self.data)
        self.assertEqual(without.returncode, 2, without.stdout)
        self.assertIn("Nothing is erased while the database cannot be vouched for", without.stderr)
        said = command("status", "--data", self.data)
        self.assertEqual(said.returncode, 1, said.stdout)
        self.assertIn("checkpoint log is missing", said.stdout)
        self.serve(wait_ready=False)
        beside = command("purge", "--data", self.data)
        self.assertEqual(beside.returncode, 2, beside.stdout)
        self.assertIn("Nothing is erased while the database cannot be vouched for", beside.stderr)

    def test_a_journal_that_lies_elsewhere_is_named(self):
        (self.data / "log-journal").rename(self.folder / "elsewhere")
        named = command("purge", "--data", self.data, "--log-journal", self.folder / "elsewhere")
        self.assertEqual(named.returncode, 0, named.stderr)
        said = command("status", "--data", self.data, "--log-journal", self.folder / "elsewhere")
        self.assertEqual(said.returncode, 0, said.stdout)

    def test_the_limit_of_a_purge_is_never_lifted_by_an_option(self):
        for percent in ("6", "100", "-1", "x"):
            refused = command("purge", "--data", self.data, "--purge-percent", percent)
            self.assertNotEqual(refused.returncode, 0, refused.stdout)
        lowered = command("purge", "--data", self.data, "--purge-percent", "1")
        self.assertEqual(lowered.returncode, 0, lowered.stderr)

    def test_no_time_is_pretended_on_a_log_of_true_times(self):
        for names in ((), ("clock",), ("clock", *LOG)):
            self.take_away(*names)
            with self.assertRaisesRegex(RuntimeError, "use an empty directory"):
                self.serve("--demo", "--demo-now", "2031-05-01T10:00:00Z")
            self.assertFalse((self.data / "demo-now").exists())

    def test_a_demonstration_without_its_clock_is_no_demonstration_any_more(self):
        self.take_away("clock")
        self.serve("--demo").stop()
        with self.assertRaisesRegex(RuntimeError, "has served visitors"):
            self.serve("--demo", "--demo-now", "2031-05-01T10:00:00Z")
        demonstration = self.serve("--demo", data="demonstration")
        self.assertEqual(demonstration.choose(choice(demonstration.config())).status, 201)
        demonstration.stop()
        self.serve("--demo", "--demo-now", "2031-05-01T10:00:00Z", data="demonstration").stop()


class FirstStart(TestCase):
    def test_years_ahead_it_serves_once_the_clock_is_right(self):
        clock = MachineClock(self.folder)
        clock.set(wall=5 * YEAR)
        server = self.serve(env=clock.env, wait_ready=False)
        self.assertEqual(server.get("/readyz").status, 503)
        self.assertIn("catalog", server.get("/readyz").json()["parts"])
        clock.set(wall=0)
        command("clock", "confirm", "--now", clock.now(0), "--data", self.folder / "data",
                env=clock.env)
        server.wait_for(lambda: server.get("/readyz").status == 200, "ready")
        self.assertEqual(server.choose(choice(server.config())).status, 201)


if __name__ == "__main__":
    unittest.main()
