"""What every answer of the public listener owes: caching, encodings, CORS, methods, base path."""

import gzip
import json
import re
import socket
import subprocess
import time
import unittest
from datetime import datetime

from harness import (CONSENTS, CURRENT, HOST, ORIGIN, ROOT, SITE, TestCase, choice,
                     command)

CONFIG = f"/v1/sites/{SITE}/config.json"
CACHEABLE = [CONFIG, f"/v1/sites/{SITE}/banner.js", f"/v1/sites/{SITE}/cookies",
             f"/v1/sites/{SITE}/cookies.json", "/openapi.json", "/v1/sites/cramif/config.json"]


def unbrotli(data):
    return subprocess.run(["brotli", "-dc"], input=data, capture_output=True, check=True).stdout


class Http(TestCase):
    def setUp(self):
        super().setUp()
        self.server = self.serve()

    def test_prepared_answers_are_cacheable_and_compressed(self):
        for path in CACHEABLE:
            with self.subTest(path):
                plain = self.server.get(path)
                self.assertEqual(plain.status, 200)
                self.assertIn("stale-while-revalidate", plain.get("Cache-Control"))
                self.assertTrue(plain.get("Cache-Control").startswith("public, max-age="))
                self.assertEqual(plain.get("Access-Control-Allow-Origin"), "*")
                self.assertEqual(plain.get("Vary"), "Accept-Encoding")
                self.assertEqual(plain.get("X-Content-Type-Options"), "nosniff")
                self.assertIsNone(plain.get("Content-Encoding"))
                self.assertEqual(plain.all("Set-Cookie"), [])
                zipped = self.server.get(path, Accept_Encoding="gzip")
                self.assertEqual(zipped.get("Content-Encoding"), "gzip")
                self.assertEqual(gzip.decompress(zipped.body), plain.body)
                small = self.server.get(path, Accept_Encoding="gzip, deflate, br")
                self.assertEqual(small.get("Content-Encoding"), "br")
                self.assertEqual(unbrotli(small.body), plain.body)
                tags = {a.get("ETag") for a in (plain, zipped, small)}
                self.assertEqual(len(tags), 3)  # strong: one a representation
                for tag in tags:
                    self.assertRegex(tag, r'^"[A-Za-z0-9_-]+"$')

    def test_a_page_that_asks_for_its_script_is_seen_and_nobody_else(self):
        path = f"/v1/sites/{SITE}/banner.js"
        made = command("token", "create", "--data", self.server.data, "--role", "marketing",
                       "--name", "test")
        bearer = {"Authorization": "Bearer " + made.stdout.strip()}

        def seen():
            answer = self.server.staff(f"/v1/overview?site={SITE}", headers=bearer)
            overview = answer.json()["script_seen"]
            metrics = self.server.staff("/metrics").body.decode()
            row = re.search(r'^temoin_script_seen_timestamp_seconds{site="(.+)"} (\S+)', metrics,
                            re.M)
            self.assertEqual(row is None, overview is None)
            return overview and (overview, row.group(1), float(row.group(2)))

        page = {"Sec_Fetch_Dest": "script", "Sec_Fetch_Site": "same-origin"}
        self.server.get(path)
        self.server.get(path, **{**page, "Sec_Fetch_Site": "cross-site"})
        self.server.get(path, **{**page, "Sec_Fetch_Dest": "document"})
        self.server.get(CONFIG, **page)
        self.assertIsNone(seen())
        before = int(time.time())
        tag = self.server.get(path, **page).get("ETag")
        when, site, stamp = seen()
        self.assertEqual(site, SITE)
        self.assertGreaterEqual(stamp, before)
        self.assertEqual(datetime.fromisoformat(when.replace("Z", "+00:00")).timestamp(), stamp)
        time.sleep(1.1)
        again = self.server.get(path, If_None_Match=tag, **{**page, "Sec_Fetch_Site": "same-site"})
        self.assertEqual(again.status, 304)  # an unchanged script runs as well
        self.assertGreater(seen()[2], stamp)

    def test_conditional_requests(self):
        for encoding in ("", "gzip", "br"):
            tag = self.server.get(CONFIG, Accept_Encoding=encoding).get("ETag")
            for value in (tag, f"W/{tag}", f'"x", {tag}', "*"):
                answer = self.server.get(CONFIG, Accept_Encoding=encoding, If_None_Match=value)
                self.assertEqual(answer.status, 304, value)
                self.assertEqual(answer.body, b"")
                self.assertEqual(answer.get("ETag"), tag)
                self.assertIsNotNone(answer.get("Cache-Control"))
                self.assertEqual(answer.get("Access-Control-Allow-Origin"), "*")
                self.assertIsNone(answer.get("Content-Length"))
            answer = self.server.get(CONFIG, Accept_Encoding=encoding, If_None_Match='"x"')
            self.assertEqual(answer.status, 200)

    def test_head_is_get_without_the_body(self):
        for path in CACHEABLE + ["/healthz", "/readyz", CURRENT]:
            with self.subTest(path):
                get = self.server.get(path)
                head = self.server.request("HEAD", path)
                self.assertEqual(head.status, get.status)
                self.assertEqual(head.body, b"")
                for name in ("Content-Type", "Content-Length", "ETag", "Cache-Control"):
                    self.assertEqual(head.get(name), get.get(name), name)

    def test_other_methods_get_405_with_allow(self):
        for path, allow in ((CONFIG, "GET, HEAD, OPTIONS"), ("/healthz", "GET, HEAD, OPTIONS"),
                            (CONSENTS, "POST, OPTIONS"), (CURRENT, "DELETE, GET, HEAD, OPTIONS")):
            for method in ("PUT", "PATCH", "DELETE", "POST", "GET"):
                if method in allow:
                    continue
                answer = self.server.request(method, path, headers={"Origin": ORIGIN})
                self.assert_problem(answer, 405)
                self.assertEqual(answer.get("Allow"), allow)

    def test_unknown_paths_are_problems(self):
        for path in ("/", "/v1", "/v1/", "/v1/sites/", "/v1/sites/ameli.fr", "/v1//config.json",
                     "/v1/sites/ameli.fr/config.json/", "/v2/sites/ameli.fr/config.json",
                     "/v1/sites/ameli.fr/consents/current/x", "/%2e%2e/etc/passwd", "/metrics",
                     "/v1/revisions/x", "/v1/banner/x.js", f"/v1/banner/{'0' * 64}",
                     f"/v1/revisions/{'0' * 64}", f"/v1/banner/{'0' * 64}.js"):
            with self.subTest(path):
                self.assert_problem(self.server.get(path), 404)

    def test_an_escape_opens_no_path(self):
        """What a proxy closed on raw segments stays closed, however the path is spelled."""
        open_paths = (CONFIG, CONSENTS, CURRENT, f"{CURRENT}/receipt",
                      f"/v1/sites/{SITE}/banner.js",
                      "/log/checkpoint", "/log/tile/0/000", "/log/tile/entries/000.p/1", "/readyz")
        for path in open_paths:
            spelled = {path.replace("/", code)
                       for code in ("%2f", "%2F", "%252f", "%5c", "\\", "//")}
            spelled |= {path[:at] + code + path[at + 1:] for at in range(len(path))
                        if path[at] == "/"
                        for code in ("%2f", "%5C", "%252F", "/%2e/", "/./", "/x/../", "/x%2f..%2f")}
            spelled |= {path.replace("e", "%65"), path.replace(".", "%2e"), path + "%20", path
                        + "%3f",
                        path + ";x", path + "/", path + "%2f", path.upper()}
            for odd in spelled - {path}:
                for query in ("", "?a=b"):
                    for method in ("GET", "POST", "DELETE", "OPTIONS"):
                        said = self.server.raw(
                            f"{method} {odd}{query} HTTP/1.1\r\nHost: {HOST}\r\n"
                            f"Origin: {ORIGIN}\r\nConnection: close\r\n\r\n".encode())
                        self.assertIn(said.split(b" ")[1], (b"400", b"404"),
                                      f"{method} {odd}{query}")
        for path in ("/metrics", "/v1/session", "/healthz", "/"):
            for odd in {path.replace("/", "%2f"), path.replace("e", "%65"), "/%2e" + path} - {path}:
                said = self.server.raw(f"GET {odd} HTTP/1.1\r\nHost: localhost\r\n"
                                       "Connection: close\r\n\r\n".encode(), self.server.staff_port)
                self.assertIn(said.split(b" ")[1], (b"400", b"401", b"404"), odd)

    def test_cors_of_public_answers(self):
        answer = self.server.request("OPTIONS", CONFIG, headers={
            "Origin": "https://anyone.example", "Access-Control-Request-Method": "GET"})
        self.assertEqual(answer.status, 204)
        self.assertEqual(answer.get("Access-Control-Allow-Origin"), "*")
        self.assertIsNone(answer.get("Access-Control-Allow-Credentials"))

    def test_cors_of_a_visitors_answers(self):
        config = self.server.config()
        preflight = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST",
                     "Access-Control-Request-Headers": "content-type"}
        answer = self.server.request("OPTIONS", CONSENTS, headers=preflight)
        self.assertEqual(answer.status, 204)
        self.assertEqual(answer.get("Access-Control-Allow-Origin"), ORIGIN)
        self.assertEqual(answer.get("Access-Control-Allow-Credentials"), "true")
        self.assertIn("POST", answer.get("Access-Control-Allow-Methods"))
        self.assertIn("content-type", answer.get("Access-Control-Allow-Headers").lower())
        self.assertIn("Origin", answer.all("Vary"))
        refused = self.server.request("OPTIONS", CONSENTS,
                                      headers={**preflight, "Origin": "https://evil.example"})
        self.assert_problem(refused, 403)
        self.assertIsNone(refused.get("Access-Control-Allow-Origin"))

        for answer in (self.server.choose(choice(config)), self.server.current(Origin=ORIGIN),
                       self.server.choose(b"{"),  # errors must be readable, too
                       self.server.choose(choice(config, revision="0" * 64))):
            self.assertEqual(answer.get("Access-Control-Allow-Origin"), ORIGIN)
            self.assertEqual(answer.get("Access-Control-Allow-Credentials"), "true")
            self.assertIn("no-store", answer.get("Cache-Control"))
        # Reading without an Origin is fine; with a foreign one nothing is granted.
        self.assertEqual(self.server.current().status, 200)
        self.assertIsNone(self.server.current().get("Access-Control-Allow-Origin"))
        foreign = self.server.current(Origin="https://evil.example")
        self.assertIsNone(foreign.get("Access-Control-Allow-Origin"))

    def test_further_origins_are_allowed_when_told(self):
        server = self.serve("--allow-origin", "https://preprod.example:8443", data="other")
        answer = server.choose(choice(server.config()), Origin="https://preprod.example:8443")
        self.assertEqual(answer.status, 201)
        self.assert_problem(server.choose(choice(server.config()),
                                          Origin="https://preprod.example"), 403)

    def test_verdict_on_a_name(self):
        path = f"/v1/sites/{SITE}/cookies.json"
        found = self.server.get(path + "?name=_gcl_au").json()
        self.assertIn("_gcl_au", json.dumps(found))
        self.assertNotEqual(found, self.server.get(path + "?name=unheard_of").json())
        pattern = self.server.get(path + "?name=SR4711&host=track.adform.net")
        self.assertEqual(pattern.status, 200)
        self.assertIn("SR<RotatorID>", json.dumps(pattern.json()))
        for query in ("name=", "name=%ff", "name=a&name=b", "name=%"):
            self.assert_problem(self.server.get(f"{path}?{query}"), 400)
        self.assertEqual(self.server.get(path + "?v=1").body, self.server.get(path).body)

    def test_revisions_and_banner_builds_are_kept_for_ever(self):
        config = self.server.config()
        answer = self.server.get(f"/v1/revisions/{config['revision']}")
        self.assertEqual(answer.status, 200)
        self.assertIn("immutable", answer.get("Cache-Control"))
        document = answer.json()
        for member in ("revision", "generation", "since", "partners"):
            config.pop(member, None)
        self.assertEqual(document, config)
        banner = self.server.get(f"/v1/sites/{SITE}/banner.js").body.decode()
        core = banner.rsplit('"banner":"', 1)[1][:64]
        chunk = self.server.get(f"/v1/banner/{core}.js")
        self.assertEqual(chunk.status, 200)
        self.assertIn("immutable", chunk.get("Cache-Control"))
        self.assertIn(chunk.body.decode(), banner)

    def test_the_cookie_page_runs_no_script(self):
        page = self.server.get(f"/v1/sites/{SITE}/cookies")
        self.assertEqual(page.get("Content-Type"), "text/html; charset=utf-8")
        self.assertIn("default-src 'none'", page.get("Content-Security-Policy"))
        self.assertNotIn(b"<script", page.body)
        self.assertIn("durée".encode(), page.body.lower())

    def test_sites_live_side_by_side(self):
        for site in ("ameli.fr", "camieg", "cramif", "data-vaccin-covid"):
            self.assertEqual(self.server.config(site)["site"], site)
            self.assertEqual(self.server.get(f"/v1/sites/{site}/cookies").status, 200)

    def test_a_slow_request_is_cut(self):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as link:
            link.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
            begin = time.monotonic()
            answer = link.recv(4096)
            self.assertTrue(answer.startswith(b"HTTP/1.1 408"), answer)
            self.assertLess(time.monotonic() - begin, 25)

    def test_nothing_personal_is_logged(self):
        config = self.server.config()
        answer = self.server.choose(choice(config), User_Agent="SecretBrowser/1",
                                    X_Forwarded_For="198.51.100.77")
        token = answer.cookies()["pcid"][0]
        self.server.current(token)
        self.server.erase(token)
        self.server.stop()
        log = self.server.logged()
        for secret in (token, "SecretBrowser", "198.51.100.77", "127.0.0.1"):
            self.assertNotIn(secret, log)


