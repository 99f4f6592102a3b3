"""A real `temoin serve` on a fresh data directory, and a client that sees every byte.

Servers take any free port and say which; tests may run side by side. TEMOIN_BINARY names the
program (default: build/release/temoin).
"""

import base64
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BINARY = os.environ.get("TEMOIN_BINARY", str(ROOT / "build/release/temoin"))
SITE = "ameli.fr"
ORIGIN = "https://www.ameli.fr"
HOST = "www.ameli.fr"
CONSENTS = f"/v1/sites/{SITE}/consents"
CURRENT = f"{CONSENTS}/current"
START_TIMEOUT = 60.0  # a sanitizer build on a busy machine


def free_ports(count):
    """Ports of 127.0.0.1 that nothing listens on at this moment."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Answer:
    """One HTTP answer, read whole."""

    def __init__(self, response, body):
        self.status = response.status
        self.headers = response.getheaders()
        self.body = body

    def all(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def get(self, name, default=None):
        values = self.all(name)
        return values[0] if values else default

    def json(self):
        return json.loads(self.body)

    def cookies(self):
        """{name: (value, attributes in lower case)} of Set-Cookie."""
        out = {}
        for line in self.all("Set-Cookie"):
            pair, *rest = line.split("; ")
            name, value = pair.split("=", 1)
            out[name] = (value, [item.lower() for item in rest])
        return out


class Server:
    """One server process. `data` and `catalog` are folders; use as a context manager."""

    def __init__(self, data, catalog=None, *options, limits=None, wait_ready=True,
                 env=None):
        self.data = pathlib.Path(data)
        self.log_path = pathlib.Path(str(data) + ".log")
        self.log = open(self.log_path, "ab")
        command = [BINARY, "serve", "--data", str(data),
                   "--catalog", str(catalog or ROOT / "catalog"),
                   "--listen", "127.0.0.1:0", "--staff-listen", "127.0.0.1:0",
                   *([] if {"--rate-limit", "--config"} & {*options} else
                     ["--rate-limit", "0"]), *options]
        locale = {"LC_ALL": "C.UTF-8"}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, text=True,
                                        preexec_fn=limits,
                                        env={**(os.environ if env is None else env), **locale})
        self.port = self.staff_port = None
        self.said = []
        watchdog = threading.Timer(START_TIMEOUT, self.process.kill)
        watchdog.start()
        for line in self.process.stdout:
            self.said.append(line)
            for name, words in (("port", "Public API|API publique"),
                                ("staff_port", "Staff console|personnel")):
                found = re.search(rf"(?:{words}).*http://127\.0\.0\.1:(\d+)", line)
                if found:
                    setattr(self, name, int(found.group(1)))
            if self.port and self.staff_port:
                break
        watchdog.cancel()
        # Whatever is printed later must not fill the pipe.
        self.drain = threading.Thread(target=self.process.stdout.read, daemon=True)
        self.drain.start()
        if not self.port:
            self.process.wait()
            said = self.tail()
            self.__exit__()
            raise RuntimeError(f"temoin ended with {self.process.returncode}: {said}")
        if wait_ready:
            try:
                self.wait_for(lambda: self.get("/readyz").status == 200, "ready")
            except BaseException:
                self.__exit__()  # nobody else knows of this process yet
                raise

    def wait_for(self, true, what, timeout=30.0):
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if true():
                return
            time.sleep(0.02)
        raise AssertionError(f"not {what} within {timeout} s: {self.tail()}")

    def wait_signed(self, size):
        """Waits for a checkpoint of at least so many entries; a new log has none for a moment."""
        def signed():
            note = self.get("/log/checkpoint")
            return note.status == 200 and int(note.body.split(b"\n")[1]) >= size
        self.wait_for(signed, "signed")

    def tail(self):
        return self.log_path.read_text(errors="replace")[-3000:]

    def logged(self):
        return self.log_path.read_text(errors="replace")

    def connect(self, port=None):
        return http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=30)

    def request(self, method, path, body=None, headers=None, port=None):
        connection = self.connect(port)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Answer(response, response.read())
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.request("GET", path,
                            headers={k.replace("_", "-"): v for k, v in headers.items()})

    def staff(self, path, method="GET", body=None, headers=None):
        return self.request(method, path, body, headers, port=self.staff_port)

    def raw(self, data, port=None):
        """Sends bytes as they are, reads until the server closes."""
        with socket.create_connection(("127.0.0.1", port or self.port), timeout=30) as link:
            link.sendall(data)
            link.shutdown(socket.SHUT_WR)
            out = b""
            while True:
                piece = link.recv(65536)
                if not piece:
                    return out
                out += piece

    # ---- the visitor's side ----

    def config(self, site=SITE):
        return self.get(f"/v1/sites/{site}/config.json").json()

    def choose(self, body, token=None, **headers):
        """POSTs a choice; `body` is a dict, or bytes sent as they are."""
        fields = {"Content-Type": "application/json", "Origin": ORIGIN, "Host": HOST}
        fields.update({k.replace("_", "-"): v for k, v in headers.items()})
        fields = {k: v for k, v in fields.items() if v is not None}
        if token:
            fields["Cookie"] = f"pcid={token}"
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.request("POST", CONSENTS, data, fields)

    def current(self, token=None, **headers):
        fields = {"Host": HOST, **{k.replace("_", "-"): v for k, v in headers.items()}}
        if token:
            fields["Cookie"] = f"pcid={token}"
        return self.request("GET", CURRENT, headers=fields)

    def erase(self, token, **headers):
        fields = {"Host": HOST, "Origin": ORIGIN, **headers}
        if token:
            fields["Cookie"] = f"pcid={token}"
        return self.request("DELETE", CURRENT, headers=fields)

    # ---- the operator's side ----

    def hangup(self):
        self.process.send_signal(signal.SIGHUP)

    def stop(self, timeout=60.0):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.kill()
        self.drain.join(5)
        self.process.stdout.close()
        self.log.close()


def refusable(config):
    return [service["id"] for purpose in config["purposes"] if purpose["basis"] != "exempt"
            for service in purpose["services"]]


def reading(site, **shares):
    """A site of which the banner reads so much for itself, with the analysis written down."""
    site["settings"].update(shares)
    for name in shares:
        site.setdefault("waivers", []).append(
            {"rule": "observed-without-basis", "subject": name, "until": "2027-06-30",
             "reason": {"fr": "Analyse d’essai.", "en": "A test’s analysis."}})


def choice(config, accept=True, **changes):
    """A valid body. `accept`: one answer for all, or {service: bool} over False for the others."""
    services = refusable(config)
    if isinstance(accept, dict):
        decisions, action = {s: accept.get(s, False) for s in services}, "save"
    else:
        decisions = dict.fromkeys(services, accept)
        action = "accept_all" if accept else "refuse_all"
    return {"revision": config["revision"], "decisions": decisions, "action": action,
            "layer": "banner", "language": "fr", "gpc": False, **changes}


def a_key():
    """That a page draws for a choice."""
    return base64.urlsafe_b64encode(os.urandom(16)).rstrip(b"=").decode()


def bytes_of(folder):
    """Every byte of every file below a folder, as {path: bytes}."""
    return {path: path.read_bytes() for path in pathlib.Path(folder).rglob("*") if path.is_file()}


class TestCase(unittest.TestCase):
    """A test with a folder of its own; the servers it starts are gone when it ends."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="temoin-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    made = {}  # by once()

    def once(self, make):
        """Runs `make`, which ends with its servers stopped, for the first test; those after it get
        a copy of the folder and of the attributes that it left."""
        if make.__qualname__ in self.made:
            kept, attributes = self.made[make.__qualname__]
            shutil.copytree(kept, self.folder, dirs_exist_ok=True)
            self.__dict__.update(attributes)
            return
        before = set(self.__dict__)
        make()
        kept = pathlib.Path(tempfile.mkdtemp(prefix="temoin-made-"))
        unittest.addModuleCleanup(shutil.rmtree, kept)
        unittest.addModuleCleanup(self.made.pop, make.__qualname__)
        shutil.copytree(self.folder, kept, dirs_exist_ok=True)
        self.made[make.__qualname__] = kept, {
            name: value for name, value in self.__dict__.items()
            if name not in before and not isinstance(value, Server)}

    def serve(self, *options, data="data", catalog=None, **more):
        server = Server(self.folder / data, catalog, *options, **more)
        self.addCleanup(server.__exit__)
        return server

    def acknowledge_loss(self):
        """Takes note of what the start of `self.server` found to be lost: it records again."""
        taken = command("restore", "--acknowledge-loss", "--data", self.server.data)
        self.assertEqual(taken.returncode, 0, taken.stderr)
        self.server.wait_for(lambda: self.server.get("/readyz").status == 200, "ready")

    def copy_catalog(self):
        catalog = self.folder / "catalog"
        for part in ("sites", "vendors"):
            shutil.copytree(ROOT / "catalog" / part, catalog / part)
        return catalog

    def edit_site(self, catalog, change, site=SITE):
        path = catalog / "sites" / f"{site}.json"
        document = json.loads(path.read_text())
        change(document)
        path.write_text(json.dumps(document, ensure_ascii=False))

    def assert_problem(self, answer, status, pointer=None):
        self.assertEqual(answer.status, status, answer.body)
        self.assertEqual(answer.get("Content-Type"), "application/problem+json")
        problem = answer.json()
        self.assertEqual(problem["status"], status)
        for member in ("type", "title", "detail"):
            self.assertTrue(problem[member], problem)
        if pointer is not None:
            self.assertEqual(problem.get("pointer"), pointer, problem)
        return problem


def command(*arguments, timeout=60, env=None, **more):
    """Runs one temoin command: in French where webmasters and visitors read, else in English.

    test_languages has every command in both.
    """
    french = arguments and arguments[0] in ("audit", "catalog", "receipt")
    locale = {"LC_ALL": "fr_FR.UTF-8" if french else "C.UTF-8"}
    return subprocess.run([BINARY, *map(str, arguments)], capture_output=True, text=True,
                          timeout=timeout, env={**(os.environ if env is None else env), **locale},
                          **more)
