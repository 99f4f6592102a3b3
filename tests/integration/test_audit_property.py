"""Generated recordings, judged by the program and by a judge that shares nothing with it.

TEMOIN_AUDIT_RECORDINGS sets how many (60 by default), TEMOIN_AUDIT_SEED where they start.
"""

import json
import os
import pathlib
import random
import types
import unittest
from datetime import datetime, timezone

import cookie_judge
from cookie_judge import Jar, cookie_date, domain_match, host_of, normal_host
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
         "29 Feb 2027 00:00:00", "2027-11-26T10:00:00Z", "29 feb 2028 12:00:00",
         "26 Nov 99 10:00:00"]
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
    visits = [(rng.choice(HOSTS), rng.choice(["/", "/a", "/a/b", "/ab/c"]),
               [set_cookie(rng) for _ in range(rng.randint(1, 4))])
              for _ in range(rng.randint(1, 8))]
    for _ in range(rng.randint(0, 3)):
        visits += life_and_death(rng)
    return visits


def life_and_death(rng):
    """A cookie of a declared service, and what may be its deletion."""
    paths = ["/", "/a", "/a/b", "/a/b/c"]
    host = rng.choice(["ad.doubleclick.net", "doubleclick.net"])
    where = rng.choice(paths)
    domain = rng.choice(["", "; Domain=doubleclick.net"])
    path = rng.choice(["", "; Path=" + rng.choice(paths)])
    born = (host, where, ["IDE=x; Max-Age=600" + domain + path])
    change = rng.choice(["nothing", "domain", "path", "request"])
    if change == "domain":
        domain = "" if domain else "; Domain=doubleclick.net"
    elif change == "path":
        path = rng.choice(["", "; Path=" + rng.choice(paths)])
    elif change == "request":
        where = rng.choice(paths)
    end = rng.choice(["Max-Age=0", "Max-Age=-1", "Expires=Thu, 01 Jan 1970 00:00:00 GMT",
                      "Max-Age=0; Expires=Wed, 26 Nov 2031 10:00:00 GMT",
                      "Max-Age=600; Expires=Thu, 01 Jan 1970 00:00:00 GMT"])
    return [born, (host, where, [f"IDE=; {end}" + domain + path])]


def as_har(rng, visits):
    entries = []
    for host, path, lines in visits:
        # One field each, or joined as Chromium's exporter does, or WebKit's.
        forms = [lines, ["\n".join(lines)]]
        if all("=" in line.split(";")[0] and line[0] != "=" for line in lines):
            forms.append([", ".join(lines)])
        values = rng.choice(forms)
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


def as_wget(_, visits):
    text = ""
    for host, path, lines in visits:
        text += (f"--2026-11-21 12:00:00--  https://{host}{path}\n"
                 "HTTP request sent, awaiting response... \n  HTTP/1.1 200 OK\n"
                 "  Date: Sat, 21 Nov 2026 12:00:00 GMT\n")
        text += "".join(f"  Set-Cookie: {line}\n" for line in lines)
        text += "Length: unspecified [text/html]\n\n"
    return text


def as_httpie(rng, visits):
    text = ""
    for host, path, lines in visits:
        text += f"GET {path} HTTP/1.1\nAccept: */*\nHost: {host}\nUser-Agent: HTTPie/3.2.4\n\n"
        text += "HTTP/1.1 200 OK\nDate: Sat, 21 Nov 2026 12:00:00 GMT\n"
        text += "".join(f"{rng.choice(['Set-Cookie', 'set-cookie'])}: {line}\n" for line in lines)
        text += "Server: nginx\n\n"
    return rng.choice([text, text.replace("\n", "\r\n")])


def as_curl(rng, visits):
    """curl -v over HTTP/2 or HTTP/3."""
    text = ""
    for host, path, lines in visits:
        version = rng.choice(["2", "3"])
        text += (f"* [HTTP/{version}] [1] OPENED stream for https://{host}{path}\n"
                 f"* [HTTP/{version}] [1] [:method: GET]\n"
                 f"* [HTTP/{version}] [1] [:authority: {host}]\n"
                 f"> GET {path} HTTP/{version}\n> Host: {host}\n> Accept: */*\n>\n"
                 f"< HTTP/{version} 200\n< date: Sat, 21 Nov 2026 12:00:00 GMT\n")
        text += "".join(f"< set-cookie: {line}\n" for line in lines) + "<\n"
    return rng.choice(["", "\ufeff"]) + text