class StaffHosts(TestCase):
    def test_the_staff_listener_is_asked_by_address_localhost_or_a_name_it_was_told(self):
        server = self.serve("--staff-host", "Staff.example.fr")
        for host, status in (("127.0.0.1", 200), ("127.0.0.1:8081", 200), ("[::1]:8081", 200),
                             ("192.0.2.7", 200), ("localhost:1", 200), ("a.localhost", 200),
                             ("staff.example.fr", 200), ("STAFF.example.fr.:8443", 200),
                             ("evil.example", 421), ("staff.example.fr.evil.example:8081", 421),
                             ("127.0.0.1.evil.example", 421), ("localhost.evil.example", 421)):
            for path in ("/metrics", "/", "/healthz"):
                answer = server.staff(path, headers={"Host": host})
                self.assertEqual(answer.status, status, (host, path))
        self.assertIn(b"--staff-host", server.staff("/v1/session",
                                                    headers={"Host": "evil.example"}).body)

    def test_a_name_that_is_none_is_refused(self):
        for name in ("", "a b", "staff.example.fr:80", "https://a", "a/"):
            ran = command("serve", "--data", self.folder / "data", "--catalog", ROOT / "catalog",
                          "--staff-host", name)
            self.assertEqual(ran.returncode, 2, name)


