"""Every command in English and in French, for people; one document a call, for programs."""

import json
import os
import re
import subprocess
import time
import unittest

from harness import BINARY, CURRENT, ROOT, SITE, TestCase, choice
from picture_files import banner_of, write_pictures

CATALOG = ROOT / "catalog"
LIBRARY = CATALOG / "library"
RECORDINGS = ROOT / "tests/conformance/recordings"
# Words that no French sentence holds.
ENGLISH = re.compile(r"\b(the|is|are|was|were|with|this|that|of|and|has|without|which|it)\b")
# What runs until it is told to stop, what is another program, what writes records as CSV or lines.
NO_DOCUMENT = {"serve", "scan", "export"}


def run(*words, env=None, **more):
    environment = {name: value for name, value in os.environ.items()
                   if name not in ("LC_ALL", "LC_MESSAGES", "LANG")}
    return subprocess.run([BINARY, *map(str, words)], capture_output=True, text=True, timeout=120,
                          stdin=subprocess.DEVNULL, env={**environment, **(env or {})}, **more)


def commands(path=()):
    """Every command that does something, with its help in English."""
    text = run(*path, "--help", "--lang", "en").stdout
    _, _, listed = text.partition("\nSubcommands:\n")
    names = re.findall(r"(?m)^  (\S+) ", listed)
    if not names:
        return {" ".join(path): text}
    return {name: help for each in names for name, help in commands((*path, each)).items()}


def sentences(text):
    """The parts of a help that are sentences: what stands in one column."""
    parts = (part.strip() for part in re.split(r"\s{2,}|\n", text))
    return {part for part in parts if len(re.findall(r"[^\W\d_]{2,}", part)) > 3
            and not part.startswith(("-", "temoin ", "Usage: ", "Exempl"))}


def words_of(text):
    """What is no name, path, option, tag or quotation."""
    return re.sub(r"«[^»]*»|\"[^\"]*\"|<[^>]*>|\S*[-/._=]\S*", "", text)


