"""What lies in the place of a file of ours and is none: a directory, a pipe, a device, a file
without an end, what others can read, the write-ahead log of another database."""

import os
import shutil
import unittest

from harness import SITE, choice, command
from test_damage import Damaged

ENDLESS = 1 << 40


def directory(path):
    path.mkdir()
    (path / "kept").write_text("kept")


def endless(path):
    with open(path, "wb") as file:
        file.truncate(ENDLESS)


# What lies there in the place of a file: nothing of it may be waited for, or read without an end.
STRANGE = {
    "a directory": directory,
    "a pipe": os.mkfifo,
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a file without an end": endless,
    "a text": lambda path: path.write_text("{"),
}


class Files(Damaged):
    """Whatever lies in the place of a file of our own, or whoever may read it: the server starts,
    serves what needs it not, and says path and remedy. Nothing of it is changed."""

    def serve_with(self, part, path, choices):
        """Started, documents served; `part` names `path`, and choices are answered as said."""
        self.server = self.serve(wait_ready=False)
        self.assert_served()
        ready = self.server.get("/readyz")
        self.assertEqual(ready.status, 503, ready.body)
        self.assertIn(part, ready.json()["parts"])
        self.assertEqual(self.server.choose(choice(self.config)).status, choices)
        self.assertIn(str(path), self.server.logged())
        if part != "control":
            said = command("status", "--data", self.data)
            self.assertEqual(said.returncode, 1, said.stderr)
            self.assertIn(str(path), said.stdout)
        return self.server

    def each(self, name, part, choices, kinds=tuple(STRANGE), check=lambda: None):
        path = self.data / name
        kept = self.folder / "kept"
        for kind in kinds:
            with self.subTest(f"{name} is {kind}"):
                there = path.exists()
                if there:
                    path.rename(kept)
                STRANGE[kind](path)
                before = path.lstat()
                self.serve_with(part, path, choices)
                check()
                self.stop()
                self.assertEqual(path.lstat().st_ino, before.st_ino)
                self.take_away(name)
                if there:
                    kept.rename(path)
        self.server = self.serve()
        self.stop()

    def test_the_server_s_key(self):
        self.each("server.key", "server.key", 201)

    def test_the_server_s_key_that_others_can_read(self):
        path = self.data / "server.key"
        for mode in (0o644, 0o604, 0o660):
            path.chmod(mode)
            self.serve_with("server.key", path, 201)
            self.assertIn("chmod 600", self.server.logged())
            self.stop()
        path.chmod(0o600)
        self.server = self.serve()

    def test_the_staff_s_tokens_that_others_can_change(self):
        made = command("token", "create", "--data", self.data, "--role", "auditor", "--name", "q")
        bearer = {"Authorization": f"Bearer {made.stdout.strip()}"}
        path = self.data / "staff-tokens.json"
        for mode in (0o666, 0o602, 0o640):
            path.chmod(mode)
            self.serve_with("staff-tokens", path, 201)
            self.assertIn("chmod 600", self.server.logged())
            self.assert_problem(self.server.staff("/v1/session", headers=bearer), 503)
            self.stop()
            verified = command("log", "verify", "--data", self.data)
            self.assertEqual(verified.returncode, 1, verified.stdout)
            self.assertIn("chmod 600", verified.stdout)
        path.chmod(0o600)
        self.server = self.serve()
        self.assertEqual(self.server.staff("/v1/session", headers=bearer).status, 200)

    def test_a_directory_that_everybody_writes_to(self):
        for mode in (0o777, 0o1777, 0o702):
            self.data.chmod(mode)
            self.serve_with("data", self.data, 201)
            self.assertIn("chmod o-w", self.server.logged())
            self.stop()
        self.data.chmod(0o750)
        self.server = self.serve()

    def test_the_staff_s_tokens(self):
        made = command("token", "create", "--data", self.data, "--role", "auditor", "--name", "q")
        self.assertEqual(made.returncode, 0, made.stderr)
        token = next(word for word in made.stdout.split() if word.startswith("temoin-"))

        def nobody_signs_in():
            bearer = {"Authorization": f"Bearer {token}"}
            answer = self.server.staff("/v1/session", headers=bearer)
            self.assert_problem(answer, 503)
            self.assertIn("temoin status", answer.json()["detail"])
            another = command("token", "create", "--data", self.data, "--role", "auditor",
                              "--name", "another")
            self.assertEqual(another.returncode, 2, another.stdout)
        self.each("staff-tokens.json", "staff-tokens", 201, check=nobody_signs_in)

    def test_the_staff_s_people(self):
        def nobody_is_named():
            listed = command("person", "list", "--data", self.data)
            self.assertEqual(listed.returncode, 2, listed.stdout)
            self.assertIn("staff-people.json", listed.stderr)
        self.each("staff-people.json", "staff-people", 201, check=nobody_is_named)

    def test_the_log_s_keys(self):
        for name in ("log.vkeys", "log.key"):
            self.each(name, "log", 201)

    def test_the_database(self):
        kinds = ("a directory", "a pipe", "a device")
        self.each("temoin.db", "store", 503, kinds)
        self.each("temoin.db-wal", "store", 503, kinds)

    def test_the_log_journal(self):
        self.each("log-journal", "log", 503, ("a text", "a pipe", "a device"))
        segment = next((self.data / "log-journal").glob("*.journal"))
        self.each(segment.relative_to(self.data), "log", 503)
        self.each("log-journal/lock", "log", 503, ("a directory",))

    def test_the_anchors(self):
        self.each("anchors", "anchors", 201, ("a text", "a pipe", "a device"))
        (self.data / "anchors").mkdir()
        self.each("anchors/00000000000000000020.checkpoint", "anchors", 201,
                  ("a directory", "a pipe", "a device", "a file without an end"))

    def test_the_note_of_an_unfinished_copy(self):
        self.each("unfinished-copy", "store", 503,
                  ("a directory", "a pipe", "a device", "a file without an end"))

    def test_the_socket_of_the_commands(self):
        self.each("control.sock", "control", 201, ("a directory",))

    def test_files_that_are_written_anew(self):
        for name in ("clock", "log.key.unused", "log.key.next", "clock.new"):
            for kind, make in STRANGE.items():
                with self.subTest(f"{name} is {kind}"):
                    self.take_away(name)
                    make(self.data / name)
                    self.server = self.serve()
                    self.assert_served()
                    self.assertEqual(self.server.choose(choice(self.config)).status, 201)
                    self.stop()
            self.take_away(name)

    def test_what_was_published(self):
        names = [path.name for path in (self.data / "published").iterdir()]
        for kind, make in STRANGE.items():
            with self.subTest(kind):
                for name in names:
                    self.take_away(f"published/{name}")
                    make(self.data / "published" / name)
                self.server = self.serve()
                self.assert_served()
                self.assertEqual(self.server.choose(choice(self.config)).status, 201)
                self.stop()

    def test_a_backup_that_is_none_is_not_waited_for(self):
        for kind in ("a directory", "a pipe", "a device"):
            with self.subTest(kind):
                given = self.folder / "given"
                STRANGE[kind](given)
                refused = command("restore", "--data", self.folder / "empty", given, timeout=20)
                self.assertEqual(refused.returncode, 2, refused.stdout)
                self.assertIn(str(given), refused.stderr)
                self.assertFalse((self.folder / "empty" / "temoin.db").exists())
                (shutil.rmtree if given.is_dir() else os.unlink)(given)

    def test_the_catalogue(self):
        catalog = self.copy_catalog()
        for kind, make in STRANGE.items():
            with self.subTest(kind):
                path = catalog / "sites" / f"{SITE}.json"
                self.assertEqual(path.is_dir(), False)
                path.unlink()
                make(path)
                self.server = self.serve(catalog=catalog)
                self.assert_served()
                self.assertEqual(self.server.choose(choice(self.config)).status, 201)
                self.stop()
                if path.is_dir():
                    shutil.rmtree(path)
                    path.write_text("{")


