"""Attacks on the listeners: what is sent to them, how, and from where.

Each returns how many things it tried.
"""

import json
import pathlib
import socket
import time

from bench import PATIENCE, expect, request  # it says where harness is

import harness
from harness import CONSENTS, CURRENT, HOST, ORIGIN, SITE, choice


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
