"""Without a provider: a link sets the first person up, they invite others, and all sign in with
passkeys. And the token for when nobody can."""

import json
import re
import sqlite3

from authenticators import Authenticator
from harness import TestCase, command

ORIGIN = "https://temoin.staff.example"


class Passkeys(TestCase):
    def setUp(self):
        super().setUp()
        self.server = self.serve("--staff-url", ORIGIN)

    def ask(self, path, body=None, session=None, challenge=None, method="POST"):
        held = (("__Host-temoin_staff", session), ("__Host-temoin_passkey", challenge))
        cookies = [f"{name}={value}" for name, value in held if value]
        return self.server.staff(path, method, None if body is None else json.dumps(body),
                                 {"Host": "temoin.staff.example", "Cookie": "; ".join(cookies),
                                  "Sec-Fetch-Site": "same-origin",
                                  "Content-Type": "application/json"})

    def person(self, *words):
        done = command("person", words[0], "--data", self.server.data, *words[1:])
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    def join(self, link):
        origin, secret = link.split("/#/invitation/")
        self.assertEqual(origin, ORIGIN)
        authenticator = Authenticator(ORIGIN)
        begun = self.ask("/v1/invitations/look", {"secret": secret})
        self.assertEqual(begun.status, 200, begun.body)
        made = authenticator.make(begun.json())
        joined = self.ask("/v1/invitations/join", {"secret": secret, "passkey": "Clé", **made},
                          challenge=begun.cookies()["__Host-temoin_passkey"][0])
        self.assertEqual(joined.status, 200, joined.body)
        return authenticator, joined.cookies()["__Host-temoin_staff"][0]

    def sign_in(self, authenticator):
        begun = self.ask("/v1/session/passkey/challenge", {})
        return self.ask("/v1/session/passkey", authenticator.sign(begun.json()),
                        challenge=begun.cookies()["__Host-temoin_passkey"][0])

    def lines(self):
        with sqlite3.connect(f"file:{self.server.data}/temoin.db?mode=ro", uri=True) as database:
            return database.execute("SELECT who,action,detail FROM access ORDER BY id").fetchall()

    def verify(self):
        return command("log", "verify", "--data", self.server.data)

    def test_from_nobody_to_two_people(self):
        earlier = self.person("set-up", "--name", "Administration").split("\n")[-1]
        said = self.person("set-up", "--name", "Administration", "--role", "operator",
                           "--role", "dpo").split("\n")
        self.assertIn("Links made before are good for nothing any more: 1", said)
        link = said[-1]
        self.assert_problem(
            self.ask("/v1/invitations/look", {"secret": earlier.rsplit("/", 1)[1]}), 404)
        _, nadia = self.join(link)
        secret = link.rsplit("/", 1)[1]
        again = self.ask("/v1/invitations/look", {"secret": secret})
        self.assert_problem(again, 404)
        refused = command("person", "set-up", "--data", self.server.data, "--name", "Other")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("Somebody has a role here already", refused.stderr)

        invited = self.ask("/v1/invitations", {"name": "Déléguée", "grants": [
            {"role": "dpo", "sites": ["ameli.fr"]}]}, session=nadia)
        self.assertEqual(invited.status, 201, invited.body)
        self.assertIn("Déléguée", self.person("invitations"))
        zoes, zoe = self.join(invited.json()["link"])
        self.assertEqual(self.person("invitations"), "")
        self.assertEqual(
            self.ask("/v1/consents?site=ameli.fr", session=zoe, method="GET").status, 200)
        self.assertEqual(
            self.ask("/v1/consents?site=cramif", session=zoe, method="GET").status, 404)

        # A restart ends the sessions; the passkey signs in again.
        self.server.stop()
        secrets = (secret, invited.json()["link"].rsplit("/", 1)[1])
        self.assert_kept_nowhere(secrets, self.server.logged())
        self.server = self.serve("--staff-url", ORIGIN)
        self.assertEqual(self.ask("/v1/session", session=zoe, method="GET").status, 401)
        signed_in = self.sign_in(zoes)
        self.assertEqual(signed_in.status, 200, signed_in.body)
        # Her access is taken away, while her page is open and at the next sign-in.
        zoe = signed_in.cookies()["__Host-temoin_staff"][0]
        self.assertEqual(self.ask("/v1/session/watch", session=zoe, method="GET").status, 200)
        self.person("revoke", re.search(r"(\w{16})  Déléguée", self.person("list"))[1])
        problem = self.assert_problem(
            self.ask("/v1/session/watch", session=zoe, method="GET"), 401)
        self.assertEqual(problem["type"], "urn:temoin:problem:revoked")
        self.assert_problem(self.sign_in(zoes), 403)

        said = [(re.sub(r" \[.*", "", who), action) for who, action, _ in self.lines()]
        for line in (("Administration", "person.invite"), ("Déléguée", "person.join"),
                     ("Administration", "person.grant"), ("Déléguée", "passkey.add"),
                     ("Déléguée", "sign-in"), ("?", "sign-in.failed")):
            self.assertIn(line, said)
        verified = self.verify()
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)

    def assert_kept_nowhere(self, secrets, logged):
        texts = [logged] + [path.read_bytes().decode("utf-8", "replace")
                            for path in self.server.data.rglob("*") if path.is_file()]
        for text in texts:
            for secret in secrets:
                self.assertNotIn(secret, text)

    def test_an_invitation_that_is_withdrawn_and_a_person_who_is_slipped_in(self):
        link = self.person("invite", "--name", "Déléguée", "--role", "dpo@ameli.fr").split("\n")[-1]
        self.person("withdraw", self.person("invitations").split()[0])
        secret = link.rsplit("/", 1)[1]
        self.assert_problem(self.ask("/v1/invitations/look", {"secret": secret}), 404)
        self.join(self.person("invite", "--name", "Auditeur", "--role", "dpo").split("\n")[-1])
        self.server.stop()
        kept = self.server.data / "staff-people.json"
        self.assertEqual(kept.stat().st_mode & 0o777, 0o600)
        people = json.loads(kept.read_text())
        people[0]["passkeys"][0]["id"] = "AAAA"
        kept.write_text(json.dumps(people))
        verified = self.verify()
        self.assertEqual(verified.returncode, 1, verified.stdout)
        self.assertIn("is not as the access log says", verified.stdout)

    def test_an_operator_reaches_no_record_by_a_detour(self):
        _, session = self.join(
            self.person("set-up", "--name", "Administration").split("\n")[-1])
        for role in ("dpo", "auditor"):
            grants = [{"role": role, "until": "2099-01-01"}]
            for path, body in (("/v1/tokens", {"role": role, "name": "moi"}),
                               ("/v1/invitations", {"name": "Moi aussi", "grants": grants})):
                problem = self.assert_problem(self.ask(path, body, session=session), 422)
                self.assertIn("Nobody gives a role that theirs does not hold", problem["detail"])
        self.person("invite", "--name", "Déléguée", "--role", "dpo")

    def test_what_a_revoked_person_made_ends_with_them(self):
        _, session = self.join(
            self.person("set-up", "--name", "Administration").split("\n")[-1])
        made = self.ask("/v1/tokens", {"role": "operator", "name": "Programme"}, session=session)
        self.ask("/v1/invitations", {"name": "Déléguée", "grants": [{"role": "approver"}]},
                 session=session)
        person = self.person("list").split()[0]
        self.assertEqual(made.json()["from"], person)
        self.assertIn("Programme: would end", self.person("revoke", "--dry-run", person))

        def use():
            return self.server.staff(
                "/v1/sites", headers={"Authorization": f"Bearer {made.json()['token']}"}).status
        self.assertEqual(use(), 200)
        said = self.person("revoke", person)
        self.assertIn("Programme: ended", said)
        self.assertIn("Déléguée: ended", said)
        self.assertEqual(use(), 401)
        self.assertEqual(self.person("invitations"), "")
        verified = self.verify()
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)

    def test_a_missing_file_of_people_lets_nobody_in(self):
        keys, _ = self.join(
            self.person("set-up", "--name", "Administration").split("\n")[-1])
        kept = self.server.data / "staff-people.json"
        self.server.stop()
        before = kept.read_bytes()
        kept.unlink()
        verified = self.verify()
        self.assertEqual(verified.returncode, 1, verified.stdout)
        self.assertIn("staff-people.json is missing", verified.stdout)
        self.server = self.serve("--staff-url", ORIGIN, wait_ready=False)
        self.assertIn("staff-people.json is missing",
                      command("status", "--data", self.server.data).stdout)
        self.assert_problem(self.ask("/v1/session/passkey/challenge", {}), 503)
        self.assertFalse(kept.exists())
        self.server.stop()
        self.assertIn("staff-people.json is missing", self.server.logged())
        kept.write_bytes(before)
        kept.chmod(0o600)
        self.server = self.serve("--staff-url", ORIGIN)
        self.assertEqual(self.sign_in(keys).status, 200)

    def test_invitations_may_be_closed(self):
        self.server.stop()
        self.server = self.serve("--staff-url", ORIGIN, "--passkeys", "off")
        self.assertEqual(self.server.staff("/v1/session/ways").json(),
                         {"provider": None, "passkeys": False})
        self.assert_problem(self.ask("/v1/session/passkey/challenge", {}), 404)
        refused = command("person", "invite", "--data", self.server.data,
                          "--name", "Déléguée", "--role", "dpo")
        self.assertIn("--passkeys on", refused.stderr)

    def test_the_consoles_address_is_read_as_browsers_write_it(self):
        self.server.stop()
        self.server = self.serve("--staff-url", "HTTPS://Temoin.staff.example:443/")
        self.join(self.person("set-up", "--name", "Administration").split("\n")[-1])

    def test_a_console_without_an_address_has_no_passkeys(self):
        self.server.stop()
        self.server = self.serve()
        self.assertEqual(self.server.staff("/v1/session/ways").json(),
                         {"provider": None, "passkeys": False})
        refused = command("person", "set-up", "--data", self.server.data,
                          "--name", "Administration")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("--staff-url", refused.stderr)
        self.server.stop()
        stopped = command("person", "invite", "--data", self.server.data,
                          "--name", "Administration", "--role", "operator")
        self.assertEqual(stopped.returncode, 2)

    def test_a_token_of_last_resort_is_loud(self):
        def count():
            shown = self.server.staff("/metrics").body.decode()
            return float(re.search(r"^temoin_last_resort_uses_total (\S+)", shown, re.M)[1])

        def create(*more):
            return command("token", "create", "--data", self.server.data, "--role", "operator",
                           "--name", "panne", "--last-resort", *more)
        self.assertEqual(count(), 0)
        late = create("--expires", "never")
        self.assertEqual(late.returncode, 2)
        self.assertIn("ends within a day", late.stderr)
        token = create().stdout.strip()
        answer = self.server.staff("/v1/tokens", headers={"Authorization": f"Bearer {token}"})
        self.assertEqual(answer.status, 200)
        self.assertEqual(count(), 1)
        self.assertEqual(self.lines()[-1], ("panne", "token.last-resort", "GET /v1/tokens"))
        self.assertIn("LAST RESORT",
                      command("token", "list", "--data", self.server.data).stdout)
        verified = self.verify()
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)
        self.server.stop()
        kept = self.server.data / "staff-tokens.json"
        tokens = json.loads(kept.read_text())
        del tokens[-1]["last_resort"]
        kept.write_text(json.dumps(tokens))
        self.assertEqual(self.verify().returncode, 1)