class Mixed(Damaged):
    """A database beside the write-ahead log of another, or of another state of its own: nothing of
    the two is mixed, and once the log is moved away the database is judged."""

    def setUp(self):
        super().setUp()
        self.server = self.serve()
        for _ in range(3):
            self.assertEqual(self.server.choose(choice(self.config)).status, 201)
        erased = self.server.erase(self.token)
        self.assertEqual(erased.json()["status"], "erased", erased.body)
        last = self.server.choose(choice(self.config))
        self.assertEqual(last.status, 201)
        self.server.wait_signed(last.json()["index"] + 1)
        self.server.kill()
        self.left = self.folder / "left-wal"
        shutil.copy(self.data / "temoin.db-wal", self.left)
        self.assertGreater(self.left.stat().st_size, 0)

    def assert_not_mixed(self, database):
        self.assert_untouched(database)
        (self.data / "temoin.db-wal").unlink()
        self.server = self.serve(wait_ready=False)
        self.assertIn("log", self.server.get("/readyz").json()["parts"])
        self.assertEqual(self.server.current(self.token).json()["status"], "none")
        self.acknowledge_loss()
        self.assertEqual(self.server.choose(choice(self.config)).status, 201)
        self.stop()
        verified = command("log", "verify", "--data", self.data)
        self.assertIn("are lost", verified.stdout)
        self.assertNotIn("manifest", verified.stdout)

    def assert_untouched(self, database):
        self.take_away("temoin.db-shm")
        for arguments in (("status",), ("hold", "list"), ("log", "verify")):
            said = command(*arguments, "--data", self.data)
            self.assertIn("temoin.db-wal", said.stdout + said.stderr, arguments)
            self.assertNotEqual(said.returncode, 0, arguments)
        self.server = self.serve(wait_ready=False)
        self.assert_held("temoin.db-wal", "another database")
        self.stop()
        self.assertEqual((self.data / "temoin.db").read_bytes(), database)
        self.assertEqual((self.data / "temoin.db-wal").read_bytes(), self.left.read_bytes())

    def test_a_backup_copied_by_hand(self):
        shutil.copy(self.backup, self.data / "temoin.db")
        self.assert_not_mixed(self.backup.read_bytes())

    def test_a_file_copied_while_no_server_ran(self):
        self.take_away("temoin.db-wal", "temoin.db-shm")
        shutil.copy(self.backup, self.data / "temoin.db")
        self.server = self.serve(wait_ready=False)
        self.stop()
        older = (self.data / "temoin.db").read_bytes()
        shutil.copy(self.left, self.data / "temoin.db-wal")
        self.assert_untouched(older)

    def test_an_older_log_beside_a_newer_database(self):
        self.server = self.serve()
        self.assertEqual(self.server.choose(choice(self.config)).status, 201)
        self.stop()
        newer = (self.data / "temoin.db").read_bytes()
        shutil.copy(self.left, self.data / "temoin.db-wal")
        self.assert_untouched(newer)
        (self.data / "temoin.db-wal").unlink()
        self.server = self.serve()

    def test_the_log_of_another_directory(self):
        other = self.serve(data="other")
        for _ in range(3):
            self.assertEqual(other.choose(choice(self.config)).status, 201)
        other.kill()
        self.server = self.serve()
        self.stop()
        database = (self.data / "temoin.db").read_bytes()
        shutil.copy(self.folder / "other" / "temoin.db-wal", self.left)
        shutil.copy(self.left, self.data / "temoin.db-wal")
        self.assert_untouched(database)

    def test_its_own_log_is_no_other(self):
        self.server = self.serve()
        self.assertEqual(self.server.choose(choice(self.config)).status, 201)


if __name__ == "__main__":
    unittest.main()
