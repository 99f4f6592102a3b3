"""Loss is never a normal start: keys, checkpoint log and database that are missing, older, foreign
or replaced before a start. Under a running server: test_loss_served.py."""

import pathlib
import shutil
import sqlite3
import unittest

from harness import TestCase, bytes_of, choice, command
from test_lifecycle import lengthen

DATABASE = ("temoin.db", "temoin.db-wal", "temoin.db-shm")
JOURNAL = "log-journal/00000000000000000000.journal"


class Lost(TestCase):
    """What a start finds."""

    def setUp(self):
        super().setUp()
        self.data = self.folder / "data"
        self.server = self.serve()
        self.config = self.server.config()
        self.backup = self.folder / "backup.db"
        self.tokens = []
        self.give()
        self.wait_published()
        made = command("backup", "--data", self.data, self.backup)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.give(5)
        self.wait_published()
        self.note = self.server.get("/log/checkpoint").body
        self.generation = self.config["generation"]

    def give(self, count=1):
        for _ in range(count):
            answer = self.server.choose(choice(self.config))
            self.assertEqual(answer.status, 201, answer.body)
            self.tokens.append(answer.cookies()["pcid"][0])
            self.last = answer.json()["index"]

    def size(self):
        answer = self.server.get("/log/checkpoint")
        return int(answer.body.split(b"\n")[1]) if answer.status == 200 else 0

    def wait_published(self):
        self.server.wait_for(lambda: self.size() > self.last, "published")

    def stop(self):
        self.assertEqual(self.server.stop(), 0)

    def take_away(self):
        for name in DATABASE:
            if (self.data / name).exists():
                (self.data / name).rename(self.folder / name)

    def restart(self, *options):
        self.server = self.serve(*options, wait_ready=False)

    def assert_held(self, *words):
        """Choices 503, unready by "log", documents and banner as ever, and it is said why."""
        self.assertEqual(self.server.get("/readyz").status, 503)
        self.assertIn('"log"', self.server.get("/readyz").body.decode())
        self.assertEqual(self.server.choose(choice(self.config)).status, 503)
        for path in ("config.json", "banner.js", "cookies", "preferences"):
            self.assertEqual(self.server.get(f"/v1/sites/ameli.fr/{path}").status, 200, path)
        self.assertEqual(self.server.config()["revision"], self.config["revision"])
        self.assertEqual(self.server.config()["generation"], self.generation)
        said = command("status", "--data", self.data)
        self.assertEqual(said.returncode, 1, said.stderr)
        for word in words:
            self.assertIn(word, said.stdout)
            self.assertIn(word, self.server.logged())

    def metric(self, name):
        text = self.server.staff("/metrics").body.decode()
        return [line.split()[-1] for line in text.split("\n") if line.startswith(name + " ")]

    def acknowledge(self, *options):
        return command("restore", "--acknowledge-loss", "--data", self.data, *options)

    def assert_goes_on(self):
        self.server.wait_for(lambda: self.server.get("/readyz").status == 200, "ready")
        self.assertEqual(self.server.config()["generation"], self.generation)
        self.config = self.server.config()
        self.give()
        self.wait_published()
        verified = command("log", "verify", "--data", self.data)
        for line in verified.stdout.split("\n"):
            if line.startswith("WRONG"):
                self.assertIn("lost", line)

    def test_a_missing_database_waits_for_somebody_to_take_note(self):
        self.stop()
        self.take_away()
        self.restart()
        size = int(self.note.split(b"\n")[1])
        self.assert_held("missing or empty", f"entries 0 to {size - 1} (6 choices",
                         "--acknowledge-loss")
        self.assertEqual(self.metric("temoin_losses"), ["1"])
        self.assertEqual(self.metric("temoin_lost_entries"), [str(size)])
        # The log was completed at once: the same checkpoint is served.
        self.assertEqual(self.server.get("/log/checkpoint").body, self.note)
        # A restart forgets nothing.
        self.stop()
        self.restart()
        self.assert_held(f"entries 0 to {size - 1} (6 choices")
        done = self.acknowledge()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("6 choices", done.stdout)
        self.assert_goes_on()
        self.assertEqual(self.metric("temoin_losses"), ["0"])
        again = self.acknowledge()
        self.assertEqual(again.returncode, 2)
        self.assertIn("no loss to acknowledge", again.stderr)
        database = sqlite3.connect(f"file:{self.data}/temoin.db?mode=ro", uri=True)
        self.addCleanup(database.close)
        lines = database.execute("SELECT role,detail FROM access WHERE action='loss.acknowledge'")
        self.assertEqual([role for role, _ in lines.fetchall()], ["operator"])
        self.stop()
        self.server = self.serve()  # acknowledged once, for good

    def test_an_emptied_database_is_a_lost_one(self):
        self.stop()
        (self.data / "temoin.db").write_bytes(b"")
        self.restart()
        self.assert_held("missing or empty")

    def test_an_older_backup_is_acknowledged_while_stopped_and_a_second_loss_asks_anew(self):
        self.server.erase(self.tokens[0])
        self.give()
        self.wait_published()
        self.stop()
        self.take_away()
        restored = command("restore", "--data", self.data, self.backup)
        self.assertEqual(restored.returncode, 0, restored.stderr)
        self.restart()
        self.assert_held("older than what the log had signed", "1 erasure carried out again")
        self.stop()
        done = self.acknowledge()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.server = self.serve()
        self.assertEqual(self.server.current(self.tokens[0]).json()["status"], "none")
        self.assert_goes_on()
        self.stop()
        for name in DATABASE:
            (self.data / name).unlink(missing_ok=True)
        restored = command("restore", "--data", self.data, self.backup)
        self.assertEqual(restored.returncode, 0, restored.stderr)
        self.restart()
        self.assert_held("older than what the log had signed")
        self.assertEqual(self.acknowledge().returncode, 0)
        self.assert_goes_on()

    def test_an_acknowledgement_while_stopped_judges_first(self):
        self.stop()
        self.take_away()
        refused = command("purge", "--data", self.data)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("temoin.db is missing", refused.stderr)
        self.assertFalse((self.data / "temoin.db").exists())
        done = self.acknowledge()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("6 choices", done.stdout)
        self.server = self.serve()
        self.assert_goes_on()

    def test_no_command_writes_to_a_database_that_is_in_doubt(self):
        self.stop()
        self.take_away()
        shutil.copy(self.backup, self.data / "temoin.db")
        refused = command("purge", "--data", self.data)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("older than", refused.stderr)
        self.restart()
        self.assert_held("older than what the log had signed")

    def test_the_database_comes_back(self):
        self.stop()
        self.take_away()
        self.restart()
        self.assert_held("missing or empty")
        self.stop()
        for name in DATABASE:
            (self.data / name).unlink(missing_ok=True)
            if (self.folder / name).exists():
                (self.folder / name).rename(self.data / name)
        self.server = self.serve()
        self.assertEqual(self.server.current(self.tokens[-1]).json()["status"], "valid")

    def test_what_the_write_ahead_log_holds_waits_for_its_database(self):
        self.stop()
        self.server = self.serve()
        self.give(20)
        self.server.kill()
        database, log = self.data / "temoin.db", self.data / "temoin.db-wal"
        whole, held = database.read_bytes(), log.read_bytes()
        self.assertGreater(len(held), 4096)
        for leave in (database.unlink, lambda: database.write_bytes(b"")):
            leave()
            self.restart()
            self.assertEqual(self.server.get("/readyz").status, 503)
            self.assertEqual(self.server.get("/v1/sites/ameli.fr/config.json").status, 200)
            self.assertEqual(self.server.choose(choice(self.config)).status, 503)
            self.assertIn("temoin.db-wal", command("status", "--data", self.data).stdout)
            self.stop()
            self.assertEqual(log.read_bytes(), held)
            database.write_bytes(whole)
        self.server = self.serve()
        for token in self.tokens:
            self.assertEqual(self.server.current(token).json()["status"], "valid")

    def test_the_database_of_another_log(self):
        other = self.serve(data="other")
        other.choose(choice(other.config()))
        other.wait_for(lambda: other.get("/log/checkpoint").status == 200, "published")
        other.stop()
        self.stop()
        self.take_away()
        shutil.copy(self.folder / "other/temoin.db", self.data / "temoin.db")
        self.restart()
        self.assert_held("no beginning of them")
        before = (self.data / "temoin.db").read_bytes()
        self.assertEqual(self.acknowledge().returncode, 2)
        self.stop()
        self.assertEqual(self.acknowledge().returncode, 2)
        self.assertEqual((self.data / "temoin.db").read_bytes(), before)

    def test_database_and_journal_of_another_log_together(self):
        other = self.serve(data="other")
        for _ in range(3):
            other.choose(choice(other.config()))
        other.wait_for(lambda: other.get("/log/checkpoint").status == 200, "published")
        other.stop()
        self.stop()
        away = self.folder / "away"
        away.mkdir()
        names = ("temoin.db", "log-journal")
        for name in names:
            (self.data / name).rename(away / name)
            other_s = self.folder / "other" / name
            (shutil.copytree if other_s.is_dir() else shutil.copy)(other_s, self.data / name)
        key = self.data / "log.key"
        published = self.published()
        secret = key.read_bytes()
        for spoil in (lambda: None, lambda: key.chmod(0o644), lambda: key.write_text("garbage\n")):
            spoil()
            self.restart()
            self.assert_held("of another log")
            self.assertEqual(self.server.current(self.tokens[-1]).status, 503)
            rotated = command("key", "rotate", "--data", self.data)
            self.assertEqual(rotated.returncode, 2, rotated.stdout)
            self.stop()
            rotated = command("key", "rotate", "--data", self.data)
            self.assertEqual(rotated.returncode, 2, rotated.stdout)
            self.assertEqual(self.published(), published)
        key.write_bytes(secret)
        key.chmod(0o600)
        for name in names:
            (shutil.rmtree if (self.data / name).is_dir() else pathlib.Path.unlink)(
                self.data / name)
            (away / name).rename(self.data / name)
        # What is right is not accused by what was wrong.
        self.server = self.serve()
        self.assertEqual(self.server.current(self.tokens[-1]).json()["status"], "valid")
        self.assertEqual(self.published(), published)
        self.assert_goes_on()

    def published(self):
        return bytes_of(self.data / "published")

    def test_a_journal_that_is_missing_or_cut(self):
        self.stop()
        whole = (self.data / JOURNAL).read_bytes()
        header = 8 + 5 + int.from_bytes(whole[9:13], "big") + 8
        for cut in (whole[:header], whole[:header + 100]):
            (self.data / JOURNAL).write_bytes(cut)
            self.restart()
            self.assert_held("was cut, or restored to an earlier state")
            self.assertEqual(self.server.get("/log/checkpoint").status, 503)
            verified = command("log", "verify", "--data", self.data)
            self.assertEqual(verified.returncode, 1, verified.stdout)
            self.assertIn("it was cut", verified.stdout)
            self.stop()
        shutil.rmtree(self.data / "log-journal")
        self.restart()
        self.assert_held("checkpoint log is missing")
        self.stop()
        self.take_away()
        self.restart()
        self.assert_held("checkpoint log is missing")

    def test_a_foreign_key(self):
        generated = command("key", "generate", "--data", self.folder / "other")
        self.assertEqual(generated.returncode, 0, generated.stderr)
        self.stop()
        key, list_ = ((self.data / name).read_bytes() for name in ("log.key", "log.vkeys"))
        shutil.copy(self.folder / "other/log.key", self.data / "log.key")
        # Where the list vouches for database and checkpoint log, what is chosen is recorded, and
        # signed later. With both files another's, either side may be the stranger.
        for words, choices in (("no key of this log", 201), ("does not verify", 503)):
            self.restart()
            self.assertEqual(self.server.get("/readyz").status, 503)
            said = command("status", "--data", self.data)
            self.assertIn(words, said.stdout)
            self.assertEqual(self.server.get("/log/checkpoint").status, 503)
            self.assertEqual(self.server.choose(choice(self.config)).status, choices)
            self.stop()
            shutil.copy(self.folder / "other/log.vkeys", self.data / "log.vkeys")
        (self.data / "log.key").write_bytes(key)
        (self.data / "log.vkeys").write_bytes(list_)
        self.server = self.serve()
        self.assert_goes_on()

    def test_a_strangers_key_in_the_list_is_named_and_signs_nothing(self):
        generated = command("key", "generate", "--data", self.folder / "other")
        self.assertEqual(generated.returncode, 0, generated.stderr)
        self.assertEqual(command("key", "rotate", "--data", self.data).returncode, 0)
        self.stop()
        kept = (self.data / "log.vkeys").read_text()
        self.assertEqual(command("log", "verify", "--data", self.data).returncode, 0)
        (self.data / "log.vkeys").write_text(kept + generated.stdout)
        number = generated.stdout.split("+")[1]
        verified = command("log", "verify", "--data", self.data)
        self.assertEqual(verified.returncode, 1)
        self.assertIn(number, verified.stdout)
        self.restart()
        self.assertEqual(self.server.get("/readyz").status, 503)
        self.assertEqual(self.server.get("/log/checkpoint").status, 503)
        self.assertEqual(self.server.choose(choice(self.config)).status, 201)
        said = command("status", "--data", self.data)
        self.assertEqual(said.returncode, 1)
        self.assertIn(number, said.stdout)
        self.assertIn(number, self.server.logged())
        self.stop()
        (self.data / "log.vkeys").write_text(kept)
        self.server = self.serve()
        self.assert_goes_on()

    def test_a_key_that_others_may_read_and_a_link_sign_nothing(self):
        self.stop()
        key, kept = self.data / "log.key", self.data / "kept"

        def link():
            key.rename(kept)
            key.symlink_to("kept")
        for spoil, words, heal in (
                (lambda: key.chmod(0o644), "chmod 600", lambda: key.chmod(0o600)),
                (link, "not a regular file", lambda: kept.rename(key))):
            spoil()
            self.restart()
            self.assertEqual(self.server.get("/readyz").status, 503)
            self.assertIn(words, command("status", "--data", self.data).stdout)
            self.assertEqual(self.server.get("/log/checkpoint").status, 503)
            self.assertEqual(self.server.choose(choice(self.config)).status, 201)
            self.stop()
            heal()
        self.server = self.serve()
        self.assert_goes_on()

    def test_what_is_wrong_and_no_loss_is_not_acknowledged(self):
        self.stop()
        shutil.rmtree(self.data / "log-journal")
        self.restart()
        refused = self.acknowledge()
        self.assertEqual(refused.returncode, 2)
        self.assertIn("checkpoint log is missing", refused.stderr)
        self.stop()
        self.take_away()
        refused = self.acknowledge()
        self.assertEqual(refused.returncode, 2)
        self.assertIn("temoin.db is missing", refused.stderr)
        self.assertFalse((self.data / "temoin.db").exists())

    def test_a_missing_list_of_keys_is_made_again(self):
        rotated = command("key", "rotate", "--data", self.data)
        self.assertEqual(rotated.returncode, 0, rotated.stderr)
        self.stop()
        (self.data / "log.vkeys").unlink()
        self.server = self.serve()
        self.assertEqual((self.data / "log.vkeys").read_text(), rotated.stdout)
        self.assertIn("log.vkeys was missing", self.server.logged())
        self.assert_goes_on()

    def test_a_missing_key_is_said_and_rotated(self):
        self.stop()
        (self.data / "log.key").unlink()
        self.restart()
        self.assertIn("key is missing", command("status", "--data", self.data).stdout)
        self.stop()
        self.assertEqual(command("key", "rotate", "--data", self.data).returncode, 0)
        self.server = self.serve()
        self.assert_goes_on()

    def test_a_key_made_beforehand_is_a_first_start_and_one_that_signed_is_not(self):
        fresh = self.folder / "fresh"
        made = command("key", "generate", "--data", fresh, "--log-origin", "a.example/log")
        self.assertEqual(made.returncode, 0, made.stderr)
        token = command("token", "create", "--data", fresh, "--role", "auditor", "--name", "A")
        self.assertEqual(token.returncode, 0, token.stderr)
        server = self.serve(data="fresh")
        self.assertEqual(server.stop(), 0)
        moved = self.folder / "moved"
        moved.mkdir()
        for name in ("log.key", "log.vkeys"):
            shutil.copy2(fresh / name, moved / name)
        server = self.serve(data="moved", wait_ready=False)
        self.assertEqual(server.get("/readyz").status, 503)
        self.assertIn("checkpoint log is missing", server.logged())

    def test_lost_publications_go_on_under_their_generation(self):
        catalog = self.copy_catalog()
        self.stop()
        self.server = self.serve(catalog=catalog)

        self.edit_site(catalog, lengthen)
        self.server.hangup()
        self.server.wait_for(lambda: self.server.config()["generation"] > self.generation,
                             "published")
        self.config = self.server.config()
        self.generation = self.config["generation"]
        self.give()
        self.wait_published()
        self.stop()
        self.take_away()
        self.server = self.serve(catalog=catalog, wait_ready=False)
        self.assert_held("missing or empty")
        self.assertEqual(self.acknowledge().returncode, 0)
        self.assert_goes_on()
        self.assertEqual(self.server.config()["generation"], self.generation)


if __name__ == "__main__":
    unittest.main()
