"""The service behind a real proxy: what pages and visitors meet, whichever proxy it is.

The bound that stands in for "a page goes on" is the client's patience: far over the second that
a proxy's files allow a document, far under the minute that proxies wait by themselves.
"""

import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time

from harness import HOST, ORIGIN, ROOT, SITE, Answer, TestCase, choice

BASE = "/consentement"
SITES = f"{BASE}/v1/sites/{SITE}"
PATIENCE = 5  # seconds
VISITOR = "127.0.0.2"  # an address that no proxy is trusted at


def missing(*programs):
    return not all(shutil.which(each) for each in programs)


class Front(TestCase):
    """A service, and a proxy before it that `start_front` of a subclass starts on `self.port`."""

    scheme = "http"
    options = ()

    def setUp(self):
        super().setUp()
        self.folder.chmod(0o755)  # a proxy may run as another user
        self.server = self.serve("--base-path", BASE, "--trusted-proxy", "127.0.0.1/32",
                                 *self.options, wait_ready=False)
        self.server.wait_for(lambda: self.server.get("/readyz").status == 200, "ready")
        self.addCleanup(self.server.process.send_signal, signal.SIGCONT)
        self.start_front()

    def shipped(self, name, changes):
        """A file of packaging/, with other addresses and places."""
        text = (ROOT / "packaging" / name).read_text()
        for before, (after, times) in changes.items():
            self.assertEqual(text.count(before), times, f"{name}: {before}")
            text = text.replace(before, after)
        return text

    def run_front(self, command, **more):
        """Runs the proxy until the test ends; waits for its port to be open."""
        log = self.folder / "front.log"
        with open(log, "w") as output:
            process = subprocess.Popen(command, stdout=output, stderr=output,
                                       start_new_session=True, **more)
        self.addCleanup(process.wait)
        # With its workers: those of `php -S` outlive it otherwise.
        self.addCleanup(os.killpg, process.pid, signal.SIGTERM)
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                said = "".join(path.read_text() for path in (log, *self.folder.glob("*/error.log")))
                self.assertIsNone(process.poll(), said)
                self.assertLess(time.monotonic(), deadline, said)
                time.sleep(0.05)

    def connect(self, patience=PATIENCE, visitor="127.0.0.1"):
        if self.scheme == "http":
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience,
                                              source_address=(visitor, 0))
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=patience,
                                           source_address=(visitor, 0), context=context)

    def ask(self, method, path, body=None, patience=PATIENCE, visitor="127.0.0.1", **headers):
        link = self.connect(patience, visitor)
        try:
            fields = {"Host": HOST, **{k.replace("_", "-"): v for k, v in headers.items()}}
            link.request(method, path, body, fields)
            response = link.getresponse()
            return Answer(response, response.read())
        finally:
            link.close()

    def config(self):
        return self.ask("GET", f"{SITES}/config.json").json()

    def choose(self, body=None, **more):
        return self.ask("POST", f"{SITES}/consents", body or json.dumps(choice(self.config())),
                        Origin=ORIGIN, Content_Type="application/json", **more)

    def hang(self):
        self.server.process.send_signal(signal.SIGSTOP)
        threads = pathlib.Path(f"/proc/{self.server.process.pid}/task")

        def stopped():
            return all((each / "stat").read_text().rsplit(")", 1)[1].split()[0] == "T"
                       for each in threads.iterdir())
        self.server.wait_for(stopped, "stopped")

    def go_on(self):
        self.server.process.send_signal(signal.SIGCONT)


