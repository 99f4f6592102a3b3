"""What earlier versions wrote, under this one: every fixture starts, verifies, exports, is backed
up and restored; what was handed out then verifies by the procedure handed out then; nobody is asked
again; and a directory of a newer version is refused with the way back."""

import csv
import hashlib
import io
import json
import re
import sqlite3
import subprocess
import sys
import time
import unittest
import zipfile

from earlier import VERSIONS, Earlier, seconds
from harness import CURRENT, HOST, ROOT, SITE, TestCase, bytes_of, choice, command


def procedure(text):
    """{file name: Python text} of a docs/verify.md as it was handed out."""
    return dict(re.findall(r"```python\n# (\w+\.py) .*?\n(.*?)```", text, re.S))


class Upgrade(TestCase):
    def each(self):
        """(the directory, a folder for what the test makes) of each version."""
        for version in VERSIONS:
            folder = self.folder / version
            folder.mkdir()
            yield Earlier(folder, version), folder

    def start(self, earlier, catalog=None):
        server = self.serve(data=earlier.data, catalog=catalog, env=earlier.machine().env)
        self.assertNotIn("[error]", server.logged())
        return server

    def ran(self, *words):
        done = command(*words)
        self.assertEqual(done.returncode, 0, (words, done.stdout, done.stderr))
        return done.stdout

    def test_it_starts_and_every_choice_is_what_it_was(self):
        for earlier, _ in self.each():
            server = self.start(earlier)
            size = int(server.get("/log/checkpoint").body.split(b"\n")[1])
            now = time.time() + earlier.machine().wall
            for name, visit in earlier.story["visits"].items():
                read = server.current(visit["token"]).json()
                if name in ("kept", "kept changed", "last") and now < seconds(visit["valid_until"]):
                    self.assertEqual((read["status"], read["index"], read["valid_until"]),
                                     ("valid", visit["index"], visit["valid_until"]), name)
                    self.assertEqual(read["generation"], visit["generation"], name)
                    self.assertNotIn("asked_again", read, name)
                else:
                    self.assertNotEqual(read["status"], "valid" if name.startswith("summer") or
                                        name == "erased" else "lost", (name, read))
            token = earlier.visit("autumn accepted")["token"]
            self.assertEqual(server.current(token).json()["status"], "superseded")
            for erased in ("erased", "summer 0", "summer refused"):
                self.assertNotIn("decisions", server.current(earlier.visit(erased)["token"]).json())
            # The next choice continues the line, and the receipts of before and after are one log.
            kept = earlier.visit("kept")
            answer = server.choose(choice(server.config(), {"x": True}), kept["token"])
            self.assertEqual(answer.status, 201, answer.body)
            self.assertGreaterEqual(answer.json()["index"], size)
            token = answer.cookies()["pcid"][0]
            server.wait_for(lambda: server.request("GET", CURRENT + "/receipt", headers={
                "Host": HOST, "Cookie": f"pcid={token}"}).status == 200, "a receipt")
            self.assertEqual(server.current(kept["token"]).json()["status"], "superseded")
            bearer = {"Authorization": "Bearer " + earlier.story["staff_tokens"]["auditor"]}
            record = server.staff(f"/v1/consents/{answer.json()['index']}", headers=bearer).json()
            self.assertEqual(record["record"]["previous"], kept["index"])

    def test_it_verifies_before_and_after_what_was_added(self):
        for earlier, _ in self.each():
            server = self.start(earlier)
            authority = earlier.handed_out / "authority.pem"
            said = self.ran("log", "verify", "--data", earlier.data, "--ca", authority)
            for line in earlier.story["verified"]:
                if line.startswith(("consents:", "pictures:",
                                    "anchored:")) and not earlier.falls_due():
                    self.assertIn(line, said)
            self.assertIn("The log is in order.", said)
            self.assertRegex(said, r"bound since entry \d+; before that, as found on 20\d\d-")
            answer = server.choose(choice(server.config(), False))
            self.assertEqual(answer.status, 201, answer.body)
            self.assertEqual(server.stop(), 0)
            self.ran("log", "verify", "--data", earlier.data, "--ca", authority)
            shown = self.ran("key", "show", "--data", earlier.data).split()
            self.assertEqual(shown, earlier.story["vkeys"])

    def test_the_hold_of_then_still_holds_and_what_it_held_is_due(self):
        for earlier, _ in self.each():
            index = earlier.visit("summer held")["index"]
            server = self.start(earlier)
            self.ran("purge", "--data", earlier.data)
            self.assertEqual(server.stop(), 0)
            self.assertEqual(earlier.rows("SELECT state FROM entry WHERE idx=?", index), [(0,)])
            holds = self.ran("hold", "list", "--all", "--data", earlier.data)
            self.assertIn("contrôle en cours", holds)
            self.assertIn("plainte classée", holds)

    def test_exports_and_numbers_are_those_of_then(self):
        for earlier, folder in self.each():
            if earlier.falls_due():
                self.skipTest("records of the fixture are past their retention")
            self.start(earlier)

            def then(name, folder=earlier.handed_out):
                return (folder / name).read_text()
            at = ("--at", "2026-11-21T08:01:00Z")
            lines = self.ran("export", "--data", earlier.data, "--format", "jsonl",
                             *at).splitlines()
            lines_then = then("export.jsonl").splitlines()
            self.assertEqual([json.loads(line)["record"] for line in lines],
                             [json.loads(line)["record"] for line in lines_then])
            for now, old in zip(csv.DictReader(io.StringIO(self.ran("export",
                                                                    "--data", earlier.data, *at))),
                                csv.DictReader(then("export.csv").splitlines()), strict=True):
                self.assertEqual(now, {**now, **old})
            rows = self.ran("report", "statistics", "--data", earlier.data, "--site", SITE,
                            "--from",
                            "2026-06-01", "--format", "csv", *at)
            old = csv.DictReader(then("statistics.csv").splitlines())
            for now, row in zip(csv.DictReader(io.StringIO(rows)), old, strict=True):
                self.assertEqual(now, {**now, **row})
            for kind in ("register", "compliance"):
                self.ran("report", kind, "--data", earlier.data, "--site", SITE, "--format", "json")
            # A dossier that this version makes of that version's records.
            self.ran("report", "dossier", "--data", earlier.data, "--site", SITE,
                     "--from", "2026-10-01",
                     "--out", folder / "dossier")
            key = self.ran("key", "show", "--data", earlier.data).split()[0]
            proofs = sorted((folder / "dossier/proofs").iterdir())
            self.assertEqual(len(proofs), len(lines_then) - 1)  # the held one is of June
            for proof in proofs:
                self.ran("receipt", "verify", proof, "--key", key)

    def test_a_backup_of_then_and_one_of_now_are_restored(self):
        for earlier, folder in self.each():
            kept = earlier.visit("kept")
            (earlier.data / "temoin.db").rename(folder / "backup-of-then.db")
            self.ran("restore", "--data", earlier.data, folder / "backup-of-then.db")
            server = self.start(earlier)
            before = server.current(kept["token"]).json()
            # Stopped first: what a running server writes after the backup would be a loss.
            self.assertEqual(server.stop(), 0)
            self.ran("backup", "--data", earlier.data, folder / "backup.db")
            for left in earlier.data.glob("temoin.db*"):
                left.unlink()
            self.ran("restore", "--data", earlier.data, folder / "backup.db")
            server = self.start(earlier)
            self.assertEqual(server.current(kept["token"]).json(), before)
            self.ran("log", "verify", "--data", earlier.data)

    def test_receipts_verify_with_the_program_and_with_the_lines_of_then(self):
        for earlier, folder in self.each():
            with zipfile.ZipFile(earlier.handed_out / "dossier.zip") as packed:
                lines = procedure(packed.read("dossier/verify.md").decode())
            (folder / "verify_receipt.py").write_text(lines["verify_receipt.py"])
            receipts = sorted(earlier.handed_out.glob("preuve-*"))
            self.assertGreater(len(receipts), 3)
            signed_by = set()
            for receipt in receipts:
                good = [key for key in earlier.story["vkeys"]
                        if command("receipt", "verify", receipt, "--key", key).returncode == 0]
                self.assertEqual(len(good), 1, receipt)
                signed_by.update(good)
                said = subprocess.run([sys.executable, folder / "verify_receipt.py", receipt,
                                       good[0]],
                                      capture_output=True, text=True, cwd=folder)
                self.assertEqual(said.returncode, 0, said.stderr)
            self.assertEqual(len(signed_by), 2, "before and after the rotation")
            # What is served today begins with what was signed then.
            server = self.start(earlier)
            (folder / "verify_log.py").write_text(lines["verify_log.py"])
            read = subprocess.run([sys.executable, folder / "verify_log.py",
                                   f"http://127.0.0.1:{server.port}/log",
                                   earlier.handed_out / "checkpoint"],
                                  capture_output=True, text=True)
            self.assertEqual(read.returncode, 0, read.stderr)

    def test_dossiers_verify_with_the_lines_they_came_with(self):
        for earlier, folder in self.each():
            for name in ("dossier", "dossier-of-two"):
                with zipfile.ZipFile(earlier.handed_out / f"{name}.zip") as packed:
                    packed.extractall(folder)
                dossier = folder / name
                text = (dossier / "verify.md").read_text()
                (folder / "verify_receipt.py").write_text(procedure(text)["verify_receipt.py"])
                key = (dossier / "keys").read_text().split()[0]
                self.assertEqual(key, earlier.story["vkeys"][0])
                verified = 0
                for proof in [*dossier.glob("proofs/*"), *dossier.glob("pictures/*.tlog-proof")]:
                    document = []
                    if proof.parent.name == "pictures":
                        document = [proof.with_suffix(".json")]
                    elif not proof.read_text().split("\n")[1].startswith("extra "):
                        continue  # of an erased consent: nothing is left to open it with
                    said = subprocess.run([sys.executable, folder / "verify_receipt.py", proof, key,
                                           *document],
                                          capture_output=True, text=True)
                    self.assertEqual(said.returncode, 0, (proof, said.stderr))
                    if not document:
                        self.ran("receipt", "verify", proof, "--key", key)
                    verified += 1
                self.assertGreaterEqual(verified, 2)
                section = text.split("\n## 3.")[1].split("\n## ")[0]
                names = re.findall(r"```sh\n(.*?)```", section, re.S)[-1]
                said = subprocess.run(["sh", "-e", "-c", names], cwd=dossier, capture_output=True,
                                      text=True)
                self.assertEqual((said.returncode, said.stdout), (0, ""), said.stderr)
                manifest = json.loads((dossier / "manifest.json").read_text())
                for path, facts in manifest["files"].items():
                    self.assertEqual(hashlib.sha256((dossier / path).read_bytes()).hexdigest(),
                                     facts["sha256"], path)
                anchor = next(dossier.glob("checkpoints/*.tsr")).with_suffix("")
                shell = re.findall(r"```sh\n(.*?)```", text.split("\n## 4.")[1].split("\n## ")[0],
                                   re.S)[0]
                anchor.rename(anchor.with_suffix(".checkpoint"))
                said = subprocess.run(["sh", "-e", "-c", shell], capture_output=True, text=True,
                                      env={"PATH": "/usr/bin:/bin", "ANCHOR": str(anchor),
                                           "TOKEN": f"{anchor}.tsr",
                                           "AUTHORITY": str(earlier.handed_out / "authority.pem")})
                self.assertEqual(said.returncode, 0, said.stderr)


