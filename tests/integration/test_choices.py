"""A visitor's choices: given, read back, changed, repeated, erased; and every bad input."""

import base64
import hashlib
import json
import os
import re
import socket
import threading
import time
import unittest

from harness import CONSENTS, CURRENT, HOST, ORIGIN, SITE, TestCase, bytes_of, choice, command


def a_key():
    return base64.urlsafe_b64encode(os.urandom(16)).rstrip(b"=").decode()


class Choices(TestCase):
    def setUp(self):
        super().setUp()
        self.server = self.serve()
        self.config = self.server.config()

    def give(self, accept=True, token=None, **changes):
        answer = self.server.choose(choice(self.config, accept, **changes), token)
        self.assertEqual(answer.status, 201, answer.body)
        return answer, answer.cookies()["pcid"][0]

    def status(self, token):
        return self.server.current(token).json()["status"]

    def test_a_choice_is_recorded_and_read_back(self):
        answer, token = self.give({"vimeo": True})
        said = answer.json()
        self.assertEqual(said["status"], "valid")
        self.assertEqual(said["revision"], self.config["revision"])
        value, attributes = answer.cookies()["pcid"]
        for attribute in ("httponly", "secure", "samesite=lax", "path=/", "domain=ameli.fr"):
            self.assertIn(attribute, attributes)
        self.assertEqual(len(value), 32)
        context, attributes = answer.cookies()["pctx"]
        self.assertNotIn("httponly", attributes)
        self.assertIn(f"1~{self.config['revision']}~1~", context)
        self.assertIn("vimeo:1", context)
        self.assertIn("adform:0", context)
        self.assertEqual(answer.get("Cache-Control"), "private, no-store")

        read = self.server.current(token).json()
        self.assertEqual(read["status"], "valid")
        self.assertEqual(read["index"], said["index"])
        self.assertEqual(read["valid_until"], said["valid_until"])
        self.assertTrue(read["decisions"]["vimeo"])
        self.assertFalse(read["decisions"]["adform"])

    def test_a_domain_is_given_only_inside_it(self):
        answer = self.server.choose(choice(self.config), Host="consent.example")
        self.assertEqual(answer.status, 201)
        for _, attributes in answer.cookies().values():
            self.assertFalse([a for a in attributes if a.startswith("domain")], attributes)
        answer = self.server.choose(choice(self.config), Host="evilameli.fr")
        for _, attributes in answer.cookies().values():
            self.assertFalse([a for a in attributes if a.startswith("domain")], attributes)

    def test_the_same_answer_is_not_recorded_again_and_not_prolonged(self):
        first, token = self.give({"x": True})
        time.sleep(1.1)
        again = self.server.choose(choice(self.config, {"x": True}), token)
        self.assertEqual(again.status, 200)
        for member in ("index", "given_at", "valid_until"):
            self.assertEqual(again.json()[member], first.json()[member])
        self.assertEqual(again.cookies()["pcid"][0], token)
        expires = [a for a in first.cookies()["pcid"][1] if a.startswith("expires")]
        self.assertEqual([a for a in again.cookies()["pcid"][1] if a.startswith("expires")],
                         expires)

    def test_a_new_choice_supersedes_the_old_one(self):
        first, old = self.give(True)
        second, new = self.give(False, token=old)
        self.assertGreater(second.json()["index"], first.json()["index"])
        self.assertEqual(self.status(new), "valid")
        read = self.server.current(old).json()
        self.assertEqual(read["status"], "superseded")

    def test_withdrawing_is_recorded_and_counts_as_a_refusal(self):
        _, token = self.give(True)
        answer = self.server.choose(choice(self.config, False, action="withdraw"), token)
        self.assertEqual(answer.status, 201)
        new = answer.cookies()["pcid"][0]
        self.assertEqual(self.status(new), "withdrawn")
        self.assertFalse(any(self.server.current(new).json()["decisions"].values()))

    # ---- sending a choice again ----

    def send(self, key, accept=True, cookies=None, **changes):
        sent = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
        return self.server.choose(choice(self.config, accept, key=key, **changes),
                                  Cookie=sent or None)

    def first(self, key, **more):
        answer = self.send(key, **more)
        self.assertEqual(answer.status, 201, answer.body)
        return answer, {name: value for name, (value, _) in answer.cookies().items()}

    def assert_withheld(self, answer, index):
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.json(), {"index": index, "recorded": True, "token": False})
        self.assertEqual(answer.all("Set-Cookie"), [])
        self.assertEqual(answer.get("Cache-Control"), "private, no-store")

    def test_the_first_answer_sets_a_nonce_that_no_script_reads(self):
        answer, _ = self.first(a_key())
        value, attributes = answer.cookies()["pcid_retry"]
        self.assertRegex(value, r"^[A-Za-z0-9_-]{21}[AQgw]$")
        for attribute in ("httponly", "secure", "samesite=lax", "path=/", "domain=ameli.fr",
                          "max-age=600"):
            self.assertIn(attribute, attributes)
        other, _ = self.first(a_key())
        self.assertNotEqual(other.cookies()["pcid_retry"][0], value)

    def test_the_same_key_with_the_nonce_or_its_own_token_is_the_same_token(self):
        """A page that was left after the head of the answer; and a restart in between."""
        key = a_key()
        first, jar = self.first(key)
        for restart in (False, True):
            if restart:
                self.assertEqual(self.server.stop(), 0)
                self.server = self.serve()
            for shown in ("pcid_retry", "pcid"):
                again = self.send(key, cookies={shown: jar[shown]})
                self.assertEqual(again.status, 201, again.body)
                self.assertEqual(again.json(), first.json())
                self.assertEqual(again.cookies()["pcid"][0], jar["pcid"])
                self.assertNotIn("pcid_retry", again.cookies())
        self.assert_problem(self.send(key, accept=False, cookies=jar), 422, "/key")

    def test_a_stranger_with_key_and_body_gets_no_token(self):
        key = a_key()
        first, jar = self.first(key)
        _, own = self.first(a_key())
        wrong = base64.urlsafe_b64encode(os.urandom(16)).rstrip(b"=").decode()
        for restart in (False, True):
            if restart:
                self.server.kill()
                self.server = self.serve()
            for cookies in (None, own, {"pcid_retry": own["pcid_retry"]}, {"pcid_retry": wrong},
                            {"pcid_retry": key}, {"pcid_retry": ""}, {"pcid": own["pcid"]},
                            {"pcid": jar["pcid"][:-4] + "AAAA", "pcid_retry": "x"}):
                self.assert_withheld(self.send(key, cookies=cookies), first.json()["index"])
        self.assertEqual(self.status(jar["pcid"]), "valid")

    def test_an_answer_lost_before_its_head_is_sent_again_under_a_new_key(self):
        key, new = a_key(), a_key()
        body = json.dumps(choice(self.config, True, key=key)).encode()
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as link:
            link.sendall((f"POST {CONSENTS} HTTP/1.1\r\nHost: {HOST}\r\nOrigin: {ORIGIN}\r\n"
                          f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
                          ).encode() + body)
            # Gone before a byte of the answer was read.
        self.server.wait_for(lambda: self.recorded() == 1, "recorded")
        again = self.send(key)
        self.assert_withheld(again, again.json()["index"])
        second, jar = self.first(new, repeats=key)
        self.assertEqual(self.status(jar["pcid"]), "valid")
        self.assertNotEqual(second.json()["index"], again.json()["index"])
        third, _ = self.first(a_key())  # somebody else
        token = command("token", "create", "--data", self.server.data, "--role", "auditor",
                        "--name",
                        "a").stdout.split()[-1]
        bearer = {"Authorization": f"Bearer {token}"}
        record = self.server.staff(f"/v1/consents/{second.json()['index']}", headers=bearer).json()
        raw = base64.urlsafe_b64decode(key + "==")
        self.assertEqual(record["record"]["repeats"], hashlib.sha256(b"ameli.fr" + raw).hexdigest())
        # Three records, two choices.
        made = command("report", "statistics", "--data", self.server.data, "--site", SITE,
                       "--format",
                       "json")
        self.assertEqual(made.returncode, 0, made.stderr)
        said = json.loads(made.stdout)
        self.assertEqual((said["total"]["answers"], said["repeats"]), (2, 1))
        self.assertEqual(self.server.stop(), 0)
        verified = command("log", "verify", "--data", self.server.data)
        self.assertEqual(verified.returncode, 0, verified.stdout)
        self.server = self.serve()

    def recorded(self):
        metrics = self.server.staff("/metrics").body.decode()
        return int(re.search(r"^temoin_consents_recorded_total (\d+)", metrics, re.M).group(1))

    def test_two_tabs(self):
        """Both choose before either has its answer; the later nonce replaces the earlier."""
        one, two = a_key(), a_key()
        first, jar = self.first(one)
        second, later = self.first(two, accept=False, cookies={"pcid": jar["pcid"]})
        # The first tab saw nothing of its answer and asks again, with the jar as it stands.
        self.assert_withheld(self.send(one, cookies=later), first.json()["index"])
        third, last = self.first(a_key(), repeats=one, cookies=later)
        self.assertEqual(self.status(later["pcid"]), "superseded")
        self.assertEqual(self.status(last["pcid"]), "valid")
        self.assertGreater(third.json()["index"], second.json()["index"])

    def test_a_key_does_not_bring_an_erased_choice_back(self):
        key = a_key()
        _, jar = self.first(key)
        answer = self.server.erase(None,
                                   Cookie=f"pcid={jar['pcid']}; pcid_retry={jar['pcid_retry']}")
        self.assertIn(answer.status, (200, 202))
        self.assertIn("every choice that your token opens", answer.json()["detail"])
        for name in ("pcid", "pcid_retry"):
            value, attributes = answer.cookies()[name]
            self.assertEqual(value, "")
            self.assertIn("max-age=0", attributes)
        again = self.send(key, cookies=jar)
        self.assert_problem(again, 422, "/key")
        self.assertEqual(again.all("Set-Cookie"), [])

    def test_one_key_sent_many_times_at_once_is_one_record(self):
        key = a_key()
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(self.send(key)))
                   for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len({answer.json()["index"] for answer in answers}), 1)
        self.assertEqual(sorted(answer.status for answer in answers), [200] * 15 + [201])
        self.assertEqual(sum("pcid" in answer.cookies() for answer in answers), 1)

    def test_what_repeats_must_be(self):
        key = a_key()
        for changes in ({"repeats": key}, {"repeats": "x", "key": a_key()},
                        {"repeats": 7, "key": key}):
            body = choice(self.config, True, **{"key": key, **changes})
            self.assert_problem(self.server.choose(body), 422, "/repeats")
        body = choice(self.config, True, repeats=key)
        self.assert_problem(self.server.choose(body), 422, "/repeats")

    def test_erasure_leaves_no_byte_within_ten_seconds(self):
        first, old = self.give({"x": True})
        second, token = self.give({"linkedin": True}, token=old)
        answer = self.server.erase(token)
        # Scheduled, should this machine be too busy to be done within five seconds.
        self.assertIn((answer.status, answer.json()["status"]),
                      ((200, "erased"), (202, "scheduled")))
        value, attributes = answer.cookies()["pcid"]
        self.assertEqual(value, "")
        self.assertIn("max-age=0", attributes)
        context = answer.cookies()["pctx"][0]
        self.assertNotIn(":1", context)
        # Whatever secret is shown: a stranger must not learn what became of a record.
        raw = bytearray(base64.urlsafe_b64decode(token))
        raw[20] ^= 1
        for gone in (token, old, base64.urlsafe_b64encode(raw).decode()):
            self.assertEqual(self.server.current(gone).json(), {"status": "none"})
            self.assert_problem(self.server.erase(gone), 404)
            receipt = self.server.get(f"{CURRENT}/receipt", Cookie=f"pcid={gone}")
            self.assert_problem(receipt, 404)

        needles = [b'"linkedin":true', b'"x":true', b'"given_at":"'
                   + first.json()["given_at"].encode()]
        for gone in (old, token):
            secret = base64.urlsafe_b64decode(gone)[8:]
            needles += [secret, hashlib.sha256(secret).hexdigest().encode()]

        def clean():
            return not any(needle in content for content in bytes_of(self.server.data).values()
                           for needle in needles)

        try:
            self.server.wait_for(clean, "erased from the disk", timeout=10)
        except AssertionError:
            self.fail([(path.name, needle) for path, content in bytes_of(self.server.data).items()
                       for needle in needles if needle in content])

    # ---- bad input ----

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
                    self.assertIn("Temoin-Cookies-Unread",
                                  answer.get("Access-Control-Expose-Headers"))
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


