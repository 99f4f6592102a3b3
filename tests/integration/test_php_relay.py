"""The PHP relay under PHP's own server, before a service that hangs, is down, or is another."""

import http.server
import json
import os
import shutil
import subprocess
import threading
import unittest

import front
from front import BASE, SITES
from harness import HOST, ORIGIN, ROOT, SITE, TestCase, free_ports

MISSING = front.missing("php") or subprocess.run(
    ["php", "-r", "exit((int) !extension_loaded('curl'));"], capture_output=True).returncode != 0


def start_relay(test, service, **settings):
    """Puts the relay into a site of its own and serves it by `php -S`, every path of its folder by
    its script, as the shipped .htaccess says."""
    test.port, = free_ports(1)
    test.relay = test.folder / "site" / BASE.strip("/")
    test.relay.mkdir(parents=True)
    shutil.copy(ROOT / "packaging/php/index.php", test.relay)
    settings = {"service": service, "site": SITE, **settings}
    (test.relay / "config.php").write_text(
        f"<?php return json_decode({json.dumps(json.dumps(settings))}, true);")
    router = test.folder / "router.php"
    router.write_text(f"<?php $_SERVER['SCRIPT_NAME'] = '{BASE}/index.php';"
                      f"require '{test.relay}/index.php';")
    test.run_front(["php", "-S", f"127.0.0.1:{test.port}", router],
                   env={**os.environ, "PHP_CLI_SERVER_WORKERS": "8"})


class Relay(front.Front):
    keeps = True

    def start_front(self):
        start_relay(self, f"http://127.0.0.1:{self.server.port}{BASE}", host=HOST)
        if self.keeps:
            (self.relay / "kept").mkdir()


@unittest.skipIf(MISSING, "needs php with curl")
class ShippedRelay(front.Promises, Relay):
    def settle(self):
        for file in (self.relay / "kept").iterdir():
            os.utime(file, (0, 0))

    def test_what_is_fresh_is_not_asked_for_again(self):
        first = self.ask("GET", f"{SITES}/banner.js")
        self.hang()
        again = self.ask("GET", f"{SITES}/banner.js")
        self.assertEqual((again.status, again.body), (200, first.body))
        known = self.ask("GET", f"{SITES}/banner.js", If_None_Match=first.get("ETag"))
        self.assertEqual((known.status, known.body), (304, b""))

    def test_the_disk_is_not_filled_by_asking(self):
        for number in range(130):
            self.assertEqual(
                self.ask("GET", f"{SITES}/cookies.json?name=x{number}").status, 200)
        self.assertLessEqual(len(list((self.relay / "kept").iterdir())), 101)
        self.ask("GET", f"{SITES}/banner.js")
        self.hang()
        self.assertEqual(self.ask("GET", f"{SITES}/banner.js").status, 200)

    def test_a_kept_file_that_is_damaged_is_fetched_anew(self):
        body = self.ask("GET", f"{SITES}/banner.js").body
        for file in (self.relay / "kept").iterdir():
            for damage in (b"", b"{}", b'{"status": 200', b"\0" * 99):
                file.write_bytes(damage)
                self.assertEqual(self.ask("GET", f"{SITES}/banner.js").body, body)


@unittest.skipIf(MISSING, "needs php with curl")
class RelayThatKeepsNothing(Relay):
    keeps = False

    def test_a_folder_that_is_not_there_is_not_needed(self):
        self.assertEqual(self.ask("GET", f"{SITES}/banner.js").status, 200)
        self.assertEqual(self.choose().status, 201)
        self.hang()
        self.assertEqual(self.ask("GET", f"{SITES}/banner.js").status, 504)


@unittest.skipIf(MISSING, "needs php with curl")
class LimitedRelay(front.Limited, Relay):
    pass


APACHE = ("mpm_event", "authz_core", "alias", "mime", "actions", "cgid", "dir", "env", "rewrite")


