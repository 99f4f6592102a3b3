"""A clock that is wrong: nothing is erased, nothing is dated by it, and it is settled by hand or by
itself."""

import sqlite3
import subprocess
import sys
import time
import unittest

from harness import CURRENT, SITE, TestCase, choice, command
from machine_clock import DAY, YEAR, MachineClock, rfc3339, write_clock_file


class ClockTest(TestCase):
    def setUp(self):
        super().setUp()
        self.clock = MachineClock(self.folder)
        self.data = self.folder / "data"

    def start(self, *options, ready=True, **more):
        return self.serve(*options, env=self.clock.env, wait_ready=ready, **more)

    def run_command(self, *arguments):
        return command(*arguments, env=self.clock.env)

    def give(self, server, status=201):
        answer = server.choose(choice(server.config()))
        self.assertEqual(answer.status, status, answer.body)
        return answer

    def token(self, answer):
        return answer.cookies()["pcid"][0]

    def assert_held(self, server):
        """Choices are not taken, everything else is as ever."""
        server.wait_for(lambda: server.get("/readyz").status == 503, "unready")
        ready = server.get("/readyz").json()
        self.assertIn("clock", ready["parts"], ready)
        answer = self.give(server, status=503)
        self.assertTrue(answer.get("Retry-After"))
        self.assertIn("temoin_clock_vouched 0", server.staff("/metrics").body.decode())
        for path in ("/v1/sites/ameli.fr/config.json", "/v1/sites/ameli.fr/banner.js",
                     "/v1/sites/ameli.fr/cookies", "/v1/sites/ameli.fr/preferences",
                     "/log/checkpoint", "/healthz"):
            self.assertEqual(server.get(path).status, 200, path)

    def assert_taken(self, server):
        server.wait_for(lambda: server.get("/readyz").status == 200, "ready again")
        return self.give(server)

    def assert_verifies(self, words="The log is in order."):
        verified = self.run_command("log", "verify", "--data", self.data)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)
        self.assertIn(words, verified.stdout)

    def confirm(self, ahead=0):
        confirmed = self.run_command("clock", "confirm", "--now", self.clock.now(ahead), "--data",
                                     self.data)
        self.assertEqual(confirmed.returncode, 0, confirmed.stderr)
        return confirmed.stdout

    def rows(self, statement):
        with sqlite3.connect(f"file:{self.data}/temoin.db?mode=ro", uri=True) as database:
            return database.execute(statement).fetchall()


