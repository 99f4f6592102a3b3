"""`temoin catalog` as people and CI use it: formats, colours, exit codes, and answers in words."""

import json
import os
import pty
import re
import shutil
import subprocess
import unittest
import urllib.parse

from harness import BINARY, ROOT, SITE, TestCase, command

CATALOG = ROOT / "catalog"

# The rows of the source facts, where they lie beside the repository.
FACTS = ROOT.parent / "shared" / "data" / "ameli-facts.md"


def on_terminal(*arguments, **environment):
    """What one command prints to a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([BINARY, *map(str, arguments)], stdout=theirs,
                               env={**os.environ, **environment})
    os.close(theirs)
    out = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not piece:
            break
        out += piece
    os.close(ours)
    process.wait(60)
    return out


class Check(TestCase):
    def check(self, catalog, *options):
        return command("catalog", "check", "--catalog", catalog, *options)

    def test_exit_codes(self):
        catalog = self.copy_catalog()
        self.assertEqual(self.check(catalog).returncode, 0)
        self.edit_site(catalog, lambda site: site["waivers"].pop())
        ran = self.check(catalog)
        self.assertEqual(ran.returncode, 1)
        self.assertIn("social-not-in-manager", json.dumps(json.loads(
            self.check(catalog, "--format", "json").stdout)["findings"]))
        self.edit_site(catalog, lambda site: site.update(waivers=[]))
        self.assertEqual(self.check(catalog, "--site", SITE).returncode, 1)
        self.assertEqual(self.check(catalog, "--site", "camieg").returncode, 0)
        self.assertEqual(self.check(catalog, "--site", "no.such").returncode, 2)
        (catalog / "sites" / f"{SITE}.json").write_text("{")
        ran = self.check(catalog)
        self.assertEqual(ran.returncode, 2)
        self.assertRegex(ran.stderr, r"(?m)^sites/ameli\.fr\.json# : il faut du JSON lisible : ")
        ran = self.check(catalog, "--lang", "en")
        self.assertEqual(ran.returncode, 2)
        self.assertRegex(ran.stderr, r"(?m)^sites/ameli\.fr\.json#: expected readable JSON")
        self.assertEqual(self.check(self.folder / "nothing").returncode, 2)

    def test_a_pipe_or_a_device_in_the_catalogue_is_named_and_not_read(self):
        catalog = self.copy_catalog()
        os.mkfifo(catalog / "sites" / "pipe.json")
        (catalog / "vendors" / "zero.json").symlink_to("/dev/zero")
        ran = self.check(catalog, "--lang", "en")
        self.assertNotEqual(ran.returncode, 0)
        said = ran.stdout + ran.stderr
        self.assertEqual(said.count("a regular file"), 2, said)
        for name in ("sites/pipe.json", "vendors/zero.json"):
            self.assertIn(name, said)

    def test_a_waiver_that_has_ended_counts_no_more(self):
        catalog = self.copy_catalog()

        def end(site):
            for waiver in site["waivers"]:
                waiver["until"] = "2020-01-01"
        self.edit_site(catalog, end)
        ran = self.check(catalog)
        self.assertEqual(ran.returncode, 1)
        self.assertIn("Dérogation échue le 2020-01-01", ran.stdout)

    def test_colours_only_on_a_terminal(self):
        arguments = ("catalog", "check", "--catalog", CATALOG)
        self.assertNotIn("\x1b", self.check(CATALOG).stdout)
        self.assertIn(b"\x1b[", on_terminal(*arguments))
        self.assertNotIn(b"\x1b", on_terminal(*arguments, NO_COLOR="1"))

    def test_sarif_has_what_2_1_0_requires(self):
        ran = self.check(CATALOG, "--format", "sarif")
        log = json.loads(ran.stdout)
        self.assertEqual(log["version"], "2.1.0")
        self.assertIn("sarif-2.1.0", log["$schema"])
        (run,) = log["runs"]
        rules = run["tool"]["driver"]["rules"]
        self.assertTrue(run["tool"]["driver"]["name"])
        self.assertEqual(len({rule["id"] for rule in rules}), len(rules))
        for rule in rules:
            self.assertIn(rule["defaultConfiguration"]["level"], ("note", "warning", "error"))
            self.assertTrue(rule["shortDescription"]["text"])
        plain = json.loads(self.check(CATALOG, "--format", "json").stdout)
        self.assertEqual(len(run["results"]), len(plain["findings"]))
        for result, finding in zip(run["results"], plain["findings"]):
            self.assertEqual(result["ruleId"], finding["rule"])
            self.assertEqual(rules[result["ruleIndex"]]["id"], finding["rule"])
            self.assertTrue(result["message"]["text"])
            where = result["locations"][0]
            uri = where["physicalLocation"]["artifactLocation"]["uri"]
            self.assertTrue(uri.endswith(finding["file"]))
            self.assertEqual(where["logicalLocations"][0]["fullyQualifiedName"], finding["pointer"])
            self.assertEqual([each["kind"] for each in result.get("suppressions", [])],
                             ["inSource"] if finding["waived"] else [])

    def test_the_page_of_the_rules_is_what_the_program_prints(self):
        ran = command("catalog", "rules")
        self.assertEqual(ran.stdout, (ROOT / "docs" / "rules.md").read_text())

    def test_counts_are_in_good_french(self):
        last = self.check(CATALOG, "--site", SITE).stdout.splitlines()[-1]
        self.assertRegex(last, r"^0 erreur, 0 avertissement, 1 remarque, \d+ dérogations "
                               r"\(1 site, 26 traceurs\)$")

    @unittest.skipUnless(FACTS.exists(), "needs the facts beside the repository")
    def test_every_tracker_of_the_facts_is_declared_as_published(self):
        lines = FACTS.read_text().split("## Trackers")[1].split("\n## ")[0].splitlines()
        rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines
                if line.startswith("| ") and not line.startswith(("| category", "|---"))]
        self.assertGreater(len(rows), 20)
        site = json.loads((CATALOG / "sites" / f"{SITE}.json").read_text())
        declared = {}
        for purpose in site["purposes"]:
            for service in purpose["services"]:
                for tracker in service["trackers"]:
                    declared.setdefault(tracker["name"], []).append(tracker)
        units = {"months": "P{}M", "days": "P{}D", "day": "P{}D", "minutes": "PT{}M",
                 "hour": "PT{}H"}
        seen = 0
        for row in rows:
            names, lifetime = row[2].replace("\\", ""), row[4]
            if "not enumerated" in names:
                continue
            names = names.split(" (*sic*")[0].split(";")[0]
            for name in (name.strip() for name in names.split(",")):
                self.assertIn(name, declared, row)
                tracker = declared[name].pop(0)
                seen += 1
                words = lifetime.split()
                if name == "C":
                    expected = {"accepted": "P60D", "refused": "P10Y"}
                elif "none published" in lifetime:
                    expected = None
                elif lifetime == "session":
                    expected = "session"
                else:
                    expected = units[words[1]].format(words[0])
                self.assertEqual(tracker["lifetime"], expected, name)
        self.assertEqual([name for name, left in declared.items() if left], [])
        self.assertEqual(seen, 26)


class Which(TestCase):
    def test_what_was_mistyped_is_told(self):
        for arguments in (["check", "--site", "ameli.f"], ["which", "pcid", "--site", "ameli.f"],
                          ["csp", "--site", "ameli.f"], ["outdated", "ameli.f"]):
            ran = command("catalog", *arguments, "--catalog", CATALOG, "--lang", "en")
            self.assertEqual(ran.returncode, 2, arguments)
            self.assertIn("there is no site ameli.f; did you mean ameli.fr? Sites in this "
                          "catalogue: ameli.fr, camieg", ran.stderr)
        ran = command("audit", "/dev/null", "--site", "example.org", "--catalog", CATALOG, "--lang",
                      "en")
        self.assertIn("there is no site example.org. Sites in this catalogue: ameli.fr", ran.stderr)
        for arguments, says in (
                (["catlog"], "there is no command 'catlog' here; did you mean 'catalog'?"),
                (["catalog", "chek"], "there is no command 'chek' here; did you mean 'check'?"),
                (["catalog", "check", "--sit", "ameli.fr"],
                 "there is no option '--sit' here; did you mean '--site'?"),
                (["audit", "x.har", "--sit=ameli.fr"],
                 "there is no option '--sit' here; did you mean '--site'?"),
                (["audit", "x.har", "--frobnicate"], "there is no option '--frobnicate' here. ")):
            ran = command(*arguments, "--lang", "en")
            self.assertEqual(ran.returncode, 2, arguments)
            self.assertIn(says, ran.stderr)

    def test_which_in_english_leaves_no_french_to_complete(self):
        self.assertIn('"host": "TO COMPLETE"', self.which("_new_name", "--lang", "en").stdout)
        self.assertIn('"host": "À COMPLÉTER"', self.which("_new_name").stdout)

    def test_one_argument_may_hold_several_names(self):
        for asked in ("pcid pctx", "pcid,pctx", "pcid=1; pctx=2", "'pcid=1; pctx=2'"):
            answers = json.loads(self.which(asked, "--format", "json").stdout)["answers"]
            self.assertEqual([row["name"] for row in answers], ["pcid", "pctx"], asked)
            self.assertEqual({row["verdict"] for row in answers}, {"always"}, asked)
        log = ("* Connected to www.ameli.fr\n> GET / HTTP/1.1\n> Host: www.ameli.fr\n>\n"
               "< HTTP/1.1 200 OK\n< Set-Cookie: pcid=x; Domain=ameli.fr\n< Set-Cookie: trk=x\n"
               "<\n<html><script src=//x.example/y.js></script>\n")
        ran = self.which("--pasted", "-", "--format", "json", input=log)
        self.assertEqual([(row["name"], row["host"]) for row in json.loads(ran.stdout)["answers"]],
                         [("pcid", "ameli.fr"), ("trk", "www.ameli.fr")])

    def which(self, *arguments, **more):
        return command("catalog", "which", "--catalog", CATALOG, "--site", SITE, *arguments, **more)

    def test_pasted_lines_are_answered_together(self):
        text = ("pcid=1; _inconnu=2; SR12=x\nSet-Cookie: uid=SECRET; Domain=adform.net; "
                "Max-Age=3600\nnouveau\n")
        ran = self.which("--pasted", "-", "--format", "json", input=text)
        self.assertEqual(ran.returncode, 1)
        self.assertNotIn("SECRET", ran.stdout)
        answers = {row["name"]: row for row in json.loads(ran.stdout)["answers"]}
        self.assertEqual({name: row["verdict"] for name, row in answers.items()},
                         {"pcid": "always", "_inconnu": "not-declared", "SR12": "after-consent",
                          "uid": "after-consent", "nouveau": "not-declared"})
        self.assertEqual(len(answers["SR12"]["candidates"]), 2, "both published rows")
        self.assertEqual(answers["_inconnu"]["draft"]["name"], "_inconnu")
        self.assertIsNone(answers["pcid"]["draft"])

    def test_another_product_of_a_declared_vendor_is_not_declared(self):
        for asked, service in (("https://challenges.cloudflare.com/turnstile/v0/api.js",
                                "cloudflare"),
                               ("https://www.googletagmanager.com/gtag/js?id=G-1",
                                "campaign-manager")):
            ran = self.which(asked, "--format", "json")
            answer = json.loads(ran.stdout)["answers"][0]
            self.assertEqual(ran.returncode, 1)
            self.assertEqual(answer["verdict"], "not-declared")
            self.assertEqual([row["service"] for row in answer["declared_for"]], [service])
            self.assertEqual(answer["services"], [])
        ran = self.which("_ga", "--host", "evil.example", "--format", "json")
        self.assertEqual(json.loads(ran.stdout)["answers"][0]["library"], [])

    def test_a_name_seen_with_its_stray_letter_is_that_tracker_with_a_note(self):
        ran = self.which("EBFCD4711")
        self.assertEqual(ran.returncode, 0)
        self.assertIn("BFCD<BannerID>", ran.stdout)
        self.assertIn("EBFCD… est celui-ci", ran.stdout)

    def test_near_names_are_hinted_never_matched(self):
        for name in ("_pcid", "_pctx"):
            ran = self.which(name, "--format", "json")
            self.assertEqual(ran.returncode, 1)
            (answer,) = json.loads(ran.stdout)["answers"]
            self.assertEqual((answer["verdict"], answer["candidates"]), ("not-declared", []))
            self.assertIn("Piano", answer["hints"][0]["note"]["fr"])

    def test_an_exceeded_limit_names_its_waiver(self):
        self.assertIn("Dérogation jusqu’au 2027-06-30", self.which("C").stdout)


class Doors(TestCase):
    """The command, the public table and the staff API give one verdict."""

    @staticmethod
    def questions():
        """(text, host, verdict, service or empty), as tests/unit/catalog/question_test.cc reads."""
        groups = json.loads((ROOT / "tests" / "conformance" / "questions.json").read_text())
        return [row for group in groups for row in group["questions"]]

    @staticmethod
    def as_pasted(text, host):
        """The same question as one field of text; None: it cannot be asked in one."""
        if not host:
            return text
        plain = (re.fullmatch(r"[\w<>]+", text) and
                 re.fullmatch(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)+", host))
        return f"Set-Cookie: {text}=x; Domain={host}" if plain else None

    def asked_at_once(self):
        """What the command says: one run for each host."""
        by_host, answers = {}, {}
        for text, host, _, _ in self.questions():
            by_host.setdefault(host, []).append(text)
        for host, texts in by_host.items():
            ran = command("catalog", "which", "--catalog", CATALOG, "--site", SITE, "--format",
                          "json", *(["--host", host] if host else []), "--", *texts)
            rows = json.loads(ran.stdout)["answers"]
            self.assertEqual(len(rows), len(texts), host)
            answers.update(zip([(text, host) for text in texts], rows))
        return answers

    def test_they_agree(self):
        server = self.serve(catalog=CATALOG)
        token = command("token", "create", "--data", server.data, "--role", "auditor",
                        "--name", "a").stdout.strip()
        bearer = {"Authorization": f"Bearer {token}"}
        commands = self.asked_at_once()
        self.assertGreater(len(commands), 130)
        pasted = 0
        for text, host, verdict, service in self.questions():
            asked = commands[(text, host)]
            # Several lines are no parameter of an address.
            query = urllib.parse.urlencode({"name": text.replace("\n", " "),
                                            **({"host": host} if host else {})})
            public = server.get(f"/v1/sites/{SITE}/cookies.json?{query}").json()
            staff = server.staff(f"/v1/trackers?site={SITE}&{query}", headers=bearer).json()
            for door in (public, staff, asked):
                self.assertEqual(door.get("verdict"), verdict, (text, host, door))
                self.assertEqual(door["about"], asked["about"], (text, host))
                self.assertEqual(door["services"], asked["services"], (text, host))
                self.assertEqual(door["declared_for"], asked["declared_for"], (text, host))
                if service:
                    named = [row["id"] for row in door["services"]]
                    for row in door["candidates"]:
                        about = row["service"]
                        named.append(about["id"] if isinstance(about, dict) else about)
                    self.assertIn(service, named, (text, host))
            self.assertEqual(staff["reason"], asked["reason"], (text, host))
            # The page of the console asks so.
            if (form := self.as_pasted(text, host)) is None:
                continue
            pasted += 1
            answer = server.staff(f"/v1/trackers?site={SITE}", method="POST",
                                  headers={**bearer, "Content-Type": "application/json"},
                                  body=json.dumps({"text": form})).json()
            self.assertEqual([row["verdict"] for row in answer["verdicts"]], [verdict], form)
            self.assertEqual(answer["verdicts"][0]["services"], staff["services"], form)
        self.assertGreater(pasted, 100)


class Diff(TestCase):
    def test_words_and_exit_codes(self):
        before, after = self.copy_catalog(), self.folder / "after"
        shutil.copytree(before, after)
        ran = command("catalog", "diff", before, after)
        self.assertEqual(ran.returncode, 0, ran.stderr)

        def change(site):
            adform = site["purposes"][1]["services"][0]
            next(t for t in adform["trackers"] if t["name"] == "otsid")["lifetime"] = "P30D"
        path = after / "sites" / f"{SITE}.json"
        site = json.loads(path.read_text())
        change(site)
        path.write_text(json.dumps(site))
        ran = command("catalog", "diff", before, after)
        self.assertEqual(ran.returncode, 1)
        self.assertIn("passe de « 10\u00a0jours » à « 30\u00a0jours »", ran.stdout)
        self.assertIn("adform", ran.stdout)
        said = json.loads(command("catalog", "diff", before, after, "--format", "json").stdout)
        self.assertEqual(said[SITE]["services"], ["adform"])
        self.assertTrue(said[SITE]["material"])
        self.assertEqual(command("catalog", "diff", before, self.folder / "no").returncode, 2)

    def test_what_the_corrections_change_for_those_who_visited_0_1_0(self):
        """Asked of the bundles that 0.1.0 published; docs/upgrade.md says so in words."""
        published = ROOT / "tests" / "fixtures" / "0.1.0" / "data" / "published"
        told = {}
        for path in (*published.glob("ameli.fr.080ca898*"), *published.glob("camieg.*"),
                     *published.glob("cramif.*"), *published.glob("data-vaccin-covid.*")):
            bundle = json.loads(path.read_text())
            site = bundle["site"]["id"]
            before = self.folder / site
            for kind, rows in (("sites", [bundle["site"]]), ("vendors", bundle["vendors"])):
                (before / kind).mkdir(parents=True)
                for row in rows:
                    (before / kind / f"{row['id']}.json").write_text(json.dumps(row))
            ran = command("catalog", "diff", before, CATALOG, "--site", site, "--format", "json")
            said = json.loads(ran.stdout)[site]
            self.assertEqual((said["material"], said["services"]), (False, []), site)
            told[site] = {(row["code"], row["pointer"]) for row in said["changes"]}
        # The misprint's group, transfers that are "none published", whose lifetimes are told, and
        # CNIL in capitals.
        self.assertEqual(told[SITE], {
            ("rights-changed", "/rights"),
            ("texts-changed", "/texts"),
            ("purpose-groups-changed", "/purposes/1/groups"),
            ("purpose-description-changed", "/purposes/2/description"),
            ("transfer-changed", "/purposes/0/services/1/vendor/transfer"),
            ("location-changed", "/purposes/0/services/1/vendor/location"),
            ("service-consent_mode-changed", "/purposes/1/services/1"),
            ("transfer-changed", "/processors/0/vendor/transfer"),
            ("processor-row-changed", "/processors/1/vendor")})
        self.assertEqual(told["camieg"], {("rights-changed", "/rights")})
        for record in range(3):
            for member in ("purpose", "people", "data", "retention", "processors", "rights"):
                self.assertIn((f"record-{member}-changed", f"/records/{record}/{member}"),
                              told["cramif"])

    def test_records_of_processing(self):
        before, after = self.copy_catalog(), self.folder / "after"
        shutil.copytree(before, after)
        path = after / "sites" / "cramif.json"
        site = json.loads(path.read_text())
        site["records"][0]["retention"] = "P99Y"
        path.write_text(json.dumps(site))
        ran = command("catalog", "diff", before, after, "--site", "cramif")
        self.assertEqual(ran.returncode, 1, ran.stderr)
        self.assertIn("99\u00a0ans", ran.stdout)
        self.assertIn("/records/0/retention", ran.stdout)
        self.assertIn("Personne n’est interrogé à nouveau", ran.stdout)


if __name__ == "__main__":
    unittest.main()