class NobodyIsAskedAgain(TestCase):
    def published(self, server, site):
        config = server.config(site)
        return {key: config.get(key) for key in ("revision", "generation", "since")}

    def test_under_the_catalogue_of_then_not_even_the_revision_changes(self):
        for version in VERSIONS:
            earlier = Earlier(self.folder / version, version)
            catalog = earlier.catalogue(self.folder / version / "catalog")
            rows = "SELECT idx,site,hash,generation,since FROM publication ORDER BY idx"
            before = earlier.rows(rows)
            server = self.serve(data=earlier.data, catalog=catalog, env=earlier.machine().env)
            for site, then in earlier.story["sites"].items():
                now = self.published(server, site)
                self.assertEqual((now["revision"], now["generation"]),
                                 (then["revision"], then["generation"]), (version, site))
            self.assertEqual(server.stop(), 0)
            self.assertEqual(earlier.rows(rows), before,
                             f"starting this program published a site of {version} anew")

    def test_under_the_catalogue_of_today_no_generation_changes(self):
        """Fails when a change of the catalogue, or of what is read from it, asks visitors again.
        Where that is meant (a tracker is added, say), the sites it asks for are named here."""
        meant = {}
        for version in VERSIONS:
            earlier = Earlier(self.folder / version, version)
            before = {site: json.loads(since) for site, since in
                      earlier.rows("SELECT site,since FROM publication ORDER BY idx")}
            server = self.serve(data=earlier.data, env=earlier.machine().env)
            for site, then in earlier.story["sites"].items():
                now = self.published(server, site)
                self.assertEqual(now["generation"], meant.get(site, then["generation"]),
                                 (version, site))
                if site not in meant:
                    self.assertEqual(now["since"] or {}, before[site], (version, site))


