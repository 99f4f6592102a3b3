"""Database or checkpoint log lost under a running server: it gives up what it cannot vouch for."""

import shutil
import unittest

from harness import SITE, TestCase, choice, command


class Served(TestCase):
    """What happens to the database file while the server runs."""

    def setUp(self):
        super().setUp()
        self.server = self.serve()
        self.config = self.server.config()
        self.assertEqual(self.server.choose(choice(self.config)).status, 201)
        self.data = self.folder / "data"

    def assert_abandoned(self, what):
        answer = self.server.choose(choice(self.config, False))
        self.assertEqual(answer.status, 503, answer.body)
        self.server.wait_for(lambda: self.server.get("/readyz").status == 503, "unready")
        self.assertIn('"store"', self.server.get("/readyz").body.decode())
        for path in ("/v1/sites/ameli.fr/config.json", "/v1/sites/ameli.fr/banner.js", "/healthz"):
            self.assertEqual(self.server.get(path).status, 200, path)
        said = command("status", "--data", self.data)
        self.assertEqual(said.returncode, 1, said.stderr)
        self.assertIn(what, said.stdout)
        self.assertIn("start again", said.stdout)
        self.assertIn(what, self.server.logged())
        self.assertEqual(self.server.choose(choice(self.config)).status, 503)

    def test_deleted(self):
        (self.data / "temoin.db").unlink()
        self.assert_abandoned("was deleted")

    def test_deleted_while_nobody_chooses(self):
        (self.data / "temoin.db").unlink()
        self.server.wait_for(lambda: self.server.get("/readyz").status == 503, "unready")

    def test_replaced(self):
        shutil.copy(self.data / "temoin.db", self.folder / "copy")
        (self.folder / "copy").rename(self.data / "temoin.db")
        self.assert_abandoned("was replaced")

    def test_restored_in_place_and_left_as_it_was_put(self):
        backup = self.folder / "backup.db"
        self.assertEqual(command("backup", "--data", self.data, backup).returncode, 0)
        self.assertEqual(self.server.choose(choice(self.config)).status, 201)
        shutil.copyfile(backup, self.data / "temoin.db")
        self.assert_abandoned("was written to by something else")
        self.server.stop()
        self.assertEqual((self.data / "temoin.db").read_bytes(), backup.read_bytes())

    def test_the_write_ahead_log_deleted(self):
        (self.data / "temoin.db-wal").unlink()
        self.assert_abandoned("-wal was deleted")


