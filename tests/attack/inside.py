"""Attacks on what stands behind the visitors' listener: staff, the socket, files and words.

Each returns how many things it tried.
"""

import concurrent.futures
import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import threading
import time

from bench import PATIENCE, ROOT, Fell, expect  # it says where harness is

import harness
from harness import SITE


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