@unittest.skipIf(MISSING or front.missing("apache2", "php-cgi"), "needs apache2, php-cgi")
class RelayOfASharedHost(front.Front):
    """Under Apache with the shipped .htaccess, as at most hosts."""

    def start_front(self):
        site = self.folder / "site"
        relay = site / BASE.strip("/")
        shutil.copytree(ROOT / "packaging/php", relay)
        (relay / "htaccess").rename(relay / ".htaccess")
        (relay / "kept").mkdir()
        (relay / "kept").chmod(0o777)
        (relay / "config.php").write_text(
            f"<?php return ['service' => 'http://127.0.0.1:{self.server.port}{BASE}',"
            f" 'site' => '{SITE}', 'host' => '{HOST}'];")
        self.port, = free_ports(1)
        place = self.folder / "apache"
        place.mkdir()
        loads = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"
                        for name in APACHE)
        (place / "apache.conf").write_text(
            f"ServerRoot {place}\nServerName {HOST}\nPidFile {place}/pid\n"
            f"DefaultRuntimeDir {place}\n{loads}User www-data\nGroup www-data\n"
            f"ScriptSock {place}/cgid\nTypesConfig /dev/null\n"
            f"Listen 127.0.0.1:{self.port}\nErrorLog {place}/error.log\nDocumentRoot {site}\n"
            "ScriptAlias /cgi/ /usr/lib/cgi-bin/\nAddHandler php-script .php\n"
            "Action php-script /cgi/php\n<Directory />\nRequire all granted\n</Directory>\n"
            f"<Directory {site}>\nAllowOverride All\n</Directory>\n")
        self.run_front(["apache2", "-DFOREGROUND", "-f", place / "apache.conf"])

    def test_pages_visitors_and_the_curious_get_what_they_should(self):
        fresh = self.ask("GET", f"{SITES}/banner.js", Accept_Encoding="gzip")
        self.assertEqual((fresh.status, fresh.get("Content-Encoding")), (200, "gzip"))
        answer = self.choose()
        self.assertEqual(answer.status, 201, answer.body)
        self.assertEqual(set(answer.cookies()), {"pcid", "pctx"})
        erased = self.ask("DELETE", f"{SITES}/consents/current", Origin=ORIGIN,
                          Cookie=f"pcid={answer.cookies()['pcid'][0]}")
        self.assertIn(erased.status, (200, 202))
        kept = [path.name for path in (self.folder / "site" / BASE.strip("/") / "kept").iterdir()]
        for path in ("config.php", "htaccess", ".htaccess", "", "kept/", f"kept/{kept[0]}"):
            self.assertIn(self.ask("GET", f"{BASE}/{path}").status, (403, 404), path)
        self.hang()
        again = self.ask("GET", f"{SITES}/banner.js", Accept_Encoding="gzip")
        self.assertEqual((again.status, again.body), (200, fresh.body))


class Upstream(http.server.BaseHTTPRequestHandler):
    """A service that is not what it should be; it keeps what it was asked."""

    def answer(self):
        self.server.asked.append((self.command, self.path, self.headers.items()))
        self.send_response(self.server.status)
        for name, value in self.server.fields:
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(self.server.body)
        except OSError:
            pass

    do_GET = do_POST = do_DELETE = do_OPTIONS = do_HEAD = answer

    def log_message(self, *_):
        pass