class ServedJournal(TestCase):
    """What happens to the checkpoint log while the server runs."""

    def setUp(self):
        super().setUp()
        (self.folder / "disk").mkdir()
        (self.folder / "mount").symlink_to("disk")
        self.journal = self.folder / "mount/journal"
        self.data = self.folder / "data"
        self.server = self.serve("--log-journal", str(self.journal))
        self.config = self.server.config()
        self.tokens = []
        for _ in range(2):
            answer = self.server.choose(choice(self.config))
            self.assertEqual(answer.status, 201, answer.body)
            self.tokens.append(answer.cookies()["pcid"][0])
        self.server.wait_signed(answer.json()["index"] + 1)
        self.note = self.server.get("/log/checkpoint").body

    def segment(self):
        return next(self.journal.glob("*.journal"))

    def assert_given_up(self, what):
        """Nothing is recorded, erased or signed, and it is said which file."""
        name = self.segment_name
        self.assertEqual(self.server.choose(choice(self.config)).status, 503)
        self.assertEqual(self.server.erase(self.tokens[0]).status, 503)
        ready = self.server.get("/readyz")
        self.assertEqual(ready.status, 503)
        self.assertIn('"log"', ready.body.decode())
        for path in ("config.json", "banner.js", "cookies", "preferences"):
            self.assertEqual(self.server.get(f"/v1/sites/ameli.fr/{path}").status, 200, path)
        said = command("status", "--data", self.data)
        self.assertEqual(said.returncode, 1, said.stderr)
        for word in (name, what, "start again"):
            self.assertIn(word, said.stdout)
            self.assertIn(word, self.server.logged())
        self.assertEqual(self.server.get("/log/checkpoint").body, self.note)

    def assert_heals(self):
        """Everything is as it was, once the journal is back and the server was started again."""
        self.assertEqual(self.server.choose(choice(self.config)).status, 503)
        self.assertEqual(self.server.stop(), 0)
        self.server = self.serve("--log-journal", str(self.journal))
        for token in self.tokens:
            self.assertEqual(self.server.current(token).json()["status"], "valid")
        self.assertEqual(self.server.erase(self.tokens[0]).json()["status"], "erased")

    def run_case(self, away, what, back):
        self.segment_name = self.segment().name
        away()
        self.assert_given_up(what)
        back()
        self.assert_heals()

    def test_deleted(self):
        segment, kept = self.segment(), self.folder / "kept"
        shutil.copy(segment, kept)
        self.run_case(segment.unlink, "was deleted", lambda: shutil.copy(kept, segment))

    def test_replaced_by_its_mirror(self):
        mirror, old = self.folder / "mirror", self.folder / "old"
        shutil.copytree(self.journal, mirror)

        def replace():
            self.journal.rename(old)
            shutil.copytree(mirror, self.journal)

        def back():
            shutil.rmtree(self.journal)
            old.rename(self.journal)
        self.run_case(replace, "was replaced", back)

    def test_restored_in_place(self):
        segment, kept = self.segment(), self.folder / "kept"
        whole = segment.read_bytes()
        kept.write_bytes(whole[:-10])
        segment_name = segment.name
        shutil.copyfile(kept, segment)
        answer = self.server.choose(choice(self.config))  # seen before the next signature
        self.assertIn(answer.status, (201, 503))
        self.server.wait_for(lambda: self.server.get("/readyz").status == 503, "unready")
        self.segment_name = segment_name
        self.assert_given_up("was written to by something else")
        self.assertEqual(segment.read_bytes(), kept.read_bytes())

    def test_its_directory_moved_and_an_empty_one_in_place(self):
        old = self.folder / "old"

        def move():
            self.journal.rename(old)
            self.journal.mkdir()

        def back():
            self.journal.rmdir()
            old.rename(self.journal)
        self.run_case(move, "was moved away", back)

    def test_its_disk_goes_away(self):
        (self.folder / "empty").mkdir()

        def mount(target):
            (self.folder / "mount").unlink()
            (self.folder / "mount").symlink_to(target)
        self.run_case(lambda: mount("empty"), "was moved away", lambda: mount("disk"))

    def test_seen_while_nobody_chooses(self):
        self.segment().unlink()
        self.server.wait_for(lambda: self.server.get("/readyz").status == 503, "unready")


class ServedKeys(TestCase):
    """The files of the log's keys under a running server: unready within a minute, all else as
    ever, and ready again once they are back."""

    def test_deleted_or_exchanged(self):
        server = self.serve()
        data = self.folder / "data"
        config = server.config()
        generated = command("key", "generate", "--data", self.folder / "other")
        self.assertEqual(generated.returncode, 0, generated.stderr)
        for name in ("log.key", "log.vkeys"):
            path, kept = data / name, self.folder / "kept"
            for spoil in (lambda: None, lambda: shutil.copy2(self.folder / "other" / name, path)):
                path.rename(kept)
                spoil()
                server.wait_for(lambda: server.get("/readyz").status == 503, "unready", 60)
                self.assertIn("log.key", server.get("/readyz").json()["parts"])
                said = command("status", "--data", data)
                self.assertEqual(said.returncode, 1, said.stdout)
                self.assertIn(str(path), said.stdout)
                self.assertEqual(server.get(f"/v1/sites/{SITE}/banner.js").status, 200)
                self.assertEqual(server.choose(choice(config)).status, 201)
                kept.rename(path)
                server.wait_for(lambda: server.get("/readyz").status == 200, "ready")
        for _ in range(3):
            self.assertEqual(command("key", "rotate", "--data", data).returncode, 0)
        self.assertNotIn("log.key", server.get("/readyz").json().get("parts", {}))


if __name__ == "__main__":
    unittest.main()
