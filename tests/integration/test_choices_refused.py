"""What is not taken for a choice: bad input, forged tokens, too much of it."""

import base64
import json
import os
import unittest

from harness import CONSENTS, CURRENT, HOST, ORIGIN, TestCase, choice
from test_choices import ChoiceTest


class Refused(ChoiceTest):
    def test_unknown_site(self):
        for method, path in (("GET", "/v1/sites/nowhere.fr/config.json"),
                             ("GET", "/v1/sites/nowhere.fr/cookies"),
                             ("GET", "/v1/sites/nowhere.fr/cookies.json"),
                             ("GET", "/v1/sites/nowhere.fr/banner.js"),
                             ("GET", "/v1/sites/nowhere.fr/consents/current"),
                             ("POST", "/v1/sites/nowhere.fr/consents"),
                             ("DELETE", "/v1/sites/nowhere.fr/consents/current")):
            answer = self.server.request(method, path, b"{}" if method == "POST" else None,
                                         {"Origin": ORIGIN, "Content-Type": "application/json"})
            self.assert_problem(answer, 404)

    def test_unknown_revision_names_the_current_one(self):
        for revision in ("0" * 64, "x", ""):
            problem = self.assert_problem(
                self.server.choose(choice(self.config, revision=revision)), 409, "/revision")
            self.assertEqual(problem["revision"], self.config["revision"])
            self.assertEqual(problem["generation"], 1)

    def test_decisions_that_are_not_the_revisions(self):
        def without(body):
            del body["decisions"]["vimeo"]

        def unknown(body):
            body["decisions"]["tiktok"] = True

        def exempt(body):
            body["decisions"]["cloudflare"] = True

        def number(body):
            body["decisions"]["vimeo"] = 1

        for change, pointer in ((without, "/decisions/vimeo"), (unknown, "/decisions/tiktok"),
                                (exempt, "/decisions/cloudflare"), (number, "/decisions/vimeo")):
            body = choice(self.config)
            change(body)
            self.assert_problem(self.server.choose(body), 422, pointer)

    def test_actions_that_contradict_their_decisions(self):
        mixed = {"vimeo": True}
        for accept, action in ((False, "accept_all"), (mixed, "accept_all"), (True, "refuse_all"),
                               (mixed, "refuse_all"), (mixed, "withdraw"), (True, "withdraw")):
            body = choice(self.config, accept, action=action)
            self.assert_problem(self.server.choose(body), 422)
        self.assert_problem(self.server.choose(choice(self.config, action="agree")), 422, "/action")
        self.assert_problem(self.server.choose(choice(self.config, layer="popup")), 422, "/layer")

    def test_wrong_origin(self):
        for origin in ("https://evil.example", "http://www.ameli.fr", "https://www.ameli.fr:444",
                       "https://www.ameli.fr.evil.example", "null", "", None):
            answer = self.server.choose(choice(self.config), Origin=origin)
            self.assert_problem(answer, 403)
            self.assertIsNone(answer.get("Access-Control-Allow-Origin"))
        _, token = self.give()
        self.assert_problem(self.server.erase(token, Origin="https://evil.example"), 403)
        self.assertEqual(self.status(token), "valid")

    def test_too_large(self):
        body = choice(self.config)
        body["language"] = "f" * 17000
        self.assert_problem(self.server.choose(body), 413)
        answer = self.server.raw(b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n"
                                 % CONSENTS.encode())
        self.assertTrue(answer.startswith(b"HTTP/1.1 413"), answer[:100])

    def test_not_json(self):
        good = json.dumps(choice(self.config))
        for text in ("", "x", good[:-1], good + "x", "[" * 40 + "]" * 40,
                     good[:-1] + ',"gpc":false}', good.replace('"vimeo"', '"vimeo": true, "vimeo"'),
                     '{"a":"\ud800"}'.encode("utf-8", "surrogatepass").decode("latin1"), "\ufeff"
                     + good):
            answer = self.server.choose(text.encode("latin1", "replace") if "\ufeff" not in text
                                        else text.encode())
            self.assert_problem(answer, 400)

    def test_json_that_is_no_choice(self):
        for text in (b"[]", b"null", b'"x"', b"{}", b"17"):
            self.assert_problem(self.server.choose(text), 422)

    def test_wrong_media_type(self):
        for media in ("text/plain", "application/x-www-form-urlencoded", "application/jsonp", "",
                      None):
            self.assert_problem(self.server.choose(choice(self.config), Content_Type=media), 415)
        answer = self.server.choose(choice(self.config),
                                    Content_Type="application/json; charset=utf-8")
        self.assertEqual(answer.status, 201)

    def test_a_token_is_no_oracle(self):
        answer, token = self.give()
        index = answer.json()["index"]
        raw = base64.urlsafe_b64decode(token)

        def encode(number, secret):
            return base64.urlsafe_b64encode(number.to_bytes(8, "big") + secret).decode()

        forged = [encode(index, os.urandom(16)), encode(index, raw[8:-1] + bytes([raw[-1] ^ 1])),
                  encode(index + 1000, raw[8:]), encode(0, raw[8:]), token[:-1], token + "A",
                  token[:-4] + "====", "", "x", "A" * 32, "%00" * 10, encode(2**63, raw[8:])]
        for value in forged:
            read = self.server.current(value)
            self.assertEqual(read.status, 200)
            self.assertEqual(read.json(), {"status": "none"}, value)
            self.assert_problem(self.server.erase(value), 404)
        self.assertEqual(self.status(token), "valid")
        # A token of one site opens nothing on another.
        answer = self.server.request("GET", "/v1/sites/cramif/consents/current",
                                     headers={"Cookie": f"pcid={token}"})
        self.assertEqual(answer.json(), {"status": "none"})
        # A foreign cookie of the same name beside the true one does no harm.
        answer = self.server.request("GET", CURRENT,
                                     headers={"Cookie": f"pcid={'A' * 32}; pcid={token}"})
        self.assertEqual(answer.json()["status"], "valid")

    def test_a_quoted_value_is_no_token(self):
        _, token = self.give()
        for sent in (f'pcid="{token}"', f'pcid="{token}', f"pcid='{token}'", f'"pcid"={token}'):
            self.assertEqual(self.server.current(Cookie=sent).json()["status"], "none", sent)
            self.assertEqual(self.server.erase(None, Cookie=sent).status, 404, sent)
        self.assertEqual(self.server.current(token).json()["status"], "valid")

    def test_sixty_four_values_are_looked_through_and_more_are_told(self):
        _, token = self.give()
        foreign = base64.urlsafe_b64encode((2**40).to_bytes(8, "big") + os.urandom(16)).decode()
        for filler in (foreign, token[:-1], "", "x"):
            for before, unread, status in ((63, None, "valid"), (64, "1", "none"),
                                           (200, "137", "none")):
                cookies = [f"pcid={filler}"] * before + [f"pcid={token}"]
                sent = "; ".join(cookies)
                answer = self.server.current(Cookie=sent)
                self.assertEqual(answer.json()["status"], status)
                self.assertEqual(answer.get("Temoin-Cookies-Unread"), unread)
                if unread:
                    answer = self.server.erase(None, Cookie=sent)
                    self.assert_problem(answer, 404)
                    self.assertEqual(answer.get("Temoin-Cookies-Unread"), unread)
                    # The clock, too: a page has to judge what waited in the browser.
                    self.assertEqual(answer.get("Access-Control-Expose-Headers"),
                                     "Date, Retry-After, Temoin-Cookies-Unread")
                    receipt = self.server.get(f"{CURRENT}/receipt", Cookie=sent)
                    self.assertEqual(receipt.get("Temoin-Cookies-Unread"), unread)
        # However they are spread over lines.
        lines = "".join(f"Cookie: pcid={foreign}\r\n" for _ in range(64))
        said = self.server.raw(f"GET {CURRENT} HTTP/1.1\r\nHost: {HOST}\r\n{lines}"
                               f"Cookie: pcid={token}\r\nConnection: close\r\n\r\n".encode())
        self.assertIn(b"Temoin-Cookies-Unread: 1\r\n", said)
        self.assertEqual(self.status(token), "valid")

    def test_bad_input_changes_nothing(self):
        before = self.config_counts()
        self.server.choose(b"{")
        self.server.choose(choice(self.config), Origin="https://evil.example")
        self.server.choose(choice(self.config, revision="0" * 64))
        body = choice(self.config)
        del body["decisions"]["x"]
        self.server.choose(body)
        self.assertEqual(self.config_counts(), before)

    def config_counts(self):
        metrics = self.server.staff("/metrics").body.decode()
        return [line for line in metrics.splitlines()
                if line.startswith("temoin_consents_recorded")]

    def test_counts_are_taken_without_identifier(self):
        headers = {"Content-Type": "application/json", "Origin": ORIGIN}
        path = "/v1/sites/ameli.fr/impressions"
        body = {"revision": self.config["revision"], "shown": 3, "language": "fr"}
        answer = self.server.request("POST", path, json.dumps(body), headers)
        self.assertEqual(answer.status, 204)
        self.assertEqual(answer.all("Set-Cookie"), [])
        for wrong, pointer in (({"shown": 0}, "/shown"), ({"shown": -1}, "/shown"),
                               ({"shown": 1e9}, "/shown"), ({"revision": "x"}, "/revision")):
            answer = self.server.request("POST", path, json.dumps({**body, **wrong}), headers)
            self.assert_problem(answer, 422, pointer)
        path = "/v1/sites/ameli.fr/observed"
        answer = self.server.request("POST", path, json.dumps({"names": ["_new", "IDE"]}), headers)
        self.assertEqual(answer.status, 204)
        answer = self.server.request("POST", path, json.dumps({"names": ["a", 1]}), headers)
        self.assert_problem(answer, 422, "/names/1")


