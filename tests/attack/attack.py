#!/usr/bin/env python3
"""Attacks a real server over the loopback and says what held.

Each attack has a server of its own and counts what it tried. Afterwards the server must still run,
answer a visitor, have had no handler that failed, and stop when it is told to. Everything is
bounded: a wait that is over its time is a fault, not a hang. `scripts/attack --help` says more.
"""

import argparse
import concurrent.futures
import contextlib
import json
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/integration"))

import harness  # noqa: E402
from harness import CONSENTS, CURRENT, HOST, ORIGIN, SITE, choice  # noqa: E402

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


# ---- attacks: each returns how many things it tried ----

def framing(bench):
    """requests that two servers would cut differently, or that no server should believe"""
    bench.serve()
    post = f"POST {CONSENTS} HTTP/1.1\r\nHost: {HOST}\r\n".encode()
    get = b"GET /v1/sites HTTP/1.1\r\nHost: x\r\n"
    odd = [
        post + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        post + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        post + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        post + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
        post + b"Transfer-encoding : chunked\r\n\r\n0\r\n\r\n",
        post + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        post + b"Content-Length: 5, 5\r\n\r\nhello",
        post + b"Content-Length: +5\r\n\r\nhello",
        post + b"Content-Length: 0x5\r\n\r\nhello",
        post + b"Content-Length: 5 \x00\r\n\r\nhello",
        post + b"Content-Length: 99999999999999999999\r\n\r\nhello",
        post + b"Content-Length: -1\r\n\r\nhello",
        post + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
        post + b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\nhello",
        get + b" folded: x\r\n\r\n", get + b"X: a\r\n b\r\n\r\n", get + b"X : a\r\n\r\n",
        get + b"X\x00: a\r\n\r\n", get + b"X: a\x00b\r\n\r\n", get + b"X: a\rb\r\n\r\n",
        get + b"no colon\r\n\r\n", get + b": empty\r\n\r\n", get + b"Host: y\r\n\r\n",
        b"GET /v1/sites HTTP/1.1\r\n\r\n", b"GET /v1/sites HTTP/1.1\r\nHost: a b\r\n\r\n",
        b"GET http://x/v1/sites HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET //x/v1/sites HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET * HTTP/1.1\r\nHost: x\r\n\r\n", b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        b"CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", b"TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /v1/sites HTTP/2.0\r\nHost: x\r\n\r\n", b"GET /v1/sites HTTP/1.1 \r\nHost: x\r\n\r\n",
        b"GET  /v1/sites HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET\t/v1/sites HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /v1/sites\x00 HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /v1/sites\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        get + b"X: " + b"a" * 9000 + b"\r\n\r\n", get + b"X: a\r\n" * 101 + b"\r\n",
        b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", get + b"X: aaaa\r\n" * 4000,
    ]
    for data in odd:
        status = bench.says(data)
        expect(status == 0 or 400 <= status < 600, f"{data[:70]!r} was answered {status}")
        # What comes behind it is another's, and must not be answered as theirs.
        both = bench.server.raw(data + get + b"\r\n")
        expect(both.count(b"HTTP/1.1 200") == 0, f"{data[:70]!r} smuggled a request")
    return 2 * len(odd)


def noise(bench):
    """random bytes, and good requests with random edits, on both listeners"""
    server = bench.serve()
    body = json.dumps(choice(server.config(), True)).encode()
    good = [
        f"GET /v1/sites/{SITE}/config.json HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode(),
        f"GET {CURRENT} HTTP/1.1\r\nHost: {HOST}\r\nCookie: pcid={'A' * 32}\r\n\r\n".encode(),
        f"POST {CONSENTS} HTTP/1.1\r\nHost: {HOST}\r\nOrigin: {ORIGIN}\r\nContent-Type: "
        f"application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body,
        b"GET /log/tile/0/000 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Content-Length: 13\r\n\r\n" + b'{"token":"a"}',
        b"GET /v1/consents/7 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer abc\r\n\r\n",
    ]
    tried = 0
    until = time.monotonic() + bench.seconds
    while time.monotonic() < until:
        chance = bench.random
        if chance.random() < 0.1:
            data = chance.randbytes(chance.randrange(1, 4096))
        else:
            data = bytearray(chance.choice(good))
            for _ in range(chance.randrange(1, 6)):
                at = chance.randrange(len(data))
                what = chance.randrange(4)
                if what == 0:
                    data[at] = chance.randrange(256)
                elif what == 1:
                    del data[at:at + chance.randrange(1, 20)]
                elif what == 2:
                    data[at:at] = chance.randbytes(chance.randrange(1, 20))
                else:
                    data[at:at] = data[at:at + chance.randrange(1, 200)] * chance.randrange(1, 20)
                data = data or bytearray(b" ")
        port = chance.choice((server.port, server.staff_port))
        status = bench.says(bytes(data), port)
        expect(status != 500, f"{bytes(data)!r} was answered 500")
        tried += 1
    return tried