class Promises:
    """What each proxy's files promise; beside `Front` in a test case."""

    kept_pages = True  # cookies and preferences, which are no files

    def settle(self):
        """Until the proxy holds kept documents to be stale."""
        time.sleep(2.5)

    def documents(self):
        revision = self.config()["revision"]
        leaves = ["banner.js", "config.json", "cookies.json"]
        if self.kept_pages:
            leaves += ["cookies", "preferences", "cookies.json?name=pcid"]
        return [f"{SITES}/{leaf}" for leaf in leaves] + [f"{BASE}/v1/revisions/{revision}"]

    def test_a_page_gets_the_kept_documents_of_a_service_that_hangs_or_is_down(self):
        paths = self.documents()
        spelled = {"": "", "gzip, deflate, br, zstd": "br", "br;q=0, gzip": "gzip"}
        fresh = {(path, asked): self.ask("GET", path, Accept_Encoding=asked)
                 for path in paths for asked in spelled}
        for asked in fresh:
            self.assertEqual(fresh[asked].status, 200, asked)
        self.settle()
        self.hang()
        for stop in (lambda: None, self.server.kill):
            stop()
            for (path, asked), before in fresh.items():
                answer = self.ask("GET", path, Accept_Encoding=asked)
                self.assertEqual(answer.status, 200, (path, asked, answer.body))
                self.assertEqual(answer.get("Access-Control-Allow-Origin"), "*", path)
                self.assertEqual(answer.get("Content-Type").split(";")[0],
                                 before.get("Content-Type").split(";")[0], path)
                if self.kept_pages:  # else one file serves each way of asking
                    self.assertEqual(answer.body, before.body, (path, asked))
                elif not asked:
                    self.assertEqual(answer.body, before.body, path)
            versioned = self.ask("GET", f"{SITES}/banner.js?v=20261126", Accept_Encoding="")
            self.assertEqual(versioned.body, fresh[f"{SITES}/banner.js", ""].body)

    def test_the_service_sees_that_a_page_asks_for_the_script(self):
        answer = self.ask("GET", f"{SITES}/banner.js", Sec_Fetch_Dest="script",
                          Sec_Fetch_Site="same-origin")
        self.assertEqual(answer.status, 200)
        self.assertIn(f'temoin_script_seen_timestamp_seconds{{site="{SITE}"}} ',
                      self.server.staff("/metrics").body.decode())

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
        self.assertEqual(len(statuses), 20)
        self.assertLessEqual(set(statuses), {502, 503, 504})

    def test_a_choice_and_an_erasure_may_take_longer_than_a_document(self):
        body = json.dumps(choice(self.config()))
        self.hang()
        self.ask("GET", f"{SITES}/preferences?unkept")  # a document's timeout is its own
        timer = threading.Timer(3, self.go_on)
        timer.start()
        answer = self.choose(body, patience=30)
        self.assertEqual(answer.status, 201, answer.body)
        timer.join()
        token = answer.cookies()["pcid"][0]
        self.hang()
        timer = threading.Timer(3, self.go_on)
        timer.start()
        answer = self.ask("DELETE", f"{SITES}/consents/current", patience=30, Origin=ORIGIN,
                          Cookie=f"pcid={token}")
        self.assertIn(answer.status, (200, 202), answer.body)
        timer.join()

    def test_a_choice_is_answered_as_without_a_proxy(self):
        answer = self.choose()
        self.assertEqual(answer.status, 201, answer.body)
        choices = [line for line in answer.all("Set-Cookie") if line.startswith("pcid=")]
        self.assertRegex(choices[0], r"Domain=ameli\.fr.*HttpOnly|HttpOnly.*Domain=ameli\.fr")
        self.assertEqual(set(answer.cookies()), {"pcid", "pctx"})
        token = answer.cookies()["pcid"][0]
        mine = self.ask("GET", f"{SITES}/consents/current", Cookie=f"a=b; pcid={token}")
        self.assertEqual(mine.json()["status"], "valid")
        others = self.ask("GET", f"{SITES}/consents/current")
        self.assertEqual(others.json()["status"], "none")

    def test_a_document_is_fetched_without_the_visitors_cookies(self):
        answer = self.ask("GET", f"{SITES}/banner.js", Cookie="pcid=" + "x" * 3000)
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.all("Set-Cookie"), [])

    def test_a_publication_is_found_past_what_is_kept(self):
        before = self.config()["revision"]
        asked = self.ask("GET", f"{SITES}/config.json?revision={before}")
        self.assertEqual(asked.json()["revision"], before)

    def test_an_odd_path_takes_no_documents_place(self):
        for odd in (f"{BASE}//v1/sites/{SITE}/banner.js", f"{BASE}/v1/sites/x/../{SITE}/banner.js",
                    f"{BASE}/v1/sites/{SITE}/banner.js/../../x"):
            self.ask("GET", odd)
        self.assertIn(b"temoin", self.ask("GET", f"{SITES}/banner.js", Accept_Encoding="").body)

    def test_too_long_a_body_is_refused(self):
        answer = self.choose("x" * (66 * 1024))
        self.assertEqual(answer.status, 413)


class Limited:
    """Whom the service counts, behind a proxy: beside `Front`, which it gives a limit."""

    options = ("--rate-limit", "5")

    def wanted(self, **more):
        return [self.ask("POST", f"{BASE}/v1/sites/{SITE}/consents", "{}", Origin=ORIGIN,
                         Content_Type="application/json", **more).status for _ in range(8)]

    def test_a_client_is_counted_by_its_address_whatever_it_claims(self):
        statuses = []
        for number in range(8):
            statuses += [self.ask("POST", f"{SITES}/consents", "{}", Origin=ORIGIN,
                                  Content_Type="application/json", visitor=VISITOR,
                                  X_Forwarded_For=f"192.0.2.{number}").status]
        self.assertIn(429, statuses, "a claimed address was believed")
        self.assertNotIn(429, self.wanted(visitor="127.0.0.3")[:4], "clients are one client")