RECORDINGS = [as_log, as_har, as_wget, as_httpie, as_curl]


def stored(rng):
    """Cookies as they lie in a browser: no identity twice."""
    cookies = {}
    for _ in range(rng.randint(1, 8)):
        host = rng.choice(HOSTS)
        only = rng.random() < 0.5 or host in ("192.0.2.7", "user.github.io", "x.co.uk")
        key = (rng.choice(NAMES), host, only, rng.choice(["/", "/a", "/a/b"]))
        cookies[key] = rng.choice([None, -86400, 600, 30 * 86400, MOST, MOST + 1, 157680000])
    return [(*key, life) for key, life in cookies.items()]


def flags(rng, path):
    return {"value": "v", "path": path, "httpOnly": rng.random() < 0.5,
            "secure": rng.random() < 0.5}


def as_playwright(rng, cookies):
    return json.dumps({"origins": [], "cookies": [
        {"name": name, "domain": host if only else "." + host, "sameSite": "Lax",
         "expires": -1 if life is None else NOW + life, **flags(rng, path)}
        for name, host, only, path, life in cookies]})


def as_devtools(rng, cookies):
    rows = [{"name": name, "domain": host if only else "." + host, "size": 9,
             "session": life is None, "expires": -1 if life is None else NOW + life + 0.25,
             **flags(rng, path)} for name, host, only, path, life in cookies]
    return json.dumps(rng.choice([rows, {"cookies": rows}, {"id": 1, "result": {"cookies": rows}}]))


def as_cookie_editor(rng, cookies):
    rows = [{"name": name, "domain": host if only else "." + host, "hostOnly": only,
             "storeId": "0", "session": life is None, **flags(rng, path),
             **({} if life is None else {"expirationDate": NOW + life})}
            for name, host, only, path, life in cookies]
    return json.dumps(rng.choice([rows, {"url": "https://www.ameli.fr/", "cookies": rows}]))


def as_puppeteer(_, cookies):
    return json.dumps([
        {"name": name, "value": "v", "domain": host if only else "." + host, "path": path,
         "expires": -1 if life is None else NOW + life + 0.5, "size": 9, "httpOnly": False,
         "secure": True, "session": life is None, "sameParty": False,
         "sourceScheme": "Secure", "sourcePort": 443} for name, host, only, path, life in cookies])


def as_edit_this_cookie(rng, cookies):
    return json.dumps([
        {"domain": host if only else "." + host, "hostOnly": only, "name": name, "id": number,
         "sameSite": "unspecified", "session": life is None, "storeId": "0", **flags(rng, path),
         **({} if life is None else {"expirationDate": NOW + life})}
        for number, (name, host, only, path, life) in enumerate(cookies, 1)], indent=4)


def as_selenium(rng, cookies):
    rows = [{"name": name, "domain": host if only else "." + host, **flags(rng, path),
             **({} if life is None else {"expiry": NOW + life})}
            for name, host, only, path, life in cookies]
    return json.dumps(rng.choice([rows, {"value": rows}]))


def as_netscape(rng, cookies):
    text = "# Netscape HTTP Cookie File\n\n"
    for name, host, only, path, life in cookies:
        text += rng.choice(["", "#HttpOnly_"]) + "\t".join([
            host if only else "." + host, str(not only).upper(), path, "TRUE",
            "0" if life is None else str(NOW + life), name, "k=v"]) + "\n"
    return text


def iso(time):
    return datetime.fromtimestamp(time, timezone.utc).isoformat().replace("+00:00", "Z")


def as_inspection(rng, cookies):
    return json.dumps({"uri_ins": "https://www.ameli.fr/", "end_time": iso(NOW), "cookies": [
        {"name": name, "domain": host if only else "." + host, "path": path,
         "session": life is None,
         "expires": -1 if life is None else rng.choice([NOW + life, iso(NOW + life)])}
        for name, host, only, path, life in cookies]})