class Observed(TestCase):
    """Names from real pages: masked and bounded by the service, whoever sent them."""

    def setUp(self):
        super().setUp()
        catalog = self.copy_catalog()
        self.edit_site(catalog, lambda site: site["settings"].update(observed=5))
        self.server = self.serve(catalog=catalog)
        made = command("token", "create", "--data", self.server.data, "--role", "marketing",
                       "--name", "essai")
        self.token = re.search(r"[\w.~-]{20,}", made.stdout)[0]

    def report(self, names):
        answer = self.server.request("POST", f"/v1/sites/{SITE}/observed",
                                     json.dumps({"names": names}),
                                     {"Content-Type": "application/json", "Origin": ORIGIN})
        self.assertEqual(answer.status, 204, answer.body)
        self.assertEqual(answer.all("Set-Cookie"), [])

    def listed(self):
        answer = self.server.staff(f"/v1/trackers?site={SITE}",
                                   headers={"Authorization": f"Bearer {self.token}"})
        self.assertEqual(answer.status, 200, answer.body)
        return {row["name"]: row["count"] for row in answer.json()["observed"]}

    def test_what_arrives_is_masked_again_and_what_is_declared_is_not_kept(self):
        self.report(["_ga_K2X9QPL7", "_ga_M3Y8RRT1", "jean@exemple.fr", "SR4711", "uid", "<b>é"])
        self.report(["_ga_Z1Z1Z1Z1"])
        self.server.wait_for(lambda: self.listed().get("_ga_*") == 2, "counted")
        self.assertEqual(self.listed(), {"_ga_*": 2, "*": 1, "<b>*": 1})
        for path, data in bytes_of(self.server.data).items():
            self.assertNotIn(b"K2X9QPL7", data, path)
            self.assertNotIn(b"jean@", data, path)

    def test_invented_names_are_few_a_day(self):
        for first in range(0, 400, 50):
            self.report([f"x{'abcdefghij'[n // 100]}{'klmnopqrst'[n // 10 % 10]}"
                         f"{'uvwxyzabcd'[n % 10]}" for n in range(first, first + 50)])
        self.server.wait_for(lambda: len(self.listed()) >= 100, "counted")
        self.report(["encore_un"])
        before = self.listed()
        self.report(["xaku"])
        self.server.wait_for(lambda: self.listed()["xaku"] > before["xaku"], "counted again")
        self.assertEqual(set(self.listed()), set(before))
        self.assertEqual(len(before), 100)


