"""The nightly backup as it is shipped, and the drill: what it wrote, restored elsewhere."""

import fcntl
import os
import shutil
import subprocess
import sys
import time
import unittest

from harness import BINARY, ROOT, TestCase, choice, command
from machine_clock import YEAR, MachineClock

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

    def back_up(self, *options, shell=("sh",), env=os.environ):
        return subprocess.run([*shell, BACKUP, "--data", self.data, "--to", self.to,
                               "--recipients", self.public, *options], capture_output=True,
                              text=True, env={**env, "TEMOIN_BINARY": BINARY})

    def assert_refused(self, ran, why, kept=()):
        """It could not run: says why, keeps nothing of it, and no copy in the clear."""
        self.assertEqual(ran.returncode, 2, ran.stdout + ran.stderr)
        self.assertRegex(ran.stderr, f"temoin-backup-nightly: .*{why}")
        self.assertEqual(self.kept(), sorted(kept))
        self.assertEqual(list(self.data.glob("backup.*")), [])

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

    def test_a_backup_that_was_cut_and_one_of_another_key_restore_nothing(self):
        self.choose()
        self.assertEqual(self.back_up().returncode, 0)
        written, = self.to.iterdir()
        whole, plain = written.read_bytes(), self.folder / "plain.db"
        other = self.folder / "other"
        subprocess.run(["age-keygen", "-o", other], check=True, capture_output=True)
        for name, size, key in (("short", len(whole) // 2, self.key),
                                ("last", len(whole) - 1, self.key), ("key", len(whole), other)):
            plain.unlink(missing_ok=True)
            written.write_bytes(whole[:size])
            opened = subprocess.run(["age", "--decrypt", "-i", key, "-o", plain, written],
                                    capture_output=True)
            self.assertNotEqual(opened.returncode, 0, name)
            # What age left of it until there, for those who did not look at its word.
            ran = command("restore", "--data", self.folder / name, plain)
            self.assertEqual(ran.returncode, 2, (name, ran.stdout))
            self.assertFalse((self.folder / name / "temoin.db").exists(), name)

    def test_what_a_kill_left_goes_with_the_next_one(self):
        """A copy in the clear above all: it holds what is erased meanwhile."""
        left = self.data / "backup.aB3xYz"
        (left / "restored").mkdir(parents=True)
        (left / "temoin.db").write_text("in the clear")
        (self.to / "temoin-20260101T000000Z.db.age.partial").write_text("half")
        own = self.to / "notes.partial"
        own.write_text("somebody's")
        self.assertEqual(self.back_up().returncode, 0)
        self.assertFalse(left.exists())
        self.assertEqual([name for name in self.kept() if name.endswith(".partial")], [own.name])

    def test_one_at_a_time(self):
        for folder in (self.data, self.to):
            held = os.open(folder, os.O_RDONLY)
            fcntl.flock(held, fcntl.LOCK_EX)
            self.assert_refused(self.back_up(), "another backup of .* is running")
            os.close(held)
        self.assertEqual(self.back_up().returncode, 0)

    def test_a_disk_without_room(self):
        self.choose()
        self.assertEqual(self.back_up().returncode, 0)
        good, = self.to.iterdir()
        os.utime(good, (0, 0))  # long over its days
        # For the copy that is restored beside the data, then for the one that is encrypted.
        small = ("sh", "-c", 'ulimit -f 64; exec sh "$@"', "sh")
        self.assert_refused(self.back_up(shell=small), "the copy cannot be restored", [good.name])
        full = self.folder / "full"
        full.mkdir()
        (full / "age").write_text('#!/bin/sh\nfor to in "$@"; do [ "$last" = --output ] && break; '
                                  'last=$to; done\necho half > "$to"\n'
                                  'echo "age: no space left on device" >&2\nexit 1\n')
        (full / "age").chmod(0o755)
        env = {**os.environ, "PATH": f"{full}:{os.environ['PATH']}"}
        self.assert_refused(self.back_up(env=env), "it could not be encrypted", [good.name])

    def test_a_clock_in_doubt_deletes_nothing(self):
        self.server.stop()
        clock = MachineClock(self.folder)
        self.server = self.serve(env=clock.env)
        self.assertEqual(self.back_up(env=clock.env).returncode, 0)
        first, = self.kept()
        clock.set(wall=YEAR)
        self.server.wait_for(lambda: b"clock" in self.server.get("/readyz").body, "a doubt")
        ran = self.back_up(env=clock.env)
        self.assertEqual(ran.returncode, 2)
        self.assertIn("none is deleted: the clock is doubted", ran.stderr)
        self.assertIn(first, self.kept())
        self.assertEqual(len(self.kept()), 2)

    def test_what_a_wrong_clock_dated_is_named(self):
        """It would be kept for as long as the clock was ahead."""
        later = self.to / "temoin-20360101T000000Z.db.age"
        later.write_text("x")
        os.utime(later, (time.time() + YEAR,) * 2)
        ran = self.back_up()
        self.assertEqual(ran.returncode, 2)
        self.assertIn(f"in the future: judge them by hand: {later}", ran.stderr)
        self.assertEqual(len(self.kept()), 2)

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
