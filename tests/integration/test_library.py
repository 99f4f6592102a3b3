"""`temoin catalog library | new | add | outdated | which`: from nothing to a site that may be
published, and what keeps it from being so."""

import json
import re
import shutil
import subprocess
import unittest

from harness import BINARY, ROOT, TestCase, command

LIBRARY = ROOT / "catalog" / "library"
SITE = "mutuelle.example"


class Library(TestCase):
    def setUp(self):
        super().setUp()
        self.catalog = self.folder / "catalog"

    def run_catalog(self, verb, *arguments):
        return command("catalog", verb, *arguments, "--catalog", self.catalog,
                       "--library", self.library)

    @property
    def library(self):
        return self.folder / "library" if (self.folder / "library").exists() else LIBRARY

    def site(self):
        return json.loads((self.catalog / "sites" / f"{SITE}.json").read_text())

    def new(self, *services, **options):
        flags = {"--controller": "Mutuelle d’exemple", "--email": "dpo@mutuelle.example",
                 "--origin": "https://www.mutuelle.example", **options}
        return self.run_catalog("new", SITE, "--services", ",".join(services),
                                *[part for pair in flags.items() for part in pair])

    def test_lists_services_with_their_sources_and_nulls(self):
        ran = command("catalog", "library", "--library", LIBRARY, "--json")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        report = json.loads(ran.stdout)
        self.assertGreaterEqual(report["whole"], 20)
        self.assertEqual(len(report["services"]), len(list(LIBRARY.glob("*.json"))))
        count = report["count"]
        self.assertEqual(count["facts"], count["nulls"] + count["by_vendor"]
                         + count["by_authority"] + count["by_third_party"])
        for language, share in (("fr", r"\(\d+,\d\s%\)"), ("en", r"\(\d+\.\d\s?%\)")):
            ran = command("catalog", "library", "--library", LIBRARY, "--lang", language)
            self.assertRegex(ran.stdout, share)

    def test_without_a_library_it_says_what_to_do(self):
        ran = command("catalog", "library", "--catalog", self.catalog)
        self.assertEqual(ran.returncode, 2)
        self.assertIn("--library", ran.stderr)

    def test_without_one_of_its_own_a_catalogue_takes_what_was_installed(self):
        program = self.folder / "usr/bin/temoin"
        program.parent.mkdir(parents=True)
        shutil.copy(BINARY, program)
        installed = self.folder / "usr/share/temoin/catalog/library"
        words = [program, "catalog", "new", SITE, "--catalog", self.catalog, "--services", "vimeo"]
        ran = subprocess.run(words, capture_output=True, text=True, timeout=60, input="")
        self.assertEqual(ran.returncode, 2, ran.stdout)
        shutil.copytree(LIBRARY, installed)
        ran = subprocess.run(words, capture_output=True, text=True, timeout=60, input="")
        self.assertEqual(ran.returncode, 1, ran.stderr)
        self.assertIn("vimeo", json.dumps(self.site()))

    def test_every_service_makes_a_site_that_reads(self):
        services = sorted(path.stem for path in LIBRARY.glob("*.json"))
        ran = self.new(*services)
        self.assertEqual(ran.returncode, 1, ran.stderr)
        site = self.site()
        adopted = [service["library"]["service"]
                   for purpose in site["purposes"] for service in purpose["services"]]
        self.assertEqual(sorted(adopted), services)
        self.assertEqual(site["refusal_token"], "none")
        self.assertEqual(site["journal_retention"]["duration"], "P12M")
        ids = [entry["id"] for entry in site["to_decide"]]
        self.assertEqual(len(ids), len(set(ids)))

    def test_a_draft_says_what_keeps_it_from_being_published(self):
        ran = self.new("matomo", "youtube")
        self.assertEqual(ran.returncode, 1, ran.stderr)
        self.assertIn("[to-decide matomo-exemption]", ran.stdout)
        self.assertIn("[to-decide name]", ran.stdout)
        self.assertIn("[exemption-unanswered matomo]", ran.stdout)
        check = command("catalog", "check", "--catalog", self.catalog, "--site", SITE,
                        "--blocking")
        self.assertEqual(check.returncode, 1)
        self.assertTrue(ran.stdout.endswith(check.stdout))

    def test_an_exemption_is_confirmed_criterion_by_criterion(self):
        self.new("matomo")
        criteria = [entry["id"] for entry in self.site()["to_decide"]
                    if entry["question"]["fr"].startswith("Matomo, dans votre configuration.")]
        self.assertEqual(len(criteria), 12)
        confirm = ("matomo-exemption=yes", "--by", "Déléguée", "--retention", "P25M")
        before = self.site()
        told = self.run_catalog("decide", SITE, *confirm)
        self.assertEqual(told.returncode, 2)
        for point in criteria:
            self.assertRegex(
                told.stderr, f"(?m)^  {point}=yes\\|no\\|unknown  Matomo, dans votre .+")
        self.assertIn("confirme la réponse à chaque question", told.stderr)
        self.assertEqual(self.site(), before)
        answered = [f"{point}=yes" for point in criteria]
        told = self.run_catalog("decide", SITE, *answered[1:], f"{criteria[0]}=unknown", *confirm)
        self.assertEqual(told.returncode, 2)
        self.assertIn(f"\n  {criteria[0]}=yes|no|unknown", told.stderr)
        self.assertNotIn(criteria[1], told.stderr)
        done = self.run_catalog("decide", SITE, *answered, *confirm)
        self.assertEqual(done.returncode, 1, done.stderr)
        # Whoever decides point by point reads the next ones, not the whole list again.
        self.assertEqual(len(re.findall(r"(?m)^  \d+\. \[", done.stdout)), 3)
        self.assertRegex(done.stdout, r"(?m)^  … et \d+ de plus : temoin catalog check --blocking$")
        whole = self.run_catalog("check", "--site", SITE, "--blocking")
        self.assertNotIn("[exemption-", whole.stdout)
        self.assertNotIn("matomo-exemption", whole.stdout)
        service = self.site()["purposes"][0]["services"][0]
        self.assertEqual(service["exemption"]["confirmed_by"]["fr"], "Déléguée")

    def test_what_only_published_pages_answer_keeps_nothing_from_being_published(self):
        self.new("vimeo")
        decided = self.run_catalog("decide", SITE, "name=yes", "--rest-later",
                                   "--reason", "Au délégué.")
        self.assertEqual(decided.returncode, 0, decided.stdout + decided.stderr)
        reminder = f"temoin catalog decide {SITE} guard=yes\n"
        self.assertTrue(decided.stdout.endswith(reminder), decided.stdout)
        published = command("catalog", "publish", "--data", self.folder / "data", "--catalog",
                            self.catalog, "--yes")
        self.assertEqual(published.returncode, 0, published.stdout + published.stderr)
        self.assertTrue(published.stdout.endswith(reminder), published.stdout)
        visit = self.folder / "visit.log"
        visit.write_text("")
        audit = ("audit", visit, "--site", SITE, "--catalog", self.catalog, "--phase", "none")
        self.assertTrue(command(*audit).stdout.endswith(reminder), command(*audit).stdout)
        tried = self.run_catalog("decide", SITE, "guard=yes")
        self.assertEqual(tried.returncode, 0, tried.stderr)
        self.assertNotIn("guard=yes", tried.stdout + command(*audit).stdout)

    def test_a_site_is_named_by_a_decision(self):
        self.new("matomo")
        self.assertEqual(self.site()["name"], SITE)
        refused = self.run_catalog("decide", SITE, "name= ")
        self.assertEqual(refused.returncode, 2)
        self.assertEqual(self.site()["name"], SITE)
        done = self.run_catalog("decide", SITE, "name=Mutuelle Exemple")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(self.site()["name"], "Mutuelle Exemple")
        self.assertNotIn("name", [entry["id"] for entry in self.site()["to_decide"]])

    def test_what_is_wrong_with_a_file_is_said_in_the_language_asked_for(self):
        self.new("matomo")
        path = self.catalog / "sites" / f"{SITE}.json"
        site = self.site()
        for text, french, english in (
                (json.dumps({**site, "time_zone": 7}), "#/time_zone : il faut le nom IANA",
                 "#/time_zone: expected the IANA name"),
                (json.dumps({**site, "nonsense": 1}), "il faut ne pas écrire ce membre",
                 "expected no member of this name"),
                (path.read_text()[:-5], "il faut du JSON lisible : ce n’est pas du JSON",
                 "expected readable JSON: not JSON")):
            path.write_text(text)
            for words in (("check",), ("decide", SITE, "guard=yes"), ("outdated", SITE)):
                for language, sentence in (("fr", french), ("en", english)):
                    ran = command("catalog", *words, "--catalog", self.catalog,
                                  "--lang", language)
                    self.assertEqual(ran.returncode, 2, (words, ran.stdout))
                    self.assertIn(sentence, ran.stderr, (words, language))

    def test_the_library_is_listed_in_the_language_asked_for(self):
        french = self.run_catalog("library", "--lang", "fr").stdout
        english = self.run_catalog("library", "--lang", "en").stdout
        self.assertRegex(french, r"^service +nom +fiche +faits +catégorie\n")
        self.assertRegex(english, r"^service +name +depth +facts +category\n")
        self.assertRegex(french, r"(?m)^google-maps .* carte$")
        self.assertRegex(english, r"(?m)^google-maps .* map$")
        files = {path.stem: json.loads(path.read_text()) for path in LIBRARY.glob("*.json")}
        for name, service in files.items():
            self.assertRegex(english, rf"(?m)^{name} .* {service['category']}$")
        words = {line.split("  ")[-1].strip() for line in french.splitlines()[1:len(files) + 1]}
        self.assertEqual(words & {"behaviour", "advertising", "video", "map", "form", "payment"},
                         set())

    def test_a_list_of_one_form_is_not_asked_for_in_another(self):
        self.new("matomo")
        for option in ("--blocking", "--draft-waivers"):
            ran = command("catalog", "check", option, "--format", "sarif", "--catalog",
                          self.catalog)
            self.assertEqual((ran.returncode, ran.stdout), (2, ""), option)
            self.assertIn("--format sarif", ran.stderr)

    def test_one_category_on_two_bases_is_shown_under_two_names(self):
        for services in (("matomo", "google-analytics"), ("google-analytics", "matomo")):
            ran = self.new(*services)
            self.assertEqual(ran.returncode, 1, ran.stderr)
            self.assertNotIn("name-shown-twice", ran.stdout)
            titles = {p["basis"]: p["title"]["fr"] for p in self.site()["purposes"]}
            self.assertEqual(len(set(titles.values())), 2, titles)
            (self.catalog / "sites" / f"{SITE}.json").unlink()

    def test_what_is_left_empty_is_left_to_complete(self):
        ran = command("catalog", "new", SITE, "--catalog", self.catalog, "--library", LIBRARY,
                      input="")
        self.assertEqual(ran.returncode, 1, ran.stderr)
        self.assertIn("draft-placeholder", ran.stdout)
        self.assertEqual(self.site()["controller"]["name"], "À COMPLÉTER")

    def test_decided_or_waived_it_may_be_published(self):
        self.new("youtube")
        path = self.catalog / "sites" / f"{SITE}.json"
        site = self.site()
        site["to_decide"] = site["to_decide"][:1]
        path.write_text(json.dumps(site))
        blocking = ("catalog", "check", "--catalog", self.catalog, "--site", SITE)
        drafted = json.loads(command(*blocking, "--draft-waivers").stdout)[SITE]
        self.assertIn("to-decide", [waiver["rule"] for waiver in drafted])
        for waiver in drafted:
            waiver["reason"] = {"fr": "Décidé en comité.", "en": "Decided in committee."}
        site["waivers"] = drafted
        path.write_text(json.dumps(site))
        ran = command(*blocking, "--blocking")
        self.assertEqual((ran.returncode, ran.stdout), (0, "Rien n’empêche de publier.\n"))

    def test_adds_a_service_in_the_order_of_the_file(self):
        self.new("youtube")
        before = list(self.site())
        ran = self.run_catalog("add", SITE, "vimeo")
        self.assertEqual(ran.returncode, 1, ran.stderr)
        self.assertEqual(list(self.site()), before)
        media = next(p for p in self.site()["purposes"] if p["id"] == "media")
        self.assertEqual([s["id"] for s in media["services"]], ["youtube", "vimeo"])
        self.assertTrue((self.catalog / "vendors" / "vimeo.json").exists())
        again = self.run_catalog("add", SITE, "vimeo", "--lang", "en")
        self.assertEqual(again.returncode, 2)
        self.assertIn("already", again.stderr)

    def test_a_vendor_that_is_there_stays_as_it_is(self):
        self.new("youtube")
        vendor = self.catalog / "vendors" / "google.json"
        text = vendor.read_text().replace('"unpublished"', '"none"')
        vendor.write_text(text)
        self.run_catalog("add", SITE, "google-maps")
        self.assertEqual(vendor.read_text(), text)

    def test_refusals_write_nothing(self):
        for arguments, told in (
                (("new", "Not A Site", "--services", "matomo"), "site's id"),
                (("new", SITE, "--services", "no-such"), "catalog library"),
                (("new", SITE, "--origin", "www.mutuelle.example"), "origin"),
                (("add", SITE, "matomo"), "catalog new")):
            ran = self.run_catalog(*arguments, "--lang", "en")
            self.assertEqual(ran.returncode, 2, arguments)
            self.assertIn(told, ran.stderr)
            self.assertFalse(self.catalog.exists(), arguments)
        self.new("youtube")
        ran = self.new("youtube")
        self.assertEqual(ran.returncode, 2)
        self.assertIn("catalog add", ran.stderr)

    def test_tells_what_the_library_has_changed_since(self):
        shutil.copytree(LIBRARY, self.folder / "library")
        self.new("youtube")
        self.assertEqual(self.run_catalog("outdated", SITE).returncode, 0)
        path = self.library / "youtube.json"
        service = json.loads(path.read_text())
        adopted = service["version"]
        service["version"] = adopted + 1
        service["changes"].append({"version": adopted + 1, "date": "2027-01-02",
                                   "what": {"fr": "Durée de YSC.", "en": "Lifetime of YSC."}})
        for tracker in service["trackers"]["value"]:
            if tracker["name"] == "YSC":
                tracker["lifetime"] = "P1D"
        path.write_text(json.dumps(service))
        before = self.site()
        ran = self.run_catalog("outdated", SITE, "--lang", "en")
        self.assertEqual(ran.returncode, 1, ran.stderr)
        self.assertIn(f"{adopted} -> {adopted + 1}", ran.stdout)
        self.assertIn("Lifetime of YSC.", ran.stdout)
        self.assertIn("YSC: lifetime 1\xa0day in the library, session on the site", ran.stdout)
        row = json.loads(self.run_catalog("outdated", SITE, "--json").stdout)["services"][0]
        self.assertEqual((row["id"], row["adopted"], row["version"]),
                         ("youtube", adopted, adopted + 1))
        self.assertEqual(self.site(), before)
        path.unlink()
        self.assertIn("no longer", self.run_catalog("outdated", SITE, "--lang", "en").stdout)

    def test_answers_from_the_library_what_no_site_declares(self):
        self.new("youtube")
        for asked, service in (
                ("_pk_id.1.1fff", "matomo"), ("_ga_ABC123", "google-analytics"),
                ("_fbp", "meta-pixel"), ("Meta pixel", "meta-pixel"), ("matomo", "matomo"),
                ("Google reCAPTCHA", "recaptcha"), ("hotjar", "hotjar"),
                ("https://www.google.com/recaptcha/api.js", "recaptcha"),
                ("https://www.google.com/maps/embed?pb=1", "google-maps"),
                ("https://www.google.com/maps/d/embed?mid=1", "google-maps"),
                ("https://maps.google.com/maps?q=Nantes&output=embed", "google-maps"),
                ("https://vimeo.com/event/1/embed", "vimeo"),
                ("https://geo.dailymotion.com/player/x1.html?video=x2", "dailymotion"),
                ("https://www.openstreetmap.org/export/embed.html?bbox=1", "openstreetmap"),
                ("https://v.calameo.com/?bkcode=1", "calameo"),
                ("https://client.crisp.chat/l.js", "crisp"),
                ('<script src="https://js.hcaptcha.com/1/api.js" async></script>', "hcaptcha"),
                ('<iframe src="https://player.vimeo.com/video/1"></iframe>', "vimeo")):
            ran = self.run_catalog("which", asked, "--lang", "en")
            self.assertEqual(ran.returncode, 1, asked)
            self.assertIn(f"({service})", ran.stdout, asked)
            self.assertIn(f"temoin catalog add SITE {service}", ran.stdout, asked)
        for asked in ("https://www.youtube-nocookie.com/embed/a?rel=0",
                      "https://www.youtube.com/shorts/a", "https://www.youtube.com/live/a"):
            ran = self.run_catalog("which", asked, "--lang", "en")
            self.assertEqual(ran.returncode, 0, ran.stdout)
            self.assertIn("YouTube", ran.stdout, asked)
        row = json.loads(self.run_catalog("which", "_fbp", "--format", "json").stdout)
        self.assertEqual([each["id"] for each in row["answers"][0]["library"]], ["meta-pixel"])
        self.assertNotIn("catalog add", self.run_catalog("which", "never_seen").stdout)
        self.assertNotIn("catalog add", self.run_catalog("which", "YSC").stdout)


if __name__ == "__main__":
    unittest.main()
