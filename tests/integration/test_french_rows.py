"""Every sentence that the sources say to people has its French, whoever wrote it and whenever."""

import json
import re
import socket
import subprocess
import tempfile
import threading
import unittest

from cpp_sentences import all_sentences, error_sentences, said_by, tokens, Text
from harness import BINARY, ROOT, TestCase
from test_languages import ENGLISH, words_of

ROOMS = ("base", "render", "catalog", "consent", "prooflog", "identity", "store", "reports", "app",
         "server")
# What these say is the answer to a program, in English.
FOR_PROGRAMS = ("server/http/public", "server/http/staff", "server/http/call.cc",
                "server/http/fields.cc", "server/http/responses.cc", "consent/choice.cc")
# Where every sentence is for people: in an error, a reason to be unready, a part of one.
SAYS_REASONS = ("app/clock", "app/log", "app/publish", "app/recording", "identity", "prooflog",
                "store")
# What a finding is made of (it has a test of its own), and the text of a file.
SAYS_OTHERS = ("app/log/verify", "app/clock/clock_file.cc")
SQL = re.compile(r"\s*[A-Z]{2,} |.* (SELECT|FROM|WHERE|AND|SET) ", re.DOTALL)
MORE_ENGLISH = re.compile(r"\b(not|there|must|from|to|by|be|its|cannot|have|too|than|another"
                          r"|here|too|many|been|already|any|more|until|when|what|who)\b")


def sources(*folders):
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.cc"))]


def chosen(folders, without):
    return [path for path in sources(*folders)
            if not path.relative_to(ROOT).as_posix().startswith(without)]


def translated(table):
    """The English of a table of phrases."""
    part = tokens((ROOT / "server" / "cli" / f"{table}.h").read_text())
    return [row for bracket, row in zip(part, part[1:]) if bracket == "{" and isinstance(row, Text)]


def begun(sentence, rows):
    """Whether a row begins with the sentence, whatever fills its holes."""
    pattern = re.compile(".*?".join(map(re.escape, sentence.split("{}"))))
    return any(pattern.match(row) for row in rows)


def as_said(sentence):
    """With a word in each hole, and beside it where it goes on with another sentence."""
    text = re.sub(r"^\{\}(?=[A-Z])", "", sentence)
    text = "{}" * text.startswith(" ") + text + "{}" * text.endswith(" ")
    return text.replace("{}", "x1")


class FrenchRows(TestCase):
    def in_french(self, message):
        """What the program says of an error that a server answers it."""
        folder = tempfile.TemporaryDirectory(dir=self.folder)
        with folder as data, socket.socket(socket.AF_UNIX) as listening:
            listening.bind(f"{data}/control.sock")
            listening.listen()

            def answer():
                with listening.accept()[0] as asking:
                    asking.recv(1 << 16)
                    error = {"code": "unavailable", "message": message}
                    asking.sendall(json.dumps({"error": error}).encode() + b"\n")

            server = threading.Thread(target=answer)
            server.start()
            said = subprocess.run([BINARY, "status", "--data", data, "--lang", "fr"], text=True,
                                  capture_output=True, timeout=60)
            server.join()
        self.assertEqual(said.returncode, 2)
        return said.stderr.removeprefix("temoin : ").rstrip("\n")

    def assert_french(self, said):
        filled = [as_said(sentence) for sentence in said]
        # Those of one line in one message, line by line; the others each by itself.
        lines = self.in_french("\n".join(text for text in filled if "\n" not in text)).split("\n")
        answers = iter(lines)
        english = []
        for (sentence, path), asked in zip(said.items(), filled, strict=True):
            french = self.in_french(asked) if "\n" in asked else next(answers)
            left = words_of(french)
            if french == asked or ENGLISH.search(left) or MORE_ENGLISH.search(left):
                english.append((path.relative_to(ROOT).as_posix(), sentence, french))
        self.assertEqual([*answers], [])
        self.assertEqual(english, [], "\n".join(map(str, english)))

    def test_every_error_has_its_french(self):
        said = error_sentences(chosen(ROOMS, FOR_PROGRAMS))
        self.assertGreater(len(said), 600)
        self.assert_french(said)

    def test_every_reason_has_its_french(self):
        said = {sentence: path for sentence, path in all_sentences(
            chosen(SAYS_REASONS, SAYS_OTHERS)).items()
            if len(sentence.split()) > 2 and ENGLISH.search(sentence)
            and not SQL.match(sentence)}
        self.assertGreater(len(said), 300)
        self.assert_french(said)

    def test_every_finding_and_every_message_has_its_french(self):
        for folders, calls, table, least in (
                (("app/log",), {"Find"}, "finding_phrases", 100),
                (("app", "server"), {"spdlog::info", "spdlog::warn", "spdlog::error"},
                 "message_phrases", 30)):
            rows = translated(table)
            said = {sentence for path in sources(*folders)
                    for _, found in said_by(tokens(path.read_text()), calls)
                    for sentence in found[:1]}
            said -= {"{}"}  # handed on: a row of its own where it is made
            self.assertGreater(len(said), least)
            self.assertEqual([each for each in said if not begun(each, rows)], [], table)


if __name__ == "__main__":
    unittest.main()