def slow_requests(bench):
    """thousands of connections that are silent, or never end their head or body"""
    server = bench.serve()
    kinds = (b"", b"GET /v1/sites HTTP/1.1\r\nHos", b"\r",
             f"POST {CONSENTS} HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n{{".encode())
    links = []
    try:
        for kind in kinds:
            links += bench.links(800, kind)
            for _ in range(5):
                bench.visitor()
        open_now = bench.connections()
        expect(open_now <= 2200, f"{open_now} connections of one address stay open")
    finally:
        for link in links:
            link.close()
    server.wait_for(lambda: bench.connections() < 50, "rid of them")
    return len(links)


def unread_answers(bench):
    """clients that ask for much and read nothing"""
    server = bench.serve()
    asked = f"GET /v1/sites/{SITE}/config.json HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode() * 400
    links = []
    try:
        for _ in range(60):
            link = socket.socket()
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            link.settimeout(PATIENCE)
            link.connect(("127.0.0.1", server.port))
            links.append(link)
            link.sendall(asked[:20000])
        for _ in range(20):
            bench.visitor()
        worst = 0
        port = f":{server.port:04X} "
        for line in pathlib.Path(f"/proc/{server.process.pid}/net/tcp").read_text().splitlines():
            fields = line.split()
            if fields[1].endswith(port.strip()) and fields[3] == "01":
                worst = max(worst, int(fields[4].split(":")[0], 16))
        expect(worst <= 512 * 1024, f"{worst} bytes of one unread answer wait in the kernel")
    finally:
        for link in links:
            link.close()
    return len(links)


def greedy(bench):
    """hundreds of requests in one packet, from several at once, while visitors ask"""
    bench.serve()
    asked = request(b"GET /v1/sites/" + SITE.encode() + b"/config.json HTTP/1.1", host=HOST)
    links = bench.links(8)
    tried = 0
    for link in links:
        link.setblocking(False)
    for _ in range(100):
        for link in links:
            try:
                tried += link.send(asked * 300) // len(asked)
            except BlockingIOError:
                pass
            try:
                link.recv(1 << 16)
            except BlockingIOError:
                pass
    bench.visitor()
    for link in links:
        link.close()
    return tried


def paths(bench):
    """spellings of paths that a proxy would have closed"""
    server = bench.serve()
    closed = ["/metrics", "/healthz", "/readyz", "/log/checkpoint"]
    tried = 0
    for path in closed:
        for spelled in (f"/%2f{path[1:]}", f"/.{path}", f"/a/..{path}", f"/{path}", f"{path}/",
                        f"{path}%00", f"{path};x", path.replace("/", "%2f"), f"/%2e{path}",
                        f"{path}%0d%0a", f"\\{path[1:]}", path.upper()):
            status = bench.says(request(f"GET {spelled} HTTP/1.1".encode()))
            expect(status in (0, 400, 404), f"{spelled} was answered {status}")
            tried += 1
    for name in ("../../etc/passwd", "..%2f..%2fserver.key", "temoin.db", "server.key", "log.key"):
        for base in ("/log/", "/v1/revisions/", "/v1/banners/", "/demo/", "/"):
            for port in (server.port, server.staff_port):
                status = bench.says(request(f"GET {base}{name} HTTP/1.1".encode(),
                                            host="localhost"), port)
                expect(status in (0, 400, 401, 404), f"{base}{name} was answered {status}")
                tried += 1
    return tried


