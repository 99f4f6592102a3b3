"""The nightly backup as it is shipped, and the drill: what it wrote, restored elsewhere."""

import os
import shutil
import subprocess
import sys
import time
import unittest

from harness import BINARY, ROOT, TestCase, choice, command

BACKUP = ROOT / "packaging/backup/temoin-backup-nightly"


@unittest.skipUnless(shutil.which("age"), "needs age")
class Nightly(TestCase):
    def setUp(self):
        super().setUp()
        self.server = self.serve()
        self.data = self.folder / "data"
        self.to = self.folder / "backups"
        self.to.mkdir()
        self.key, self.public = self.folder / "private", self.folder / "public"
        subprocess.run(["age-keygen", "-o", self.key], check=True, capture_output=True)
        made = subprocess.run(["age-keygen", "-y", self.key], check=True, capture_output=True)
        self.public.write_bytes(made.stdout)

    def choose(self):
        """The token, once a checkpoint covers its entry."""
        answer = self.server.choose(choice(self.server.config(), False))
        self.assertEqual(answer.status, 201, answer.body)
        index = answer.json()["index"]
        self.server.wait_signed(index + 1)
        return answer.cookies()["pcid"][0]

    def back_up(self, *options):
        return subprocess.run(["sh", BACKUP, "--data", self.data, "--to", self.to,
                               "--recipients", self.public, *options], capture_output=True,
                              text=True, env={**os.environ, "TEMOIN_BINARY": BINARY})

    def kept(self):
        return sorted(path.name for path in self.to.iterdir())

    def test_the_drill(self):
        token = self.choose()
        ran = self.back_up()
        self.assertEqual(ran.returncode, 0, ran.stderr)
        written, = self.to.iterdir()
        self.assertEqual(ran.stdout.strip(), str(written))
        self.assertEqual(written.stat().st_mode & 0o777, 0o600)
        self.assertEqual(written.read_bytes()[:21], b"age-encryption.org/v1")
        self.assertEqual(list(self.data.glob("backup.*")), [])
        self.choose()  # lost with the machine
        self.server.kill()

        started = time.monotonic()
        there = self.folder / "elsewhere"
        plain = self.folder / "plain.db"
        subprocess.run(["age", "--decrypt", "-i", self.key, "-o", plain, written], check=True)
        ran = command("restore", "--data", there, plain)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        for name in ("log.key", "log.vkeys"):
            shutil.copy(self.data / name, there)
        shutil.copytree(self.data / "log-journal", there / "log-journal")
        self.server = self.serve(data="elsewhere", wait_ready=False)
        ran = command("restore", "--acknowledge-loss", "--data", there)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.server.wait_for(lambda: self.server.get("/readyz").status == 200, "ready")
        print(f"restored and serving after {time.monotonic() - started:.1f} s", file=sys.stderr)
        self.assertEqual(self.server.current(token).json()["status"], "valid")

    def test_a_server_that_goes_on_meanwhile(self):
        """A choice is signed between the copy and its verification."""
        self.choose()
        verifies, goes_on = self.folder / "verifies", self.folder / "goes-on"
        binary = self.folder / "temoin"
        binary.write_text(f"""#!/bin/sh
if [ "$1" = log ]; then
  touch '{verifies}'
  while [ ! -e '{goes_on}' ]; do sleep 0.1; done
fi
exec '{BINARY}' "$@"
""")
        binary.chmod(0o755)
        running = subprocess.Popen(
            ["sh", BACKUP, "--data", self.data, "--to", self.to, "--recipients", self.public],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "TEMOIN_BINARY": str(binary)})
        self.server.wait_for(verifies.exists, "copied")
        self.choose()
        goes_on.touch()
        said = running.communicate(timeout=60)
        self.assertEqual(running.returncode, 0, said)
        self.assertEqual(len(self.kept()), 1)

    def test_a_copy_that_does_not_verify_is_not_kept_and_deletes_nothing(self):
        self.choose()
        self.assertEqual(self.back_up().returncode, 0)
        good, = self.to.iterdir()
        os.utime(good, (0, 0))  # long over its days
        self.server.stop()
        database = self.data / "temoin.db"
        subprocess.run(["sqlite3", database, "UPDATE content SET random = zeroblob(32)"],
                       check=True)
        ran = self.back_up()
        self.assertEqual(ran.returncode, 1, ran.stdout + ran.stderr)
        self.assertIn("WRONG", ran.stderr)
        self.assertEqual(self.kept(), [good.name])
        self.assertEqual(list(self.data.glob("backup.*")), [])

    def test_old_ones_go_when_a_new_one_is_whole(self):
        old = self.to / "temoin-20260101T000000Z.db.age"
        tomorrow = self.to / "temoin-20260102T000000Z.db.age"  # thirty days old by then
        young = self.to / "temoin-20260103T000000Z.db.age"
        other = self.to / "somebody-elses.db.age"
        for path, days in ((old, 300), (tomorrow, 29.5), (young, 28.5), (other, 300)):
            path.write_text("x")
            os.utime(path, (time.time() - days * 86400,) * 2)
        self.assertEqual(self.back_up("--days", "30").returncode, 0)
        self.assertEqual([path.exists() for path in (old, tomorrow, young, other)],
                         [False, False, True, True])

    def test_what_would_outlive_the_evidence_is_refused(self):
        """Each site keeps its evidence for 13 months: no erased choice comes back after that."""
        self.choose()
        ran = self.back_up("--days", "500")
        self.assertEqual(ran.returncode, 2)
        self.assertRegex(ran.stderr, r"kept for 500 days outlives the evidence of "
                                     r"(ameli\.fr|c\w+|data-vaccin-covid), which is kept for P13M")
        self.assertEqual(self.kept(), [])
        self.assertEqual(list(self.data.glob("backup.*")), [])
        self.assertEqual(self.back_up("--days", "390").returncode, 0)
        self.server.stop()
        self.assertEqual(self.back_up("--days", "500").returncode, 2, "without a server, too")
        self.assertEqual(len(self.kept()), 1)

    def test_what_cannot_run_is_refused(self):
        for options in (("--days", "0"), ("--days", "-1"), ("--days", "x"), ("--days", "10000"),
                        ("--recipients", str(self.folder / "none")), ("--to", "/nowhere"),
                        ("--unknown", "x")):
            ran = self.back_up(*options)
            self.assertEqual(ran.returncode, 2, options)
            self.assertIn("temoin-backup-nightly: ", ran.stderr)
        self.public.write_text("not a key\n")
        self.assertEqual(self.back_up().returncode, 2)
        self.assertEqual(self.kept(), [])


if __name__ == "__main__":
    unittest.main()
