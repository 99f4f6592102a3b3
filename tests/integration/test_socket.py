"""The socket of the data directory: each operation, who may ask for it, what it shows of a site
and what its line in the access log says."""

import datetime
import json
import os
import re
import socket
import sqlite3
import unittest

from authenticators import Authenticator
from harness import ROOT, TestCase, choice

ORIGIN = "https://temoin.staff.example"
MACHINE, AUTHOR = "root (commande)", "Déléguée"
TODAY = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
REVIEW = "2099-01-01T00:00:00Z"

# Every operation in an order in which each finds what it is about: its arguments, with $NAME for
# what an earlier one answered (KEPT), and the line that it leaves: who, action and site; none
# for what is only listed. A word instead of a line: the error that it is answered with.
OPERATIONS = [
    ("person.set-up", {"name": "Administration", "roles": ["operator"]},
     (MACHINE, "person.invite", "")),
    ("person.invite", {"name": AUTHOR, "roles": ["dpo@ameli.fr"]}, (MACHINE, "person.invite", "")),
    ("person.invitations", {}, None),
    ("person.withdraw", {"id": "$invitation"}, (MACHINE, "person.withdraw", "")),
    ("person.list", {}, None),
    ("person.grant", {"id": "$person", "roles": ["marketing@cramif"]},
     (MACHINE, "person.grant", "")),
    ("person.revoke", {"id": "$person"}, (MACHINE, "person.revoke", "")),
    ("token.create", {"role": "dpo", "name": "Programme"}, (MACHINE, "token.create", "")),
    ("token.list", {}, None),
    ("token.revoke", {"id": "$token"}, (MACHINE, "token.revoke", "")),
    ("request.add", {"site": "ameli.fr", "number": "2026-1", "kind": "access", "received": TODAY,
                     "author": AUTHOR}, (AUTHOR, "request.add", "ameli.fr")),
    ("request.extend", {"id": "$request", "reason": "de nombreuses demandes", "author": AUTHOR},
     (AUTHOR, "request.extend", "ameli.fr")),
    ("request.answer", {"id": "$request", "letter": "access", "answered": TODAY,
                        "author": AUTHOR}, (AUTHOR, "request.answer", "ameli.fr")),
    ("request.list", {}, None),
    ("hold.add", {"site": "ameli.fr", "reason": "contrôle", "review": REVIEW, "author": AUTHOR},
     (AUTHOR, "hold.add", "ameli.fr")),
    ("hold.list", {}, None),
    ("hold.release", {"id": "$hold", "author": AUTHOR}, (AUTHOR, "hold.release", "ameli.fr")),
    ("limitation.add", {"index": "$choice", "ground": "accuracy", "shown": "token",
                        "review": REVIEW, "author": AUTHOR},
     (AUTHOR, "limitation.add", "ameli.fr")),
    ("limitation.list", {}, None),
    ("limitation.lift", {"id": "$limitation", "informed": TODAY, "author": AUTHOR},
     (AUTHOR, "limitation.lift", "ameli.fr")),
    ("revision.list", {"site": "ameli.fr"}, None),
    ("revision.show", {"revision": "$revision"}, None),
    ("pictures.list", {"site": "ameli.fr"}, None),
    ("pictures.add", {"manifest": "{}", "pictures": {}}, "invalid-argument"),
    ("made", {"kind": "register", "site": "cramif"}, (MACHINE, "report.register", "cramif")),
    # It is noted as `made` before there is anything to register.
    ("dossier.register", {"site": "ameli.fr", "manifest": "ab" * 32}, None),
    ("publish", {"author": AUTHOR}, (MACHINE, "publish", "")),
    ("purge", {}, None),
    ("status", {}, None),
    ("clock.vouched", {}, None),
    ("clock.confirm", {"now": "$now"}, None),
    ("loss.acknowledge", {}, "not-found"),
    ("anchor.keep", {}, None),
    ("backup", {"to": "$copy"}, (MACHINE, "backup", "")),
    ("key.rotate", {}, (MACHINE, "key.rotate", "")),
]
KEPT = {"person.invite": "invitation", "token.create": "token", "request.add": "request",
        "hold.add": "hold", "limitation.add": "limitation"}