class WrongClock(ClockTest):
    def test_a_start_years_ahead_erases_nothing_and_heals(self):
        server = self.start()
        given = [self.give(server) for _ in range(3)]
        tokens = [self.token(each) for each in given]
        server.wait_signed(given[-1].json()["index"] + 1)
        server.wait_for(lambda: self.rows("SELECT count(*) FROM checkpoint") == [(1,)], "kept")
        # With the clock right it is anchored; below, nothing but the clock stands against it.
        exported = self.run_command("log", "anchor", "--data", self.data, "--export",
                                    self.folder / "checkpoint")
        self.assertEqual(exported.returncode, 0, exported.stderr)
        (self.folder / "checkpoint").unlink()
        anchored = sorted((self.data / "anchors").iterdir())
        self.assertEqual(len(anchored), 1)
        server.stop()
        for years in (3, 5, 300):
            self.clock.set(wall=years * YEAR)
            server = self.start(ready=False)
            self.assert_held(server)
            exported = self.run_command("log", "anchor", "--data", self.data, "--export",
                                        self.folder / "checkpoint")
            self.assertEqual(exported.returncode, 2, exported.stdout)
            self.assertIn(f"The machine's clock says {self.clock.now()[:4]}", exported.stderr)
            self.assertFalse((self.folder / "checkpoint").exists())
            self.assertEqual(sorted((self.data / "anchors").iterdir()), anchored)
            time.sleep(2.5)  # the retention of a wrong clock took seconds
            for token in tokens:
                self.assertEqual(server.current(token).json()["status"], "valid")
            server.stop()
        self.assertEqual(self.rows("SELECT count(*) FROM purge"), [(0,)])
        self.assertEqual(self.rows("SELECT count(*) FROM checkpoint"), [(1,)])
        self.clock.set(wall=0)
        server = self.start()
        self.assert_taken(server)
        server.stop()
        self.assert_verifies()

    def test_a_jump_while_running_erases_nothing_and_dates_nothing(self):
        server = self.start()
        token = self.token(self.give(server))
        for jump in (3 * YEAR, 5 * YEAR, 2 * 3600):
            self.clock.set(wall=jump)
            self.assert_held(server)
            # A visitor's own request does not wait for the clock.
            self.assertEqual(server.current(token).json()["status"], "valid")
            self.clock.set(wall=0)
            other = self.token(self.assert_taken(server))
            self.clock.set(wall=jump)
            self.assert_held(server)
            self.assertIn(server.erase(other).status, (200, 202))
            self.clock.set(wall=0)
            self.assert_taken(server)
        server.stop()
        latest = self.rows("SELECT max(given_at) FROM entry")[0][0]
        self.assertLess(latest, time.time() + 60)
        self.assertEqual(
            self.rows("SELECT count(*) FROM purge WHERE json_extract(manifest,'$.time')>'2028'"
                      if time.time() < 1798761600 else "SELECT 0"), [(0,)])
        self.assert_verifies()

    def test_behind_takes_no_choice_and_heals_by_itself(self):
        server = self.start()
        self.give(server)
        server.stop()
        for wrong in (-int(time.time()), -3 * YEAR, -2 * 3600):
            self.clock.set(wall=wrong)
            server = self.start(ready=False)
            self.assert_held(server)
            self.clock.set(wall=0)
            self.assert_taken(server)
            self.clock.set(wall=wrong)  # and while running
            self.assert_held(server)
            self.clock.set(wall=0)
            self.assert_taken(server)
            server.stop()
        self.assert_verifies()

    def test_a_host_without_a_battery_waits_for_the_network(self):
        server = self.start()
        self.give(server)
        server.stop()
        write_clock_file(self.data, time.time() - 2)  # of another boot
        self.clock.set(wall=-int(time.time()) + 100)
        server = self.start(ready=False)
        self.assert_held(server)
        self.clock.set(wall=20 * DAY)  # it was off for long, and nobody vouches yet
        self.assert_held(server)
        self.clock.set(synchronised=True)
        self.assert_taken(server)

    def test_a_snapshot_of_the_machine_is_behind_until_the_clock_is_set(self):
        server = self.start()
        self.give(server)
        self.clock.set(wall=-5 * 3600, boot=-5 * 3600)
        self.assert_held(server)
        self.clock.set(wall=0)
        # The boot clock stays behind: the step is a jump until the kernel vouches for it.
        self.clock.set(synchronised=True)
        self.assert_taken(server)

    def test_a_synchronised_clock_is_believed_below_four_hundred_days(self):
        server = self.start()
        self.give(server)
        server.stop()
        self.clock.set(wall=300 * DAY, synchronised=True)
        self.start().stop()
        self.clock.set(wall=3 * YEAR)
        self.assert_held(self.start(ready=False))

    def test_a_damaged_file_is_judged_and_replaced(self):
        self.start().stop()
        for damage in (b"", b"temoin clock v1\n", b"\xff" * 5000):
            (self.data / "clock").write_bytes(damage)
            server = self.start()
            self.give(server)
            server.stop()
            self.assertTrue((self.data / "clock").read_bytes().startswith(b"temoin clock v1\nwall"))
        (self.data / "clock").unlink()
        (self.data / "clock").mkdir()
        server = self.start()
        self.give(server)
        server.stop()
        (self.data / "clock").rmdir()
        write_clock_file(self.data, time.time() + 3 * YEAR)  # whole, and from the future
        server = self.start(ready=False)
        self.assert_held(server)
        self.confirm()
        self.assert_taken(server)


