"""What was promised while no checkpoint log could be seen, or before a restored backup, is kept."""

import datetime
import shutil

from harness import SITE, choice, command
from older import DATABASE, Older


class Blind(Older):
    """A checkpoint log that cannot be seen: what is written may stand where it has another."""

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
                self.assertIn("checkpoint log is missing", refused.stderr)
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
        self.acknowledge_loss()
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
