"""The proof log from outside: receipts, tiles, keys, anchors, tampering; and docs/verify.md's own
lines, run as they stand there."""

import base64
import datetime
import hashlib
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import unittest

from authority import Authority
from documented import documented_lines, documented_shell
from harness import CURRENT, HOST, ROOT, TestCase, bytes_of, choice, command

RECEIPT = CURRENT + "/receipt"


class Log(TestCase):
    def setUp(self):
        super().setUp()
        self.server = self.serve()
        self.bearer = None
        self.config = self.server.config()
        for name, text in documented_lines().items():
            (self.folder / name).write_text(text)

    @property
    def data(self):
        return self.folder / "data"

    def vkeys(self):
        shown = command("key", "show", "--data", self.data)
        self.assertEqual(shown.returncode, 0, shown.stderr)
        return shown.stdout.split("\n")[:-1]

    def give(self, accept=True, token=None, **changes):
        answer = self.server.choose(choice(self.config, accept, **changes), token)
        self.assertEqual(answer.status, 201, answer.body)
        return answer.json()["index"], answer.cookies()["pcid"][0]

    def published(self):
        answer = self.server.get("/log/checkpoint")
        if answer.status == 503:  # nothing is signed yet
            return 0, b""
        self.assertEqual(answer.status, 200, answer.body)
        return int(answer.body.split(b"\n")[1]), answer.body

    def wait_published(self, index):
        self.server.wait_for(lambda: self.published()[0] > index, f"entry {index} published")

    def receipt(self, token, **headers):
        fields = {"Host": HOST, "Cookie": f"pcid={token}", **headers}
        return self.server.request("GET", RECEIPT, headers=fields)

    def run_lines(self, name, *arguments):
        return subprocess.run([sys.executable, str(self.folder / name), *map(str, arguments)],
                              capture_output=True, text=True, cwd=self.folder)

    def verify(self, *options):
        return command("log", "verify", "--data", self.data, *options)

    def test_a_receipt_verifies_with_our_tool_and_with_the_documented_lines(self):
        index, token = self.give({"vimeo": True})
        self.wait_published(index)
        vkey = self.vkeys()[0]
        answer = self.receipt(token)
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.get("Content-Type"), "text/plain; charset=utf-8")
        self.assertEqual(answer.get("Cache-Control"), "private, no-store")
        bare = self.folder / "preuve.tlog-proof"
        bare.write_bytes(answer.body)
        page_answer = self.receipt(token, Accept="text/html,application/xhtml+xml")
        self.assertEqual(page_answer.get("Content-Type"), "text/html; charset=utf-8")
        page = self.folder / "preuve.html"
        page.write_bytes(page_answer.body)

        for file in (bare, page):
            ours = command("receipt", "verify", file, "--key", vkey)
            self.assertEqual(ours.returncode, 0, ours.stdout + ours.stderr)
            self.assertIn("La preuve est valable", ours.stdout)
            self.assertIn("vimeo : accepté", ours.stdout)
            self.assertIn("adform : refusé", ours.stdout)
            english = command("receipt", "verify", file, "--key", vkey, "--lang", "en")
            self.assertIn("The proof is valid", english.stdout)
            theirs = self.run_lines("verify_receipt.py", file, vkey)
            self.assertEqual(theirs.returncode, 0, theirs.stderr)
            self.assertIn('"vimeo": true', theirs.stdout)
            self.assertIn(f"stands at index {index} of temoin.localhost/log", theirs.stdout)

        # The documented verifier can fail, like ours: another key, and every changed line.
        other = self.folder / "other"
        other_key = command("key", "generate", "--data", other).stdout.strip()
        self.assertEqual(command("receipt", "verify", bare, "--key", other_key).returncode, 1)
        self.assertNotEqual(self.run_lines("verify_receipt.py", bare, other_key).returncode, 0)
        lines = answer.body.decode().split("\n")
        for number, line in enumerate(lines):
            if len(line) < 3:
                continue
            changed = list(line)
            changed[-3] = "A" if changed[-3] != "A" else "B"
            spoiled = self.folder / "spoiled.tlog-proof"
            spoiled.write_text("\n".join(lines[:number] + ["".join(changed)] + lines[number + 1:]))
            self.assertEqual(command("receipt", "verify", spoiled, "--key", vkey).returncode, 1,
                             line)
            self.assertNotEqual(self.run_lines("verify_receipt.py", spoiled, vkey).returncode, 0,
                                line)

    def test_the_page_says_it_in_words(self):
        index, token = self.give()
        self.wait_published(index)
        answer = self.receipt(token, Accept="text/html")
        text = answer.body.decode()
        self.assertIn('<html lang="fr">', text)
        self.assertIn("vous avez <strong>tout accepté</strong> sur le site <strong>ameli.fr", text)
        self.assertIn(f"entrée n°&nbsp;{index}", text)
        self.assertIn("Vimeo", text)  # names of the revision, not ids
        self.assertNotIn("<script", text)
        self.assertNotRegex(text, r'(src|href)="')
        self.assertEqual(text.count("<h1>"), 1)
        policy = answer.get("Content-Security-Policy")
        self.assertIn("default-src 'none'", policy)
        style = re.search(r"<style>(.*?)</style>", text, re.S).group(1)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        self.assertIn(f"'sha256-{digest}'", policy)

    def test_without_a_receipt_to_give(self):
        self.assert_problem(self.server.request("GET", RECEIPT, headers={"Host": HOST}), 404)
        index, token = self.give()
        # Right after the choice nothing covers it: asked to come again. Signed within a second or
        # two, so either answer is right at once, and 200 must follow.
        answer = self.receipt(token)
        if answer.status != 200:
            self.assert_problem(answer, 503)
            self.assertEqual(answer.get("Retry-After"), "1")
        self.wait_published(index)
        self.assertEqual(self.receipt(token).status, 200)
        forged = token[:-4] + ("AAAA" if not token.endswith("AAAA") else "BBBB")
        self.assert_problem(self.receipt(forged), 404)
        self.assertIn(self.server.erase(token).status, (200, 202))
        self.assert_problem(self.receipt(token), 404)

    def test_the_log_is_read_and_recomputed_from_outside(self):
        for turn in range(300):
            self.give({"vimeo": turn % 2 == 0})
        index, token = self.give()
        self.wait_published(index)
        size, older = self.published()
        (self.folder / "older").write_bytes(older)
        self.give(False)
        self.wait_published(size)
        prefix = f"http://127.0.0.1:{self.server.port}/log"
        read = self.run_lines("verify_log.py", prefix, self.folder / "older")
        self.assertEqual(read.returncode, 0, read.stderr)
        self.assertIn(f"{size + 1} entries", read.stdout)
        # A beginning that never was is noticed.
        lines = older.split(b"\n")
        lines[2] = base64.b64encode(hashlib.sha256(b"another").digest())
        (self.folder / "forged").write_bytes(b"\n".join(lines))
        self.assertNotEqual(
            self.run_lines("verify_log.py", prefix, self.folder / "forged").returncode, 0)

    def test_checkpoint_and_tiles_are_cached_as_the_specification_asks(self):
        index, _ = self.give()
        self.wait_published(index)
        size, _ = self.published()
        checkpoint = self.server.get("/log/checkpoint")
        self.assertEqual(checkpoint.get("Content-Type"), "text/plain; charset=utf-8")
        self.assertLessEqual(int(re.search(r"max-age=(\d+)", checkpoint.get("Cache-Control"))[1]),
                             5)
        for path in (f"/log/tile/0/000.p/{size}", f"/log/tile/entries/000.p/{size}"):
            tile = self.server.get(path)
            self.assertEqual(tile.status, 200, path)
            self.assertEqual(tile.get("Content-Type"), "application/octet-stream")
            self.assertIn("immutable", tile.get("Cache-Control"))
            self.assertEqual(tile.get("Access-Control-Allow-Origin"), "*")
            head = self.server.request("HEAD", path)
            self.assertEqual(head.get("Content-Length"), str(len(tile.body)))
        self.assertEqual(self.server.get("/log/tile/0/000.p/1").body,
                         self.server.get(f"/log/tile/0/000.p/{size}").body[:32])

    def test_odd_and_absent_tiles_are_404(self):
        index, _ = self.give()
        self.wait_published(index)
        size, _ = self.published()
        for path in ("", "0", "0/000", f"0/000.p/{size + 1}", "0/000.p/0", "0/000.p/256", "0/0",
                     "0/001", "1/000.p/1", "00/000.p/1", "64/000.p/1", "0/x000/000.p/1",
                     "0/000.p/01", "entries/000", "entries/0/000.p/1", "0/%30%30%30.p/1",
                     "0/000.p/1?x=1", "0/000.p/1/", "0//000.p/1", "0/../0/000.p/1",
                     "0/x999/x999/x999/x999/x999/999", "-1/000.p/1", "data/000"):
            answer = self.server.get("/log/tile/" + path)
            self.assertEqual(answer.status, 404, path)
            self.assertNotIn("immutable", answer.get("Cache-Control", ""), path)

    def test_verification_beside_a_running_server_and_after_tampering(self):
        index, _ = self.give()
        self.wait_published(index)
        beside = self.verify()
        self.assertEqual(beside.returncode, 0, beside.stdout + beside.stderr)
        self.assertIn("The log is in order.", beside.stdout)
        self.assertEqual(self.server.stop(), 0)

        database = self.data / "temoin.db"
        good = database.read_bytes()
        db = sqlite3.connect(database)
        record = db.execute("SELECT record FROM content WHERE idx=?", (index,)).fetchone()[0]
        forged = bytes(record).replace(b'"language":"fr"', b'"language":"en"')
        self.assertNotEqual(forged, bytes(record))
        db.execute("UPDATE content SET record=? WHERE idx=?", (forged, index))
        db.commit()
        db.close()
        spoiled = self.verify()
        self.assertEqual(spoiled.returncode, 1, spoiled.stdout)
        self.assertIn(f"WRONG: Record {index} does not match its leaf", spoiled.stdout)

        for suffix in ("-wal", "-shm"):
            pathlib.Path(str(database) + suffix).unlink(missing_ok=True)
        database.write_bytes(good)
        self.assertEqual(self.verify().returncode, 0)
        journal = next((self.data / "log-journal").glob("*.journal"))
        journal_bytes = bytearray(journal.read_bytes())
        journal_bytes[200] ^= 1
        journal.write_bytes(journal_bytes)
        spoiled = self.verify()
        self.assertEqual(spoiled.returncode, 1, spoiled.stdout)
        self.assertIn(str(journal), spoiled.stdout)

        server = self.serve(wait_ready=False)
        ready = server.get("/readyz")
        self.assertEqual(ready.status, 503)
        self.assertIn("journal", server.logged())
        self.assertEqual(server.get("/log/checkpoint").status, 503)

    def test_a_restored_backup_forgets_nothing_and_forges_nothing(self):
        kept, _ = self.give()
        erased, token = self.give({"vimeo": True})
        self.wait_published(erased)
        backup = self.folder / "backup.db"
        made = command("backup", "--data", self.data, backup)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertIn(f"{backup.stat().st_size} bytes", made.stdout)
        self.assertEqual(command("backup", "--data", self.data, backup).returncode, 2)
        self.assertIn(self.server.erase(token).status, (200, 202))
        lost, lost_token = self.give(False)
        self.wait_published(lost)
        size, note = self.published()
        self.server.kill()

        for left in ("temoin.db", "temoin.db-wal", "temoin.db-shm"):
            refused = command("restore", "--data", self.data, backup)
            self.assertEqual(refused.returncode, 2, left)
            self.assertIn("move it away", refused.stderr)
            (self.data / left).rename(self.folder / left)
        restored = command("restore", "--data", self.data, backup)
        self.assertEqual(restored.returncode, 0, restored.stderr)
        self.assertIn("latest checkpoint log", restored.stdout)
        self.server = self.serve(wait_ready=False)
        self.assertEqual(self.server.choose(choice(self.config)).status, 503)
        noted = command("restore", "--acknowledge-loss", "--data", self.data)
        self.assertEqual(noted.returncode, 0, noted.stderr)
        (self.folder / "older").write_bytes(note)
        after, _ = self.give()
        self.wait_published(after)
        for gone in (token, lost_token):
            self.assertEqual(self.server.current(gone).json(), {"status": "none"})
        read = self.run_lines("verify_log.py", f"http://127.0.0.1:{self.server.port}/log",
                              self.folder / "older")
        self.assertEqual(read.returncode, 0, read.stderr)
        verified = self.verify()
        self.assertEqual(verified.returncode, 1)
        self.assertIn("are lost", verified.stdout)
        self.assertIn("1 purged with a reason", verified.stdout)

    def test_after_an_erasure_no_byte_of_the_record_is_left(self):
        index, token = self.give({"vimeo": True})
        self.wait_published(index)
        receipt = self.receipt(token).body.decode()
        extra = base64.b64decode(receipt.split("\n")[1].removeprefix("extra "))
        random, record = extra[:32], extra[32:]
        found = [path.name for path, data in bytes_of(self.data).items() if random in data]
        self.assertTrue(found, "a search that finds nothing before proves nothing after")
        self.assertIn(self.server.erase(token).status, (200, 202))
        secret = base64.urlsafe_b64decode(token)[8:]
        needles = (random, record, record[:60], hashlib.sha256(secret).hexdigest().encode(), secret)

        def gone():
            return not [path for path, data in bytes_of(self.data).items()
                        for needle in needles if needle in data]
        self.server.wait_for(gone, "erased on disk", timeout=10)
        self.assertEqual(self.verify().returncode, 0)
        # The receipt that the visitor kept still verifies.
        (self.folder / "kept.tlog-proof").write_text(receipt)
        self.assertEqual(command("receipt", "verify", self.folder / "kept.tlog-proof", "--key",
                                 self.vkeys()[0]).returncode, 0)

    def test_rotation_keeps_old_receipts_verifiable(self):
        index, token = self.give()
        self.wait_published(index)
        (self.folder / "old.tlog-proof").write_bytes(self.receipt(token).body)
        old = self.vkeys()[0]
        rotated = command("key", "rotate", "--data", self.data)  # the running server does it
        self.assertEqual(rotated.returncode, 0, rotated.stderr)
        new = self.vkeys()
        self.assertEqual(rotated.stdout.split(), new)
        self.assertEqual(new[1:], [old])
        self.assertNotEqual(new[0], old)
        (self.folder / "new.tlog-proof").write_bytes(self.receipt(token).body)
        verified = [command("receipt", "verify", self.folder / name, "--key", key).returncode
                    for name in ("old.tlog-proof", "new.tlog-proof") for key in (old, new[0])]
        self.assertEqual(verified, [0, 1, 1, 0])
        self.assertEqual(self.verify().returncode, 0)
        self.server.stop()
        again = command("key", "rotate", "--data", self.data)  # and so does the command alone
        self.assertEqual(again.stdout.split()[1:], new)
        self.server = self.serve()
        (self.folder / "third.tlog-proof").write_bytes(self.receipt(token).body)
        self.assertEqual(command("receipt", "verify", self.folder / "third.tlog-proof", "--key",
                                 again.stdout.split()[0]).returncode, 0)

    def documented_anchor(self, authority):
        """The documented lines, with openssl alone, over the one anchor."""
        anchor, = (self.data / "anchors").glob("*.tsr")
        return subprocess.run(["sh", "-e", "-c", documented_shell(4)[0]], capture_output=True,
                              text=True, env={"PATH": "/usr/bin:/bin",
                                              "TOKEN": str(anchor),
                                              "ANCHOR": str(next(anchor.parent.glob(
                                                  "*.checkpoint")).with_suffix("")),
                                              "AUTHORITY": str(authority.ca)})

    def test_checkpoints_are_anchored_by_an_authority(self):
        index, _ = self.give()
        self.wait_published(index)
        authority = Authority(self.folder / "authority")
        self.addCleanup(authority.close)
        self.assertIn("not anchored: entries 0", self.verify().stdout)
        anchored = command("log", "anchor", "--data", self.data, "--tsa", authority.url, "--ca",
                           authority.ca)
        self.assertEqual(anchored.returncode, 0, anchored.stderr)
        # Reports know it, too: the running server filed it with the checkpoint.
        database = sqlite3.connect(f"file:{self.data}/temoin.db?mode=ro", uri=True)
        self.addCleanup(database.close)
        kept = database.execute("SELECT length(anchor),anchored_at FROM checkpoint").fetchall()
        self.assertTrue(kept and kept[-1][0] > 100 and kept[-1][1], kept)
        verified = self.verify("--ca", authority.ca)
        self.assertEqual(verified.returncode, 0, verified.stdout)
        self.assertRegex(verified.stdout, r"anchored: entries 0 to \d+ existed on \d{4}-")
        again = command("log", "anchor", "--data", self.data, "--tsa", authority.url)
        self.assertIn("already", again.stdout)
        self.assertEqual(authority.answered, 1)

        said = self.documented_anchor(authority)
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertIn("Time stamp:", said.stdout)

        token = next((self.data / "anchors").glob("*.tsr"))
        data = bytearray(token.read_bytes())
        data[len(data) // 2] ^= 1
        token.write_bytes(data)
        self.assertEqual(self.verify("--ca", authority.ca).returncode, 1)

    def served_with(self, *authorities):
        self.server.stop()
        certificates = self.folder / "authorities.pem"
        certificates.write_text("".join(each.ca.read_text() for each in authorities))
        self.server = self.serve("--tsa-ca", str(certificates),
                                 *(f"--tsa={each.url}" for each in authorities))
        return certificates

    def overview(self):
        if not self.bearer:
            made = command("token", "create", "--data", self.data, "--role", "auditor", "--name",
                           "test")
            self.bearer = {"Authorization": "Bearer " + made.stdout.strip()}
        return self.server.staff("/v1/overview?site=ameli.fr", headers=self.bearer).json()

    def late(self):
        """Who is late by the metrics, once the overview says the same."""
        by_metric = {}

        def agreed():
            shown = self.server.staff("/metrics").body.decode()
            by_metric.clear()
            by_metric.update((url, int(late)) for url, late in re.findall(
                r'^temoin_authority_late{authority="(.*)"} (\d)$', shown, re.MULTILINE))
            told = self.overview()
            log, said = told["log"], " ".join(told["problems"])
            return (by_metric == {row["authority"]: int(row["late"]) for row in log["authorities"]}
                    and log["anchor_late"] == any(by_metric.values())
                    and all((f"{url} is late" in said) == bool(late)
                            for url, late in by_metric.items()))
        self.server.wait_for(agreed, "metrics and overview agree")
        return by_metric

    def test_each_authority_stamps_from_the_first_publication_and_a_late_one_is_told(self):
        good, bad = (Authority(self.folder / name) for name in ("good", "bad"))
        self.addCleanup(good.close)
        self.addCleanup(bad.close)
        bad.down = True
        certificates = self.served_with(good, bad)
        self.server.wait_for(lambda: good.answered, "the first stamp")
        self.server.wait_for(lambda: self.overview()["log"]["anchored"], "the stamp is filed")
        self.assertEqual(self.late(), {good.url: 0, bad.url: 0}, "a day is given")
        # Three days ago, and the server goes on today.
        self.server.stop()
        with sqlite3.connect(self.data / "temoin.db") as database:
            database.execute("UPDATE checkpoint SET day = day - 3 * 86400")
        database.close()
        self.served_with(good, bad)
        index, _ = self.give()
        self.wait_published(index)
        self.server.wait_for(lambda: good.answered == 2, "today's stamp")
        self.assertEqual(self.late(), {good.url: 0, bad.url: 1})
        self.assertEqual(self.server.get("/readyz").status, 200, "visitors are served all the same")
        bad.down = False
        self.served_with(good, bad)
        self.server.wait_for(lambda: bad.answered, "the late one stamps")
        self.server.wait_for(lambda: self.late() == {good.url: 0, bad.url: 0}, "nobody is late")
        self.assertEqual(good.answered, 2, "nobody is asked twice for a day")
        verified = self.verify("--ca", certificates)
        self.assertEqual(verified.returncode, 0, verified.stdout)
        self.assertEqual(len(re.findall("^anchored: ", verified.stdout, re.MULTILINE)), 3)
        self.assertIn("authority not checked", self.verify().stdout)

    def test_an_authority_that_is_no_address_is_refused(self):
        for options in (["--tsa=tsa.example"], ["--tsa-ca=/nowhere"],
                        ["--tsa=https://tsa.example/", "--tsa=https://tsa.example/"]):
            refused = command("serve", "--data", self.folder / "new", "--catalog",
                              ROOT / "catalog", *options)
            self.assertEqual(refused.returncode, 2, options)
            self.assertIn("tsa", refused.stderr)

    def test_an_anchor_outlives_its_authoritys_certificate(self):
        index, _ = self.give()
        self.wait_published(index)
        authority = Authority(self.folder / "authority", datetime.timedelta(seconds=6))
        self.addCleanup(authority.close)
        anchored = command("log", "anchor", "--data", self.data, "--tsa", authority.url, "--ca",
                           authority.ca)
        self.assertEqual(anchored.returncode, 0, anchored.stderr)
        while datetime.datetime.now(datetime.timezone.utc) <= authority.ends:
            time.sleep(0.2)
        time.sleep(1)  # certificates count whole seconds
        with self.assertRaises(subprocess.CalledProcessError, msg="it ran out"):
            authority.openssl("verify -CAfile ca.pem tsa.pem")
        verified = self.verify("--ca", authority.ca)
        self.assertEqual(verified.returncode, 0, verified.stdout)
        self.assertRegex(verified.stdout, r"anchored: entries 0 to \d+ existed on \d{4}-")
        said = self.documented_anchor(authority)
        self.assertEqual(said.returncode, 0, said.stderr)

    def test_a_checkpoint_is_exported_for_someone_else_to_keep(self):
        index, _ = self.give()
        self.wait_published(index)
        out = self.folder / "for-the-notary"
        done = command("log", "anchor", "--data", self.data, "--export", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(out.read_text().startswith("temoin.localhost/log\n"))

    def test_what_was_shown_is_found_by_its_hash(self):
        revision = self.config["revision"]
        shell = documented_shell(3)[0]
        said = subprocess.run(["sh", "-e", "-c", shell], capture_output=True, text=True,
                              env={"PATH": "/usr/bin:/bin", "REVISION": revision,
                                   "SITE": f"http://127.0.0.1:{self.server.port}"})
        self.assertIn(revision, said.stdout)

    def test_a_lost_journal_is_adopted_only_when_told(self):
        index, _ = self.give()
        self.wait_published(index)
        size, note = self.published()
        self.server.stop()
        shutil.rmtree(self.data / "log-journal")
        server = self.serve(wait_ready=False)
        self.assertEqual(server.get("/readyz").status, 503)
        self.assertIn("checkpoint log is missing", server.logged())
        refused = command("log", "adopt", "--data", self.data, "--yes")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("stop it first", refused.stderr)
        server.stop()
        self.assertEqual(command("log", "adopt", "--data", self.data).returncode, 1)
        self.assertFalse((self.data / "log-journal").exists())
        adopted = command("log", "adopt", "--data", self.data, "--yes")
        self.assertEqual(adopted.returncode, 0, adopted.stderr)
        self.server = self.serve()
        self.wait_published(size - 1)
        self.assertEqual(self.published()[1], note)
        self.assertEqual(self.verify().returncode, 0)


if __name__ == "__main__":
    unittest.main()