@unittest.skipIf(MISSING, "needs php with curl")
class Bounds(TestCase):
    """What the relay hands on, before a service that writes down what it was asked."""

    scheme = "http"
    run_front, connect, ask = front.Front.run_front, front.Front.connect, front.Front.ask

    def setUp(self):
        super().setUp()
        self.upstream = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
        self.upstream.asked, self.upstream.fields = [], []
        self.upstream.status, self.upstream.body = 200, b"{}"
        threading.Thread(target=self.upstream.serve_forever, daemon=True).start()
        self.addCleanup(self.upstream.server_close)
        self.addCleanup(self.upstream.shutdown)
        start_relay(self, f"http://127.0.0.1:{self.upstream.server_port}{BASE}")

    def test_other_paths_and_methods_reach_nobody(self):
        hash_ = "0" * 64
        for path in (f"{BASE}/", f"{BASE}/v1/sites/other.fr/banner.js", f"{BASE}/metrics",
                     f"{BASE}/v1/sites/{SITE}", f"{SITES}/banner.js/", f"{SITES}/../x/banner.js",
                     f"{SITES}/banner.js%00", f"{SITES}/banner%2ejs", f"{SITES}/banner.js%0a",
                     f"{BASE}/v1/banner/{hash_}.css", f"{BASE}/v1/banner/../../{hash_}.js",
                     f"{BASE}/log/checkpoint", f"{BASE}/http://192.0.2.1/banner.js",
                     f"{BASE}/index.php/v1/sites/{SITE}/banner.js", f"{BASE}//v1/sites/{SITE}"):
            self.assertEqual(self.ask("GET", path).status, 404, path)
        for method in ("PUT", "PATCH", "TRACE", "POST", "DELETE"):
            answer = self.ask(method, f"{SITES}/banner.js", Content_Type="application/json")
            self.assertIn(answer.status, (405, 501), method)
        self.assertEqual(self.ask("PUT", f"{SITES}/consents").status, 405)
        self.assertIn(self.ask("GET", f"{SITES}/cookies.json?name=" + "x" * 4000).status, (414,))
        self.assertEqual(self.ask("GET", f'{SITES}/cookies.json?name="<').status, 400)
        self.assertEqual(self.upstream.asked, [])

    def test_of_the_visitor_only_what_the_service_reads_is_handed_on(self):
        self.ask("POST", f"{SITES}/consents", "{}", Origin=ORIGIN,
                 Content_Type="application/json", Authorization="Basic c2VjcmV0",
                 X_Forwarded_For="192.0.2.1", Referer="https://www.ameli.fr/page",
                 User_Agent="a browser", X_Http_Method_Override="DELETE",
                 Cookie="PHPSESSID=secret; pcid=a; pcid_retry=b; xpcid=c; pctx=d; wordpress=e")
        method, path, fields = self.upstream.asked[0]
        fields = {name.lower(): value for name, value in fields}
        self.assertEqual((method, path), ("POST", f"{SITES}/consents"))
        self.assertEqual(fields["cookie"], "pcid=a; pcid_retry=b; pctx=d")
        self.assertEqual(fields["x-forwarded-for"], "127.0.0.1")
        self.assertEqual(fields["origin"], ORIGIN)
        self.assertEqual(set(fields) - {"host", "accept", "content-length"},
                         {"cookie", "x-forwarded-for", "origin", "content-type", "user-agent"})
        self.assertEqual(fields["user-agent"], "temoin-relay")

    def test_of_a_document_it_says_whether_a_page_asked(self):
        self.ask("GET", f"{SITES}/banner.js", Sec_Fetch_Site="same-origin",
                 Sec_Fetch_Dest="script", Sec_Fetch_Mode="no-cors", Origin=ORIGIN,
                 Cookie="pcid=a", Referer="https://www.ameli.fr/page")
        _, path, fields = self.upstream.asked[0]
        self.assertEqual(path, f"{SITES}/banner.js")
        fields = {name.lower(): value for name, value in fields}
        self.assertEqual((fields["sec-fetch-site"], fields["sec-fetch-dest"]),
                         ("same-origin", "script"))
        self.assertFalse({"cookie", "origin", "referer", "sec-fetch-mode"} & set(fields))

    def test_of_the_answer_only_the_services_own_is_given(self):
        self.upstream.fields = [("Set-Cookie", "pcid=1; Secure"), ("Set-Cookie", "other=2"),
                                ("Set-Cookie", "pctx=3; Secure"), ("Location", "https://x.test/"),
                                ("X-Powered-By", "x"), ("Refresh", "0; url=https://x.test/"),
                                ("Cache-Control", "private, no-store")]
        answer = self.ask("GET", f"{SITES}/consents/current")
        self.assertEqual(answer.all("Set-Cookie"), ["pcid=1; Secure", "pctx=3; Secure"])
        for name in ("Location", "Refresh", "X-Powered-By"):
            self.assertIsNone(answer.get(name), name)
        document = self.ask("GET", f"{SITES}/config.json", Cookie="pcid=a")
        self.assertEqual(document.all("Set-Cookie"), [])
        self.assertNotIn("cookie", [name.lower() for name, _ in self.upstream.asked[-1][2]])

    def test_a_redirection_is_not_followed_and_names_no_other_place(self):
        self.upstream.status = 302
        self.upstream.fields = [("Location", f"http://127.0.0.1:{self.upstream.server_port}/x")]
        answer = self.ask("GET", f"{SITES}/banner.js")
        self.assertEqual((answer.status, answer.get("Location")), (302, None))
        self.assertEqual(len(self.upstream.asked), 1)

    def test_an_answer_without_end_is_cut(self):
        self.upstream.body = b"x" * (5 * 1024 * 1024)
        self.assertEqual(self.ask("GET", f"{SITES}/consents/current").status, 504)

    def test_a_body_of_another_kind_or_size_reaches_nobody(self):
        for kind in ("text/plain", "multipart/form-data; boundary=x",
                     "application/x-www-form-urlencoded", "application/jsonx"):
            answer = self.ask("POST", f"{SITES}/consents", "{}", Content_Type=kind)
            self.assertEqual(answer.status, 415, kind)
        big = self.ask("POST", f"{SITES}/consents", "x" * 70000, Content_Type="application/json")
        self.assertEqual(big.status, 413)
        self.assertEqual(self.upstream.asked, [])

    def test_a_setting_that_is_wrong_is_named(self):
        good = {"service": "https://consentement.example.fr/consentement", "site": SITE}
        for change, said in (({"service": "http://consentement.example.fr/consentement"}, "https"),
                             ({"service": "file:///etc/passwd"}, "https"),
                             ({"service": ""}, "https"),
                             ({"service": "https://u@x.fr/consentement"}, "https"),
                             ({"service": "https://consentement.example.fr/other"}, BASE),
                             ({"site": "../x"}, "site"),
                             ({"host": "www.ameli.fr\r\nX: y"}, "host"), ({"site": "a\n"}, "site")):
            text = json.dumps(json.dumps({**good, **change}))
            (self.relay / "config.php").write_text(f"<?php return json_decode({text}, true);")
            answer = self.ask("GET", f"{SITES}/banner.js")
            self.assertEqual(answer.status, 500, change)
            self.assertIn(said, answer.json()["detail"])
        (self.relay / "config.php").unlink()
        self.assertIn("config.php", self.ask("GET", f"{SITES}/banner.js").json()["detail"])

    def test_the_shipped_settings_are_a_whole_example(self):
        for name in ("index.php", "config.php"):
            ran = subprocess.run(["php", "-l", ROOT / "packaging/php" / name], capture_output=True)
            self.assertEqual(ran.returncode, 0, ran.stdout)


if __name__ == "__main__":
    unittest.main()
