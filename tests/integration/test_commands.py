"""Commands on a data directory: by the running server, or with its lock when none runs."""

import contextlib
import json
import os
import pwd
import sqlite3
import stat
import time
import unittest

from harness import TestCase, choice, command


class Commands(TestCase):
    def both_ways(self):
        """The data directory of a running server, then the same one without a server."""
        server = self.serve()
        yield server.data
        self.assertEqual(server.stop(), 0)
        yield server.data

    def test_tokens(self):
        for data in self.both_ways():
            made = command("token", "create", "--data", data, "--role", "auditor",
                           "--name", "Équipe A")
            self.assertEqual(made.returncode, 0, made.stderr)
            token = made.stdout.strip()
            self.assertRegex(token, r"^temoin-[0-9a-f]{8}-[A-Za-z0-9_-]{43}$")
            number = token.split("-")[1]
            listed = command("token", "list", "--data", data).stdout
            self.assertIn(number, listed)
            self.assertIn("Équipe A", listed)
            self.assertNotIn(token, listed)
            self.assertEqual(command("token", "revoke", "--data", data, number).returncode, 0)
            self.assertIn("revoked", command("token", "list", "--data", data).stdout)
            self.assertEqual(command("token", "revoke", "--data", data, "00000000").returncode, 2)
            kept = data / "staff-tokens.json"
            self.assertNotIn(token.split("-", 2)[2], kept.read_text())
            self.assertEqual(stat.S_IMODE(kept.stat().st_mode), 0o600)
        ran = command("token", "create", "--data", self.folder / "x", "--role", "king",
                      "--name", "x")
        self.assertEqual(ran.returncode, 2)

    def test_holds(self):
        for data in self.both_ways():
            made = command("hold", "add", "--data", data, "--site", "ameli.fr",
                           "--from", "2026-01-01",
                           "--reason", "contrôle", "--author", "DPO", "--review", "2099-01-01")
            self.assertEqual(made.returncode, 0, made.stderr)
            number = made.stdout.split()[1]
            listed = command("hold", "list", "--data", data).stdout
            self.assertIn("contrôle", listed)
            ran = command("hold", "release", "--data", data, number, "--author", "DPO")
            self.assertEqual(ran.returncode, 0, ran.stderr)
            self.assertNotIn("contrôle", command("hold", "list", "--data", data).stdout)
            self.assertIn("released", command("hold", "list", "--all", "--data", data).stdout)
        for wrong in (["--review", "2001-01-01"], ["--review", "2099-01-01", "--site", "nobody.fr"],
                      ["--review", "2099-01-01", "--from", "2026-03-02", "--to", "2026-03-01"]):
            ran = command("hold", "add", "--data", data, "--reason", "x", "--author", "y", *wrong)
            self.assertEqual(ran.returncode, 2, wrong)

    def test_requests(self):
        for way, data in enumerate(self.both_ways()):
            def request(what, *words):
                return command("request", what, "--data", data, *words)

            name = f"2026-{way}"
            asked = ("--site", "ameli.fr", "--number", name, "--kind", "access", "--author",
                     "DPO", "--received", "2026-01-31")
            made = request("add", *asked)
            self.assertEqual(made.returncode, 0, made.stderr)
            number = made.stdout.split()[0]
            self.assertEqual(request("add", *asked).returncode, 2)
            listed = request("list", "--open").stdout
            self.assertIn(f"{name}  ameli.fr  access  received 2026-01-31  due 2026-02-28  open",
                          listed)
            self.assertIn("late", listed)
            self.assertEqual(request("list", "--due", "2026-02-27").stdout, "")
            extended = request("extend", number, "--reason", "x", "--author", "DPO")
            self.assertEqual(extended.returncode, 2, "the month is over")
            ran = request("answer", number, "--letter", "access", "--answered", "2026-02-28",
                          "--author", "DPO")
            self.assertEqual(ran.returncode, 0, ran.stderr)
            self.assertEqual(request("list", "--open").stdout, "")
            answered = request("list", "--site", "ameli.fr").stdout
            self.assertIn("answered  access 2026-02-28", answered)
            self.assertNotIn("late", answered)
        for wrong in (["--number", "Marie Exemple"], ["--kind", "portability"],
                      ["--received", "2099-01-01"], ["--received", "31/01/2026"],
                      ["--site", "nobody.fr"], ["--record", "900"]):
            words = dict(zip(asked[::2], asked[1::2]))
            words["--number"] = "2026-118"
            words.update(zip(wrong[::2], wrong[1::2]))
            ran = request("add", *[word for pair in words.items() for word in pair])
            self.assertEqual(ran.returncode, 2, wrong)

    def test_commands_that_a_script_calls_print_one_document(self):
        self.server = self.serve()
        hold = ("--reason", "r", "--author", "a", "--review", "2027-01-01", "--site", "ameli.fr")
        asked = ("--site", "ameli.fr", "--number", "7", "--kind", "access", "--received",
                 "2026-11-01", "--author", "a")
        answer = ("--letter", "access", "--answered", "2026-11-02", "--author", "a")
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        token = self.document("token", "create", "--role", "auditor", "--name", "n")
        self.assertTrue(token["token"])
        (listed,) = self.document("token", "list")["tokens"]
        for words, key in (
                (("token", "revoke", listed["id"]), None),
                (("hold", "add", *hold), "id"), (("hold", "list"), "holds"),
                (("hold", "release", "1", "--author", "a"), None),
                (("request", "add", *asked), "id"), (("request", "list"), "requests"),
                (("request", "extend", "1", "--reason", "r", "--author", "a"), "id"),
                (("request", "answer", "1", *answer), "id"),
                (("person", "list"), "people"), (("purge",), "purged"), (("status",), "ready"),
                (("key", "show"), "vkeys"), (("key", "rotate"), "vkeys"),
                (("clock", "confirm", "--now", now), None),
                (("backup", str(self.folder / "copy.db")), "bytes")):
            document = self.document(*words)
            if key:
                self.assertIn(key, document, words)
        self.server.stop()
        shown = command("restore", "--data", self.folder / "there", self.folder / "copy.db",
                        "--format", "json")
        self.assertEqual(json.loads(shown.stdout)["restored"], str(self.folder / "copy.db"))

    def document(self, *words):
        ran = command(*words, "--data", self.server.data, "--format", "json")
        self.assertIn(ran.returncode, (0, 1), (words, ran.stderr))
        return json.loads(ran.stdout)

    def test_the_last_day_of_a_hold_is_held_whole(self):
        server = self.serve()
        token = server.choose(choice(server.config())).cookies()["pcid"][0]
        today = server.current(token).json()["given_at"][:10]
        made = command("hold", "add", "--data", server.data, "--from", today, "--to", today,
                       "--reason", "r", "--author", "a", "--review", "2099-01-01")
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertIs(server.erase(token).json().get("held"), True)
        self.assertIn(f"from {today} to {today}",
                      command("hold", "list", "--data", server.data).stdout)

    def accesses(self, data):
        with contextlib.closing(sqlite3.connect(f"file:{data}/temoin.db?mode=ro", uri=True)) as db:
            return db.execute("SELECT who,action,site,detail FROM access ORDER BY id").fetchall()

    def test_what_a_command_makes_or_ends_is_in_the_access_log(self):
        user = pwd.getpwuid(os.getuid()).pw_name + " (commande)"
        for data in self.both_ways():
            before = len(self.accesses(data))
            made = command("token", "create", "--data", data, "--role", "auditor", "--name", "A")
            number = made.stdout.split("-")[1]
            command("token", "revoke", "--data", data, number)
            for kind in ("register", "compliance", "statistics"):
                ran = command("report", kind, "--data", data, "--site", "ameli.fr",
                              "--format", "csv")
                self.assertEqual(ran.returncode, 0, ran.stderr)
            ran = command("export", "--data", data, "--from", "2026-01-01")
            self.assertEqual(ran.returncode, 0, ran.stderr)
            (*made, detail), *others = self.accesses(data)[before:]
            self.assertEqual(made, [user, "token.create", ""])
            self.assertRegex(
                detail, f"^{number}: A, auditor, until [-0-9T:]+Z, key [0-9a-f]{{32}}$")
            self.assertEqual(others, [
                (user, "token.revoke", "", number),
                (user, "report.register", "ameli.fr", ""),
                (user, "report.compliance", "ameli.fr", ""),
                (user, "report.statistics", "ameli.fr", ""),
                (user, "export", "", "from 2026-01-01, format csv")])

    def test_tokens_of_a_demonstration_are_in_the_access_log(self):
        server = self.serve("--demo")
        self.assertEqual(server.stop(), 0)
        made = [row for row in self.accesses(server.data) if row[1] == "token.create"]
        self.assertEqual(len(made), 6)
        ran = command("log", "verify", "--data", server.data)
        self.assertEqual(ran.returncode, 0, ran.stdout)

    def test_a_hold_keeps_what_a_visitor_wants_erased(self):
        server = self.serve()
        token = server.choose(choice(server.config())).cookies()["pcid"][0]
        made = command("hold", "add", "--data", server.data, "--site", "ameli.fr", "--reason", "r",
                       "--author", "a", "--review", "2099-01-01")
        self.assertEqual(made.returncode, 0, made.stderr)
        answer = server.erase(token)
        self.assertEqual(answer.status, 202)
        said = answer.json()
        said.pop("detail")
        self.assertEqual(said, {"status": "scheduled", "held": True,
                                         "erased_after": "2099-01-01T00:00:00Z"})
        self.assertEqual(server.current(token).json()["status"], "valid")
        number = made.stdout.split()[1]
        command("hold", "release", "--data", server.data, number, "--author", "a")
        ran = command("purge", "--data", server.data)
        self.assertEqual((ran.returncode, ran.stdout), (0, "erased 1, held 0\n"), ran.stderr)
        self.assertEqual(server.current(token).json(), {"status": "none"})

    def test_purge_and_status(self):
        for data in self.both_ways():
            ran = command("purge", "--data", data)
            self.assertEqual((ran.returncode, ran.stdout), (0, "erased 0, held 0\n"), ran.stderr)
            ran = command("status", "--data", data)
            self.assertEqual(ran.returncode, 0, ran.stderr)
            self.assertIn("ready", ran.stdout)
        self.assertEqual(command("purge", "--data", self.folder / "nothing").returncode, 2)
        self.assertFalse((self.folder / "nothing").exists())

    def test_the_control_socket_is_the_owners_and_may_lie_deep(self):
        deep = self.folder.joinpath(*["a-rather-long-name-of-a-folder"] * 6)
        deep.mkdir(parents=True)
        server = self.serve(data=deep / "data")
        socket = server.data / "control.sock"
        self.assertGreater(len(str(socket)), 107)
        self.assertEqual(stat.S_IMODE(os.stat(socket).st_mode), 0o600)
        ran = command("status", "--data", server.data)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertEqual(server.stop(), 0)
        self.assertFalse(socket.exists())

    def test_secrets_on_disk_are_the_owners(self):
        server = self.serve()
        for name in ("server.key", "log.key", "temoin.db"):
            self.assertEqual(stat.S_IMODE((server.data / name).stat().st_mode), 0o600, name)
        self.assertEqual(stat.S_IMODE(server.data.stat().st_mode), 0o700)
        server.stop()
        (server.data / "server.key").chmod(0o644)
        server = self.serve(wait_ready=False)
        self.assertIn("server.key", server.get("/readyz").json()["parts"])
        self.assertIn("chmod 600", server.logged())

    def test_a_demonstration_shows_its_tokens_once(self):
        server = self.serve("--demo")
        self.assertEqual(len([line for line in server.said if "temoin-" in line]), 6)
        self.assertIn("www.ameli.localhost", "".join(server.said))
        server.stop()
        server = self.serve("--demo")
        self.assertEqual([line for line in server.said if "temoin-" in line], [])

    def test_help_and_mistakes(self):
        for words in ([], ["serve"], ["token"], ["hold", "add"], ["purge"]):
            self.assertEqual(command(*words, "--help").returncode, 0)
        for words in ([], ["nothing"], ["serve"], ["purge", "--what"]):
            self.assertEqual(command(*words).returncode, 2)
        for words, wrong in ((["nothing"], "nothing"), (["status", "--dta", "x"], "--dta"),
                             (["hold", "lits"], "lits")):
            said = command(*words).stderr
            self.assertIn(f"'{wrong}'", said)
            self.assertIn("--help", said)


if __name__ == "__main__":
    unittest.main()