class UnlinkedRefusals(TestCase):
    def test_a_refusal_without_identifier_sets_no_nonce_and_clears_one(self):
        catalog = self.copy_catalog()
        self.edit_site(catalog, lambda site: site.update(refusal_token="none"))
        server = self.serve(catalog=catalog)
        config = server.config()
        key = a_key()
        bare = server.choose(choice(config, False, key=key))
        self.assertEqual(bare.status, 201)
        self.assertNotIn("pcid_retry", bare.cookies())
        self.assertEqual(bare.cookies()["pcid"][0], "")
        given = server.choose(choice(config, True, key=a_key()))
        nonce = given.cookies()["pcid_retry"][0]
        for sent in (key, a_key()):
            answer = server.choose(choice(config, False, key=sent), Cookie=f"pcid_retry={nonce}")
            self.assertEqual(answer.status, 201)
            self.assertNotIn("index", answer.json())
            value, attributes = answer.cookies()["pcid_retry"]
            self.assertEqual(value, "")
            self.assertIn("max-age=0", attributes)
            self.assertIn("domain=ameli.fr", attributes)
        withdrawn = server.choose(choice(config, False, key=a_key(), action="withdraw"),
                                  Cookie=f"pcid={given.cookies()['pcid'][0]}; pcid_retry={nonce}")
        self.assertEqual(withdrawn.cookies()["pcid_retry"][0], "")


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
