"""A dossier shows that nothing is left out, and its own script finds whatever is done to it."""

import base64
import csv
import hashlib
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest
import warnings
import zipfile

from harness import HOST, ORIGIN, SITE, TestCase, choice, command
from picture_files import banner_of

DAYS = ("2026-06-12", "2026-06-13")
WORD = "contrôle 2026-118"


def check(folder, *options):
    """The script that lies in it, with nothing but Python and openssl."""
    return subprocess.run([sys.executable, "-I", str(folder / "verifier.py"), *options],
                          capture_output=True, encoding="utf-8", timeout=120,
                          env={**os.environ, "LC_ALL": "C"})


def edit(path, change):
    text = path.read_text()
    changed = change(text)
    if changed == text:
        raise AssertionError(f"{path.name} was not changed")
    path.write_text(changed)


def flip(path, at):
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))


class Dossier(TestCase):
    def at(self, now):
        """The server from this moment on; the one before is stopped."""
        if getattr(self, "server", None):
            self.assertEqual(self.server.stop(), 0)
        else:
            self.catalog = self.copy_catalog()
            self.edit_site(self.catalog, lambda site: site.update(time_zone="Europe/Paris"))
            twin = json.loads((self.catalog / "sites/ameli.fr.json").read_text())
            twin["id"] = twin["name"] = "twin"
            (self.catalog / "sites/twin.json").write_text(json.dumps(twin))
        self.server = self.serve("--demo", "--demo-now", now, catalog=self.catalog)
        self.data = self.server.data

    def give(self, *accepted, site=SITE):
        tokens = []
        for accept in accepted:
            answer = self.server.request(
                "POST", f"/v1/sites/{site}/consents",
                json.dumps(choice(self.server.config(site), accept)),
                {"Content-Type": "application/json", "Origin": ORIGIN, "Host": HOST})
            self.assertEqual(answer.status, 201, answer.body)
            tokens.append(answer.cookies()["pcid"][0])
        return tokens

    def rows(self, query):
        with sqlite3.connect(f"file:{self.data}/temoin.db?mode=ro", uri=True) as database:
            return database.execute(query).fetchall()

    def log_of_some_days(self):
        self.at("2026-06-10T10:00:00Z")
        self.give(True, True)
        self.at("2026-06-12T10:00:00Z")
        tokens = self.give(True, True, False)
        self.give(True, False, site="twin")
        self.at("2026-06-12T22:30:00Z")  # 00:30 in Paris: the next day
        self.give(True, False)
        self.at("2026-06-13T10:00:00Z")
        self.give(True)
        self.assertIn(self.server.erase(tokens[1]).status, (200, 202))
        self.at("2026-06-16T10:00:00Z")
        self.give(True)
        self.server.wait_for(lambda: self.closed() >= 3, "the days are closed")
        self.at("2026-06-18T10:00:00Z")
        self.give(True)
        self.server.wait_for(lambda: self.rows("SELECT 1 FROM checkpoint WHERE day=20622"), "kept")

    def closed(self):
        return len([1 for (manifest,) in self.rows("SELECT bytes FROM manifest")
                    if '"records"' in manifest and f'"{SITE}"' in manifest])

    def make(self, name, *options):
        folder = self.folder / name
        made = []

        def written():
            made[:] = [command("report", "dossier", "--data", self.data, "--site", SITE,
                               "--from", DAYS[0], "--to", DAYS[1], "--out", folder, *options)]
            return made[0].returncode == 0
        try:
            self.server.wait_for(written, "under a checkpoint")
        except AssertionError:
            self.fail(made[0].stderr)
        self.key = (folder / "keys").read_text().split()[0]
        return folder

    def holds(self, folder, *options):
        done = check(folder, "--cle", self.key, *options)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertNotIn("FAUX", done.stdout)
        return done.stdout

    def test_the_choices_of_a_long_interval_are_all_accounted_for(self):
        """More entries than a search gives at a time: each has its line, the sample is drawn."""
        self.at(f"{DAYS[0]}T10:00:00Z")
        self.give(*[True, False] * 600)
        self.at("2026-06-16T10:00:00Z")
        self.give(True)
        self.server.wait_for(lambda: self.closed() >= 1, "the day is closed")
        folder = self.make("long", "--sample", "20", "--word", WORD)
        self.assertIn("Tout concorde", self.holds(folder))
        with open(folder / "choices/0001.csv", encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        told = sum(int(row["last"]) - int(row["first"]) + 1 for row in rows
                   if row["what"] in ("given", "undrawn"))
        self.assertEqual(told, 1200)

    def test_what_was_counted_is_given_or_erased(self):
        self.log_of_some_days()
        folder = self.make("dossier", "--recipient", "la CNIL", "--purpose", "contrôle 2026-118",
                           "--destroy-by", "2027-01-31")
        said = self.holds(folder)
        self.assertIn("Tout concorde : 5 choix prouvés", said)
        self.assertIn("Rien n'est omis : chaque journée", said)
        manifest = json.loads((folder / "manifest.json").read_text())
        self.assertEqual(manifest["entries"]["before"], "checkpoints/2026-06-10")
        self.assertEqual(manifest["entries"]["after"], "checkpoints/2026-06-16")
        counted = {path.stem: json.loads(path.read_text())["records"]
                   for path in folder.glob("counts/*.json")}
        self.assertEqual(counted, {DAYS[0]: 3, DAYS[1]: 3})
        purged, = (json.loads(path.read_text()) for path in folder.glob("purges/*.json"))
        self.assertEqual(purged["days"], [{"day": DAYS[0], "records": 1, "site": SITE}])
        with open(folder / "choices/0001.csv", encoding="utf-8") as file:
            states = [row["what"] for row in csv.DictReader(file)
                      for _ in range(int(row["first"]), int(row["last"]) + 1)]
        self.assertEqual({what: states.count(what) for what in states},
                         {"other-day": 2, "given": 5, "erased": 1, "other-site": 2})
        self.assertEqual(manifest["for"], {"recipient": "la CNIL", "purpose": "contrôle 2026-118",
                                           "destroy_by": "2027-01-31"})
        self.readable(folder)
        page = (folder / "LISEZMOI.html").read_text()
        for told in ("la CNIL", "contrôle 2026-118", "31 janvier 2027"):
            self.assertIn(told, page)
        self.assertEqual(page.count(">complet<"), 2, page)
        self.assertIn("Rien n’est omis", page)
        self.registered(folder)
        self.sample()
        self.extract()
        self.from_the_console()
        self.attack(folder)
        self.assertEqual(self.server.stop(), 0)
        verified = command("log", "verify", "--data", self.data)
        self.assertEqual(verified.returncode, 0, verified.stdout)

    def readable(self, folder):
        """A row a choice, in words, by the site's clocks; the first page leads there."""
        self.assertIn('href="index/0001.html"', (folder / "LISEZMOI.html").read_text())
        page = (folder / "index/0001.html").read_text()
        rows = re.findall(r"<tr><td.*</td></tr>", page)
        self.assertEqual(len(rows), 5, page)
        for words in ("tout accepté", "tout refusé", "Vimeo", "valable jusqu’au"):
            self.assertIn(words, page)
        self.assertIn("13 juin 2026 à 00:30", page)

    def registered(self, folder):
        """The hash of its manifest stands in the log, under a key that the log announced."""
        here = folder / "registration"
        said, key = (json.loads((here / f"{name}.json").read_text()) for name in ("dossier", "key"))
        self.assertEqual(said["manifest"],
                         hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest())
        self.assertEqual((said["kind"], said["site"], key["kind"]), ("dossier", SITE, "key"))
        self.assertIn("/dossiers+", key["vkey"])
        self.assertEqual((pathlib.Path(self.data) / "dossiers.key").stat().st_mode & 0o777, 0o600)
        entries = [json.loads(manifest) for (manifest,) in self.rows(
            "SELECT bytes FROM manifest JOIN entry USING(idx) WHERE type=9 ORDER BY idx")]
        self.assertEqual(entries, [key, said])
        self.assertIn("Enregistré dans le journal à l'entrée ", self.holds(folder))
        other = self.made_again("other", "--sample", "1", "--word", "autre")

        def change(name, old, new):
            return lambda copy: edit(copy / "registration" / name,
                                     lambda text: text.replace(old, new, 1))

        def of_other(*names):
            return lambda copy: [shutil.copy(other / "registration" / name,
                                             copy / "registration" / name) for name in names]

        for attack, sentence in (
                (lambda copy: edit(copy / "manifest.json", lambda text: text + " "),
                 "un autre manifeste que celui de ce dossier"),
                (of_other("manifest.note", "dossier.json", "dossier.tlog-proof", "checkpoint",
                          "key.tlog-proof"), "un autre manifeste que celui de ce dossier"),
                (of_other("dossier.json"), "l'entrée n'est pas dans l'arbre signé"),
                (of_other("checkpoint"), "est sous un autre point de contrôle"),
                (change("manifest.note", said["manifest"], "0" * 64), "n'est pas signée"),
                (change("manifest.note", "2026-06-", "2026-05-"), "n'est pas signée"),
                (change("dossier.json", SITE, "twin"), "l'entrée n'est pas dans l'arbre signé"),
                (change("key.json", "/dossiers+", "/dossierz+"), "l'arbre signé"),
                (lambda copy: (copy / "registration/key.tlog-proof").unlink(), "registration")):
            with self.subTest(sentence):
                self.found(folder, attack, sentence, name_again=False)
        self.forged_time(folder)
        # Taken away, nothing is wrong, and it is said.
        copy = self.folder / "unregistered"
        shutil.copytree(folder, copy)
        shutil.rmtree(copy / "registration")
        self.assertIn("n'est pas enregistré dans le journal", self.holds(copy))

    def forged_time(self, folder):
        """Whoever has the dossiers' key may sign another time; the log says which it was."""
        secret = (pathlib.Path(self.data) / "dossiers.key").read_text().strip().split("+", 4)
        seed = base64.b64decode(secret[4])[1:]

        def sign_again(copy):
            note = copy / "registration/manifest.note"
            text = re.sub(r"\n20\d\d-[^\n]*\n$", "\n2019-05-05T00:00:00Z\n",
                          note.read_text().partition("\n\n")[0] + "\n")
            with tempfile.TemporaryDirectory() as place:
                at = pathlib.Path(place)
                (at / "key").write_bytes(bytes.fromhex("302e020100300506032b657004220420") + seed)
                (at / "text").write_text(text)
                subprocess.run(["openssl", "pkeyutl", "-sign", "-keyform", "DER", "-inkey",
                                at / "key", "-rawin", "-in", at / "text", "-out", at / "signed"],
                               check=True)
                blob = bytes.fromhex(secret[3]) + (at / "signed").read_bytes()
            note.write_text(f"{text}\n\u2014 {text.splitlines()[0]} "
                            f"{base64.b64encode(blob).decode()}\n")
        self.found(folder, sign_again, "ne dit pas ce que dit l'entrée du journal",
                   name_again=False)

    def test_what_lies_in_the_folder_is_a_file_and_stays_in_it(self):
        folder = self.folder / "odd"
        shutil.copytree(pathlib.Path(__file__).parent.parent.parent / "reports/dossier", folder)
        for name, make in (("link", lambda path: path.symlink_to("/etc")),
                           ("pipe", os.mkfifo)):
            make(folder / name)
            done = check(folder)
            self.assertEqual(done.returncode, 2, done.stdout)
            self.assertIn(f"« {name} » n'est ni un fichier ni un dossier ordinaire", done.stderr)
            (folder / name).unlink()
        for text in ("[" * 200_000, "[]", '{"schema":2}', '{"schema":2,"files":[]}'):
            (folder / "manifest.json").write_text(text)
            done = check(folder)
            self.assertEqual(done.returncode, 2, text[:20])
            self.assertIn("n'a pas pu se faire", done.stderr)

    def test_what_the_first_page_says_is_a_line_of_text(self):
        server = self.serve()
        made = str(self.give_one(server))
        for option, value in (("--recipient", "a\nb"), ("--purpose", "\u202eabc"),
                              ("--recipient", "   "), ("--word", "x" * 501),
                              ("--destroy-by", "2020-01-01")):
            done = command("report", "dossier", "--data", server.data, "--index", made,
                           "--out", self.folder / "line", option, value)
            self.assertEqual(done.returncode, 2, option)
            self.assertIn(option, done.stderr)
            self.assertFalse((self.folder / "line").exists())

    def test_a_sealed_dossier_opens_with_the_key_of_its_receiver(self):
        server = self.serve()
        made = str(self.give_one(server))
        server.wait_signed(int(made) + 1)

        def holder(name):
            key, certificate = (self.folder / f"{name}.{kind}" for kind in ("key", "pem"))
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj",
                            f"/CN={name}", "-keyout", key, "-out", certificate],
                           check=True, capture_output=True)
            return key, certificate

        def report(out, *options):
            return command("report", "dossier", "--data", server.data, "--index", made, "--out",
                           self.folder / out, *options)

        def opened(sealed, key):
            out = self.folder / "opened.zip"
            out.unlink(missing_ok=True)
            done = subprocess.run(["openssl", "cms", "-decrypt", "-inform", "DER", "-in", sealed,
                                   "-inkey", key, "-out", out], capture_output=True)
            return out if done.returncode == 0 else None
        key, certificate = holder("receiver")
        other, _ = holder("other")
        done = report("piece.zip.p7m", "--encrypt-to", certificate)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("openssl cms -decrypt", done.stdout)
        sealed = self.folder / "piece.zip.p7m"
        self.assertEqual(sealed.stat().st_mode & 0o777, 0o600)
        self.assertNotIn(b"LISEZMOI", sealed.read_bytes())
        self.assertEqual([path.name for path in self.folder.glob("*.zip*")], [sealed.name])
        shutil.unpack_archive(opened(sealed, key), self.folder / "unpacked")
        said = check(self.folder / "unpacked/piece")
        self.assertEqual(said.returncode, 0, said.stdout + said.stderr)
        self.assertIsNone(opened(sealed, other))
        flip(sealed, sealed.stat().st_size - 5)
        self.assertIsNone(opened(sealed, key))
        for out, options, words in (
                ("a.zip", ("--encrypt-to", certificate), "dossier.zip.p7m"),
                ("a.zip.p7m", (), "--encrypt-to names the certificates"),
                ("a.zip.p7m", ("--encrypt-to", key), "no certificate in PEM"),
                ("a.zip.p7m", ("--encrypt-to", self.folder / "none"), "No such file")):
            done = report(out, *options)
            self.assertEqual(done.returncode, 2, words)
            self.assertIn(words, done.stderr)
        self.assertEqual(list(self.folder.glob("a.zip*")), [])

    def test_without_a_server_a_dossier_is_whole_and_not_registered(self):
        server = self.serve()
        banner = banner_of(server, SITE)
        made = self.give_one(server, banner=banner)
        unknown = self.give_one(server, banner="b" * 64)
        self.assertEqual(server.stop(), 0)
        folder = self.folder / "stopped"
        done = command("report", "dossier", "--data", server.data, "--index", str(made),
                       "--index", str(unknown), "--out", folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("not registered in the log: no server runs here", done.stderr)
        self.assertFalse((folder / "registration").exists())
        said = check(folder)
        self.assertEqual(said.returncode, 0, said.stdout)
        self.assertIn("n'est pas enregistré dans le journal", said.stdout)
        # The code that ran in the page, and all that its manifest names; of another, a word.
        code = folder / "banner"
        manifest, = (json.loads(path.read_text()) for path in code.glob("*.json"))
        self.assertEqual(manifest["core"]["sha256"], banner)
        named = {banner, *(chunk["sha256"] for chunk in manifest["chunks"].values())}
        self.assertEqual({path.stem for path in code.glob("*.js")}, named)
        self.assertIn("De 1 choix, le code du bandeau", said.stdout)
        edit(code / f"{banner}.js", lambda text: text + " ")
        self.assertIn(f"banner/{banner}.js", check(folder).stdout)
        self.assertEqual(command("log", "verify", "--data", server.data).returncode, 0)

    def give_one(self, server, **more):
        answer = server.request(
            "POST", f"/v1/sites/{SITE}/consents", json.dumps(
                choice(server.config(SITE), True, **more)),
            {"Content-Type": "application/json", "Origin": ORIGIN, "Host": HOST})
        self.assertEqual(answer.status, 201, answer.body)
        return json.loads(answer.body)["index"]

    def sample(self):
        """Drawn by the inspector's word and a root that nobody chose after it."""
        folder = self.made_again("sample", "--sample", "2", "--word", WORD)
        said = self.holds(folder)
        self.assertIn(f"Tirage par le mot « {WORD} »", said)
        self.assertIn("Rien n'est omis", said)
        self.assertEqual(len(list(folder.glob("proofs/*"))), 2)
        again = self.made_again("again", "--sample", "2", "--word", WORD)
        self.assertEqual([path.name for path in sorted(again.glob("proofs/*"))],
                         [path.name for path in sorted(folder.glob("proofs/*"))])
        own = self.made_again("own", "--sample", "2")
        self.assertIn("Tirage choisi par le responsable", self.holds(own))
        self.assertIn("tirage choisi par le responsable", (own / "LISEZMOI.html").read_text())

        def other_word(copy):
            edit(copy / "manifest.json", lambda text: text.replace(
                '"word": "contr\\u00f4le 2026-118"', '"word": "x"').replace(WORD, "x"))

        def other_seed(copy):
            edit(copy / "manifest.json",
                 lambda text: re.sub(r'"seed": "[0-9a-f]{64}"', f'"seed": "{"0" * 64}"', text))

        def no_sample(copy):
            def drop(text):
                manifest = json.loads(text)
                del manifest["sample"]
                return json.dumps(manifest)
            edit(copy / "manifest.json", drop)
        self.found(folder, other_word, "la graine n'est pas celle du mot")
        self.found(folder, other_seed, "la graine n'est pas celle du mot")
        self.found(folder, no_sample, "rien n'est tiré au sort")
        # Members that another word draws, under the sample of this one. Two draws of two among five
        # are the same one time in ten.
        numbers = {path.stem for path in folder.glob("proofs/*")}
        drawn = json.loads((folder / "manifest.json").read_text())["sample"]
        others = folder
        for word in range(40):
            if {path.stem for path in others.glob("proofs/*")} != numbers:
                break
            others = self.made_again(f"word-{word}", "--sample", "2", "--word", f"mot {word}")

        def other_members(copy):
            manifest = json.loads((copy / "manifest.json").read_text())
            manifest["sample"] = drawn
            (copy / "manifest.json").write_text(json.dumps(manifest))
        self.found(others, other_members, "l'échantillon n'est pas celui")

    def extract(self):
        """For the controller of one service: what was decided on it, and nothing of others."""
        folder = self.made_again("extract", "--service", "adform")
        said = self.holds(folder)
        self.assertIn("Extrait pour adform", said)
        self.assertIn("Rien n'est omis", said)
        record, = folder.glob("records/*.jsonl")
        lines = [json.loads(line) for line in record.read_text().splitlines()]
        self.assertEqual([list(line["decisions"]) for line in lines], [["adform"]] * 5)
        held = b"".join(path.read_bytes() for kind in ("records", "proofs")
                        for path in folder.glob(f"{kind}/*"))
        for private in (b"vimeo", b"extra ", b'"random', b"refuse_all"):
            self.assertNotIn(private, held)
        one, other = sorted(folder.glob("proofs/*"))[:2]

        def swap(copy):
            texts = one.read_text(), other.read_text()
            for path, text in zip((one, other), reversed(texts)):
                index = int(path.stem)
                (copy / "proofs" / path.name).write_text(
                    re.sub(r"(?m)^index \d+$", f"index {index}", text))

        def tell_more(copy):
            edit(copy / "records" / record.name,
                 lambda text: text.replace('"decisions":{', '"decisions":{"vimeo":true,', 1))
        for attack, sentence in (
                (swap, "l'entrée n'est pas dans l'arbre signé"),
                (tell_more, "dit plus que l'extrait"),
                (lambda copy: (copy / "proofs" / one.name).unlink(), "sa preuve manque")):
            with self.subTest(sentence):
                self.found(folder, attack, sentence)
        done = command("report", "dossier", "--data", self.data, "--site", SITE,
                       "--service", "nobody", "--from", DAYS[0], "--to", DAYS[1],
                       "--out", self.folder / "none")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--service", done.stderr)

    def from_the_console(self):
        """A period, made in the background; and what one visitor chose, at once."""
        auditor, officer = (command("token", "create", "--data", self.data, "--role", role,
                                    "--name", role).stdout.strip() for role in ("auditor", "dpo"))

        def staff(method, path, body=None, token=auditor):
            return self.server.staff(path, method, body and json.dumps(body),
                                     {"Authorization": f"Bearer {token}",
                                      "Content-Type": "application/json"})
        for body, pointer in (({"from": DAYS[0]}, "/to"), ({"from": DAYS[1], "to": DAYS[0]}, "/to"),
                              ({"from": DAYS[0], "to": DAYS[1], "sample": 0}, "/sample"),
                              ({"from": DAYS[0], "to": DAYS[1], "word": "a\u202eb"}, "/word"),
                              ({"from": DAYS[0], "to": DAYS[1],
                               "services": ["nobody"]}, "/services"),
                              ({"from": DAYS[0], "to": DAYS[1], "certificates": "x"},
                               "/certificates"),
                              ({"from": DAYS[0], "to": DAYS[1], "destroy_by": "2020-01-01"},
                               "/destroy_by")):
            answer = staff("POST", "/v1/dossiers", {"site": SITE, **body})
            self.assertEqual(answer.status, 422, answer.body)
            self.assertEqual(answer.json()["pointer"], pointer, answer.body)
        begun = staff("POST", "/v1/dossiers", {"site": SITE, "from": DAYS[0], "to": DAYS[1],
                                               "recipient": "la CNIL", "word": WORD, "sample": 2})
        self.assertEqual(begun.status, 202, begun.body)
        path = f"/v1/dossiers/{begun.json()['id']}"
        self.server.wait_for(lambda: staff("GET", path).json()["state"] == "made", "made")
        seen = staff("GET", path).json()
        self.assertEqual((seen["registered"], seen["kept"], seen["drawn_from"]), (True, 2, 5))
        self.assertEqual(staff("GET", path, token=officer).status, 404, "another person's")
        folder = self.unpacked(staff("GET", f"{path}/archive"), seen["name"])
        said = self.holds(folder)
        self.assertIn(f"Tirage par le mot « {WORD} »", said)
        self.assertIn("Enregistré dans le journal", said)
        for language in ("fr", "en"):
            self.assertIn("verifier.py", (folder / f"guide.{language}.html").read_text())
        record, = folder.glob("records/*.jsonl")
        index = json.loads(record.read_text().splitlines()[0])["index"]
        one = self.unpacked(staff("GET", f"/v1/consents/{index}/dossier"), "one.zip")
        self.assertIn("Enregistré dans le journal", self.holds(one))
        accesses = staff("GET", "/v1/journal?action=report.dossier").json()["lines"]
        self.assertIn(f"from {DAYS[0]}, to {DAYS[1]}, sample 2",
                      [line["detail"] for line in accesses])

    def test_what_is_limited_is_counted_named_and_not_given(self):
        """GDPR, article 18: the person has the choice kept; it is used no more."""
        self.log_of_some_days()
        index, = [at for at, in self.rows(
            "SELECT idx FROM entry WHERE type=1 AND state=0 AND given_at>1781215200 "
            "ORDER BY idx LIMIT 1")]
        told = command("limitation", "add", "--data", self.data, "--index", index, "--ground",
                       "accuracy", "--shown", "token", "--request", "2026-117", "--review",
                       "2026-08-01", "--author", "Déléguée")
        self.assertEqual(told.returncode, 0, told.stderr)
        listed = command("limitation", "list", "--data", self.data).stdout
        self.assertIn(f"{SITE}, 1 records  accuracy", listed)
        export = command("export", "--data", self.data, "--site", SITE, "--format", "jsonl")
        self.assertNotIn(f'"index":{index},', export.stdout)
        folder = self.make("limited")
        self.assertIn("1 choix sont conservés et non remis", self.holds(folder))
        self.assertIn(f"{index},{index},limited,{DAYS[0]},",
                      (folder / "choices/0001.csv").read_text())
        self.assertFalse((folder / f"proofs/{index}.tlog-proof").exists())
        self.assertIn("Limités", (folder / "LISEZMOI.html").read_text())
        self.found(folder, lambda copy: [path.unlink() for path in copy.glob("limitations/*")],
                   "est dit limité, et aucune limitation ne le nomme")
        self.assertEqual(command("log", "verify", "--data", self.data).returncode, 0)
        lifted = command("limitation", "lift", "--data", self.data, 1, "--informed", "2026-06-17",
                         "--author", "Déléguée")
        self.assertEqual(lifted.returncode, 0, lifted.stderr)
        self.assertIn(f"proofs/{index}.tlog-proof",
                      [p.relative_to(folder.parent / "lifted").as_posix()
                       for p in self.made_again("lifted").rglob("*")])
        self.assertEqual(command("log", "verify", "--data", self.data).returncode, 0)

    def test_a_limited_choice_is_handed_out_for_a_reason_alone(self):
        """GDPR, article 18(2): also where it is named, or is of the line of one that is named."""
        self.at("2026-06-16T10:00:00Z")
        server = self.server
        first = server.choose(choice(server.config(), True))
        token, = first.cookies()["pcid"][:1]
        limited = first.json()["index"]
        told = command("limitation", "add", "--data", self.data, "--index", limited, "--ground",
                       "accuracy", "--shown", "token", "--review", "2099-08-01",
                       "--author", "Déléguée")
        self.assertEqual(told.returncode, 0, told.stderr)
        later = server.choose(choice(server.config(), False), token).json()["index"]
        server.wait_signed(later + 1)
        auditor = command("token", "create", "--data", self.data, "--role", "auditor",
                          "--name", "auditor").stdout.strip()

        def asked(index, despite=""):
            return server.staff(f"/v1/consents/{index}/dossier{despite}",
                                headers={"Authorization": f"Bearer {auditor}"})

        def given(folder):
            return sorted(int(path.name.split(".")[0]) for path in folder.glob("proofs/*"))
        self.assertEqual(given(self.unpacked(asked(later), "later.zip")), [later])
        self.assertEqual(asked(limited).status, 409)
        all_of_it = self.unpacked(asked(limited, "?despite=claims"), "limited.zip")
        self.assertEqual(given(all_of_it), [limited, later])

        out = self.folder / "named"
        words = ("report", "dossier", "--data", self.data, "--site", SITE, "--index", limited,
                 "--out", out)
        refused = command(*words)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn(f"The processing of the choice at index {limited} is limited",
                      refused.stderr)
        self.assertFalse(out.exists())
        done = command(*words, "--despite", "claims")
        self.assertEqual(done.returncode, 0, done.stderr)
        for folder in (out, all_of_it):
            self.assertEqual(json.loads((folder / "manifest.json").read_text())
                             ["despite_limitation"], "claims")
            page = (folder / "LISEZMOI.html").read_text()
            self.assertIn("Choix dont le traitement est limité", page)
            self.assertIn("la défense de droits en justice", page)
            self.assertEqual(check(folder).returncode, 0)
        lines = server.staff("/v1/journal?action=report.dossier",
                             headers={"Authorization": f"Bearer {auditor}"}).json()["lines"]
        self.assertIn(f"records {limited}, despite a limitation: claims",
                      [line["detail"] for line in lines])

    def unpacked(self, answer, name):
        self.assertEqual(answer.status, 200, answer.body[:200])
        archive = self.folder / name
        archive.write_bytes(answer.body)
        shutil.unpack_archive(archive, self.folder / f"{name}.unpacked")
        folder, = (self.folder / f"{name}.unpacked").iterdir()
        return folder

    def made_again(self, name, *options):
        folder = self.folder / name
        done = command("report", "dossier", "--data", self.data, "--site", SITE,
                       "--from", DAYS[0], "--to", DAYS[1], "--out", folder, *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return folder

    def found(self, folder, attack, sentence, name_again=True):
        """What is done to a copy is found, also when its manifest names everything anew."""
        copy = pathlib.Path(self.folder / "copy")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder, copy)
        attack(copy)
        if name_again:
            manifest = json.loads((copy / "manifest.json").read_text())
            manifest["files"] = {
                path.relative_to(copy).as_posix(): {
                    "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                    "bytes": path.stat().st_size}
                for path in copy.rglob("*") if path.is_file() and path.name != "manifest.json"
                and path.parent.name != "registration"}
            (copy / "manifest.json").write_text(json.dumps(manifest))
        done = check(copy, "--cle", self.key)
        self.assertNotEqual(done.returncode, 0, f"{sentence}: {done.stdout}")
        self.assertIn(sentence, done.stdout + done.stderr)

    def test_each_member_that_is_changed_dropped_or_swapped_is_found(self):
        """Whatever the file: a changed byte, its absence, that of another dossier, another key."""
        self.log_of_some_days()
        folder = self.make("dossier")
        other = self.made_again("other", "--sample", "2", "--word", WORD)
        members = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
        self.assertGreater(len(members), 30)
        for member in members:
            with self.subTest(str(member)):
                self.found(folder, lambda copy, name=member: flip(
                    copy / name, (copy / name).stat().st_size // 2), "", name_again=False)
                self.found(folder, lambda copy, name=member: (copy / name).unlink(), "",
                           name_again=False)
        differ = [name for name in members if (other / name).is_file()
                  and (other / name).read_bytes() != (folder / name).read_bytes()]
        self.assertIn(pathlib.Path("manifest.json"), differ)
        for member in differ:
            with self.subTest(f"{member} of another dossier"):
                self.found(folder, lambda copy, name=member: shutil.copy(other / name, copy / name),
                           "", name_again=False)
        # Signed by a key that the controller did not publish, whole as it is.
        name, _, _ = self.key.split("+", 2)
        public = b"\x01" + bytes(range(32))
        known = hashlib.sha256(name.encode() + b"\n" + public).hexdigest()[:8]
        foreign = check(folder, "--cle", f"{name}+{known}+{base64.b64encode(public).decode()}")
        self.assertEqual(foreign.returncode, 1, foreign.stdout)
        self.assertIn("aucune des clés ne l'a signé", foreign.stdout)

    def test_a_member_that_an_archive_holds_twice_is_found(self):
        """Whichever of the two is unpacked: it is the one of the manifest, or not."""
        server = self.serve()
        made = str(self.give_one(server))
        server.wait_signed(int(made) + 1)
        done = command("report", "dossier", "--data", server.data, "--index", made, "--out",
                       self.folder / "one.zip")
        self.assertEqual(done.returncode, 0, done.stderr)
        for first in (True, False):
            archive = self.folder / f"twice-{first}.zip"
            with zipfile.ZipFile(self.folder / "one.zip") as whole, \
                    zipfile.ZipFile(archive, "w") as twice, warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self.assertEqual(len(set(whole.namelist())), len(whole.namelist()))
                for name in whole.namelist():
                    bytes_ = whole.read(name)
                    forged = bytes_.replace(b'"vimeo":true', b'"vimeo":false')
                    both = [forged, bytes_] if first else [bytes_, forged]
                    for data in both if forged != bytes_ else [bytes_]:
                        twice.writestr(name, data)
            self.assertGreater(len(zipfile.ZipFile(archive).namelist()),
                               len(zipfile.ZipFile(self.folder / "one.zip").namelist()))
            place = self.folder / f"unpacked-{first}"
            shutil.unpack_archive(archive, place)
            folder, = place.iterdir()
            said = check(folder)
            self.assertEqual(said.returncode, 0 if first else 1, said.stdout)

    def attack(self, folder):
        record, = folder.glob("records/*.jsonl")
        lines = record.read_text().splitlines()
        last = json.loads(lines[-1])["index"]
        first = json.loads(lines[0])["index"]
        proof, other = (f"proofs/{index}.tlog-proof" for index in (last, first))
        counts, = folder.glob(f"counts/{DAYS[1]}.json")
        purge, = folder.glob("purges/*.json")
        choices = folder / "choices/0001.csv"
        row = next(line for line in choices.read_text().splitlines() if line.startswith(f"{last},")
                   or re.match(rf"\d+,{last},given,", line))

        def change(name, old, new):
            return lambda copy: edit(copy / name, lambda text: text.replace(old, new, 1))

        def hide(what):
            """The last choice is taken out, and the table says something else of it."""
            def act(copy):
                (copy / proof).unlink()
                (copy / "records/0001.jsonl").write_text("\n".join(lines[:-1]) + "\n")
                low, high, *rest = row.split(",")
                given = [] if int(low) == last else [",".join([low, str(last - 1), *rest])]
                said = [f"{last},{last},{what}"] if what else []
                edit(copy / "choices/0001.csv",
                     lambda text: text.replace(row, "\n".join(given + said)))
            return act

        def swap(copy):
            one, two = copy / proof, copy / other
            texts = one.read_bytes(), two.read_bytes()
            one.write_bytes(texts[1])
            two.write_bytes(texts[0])

        def shorter(copy):
            data = (copy / "entries/0001.bin").read_bytes()
            (copy / "entries/0001.bin").write_bytes(data[:-34])

        def reordered(copy):
            data = (copy / "entries/0001.bin").read_bytes()
            (copy / "entries/0001.bin").write_bytes(data[34:68] + data[:34] + data[68:])

        def removed(*names):
            return lambda copy: [(copy / name).unlink() for name in names]

        jsonl = "records/0001.jsonl"
        listed = "index/0001.html"
        for attack, sentence in (
                (change(jsonl, '"vimeo":true', '"vimeo":false'), "n'est pas celui de sa preuve"),
                (removed(proof), "sa preuve manque"),
                (change(listed, "tout refusé", "tout accepté"), "et sa preuve autre chose"),
                (change(listed, f">{last}-", f">{last + 1}-"), "n'est pas à la fois"),
                (lambda copy: edit(copy / listed, lambda text: re.sub(
                    rf"<tr><td[^>]*>{last}-.*\n", "", text)), "n'est pas à la fois"),
                (lambda copy: edit(copy / listed, lambda text: re.sub(
                    rf"(<tr><td[^>]*>{last}-.*\n)", r"\1\1", text)), "nomme deux fois"),
                (hide("other-day,2026-06-20,"), "le journal a compté 3 choix"),
                (hide(f"other-day,{DAYS[0]},"), "et n'est pas remis"),
                (hide(f"other-day,{DAYS[1]},"), "et n'est pas remis"),
                (hide("other-site,,"), "le journal a compté 3 choix"),
                (hide(f"erased,,{purge.stem}"), "un manifeste d'effacement ne le nomme pas"),
                (hide("undrawn," + DAYS[1] + ","), "rien n'est tiré au sort"),
                (hide("hidden,,"), "n'est pas un état"),
                (hide(""), "rien n'est dit du choix"),
                (change(proof, "extra ", "extra A"), "illisible"),
                (swap, "la preuve est celle de l'entrée"),
                (shorter, "ne sont pas celles du journal"),
                (reordered, "ne sont pas celles du journal"),
                (lambda copy: flip(copy / "entries/0001.bin", 40), "ne sont pas celles du journal"),
                (lambda copy: flip(copy / "checkpoint", 30), "checkpoint"),
                (lambda copy: flip(copy / "checkpoints/2026-06-16", 30), "checkpoints/2026-06-16"),
                (change("entries/before", "\n", "\nAAAA\n"), "entries"),
                (removed("entries/consistency"), "entries"),
                (change(f"counts/{DAYS[1]}.json", '"records":3', '"records":2'),
                 "l'entrée n'est pas dans l'arbre signé"),
                (change(f"purges/{purge.name}", '"records":1', '"records":2'),
                 "l'entrée n'est pas dans l'arbre signé"),
                (removed(f"purges/{purge.name}", f"purges/{purge.stem}.tlog-proof"),
                 "un manifeste d'effacement ne le nomme pas"),
                (lambda copy: [shutil.copy(path, path.with_name(path.name.replace(
                    purge.stem, purge.stem + "-2"))) for path in copy.glob("purges/*")],
                 "c'est le manifeste de l'entrée"),
                (lambda copy: [path.unlink() for path in copy.glob("revisions/*")],
                 "ce qui était montré"),
                (lambda copy: [edit(path, lambda text: text + " ")
                               for path in copy.glob("revisions/*")],
                 "ce n'est pas ce que son nom dit"),
                (lambda copy: (copy / "keys").write_text(
                    "temoin.test/log+00000000+AQ==\n"), "keys")):
            with self.subTest(sentence):
                self.found(folder, attack, sentence)
        for attack, sentence in (
                (change(jsonl, "given", "giveN"), "ce n'est pas le fichier que le manifeste nomme"),
                (removed("verify.md"), "le fichier manque"),
                (lambda copy: (copy / "plus.txt").write_text("x"), "ne nomme pas ce fichier"),
                (change("manifest.json", '"verify.md"', '"../verify.md"'),
                 "n'est pas le nom d'un fichier")):
            with self.subTest(sentence):
                self.found(folder, attack, sentence, name_again=False)
        # A day whose number is held back, a choice that is said to be lost: both are told.
        copy = self.folder / "told"
        shutil.copytree(folder, copy)
        (copy / f"counts/{DAYS[1]}.json").unlink()
        (copy / f"counts/{DAYS[1]}.tlog-proof").unlink()
        hide("lost,,")(copy)
        edit(copy / listed, lambda text: re.sub(rf"<tr><td[^>]*>{last}-.*\n", "", text))
        shutil.rmtree(copy / "registration")
        manifest = json.loads((copy / "manifest.json").read_text())
        manifest["files"] = {name: {**facts, "sha256": hashlib.sha256(
            (copy / name).read_bytes()).hexdigest()}
            for name, facts in manifest["files"].items() if (copy / name).exists()}
        (copy / "manifest.json").write_text(json.dumps(manifest))
        done = check(copy, "--cle", self.key)
        self.assertIn(f"n'a pas scellé le nombre, ou dont il ne dit pas tout : {DAYS[1]}",
                      done.stdout)
        self.assertIn("1 choix sont dits perdus", done.stdout)
        self.assertNotIn("chaque journée", done.stdout)
        self.assertTrue(counts.exists())


if __name__ == "__main__":
    unittest.main()