class Confirm(ClockTest):
    def first_start_three_years_ahead(self):
        """A new directory on a machine that is three years ahead: nothing to hold it against."""
        catalog = self.copy_catalog()

        def outlive(site):
            for waiver in site.get("waivers", []):
                waiver["until"] = "2099-12-31"

        self.edit_site(catalog, outlive)
        for other in catalog.glob("sites/*.json"):
            if other.stem != "ameli.fr":
                other.unlink()
        self.clock.set(wall=3 * YEAR)
        server = self.start(catalog=catalog)
        self.wrong = self.token(self.give(server))
        server.stop()

    def test_ahead_by_the_socket(self):
        server = self.start()
        self.give(server)
        server.stop()
        self.clock.set(wall=40 * DAY)
        server = self.start(ready=False)
        self.assert_held(server)
        status = self.run_command("status", "--data", self.data)
        self.assertEqual(status.returncode, 1)
        self.assertIn("temoin clock confirm --now TIME", status.stdout)
        wrong = self.run_command("clock", "confirm", "--now", rfc3339(time.time()), "--data",
                                 self.data)
        self.assertEqual(wrong.returncode, 2)
        self.assertIn("set its clock", wrong.stderr)
        for text in ("now", "2026-11-26", ""):
            self.assertEqual(self.run_command("clock", "confirm", "--now", text, "--data",
                                              self.data).returncode, 2)
        self.assertIn("0 entries were dated later", self.confirm())
        self.assert_taken(server)
        self.assertIn("nothing to confirm", self.confirm())
        server.stop()
        self.assert_verifies()
        self.assert_taken(self.start())  # and not asked again

    def test_no_command_without_a_server_goes_by_a_doubted_clock(self):
        server = self.start()
        server.wait_signed(self.give(server).json()["index"] + 1)
        server.stop()
        for wall in (3 * YEAR, -56 * YEAR):
            self.clock.set(wall=wall)
            for words in (("log", "anchor", "--export", self.folder / "out.checkpoint"),
                          ("log", "anchor", "--tsa", "http://127.0.0.1:9/")):
                done = self.run_command(*words, "--data", self.data)
                self.assertEqual(done.returncode, 2, (wall, words, done.stdout))
                self.assertIn("clock", done.stderr)
            self.assertFalse((self.folder / "out.checkpoint").exists())
            rotated = self.run_command("key", "rotate", "--data", self.data)
            self.assertEqual(rotated.returncode, 0, rotated.stderr)
            (self.data / "log-journal").rename(self.folder / f"away{wall}")
            adopted = self.run_command("log", "adopt", "--yes", "--data", self.data)
            self.assertEqual(adopted.returncode, 0, adopted.stderr)
        dates = self.rows("SELECT min(at),max(at) FROM access WHERE action IN"
                          " ('key.rotate','log.adopt')")[0]
        self.assertLess(time.time() - 10 * 60, dates[0])
        self.assertLess(dates[1], time.time() + 10 * 60)
        self.clock.set(wall=0)
        self.assert_taken(self.start())

    def test_ahead_with_the_lock(self):
        server = self.start()
        self.give(server)
        server.stop()
        self.clock.set(wall=40 * DAY)
        self.confirm()
        self.assert_taken(self.start())

    def test_behind_names_what_was_dated_later(self):
        self.first_start_three_years_ahead()
        self.clock.set(wall=0)
        server = self.start(ready=False)
        self.assert_held(server)
        before = server.current(self.wrong).json()
        out = self.confirm()
        self.assertNotIn("confirmed: 0 entries", out)
        right = self.token(self.assert_taken(server))
        current = server.current(self.wrong).json()
        self.assertEqual(current["status"], "valid")
        self.assertLess(current["given_at"], before["given_at"])
        self.assertLess(current["valid_until"], rfc3339(time.time() + 400 * DAY))
        self.assertLess(current["erased_after"], before["erased_after"])
        self.assertEqual(server.current(right).json()["status"], "valid")
        # The receipt is what it was: the record never changes.
        server.wait_for(lambda: server.request(
            "GET", f"{CURRENT}/receipt", headers={"Host": "www.ameli.fr",
                                                  "Cookie": f"pcid={self.wrong}"}).status == 200,
            "a receipt")
        server.stop()
        self.assert_verifies()
        self.assertIn("clock corrections: 1", self.run_command(
            "log", "verify", "--data", self.data).stdout)
        # Dossiers of the day that the record names, and of the one that it counts as since.
        for name, day in (("named", time.time() + 3 * YEAR), ("since", time.time())):
            days = [rfc3339(day + shift * DAY)[:10] for shift in (-1, 1)]
            folder = self.folder / name
            made = self.run_command("report", "dossier", "--data", self.data, "--site", SITE,
                                    "--from", days[0], "--to", days[1], "--out", folder)
            self.assertEqual(made.returncode, 0, made.stderr)
            said = subprocess.run([sys.executable, "-I", folder / "verifier.py"], timeout=60,
                                  capture_output=True, encoding="utf-8")
            self.assertEqual(said.returncode, 0, said.stdout)
            self.assertNotIn("ne concorde pas", (folder / "LISEZMOI.html").read_text())
            self.assertIn("choix prouvés", said.stdout)
            self.assertNotIn("Tout concorde : 0 choix", said.stdout)
        self.assert_taken(self.start())

    def test_a_kill_right_after_the_entry_and_the_old_file(self):
        self.first_start_three_years_ahead()
        self.clock.set(wall=0)
        old = (self.data / "clock").read_bytes()
        server = self.start(ready=False)
        self.confirm()
        server.kill()
        (self.data / "clock").write_bytes(old)
        server = self.start()
        self.assert_taken(server)
        server.stop()
        self.assert_verifies()

    def test_a_backup_from_before_is_completed_with_it(self):
        self.first_start_three_years_ahead()
        self.clock.set(wall=0)
        backup = self.folder / "backup.db"
        self.assertEqual(self.run_command("backup", "--data", self.data, backup).returncode, 0)
        server = self.start(ready=False)
        self.confirm()
        server.wait_for(lambda: b"\n" in server.get("/log/checkpoint").body, "a checkpoint")
        self.assert_taken(server)
        time.sleep(1.5)  # signed, and so in the checkpoint log
        server.stop()
        for name in ("temoin.db", "temoin.db-wal", "temoin.db-shm"):
            (self.data / name).unlink(missing_ok=True)
        restored = self.run_command("restore", "--data", self.data, backup)
        self.assertEqual(restored.returncode, 0, restored.stderr)
        server = self.start(ready=False)
        server.wait_for(lambda: server.current(self.wrong).status == 200, "up")
        self.assertNotIn("clock", server.get("/readyz").json().get("parts", {}))
        self.assertLess(server.current(self.wrong).json()["valid_until"],
                        rfc3339(time.time() + 400 * DAY))
        server.stop()
        verified = self.run_command("log", "verify", "--data", self.data).stdout
        self.assertIn("clock corrections: 1", verified)
        for line in verified.splitlines():
            if line.startswith("WRONG"):
                self.assertIn("lost", line)  # the choice after the backup, and nothing else

    def test_never_on_the_staff_listener(self):
        server = self.start("--demo")
        for path in ("/v1/clock", "/v1/clock/confirm", "/clock/confirm"):
            self.assertIn(server.staff(path, "POST", b"{}").status, (401, 404, 405))


