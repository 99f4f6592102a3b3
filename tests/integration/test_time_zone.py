"""Days of counts: those of the site's time zone, also where they have 23 or 25 hours, and the seam
to the days of UTC that were counted before."""

import contextlib
import csv
import io
import json
import re
import sqlite3
import unittest

from earlier import Earlier
from harness import ORIGIN, SITE, TestCase, choice, command, reading


COUNTS = ("SELECT publication,day,event,service,accepted,refused "
          "FROM count ORDER BY 1,2,3,4")


class Days(TestCase):
    def ran(self, *words, expect=0):
        done = command(*words)
        self.assertEqual(done.returncode, expect, (words, done.stdout, done.stderr))
        return done.stdout

    def at(self, now, zone="Europe/Paris"):
        """The server from this moment on, the site in this zone; the one before is stopped."""
        if getattr(self, "server", None):
            self.assertEqual(self.server.stop(), 0)
        if not hasattr(self, "catalog"):
            self.catalog = self.copy_catalog()

        def change(site):
            site.pop("time_zone", None)
            if zone:
                site["time_zone"] = zone
            reading(site, impressions=100)
        self.edit_site(self.catalog, change)
        self.server = self.serve("--demo", "--demo-now", now, catalog=self.catalog)
        return self.server

    def give(self, *accepted):
        for accept in accepted:
            answer = self.server.choose(choice(self.server.config(), accept))
            self.assertEqual(answer.status, 201, answer.body)

    def show(self, number):
        answer = self.server.request(
            "POST", f"/v1/sites/{SITE}/impressions",
            json.dumps({"revision": self.server.config()["revision"], "shown": number}),
            {"Content-Type": "application/json", "Origin": ORIGIN, "Host": "www.ameli.fr"})
        self.assertEqual(answer.status, 204, answer.body)

    def report(self, first, last, form="csv"):
        return self.ran("report", "statistics", "--data", self.server.data, "--site", SITE,
                        "--from", first,
                        "--to", last, "--step", "day", "--format", form)

    def days(self, first, last):
        """{day: (answers, days)} of the days with an answer."""
        rows = csv.DictReader(io.StringIO(self.report(first, last)))
        return {row["from"]: (int(row["given"]) + int(row["partial"]) + int(row["refused"]),
                              re.sub(r":\d\dZ", "Z", row["days"]))
                for row in rows if row["given"] != "0" or row["refused"] != "0"}

    def verified(self, expect=0):
        done = command("log", "verify", "--data", self.server.data)
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        return done.stdout

    def test_half_past_midnight_in_paris_is_the_new_day(self):
        self.at("2026-06-30T21:40:00Z")  # 23:40
        self.give(True)
        self.at("2026-06-30T22:30:00Z")  # 00:30
        self.give(True, False)
        self.at("2026-12-31T22:40:00Z")  # 23:40 in winter
        self.give(True)
        self.at("2026-12-31T23:30:00Z")
        self.give(False)
        paris = "Europe/Paris"
        self.assertEqual(self.days("2026-06-01", "2027-01-31"),
                         {"2026-06-30": (1, paris), "2026-07-01": (2, paris),
                          "2026-12-31": (1, paris),
                          "2027-01-01": (1, paris)})
        self.verified()
        self.assertEqual(json.loads(self.report("2026-06-01", "2027-01-31", "json"))["seams"], [])
        self.assertIn("à l’heure de Europe/Paris.", self.report("2026-06-01", "2027-01-31", "html"))

    def test_a_day_of_23_and_one_of_25_hours_are_counted_whole(self):
        self.at("2026-03-28T22:40:00Z")  # 23:40, winter
        self.give(True)
        self.at("2026-03-28T23:00:01Z")  # the first second of 29 March
        self.give(True)
        self.at("2026-03-29T21:40:00Z")  # 23:40, summer
        self.give(False)
        self.at("2026-03-29T22:00:01Z")
        self.give(True)
        self.assertEqual({day: n for day, (n, _) in self.days("2026-03-27", "2026-03-31").items()},
                         {"2026-03-28": 1, "2026-03-29": 2, "2026-03-30": 1})
        self.at("2026-10-24T22:00:01Z")  # the first second of 25 October, summer
        self.give(True)
        self.at("2026-10-25T00:30:00Z")  # 02:30, the first time
        self.give(True)
        self.at("2026-10-25T01:30:00Z")  # 02:30, the second time
        self.give(True)
        self.at("2026-10-25T22:40:00Z")  # 23:40, winter
        self.give(True)
        self.at("2026-10-25T23:00:01Z")
        self.give(True)
        self.assertEqual({day: n for day, (n, _) in self.days("2026-10-23", "2026-10-27").items()},
                         {"2026-10-25": 4, "2026-10-26": 1})
        self.verified()

    def test_first_layers_and_languages_are_of_the_same_days(self):
        self.at("2026-06-30T22:30:00Z")
        self.show(4)
        answer = self.server.choose(choice(self.server.config(), False, language="en"))
        self.assertEqual(answer.status, 201)
        self.server.stop()
        database = sqlite3.connect(f"file:{self.server.data}/temoin.db?mode=ro", uri=True)
        self.addCleanup(database.close)
        july = 20635  # 1 July 2026, in days since 1970
        self.assertEqual(database.execute("SELECT day,count FROM impression").fetchall(),
                         [(july, 4)])
        self.assertEqual(database.execute("SELECT DISTINCT day FROM language").fetchall(),
                         [(july,)])
        self.assertEqual(database.execute("SELECT DISTINCT day FROM count").fetchall(), [(july,)])

    def test_changes_of_the_zone_are_seams_and_verify(self):
        self.at("2026-06-30T22:30:00Z", zone=None)
        self.give(True)                       # 30 June, UTC
        self.at("2026-06-30T22:40:00Z", zone="Europe/Paris")
        self.give(True, True)                 # 1 July, Paris
        self.at("2026-07-02T03:30:00Z", zone="America/Martinique")
        self.give(True)                       # 1 July again, Martinique
        self.at("2026-07-05T00:30:00Z", zone=None)
        self.give(False)                      # 5 July, UTC again
        self.assertEqual(self.days("2026-06-29", "2026-07-06"), {
            "2026-06-30": (1, "UTC until 2026-06-30T22:40Z, then Europe/Paris"),
            "2026-07-01": (3, "UTC until 2026-06-30T22:40Z, then Europe/Paris until "
                              "2026-07-02T03:30Z, then America/Martinique"),
            "2026-07-05": (1, "America/Martinique until 2026-07-05T00:30Z, then UTC")})
        seams = json.loads(self.report("2026-06-29", "2026-07-06", "json"))["seams"]
        self.assertEqual([(seam["before"], seam["zone"]) for seam in seams],
                         [("UTC", "Europe/Paris"), ("Europe/Paris", "America/Martinique"),
                          ("America/Martinique", "UTC")])
        page = self.report("2026-06-29", "2026-07-06", "html")
        self.assertIn("Jours comptés en temps universel jusqu’au 30 juin 2026 à 22:40:", page)
        self.assertIn("Le jour d’un tel changement mêle les deux.", page)
        # A period after a seam is in one zone; one before it says that it was another.
        self.assertEqual(json.loads(self.report("2026-07-10", "2026-07-11", "json"))["days"], "UTC")
        self.assertEqual(len(json.loads(self.report("2026-07-03", "2026-07-03", "json"))["seams"]),
                         1)
        self.verified()

    def test_forged_counts_are_found_on_both_sides_of_a_seam(self):
        self.at("2026-06-20T10:00:00Z", zone=None)
        self.give(True)
        self.at("2026-06-30T22:30:00Z")
        self.give(True)
        self.at("2026-10-25T23:30:00Z")
        self.give(False)
        self.assertEqual(self.server.stop(), 0)
        self.verified()

        def edit(*statements):
            """By a program that closes the database, so that nothing waits beside it."""
            with contextlib.closing(sqlite3.connect(self.server.data / "temoin.db")) as database:
                rows = [database.execute(*each).fetchall() for each in statements]
                database.commit()
            return rows[0]

        for (day,) in edit(("SELECT DISTINCT day FROM count",)):
            for table, columns in (("count", "accepted=accepted+1"), ("language", "count=count+1"),
                                   ("count", "day=day+1"), ("language", "day=day-1")):
                edit((f"UPDATE {table} SET {columns} WHERE day=?", (day,)))
                self.assertIn("WRONG: The ", self.verified(expect=1))
                undo = columns.replace("+1", "-1") if "+1" in columns else columns.replace("-1",
                                                                                           "+1")
                moved = day + (1 if columns == "day=day+1" else -1 if columns == "day=day-1" else 0)
                edit((f"UPDATE {table} SET {undo} WHERE day=?", (moved,)))
                self.verified()
        # Nor is a zone that is none, or another beginning of a zone.
        for change in ("seconds=seconds+86400*365", "seconds=9223372036854775807",
                       "seconds=-86400*30",
                       "seconds=seconds-7200", None):
            before = edit(("SELECT * FROM day_zone ORDER BY idx",))
            first = "(SELECT min(idx) FROM day_zone)"
            edit(("DELETE FROM day_zone" if change is None else
                  f"UPDATE day_zone SET {change} WHERE idx={first}",))
            self.verified(expect=1)
            edit(("DELETE FROM day_zone",),
                 *(("INSERT INTO day_zone VALUES(?,?,?,?,?,?)", row) for row in before))
            self.verified()

    def test_an_erasure_beside_midnight_is_no_forgery(self):
        """What is erased has no day any more: neighbours in other zones do not tell it."""
        self.at("2026-06-30T21:40:00Z")
        self.give(True)
        erased = self.server.choose(choice(self.server.config(), True)).cookies()["pcid"][0]
        self.at("2026-06-30T22:01:00Z")
        later = self.server.choose(choice(self.server.config(), True)).cookies()["pcid"][0]
        self.give(True)
        for token in (erased, later):
            self.assertEqual(self.server.erase(token).status // 100, 2)
        self.server.wait_for(lambda: "2 purged" in command("log", "verify",
                                                           "--data", self.server.data).stdout,
                             "erased")
        self.verified()

    def test_a_person_reads_the_clocks_of_the_site(self):
        self.at("2026-06-30T22:30:00Z")
        answer = self.server.choose(choice(self.server.config(), False))
        index, token = answer.json()["index"], answer.cookies()["pcid"][0]
        data = ("--data", self.server.data)
        tokens = dict(re.findall(r"^  (\w+) +(temoin-\S+)", "".join(self.server.said), re.M))
        bearer = {"Authorization": "Bearer " + tokens["auditor"]}

        def staff(path):
            return self.server.staff(path, headers=bearer)
        # A period is asked for in the site's days, in UTC's where no site is named.
        for first, last, words, number in (
                ("2026-07-01", "2026-07-01", ("--site", SITE), 1),
                ("2026-06-30", "2026-06-30", ("--site", SITE), 0),
                ("2026-06-30", "2026-06-30", (), 1), ("2026-07-01", "2026-07-01", (), 0)):
            period = (*words, "--from", first, "--to", last)
            rows = list(csv.DictReader(io.StringIO(self.ran("export", *data, *period))))
            self.assertEqual(len(rows), number, period)
            query = f"from={first}&to={last}" + (f"&site={SITE}" if words else "")
            self.assertEqual(len(staff(f"/v1/consents?{query}").json()["rows"]), number, query)
            pages = staff(f"/v1/export?format=jsonl&{query}").body.decode().splitlines()
            self.assertEqual(len(pages), number, query)
            if number:
                self.assertRegex(rows[0]["given_at"], r"2026-06-30T22:3\d:\d\dZ")
                self.assertRegex(rows[0]["given_at_local"], r"2026-07-01T00:3\d:\d\d\+02:00")
                self.assertEqual(rows[0]["time_zone"], "Europe/Paris")
                self.assertEqual(json.loads(pages[0])["given_at_local"], rows[0]["given_at_local"])
                self.assertEqual(json.loads(pages[0])["given_at"], rows[0]["given_at"])
        linked = json.loads(self.ran("export", *data, "--format", "jsonld", "--site", SITE,
                                     "--from",
                                     "2026-07-01",
                                     "--to", "2026-07-02"))["@graph"][0]["dct:temporal"]
        self.assertEqual((linked["dcat:startDate"]["@value"], linked["dcat:endDate"]["@value"]),
                         ("2026-07-01", "2026-07-02"))
        self.server.wait_for(lambda: staff(f"/v1/consents/{index}").json()["proof"] is not None,
                             "proved")
        for page in ("letter", "page"):
            said = staff(f"/v1/consents/{index}/{page}").body.decode()
            self.assertRegex(said, r"1er juillet 2026 à 00:3\d:\d\d \(UTC\+2\)", page)
            if page == "letter":  # what an erasure reaches is said where it is offered
                self.assertIn("tous les choix liés au cookie", said)
        receipt = self.server.request("GET", f"/v1/sites/{SITE}/consents/current/receipt", headers={
            "Host": "www.ameli.fr", "Cookie": f"pcid={token}", "Accept": "text/html"}).body.decode()
        self.assertRegex(receipt, r"1er juillet 2026 à 00 h 3\d \(UTC\+2\)")
        revisions = staff(f"/v1/revisions?site={SITE}&at=2026-06-30").json()
        self.assertIsNone(revisions["in_force"], "it was published after midnight")
        self.assertIsNotNone(staff(f"/v1/revisions?site={SITE}&at=2026-07-01").json()["in_force"])
        # What is the directory's stays in UTC.
        lines = staff("/v1/journal").json()["lines"]
        self.assertTrue(lines and all(line["at"].startswith("2026-06-30T22:") for line in lines),
                        lines)

    def test_an_unknown_zone_is_an_error_of_the_catalogue(self):
        catalog = self.copy_catalog()
        for name in ("Europe/Pariss", "../../etc/passwd", "europe/paris", "localtime", "", 1, None,
                     "right/UTC"):
            self.edit_site(catalog, lambda site, name=name: site.update(time_zone=name))
            done = command("catalog", "check", "--catalog", catalog)
            self.assertEqual(done.returncode, 2, (name, done.stdout))
            self.assertIn("sites/ameli.fr.json#/time_zone : il faut", done.stdout + done.stderr)
            self.assertIn("Europe/Paris", done.stdout + done.stderr)


class Upgraded(TestCase):
    def test_days_of_before_stay_and_those_of_after_are_the_sites(self):
        earlier = Earlier(self.folder, "0.1.0")
        rows = earlier.rows(COUNTS)
        server = self.serve(data=earlier.data, env=earlier.machine().env)
        self.assertEqual(server.choose(choice(server.config(), False)).status, 201)
        verified = command("log", "verify", "--data", earlier.data)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)
        report = command("report", "statistics", "--data", earlier.data, "--site", SITE, "--from",
                         "2026-06-01", "--format", "json")
        self.assertEqual(report.returncode, 0, report.stderr)
        said = json.loads(report.stdout)
        self.assertEqual(said["days"], "UTC")
        self.assertEqual([(seam["before"], seam["zone"]) for seam in said["seams"]],
                         [("UTC", "Europe/Paris")])
        self.assertIn("Europe/Paris", said["seams"][0]["text"]["fr"])
        # Half past midnight in Paris on 25 October was, and stays, 24 October.
        autumn = command("report", "statistics", "--data", earlier.data, "--site", SITE, "--from",
                         "2026-10-20", "--to", "2026-10-27", "--step", "day",
                         "--format", "csv").stdout
        counted = {row["from"]: int(row["given"]) + int(row["refused"])
                   for row in csv.DictReader(io.StringIO(autumn))}
        self.assertEqual({day: n for day, n in counted.items() if n},
                         {"2026-10-24": 5, "2026-10-25": 2})
        bearer = {"Authorization": "Bearer " + earlier.story["staff_tokens"]["marketing"]}
        stats = server.staff(f"/v1/stats?site={SITE}&from=2026-06-01", headers=bearer).json()
        self.assertEqual(len(stats["seams"]), 1)
        site = next(s for s in server.staff("/v1/sites", headers=bearer).json()["sites"]
                    if s["id"] == SITE)
        self.assertEqual(site["time_zone"], "Europe/Paris")
        self.assertEqual(server.stop(), 0)
        self.assertTrue(set(rows) <= set(earlier.rows(COUNTS)))


if __name__ == "__main__":
    unittest.main()
