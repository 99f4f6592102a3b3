"""`temoin audit` on files as browsers write them: findings, exit codes, and memory that stays.

The HAR that does not fit in memory is made here: TEMOIN_AUDIT_MIB sets its size (64 by default;
1024 is the promise of docs/operate.md, for a run by hand).
"""

import json
import os
import subprocess
import unittest

from harness import BINARY, ROOT, TestCase, command

MIB = int(os.environ.get("TEMOIN_AUDIT_MIB", "64"))
MOST_GROWTH_MIB = 16  # over the same audit of one entry: buffers, and what differs by build


def entry(url, set_cookie=(), cookie=()):
    return {"startedDateTime": "2026-11-21T12:00:00.000Z", "time": 3,
            "request": {"method": "GET", "url": url, "cookies": [],
                        "headers": [{"name": "Cookie", "value": line} for line in cookie]},
            "response": {"status": 200, "cookies": [],
                         "headers": [{"name": "set-cookie", "value": line} for line in set_cookie],
                         "content": {"size": 1, "mimeType": "text/html", "text": "<p>"}}}


def har(*entries):
    return {"log": {"version": "1.2", "creator": {"name": "test"}, "entries": list(entries)}}


class Audit(TestCase):
    def audit(self, recording, *options):
        path = self.folder / "recording"
        path.write_text(recording if isinstance(recording, str) else json.dumps(recording))
        return command("audit", path, "--site", "ameli.fr", "--catalog", ROOT / "catalog", *options)

    def codes(self, ran):
        return [(row["code"], row["name"]) for row in json.loads(ran.stdout)["findings"]
                if not row["notice"]]

    def test_exit_codes(self):
        good = har(entry("https://www.ameli.fr/", ["pcid=1; Max-Age=2592000"]))
        self.assertEqual(self.audit(good, "--phase", "none").returncode, 0)
        bad = har(entry("https://track.adform.net/", ["uid=1; Domain=adform.net"]))
        ran = self.audit(bad, "--phase", "refused")
        self.assertEqual(ran.returncode, 1)
        self.assertIn("set-without-consent", ran.stdout)
        self.assertEqual(self.audit(bad, "--phase", "accepted").returncode, 0)
        for broken in ("{", "{}", "[1]", '{"log":{"entries":['):
            ran = self.audit(broken)
            self.assertEqual(ran.returncode, 2, broken)
            self.assertRegex(ran.stderr, r"^temoin : .+\n$")
        self.assertEqual(self.audit(bad, "--phase", "sometimes").returncode, 2)
        missing = command("audit", self.folder / "nothing", "--site", "ameli.fr", "--catalog",
                          ROOT / "catalog")
        self.assertEqual(missing.returncode, 2)
        unknown = command("audit", self.folder / "recording", "--site", "no.such", "--catalog",
                          ROOT / "catalog")
        self.assertEqual(unknown.returncode, 2)

    def test_without_a_phase_nothing_that_depends_on_it_is_clean(self):
        site = entry("https://www.ameli.fr/", ["pcid=1; Max-Age=2592000"])
        ran = self.audit(har(site), "--format", "json")
        self.assertEqual((ran.returncode, json.loads(ran.stdout)["result"]), (0, "clean"))
        for other in (entry("https://track.adform.net/", ["uid=1"]),
                      entry("https://www.facebook.com/tr?id=1&ev=PageView")):
            ran = self.audit(har(site, other), "--format", "json")
            report = json.loads(ran.stdout)
            self.assertEqual((ran.returncode, report["result"]), (1, "inconclusive"))
            self.assertEqual([row["count"] for row in report["open"] if row["code"] == "phase"],
                             [1])
            self.assertIn("--phase", self.audit(har(site, other)).stdout.splitlines()[0])

    def test_a_call_before_consent_is_something_to_report(self):
        site = entry("https://www.ameli.fr/", ["pcid=1; Max-Age=2592000"])
        for url, code in (("https://www.facebook.com/tr?id=1", "called-without-consent"),
                          ("https://www.google-analytics.com/g/collect", "undeclared-host")):
            ran = self.audit(har(site, entry(url)), "--phase", "none", "--format", "json")
            self.assertEqual((ran.returncode, self.codes(ran)), (1, [(code, "")]))

    def test_a_sanitised_recording_is_inconclusive(self):
        ran = self.audit(har(entry("https://www.ameli.fr/")), "--phase", "none", "--format", "json")
        self.assertEqual(ran.returncode, 1)
        self.assertEqual(json.loads(ran.stdout)["result"], "inconclusive")

    def test_what_is_not_understood_has_its_place(self):
        good = entry("https://www.ameli.fr/", ["pcid=1; Max-Age=2592000"])
        log = ("> GET / HTTP/1.1\n> Host: www.ameli.fr\n>\n< HTTP/1.1 200 OK\n"
               "< Set-Cookie: pcid=1; Max-Age=600\n<\n")
        for recording, code, place in (
                (har(good, None), "shape", "log.entries[1]"),
                (har(good, dict(good, response=None)), "shape", "log.entries[1].response"),
                (har(entry("https://www.ameli.fr/", ["pcid=1; Expires=[redacted]"])),
                 "redacted", "log.entries[0]"),
                (log + "curl https://www.ameli.fr/ -H 'Cookie: trk=1'\n", "cookie", "line 7"),
                (log + "> GET /a HTTP/1.1\n> Host: a.example\n>\n> GET /b HTTP/1.1\n"
                 "> Host: b.example\n>\n< HTTP/1.1 200 OK\n< Set-Cookie: trk=1\n",
                 "host", "line 14"),
                ("# Netscape HTTP Cookie File\r#.ameli.fr\tTRUE\t/\tTRUE\t0\ttrk\tx\r"
                 ".ameli.fr\tTRUE\t/\tTRUE\t0\tpcid\tx\r", "cookie", "line 2")):
            ran = self.audit(recording, "--phase", "none", "--format", "json")
            answer = json.loads(ran.stdout)
            rows = [row for row in answer["open"] if row["inconclusive"]]
            self.assertEqual([(row["code"], row["places"]) for row in rows], [(code, [place])])
            self.assertEqual(ran.returncode, 1, recording)
        french = self.audit(log + "* Set-Cookie: trk=1\n", "--phase", "none", "--lang", "fr")
        self.assertIn("Ressemble à un cookie et n’a pas été compris : 1 fois (ligne 7).",
                      french.stdout)

    def test_nothing_of_the_site_is_inconclusive(self):
        for recording in ("# Netscape HTTP Cookie File\n", {"cookies": [], "origins": []},
                          har(entry("https://www.example.org/", ["a=1; Max-Age=0"]))):
            ran = self.audit(recording, "--phase", "none", "--format", "json")
            answer = json.loads(ran.stdout)
            self.assertEqual(answer["result"], "inconclusive")
            self.assertIn("site", [row["code"] for row in answer["open"]])

    def test_every_format_finds_the_same(self):
        found = [("set-without-consent", "IDE"), ("undeclared", "_new")]
        flags = {"path": "/", "httpOnly": False, "secure": True, "value": "v"}
        cookie = {"set": True, "kept": True, "sent": False, "seconds": None}
        recordings = [
            har(entry("https://doubleclick.net/", ["IDE=1"]),
                entry("https://x.example/", ["_new=1"])),
            {"uri_ins": "https://www.ameli.fr/",
             "cookies": [{"name": "IDE", "domain": "doubleclick.net", "session": True},
                         {"name": "_new", "domain": "x.example", "session": True}]},
            "https://doubleclick.net/\nSet-Cookie: IDE=1\n\n"
            "https://x.example/\nSet-Cookie: _new=1\n",
            {"cookies": [{**flags, "name": "IDE", "domain": ".doubleclick.net", "expires": -1},
                         {**flags, "name": "_new", "domain": "x.example", "expires": -1}],
             "origins": []},
            {"cookies": [{**flags, "name": "IDE", "domain": "doubleclick.net", "size": 4,
                          "expires": -1, "session": True},
                         {**flags, "name": "_new", "domain": "x.example", "size": 5,
                          "expires": -1, "session": True}]},
            [{**flags, "name": "IDE", "domain": ".doubleclick.net", "hostOnly": False},
             {**flags, "name": "_new", "domain": "x.example", "hostOnly": True}],
            [{**flags, "name": "IDE", "domain": "doubleclick.net"},
             {**flags, "name": "_new", "domain": "x.example"}],
            "# Netscape HTTP Cookie File\n.doubleclick.net\tTRUE\t/\tTRUE\t0\tIDE\t1\n"
            "x.example\tFALSE\t/\tTRUE\t0\t_new\t1\n",
            {"schema": 1, "phases": [{"phase": "none", "storage": [], "cookies": [
                {"name": "IDE", "host": "doubleclick.net", **cookie},
                {"name": "_new", "host": "x.example", **cookie}]}]},
        ]
        for recording in recordings:
            ran = self.audit(recording, "--phase", "none", "--format", "json")
            self.assertEqual(ran.returncode, 1, ran.stderr)
            self.assertEqual(self.codes(ran), found, recording)

    def test_an_export_counts_from_when_it_was_made(self):
        jar = "# Netscape HTTP Cookie File\nwww.ameli.fr\tFALSE\t/\tTRUE\t1742551200\tpcid\t1\n"
        ran = self.audit(jar, "--phase", "none", "--format", "json", "--at", "2025-03-01")
        self.assertEqual((ran.returncode, json.loads(ran.stdout)["result"]), (0, "clean"))
        ran = self.audit(jar, "--phase", "none", "--format", "json", "--at", "2023-03-21T10:00:00Z")
        self.assertIn(("over-13-months", "pcid"), self.codes(ran))
        # Long past by now: when it began is not known, and nothing is called clean.
        ran = self.audit(jar, "--phase", "none", "--format", "json")
        self.assertEqual(ran.returncode, 1)
        report = json.loads(ran.stdout)
        self.assertEqual(report["result"], "inconclusive")
        self.assertEqual([row["count"] for row in report["open"] if row["code"] == "time"], [1])
        self.assertEqual(self.audit(jar, "--at", "yesterday").returncode, 2)

    def test_what_is_of_no_format_is_refused_and_named(self):
        for text, word in (('{"cookies":[]}', "cookies"), ('{"reports":{}}', "Blacklight"),
                           ("- name: _ga\n", "evidence"), ("// x\n{}", "remark"),
                           ('{"cookies":[{"cookieName":"a"}]}', "consent tool")):
            ran = self.audit(text, "--lang", "en")
            self.assertEqual(ran.returncode, 2, text)
            self.assertIn("not a format I know", ran.stderr)
            self.assertIn(word, ran.stderr)
            french = self.audit(text)
            self.assertEqual(french.returncode, 2, text)
            self.assertIn("ce format n’est pas connu ; cela ressemble à ", french.stderr)
            for english in ("a JSON", "the inspection", "JSON behind", "cookies.yml of",
                            "a list of"):
                self.assertNotIn(english, french.stderr)

    def test_html(self):
        ran = self.audit(har(entry("https://x.example/", ["<b>=1"])), "--format", "html")
        self.assertIn("&lt;b&gt;", ran.stdout)
        self.assertIn('<html lang="fr">', ran.stdout)

    def measured(self, path):
        """What an audit prints and what it used of processor and memory."""
        # AddressSanitizer keeps what was freed, 256 MiB of it: that is not the program's need.
        options = f"{os.environ.get('ASAN_OPTIONS', '')}:quarantine_size_mb=1".strip(":")
        child = subprocess.Popen([BINARY, "audit", str(path), "--site", "ameli.fr", "--catalog",
                                  str(ROOT / "catalog"), "--format", "json"],
                                 stdout=subprocess.PIPE, env=dict(os.environ, ASAN_OPTIONS=options))
        text = child.stdout.read()
        child.stdout.close()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(child.returncode, 1)
        return json.loads(text)["visits"][0]["seen"], usage

    def recording(self, name, entries):
        path = self.folder / name
        body = "x" * (1 << 20)
        with open(path, "w") as out:
            out.write('{"log":{"version":"1.2","entries":[')
            for number in range(entries):
                one = entry(f"https://h{number % 50}.example/", [f"c{number % 2000}=1"])
                one["response"]["content"]["text"] = body
                out.write(("," if number else "") + json.dumps(one))
            out.write("]}}")
        return path

    def test_a_large_recording_is_streamed(self):
        _, least = self.measured(self.recording("small.har", 1))
        path = self.recording("large.har", MIB)
        self.assertGreater(path.stat().st_size, MIB << 20)
        seen, usage = self.measured(path)
        self.assertEqual(seen, min(MIB, 2000))
        growth = (usage.ru_maxrss - least.ru_maxrss) / 1024
        print(f"\n{MIB} MiB: {usage.ru_utime + usage.ru_stime:.1f} s of CPU, "
              f"{usage.ru_maxrss / 1024:.0f} MiB at most, {growth:.0f} more than for 1 MiB")
        self.assertLess(growth, MOST_GROWTH_MIB)

    def log(self, name, entries):
        path = self.folder / name
        filler = "< X-Filler: " + "x" * 60_000 + "\n"
        with open(path, "w") as out:
            for number in range(entries):
                out.write(f"> GET / HTTP/1.1\n> Host: h{number % 50}.example\n>\n"
                          f"< HTTP/1.1 200 OK\n< Set-Cookie: c{number % 2000}=1\n"
                          + filler * 18 + "<\n")
        return path

    def test_a_large_log_is_streamed(self):
        _, least = self.measured(self.log("small.txt", 1))
        path = self.log("large.txt", MIB)
        self.assertGreater(path.stat().st_size, MIB << 20)
        seen, usage = self.measured(path)
        self.assertEqual(seen, min(MIB, 2000))
        growth = (usage.ru_maxrss - least.ru_maxrss) / 1024
        print(f"\n{MIB} MiB: {usage.ru_utime + usage.ru_stime:.1f} s of CPU, "
              f"{usage.ru_maxrss / 1024:.0f} MiB at most, {growth:.0f} more than for 1 MiB")
        self.assertLess(growth, MOST_GROWTH_MIB)


if __name__ == "__main__":
    unittest.main()
