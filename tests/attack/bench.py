"""What each attack has, and how it says that something got through."""

import pathlib
import random
import re
import socket
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/integration"))

import harness  # noqa: E402
from harness import choice  # noqa: E402

PATIENCE = 20.0


class Fell(Exception):
    """An attack that got through."""


def expect(held, what):
    if not held:
        raise Fell(what)


class Bench:
    """What one attack has: a folder, a server, chance, and how long random ones may go on."""

    def __init__(self, folder, seed, seconds):
        self.folder = pathlib.Path(folder)
        self.random = random.Random(seed)
        self.seconds = seconds
        self.server = None

    def serve(self, *options, **more):
        self.server = harness.Server(self.folder / "data", more.pop("catalog", None), *options,
                                     **more)
        return self.server

    def links(self, count, data=b"", port=None):
        """Open connections that have sent `data` and wait."""
        out = []
        for _ in range(count):
            link = socket.create_connection(("127.0.0.1", port or self.server.port),
                                            timeout=PATIENCE)
            out.append(link)
            if data:
                link.sendall(data)
        return out

    def says(self, data, port=None):
        """The status of the first answer to these bytes, 0 when the connection just ends."""
        try:
            answer = self.server.raw(data, port)
        except (ConnectionError, BrokenPipeError):
            return 0
        found = re.match(rb"HTTP/1\.1 (\d{3}) ", answer)
        return int(found.group(1)) if found else 0

    def visitor(self):
        """A visitor's whole way: the documents, a choice, and its standing."""
        config = self.server.config()
        given = self.server.choose(choice(config, True))
        expect(given.status in (200, 201), f"a visitor's choice was answered {given.status}")
        return given

    def connections(self):
        told = self.server.staff("/metrics")
        text = told.body.decode()
        found = re.search(r'^temoin_connections\{listener="public"\} (\d+)', text, re.M)
        expect(found, f"the measurements were answered {told.status}: {text[:200]}")
        return int(found.group(1))

    def token(self, role):
        made = harness.command("token", "create", "--data", self.server.data, "--role", role,
                               "--name", role)
        expect(made.returncode == 0, made.stderr)
        return made.stdout.strip()


def request(head, body=b"", host="x"):
    return head + b"\r\nHost: " + host.encode() + b"\r\n\r\n" + body