class Newer(TestCase):
    """This program on a directory that a later one brought forward."""

    COMMANDS = (("serve", "--catalog", ROOT / "catalog", "--listen", "127.0.0.1:0",
                 "--staff-listen",
                 "127.0.0.1:0"), ("log", "verify"), ("export",), ("status",), ("purge",),
                ("report", "statistics", "--site", SITE), ("hold", "list"),
                ("pictures", "list", "--site", SITE),
                ("backup", "FILE"))

    def refusals(self, data):
        for words in self.COMMANDS:
            words = [self.folder / "out.db" if word == "FILE" else word for word in words]
            done = command(*words, "--data", data)
            self.assertEqual(done.returncode, 2, (words, done.stdout, done.stderr))
            self.assertFalse((self.folder / "out.db").exists())
            yield words, done.stderr

    def newer(self, version="99.1.0"):
        earlier = Earlier(self.folder, VERSIONS[0])
        database = sqlite3.connect(earlier.data / "temoin.db")
        if version:
            database.execute("CREATE TABLE IF NOT EXISTS program"
                             "(format INTEGER PRIMARY KEY, version TEXT)")
            database.execute("INSERT INTO program VALUES(900,?)", (version,))
        database.execute("PRAGMA user_version=900")
        database.commit()
        database.close()
        return earlier

    def test_it_is_refused_and_the_way_back_is_said(self):
        earlier = self.newer()
        before = (earlier.data / "temoin.db").read_bytes()
        for words, said in self.refusals(earlier.data):
            for expected in ("format 900, written by temoin 99.1.0", "Use temoin 99.1.0 or later",
                             "start on the copy that was made before the upgrade",
                             "Upgrade, and go back"):
                self.assertIn(expected, said, words)
        self.assertEqual((earlier.data / "temoin.db").read_bytes(), before)
        # The way back, walked: the copy of before in place, with its own checkpoint log, and with
        # a key that tells the two histories apart.
        (self.folder / "newer.db").write_bytes((earlier.data / "temoin.db").read_bytes())
        earlier.data.rename(self.folder / "newer")
        refused = command("restore", "--data", self.folder / "empty", self.folder / "newer.db")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("written by temoin 99.1.0", refused.stderr)
        copy = Earlier(self.folder, VERSIONS[0])
        env = copy.machine().env
        # Brought to this program's format, as if it had written the copy.
        self.assertEqual(self.serve(data=copy.data, env=env).stop(), 0)
        rotated = command("key", "rotate", "--data", copy.data, env=env)
        self.assertEqual(rotated.returncode, 0, rotated.stderr)
        server = self.serve(data=copy.data, env=env)
        self.assertEqual(server.get("/readyz").status, 200)

    def test_without_a_name_or_with_an_odd_one_it_says_newer(self):
        for version in (None, "1.0\x1b[2J", "x" * 2000, ""):
            earlier = self.newer(version)
            for words, said in self.refusals(earlier.data):
                self.assertIn("written by a newer temoin;", said, (words, version))
                self.assertIn("Use that one.", said)
                self.assertLess(len(said), 1000)
            for path in sorted(earlier.data.rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink()
            earlier.data.rmdir()

    def test_a_format_that_none_writes_is_told_apart(self):
        earlier = Earlier(self.folder, "0.1.0")
        database = sqlite3.connect(earlier.data / "temoin.db")
        database.execute("PRAGMA user_version=-7")
        database.close()
        for words, said in self.refusals(earlier.data):
            self.assertIn("none of temoin's", said, words)


class Untouched(TestCase):
    """A directory of an earlier version under commands that do not serve: none brings it forward,
    each says what does."""

    COMMANDS = (
        ("log", "verify"), ("log", "anchor", "--export", "FILE"), ("log", "adopt"),
        ("log", "adopt", "--yes"), ("status",), ("export",),
        ("report", "statistics", "--site", SITE), ("report", "register", "--site", SITE),
        ("report", "compliance", "--site", SITE),
        ("report", "dossier", "--site", SITE, "--out", "FILE"), ("backup", "FILE"),
        ("hold", "list"), ("hold", "add", "--reason", "r", "--author", "a", "--review",
                           "2035-01-01"),
        ("hold", "release", "1", "--author", "a"), ("token", "list"),
        ("token", "create", "--role", "auditor", "--name", "A"), ("token", "revoke", "00000000"),
        ("pictures", "list", "--site", SITE), ("purge",), ("key", "rotate"),
        ("catalog", "history", "--site", SITE),
        ("catalog", "publish", "--catalog", ROOT / "catalog", "--yes"),
        ("clock", "confirm", "--now", "2026-11-27T10:00:00Z"), ("restore", "--acknowledge-loss"))

    def files(self, folder):
        """All but the lock, which names the process that held it last, and what a reader leaves
        beside a database: its shared memory, and a log without a byte."""
        return {path: hashlib.sha256(text).hexdigest() for path, text in bytes_of(folder).items()
                if path.name not in ("temoin.lock", "temoin.db-shm") and (text or "-wal" not in
                                                                          path.name)}

    def test_nothing_is_changed_and_the_way_is_said(self):
        for version in VERSIONS:
            earlier = Earlier(self.folder / version, version)
            before = self.files(earlier.data)
            out = self.folder / "out"
            for words in self.COMMANDS:
                with self.subTest(version=version, words=words):
                    done = command(*(out if word == "FILE" else word for word in words),
                                   "--data", earlier.data, env=earlier.machine().env)
                    self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
                    for expected in ("format 5", "backup|sauvegarde",
                                     "start the server|démarrez le serveur", "temoin serve"):
                        self.assertRegex(done.stderr, expected)
                    self.assertFalse(out.exists())
                    self.assertEqual(self.files(earlier.data), before)
            shown = command("key", "show", "--data", earlier.data)
            self.assertEqual(shown.stdout.split(), earlier.story["vkeys"])
            self.assertEqual(self.files(earlier.data), before)


if __name__ == "__main__":
    unittest.main()
