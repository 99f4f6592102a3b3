"""After a loss that was taken note of, `log verify` names what is lost and accuses nothing else:
no line of the access log, token, hold, publication, day of counts or key that came since."""

import json
import shutil
import sqlite3
import unittest

from harness import SITE, TestCase, choice, command
from machine_clock import DAY, MachineClock

DATABASE = ("temoin.db", "temoin.db-wal", "temoin.db-shm")


class Acknowledged(TestCase):
    """A directory with some days behind it, backups from two of them."""

    def setUp(self):
        super().setUp()
        self.clock = MachineClock(self.folder)
        self.clock.set(synchronised=True)
        self.data = self.folder / "data"
        self.catalog = self.copy_catalog()
        self.turn = 0
        self.ids = []
        self.token, self.accept = None, False
        self.start()
        self.live()
        self.tomorrow()
        self.live()
        self.first = self.backup("first.db")
        self.live()
        self.tomorrow()
        self.live()
        self.second = self.backup("second.db")
        self.live()
        self.tomorrow()
        self.live()
        self.server.stop()
        self.assertEqual(self.wrong(), [])

    def ran(self, *arguments, returns=0):
        done = command(*arguments, "--data", self.data, env=self.clock.env)
        self.assertEqual(done.returncode, returns, done.stdout + done.stderr)
        return done.stdout

    def start(self, ready=True):
        self.server = self.serve(catalog=self.catalog, env=self.clock.env, wait_ready=ready)

    def tomorrow(self):
        """A day later; what is over is closed by the next start."""
        self.server.stop()
        self.clock.set(wall=self.clock.wall + DAY, boot=self.clock.boot + DAY)
        self.start()
        self.server.wait_for(self.closed, "yesterday closed")

    def closed(self):
        with sqlite3.connect(f"file:{self.data}/temoin.db?mode=ro", uri=True) as database:
            return database.execute(
                "SELECT count(*)=0 FROM (SELECT DISTINCT at/86400 day FROM access) a WHERE "
                "day<(SELECT max(at)/86400 FROM access) AND NOT EXISTS(SELECT 1 FROM access_day d "
                "WHERE d.day=a.day)").fetchone()[0]

    def backup(self, name):
        made = command("backup", "--data", self.data, self.folder / name, env=self.clock.env)
        self.assertEqual(made.returncode, 0, made.stderr)
        return self.folder / name

    def live(self):
        """Of everything that leaves a trace, one more."""
        self.turn += 1
        for _ in range(3):
            self.accept = not self.accept
            answer = self.server.choose(choice(self.server.config(), self.accept), self.token)
            self.assertEqual(answer.status, 201, answer.body)
            self.token = answer.cookies()["pcid"][0]
            self.last = answer.json()["index"]
        alone = self.server.choose(choice(self.server.config()))
        self.assertIn(self.server.erase(alone.cookies()["pcid"][0]).status, (200, 202))
        self.server.request("POST", f"/v1/sites/{SITE}/impressions", json.dumps(
            {"revision": self.server.config()["revision"]}),
            {"Content-Type": "application/json", "Origin": "https://www.ameli.fr"})
        secret = self.ran("token", "create", "--role", "auditor", "--name", f"A{self.turn}").strip()
        self.ids.append(secret.split("-")[1])
        if self.turn % 2 == 0:
            self.ran("token", "revoke", self.ids[-2])
        bearer = {"Authorization": f"Bearer {secret}"}
        for _ in range(self.turn):
            self.assertEqual(self.server.staff(f"/v1/consents/{self.last}",
                                               headers=bearer).status, 200)
        self.ran("hold", "add", "--site", SITE, "--from", "2020-01-01", "--author", "x",
                 "--reason", "inspection", "--review", "2035-01-01")
        if self.turn % 2 == 0:
            self.ran("hold", "release", str(max(self.holds())), "--author", "x")
        if self.turn % 3 == 0:
            self.ran("key", "rotate")
        if self.turn % 2 == 0:
            self.publish()
        self.server.wait_signed(self.last + 1)

    def holds(self):
        return [int(line.split()[0]) for line in self.ran("hold", "list").split("\n")
                if line[:1].isdigit()]

    def publish(self):
        def change(site):
            site["purposes"][-1]["services"][0].setdefault("description", {})["fr"] = (
                f"Service numéro {self.turn}.")
        self.edit_site(self.catalog, change)
        made = command("catalog", "publish", "--data", self.data, "--catalog", self.catalog,
                       "--author", "x", "--yes", env=self.clock.env)
        self.assertEqual(made.returncode, 0, made.stdout + made.stderr)

    def wrong(self):
        verified = command("log", "verify", "--data", self.data, env=self.clock.env)
        self.assertNotEqual(verified.returncode, 2, verified.stderr)
        return [line for line in verified.stdout.split("\n")
                if line.startswith("WRONG") and "are lost" not in line]

    def put_back(self, backup):
        for name in DATABASE:
            (self.data / name).unlink(missing_ok=True)
        if backup:
            self.ran("restore", str(backup))

    def kill_while_it_completes(self):
        for _ in range(3):
            self.start(ready=False)
            self.server.kill()

    def acknowledge(self):
        self.ran("restore", "--acknowledge-loss")
        self.server.wait_for(lambda: self.server.get("/readyz").status == 200, "ready")

    def assert_goes_on(self, *backups):
        for backup in backups:
            self.put_back(backup)
            self.kill_while_it_completes()
            self.assertEqual(self.wrong(), [])
            self.start(ready=False)
            self.assertEqual(self.wrong(), [])
            self.acknowledge()
            self.assertEqual(self.wrong(), [])
            for _ in range(2):
                self.live()
                self.assertEqual(self.wrong(), [])
            self.tomorrow()
            self.assertEqual(self.wrong(), [])
            self.live()
            self.tomorrow()
            self.assertEqual(self.wrong(), [])
            self.server.stop()

    def test_a_lost_database(self):
        self.assert_goes_on(None, None)

    def test_an_older_backup_and_one_that_is_older_still(self):
        self.assert_goes_on(self.second, self.first, self.first)

    def test_tokens_that_are_lost_with_it(self):
        (self.data / "staff-tokens.json").unlink()
        self.ids = ["", ""]
        self.put_back(self.second)
        self.start(ready=False)
        self.acknowledge()
        self.live()
        self.assertEqual(self.wrong(), [])

    def test_a_journal_on_a_disk_of_its_own_that_is_adopted_anew(self):
        """The checkpoint log is gone, and the database the latest."""
        shutil.rmtree(self.data / "log-journal")
        self.ran("log", "adopt", "--yes")
        self.start()
        self.assertEqual(self.wrong(), [])
        self.live()
        self.tomorrow()
        self.assertEqual(self.wrong(), [])


if __name__ == "__main__":
    unittest.main()
