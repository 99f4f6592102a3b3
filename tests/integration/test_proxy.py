"""The shipped nginx site before a service that hangs, is down, or answers late."""

import http.client
import subprocess
import time
import unittest

import front
import nginx
from front import BASE, PATIENCE, SITES
from harness import HOST, ORIGIN, ROOT, free_ports


class Nginx(front.Front):
    scheme = "https"

    def start_front(self):
        """The files as they are shipped, but for addresses, places and how soon a document is
        stale."""
        snippets = self.folder / "nginx" / "snippets"
        snippets.mkdir(parents=True)
        key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                        "-subj", f"/CN={HOST}", "-keyout", key, "-out", certificate],
                       check=True, capture_output=True)
        self.plain, self.port = free_ports(2)
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


@unittest.skipIf(nginx.MISSING, "needs nginx")
class ShippedSite(front.Promises, Nginx):
    def test_each_way_of_asking_finds_the_kept_body_with_its_etag(self):
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


@unittest.skipIf(nginx.MISSING, "needs nginx")
class LimitedSite(front.Limited, Nginx):
    pass


if __name__ == "__main__":
    unittest.main()
