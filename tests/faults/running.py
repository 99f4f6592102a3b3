"""A running `temoin serve` for the fault tests, and clients that remember what was acknowledged."""

import contextlib
import http.client
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SITE = "ameli.fr"
ORIGIN = "http://www.ameli.localhost"


def free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Service:
    """One server process on a data directory. Use as a context manager."""

    def __init__(self, binary, data, environment=None, timeout=20.0,
                 catalog=ROOT / "catalog"):
        self.port, self.staff_port = free_port(), free_port()
        self.log_path = pathlib.Path(str(data) + ".log")
        self.log = open(self.log_path, "ab")
        self.process = subprocess.Popen(
            [binary, "serve", "--data", str(data), "--catalog", str(catalog),
             "--listen", f"127.0.0.1:{self.port}", "--staff-listen", f"127.0.0.1:{self.staff_port}",
             "--allow-origin", ORIGIN, "--rate-limit", "0"],
            stdout=self.log, stderr=self.log, env={**os.environ, **(environment or {})})
        try:
            self._wait_ready(timeout)
        except BaseException:  # told to end, too
            self.kill()
            raise

    def _wait_ready(self, timeout):
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"temoin ended with {self.process.returncode}: {self.tail()}")
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = self.connect()
                connection.request("GET", "/readyz")
                if connection.getresponse().status == 200:
                    return
            time.sleep(0.01)
        raise RuntimeError(f"temoin was not ready within {timeout} s: {self.tail()}")

    def tail(self):
        return self.log_path.read_text(errors="replace")[-2000:]

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.log.close()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=30)
        self.log.close()
        return code

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.kill()


def configuration(service):
    connection = service.connect()
    connection.request("GET", f"/v1/sites/{SITE}/config.json")
    return json.loads(connection.getresponse().read())


def refusable_services(config):
    return [item["id"] for purpose in config["purposes"] if purpose["basis"] != "exempt"
            for item in purpose["services"]]


def choice_body(config, decide):
    decisions = {item: decide(item) for item in refusable_services(config)}
    return json.dumps({"revision": config["revision"], "decisions": decisions, "action": "save",
                       "layer": "banner", "language": "fr", "gpc": False})


def post_choice(connection, body):
    """Returns (status, answer, token); OSError or HTTPException when the connection breaks."""
    connection.request("POST", f"/v1/sites/{SITE}/consents", body,
                       {"Content-Type": "application/json", "Origin": ORIGIN,
                        "Host": "www.ameli.localhost"})
    answer = connection.getresponse()
    content = answer.read()
    token = None
    for name, value in answer.getheaders():
        if name.lower() == "set-cookie" and value.startswith("pcid="):
            token = value[5:].split(";")[0]
    return answer.status, content, token


def current(connection, token):
    connection.request("GET", f"/v1/sites/{SITE}/consents/current",
                       headers={"Cookie": f"pcid={token}", "Host": "www.ameli.localhost"})
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


def load(service, clients, until, on_acknowledged, seed=1):
    """Posts random choices from `clients` connections until `until()` or the service is gone."""
    config = configuration(service)

    def run(number):
        rng = random.Random(seed * 1000 + number)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = service.connect()
            while not until():
                body = choice_body(config, lambda _: rng.random() < 0.5)
                status, content, token = post_choice(connection, body)
                if status == 201:
                    on_acknowledged(token, json.loads(content))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    return threads
