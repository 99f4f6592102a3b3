"""Every command in English and in French, for people; one document a call, for programs."""

import json
import os
import re
import subprocess
import time
import unittest

from harness import BINARY, CURRENT, ROOT, SITE, Server, TestCase, choice
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

    def wrong_inputs(self, server):
        """What each command refuses: a value, a file, a site, a time that it cannot take."""
        data, out = ("--data", server.data), self.folder
        author, site = ("--author", "a"), ("--site", SITE)
        nowhere, review = ("--data", out / "no"), ("--review", "2099-01-01")
        catalog, library = ("--catalog", CATALOG), ("--library", LIBRARY)
        drafts = ("--catalog", out / "drafts", *library)
        now = time.strftime("%Y-%m-%d", time.gmtime())
        files = {"cut": '{"a": ', "twice": '{"a": 1, "a": 2}', "log": '{"log": 3}', "empty": "",
                 "deep": "[" * 2000, "setting.toml": "[log]\nnothing = 3\n",
                 "type.toml": "[public]\nlisten = 3\n", "several": "{}\n{}\n",
                 "wrong/sites/x.json": '{"id": "y"}', "cut-site/sites/x.json": '{"id": '}
        for name, text in files.items():
            path = out / name
            if "/" in name:
                (path.parent.parent / "vendors").mkdir(parents=True)
                path.parent.mkdir()
            path.write_text(text)
        (out / "folder").mkdir()
        self.assertEqual(run("catalog", "new", "new.example", "--services", "matomo",
                             *drafts).returncode, 1)
        wrong_files = [out / name for name in ("cut", "twice", "log", "empty", "deep", "several",
                                               "folder", "none")]
        catalogs = [("--catalog", out / name) for name in ("wrong", "cut-site", "none", "cut")]
        config = ("--data", out / "new", *catalog)
        asked = (*data, *site, *author)
        limits = (*data, "--index", self.made, *author)
        new = ("--services", "matomo", *drafts)
        return {
            "config check": [
                *((*config, f"--{option}", "x") for option in (
                    "listen", "staff-listen", "base-path", "allow-origin", "trusted-proxy",
                    "rate-limit", "purge-percent", "staff-url", "provider", "message-level",
                    "demo-now")),
                (*config, "--trusted-proxy", "10.0.0.0/99"), (*config, "--staff-host", "a b"),
                (*config, "--trusted-proxy", "10.0.0.1/8"), (*config, "--log-origin", "a b"),
                ("--config", out / "none")],
            "config show": [("--config", out / name) for name in ("setting.toml", "type.toml")],
            "config options": [("--format", "x")], "config metrics": [("--format", "x")],
            "audit": [*((name, *site, *catalog) for name in wrong_files),
                      ("/dev/null", "--site", "nobody", *catalog),
                      ("/dev/null", *site, *catalog, "--at", "x"),
                      (RECORDINGS / "edge.har", *site, *catalogs[0])],
            "catalog check": [*catalogs, (*catalog, "--site", "x")],
            "catalog which": [catalog, (*catalog, "--pasted", out / "none"), ("_ga", *catalogs[0]),
                              ("_ga", *catalog, "--library", out / "none")],
            "catalog diff": [*((name, CATALOG) for name in wrong_files), (CATALOG,),
                             (CATALOG, CATALOG, "--site", "nobody")],
            "catalog suggest": [("_ga",), ("_ga", "--database", out / "cut")],
            "catalog csp": [catalog, (*catalog, "--site", "x")],
            "catalog policy": [(*catalog, "--site", "x")],
            "catalog rules": [("--x",)], "catalog library": [("--library", out / "none")],
            "catalog new": [("UPPER", *new), ("new.example", *new), ("a.example", *new, "--name",
                            "\x01"), ("a.example", *new, "--origin", "x"),
                            ("a.example", "--services", "nobody", *drafts),
                            ("a.example", "--services", "matomo", *catalogs[0], *library)],
            "catalog add": [("nobody", "vimeo", *drafts), ("new.example", "nothing", *drafts),
                            ("new.example", "matomo", *drafts)],
            "catalog outdated": [("nobody", *drafts), ("new.example", *catalogs[0], *library)],
            "catalog decide": [
                *(("new.example", answer, *drafts) for answer in (
                    "x", "x=y", "matomo-role=z", "matomo-exemption=z", "matomo-exemption=yes",
                    "innocraft-transfer=z", "guard=z", "no-rule:x=later")),
                ("nobody", "x=y", *drafts), ("new.example", "--rest-later", *drafts),
                ("new.example", "--rest-later", "--reason", "r", "--until", "x", *drafts)],
            "catalog import": [
                *(("klaro", name, "--site", "i.example", *drafts) for name in wrong_files),
                *((tool, out / "log", "--site", "i.example", *drafts) for tool in (
                    "vanilla-cookieconsent", "tarteaucitron", "cookiebot", "onetrust",
                    "cookieyes"))],
            "catalog draft": [(name, *drafts) for name in wrong_files],
            "catalog publish": [("--data", out / "fresh", *catalogs[0], "--yes")],
            "catalog history": [(*data, "--site", "nobody")],
            "catalog in-force": [(*data, *site, "--on", day) for day in ("x", "2026-02-30")],
            "catalog rollback": [(*data, *site, "--to", "x", *catalog)],
            "pictures add": [(*data, out / "none"), (*data, out / "cut")],
            "pictures list": [(*data, "--site", "nobody")],
            "report compliance": [(*data, "--site", "x"), (*data, *site, "--format", "x"),
                                  (*data, *site, "--at", "x")],
            "report register": [(*data, *site, "--format", "x"), (*nowhere, *site)],
            "report statistics": [(*data, *site, "--from", "x"),
                                  (*data, *site, "--from", "2026-03-01", "--to", "2026-01-01")],
            "report dossier": [
                (*data, *site), (*data, *site, "--all", "--out", out),
                (*data, *site, "--all", "--out", out / "d", "--service", "nobody"),
                (*data, *site, "--all", "--out", out / "d.zip.p7m", "--encrypt-to", out / "cut")],
            "export": [(*data, "--site", "x"), (*data, *site, "--from", "x"),
                       (*data, *site, "--format", "x"), (*data, *site, "--out", out / "no" / "x")],
            "log verify": [nowhere, (*data, "--log-journal", out / "none")],
            "log anchor": [data, (*data, "--tsa", "x"), (*data, "--tsa", "ftp://x/"),
                           (*data, "--tsa", f"http://127.0.0.1:{server.port}/")],
            "log adopt": [data, nowhere],
            "receipt verify": [(out / "none", "--key", "x"), (out / "receipt.txt", "--key", "x"),
                               (out / "cut", "--key", "x")],
            "key show": [nowhere], "key rotate": [nowhere],
            "key generate": [data, ("--data", out / "keys", "--log-origin", "a b")],
            "clock confirm": [(*data, "--now", "x"), (*data, "--now", "2026-01-01T00:00:00Z")],
            "token create": [(*data, "--role", "dpo", "--name", *rest) for rest in (
                ("",), ("x" * 200,), ("\x01",), ("x", "--expires", "y"), ("x", "--site", "nobody"),
                ("x", "--expires", "2000-01-01"),
                ("x", "--last-resort", "--expires", "2099-01-01"))],
            "token list": [nowhere], "token revoke": [(*data, "nobody")],
            "hold add": [(*asked, "--reason", *rest) for rest in (
                ("", *review), ("r", "--review", "x"), ("r", "--review", "2000-01-01"),
                ("r" * 2000, *review), ("r", *review, "--from", "x"),
                ("r", *review, "--record", "0x1"), ("r", *review, "--record", "9" * 20))],
            "hold list": [nowhere], "hold release": [(*data, "99", *author), (*data, "x", *author)],
            "limitation add": [
                (*limits, "--ground", "x", "--shown", "token", *review),
                (*limits, "--ground", "accuracy", "--shown", "x", *review),
                (*limits, "--ground", "accuracy", "--shown", "token", "--review", "x"),
                (*limits, "--ground", "accuracy", "--shown", "token", *review, "--request",
                 "x" * 99)],
            "limitation list": [nowhere],
            "limitation lift": [(*data, "99", *author, "--informed", now)],
            "request add": [(*asked, "--number", *rest) for rest in (
                ("a b", "--kind", "access", "--received", now),
                ("7", "--kind", "x", "--received", now),
                ("7", "--kind", "access", "--received", "x"),
                ("7", "--kind", "access", "--received", "2099-01-01"))],
            "request list": [(*data, "--due", "x")],
            "request extend": [(*data, "99", "--reason", "r", *author)],
            "request answer": [(*data, "1", "--letter", "access", "--answered", "x", *author),
                               (*data, "99", "--letter", "access", "--answered", now, *author)],
            "purge": [(*data, "--approve", SITE), (*data, "--approve", SITE, "--records", "3")],
            "status": [nowhere, ("--data", out / "cut")],
            "person list": [nowhere], "person invitations": [nowhere],
            "person set-up": [(*data, "--name", "x", "--role", "x"), (*nowhere, "--name", "x")],
            "person invite": [(*data, "--name", *rest) for rest in (
                ("", "--role", "dpo"), ("x" * 99, "--role", "dpo"), ("x", "--role", "x"),
                ("x", "--role", "auditor"), ("x", "--role", "dpo@nobody"),
                ("x", "--role", "dpo", "--until", "x"))],
            "person grant": [(*data, "nobody", "--role", "x")],
            "person revoke": [(*data, "nobody")], "person withdraw": [(*data, "nobody")],
            "backup": [(*data, out / "receipt.txt"), (*nowhere, out / "b")],
            "restore": [(*data, out / "receipt.txt"), ("--data", out / "r", out / "cut"),
                        ("--data", out / "r", out / "folder"), ("--data", out / "r")],
        }

    def test_a_file_that_is_no_toml_is_refused_in_french(self):
        file = self.folder / "temoin.toml"
        for text in ("[log", "a =", 'a = "x', "a = 1\na = 2", "a = 1979-13-40", "a = [1,",
                     'a = "\\q"', "[a]\n[a]", "a = 0x", "= 3", "a b = 3", "a = {b = 1",
                     "a = 99999999999999999999", "a.b = 1\na = 2", "[[a]]\n[a]", "a = tru",
                     "a = 1 2", "a", 'a = "\x01"', "a = 1__0", "a = 12:99:00", "a = [1 2]", "a = +",
                     "[]", "a = {b = 1,}", "a = 01"):
            file.write_text(text + "\n")
            for command in (["config", "check"], ["serve"]):
                said = run(*command, "--config", file, "--lang", "fr")
                line = (said.stdout + said.stderr).strip()
                self.assertIn("ce n’est pas du TOML", line)
                self.assertIsNone(re.search(r"\b(expected|saw|error|cannot|while|prohibited)\b",
                                            line, re.IGNORECASE), (text, line))

    def test_a_server_tells_people_in_their_language(self):
        (self.folder / "nothing").mkdir()
        for name, options, start, end in (
                ("fr", ("--lang", "fr"), "[error] rien à servir encore : ", "[info] arrêt"),
                ("en", ("--lang", "en"), "[error] nothing to serve yet: ", "[info] stopping"),
                # For programs it stays English.
                ("json", ("--lang", "fr", "--message-format", "json"),
                 '"message":"nothing to serve yet: ', '"message":"stopping"')):
            with Server(self.folder / name, self.folder / "nothing", *options,
                        wait_ready=False) as server:
                server.stop()
                said = server.tail()
            self.assertIn(start, said)
            self.assertIn(end, said)

    def test_a_damaged_database_is_told_in_french(self):
        (self.folder / "fr").mkdir()
        (self.folder / "fr" / "temoin.db").write_text("x" * 9000)
        with Server(self.folder / "fr", None, "--lang", "fr", wait_ready=False) as server:
            server.stop()
            said = server.logged()
        self.assertIn("pas prêt : store : ", said)
        self.assertEqual([line for line in said.splitlines() if ENGLISH.search(words_of(line))], [])

    def test_every_wrong_input_is_refused_in_french(self):
        server = self.served()
        table = self.wrong_inputs(server)
        self.assertEqual({*table} | {"serve", "scan"}, {*commands()})
        taken, english = [], []
        for name, inputs in table.items():
            for words in inputs:
                said = run(*name.split(), *words, "--lang", "fr")
                self.assertNotIn("terminate", said.stderr)
                if said.returncode not in (1, 2):
                    taken.append((name, words, said.stdout))
                as_in_english = run(*name.split(), *words, "--lang", "en").stderr.splitlines()
                for line in said.stderr.splitlines():
                    told = words_of(line)
                    if ENGLISH.search(told) or (line and line in as_in_english):
                        english.append((name, words, line))
        self.assertEqual(taken, [], taken)
        self.assertEqual(english, [], english)

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
        self.assertEqual(english, [], english)


if __name__ == "__main__":
    unittest.main()
