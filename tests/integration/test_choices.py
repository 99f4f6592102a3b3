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

from harness import (CONSENTS, CURRENT, HOST, ORIGIN, SITE, TestCase, a_key, bytes_of, choice,
                     command, reading)


class ChoiceTest(TestCase):
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


class Choices(ChoiceTest):
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

    def test_choices_of_a_scan_and_of_an_unknown_banner_are_in_no_rate(self):
        script = self.server.get(f"/v1/sites/{SITE}/banner.js").body.decode()
        banner = script.rsplit('"banner":"', 1)[1][:64]
        for more in ({"banner": banner}, {}, {"banner": "b" * 64},
                     {"banner": banner, "origin": "scan"}, {"banner": "b" * 64, "origin": "scan"}):
            self.assertEqual(self.server.choose(choice(self.config, **more)).status, 201, more)
        refused = self.server.choose(choice(self.config, origin="visitor"))
        self.assertEqual(refused.status, 422)
        made = command("report", "statistics", "--data", self.server.data, "--site", SITE,
                       "--format", "json")
        said = json.loads(made.stdout)
        self.assertEqual((said["total"]["answers"], said["scans"], said["marked"]), (2, 2, 1))
        self.assertEqual(sum(row["answers"] for row in said["languages"]), 2)
        exported = command("export", "--data", self.server.data, "--site", SITE, "--format", "csv")
        origins = [line.rsplit(",", 1)[1] for line in exported.stdout.splitlines()[1:] if line]
        self.assertEqual(origins, ["", "", "", "scan", "scan"])
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
        # A stranger learns that the key was used, as with any other body, and no more.
        told = {self.send(key, accept=accept).body for accept in (True, False)}
        self.assertEqual(told, {again.body})

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


class Observed(TestCase):
    """Names from real pages: masked and bounded by the service, whoever sent them."""

    def setUp(self):
        super().setUp()
        catalog = self.copy_catalog()
        self.edit_site(catalog, lambda site: reading(site, observed=5))
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


if __name__ == "__main__":
    unittest.main()
