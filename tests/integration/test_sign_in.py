"""Staff sign in at a provider of identities: by it, and not when it misbehaves."""

import json
import sqlite3
import unittest
import urllib.parse

from harness import TestCase, command
from identities import CLIENT, SECRET, Key, Provider

# What it does wrong, with the error that the sign-in page is told, and words of the line.
REFUSED = {
    "wrong issuer": ("unauthorized", "another issuer"),
    "wrong audience": ("unauthorized", "another service"),
    "wrong azp": ("unauthorized", "given to another service"),
    "wrong nonce": ("unauthorized", "another sign-in"),
    "expired": ("unauthorized", "expired"),
    "times as text": ("unauthorized", "expired"),
    "issued in the future": ("unauthorized", "in the future"),
    "issued long ago": ("unauthorized", "older than this sign-in"),
    "not good yet": ("unauthorized", "not good yet"),
    "nobody": ("unauthorized", "names nobody"),
    "wrong at_hash": ("unauthorized", "another access token"),
    "alg none": ("unauthorized", "no signed token"),
    "key confusion": ("unauthorized", "algorithm that is not allowed"),
    "symmetric key": ("unauthorized", "algorithm that is not allowed"),
    "unknown kid": ("unauthorized", "key that the provider does not name"),
    "critical header": ("unauthorized", "extension"),
    "bad signature": ("unauthorized", "signature"),
    "mixed-up response": ("unauthorized", "another provider"),
    "no issuer in the response": ("unauthorized", "another provider"),
    "other state": ("unauthorized", "another sign-in"),
    "code refused": ("unauthorized", "does not take the code"),
    "no tokens": ("unauthorized", "no tokens"),
    "slow token": ("unavailable", "cannot be asked"),
    "userinfo of other subject": ("unauthorized", "somebody else"),
    "userinfo for another": ("unauthorized", "another service"),
    "unsigned userinfo": ("unauthorized", "not signed"),
    "missing acr": ("forbidden", "level"),
    "denied": ("forbidden", "refused"),
}
# The same before anybody is sent to it.
UNREACHABLE = {
    "down": "503", "slow": "no whole answer", "huge": "over", "not JSON": "no JSON object",
    "redirecting discovery": "302", "other description": "another one",
    "plain endpoint": "token_endpoint",
}