def as_nobody(work):
    """What `work` gives in a process of another user, which may write text alone."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setresgid(65534, 65534, 65534)
            os.setresuid(65534, 65534, 65534)
            with open(writes, "w", encoding="utf-8") as out:
                json.dump(work(), out)
        finally:
            os._exit(0)
    os.close(writes)
    with open(reads, encoding="utf-8") as told:
        text = told.read()
    os.waitpid(child, 0)
    return json.loads(text)


class Socket(TestCase):
    def setUp(self):
        super().setUp()
        self.catalog = self.copy_catalog()
        self.server = self.serve("--staff-url", ORIGIN, catalog=self.catalog)
        self.path = str(self.server.data / "control.sock")
        index = self.server.choose(choice(self.server.config())).json()["index"]
        self.known = {"choice": index, "revision": self.server.config()["revision"],
                      "copy": str(self.folder / "copy.db"),
                      "now": datetime.datetime.now(datetime.timezone.utc).isoformat()[:19] + "Z"}

    def request(self, name, arguments):
        filled = {key: self.known.get(value[1:], value)
                  if isinstance(value, str) and value.startswith("$") else value
                  for key, value in arguments.items()}
        return json.dumps({"operation": name, "arguments": filled}) + "\n"

    def ask(self, name, arguments):
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(60)
            link.connect(self.path)
            link.sendall(self.request(name, arguments).encode())
            return json.loads(link.makefile().readline())

    def lines(self):
        with sqlite3.connect(f"file:{self.server.data}/temoin.db?mode=ro", uri=True) as database:
            return database.execute("SELECT who,action,site FROM access ORDER BY id").fetchall()

    def join(self, link):
        """The person who was set up, with a passkey; their id."""
        def post(path, body, cookie=""):
            return self.server.staff(path, "POST", json.dumps(body), {
                "Host": "temoin.staff.example", "Cookie": cookie, "Sec-Fetch-Site": "same-origin",
                "Content-Type": "application/json"})
        secret = link.rsplit("/", 1)[1]
        begun = post("/v1/invitations/look", {"secret": secret})
        cookie = f"__Host-temoin_passkey={begun.cookies()['__Host-temoin_passkey'][0]}"
        made = Authenticator(ORIGIN).make(begun.json())
        joined = post("/v1/invitations/join", {"secret": secret, "passkey": "Clé", **made}, cookie)
        self.assertEqual(joined.status, 200, joined.body)
        return self.ask("person.list", {})["result"]["people"][0]["id"]

    def test_the_table_is_the_programs(self):
        source = (ROOT / "server/control/operations.cc").read_text()
        rows = re.findall(r'Row\w*<[^;]*?>\(\s*"([a-z.-]+)"\)', source)
        self.assertEqual(sorted(name for name, _, _ in OPERATIONS), rows)

    def test_each_operation_leaves_the_line_of_whoever_did_it(self):
        for name, arguments, line in OPERATIONS:
            if name == "publish":
                self.edit_site(self.catalog, lambda site: site.update(choice_validity="P6M"))
            before = len(self.lines())
            answer = self.ask(name, arguments)
            new = self.lines()[before:]
            if isinstance(line, str):
                self.assertEqual(answer["error"]["code"], line, name)
                self.assertEqual(new, [], name)
                continue
            self.assertIn("result", answer, (name, answer))
            if line is None:
                self.assertEqual(new, [], name)
            else:
                self.assertIn(line, new, name)
            if name in KEPT:
                self.known[KEPT[name]] = answer["result"]["id"]
            if name == "person.set-up":
                self.known["person"] = self.join(answer["result"]["link"])

    @unittest.skipUnless(os.geteuid() == 0, "it takes root to be somebody else")
    def test_no_operation_is_anothers(self):
        # As if all of the machine could reach the file: who asks is known by the kernel's word.
        for place in (self.folder, self.server.data):
            place.chmod(0o755)
        os.chmod(self.path, 0o666)
        before = self.lines()

        def tried():
            told = {}
            for name, arguments, _ in OPERATIONS:
                try:
                    told[name] = self.ask(name, arguments)
                except (ConnectionError, json.JSONDecodeError):
                    told[name] = "closed"
            return told
        self.assertEqual(as_nobody(tried), {name: "closed" for name, _, _ in OPERATIONS})
        self.assertEqual(self.lines(), before)
        self.assertFalse(os.path.exists(self.known["copy"]))

    def test_what_is_asked_of_one_site_shows_no_other(self):
        for site in ("ameli.fr", "cramif"):
            for name, arguments, _ in OPERATIONS:
                if name in ("request.add", "hold.add"):
                    added = self.ask(name, {**arguments, "site": site})
                    self.assertIn("result", added, name)
        shown = 0
        for name in ("request.list", "revision.list", "pictures.list"):
            answers = {site: json.dumps(self.ask(name, {"site": site})["result"])
                       for site in ("ameli.fr", "cramif", "camieg")}
            self.assertEqual(len({*answers.values()}), 3, name)
            for site, answer in answers.items():
                for other in {"ameli.fr", "cramif", "camieg"} - {site}:
                    self.assertNotIn(f'"{other}"', answer, name)
                    shown += 1
        self.assertEqual(shown, 18)


if __name__ == "__main__":
    unittest.main()
