"""Generated recordings, judged by the program and by a judge that shares nothing with it.

TEMOIN_AUDIT_RECORDINGS sets how many (60 by default), TEMOIN_AUDIT_SEED where they start.
"""

import json
import os
import random
import unittest

from cookie_judge import Jar, cookie_date
from harness import ROOT, TestCase, command

COUNT = int(os.environ.get("TEMOIN_AUDIT_RECORDINGS", "60"))
SEED = int(os.environ.get("TEMOIN_AUDIT_SEED", "20261121"))
NOW = 1795262400  # 2026-11-21T12:00:00Z
MOST = 397 * 86400 + 300
HOSTS = ["www.ameli.fr", "ad.doubleclick.net", "doubleclick.net", "a.b.example", "b.example",
         "x.co.uk", "192.0.2.7", "user.github.io"]
DOMAINS = ["ameli.fr", ".ameli.fr", "fr", "doubleclick.net", ".doubleclick.net", "net", "b.example",
           "example", "co.uk", "x.co.uk", "a.b.example", "2.7", "github.io", "", "WWW.ameli.fr",
           "other.example"]
NAMES = ["IDE", "trk", "trk_b", "Trk", "__Host-h", "__Secure-s", "__host-h", "", "pcid"]
PATHS = ["/", "/a", "/a/", "/a/b", "/ab", "x", ""]
DATES = ["Wed, 26 Nov 2031 10:00:00 GMT", "Wednesday, 26-Nov-31 10:00:00 GMT",
         "Sat Nov 21 12:10:00 2026", "Thu, 01 Jan 1970 00:00:00 GMT", "soon", "26 Nov 2027",
         "Sun, 22 Nov 2026 12:00:00GMT", "Wed, 26.Nov.2027 1:2:3", "31 Feb 2027 00:00:00",
         "2027-11-26T10:00:00Z", "29 feb 2028 12:00:00", "26 Nov 99 10:00:00"]
AGES = ["600", "0", "-1", "+600", "157680000", "1.5", "", "34300800", "34301101"]


def set_cookie(rng):
    name = rng.choice(NAMES)
    line = (name + "=" if name or rng.random() < 0.5 else "") + rng.choice(["v", "w", "q=1"])
    parts = []
    if rng.random() < 0.6:
        parts.append("Domain=" + rng.choice(DOMAINS))
    if rng.random() < 0.6:
        parts.append(rng.choice(["Path=", "path="]) + rng.choice(PATHS))
    if rng.random() < 0.5:
        parts.append("Max-Age=" + rng.choice(AGES))
    if rng.random() < 0.5:
        parts.append("Expires=" + rng.choice(DATES))
    if rng.random() < 0.5:
        parts.append(rng.choice(["Secure", "secure", "SameSite=None"]))
    rng.shuffle(parts)
    return "; ".join([line, *parts])


def exchanges(rng):
    return [(rng.choice(HOSTS), rng.choice(["/", "/a", "/a/b", "/ab/c"]),
             [set_cookie(rng) for _ in range(rng.randint(1, 4))]) for _ in range(rng.randint(1, 8))]


def as_har(rng, visits):
    entries = []
    for host, path, lines in visits:
        values = lines if rng.random() < 0.5 else ["\n".join(lines)]
        entries.append({
            "startedDateTime": "2026-11-21T12:00:00.000Z",
            "request": {"url": f"https://{host}{path}", "headers": [], "cookies": []},
            "response": {"headers": [{"name": "Set-Cookie", "value": value} for value in values],
                         "cookies": []}})
    return json.dumps({"log": {"version": "1.2", "entries": entries}})


def as_log(rng, visits):
    text = ""
    for host, path, lines in visits:
        answer = [f"< Set-Cookie: {line}" for line in lines]
        answer.insert(rng.randint(0, len(answer)), "< Date: Sat, 21 Nov 2026 12:00:00 GMT")
        answer.insert(rng.randint(0, len(answer)),
                      "< Access-Control-Allow-Origin: https://x.example")
        text += f"> GET {path} HTTP/1.1\n> Host: {host}\n>\n< HTTP/1.1 200 OK\n"
        text += "\n".join(answer) + "\n<\n"
    return text


class AuditProperty(TestCase):
    def found(self, recording, phase):
        path = self.folder / "recording"
        path.write_text(recording)
        ran = command("audit", path, "--site", "ameli.fr", "--catalog", ROOT / "catalog",
                      "--phase", phase, "--format", "json")
        self.assertIn(ran.returncode, (0, 1), ran.stderr)
        report = json.loads(ran.stdout)
        rows = {}
        for row in report["findings"]:
            if row["code"] not in ("never-seen", "refused"):
                rows.setdefault(row["code"], set()).add((row["name"], row["host"]))
        return report, rows

    def test_the_program_and_the_judge_agree(self):
        for number in range(COUNT):
            rng = random.Random(SEED + number)
            visits = exchanges(rng)
            jar = Jar()
            for host, path, lines in visits:
                for line in lines:
                    jar.answer(host, path, NOW, line)
            rows = jar.rows()
            recording = (as_har if number % 2 else as_log)(rng, visits)
            about = f"seed {SEED + number}\n{recording}"
            report, found = self.found(recording, "withdrawn")
            self.assertEqual([row for row in report["open"] if row["inconclusive"]], [], about)
            self.assertEqual(report["visits"][0]["seen"], len(rows), about)
            self.assertEqual(found.get("over-13-months", set()),
                             {key for key, (life, _) in rows.items() if life and life > MOST},
                             about)
            ide = {key for key, (_, there) in rows.items()
                   if there and key[0] == "IDE" and key[1].endswith("doubleclick.net")}
            self.assertEqual(found.get("not-cleared", set()), ide, about)
            known = {("IDE", "doubleclick.net"), ("pcid", "ameli.fr")}
            undeclared = {key for key in rows
                          if not any(key[0] == name and (key[1] == host or
                                                         key[1].endswith("." + host))
                                     for name, host in known)}
            self.assertEqual(found.get("undeclared", set()) | found.get("wrong-party", set()),
                             undeclared, about)

    def test_dates_out_of_pieces(self):
        rng = random.Random(SEED)
        pieces = ["Wed", "26", "Nov", "2031", "10:00:00", "31", "GMT", "99", "-", "/", ".", ";x",
                  "7", "nov", "january", "24:00:00", "1:2:3x", "070", "1600", "5th", ":", "+0100"]
        for number in range(COUNT):
            text = rng.choice([" ", ",", "-"]).join(rng.choices(pieces, k=rng.randint(3, 7)))
            text = text.replace(";", "")
            end = cookie_date(text)
            life = None if end is None else end - NOW
            _, found = self.found(
                "> GET / HTTP/1.1\n> Host: b.example\n< HTTP/1.1 200 OK\n"
                f"< Date: Sat, 21 Nov 2026 12:00:00 GMT\n< Set-Cookie: t=1; Expires={text}\n<\n",
                "none")
            gone = life is not None and life <= 0
            self.assertEqual(("undeclared" in found), not gone, text)
            self.assertEqual(("over-13-months" in found), bool(life and life > MOST), text)


if __name__ == "__main__":
    unittest.main()