class Demonstration(ClockTest):
    def test_ahead_is_a_warning(self):
        server = self.start("--demo")
        self.give(server)
        server.stop()
        self.clock.set(wall=3 * YEAR)
        server = self.start("--demo")
        self.give(server)
        self.assertIn("this is a demonstration", server.logged())

    def test_a_pretended_time_marks_the_directory(self):
        server = self.serve("--demo", "--demo-now", "2028-03-01T00:00:00Z")
        self.give(server)
        server.stop()
        for arguments in (("purge",), ("status",), ("clock", "confirm", "--now",
                                                    rfc3339(time.time()))):
            refused = command(*arguments, "--data", self.data)
            self.assertEqual(refused.returncode, 2, refused.stdout)
            self.assertIn("--demo-now", refused.stderr)
        for options in ((), ("--demo",)):
            with self.assertRaisesRegex(RuntimeError, "was served with --demo-now"):
                self.serve(*options)
        self.assertEqual(command("log", "verify", "--data", self.data).returncode, 0)
        server = self.serve("--demo", "--demo-now", "2031-03-01T00:00:00Z")
        server.wait_for(lambda: "erased 1 records" in server.logged(), "erased")

    def test_a_directory_that_served_visitors_is_never_pretended_in(self):
        self.start().stop()
        with self.assertRaisesRegex(RuntimeError, "has served visitors"):
            self.serve("--demo", "--demo-now", "2031-03-01T00:00:00Z")


if __name__ == "__main__":
    unittest.main()
