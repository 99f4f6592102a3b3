"""Every recording and catalogue of tests/conformance, with the answer that is right of it."""

import sys
import unittest

from harness import BINARY, ROOT

sys.path.insert(0, str(ROOT / "tests" / "conformance"))
import audit_cases  # noqa: E402

PAGE = ROOT / "docs" / "audit-cases.md"


class AuditCases(unittest.TestCase):
    def judged(self, case):
        if "catalogue" in case:
            return audit_cases.check(BINARY, audit_cases.HERE / "catalogues" / case["catalogue"])
        return audit_cases.audit(BINARY, case, ROOT / "catalog")

    def test_each_gets_the_right_answer(self):
        named = set()
        for kind in audit_cases.kinds():
            for case in kind["inputs"]:
                named.add(case.get("file"))
                answer, right = self.judged(case), dict(case["right"])
                says = right.pop("says", "")
                self.assertIn(says, answer.pop("says", ""), case)
                self.assertEqual(answer, right, case)
        files = {path.name for path in (audit_cases.HERE / "recordings").iterdir()}
        self.assertEqual(files - named, {"cases.json"})

    def test_the_page_says_so(self):
        page = PAGE.read_text()
        for kind in audit_cases.kinds():
            for case in kind["inputs"]:
                name = case.get("file") or case["catalogue"]
                (row,) = [line for line in page.splitlines() if line.startswith(f"| `{name}` |")]
                self.assertTrue(row.endswith(f"| {audit_cases.now(case)} |"), row)
        for _, rows in audit_cases.questions():
            for text, host, verdict, _ in rows:
                start = f"| {audit_cases.code(text)} | {host} | "
                self.assertTrue(any(line.startswith(start) and f" | {verdict}" in line
                                    for line in page.splitlines()), start)


if __name__ == "__main__":
    unittest.main()
