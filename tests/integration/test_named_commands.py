"""What the program and the documents tell a person to type exists."""

import re
import subprocess
import unittest

from harness import ROOT, command

# As a sentence names a command: in backticks, in brackets, or in quotes within a C++ string.
NAMED = re.compile(r'(?:`|\(|\\")temoin((?: [a-z]+(?:-[a-z]+)*)+)(?= --|`|\)|\\"| [A-Z])')

LABELS = {("spent", "key")}  # what a key is derived with, in docs/formats.md


def subcommands():
    """(words of a command) -> the names that may follow, for every command there is."""
    found = {}
    waiting = [()]
    while waiting:
        words = waiting.pop()
        told = command(*words, "--help").stdout
        below = re.search(r"^Subcommands:\n((?:  .*\n?)*)", told, re.MULTILINE)
        names = re.findall(r"^  ([a-z][\w-]*)\s", below[1], re.MULTILINE) if below else []
        found[words] = set(names)
        waiting += [words + (name,) for name in names]
    return found


def named(text):
    """Each command that the text names. A sentence may go on in the next line of a source."""
    return [words for words in map(tuple, map(str.split, NAMED.findall(text)))
            if words not in LABELS]


def is_one(words, known):
    """Words of a command in full; arguments may follow where nothing more can be chosen."""
    for at, word in enumerate(words):
        if word not in known[words[:at]]:
            return at > 0 and not known[words[:at]]
    return True


class NamedCommands(unittest.TestCase):
    def test_every_command_that_a_sentence_names_is_one(self):
        known = subcommands()
        files = subprocess.run(["git", "ls-files", "*.cc", "*.h", "docs/*.md", "*.md"], cwd=ROOT,
                               check=True, capture_output=True, text=True).stdout.split()
        seen = 0
        for name in files:
            if name.startswith(("tests/", "docs/decisions/", "CHANGELOG")):
                continue
            text = re.sub(r'"\s*\n\s*"|\n\s*// ?', " ", (ROOT / name).read_text(errors="replace"))
            for words in named(re.sub(" +", " ", text)):
                seen += 1
                self.assertTrue(is_one(words, known), f"{name}: temoin {' '.join(words)}")
        self.assertGreater(seen, 150)

    def test_a_command_that_is_none_is_seen(self):
        known = {(): {"log", "status"}, ("log",): {"verify"}, ("log", "verify"): set(),
                 ("status",): set()}
        for text, good in (('Run \\"temoin migrate\\" first.', False), ("`temoin status`", True),
                           ("(temoin log verify --data DIR)", True), ("`temoin log`", True),
                           ("`temoin log vanish`", False), ("`temoin status now`", True)):
            with self.subTest(text):
                self.assertEqual([is_one(words, known) for words in named(text)], [good])


if __name__ == "__main__":
    unittest.main()
