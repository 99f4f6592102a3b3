"""The tables that Témoin hands out, opened by LibreOffice as a French office does: what is a number
there is a number, a day is a day, and nothing falls into one column. --help of scripts/test-office
says more."""

import collections
import pathlib
import subprocess
import sys
import unittest
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/integration"))

from harness import SITE, TestCase, choice, command  # noqa: E402

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
FRENCH = 1036  # the office's number of French (France)
MOST = 100  # as often a cell is repeated at most; beyond, the rest of a sheet is empty


class Sheet:
    """Cells of a sheet: (type, value, text) each; "" is the type of an empty one."""

    def __init__(self, table):
        self.name = table.get(f"{TABLE}name")
        self.rows = []
        for row in table.iter(f"{TABLE}table-row"):
            cells = []
            for cell in row.iter(f"{TABLE}table-cell"):
                kind = cell.get(f"{OFFICE}value-type") or ""
                value = cell.get(f"{OFFICE}date-value") or cell.get(f"{OFFICE}value")
                text = " ".join("".join(line.itertext()) for line in cell.iter(f"{TEXT}p"))
                times = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
                cells += [(kind, value, text)] * (times if kind or times < MOST else 0)
            while cells and not cells[-1][0]:
                cells.pop()
            if cells:
                self.rows.append(cells)

    def kinds(self):
        return collections.Counter(kind for row in self.rows for kind, _, _ in row if kind)


class Office(TestCase):
    def opened(self, path):
        """Its sheets, as the office reads the file."""
        as_csv = []
        if path.suffix == ".csv":
            as_csv = [f"--infilter=CSV:59,34,76,1,,{FRENCH},false,true"]
        done = subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{self.folder}/office", "--headless", *as_csv,
             "--convert-to", "fods", "--outdir", self.folder, path],
            capture_output=True, encoding="utf-8", timeout=240)
        made = path.with_suffix(".fods")
        self.assertTrue(made.exists(), done.stdout + done.stderr)
        return [Sheet(table) for table in xml.parse(made).getroot().iter(f"{TABLE}table")]

    def test_every_table_opens_with_its_numbers_and_days(self):
        server = self.serve()
        for accept in (True, True, False):
            self.assertEqual(server.choose(choice(server.config(), accept)).status, 201)
        token = command("token", "create", "--data", server.data, "--role", "auditor",
                        "--name", "office").stdout.strip()
        print()
        for name in ("stats", "register", "compliance", "journal"):
            for form, kind in (("csv-fr", "csv"), ("xlsx", "xlsx")):
                answer = server.staff(f"/v1/{name}?site={SITE}&format={form}",
                                      headers={"Authorization": f"Bearer {token}"})
                self.assertEqual(answer.status, 200, answer.body[:300])
                path = self.folder / f"{name}-{kind}.{kind}"
                path.write_bytes(answer.body)
                sheets = self.opened(path)
                kinds = sum((sheet.kinds() for sheet in sheets), collections.Counter())
                widest = max(len(row) for sheet in sheets for row in sheet.rows)
                rows = sum(len(sheet.rows) for sheet in sheets)
                print(f"{name}.{kind}: {len(sheets)} sheets, {rows} rows, {widest} columns, "
                      + ", ".join(f"{many} {kind}" for kind, many in sorted(kinds.items())))
                self.assertGreater(widest, 2, "it fell into one column")
                for sheet in sheets:
                    for row in sheet.rows:
                        for _, _, text in row:
                            self.assertFalse(text.startswith(("#NAME", "#VALUE", "Err:")), text)
                            self.assertNotIn("\N{REPLACEMENT CHARACTER}", text)
                            self.assertNotIn("Ã", text, "read with another encoding")
                if name == "stats":
                    self.assertGreater(kinds["float"] + kinds["percentage"], 30, kinds)
                    self.assertGreater(kinds["date"], 20, kinds)
                    total = [[value for _, value, _ in row] for sheet in sheets
                             for row in sheet.rows]
                    self.assertTrue(any("3" in row for row in total), "three choices are counted")


if __name__ == "__main__":
    unittest.main(verbosity=2)