def as_har_cookies(rng, cookies):
    """The cookies taken apart, without their headers."""
    entries = []
    for name, host, only, path, life in cookies:
        cookie = {"name": name, "value": "v", "path": path}
        if not only:
            cookie["domain"] = rng.choice(["", "."]) + host
        if life is not None:
            cookie.update(rng.choice([{"expires": iso(NOW + life)}, {"maxAge": life}]))
        # A Domain that is the host itself says nothing; one above it does.
        entries.append({"startedDateTime": iso(NOW),
                        "request": {"url": f"https://{host if only else 'p.' + host}/x",
                                    "headers": []},
                        "response": {"headers": [], "cookies": [cookie]}})
    return json.dumps({"log": {"entries": entries}})


EXPORTS = [as_playwright, as_devtools, as_cookie_editor, as_selenium, as_netscape, as_inspection,
           as_puppeteer, as_edit_this_cookie]


def undeclared(rows):
    known = {("IDE", "doubleclick.net"), ("pcid", "ameli.fr")}
    return {key for key in rows
            if not any(key[0] == name and domain_match(key[1], host) for name, host in known)}


def opened(report):
    """What leaves it open; that no host of the site was among the drawn ones is no fault here."""
    return {row["code"]: row.get("count") for row in report["open"]
            if row["inconclusive"] and row["code"] != "site"}


class HostVectors(unittest.TestCase):
    def test_the_judge_judges_hosts_by_the_shared_vectors(self):
        rows = json.loads((ROOT / "tests" / "conformance" / "hosts.json").read_text())
        for declared, address, below in rows:
            self.assertEqual(domain_match(host_of(address), normal_host(declared)), below,
                             (declared, address))