def bodies(bench):
    """choices that are not what they seem: deep, huge, doubled, of no language"""
    server = bench.serve()
    good = choice(server.config(), True)
    text = json.dumps(good)
    wrong = [
        b"", b"{", b"[]", b"null", b"1e999999", b"[" * 60000, b'{"a":' * 10000, b"\xff\xfe{}",
        b"\x00", b'"' + b"a" * 60000 + b'"', b"1" * 60000, text.encode("utf-16"),
        b"\xef\xbb\xbf" + text.encode(), text.encode() + b"{}", text.encode() + b"\x00",
        (text[:-1] + ', "revision": "x"}').encode(),
        (text[:-1] + ', "decisions": {}}').encode(), (text[:-1] + ', "__proto__": {}}').encode(),
    ]
    for name in good:
        for value in (None, True, -1, 1.5, [], {}, "", "a" * 3000, [[]] * 500, {"a": "b"},
                      "<script>alert(1)</script>", "'; DROP TABLE consent; --", "\ud800",
                      "\u202e", "../../x", 10 ** 30):
            wrong.append(json.dumps({**good, name: value}).encode())
        wrong.append(json.dumps({k: v for k, v in good.items() if k != name}).encode())
    before = int(server.get("/log/checkpoint").body.split(b"\n")[1])
    fits = 0
    for body in wrong:
        answer = server.choose(body)
        expect(answer.status < 500, f"{body[:80]!r} was answered {answer.status}")
        fits += answer.status in (200, 201)
    bench.visitor()
    server.wait_signed(before + 1)
    after = int(server.get("/log/checkpoint").body.split(b"\n")[1])
    expect(after - before <= fits + 1, "a refused choice was recorded")
    return len(wrong)


def cookies(bench):
    """cookies that are many, long, forged, or another's"""
    server = bench.serve()
    token = bench.visitor().cookies()["pcid"][0]
    chance = bench.random
    tried = 0
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    forged = [token[:-1] + chance.choice(letters.replace(token[-1], "")) for _ in range(20)]
    forged += ["".join(chance.choices(letters, k=32)) for _ in range(50)]
    forged += ["", "a", token * 2, token.lower(), "A" * 6000, "\"" + token, "%00" + token]
    for value in forged:
        for ask in (server.current, server.erase):
            answer = ask(value or None)
            expect(answer.status < 500, f"a cookie was answered {answer.status}")
            found = answer.status == 200 and answer.json().get("status") not in (None, "none")
            expect(not found or token in value, f"the cookie {value[:40]!r} opened a record")
            tried += 1
    many = "; ".join(f"pcid={''.join(chance.choices(letters, k=32))}" for _ in range(150))
    answer = server.request("GET", CURRENT, headers={"Host": HOST, "Cookie": many})
    expect(answer.status == 200, f"150 cookies were answered {answer.status}")
    expect(server.current(token).json()["status"] == "valid", "the true token opens no longer")
    return tried + 1


def foreign_pages(bench):
    """pages of others that send, read and erase with a visitor's cookies"""
    server = bench.serve()
    token = bench.visitor().cookies()["pcid"][0]
    body = choice(server.config(), False)
    origins = ["https://evil.example", "null", "https://www.ameli.fr.evil.example",
               "https://evilameli.fr", "http://www.ameli.fr:99999",
               "https://www.ameli.fr@evil.example",
               "HTTPS://WWW.AMELI.FR.", "file://", "https://www.ameli.fr/", "javascript:alert(1)"]
    for origin in origins:
        for answer in (server.choose(body, token, Origin=origin),
                       server.erase(token, Origin=origin)):
            expect(answer.status >= 400, f"{origin} was answered {answer.status}")
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None):
        answer = server.choose(body, token, Content_Type=kind)
        expect(answer.status >= 400, f"a form of type {kind} was answered {answer.status}")
    expect(server.current(token).json()["status"] == "valid", "the choice was changed")
    return 2 * len(origins) + 4


def ranges(bench):
    """writers from all of an IPv6 /48, and forged X-Forwarded-For"""
    def accepted(server, addresses):
        body = choice(server.config(), True)
        told = [server.choose(body, X_Forwarded_For=address).status for address in addresses]
        expect(set(told) <= {201, 429}, f"writers were answered {sorted(set(told))}")
        return told.count(201)
    one = [f"2001:db8:1:{i:x}::1" for i in range(200)]
    server = bench.serve("--rate-limit", "5", "--trusted-proxy", "127.0.0.1/32")
    taken = accepted(server, one)
    expect(5 <= taken <= 5 * 16 + 10, f"a /48 gave {taken} choices, 80 are allowed in a minute")
    expect(accepted(server, ["2001:db8:2::1"]) == 1, "its neighbour is locked out")
    server.stop()
    server.__exit__()
    server = bench.serve("--rate-limit", "5")
    taken = accepted(server, one[:40])
    expect(taken <= 6, f"a client that names others as itself gave {taken} choices")
    server.stop()
    server.__exit__()
    bench.serve()
    return 241


