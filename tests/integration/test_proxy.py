"""The shipped nginx site before a service that hangs, is down, or answers late.

The bound that stands in for "a page goes on" is the client's patience: far over the second that
the site allows a document, far under nginx's own minute.
"""

import http.client
import json
import signal
import ssl
import subprocess
import threading
import time
import unittest

import nginx
from harness import HOST, ORIGIN, ROOT, SITE, Answer, TestCase, choice

BASE = "/consentement"
SITES = f"{BASE}/v1/sites/{SITE}"
PATIENCE = 5  # seconds


@unittest.skipIf(nginx.MISSING, "needs nginx")
class ShippedSite(TestCase):
    def setUp(self):
        super().setUp()
        self.server = self.serve("--base-path", BASE, "--trusted-proxy", "127.0.0.1/32",
                                 wait_ready=False)
        self.server.wait_for(lambda: self.server.get("/readyz").status == 200, "ready")
        self.addCleanup(self.server.process.send_signal, signal.SIGCONT)
        self.start_nginx()

    def start_nginx(self):
        """The files as they are shipped, but for addresses, places and how soon a document is
        stale."""
        snippets = self.folder / "nginx" / "snippets"
        snippets.mkdir(parents=True)
        key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                        "-subj", f"/CN={HOST}", "-keyout", key, "-out", certificate],
                       check=True, capture_output=True)
        self.plain, self.port = nginx.free_ports(2)
        self.put("temoin-http.conf", snippets, {
            "127.0.0.1:8080": f"127.0.0.1:{self.server.port}",
            "/var/lib/nginx/temoin": f"{self.folder}/nginx/kept"})
        self.put("temoin-locations.conf", snippets, {
            "proxy_ignore_headers Vary;":
                "proxy_ignore_headers Vary Cache-Control; proxy_cache_valid 200 1s;"})
        site = self.put("temoin.site", self.folder, {
            "listen 80;": f"listen 127.0.0.1:{self.plain};", "listen [::]:80;": "",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.port} ssl http2;",
            "listen [::]:443 ssl http2;": "",
            "/etc/ssl/temoin/fullchain.pem": str(certificate),
            "/etc/ssl/temoin/privkey.pem": str(key),
            "server_tokens off;": "server_tokens off; add_header X-Kept $upstream_cache_status;"})
        nginx.start(self, self.folder / "nginx", f"include {site};", self.port)

    def put(self, name, folder, changes):
        text = (ROOT / "packaging/nginx" / name).read_text()
        for before, after in changes.items():
            self.assertEqual(text.count(before), 1, f"{name}: {before}")
            text = text.replace(before, after)
        (folder / name).write_text(text)
        return folder / name

    def connect(self, patience=PATIENCE):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=patience,
                                           context=context)

    def ask(self, method, path, body=None, patience=PATIENCE, **headers):
        link = self.connect(patience)
        try:
            fields = {"Host": HOST, **{k.replace("_", "-"): v for k, v in headers.items()}}
            link.request(method, path, body, fields)
            response = link.getresponse()
            return Answer(response, response.read())
        finally:
            link.close()

    def config(self):
        return self.ask("GET", f"{SITES}/config.json").json()

    def choose(self, **more):
        return self.ask("POST", f"{SITES}/consents", json.dumps(choice(self.config())),
                        Origin=ORIGIN, Content_Type="application/json", **more)

    def hang(self):
        self.server.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.server.process.send_signal(signal.SIGCONT)

    def documents(self):
        core = json.loads(self.ask("GET", f"{BASE}/openapi.json").body)
        self.assertEqual(core["servers"][0]["url"], BASE)
        revision = self.config()["revision"]
        return [f"{SITES}/{leaf}" for leaf in
                ("banner.js", "config.json", "cookies", "cookies.json", "preferences",
                 "cookies.json?name=pcid")] + [f"{BASE}/v1/revisions/{revision}"]

    def test_a_page_gets_the_kept_documents_of_a_service_that_hangs(self):
        spelled = {"": "", "gzip": "gzip", "br": "br", "gzip, deflate, br, zstd": "br",
                   "br;q=0, gzip": "gzip"}
        paths = self.documents()
        fresh = {}
        for path in paths:
            for encoding in spelled.values():
                answer = self.ask("GET", path, Accept_Encoding=encoding)
                self.assertEqual(answer.status, 200, path)
                fresh[path, encoding] = answer
        time.sleep(2.5)  # all of them are stale
        self.hang()
        for path in paths:
            for asked, encoding in spelled.items():
                answer = self.ask("GET", path, Accept_Encoding=asked)
                self.assertEqual(answer.status, 200, (path, asked))
                self.assertEqual(answer.body, fresh[path, encoding].body, (path, asked))
                self.assertEqual(answer.get("ETag"), fresh[path, encoding].get("ETag"))
                self.assertIn(answer.get("X-Kept"), ("STALE", "UPDATING"), (path, asked))
        versioned = self.ask("GET", f"{SITES}/banner.js?v=20261126", Accept_Encoding="br")
        self.assertEqual(versioned.body, fresh[f"{SITES}/banner.js", "br"].body)

        self.server.kill()  # down altogether: the same
        answer = self.ask("GET", f"{SITES}/banner.js", Accept_Encoding="br")
        self.assertEqual((answer.status, answer.body), (200, versioned.body))

    def test_with_nothing_kept_pages_go_on_without_waiting_for_each_other(self):
        self.hang()
        statuses = []

        def page():
            statuses.append(self.ask("GET", f"{SITES}/banner.js").status)
        pages = [threading.Thread(target=page) for _ in range(20)]
        for each in pages:
            each.start()
        for each in pages:
            each.join()
        self.assertEqual(statuses, [504] * 20)

    def test_a_choice_and_an_erasure_may_take_longer_than_a_document(self):
        for step in ("choose", "erase"):
            timer = threading.Timer(3, self.go_on)
            if step == "choose":
                body = json.dumps(choice(self.config()))
                self.hang()
                timer.start()
                answer = self.ask("POST", f"{SITES}/consents", body, patience=30, Origin=ORIGIN,
                                  Content_Type="application/json")
                self.assertEqual(answer.status, 201, answer.body)
                token = answer.cookies()["pcid"][0]
            else:
                self.hang()
                timer.start()
                answer = self.ask("DELETE", f"{SITES}/consents/current", patience=30,
                                  Origin=ORIGIN, Cookie=f"pcid={token}")
                self.assertIn(answer.status, (200, 202), answer.body)
            timer.join()

    def test_what_belongs_to_a_visitor_is_never_kept(self):
        token = self.choose().cookies()["pcid"][0]
        mine = self.ask("GET", f"{SITES}/consents/current", Cookie=f"pcid={token}")
        self.assertEqual(mine.json()["status"], "valid")
        others = self.ask("GET", f"{SITES}/consents/current")
        self.assertEqual(others.json()["status"], "none")
        self.assertIsNone(others.get("X-Kept"))

    def test_a_publication_is_found_past_the_cache(self):
        before = self.config()["revision"]
        self.assertEqual(self.ask("GET", f"{SITES}/config.json?revision={before}").get("X-Kept"),
                         "MISS")

    def test_an_odd_path_takes_no_documents_place(self):
        for odd in (f"{BASE}//v1/sites/{SITE}/banner.js", f"{BASE}/v1/sites/x/../{SITE}/banner.js"):
            self.ask("GET", odd)
        self.assertEqual(self.ask("GET", f"{SITES}/banner.js").status, 200)

    def test_limits(self):
        too_long = self.ask("POST", f"{SITES}/consents", b"x" * (65 * 1024), Origin=ORIGIN)
        self.assertEqual(too_long.status, 413)
        link = self.connect()
        self.addCleanup(link.close)
        statuses = set()
        for _ in range(5000):
            link.request("POST", f"{BASE}/healthz", headers={"Host": HOST})
            response = link.getresponse()
            response.read()
            statuses.add(response.status)
            if 429 in statuses:
                break
        self.assertIn(429, statuses)
        self.assertEqual(self.ask("GET", f"{SITES}/consents/current").status, 200)

    def test_plain_http_is_sent_to_tls(self):
        link = http.client.HTTPConnection("127.0.0.1", self.plain, timeout=PATIENCE)
        self.addCleanup(link.close)
        link.request("GET", f"{SITES}/banner.js", headers={"Host": HOST})
        response = link.getresponse()
        self.assertEqual(response.status, 308)
        self.assertEqual(response.getheader("Location"), f"https://{HOST}{SITES}/banner.js")


if __name__ == "__main__":
    unittest.main()