class SignIn(TestCase):
    def setUp(self):
        super().setUp()
        self.provider = Provider(signed_userinfo=True)
        self.addCleanup(self.provider.close)

    def start(self, *options):
        secret = self.folder / "secret"
        secret.write_text(SECRET + "\n")
        self.server = self.serve(
            "--provider", self.provider.issuer, "--provider-client", CLIENT,
            "--provider-secret-file", secret, "--staff-url", "https://temoin.staff.example:8081",
            "--provider-name", "ProConnect", "--provider-acr", "eidas2", "--provider-acr", "eidas3",
            "--provider-signed-userinfo", "--provider-role",
            "auditor@ameli.fr groups temoin-audit", *options)
        return self.server

    def begin(self):
        return self.server.staff("/v1/session/provider",
                                 headers={"Host": "temoin.staff.example:8081"})

    def answer(self, begun):
        """The answer that a browser brings back, and its cookie."""
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(begun.get("Location")).query))
        back = urllib.parse.urlsplit(self.provider.agreed(asked))
        self.assertEqual(f"{back.scheme}://{back.netloc}{back.path}",
                         "https://temoin.staff.example:8081/v1/session/answer")
        return f"{back.path}?{back.query}", begun.cookies()["__Host-temoin_sign_in"][0]

    def finish(self, path, cookie):
        return self.server.staff(path, headers={"Cookie": f"__Host-temoin_sign_in={cookie}"})

    def sign_in(self):
        return self.finish(*self.answer(self.begin()))

    def as_console(self, path, cookie, method="GET", body=None):
        return self.server.staff(path, method, None if body is None else json.dumps(body),
                                 {"Cookie": f"__Host-temoin_staff={cookie}",
                                  "Sec-Fetch-Site": "same-origin",
                                  "Content-Type": "application/json"})

    def lines(self):
        with sqlite3.connect(f"file:{self.server.data}/temoin.db?mode=ro", uri=True) as database:
            return database.execute("SELECT who,role,action,detail FROM access ORDER BY id")\
                .fetchall()

    def assert_refused(self, answer, kind, words, what):
        self.assertEqual((answer.status, answer.get("Location")),
                         (303, f"/#/connexion/{kind}"), what)
        self.assertNotIn("__Host-temoin_staff", answer.cookies(), what)
        who, role, action, detail = self.lines()[-1]
        self.assertEqual((who, role, action), ("?", "", "sign-in.failed"), what)
        self.assertIn(words, detail, what)

    def test_a_person_signs_in_sees_their_site_and_signs_out(self):
        self.start()
        self.assertEqual(self.server.staff("/v1/session/ways").json(),
                         {"provider": "ProConnect", "passkeys": True})
        begun = self.begin()
        self.assertEqual(begun.status, 303)
        cookie = begun.all("Set-Cookie")[0]
        for attribute in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/;"):
            self.assertIn(attribute, cookie)
        answer = self.finish(*self.answer(begun))
        self.assertEqual((answer.status, answer.get("Location")), (303, "/"))
        session = answer.cookies()["__Host-temoin_staff"][0]
        shown = self.as_console("/v1/session", session).json()
        self.assertRegex(shown["name"], r"^Épreuve Deux \[[0-9a-f]{16}\]$")
        self.assertEqual(shown["grants"], [{"role": "auditor", "sites": ["ameli.fr"]}])
        self.assertEqual(self.as_console("/v1/consents?site=ameli.fr", session).status, 200)
        self.assertEqual(self.as_console("/v1/consents?site=cramif", session).status, 404)
        self.assertEqual(self.as_console("/v1/consents", session).status, 400)
        self.assertIn((shown["name"], "auditor", "sign-in", ""), self.lines())
        left = self.as_console("/v1/session", session, "DELETE")
        leave = urllib.parse.urlsplit(left.json()["leave"])
        told = dict(urllib.parse.parse_qsl(leave.query))
        self.assertEqual(told["post_logout_redirect_uri"], "https://temoin.staff.example:8081/")
        self.assertEqual(len(told["id_token_hint"].split(".")), 3)
        self.assertEqual(self.as_console("/v1/session", session).status, 401)

    def test_elliptic_keys_and_a_secret_in_the_header(self):
        self.provider.key, self.provider.basic = Key("ES256"), True
        self.start()
        self.assertEqual(self.sign_in().get("Location"), "/")

    def test_a_hangup_reads_the_secret_again(self):
        self.start()
        secret = self.folder / "secret"
        for written, said in (("another\n", "/#/connexion/unauthorized"), (f"{SECRET}\n", "/")):
            secret.write_text(written)
            self.server.hangup()
            self.server.wait_for(lambda expected=said: self.sign_in().get("Location") == expected,
                                 f"answered {said}")
        secret.write_text("two\nlines\n")  # changes nothing
        self.server.hangup()
        self.server.wait_for(lambda: "stay as they were" in self.server.logged(), "told")
        self.assertEqual(self.sign_in().get("Location"), "/")
        self.assertNotIn("another", self.server.logged())

    def test_keys_are_replaced(self):
        self.start()
        self.assertEqual(self.sign_in().get("Location"), "/")
        self.provider.key = Key()
        # Asked for anew at most once a minute; the first were just read.
        self.assert_refused(self.sign_in(), "unauthorized", "does not name", "too soon")
        self.assertEqual(self.provider.asked.count("/keys"), 1)

    def test_whatever_is_wrong_signs_nobody_in(self):
        self.start()
        for turn, (wrong, (kind, words)) in enumerate(REFUSED.items()):
            if turn % 8 == 7:
                self.forgive()
            self.provider.wrong = {wrong}
            self.assert_refused(self.sign_in(), kind, words, wrong)
            self.provider.wrong = set()
        self.assertEqual(self.sign_in().get("Location"), "/")
        self.assertEqual(command("person", "list", "--data", self.server.data).stdout.count("\n"),
                         1)

    def forgive(self):
        """Failed sign-ins are counted by the minute, in memory."""
        self.server.stop()
        self.start()

    def test_a_provider_that_cannot_be_asked(self):
        for wrong, words in UNREACHABLE.items():
            self.provider.wrong = {wrong}
            self.start()
            self.assert_refused(self.begin(), "unavailable", words, wrong)
            asked = len(self.provider.asked)
            self.assert_refused(self.begin(), "unavailable", "a moment ago", wrong)
            self.assertEqual(len(self.provider.asked), asked, "not asked again at once")
            self.server.stop()

    def test_an_answer_is_good_once_and_for_its_own_browser(self):
        self.start()
        path, cookie = self.answer(self.begin())
        self.assert_refused(self.finish(path, "other"), "not-found", "began no sign-in", "other")
        self.assertEqual(self.finish(path, cookie).get("Location"), "/")
        self.assert_refused(self.finish(path, cookie), "not-found", "began no sign-in", "again")
        # A code that was used, under a new attempt of the same browser.
        begun = self.begin()
        _, cookie = self.answer(begun)
        state = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(begun.get("Location")).query))
        code = dict(urllib.parse.parse_qsl(path.split("?")[1]))["code"]
        again = urllib.parse.urlencode({"code": code, "state": state["state"],
                                        "iss": self.provider.issuer})
        self.assert_refused(self.finish(f"/v1/session/answer?{again}", cookie), "unauthorized",
                            "does not take the code", "replayed")
        twice = self.finish(path + "&code=x", self.answer(self.begin())[1])
        self.assert_refused(twice, "unauthorized", "cannot be read", "twice")
        for _ in range(10):
            last = self.finish(path, "other")
        # A page, not a bare problem: whoever comes back from the provider reads why.
        self.assertEqual((last.status, last.get("Location")), (303, "/#/connexion/rate-limited"))

    def test_a_person_is_given_a_role_and_loses_it_at_once(self):
        self.provider.claims["groups"] = []
        self.start()
        self.assert_refused(self.sign_in(), "forbidden", "Épreuve Deux", "no role")

        def ran(*words):
            done = command("person", words[0], "--data", self.server.data, *words[1:])
            self.assertEqual(done.returncode, 0, done.stderr)
            return done.stdout.strip()
        shown = ran("list")
        self.assertIn("Épreuve Deux", shown)
        self.assertIn("nothing granted here", shown)
        person = shown.split()[0]
        refused = command("person", "grant", "--data", self.server.data, person,
                          "--role", "auditor")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("An auditor's role has an end.", refused.stderr)
        ran("grant", person, "--role", "operator@ameli.fr", "--role", "dpo@ameli.fr")
        session = self.sign_in().cookies()["__Host-temoin_staff"][0]
        name = self.as_console("/v1/session", session).json()["name"]
        self.assertEqual(self.as_console("/v1/consents?site=ameli.fr", session).status, 200)
        self.assertEqual((name, "dpo", "consent.search"), self.lines()[-1][:3])
        own = self.as_console(f"/v1/people/{person}/grants", session, "POST",
                              {"grants": [{"role": "operator"}]})
        self.assert_problem(own, 422)
        # What they may do changes in the page that is open.
        ran("grant", person, "--role", "marketing@ameli.fr")
        self.assert_problem(self.as_console("/v1/consents?site=ameli.fr", session), 403)
        ran("revoke", person)
        problem = self.assert_problem(self.as_console("/v1/sites", session), 401)
        self.assertEqual(problem["type"], "urn:temoin:problem:revoked")
        self.provider.claims["groups"] = ["temoin-audit"]
        self.assert_refused(self.sign_in(), "forbidden", "revoked", "revoked")
        actions = [(who, detail) for who, _, action, detail in self.lines()
                   if action == "person.grant"]
        self.assertRegex(actions[0][1], "^[0-9a-f]{16}: operator, of ameli.fr; dpo, of ameli.fr$")
        self.assertIn("(commande)", actions[0][0])
        verified = command("log", "verify", "--data", self.server.data)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)

    def test_roles_that_somebody_writes_into_the_file_are_found(self):
        self.start()
        self.assertEqual(self.sign_in().get("Location"), "/")
        kept = self.server.data / "staff-people.json"
        self.assertEqual(kept.stat().st_mode & 0o777, 0o600)
        people = json.loads(kept.read_text())
        people[0]["grants"] = [{"role": "operator"}]
        kept.write_text(json.dumps(people))
        verified = command("log", "verify", "--data", self.server.data)
        self.assertEqual(verified.returncode, 1, verified.stdout)
        self.assertIn("is not as the access log says", verified.stdout)

    def test_settings_that_will_not_do(self):
        secret = self.folder / "secret"
        secret.write_text(SECRET)
        right = {"--provider": "https://id.example", "--provider-client": "x",
                 "--provider-secret-file": secret, "--staff-url": "https://temoin.example"}
        wrong = [("--provider", "http://id.example"), ("--provider", "https://a@id.example"),
                 ("--provider-client", None), ("--provider-secret-file", self.folder / "none"),
                 ("--staff-url", "https://temoin.example/x"), ("--staff-url", None),
                 ("--provider-scope", "profile"), ("--provider-role", "king groups x"),
                 ("--provider-role", "auditor@ groups x"), ("--provider-role", "auditor groups")]
        for option, value in wrong:
            options = {**right, option: value}
            words = [word for pair in options.items() if pair[1] is not None for word in pair]
            done = command("serve", "--data", self.folder / "d", "--catalog", "catalog", *words,
                           timeout=20)
            self.assertEqual(done.returncode, 2, (option, value, done.stdout))
            self.assertTrue(done.stderr.startswith("temoin: "), done.stderr)
            self.assertNotIn(SECRET, done.stderr)


if __name__ == "__main__":
    unittest.main()