def machines(bench):
    """more choices than a service takes in an hour; banner code that nobody recorded"""
    server = bench.serve("--choices-per-hour", "40")
    config = server.config()
    given = []
    for i in range(80):
        more = {"banner": f"{i:064x}"} if i % 2 else {}
        given.append(server.choose(choice(config, True, **more)))
    taken = sum(answer.status == 201 for answer in given)
    expect(40 <= taken <= 45, f"{taken} choices were taken, 40 are allowed in an hour")
    for answer in given[taken:]:
        expect(answer.status == 503 and answer.get("Retry-After"),
               f"one beyond the cap was answered {answer.status}")
    token = given[0].cookies()["pcid"][0]
    expect(server.current(token).json()["status"] == "valid", "reading is capped, too")
    expect(server.erase(token).status in (200, 202, 204), "erasing is capped, too")
    expect(server.stop() == 0, "it did not stop")
    server.__exit__()
    server = bench.serve()
    made = harness.command("report", "statistics", "--data", server.data, "--site", SITE,
                           "--format", "json")
    marked = json.loads(made.stdout)["marked"]
    expect(marked == taken // 2, f"{marked} choices are marked, {taken // 2} named unknown code")
    return len(given)


def replays(bench):
    """strangers who know key and body of a choice, and senders of the same again and again"""
    server = bench.serve()
    body = choice(server.config(), True, key="A" * 22)
    first = server.choose(body)
    expect(first.status == 201, first.body)
    for _ in range(30):
        again = server.choose(body)
        expect("pcid" not in again.cookies(), "a stranger was given a visitor's token")
    size = int(server.get("/log/checkpoint").body.split(b"\n")[1])
    server.wait_signed(size)
    return 30


def staff_side(bench):
    """wrong bearers, foreign hosts and origins, many sessions, routes of other roles"""
    server = bench.serve()
    right = {"Authorization": "Bearer " + bench.token("auditor")}
    marketing = {"Authorization": "Bearer " + bench.token("marketing")}
    tried = 0
    for i in range(200):
        answer = server.staff("/v1/consents", headers={"Authorization": f"Bearer wrong-{i}"})
        expect(answer.status in (401, 429), f"a wrong bearer was answered {answer.status}")
        tried += 1
    expect(server.staff("/v1/sites", headers=right).status == 200, "the right one is locked out")
    for host in ("evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "[::1].x"):
        answer = server.staff("/v1/sites", headers={**right, "Host": host})
        expect(answer.status in (400, 421), f"Host {host} was answered {answer.status}")
        tried += 1
    for host in ("127.0.0.1", "localhost:9", "[::1]", "192.0.2.7:8081"):
        expect(server.staff("/metrics", headers={"Host": host}).status == 200,
               f"the measurements are not told to who asks {host}")
        tried += 1
    for path in ("/v1/consents", "/v1/consents/0", "/v1/journal", "/v1/export", "/v1/tokens"):
        expect(server.staff(path, headers=marketing).status == 403, f"marketing reads {path}")
        tried += 1
    for value in ("A" * 7000, "\u00e9", "Basic abc", "Bearer", "Bearer  ", "bearer x"):
        answer = server.staff("/v1/sites", headers={"Authorization": value.encode("latin-1")})
        expect(400 <= answer.status < 500, f"a bearer was answered {answer.status}")
        tried += 1
    text = right["Authorization"].split(" ")[1]
    opened = []
    for _ in range(24):
        answer = server.staff("/v1/session", "POST", json.dumps({"token": text}),
                              {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin",
                               "Origin": f"http://127.0.0.1:{server.staff_port}"})
        expect(answer.status in (200, 429), f"a sign-in was answered {answer.status}")
        opened += [cookie.split(";")[0] for cookie in answer.all("Set-Cookie")]
        tried += 1
    still = sum(server.staff("/v1/session", headers={"Cookie": cookie}).status == 200
                for cookie in opened)
    expect(still <= 16, f"{still} sessions of one token at once")
    return tried


def control_socket(bench):
    """nonsense and slow words on the socket in the data directory"""
    server = bench.serve()
    path = str(server.data / "control.sock")
    words = [b'{"operation":5}\n', b"{}\n", b"[]\n", b"null\n", b"\n", b"\x00\n", b"\xff\xfe\n",
             b"{" * 5000 + b"\n", b'{"operation":"publish","arguments":5}\n',
             b'{"operation":"nothing"}\n', b'{"operation":"publish"', b"a" * 200000,
             b'{"operation":"status","arguments":{"a":1}}\n' * 3]
    for word in words:
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(PATIENCE)
            link.connect(path)
            try:
                link.sendall(word)
                link.shutdown(socket.SHUT_WR)
                answer = link.recv(65536)
            except (ConnectionError, BrokenPipeError):
                answer = b""
            expect(b'"result"' not in answer or b'"status"' in word,
                   f"{word[:60]!r} was carried out: {answer[:200]!r}")
    with socket.socket(socket.AF_UNIX) as dripping:
        dripping.settimeout(PATIENCE)
        dripping.connect(path)
        began = time.monotonic()
        try:
            while time.monotonic() < began + 60:
                dripping.sendall(b" ")
                time.sleep(0.2)
        except (ConnectionError, BrokenPipeError):
            pass
        expect(time.monotonic() < began + 55, "a dripping client keeps the socket")
    asked = harness.command("status", "--data", server.data)
    expect(asked.returncode in (0, 1), f"status after it all: {asked.stderr}")
    return len(words) + 1


def odd_files(bench):
    """pipes, devices, links and escapes where the catalogue's files should be"""
    tried = 0
    escape = "\x1b]0;owned\x07\x1b[2J"
    makers = {
        "a pipe": os.mkfifo,
        "an endless file": lambda path: os.symlink("/dev/zero", path),
        "a link to itself": lambda path: os.symlink(path, path),
        "a directory": os.mkdir,
        "a large file": lambda path: path.write_bytes(b" " * (20 << 20)),
        "deep": lambda path: path.write_bytes(b"[" * 1000000),
        "escapes": lambda path: path.write_text(json.dumps({"id": escape, escape: escape})),
    }
    for what, make in makers.items():
        for part in ("sites", "vendors"):
            catalog = bench.folder / f"catalog-{tried}"
            for each in ("sites", "vendors"):
                shutil.copytree(ROOT / "catalog" / each, catalog / each)
            make(catalog / part / "odd.json")
            try:
                ran = harness.command("catalog", "check", "--catalog", catalog, timeout=60)
            except subprocess.TimeoutExpired:
                raise Fell(f"{what} in {part} hangs `catalog check`") from None
            expect(ran.returncode in (0, 1, 2), f"{what} in {part}: {ran.returncode}")
            expect("\x1b" not in ran.stdout + ran.stderr, f"{what} in {part} reaches the terminal")
            tried += 1
    # The same under a server that publishes again: what was published stays.
    catalog = bench.folder / "running"
    for each in ("sites", "vendors"):
        shutil.copytree(ROOT / "catalog" / each, catalog / each)
    server = bench.serve(catalog=catalog)
    os.mkfifo(catalog / "sites" / "odd.json")
    server.hangup()
    server.wait_for(lambda: "odd.json" in server.logged(), "told of the pipe")
    bench.visitor()
    return tried + 1


def commands():
    """Every command of the program, as the words that lead to it."""
    def below(words):
        said = harness.command(*words, "--help").stdout
        part = said.split("Subcommands:\n")[1:]
        names = re.findall(r"^  ([a-z-]+)", part[0], re.M) if part else []
        return [leaf for name in names for leaf in below([*words, name])] or [words]
    return below([])


def escapes(bench):
    """sequences that a terminal obeys, as words of every command, in names and in files"""
    server = bench.serve()
    escape = "\x1b]0;owned\x07\x1b[2J\x9b31m"
    folder = bench.folder / f"folder{escape}"
    folder.mkdir()
    (folder / "file.json").write_text(json.dumps({escape: [escape], "log": {"entries": escape}}))
    runs = []
    for words in commands():
        for more in ([escape], [f"--{escape}"], ["--data", folder], ["--catalog", folder],
                     [folder / "file.json"], [SITE, escape]):
            runs.append([*words, *more])
    for run_ in runs:
        ran = harness.command(*run_, stdin=subprocess.DEVNULL)
        told = ran.stdout + ran.stderr
        expect(not re.search("[\x1b\x07\x9b]", told),
               f"{run_} reaches the terminal: {told[:200]!r}")
    made = harness.command("token", "create", "--data", server.data, "--role", "auditor",
                           "--name", escape)
    expect(made.returncode != 0, "a token bears a name that a terminal obeys")
    return len(runs) + 1


def authorities(bench):
    """time-stamping authorities that never end: their head, their body, or their silence"""
    server = bench.serve()
    server.wait_signed(1)
    ways = {
        "a body without end": b"HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply"
                              b"\r\n\r\n" + b"\x30" * 65536,
        "a head without end": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 10000,
        "an answer that drips": b"H",
        "silence": b"",
    }
    sent = dict.fromkeys(ways, 0)

    def answer(listener, way):
        link, _ = listener.accept()
        with link:
            link.settimeout(PATIENCE)
            again = ways[way]
            with contextlib.suppress(OSError):
                for _ in range(10000):
                    link.sendall(again)
                    sent[way] += len(again)
                    if way in ("an answer that drips", "silence"):
                        time.sleep(0.1)
                    if way == "a head without end":
                        again = b"X: y\r\n" * 10000
                    elif way == "a body without end":
                        again = b"\x30" * 65536

    def ask(way):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            threading.Thread(target=answer, args=(listener, way), daemon=True).start()
            began = time.monotonic()
            ran = harness.command("log", "anchor", "--data", server.data, "--tsa",
                                  f"http://127.0.0.1:{listener.getsockname()[1]}/tsr")
            return ran.returncode, time.monotonic() - began

    with concurrent.futures.ThreadPoolExecutor(len(ways)) as pool:
        for way, (code, took) in zip(ways, pool.map(ask, ways)):
            expect(code not in (0, 1), f"{way} counts as a time stamp")
            expect(took < 40, f"{way} was waited for during {took:.0f} s")
            expect(sent[way] < 64 << 20, f"of {way} {sent[way]} bytes were read")
    return len(ways)


def stops(bench):
    """SIGTERM in the middle of publications and of a burst of choices"""
    tried = 0
    for wait in (0.0, 0.01, 0.05):
        server = bench.serve()
        for _ in range(20):
            server.hangup()
        time.sleep(wait)
        began = time.monotonic()
        expect(server.stop(60) == 0, "SIGTERM ended it with an error")
        expect(time.monotonic() - began < 30, "SIGTERM was not heard")
        server.__exit__()
        tried += 1
    bench.serve()
    return tried


def full_disk(bench):
    """a start where nothing can be written: what was published is served"""
    server = bench.serve()
    revision = server.config()["revision"]
    expect(server.stop() == 0, "it did not stop")
    server.__exit__()
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    sizes = (0, 4096, 40 * 1024)  # the last has room for the index of the write-ahead log
    for size in sizes:
        def limits(size=size):
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        server = bench.serve(wait_ready=False, limits=limits)
        expect(server.config()["revision"] == revision, "another revision is served")
        expect(server.choose(choice(server.config())).status == 503 or size == sizes[-1],
               "a choice was acknowledged that cannot be kept")
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
        server.stop()
        server.__exit__()
    bench.serve()
    return len(sizes)


def kills(bench):
    """SIGKILL between choices: nothing that was acknowledged is missing"""
    tokens = []
    rounds = 3
    for _ in range(rounds):
        server = bench.serve()
        for _ in range(20):
            tokens.append(bench.visitor().cookies()["pcid"][0])
        server.kill()
        server.__exit__()
    server = bench.serve()
    for token in tokens:
        expect(server.current(token).json()["status"] == "valid", "a choice is lost")
    return rounds


def modes(bench):
    """tokens that others can change, a directory that everybody can write to"""
    server = bench.serve()
    right = {"Authorization": "Bearer " + bench.token("auditor")}
    for path, mode, part in ((server.data / "staff-tokens.json", 0o666, "staff-tokens"),
                             (server.data, 0o777, "data")):
        expect(server.stop() == 0, "it did not stop")
        server.__exit__()
        before = path.stat().st_mode
        path.chmod(mode)
        server = bench.serve(wait_ready=False)
        ready = server.get("/readyz")
        expect(ready.status == 503 and part in ready.json()["parts"], f"{path} may be {mode:o}")
        told = server.staff("/v1/sites", headers=right).status
        expect(told == (503 if part == "staff-tokens" else 200), f"staff is answered {told}")
        bench.visitor()
        path.chmod(before)
    expect(server.stop() == 0, "it did not stop")
    server.__exit__()
    bench.serve()
    return 2


def secrets(bench):
    """what of keys and tokens can be read from outside the process"""
    server = bench.serve()
    bench.token("auditor")
    tried = 0
    for path in server.data.rglob("*"):
        if path.name in ("server.key", "log.key", "staff-tokens.json", "control.sock"):
            expect(path.stat().st_mode & 0o077 == 0, f"{path.name} can be read by others")
            tried += 1
    limits = pathlib.Path(f"/proc/{server.process.pid}/limits").read_text()
    expect(re.search(r"Max core file size +0 +0 ", limits), "a core dump may be written")
    server.process.send_signal(signal.SIGABRT)
    ended = os.waitid(os.P_PID, server.process.pid, os.WEXITED | os.WNOWAIT)
    expect(ended.si_code == os.CLD_KILLED, "the process left a core dump")
    server.process.wait()
    server.__exit__()
    bench.serve()
    return tried + 2


def hardening(bench):
    """tables of the program in memory that could be overwritten, jumps that could be bent"""
    program = bench.serve().process.args[0]
    told = subprocess.run(["readelf", "-W", "-h", "-l", "-d", program], check=True,
                          capture_output=True, text=True).stdout
    expect(re.search(r"Type:\s+DYN", told), "it is not position independent")
    expect("GNU_RELRO" in told, "its tables stay writable")
    expect(re.search(r"BIND_NOW|Flags:.*NOW", told), "it binds symbols late: RELRO is partial")
    stack = re.search(r"GNU_STACK.*", told)
    expect(stack and "RWE" not in stack.group(0), "its stack can be executed")
    if os.uname().machine == "x86_64":
        marks = pathlib.Path(program).read_bytes().count(b"\xf3\x0f\x1e\xfa")
        expect(marks > 1000, "its functions have no landing marks (CET)")
    return 5


ATTACKS = (framing, noise, slow_requests, unread_answers, greedy, paths, bodies, cookies,
           foreign_pages, ranges, machines, replays, staff_side, control_socket, odd_files, escapes,
           authorities, stops, full_disk, kills, modes, secrets, hardening)


def run(attack, seed, seconds):
    """How many things it tried; raises Fell with what got through."""
    with tempfile.TemporaryDirectory(prefix="temoin-attack-",
                                     ignore_cleanup_errors=True) as folder:
        bench = Bench(folder, seed, seconds)
        try:
            tried = attack(bench)
            server = bench.server
            expect(server.process.poll() is None, f"the server ended: {server.tail()}")
            expect(server.get("/healthz").status == 200, "the server does not answer")
            bench.visitor()
            expect(server.stop() == 0, f"the server did not stop in order: {server.tail()}")
            expect("a handler of a" not in server.logged(), f"a handler failed: {server.tail()}")
            return tried
        except Fell:
            raise
        except Exception as error:  # whatever it is, the attack did not end as it should
            *_, place = traceback.extract_tb(error.__traceback__)
            where = f"{pathlib.Path(place.filename).name}:{place.lineno}"
            raise Fell(f"{type(error).__name__} at {where}: {error}") from error
        finally:
            if bench.server is not None:
                bench.server.__exit__()


def main():
    names = [attack.__name__ for attack in ATTACKS]
    parser = argparse.ArgumentParser(description="Attacks a real server over the loopback.")
    parser.add_argument("names", nargs="*", metavar="ATTACK", help=", ".join(names))
    parser.add_argument("--seconds", type=float, default=60, help="of random ones (60)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    unknown = sorted(set(options.names) - set(names))
    if unknown:
        parser.error(f"there is no attack {unknown[0]}")
    # Thousands of connections: as many descriptors as the system gives without asking for more.
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    fell = total = 0
    for attack in ATTACKS:
        if options.names and attack.__name__ not in options.names:
            continue
        try:
            tried = run(attack, options.seed, options.seconds)
            total += tried
            print(f"held  {attack.__name__:<16} {tried:>6} tried: {attack.__doc__}", flush=True)
        except Fell as error:
            fell += 1
            print(f"FELL  {attack.__name__:<16} {error}", flush=True)
    print(f"{total} tried, {fell} attacks got through")
    return 1 if fell else 0


if __name__ == "__main__":
    sys.exit(main())
