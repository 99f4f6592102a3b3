"""How a choice stands is said by one function: console, letter, evidence page, dossier, API and the
visitor's page say the same of each."""

import html
import io
import re
import unittest
import zipfile

from harness import TestCase, choice, command
from test_lifecycle import lengthen

# The situation, in the words that every document has; what the API calls it; what the visitor's
# browser is told.
CASES = {
    "expired": ("expiré depuis le 10 janvier 2026", "expired", "expired"),
    "replaced": ("remplacé par un choix ultérieur le 10 mars 2026", "superseded", None),
    "withdrawn": ("consentement retiré ; le refus est valable jusqu’au 10 avril 2027",
                  "withdrawn", "withdrawn"),
    "erased": ("effacé", "purged", "none"),
    "limited": ("toujours valable, sauf pour Campaign Manager (doubleclick) : nouveau choix "
                "demandé depuis le 20 avril 2026 ; traitement limité depuis le 1er mai 2026",
                "valid", "valid"),
    "asked again": ("toujours valable, sauf pour Campaign Manager (doubleclick) : nouveau choix "
                    "demandé depuis le 20 avril 2026", "valid", "valid"),
    "valid": ("valable jusqu’au 1er juin 2027", "valid", "valid"),
}


class Standing(TestCase):
    def at(self, now):
        if getattr(self, "server", None):
            self.assertEqual(self.server.stop(), 0)
        self.server = self.serve("--demo", "--demo-now", now, catalog=self.catalog)

    def give(self, token=None, **changes):
        server = self.server
        given = server.choose(choice(server.config(), **changes), token)
        self.assertEqual(given.status, 201, given.body)
        return given.json()["index"], given.cookies()["pcid"][0]

    def a_choice_of_each_kind(self):
        self.catalog = self.copy_catalog()
        made = {}
        self.at("2024-12-10T10:00:00Z")
        made["expired"] = self.give()
        self.at("2026-03-10T10:00:00Z")
        made["replaced"] = self.give()
        self.give(made["replaced"][1], accept=False)
        before = self.give()
        made["withdrawn"] = self.give(before[1], accept=False, action="withdraw",
                                      layer="preferences")
        made["erased"] = self.give()
        made["limited"] = self.give()
        made["asked again"] = self.give()
        self.edit_site(self.catalog, lengthen)
        self.at("2026-04-20T10:00:00Z")
        self.assertIn(self.server.erase(made["erased"][1]).status, (200, 202))
        self.at("2026-05-01T10:00:00Z")
        told = command("limitation", "add", "--data", self.server.data, "--index",
                       made["limited"][0], "--ground", "accuracy", "--shown", "token", "--review",
                       "2099-08-01", "--author", "Déléguée")
        self.assertEqual(told.returncode, 0, told.stderr)
        made["valid"] = self.give()
        self.server.wait_signed(made["valid"][0] + 1)
        return made

    def staff(self, path):
        answer = self.server.staff(path, headers={"Authorization": f"Bearer {self.auditor}"})
        self.assertEqual(answer.status, 200, answer.body[:300])
        return answer

    def row_of(self, index, despite):
        """The line of the dossier's list, as a reader sees it."""
        archive = zipfile.ZipFile(io.BytesIO(self.staff(
            f"/v1/consents/{index}/dossier{despite}").body))
        name, = (each for each in archive.namelist() if each.endswith("index/0001.html"))
        row, = re.findall(rf"<tr><td[^>]*>{index}-.*</tr>", archive.read(name).decode())
        return html.unescape(row)

    def test_everybody_says_the_same(self):
        made = self.a_choice_of_each_kind()
        self.auditor = command("token", "create", "--data", self.server.data, "--role", "auditor",
                               "--name", "auditor").stdout.strip()
        for case, (words, standing, visitor) in CASES.items():
            index, token = made[case]
            despite = "?despite=person" if case == "limited" else ""
            with self.subTest(case):
                seen = self.staff(f"/v1/consents/{index}{despite}").json()
                self.assertEqual((seen["standing"], seen["situation"]["fr"]), (standing, words))
                asked = ["campaign-manager"] if "sauf" in words or case == "withdrawn" else None
                self.assertEqual(seen.get("asked_again"), asked)
                self.assertIn(words, self.row_of(index, despite))
                if case != "erased":  # its documents tell of the erasure instead
                    for document in ("page", "letter"):
                        text = html.unescape(self.staff(
                            f"/v1/consents/{index}/{document}{despite}").body.decode())
                        self.assertIn(words, text, document)
                if visitor:
                    told = self.server.current(token).json()
                    self.assertEqual(told["status"], visitor)
                    self.assertEqual(told.get("asked_again"), seen.get("asked_again"))


if __name__ == "__main__":
    unittest.main()