class AuditProperty(TestCase):
    def found(self, recording, phase):
        path = self.folder / "recording"
        path.write_text(recording)
        ran = command("audit", path, "--site", "ameli.fr", "--catalog", ROOT / "catalog",
                      "--phase", phase, "--format", "json", "--at", "2026-11-21T12:00:00Z")
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
            recording = RECORDINGS[number % len(RECORDINGS)](rng, visits)
            about = f"seed {SEED + number}\n{recording}"
            report, found = self.found(recording, "withdrawn")
            self.assertEqual(opened(report), {}, about)
            self.assertEqual(report["visits"][0]["seen"], len(rows), about)
            self.assertEqual(found.get("over-13-months", set()),
                             {key for key, (life, _) in rows.items() if life and life > MOST},
                             about)
            ide = {key for key, (_, there) in rows.items()
                   if there and key[0] == "IDE" and key[1].endswith("doubleclick.net")}
            self.assertEqual(found.get("not-cleared", set()), ide, about)
            self.assertEqual(found.get("undeclared", set()) | found.get("wrong-party", set()),
                             undeclared(rows), about)

    def test_what_lay_in_a_browser_is_read_alike_from_every_export(self):
        for number in range(COUNT):
            rng = random.Random(SEED + number)
            cookies = stored(rng)
            jar = Jar()
            for cookie in cookies:
                jar.lay(*cookie)
            rows = jar.rows()
            ended = sum(1 for cookie in cookies if cookie[4] is not None and cookie[4] <= 0)
            recording = EXPORTS[number % len(EXPORTS)](rng, cookies)
            about = f"seed {SEED + number}\n{recording}"
            report, found = self.found(recording, "none")
            self.assertEqual(opened(report), {"time": ended} if ended else {}, about)
            self.assertEqual(report["visits"][0]["seen"], len(rows), about)
            self.judge(found, rows, rows, about)

    def test_cookies_taken_apart(self):
        for number in range(COUNT):
            rng = random.Random(SEED + number)
            cookies = [row for row in stored(rng) if not row[0].lower().startswith("__")]
            jar = Jar()
            for name, host, only, path, life in cookies:
                if life is None or life > 0:
                    jar.lay(name, host, only, path, life)
            rows = jar.rows()
            recording = as_har_cookies(rng, cookies)
            about = f"seed {SEED + number}\n{recording}"
            report, found = self.found(recording, "none")
            self.assertEqual(opened(report), {}, about)
            self.judge(found, rows, rows, about)

    def judge(self, found, rows, there, about):
        self.assertEqual(found.get("over-13-months", set()),
                         {key for key, (life, _) in rows.items() if life and life > MOST}, about)
        self.assertEqual(found.get("set-without-consent", set()),
                         {key for key in there
                          if key[0] == "IDE" and key[1].endswith("doubleclick.net")}, about)
        self.assertEqual(found.get("undeclared", set()) | found.get("wrong-party", set()),
                         undeclared(rows), about)

    def test_storage_and_scans(self):
        for number in range(COUNT // 2):
            rng = random.Random(SEED + number)
            cookies = stored(rng)
            items = {(rng.choice(["k", "trk", "temoin:ameli.fr", "é"]), rng.choice(HOSTS),
                      rng.choice(["local", "session"])) for _ in range(rng.randint(0, 4))}
            scan = {"schema": 1, "phases": [{
                "phase": "none",
                "cookies": [{"name": name, "host": host, "seconds": life, "set": True,
                             "sent": False, "kept": True} for name, host, _, _, life in cookies],
                "storage": [{"name": name, "host": host, "kind": kind}
                            for name, host, kind in sorted(items)]}]}
            state = json.loads(as_playwright(rng, cookies))
            state["origins"] = [
                {"origin": "https://" + host,
                 "localStorage": [{"name": n, "value": "v"} for n, h, k in sorted(items)
                                  if h == host and k == "local"],
                 "sessionStorage": [{"name": n, "value": "v"} for n, h, k in sorted(items)
                                    if h == host and k == "session"]} for host in HOSTS]
            own = {item for item in items if item[:2] == ("temoin:ameli.fr", "www.ameli.fr")
                   and item[2] == "local"}
            want = {(name, host) for name, host, _ in items - own}
            want |= undeclared((row[0], row[1]) for row in cookies)
            for recording in (scan, state):
                report, found = self.found(json.dumps(recording), "none")
                self.assertEqual(found.get("undeclared", set()) | found.get("wrong-party", set()),
                                 want, recording)
                self.assertEqual(found.get("banner-memory", set()),
                                 {(name, host) for name, host, _ in own}, recording)

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


# What a judge may get wrong: where, and what stands there instead.
MUTANTS = {
    "below an address": ("domain_match", lambda host, domain: host == domain or
                         (bool(domain) and host.endswith("." + domain))),
    "no border between labels": ("domain_match", lambda host, domain: host.endswith(domain)),
    "the parent fits": ("domain_match", lambda host, domain: host == domain or
                        host.endswith("." + domain) or domain.endswith("." + host)),
    "every suffix is private": ("PUBLIC_SUFFIXES", set()),
    "the path of the request": ("default_path", lambda path: path),
    "always the root": ("default_path", lambda _: "/"),
    "no date is read": ("cookie_date", lambda _: None),
    "dates of the first form alone": ("cookie_date", lambda text: cookie_date(text)
                                      if text[3:5] == ", " else None),
    "a leap year too many": ("month_length", lambda _, month: 29 if month == 2 else 31),
    "Expires before Max-Age": ("Jar.answer", "max-age", "expires"),
    "a deletion by name alone": ("Jar.answer", "if key in self.cookies", "for key in list("
                                 "k for k in self.cookies if k[0] == name)"),
}


def mutated(name, *what):
    """The judge with one fault."""
    source = pathlib.Path(cookie_judge.__file__).read_text()
    if name == "Jar.answer" and what[0] == "max-age":
        source = source.replace('''        if "max-age" in attributes:
            life = int(attributes["max-age"])
        elif "expires" in attributes:
            life = cookie_date(attributes["expires"]) - now
''', '''        if "expires" in attributes:
            life = cookie_date(attributes["expires"]) - now
        elif "max-age" in attributes:
            life = int(attributes["max-age"])
''')
    elif name == "Jar.answer":
        source = source.replace(what[0], what[1])
    module = types.ModuleType("mutant")
    exec(compile(source, "mutant", "exec"), module.__dict__)
    if name != "Jar.answer":
        setattr(module, name, what[0])
    return module


class PlantedFaults(unittest.TestCase):
    """A program with one of these faults would not agree with the judge."""

    @staticmethod
    def rows(judge, number):
        jar = judge.Jar()
        for host, path, lines in exchanges(random.Random(SEED + number)):
            for line in lines:
                jar.answer(host, path, NOW, line)
        return jar.rows()

    def test_each_fault_shows_in_some_recording(self):
        right = [self.rows(cookie_judge, number) for number in range(COUNT)]
        for title, (name, *what) in MUTANTS.items():
            mutant = mutated(name, *what)
            self.assertTrue(any(self.rows(mutant, number) != right[number]
                                for number in range(COUNT)), title)


if __name__ == "__main__":
    unittest.main()
