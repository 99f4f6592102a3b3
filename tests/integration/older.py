"""A directory in which files can be set back to what they were before: what the tests of older
states share."""

import json
import shutil

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