class RateLimit(TestCase):
    def serve_limited(self, *options):
        return self.serve("--rate-limit", "5", *options)

    def test_too_many_get_429_with_a_time_to_wait(self):
        server = self.serve_limited()
        config = server.config()
        for _ in range(5):
            self.assertEqual(server.choose(choice(config)).status, 201)
        answer = server.choose(choice(config))
        self.assert_problem(answer, 429)
        self.assertGreaterEqual(int(answer.get("Retry-After")), 1)
        self.assertEqual(answer.get("Access-Control-Allow-Origin"), ORIGIN)
        # Reading is not limited, and a header of an untrusted peer is not believed.
        self.assertEqual(server.get("/v1/sites/ameli.fr/config.json").status, 200)
        self.assert_problem(server.choose(choice(config), X_Forwarded_For="198.51.100.9"), 429)

    def test_clients_behind_a_trusted_proxy_are_told_apart(self):
        server = self.serve_limited("--trusted-proxy", "127.0.0.0/8")
        config = server.config()
        for _ in range(5):
            self.assertEqual(server.choose(choice(config), X_Forwarded_For="198.51.100.1").status,
                             201)
        self.assert_problem(server.choose(choice(config), X_Forwarded_For="198.51.100.1"), 429)
        self.assertEqual(server.choose(choice(config), X_Forwarded_For="198.51.100.2").status, 201)
        # What the client put in front of the proxy's own entry changes nothing.
        answer = server.choose(choice(config), X_Forwarded_For="203.0.113.7, 198.51.100.1")
        self.assert_problem(answer, 429)


if __name__ == "__main__":
    unittest.main()
