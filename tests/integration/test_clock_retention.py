"""What falls due by a clock waits: for running hours, and for the operator where it is much."""

import json
import time
import unittest

from harness import HOST, ORIGIN, choice
from machine_clock import DAY, write_clock_file
from test_clock import ClockTest


class Retention(ClockTest):
    def test_waits_for_running_hours_and_for_the_operators_word(self):
        # Records of today; the clock is then, honestly, 27 months later.
        server = self.start("--purge-percent", "5")
        for _ in range(4):
            self.give(server)
        server.stop()
        later = 27 * 31 * DAY
        self.clock.set(wall=later, synchronised=True)
        server = self.start(ready=False)
        self.assert_held(server)
        self.confirm()
        self.assert_taken(server)
        purged = self.run_command("purge", "--data", self.data)
        self.assertEqual((purged.returncode, purged.stdout.splitlines()[0]),
                         (0, "erased 0, held 0"))
        status = self.run_command("status", "--data", self.data).stdout
        self.assertIn("once servers have run here for 24 hours", status)
        server.stop()
        # 24 hours of running, as the file keeps them.
        now = time.time() + later
        write_clock_file(self.data, now - 5, running=90000, marks=((0, now - 90005),),
                         correction=self.rows("SELECT idx FROM manifest")[0][0])
        server = self.start()
        server.wait_for(lambda: "erased 4 records" in server.logged(), "erased")
        server.stop()
        self.assert_verifies()

    def two_sites(self):
        """The catalogue of the house, with a second site that asks for the same."""
        catalog = self.copy_catalog()
        twin = json.loads((catalog / "sites/ameli.fr.json").read_text())
        twin["id"] = twin["name"] = "twin"
        (catalog / "sites/twin.json").write_text(json.dumps(twin))
        return catalog

    def test_more_than_a_thousand_wait_for_their_number(self):
        catalog = self.two_sites()
        server = self.start(catalog=catalog)
        body = choice(server.config())
        other = json.dumps(choice(server.config("twin"))).encode()
        for _ in range(1001):
            self.assertEqual(server.choose(body).status, 201)
            self.assertEqual(server.request("POST", "/v1/sites/twin/consents", other, {
                "Content-Type": "application/json", "Origin": ORIGIN, "Host": HOST}).status, 201)
        server.stop()
        later = 27 * 31 * DAY
        self.clock.set(wall=later, synchronised=True)
        server = self.start(ready=False, catalog=catalog)
        self.confirm()
        self.assert_taken(server)
        server.stop()
        now = time.time() + later
        write_clock_file(self.data, now - 5, running=90000, marks=((0, now - 90005),),
                         correction=self.rows("SELECT idx FROM manifest")[0][0])
        server = self.start(catalog=catalog)
        waiting = "1001 records of ameli.fr"
        server.wait_for(lambda: waiting in self.run_command("status", "--data", self.data).stdout,
                        "waiting")
        self.assertIn('temoin_purge_waiting_records{site="ameli.fr"} 1001',
                      server.staff("/metrics").body.decode())
        # By the command as by the server, without the number or with another, nothing goes.
        purge = ("purge", "--data", self.data)
        plain = self.run_command(*purge)
        self.assertEqual((plain.returncode, plain.stdout.splitlines()[0]), (1, "erased 0, held 0"))
        self.assertIn(waiting, plain.stdout)
        for site, records in (("ameli.fr", "1000"), ("ameli.fr", "1002"), ("ameli.fr", "0"),
                              ("cramif.ameli.fr", "1001"), ("", "1001")):
            refused = self.run_command(*purge, "--approve", site, "--records", records)
            self.assertNotEqual(refused.returncode, 0, (site, records, refused.stdout))
        for number in ("0x3e9", "-1", "01001", "+1001", " 1001", "1e3", "1001.0"):
            refused = self.run_command(*purge, "--approve", "ameli.fr", f"--records={number}")
            self.assertNotEqual(refused.returncode, 0, (number, refused.stdout))
            self.assertIn("decimal digits", refused.stderr, number)
        self.assertNotEqual(self.run_command(*purge, "--approve", "ameli.fr").returncode, 0)
        self.assertEqual(self.rows("SELECT count(*) FROM content")[0][0], 2003)
        for path in ("/v1/purge", "/v1/purges", "/v1/retention"):
            self.assertIn(server.staff(path, "POST", b"{}").status, (401, 404, 405))
        done = self.run_command(*purge, "--approve", "ameli.fr", "--records", "1001")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("erased 1001", done.stdout)
        self.assertIn("1001 records of twin", done.stdout)  # told, and no fault of this one
        done = self.run_command(*purge, "--approve", "twin", "--records", "1001")
        self.assertEqual((done.returncode, done.stdout), (0, "erased 1001, held 0\n"))
        self.assertIn('temoin_purge_waiting_records{site="ameli.fr"} 0\n',
                      server.staff("/metrics").body.decode())
        server.stop()
        server = self.start(catalog=catalog)
        for site in ("ameli.fr", "twin"):
            server.wait_for(lambda: f'temoin_purge_waiting_records{{site="{site}"}} 0\n'
                            in server.staff("/metrics").body.decode(), "nothing waits")
        server.stop()
        self.assert_verifies()


if __name__ == "__main__":
    unittest.main()
