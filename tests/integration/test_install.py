"""What `cmake --install` puts below a root: it runs, is described, is confined, and goes away."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import unittest

from harness import BINARY, ROOT, Server, TestCase

BUILD = pathlib.Path(BINARY).parent
MOST_EXPOSED = 2.0  # of `systemd-analyze security`: 0 is confined, 10 is not


def run(*command, **more):
    ran = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                         encoding="utf-8", **more)
    if ran.returncode != 0:
        raise AssertionError(f"{command}: {ran.returncode}\n{ran.stdout}\n{ran.stderr}")
    return ran.stdout


def install(root, *options):
    run("cmake", "--install", BUILD, "--prefix", "/usr", *options,
        env={**os.environ, "DESTDIR": str(root)})


def commands(text):
    """The names below "Subcommands:" of a --help."""
    below = text.partition("Subcommands:\n")[2]
    return re.findall(r"^  (\S+)", below, re.MULTILINE)


class Composed(TestCase):
    def test_the_compose_file_gives_options_that_a_server_takes(self):
        text = (ROOT / "packaging/container/compose.yaml").read_text("utf-8")
        words = re.findall(r"^      - (.*)$", text.partition("command:")[2], re.MULTILINE)
        self.assertEqual(words[0], "serve")
        shown = json.loads(run(BINARY, "config", "show", "--format", "json", *words[1:]))
        for key, value in (("data", "/var/lib/temoin"), ("public.listen", "127.0.0.1:8080"),
                           ("log.origin", "consentement.example.fr/log")):
            self.assertEqual(shown[key]["value"], value)
        (health,) = re.findall(r"test: \[CMD, /usr/bin/temoin, (.*)\]", text)
        data = self.folder / "data"
        with Server(data) as server:
            words = health.replace("/var/lib/temoin", str(server.data)).split(", ")
            run(BINARY, *words)


@unittest.skipUnless((BUILD / "packaging/described/stamp").exists(), "needs a whole build")
class Installed(TestCase):
    def setUp(self):
        super().setUp()
        for manifest in BUILD.glob("install_manifest*.txt"):  # of whoever installed from here
            self.addCleanup(manifest.write_text, manifest.read_text())
            manifest.unlink()
        self.addCleanup(lambda: [made.unlink() for made in BUILD.glob("install_manifest*.txt")])
        self.root = self.folder / "root"
        install(self.root)
        self.usr = self.root / "usr"

    def units(self, kind):
        return sorted((self.usr / "lib/systemd/system").glob(f"*.{kind}"))

    def test_the_program_serves_the_installed_catalogue(self):
        data = self.folder / "data"
        with Server(data, self.usr / "share/temoin/catalog") as server:
            self.assertEqual(server.config()["site"], "ameli.fr")
        ran = run(self.usr / "bin/temoin", "--version")
        self.assertEqual(ran, run(BINARY, "--version"))

    def test_every_command_and_option_has_its_place_in_a_page(self):
        pages = self.usr / "share/man/man1"

        def walk(path, page):
            told = run(BINARY, *path, "--help")
            for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", told.partition("Options:")[2]):
                if option != "--help":
                    self.assertIn(option, page, path)
            for name in commands(told):
                self.assertIn(" ".join((*path, name)), page)
                walk((*path, name), page)
        for name in commands(run(BINARY, "--help")):
            page = (pages / f"temoin-{name}.1").read_text("utf-8").replace("\\-", "-")
            walk((name,), page)
            self.assertIn(f"temoin-{name}", (pages / "temoin.1").read_text("utf-8")
                          .replace("\\-", "-"))

    @unittest.skipUnless(shutil.which("man"), "needs man")
    def test_pages_are_read_without_a_warning(self):
        for page in (self.usr / "share/man/man1").iterdir():
            ran = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-Tutf8", "-Z", "-l", page],
                                 capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
            self.assertEqual(ran.stderr, b"", page)

    def complete(self, *words):
        script = self.usr / "share/bash-completion/completions/temoin"
        quoted = " ".join(f"'{word}'" for word in words)
        return run("bash", "-c", f"source {script}; COMP_WORDS=({quoted}); "
                   f"COMP_CWORD={len(words) - 1}; _temoin; echo \"${{COMPREPLY[*]}}\"").split()

    def test_completion_knows_every_command_and_option(self):
        script = self.usr / "share/bash-completion/completions/temoin"

        def walk(path):
            told = run(BINARY, *path, "--help")
            yield path, "", commands(told)
            options = re.findall(r"(?m)^ +(?:-\w,)?(--[a-z][a-z-]+)", told)
            yield path, "--", [option for option in options if option != "--help"]
            for name in commands(told):
                yield from walk((*path, name))

        asked = list(walk(()))
        self.assertGreater(len(asked), 120)
        lines = "".join(f"COMP_WORDS=(temoin {' '.join(path)} '{begun}'); "
                        f"COMP_CWORD={len(path) + 1}; COMPREPLY=(); _temoin; "
                        'echo "${COMPREPLY[*]}"\n' for path, begun, _ in asked)
        answers = run("bash", "-c", f"source {script}\n{lines}").split("\n")
        for (path, begun, expected), answer in zip(asked, answers):
            self.assertLessEqual({*expected}, {*answer.split()}, (path, begun))

    def test_completion(self):
        self.assertEqual(self.complete("temoin", "cat"), ["catalog"])
        self.assertIn("rollback", self.complete("temoin", "catalog", ""))
        self.assertEqual(self.complete("temoin", "catalog", "check", "--for"), ["--format"])
        self.assertEqual(self.complete("temoin", "catalog", "check", "--format", ""),
                         ["text", "json", "sarif"])
        self.assertEqual(self.complete("temoin", "backup", "--data", "/v"), [])  # files

    @unittest.skipUnless(shutil.which("systemd-analyze"), "needs systemd")
    def test_units_are_confined(self):
        self.assertTrue(self.units("service"))
        for unit in self.units("service"):
            copy = self.folder / unit.name.replace("@", "@example.fr")
            shutil.copy(unit, copy)
            told = run("systemd-analyze", "security", "--offline=true", "--no-pager", copy)
            level = float(re.search(r"Overall exposure level for \S+: ([0-9.]+)", told)[1])
            self.assertLessEqual(level, MOST_EXPOSED, f"{unit.name}\n{told}")

    def test_units_name_what_was_installed(self):
        for unit in self.units("service"):
            for program in re.findall(r"^Exec\w+=(/usr/\S+)", unit.read_text(), re.MULTILINE):
                self.assertTrue((self.root / program[1:]).exists(), (unit.name, program))
        for timer in self.units("timer"):
            self.assertTrue(timer.with_suffix(".service").exists(), timer.name)

    @unittest.skipUnless(shutil.which("systemd-sysusers") and os.geteuid() == 0,
                         "needs systemd and root")
    def test_users_and_state(self):
        (self.root / "etc").mkdir()
        run("systemd-sysusers", f"--root={self.root}")
        known = (self.root / "etc/passwd").read_text()
        self.assertRegex(known, "(?m)^temoin:.*:/var/lib/temoin:/usr/sbin/nologin$")
        self.assertRegex(known, "(?m)^temoin-scanner:.*nologin$")
        run("systemd-tmpfiles", f"--root={self.root}", "--create")
        state = self.root / "var/lib/temoin"
        self.assertEqual(state.stat().st_mode & 0o777, 0o700)
        copied = {path.name for path in (state / "catalog/vendors").iterdir()}
        self.assertIn("adform.json", copied)
        self.assertEqual(list((state / "catalog/sites").iterdir()), [])

    def test_the_scanner_is_a_component_of_its_own(self):
        names = {}
        for component in ("temoin", "scanner"):
            root = self.folder / component
            install(root, "--component", component)
            names[component] = {path.relative_to(root) for path in root.rglob("*")
                                if path.is_file()}
        self.assertFalse(names["temoin"] & names["scanner"])
        self.assertFalse([name for name in names["temoin"] if "scan" in str(name)])
        for program in ("scan", "picture"):
            told = run(self.folder / f"scanner/usr/bin/temoin-{program}", "--help")
            self.assertIn(f"Usage: temoin-{program} ", told)

    def test_the_bill_of_materials_names_each_part_once(self):
        bom = json.loads(run(ROOT / "packaging/bom.py", BUILD, ROOT / "scanner", "1.2.3"))
        parts = {part["bom-ref"]: part for part in bom["components"]}
        self.assertEqual(len(parts), len(bom["components"]), "a bom-ref stands for one part")
        (depends,) = bom["dependencies"]
        self.assertEqual({*depends["dependsOn"]}, {*parts})
        names = {part["name"] for part in parts.values()}
        for library in re.findall(r"=> (/\S+)", run("ldd", BINARY)):
            # One of the two, where /lib is a link to /usr/lib.
            found = subprocess.run(["dpkg-query", "--search", library, os.path.realpath(library)],
                                   capture_output=True, text=True).stdout
            self.assertIn(found.partition(":")[0], names, library)
        # What the console's pages and the scanner hold is no tool.
        shipped = {part["name"] for part in parts.values()
                   if part["purl"].startswith("pkg:npm/") and part["scope"] == "required"}
        self.assertLessEqual({"docx", "fflate", "preact", "playwright-core"}, shipped)
        self.assertFalse({"typescript", "esbuild", "react"} & shipped)

    def test_uninstalling_keeps_what_was_recorded(self):
        kept = self.root / "var/lib/temoin/temoin.db"
        kept.parent.mkdir(parents=True)
        kept.write_text("records")
        own = self.usr / "share/temoin/catalog/sites/own.example.json"
        own.write_text("{}")
        run("cmake", f"-DBUILD={BUILD}", "-P", ROOT / "packaging/uninstall.cmake",
            env={**os.environ, "DESTDIR": str(self.root)})
        left = {path for path in self.root.rglob("*") if path.is_file()}
        self.assertEqual(left, {kept, own})


if __name__ == "__main__":
    unittest.main()
