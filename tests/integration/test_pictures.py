"""Pictures of what was shown: filed with and without a server, served, verified, in a dossier."""

import hashlib
import json
import sqlite3
import subprocess
import sys
import unittest

from documented import documented_lines, documented_shell
from harness import BINARY, SITE, TestCase, choice, command
from picture_files import banner_of, png, write_pictures


class Pictures(TestCase):
    def setUp(self):
        super().setUp()
        self.server = self.serve()
        self.config = self.server.config()
        self.banner = banner_of(self.server, SITE)
        self.taken = self.folder / "taken"

    @property
    def data(self):
        return self.folder / "data"

    def take(self, **more):
        return write_pictures(self.taken, self.config, self.banner, **more)

    def add(self, expect=0):
        done = command("pictures", "add", "--data", self.data, "--format", "json", self.taken)
        self.assertEqual(done.returncode, expect, done.stderr)
        return json.loads(done.stdout) if expect == 0 else done.stderr

    def listed(self, expect):
        done = command("pictures", "list", "--data", self.data, "--site", SITE, "--format", "json")
        self.assertEqual(done.returncode, expect, done.stderr)
        return json.loads(done.stdout)["revisions"]

    def verified(self, expect=0):
        done = command("log", "verify", "--data", self.data)
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        return done.stdout

    def size(self):
        return int(self.server.get("/log/checkpoint").body.split(b"\n")[1])

    def test_are_filed_once_served_for_ever_and_verified(self):
        self.assertEqual(self.listed(expect=1)[0]["pictures"], [])
        manifest = self.take()
        filed = self.add()
        digest = hashlib.sha256(manifest).hexdigest()
        self.assertEqual((filed["hash"], filed["added"]), (digest, True))
        again = self.add()
        self.assertEqual((again["index"], again["added"]), (filed["index"], False))
        self.assertEqual([s["hash"] for s in self.listed(expect=0)[0]["pictures"]], [digest])

        listed = self.server.get(f"/v1/revisions/{self.config['revision']}/pictures").json()
        self.assertEqual(listed["pictures"][0]["manifest"], digest)
        self.assertEqual(listed["pictures"][0]["index"], filed["index"])
        answer = self.server.get(f"/v1/pictures/{digest}.json")
        self.assertEqual((answer.status, answer.body), (200, manifest))
        for picture in json.loads(manifest)["pictures"]:
            answer = self.server.get(f"/v1/pictures/{picture['sha256']}.png")
            self.assertEqual(answer.get("Content-Type"), "image/png")
            self.assertEqual(answer.get("X-Content-Type-Options"), "nosniff")
            self.assertIn("immutable", answer.get("Cache-Control"))
            self.assertEqual(hashlib.sha256(answer.body).hexdigest(), picture["sha256"])
        tag = answer.get("ETag")
        self.assertEqual(self.server.get(f"/v1/pictures/{picture['sha256']}.png",
                                         If_None_Match=tag).status, 304)
        # The entry is a public leaf, of type 2.
        self.server.wait_for(lambda: self.size() > filed["index"], "signed")
        bundle = self.server.get(f"/log/tile/entries/000.p/{self.size()}").body
        entry = bundle[36 * filed["index"] + 2:36 * (filed["index"] + 1)]
        self.assertEqual(entry, b"\x01\x02" + bytes.fromhex(digest))
        self.assertIn("pictures: 8", self.verified())

    def test_a_restart_and_a_command_alone_do_the_same(self):
        self.assertEqual(self.server.stop(), 0)
        self.take()
        filed = self.add()
        self.assertTrue(filed["added"])
        self.server = self.serve()
        self.assertFalse(self.add()["added"])
        self.assertEqual(self.server.get(f"/v1/pictures/{filed['hash']}.json").status, 200)
        self.verified()

    def test_what_is_not_what_it_says_is_refused_and_leaves_nothing(self):
        self.take()
        good = json.loads((self.taken / "manifest.json").read_text())

        def write(change):
            manifest = json.loads(json.dumps(good))
            change(manifest)
            (self.taken / "manifest.json").write_text(json.dumps(manifest))
        cases = [
            (lambda m: m.update(revision="0" * 64), "never published"),
            (lambda m: m.update(generation=9), "as generation 9"),
            (lambda m: m.update(banner="0" * 64), "No build"),
            (lambda m: m.update(taken_at="2020-01-01T00:00:00Z"), "was not in force"),
            (lambda m: m.update(taken_at="2199-01-01T00:00:00Z"), "later than now"),
            (lambda m: m["pictures"].pop(), "is missing"),
            (lambda m: m["pictures"].append(m["pictures"][0]), "twice"),
            (lambda m: m["pictures"][0].update(height=11), "pixels"),
            (lambda m: m["pictures"][0].update(sha256="0" * 64), "SHA-256"),
            (lambda m: m["pictures"][0].update(language="../.."), "language"),
            (lambda m: m.update(more=1), "/more"),
        ]
        for change, why in cases:
            write(change)
            self.assertIn(why, self.add(expect=2))
        (self.taken / "manifest.json").write_text("{")
        self.add(expect=2)
        write(lambda m: None)
        picture = self.taken / "first-fr-phone.png"
        bytes_ = picture.read_bytes()
        for other in (b"", b"<svg/>", bytes_ + b"\0", png(390, 500)):
            picture.write_bytes(other)
            self.assertIn("first-fr-phone", self.add(expect=2))
        picture.unlink()
        self.assertIn("first-fr-phone", self.add(expect=2))
        self.assertEqual(self.listed(expect=1)[0]["pictures"], [])
        picture.write_bytes(bytes_)
        self.assertTrue(self.add()["added"])

    def test_a_server_killed_meanwhile_has_them_whole_or_not_at_all(self):
        for turn in range(6):
            manifest = self.take(shade=turn)
            adding = self.start("pictures", "add", "--data", self.data, self.taken)
            if turn % 2:
                adding.wait(60)
            self.server.kill()
            adding.wait(60)
            self.server = self.serve()
            digest = hashlib.sha256(manifest).hexdigest()
            there = self.server.get(f"/v1/pictures/{digest}.json").status == 200
            if adding.returncode == 0:
                self.assertTrue(there, "it was acknowledged")
            for picture in json.loads(manifest)["pictures"]:
                status = self.server.get(f"/v1/pictures/{picture['sha256']}.png").status
                self.assertEqual(status == 200, there)
            self.assertEqual(self.add()["added"], not there)
        self.verified()

    def start(self, *arguments):
        return subprocess.Popen([BINARY, *map(str, arguments)], stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)

    def test_an_altered_picture_is_named(self):
        manifest = json.loads(self.take())
        self.add()
        self.assertEqual(self.server.stop(), 0)
        with sqlite3.connect(self.data / "temoin.db") as db:
            db.execute("UPDATE picture SET bytes = ? WHERE hash = ?",
                       (png(390, 10, 9), manifest["pictures"][0]["sha256"]))
        db.close()
        said = self.verified(expect=1)
        self.assertIn("first-fr-phone", said)
        self.assertIn(manifest["pictures"][0]["sha256"], said)
        self.add()  # puts it back
        self.verified()

    def test_a_dossier_holds_them_and_the_documented_lines_verify_them(self):
        manifest = self.take()
        filed = self.add()
        self.assertEqual(self.server.choose(choice(self.config)).status, 201)
        folder = self.folder / "dossier"
        self.server.wait_for(lambda: command("report", "dossier", "--data", self.data,
                                             "--site", SITE,
                                             "--out", folder).returncode == 0, "under a checkpoint")
        digest = hashlib.sha256(manifest).hexdigest()
        self.assertEqual((folder / f"pictures/{digest}.json").read_bytes(), manifest)
        key = (folder / "keys").read_text().splitlines()[0]
        lines = self.folder / "verify_receipt.py"
        lines.write_text(documented_lines()["verify_receipt.py"])
        proof, of = folder / f"pictures/{digest}.tlog-proof", folder / f"pictures/{digest}.json"
        run = self.run_python(lines, proof, key, of)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn(f"stands at index {filed['index']}", run.stdout)
        # Another manifest is not in the log.
        forged = self.folder / "forged.json"
        forged.write_bytes(manifest.replace(b"Chromium", b"chromium"))
        self.assertNotEqual(self.run_python(lines, proof, key, forged).returncode, 0)
        # The names are the hashes.
        shell = documented_shell(3)[-1]
        self.assertEqual(self.run_shell(shell, folder).stdout, "")
        name = json.loads(manifest)["pictures"][0]["sha256"] + ".png"
        (folder / "pictures" / name).write_bytes(b"x")
        self.assertIn("is not what its name says", self.run_shell(shell, folder).stdout)

    def run_python(self, *arguments):
        return subprocess.run([sys.executable, *map(str, arguments)], capture_output=True,
                              text=True)

    def run_shell(self, lines, folder):
        return subprocess.run(["sh", "-c", lines], cwd=folder, capture_output=True, text=True)


if __name__ == "__main__":
    unittest.main()