class Languages(TestCase):
    def test_flag_before_environment_and_english_where_neither_says(self):
        def language(env, *words):
            said = run("status", "--data", self.folder / "none", *words, env=env).stderr
            return "fr" if "ne contient pas" in said else "en" if "holds no" in said else said

        for env, words, expected in (
                ({}, (), "en"),
                ({"LANG": "fr_FR.UTF-8"}, (), "fr"),
                ({"LANG": "fr"}, (), "fr"),
                ({"LANG": "fr_CA"}, (), "fr"),
                ({"LANG": "frp_FR"}, (), "en"),
                ({"LANG": "de_DE.UTF-8"}, (), "en"),
                ({"LANG": "fr_FR", "LC_MESSAGES": "en_US"}, (), "en"),
                ({"LANG": "en_US", "LC_MESSAGES": "fr_BE"}, (), "fr"),
                ({"LC_ALL": "C", "LC_MESSAGES": "fr_FR"}, (), "en"),
                ({"LC_ALL": "", "LC_MESSAGES": "fr_FR"}, (), "fr"),
                ({"LC_ALL": "fr_FR"}, ("--lang", "en"), "en"),
                ({"LC_ALL": "en_US"}, ("--lang=fr",), "fr")):
            self.assertEqual(language(env, *words), expected, (env, words))
        self.assertIn("ne contient pas",
                      run("--lang", "fr", "status", "--data", self.folder / "none").stderr)
        refused = run("status", "--data", self.folder, "--lang", "de")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("{fr,en}", refused.stderr)

    def test_every_help_has_both_languages(self):
        every = commands()
        self.assertGreater(len(every), 40)
        groups = {name.rsplit(" ", 1)[0] for name in every if " " in name}
        for name in sorted({*every, *groups, ""}):
            english = run(*name.split(), "--help", "--lang", "en").stdout
            french = run(*name.split(), "--help", env={"LANG": "fr_FR.UTF-8"}).stdout
            self.assertEqual(english, run(*name.split(), "--help").stdout, name)
            self.assertEqual(sentences(english) & sentences(french), set(), name)
            for each in sentences(french):
                self.assertIsNone(ENGLISH.search(words_of(each)), (name, each))

    def test_mistakes_have_both_languages(self):
        for words, french in (
                (["status"], "temoin : --data est obligatoire. « --help » en dit plus.\n"),
                (["stats"], "temoin : il n’y a pas de commande « stats » ici ; vouliez-vous "
                            "« status » ? « --help » en donne la liste.\n"),
                (["status", "--dta", "x"],
                 "temoin : il n’y a pas d’option « --dta » ici ; vouliez-vous « --data » ? "
                 "« --help » en donne la liste.\n"),
                (["hold"], "temoin : Il faut une commande. « --help » en dit plus.\n"),
                (["hold", "release", "--author", "a", "--data", "x", "one"],
                 "temoin : id : « one » n’est pas un nombre : écrivez-le en chiffres, comme 1250. "
                 "« --help » en dit plus.\n"),
                (["catalog", "check", "--catalog", CATALOG, "--site", "ameli.f"], None)):
            said = run(*words, env={"LC_ALL": "fr_FR.UTF-8"})
            self.assertEqual(said.returncode, 2, words)
            if french:
                self.assertEqual(said.stderr, french)
            else:
                self.assertIn("vouliez-vous ameli.fr ?", said.stderr)
            english = run(*words)
            self.assertEqual((english.returncode, english.stdout), (2, ""))
            self.assertNotEqual(english.stderr, said.stderr)

    def served(self):
        """A server with something to tell of, and what was taken from it."""
        server = self.serve("--staff-url", "http://localhost:1")
        chosen = server.choose(choice(server.config()))
        token, self.made = chosen.cookies()["pcid"][0], chosen.json()["index"]
        server.wait_for(lambda: server.get(CURRENT + "/receipt", Cookie=f"pcid={token}").status
                        == 200, "a receipt")
        receipt = server.get(CURRENT + "/receipt", Cookie=f"pcid={token}")
        (self.folder / "receipt.txt").write_bytes(receipt.body)
        write_pictures(self.folder / "pictures", server.config(), banner_of(server, SITE))
        (self.folder / "cookies.csv").write_text(
            "ID,Platform,Category,Cookie / Data Key name,Domain,Description,Retention period,"
            "Data Controller,User Privacy & GDPR Rights Portals,Wildcard match\n"
            "1,Example,Analytics,_ga,,x,2 years,Example,,0\n")
        (self.folder / "klaro.js").write_text(
            'var klaroConfig = {"services": [{"name": "matomo", "cookies": ["_pk_id"]}]};')
        return server

    def table(self, server):
        """Each command with what it needs to do its work, in an order that works."""
        data, out = ("--data", server.data), self.folder
        author, site = ("--author", "a"), ("--site", SITE)
        catalog, library = ("--catalog", CATALOG), ("--library", LIBRARY)
        drafts = ("--catalog", out / "drafts", *library)
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        vkey = run("key", "show", *data).stdout.split()[0]
        made = run("token", "create", *data, "--role", "auditor", "--name", "n").stdout
        return {
            "config check": ["--data", out / "new", *catalog],
            "config show": ["--data", out / "new", *catalog],
            "config options": [], "config metrics": [],
            "audit": [RECORDINGS / "edge.har", *site, *catalog, "--phase", "none"],
            "catalog check": catalog, "catalog which": ["_ga", *catalog],
            "catalog diff": [CATALOG, CATALOG],
            "catalog suggest": ["_ga", "_nobody", "--database", out / "cookies.csv"],
            "catalog csp": [*site, *catalog], "catalog policy": [*site, *catalog],
            "catalog rules": [], "catalog library": library,
            "catalog new": ["new.example", "--services", "matomo", *drafts],
            "catalog add": ["new.example", "vimeo", *drafts],
            "catalog outdated": ["new.example", *drafts],
            "catalog decide": ["new.example", "--rest-later", "--reason", "r", *drafts],
            "catalog import": ["klaro", out / "klaro.js", "--site", "other.example", *drafts],
            "catalog publish": [*data, "--dry-run"], "catalog history": [*data, *site],
            "catalog in-force": [*data, *site, "--on", now[:10]],
            "pictures add": [*data, out / "pictures"], "pictures list": [*data, *site],
            "report compliance": [*data, *site], "report register": [*data, *site],
            "report statistics": [*data, *site],
            "report dossier": [*data, *site, "--all", "--out", out / "dossier"],
            "log verify": data, "log anchor": [*data, "--export", out / "checkpoint"],
            "receipt verify": [out / "receipt.txt", "--key", vkey],
            "key show": data, "key rotate": data, "key generate": ["--data", out / "keys"],
            "clock confirm": [*data, "--now", now],
            "token create": [*data, "--role", "auditor", "--name", "m"], "token list": data,
            "token revoke": [*data, made.split("-")[1]],
            "hold add": [*data, *site, "--reason", "r", *author, "--review", "2099-01-01"],
            "hold list": data, "hold release": [*data, "1", *author],
            "limitation add": [*data, "--index", self.made, "--ground", "accuracy", "--shown",
                               "token", *author, "--review", "2099-01-01"],
            "limitation list": data,
            "limitation lift": [*data, "2", *author, "--informed", now[:10]],
            "request add": [*data, *site, "--number", "7", "--kind", "access", "--received",
                            now[:10], *author],
            "request list": data, "request extend": [*data, "1", "--reason", "r", *author],
            "request answer": [*data, "1", "--letter", "access", "--answered", now[:10], *author],
            "purge": data, "status": data, "person list": data, "person invitations": data,
            "person set-up": [*data, "--name", "Exploitation"],
            "person invite": [*data, "--name", "n", "--role", "marketing"],
            "backup": [*data, out / "copy.db"],
            "restore": ["--data", out / "there", out / "copy.db"],
            # These refuse here, and say so.
            "catalog draft": [out / "klaro.js", *drafts],
            "catalog rollback": [*data, *site, "--to", "0" * 64, *catalog],
            "log adopt": [*data, "--yes"],
            "person withdraw": [*data, "nobody"], "person grant": [*data, "nobody"],
            "person revoke": [*data, "nobody"],
        }

    def test_every_command_prints_one_document(self):
        table = self.table(self.served())
        self.assertEqual({*table} | NO_DOCUMENT, {*commands()})
        for name, words in table.items():
            ran = run(*name.split(), *words, "--format", "json")
            document = json.loads(ran.stdout)  # one, and nothing after it
            refuses = name in [*table][[*table].index("catalog draft"):]
            self.assertEqual(ran.returncode == 2, refuses, (name, ran.stdout, ran.stderr))
            self.assertEqual("error" in document, refuses, name)

    def test_every_mistake_is_a_document_too(self):
        for name, help in commands().items():
            if name in NO_DOCUMENT:
                continue
            ran = run(*name.split(), "--format", "json", "--nonsense", env={"LANG": "fr_FR"})
            self.assertEqual(ran.returncode, 2, name)
            error = json.loads(ran.stdout)["error"]
            self.assertEqual(error["code"], "invalid-argument")
            self.assertIn("--nonsense", error["message"])
            self.assertIn("there is no option", error["message"], "English, for programs")
            self.assertIn("il n’y a pas d’option", ran.stderr)

    def test_every_command_answers_in_both_languages(self):
        server = self.served()
        english = []
        # In English first, which does the work; what refuses to do it twice says so in French.
        for language in ("en", "fr"):
            for name, words in self.table(server).items():
                if name in ("config metrics", "catalog rules"):
                    continue  # English on purpose: names for Prometheus, docs/rules.md
                ran = run(*name.split(), *words, "--lang", language)
                self.assertNotIn("terminate", ran.stderr)
                if language == "en":
                    continue
                for line in (ran.stdout + ran.stderr).splitlines():
                    if ENGLISH.search(words_of(line)):
                        english.append((name, line))
        self.assertEqual(english, [])


if __name__ == "__main__":
    unittest.main()