class BasePath(TestCase):
    def test_everything_stands_below_the_base_path(self):
        server = self.serve("--base-path", "/consentement", wait_ready=False)
        base = "/consentement"
        self.assertEqual(server.get(base + "/readyz").status, 200)
        self.assertEqual(server.get("/readyz").status, 200)
        answer = server.get(base + CONFIG)
        self.assertEqual(answer.status, 200)
        self.assert_problem(server.get(CONFIG), 404)
        self.assert_problem(server.get("/consentementX" + CONFIG), 404)
        self.assertEqual(server.get(base + "/openapi.json").json()["servers"][0]["url"], base)
        self.assertIn(b'"base":"/consentement"',
                      server.get(f"{base}/v1/sites/{SITE}/banner.js").body)
        verdict = server.get(f"{base}/v1/sites/{SITE}/cookies.json?name=IDE")
        self.assertEqual(verdict.status, 200)
        body = json.dumps(choice(answer.json()))
        given = server.request("POST", base + CONSENTS, body,
                               {"Origin": ORIGIN, "Host": HOST, "Content-Type": "application/json"})
        self.assertEqual(given.status, 201)
        self.assertIn("path=/", given.cookies()["pcid"][1])

    def test_odd_base_paths_are_refused(self):
        from harness import command
        for path in ("consentement", "/", "/a/", "/a//b", "/a?b"):
            ran = command("serve", "--data", self.folder / "x", "--catalog", self.folder,
                          "--base-path", path)
            self.assertEqual(ran.returncode, 2, path)
            self.assertIn("--base-path", ran.stderr)


if __name__ == "__main__":
    unittest.main()
