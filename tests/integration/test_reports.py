"""Reports, dossiers and exports beside a running server, and the staff API over a real socket."""

import csv
import hashlib
import io
import json
import os
import subprocess
import threading
import unittest
import zipfile

from harness import BINARY, TestCase, choice, command

AT = "2099-01-01T00:00:00Z"


class Reports(TestCase):
    def served(self, choices=3):
        server = self.serve()
        config = server.config()
        for number in range(choices):
            answer = server.choose(choice(config, accept=number % 2 == 0))
            self.assertEqual(answer.status, 201, answer.body)
        return server

    def ran(self, *words):
        done = command(*words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def token(self, server, role):
        return self.ran("token", "create", "--data", server.data, "--role", role,
                        "--name", role).strip()

    def test_each_report_in_each_form_and_the_same_twice(self):
        server = self.served()
        for kind in ("statistics", "register", "compliance"):
            for form, sign in (("html", "<!doctype html>"), ("json", "{"), ("csv", "")):
                words = ("report", kind, "--data", server.data, "--site", "ameli.fr",
                         "--format", form,
                         "--at", AT)
                once = self.ran(*words)
                self.assertTrue(once.startswith(sign), (kind, form, once[:80]))
                self.assertEqual(once, self.ran(*words), f"{kind} as {form} is not the same twice")
        self.assertEqual(command("report", "register", "--data", server.data,
                                 "--site", "nowhere").returncode, 2)
        self.assertEqual(command("report", "register", "--data", server.data, "--site", "ameli.fr",
                                 "--format", "pdf").returncode, 2)

    def test_console_and_command_hand_out_the_same_file(self):
        server = self.served()
        bearer = {"Authorization": "Bearer " + self.token(server, "auditor")}
        for kind, period in (("register", ""), ("compliance", ""),
                             ("statistics", "&from=2026-03-01&to=2026-04-30&step=month")):
            words = [word for part in period.split("&") if part
                     for word in ("--" + part.partition("=")[0], part.partition("=")[2])]
            path = "stats" if kind == "statistics" else kind
            forms = ["csv", "csv-fr", "json"] + (["around-csv"] if kind == "statistics" else [])
            for form in forms:
                made = self.ran("report", kind, "--data", server.data, "--site", "ameli.fr",
                                "--format", form, *words)
                shown = server.staff(f"/v1/{path}?site=ameli.fr&format={form}{period}",
                                     headers=bearer)
                self.assertEqual(shown.status, 200, (kind, form))
                text = shown.body.decode()
                if form == "json":
                    # Made a moment apart: the time of making differs.
                    made, text = json.loads(made), json.loads(text)
                    for one in (made, text):
                        one.pop("now", None)
                        one.pop("at", None)
                else:
                    self.assertTrue(text.startswith("\ufeff"), (kind, form))
                    made = made.lstrip("\ufeff")
                    text = text.lstrip("\ufeff").replace("\r\n", "\n")
                self.assertEqual(made, text, (kind, form))
            refused = server.staff(f"/v1/{path}?site=ameli.fr&format=pdf{period}", headers=bearer)
            self.assertEqual(refused.status, 400, kind)
            self.assertIn("csv-fr", refused.body.decode())

    def test_a_dossier_verifies_without_the_server(self):
        server = self.served()
        server.wait_for(lambda: len(self.ran("export", "--data", server.data, "--format", "jsonl")
                                    .splitlines()) == 3, "three records")
        folder = self.folder / "dossier"

        def written():
            done = command("report", "dossier", "--data", server.data, "--site", "ameli.fr",
                           "--sample", "2",
                           "--seed", "graine", "--out", folder)
            return done.returncode == 0
        server.wait_for(written, "under a checkpoint")
        # The same as an archive: the same files, byte for byte but for what follows from the time
        # they were made at. The first stands in the log, and so under another checkpoint.
        archive = self.folder / "archive.zip"
        self.ran("report", "dossier", "--data", server.data, "--site", "ameli.fr", "--sample", "2",
                 "--seed", "graine", "--out", archive)
        self.assertEqual(command("report", "dossier", "--data", server.data, "--site", "ameli.fr",
                                 "--out", archive).returncode, 2, "it is there already")
        with zipfile.ZipFile(archive) as packed:
            self.assertIsNone(packed.testzip())
            names = {name.removeprefix("archive/") for name in packed.namelist()}
            self.assertEqual(names, {str(each.relative_to(folder)) for each in folder.rglob("*")
                                     if each.is_file()})
            for name in names:
                if name.startswith(("revisions/", "records/", "banner/")):
                    self.assertEqual(packed.read(f"archive/{name}"), (folder / name).read_bytes(),
                                     name)
        key = (folder / "keys").read_text().splitlines()[0]
        self.assertEqual(server.stop(), 0)
        proofs = sorted((folder / "proofs").iterdir())
        self.assertEqual(len(proofs), 2)
        for proof in proofs:
            ran = command("receipt", "verify", proof, "--key", key)
            self.assertEqual(ran.returncode, 0, ran.stderr)
        manifest = json.loads((folder / "manifest.json").read_text())
        for path, facts in manifest["files"].items():
            self.assertEqual(hashlib.sha256((folder / path).read_bytes()).hexdigest(),
                             facts["sha256"], path)
        again = command("report", "dossier", "--data", server.data, "--site", "ameli.fr",
                        "--out", folder)
        self.assertEqual(again.returncode, 2, "a folder that holds something is left alone")
        later = self.serve()
        lines = later.staff("/v1/journal", headers={
            "Authorization": "Bearer " + self.token(later, "auditor")}).json()["lines"]
        made = [line for line in lines if line["action"] == "report.dossier"]
        self.assertEqual(made[-1]["site"], "ameli.fr", "each dossier by command has its line")
        self.assertGreaterEqual(len(made), 2)

    def test_exports_hold_every_record_once(self):
        server = self.served(5)
        rows = list(csv.DictReader(io.StringIO(self.ran("export",
                                                        "--data", server.data).lstrip("\ufeff"))))
        self.assertEqual(len(rows), 5)
        self.assertEqual(len({row["index"] for row in rows}), 5)
        lines = self.ran("export", "--data", server.data, "--format", "jsonl",
                         "--site", "ameli.fr").splitlines()
        self.assertEqual([json.loads(line)["index"] for line in lines],
                         [int(row["index"]) for row in rows])
        self.assertEqual(self.ran("export", "--data", server.data, "--format", "jsonl",
                                  "--to", "2001-01-01"), "")
        linked = json.loads(self.ran("export", "--data", server.data, "--format", "jsonld",
                                     "--site", "ameli.fr"))
        about, *records = linked["@graph"]
        self.assertEqual((about["@type"], about["dct:subject"]), ("dcat:Dataset", "ameli.fr"))
        self.assertEqual([record["dct:identifier"] for record in records],
                         [row["reference"] for row in rows])
        bearer = {"Authorization": "Bearer " + self.token(server, "auditor")}
        page = server.staff("/v1/export?format=jsonld", headers=bearer)
        self.assertEqual(len(page.json()["@graph"]), 6)

    def test_an_export_beside_erasures_holds_what_is_kept_and_nothing_erased_before(self):
        server = self.serve()
        config = server.config()
        tokens = {}
        for number in range(120):
            answer = server.choose(choice(config, accept=number % 2 == 0))
            tokens[answer.json()["index"]] = answer.cookies()["pcid"][0]
        staying = set(list(tokens)[::2])
        leaving = [index for index in tokens if index not in staying]
        bearer = {"Authorization": "Bearer " + self.token(server, "auditor")}
        gone = []

        def erase():
            for index in leaving:
                server.erase(tokens[index])
                gone.append(index)
        eraser = threading.Thread(target=erase)
        eraser.start()
        runs = 0
        while eraser.is_alive() or runs < 2:
            for read in (lambda: self.ran("export", "--data", server.data, "--format", "jsonl"),
                         lambda: server.staff("/v1/export?format=jsonl",
                                              headers=bearer).body.decode()):
                before = set(gone)
                seen = [json.loads(line)["index"] for line in read().splitlines()]
                self.assertEqual(len(seen), len(set(seen)), "each once")
                self.assertLessEqual(staying, set(seen))
                self.assertFalse(before & set(seen), "what was erased is in no later export")
            runs += 1
        eraser.join()
        self.assertEqual(len(gone), len(leaving))

    def test_an_export_says_on_a_terminal_how_far_it_is_and_keeps_it_out_of_the_file(self):
        server = self.served(3)
        ours, theirs = os.openpty()
        done = subprocess.run([BINARY, "export", "--data", str(server.data)],
                              stdout=subprocess.PIPE,
                              stderr=theirs, timeout=60, check=True)
        os.close(theirs)
        said = os.read(ours, 4096).decode()
        os.close(ours)
        self.assertRegex(said, r"\r\d+ records, \d+ %")
        self.assertIn("3 records, done", said)
        self.assertNotIn(b"records,", done.stdout)

    def test_a_sample_is_drawn_from_what_visitors_chose_not_from_a_scan(self):
        server = self.served(2)
        banner = server.get("/v1/sites/ameli.fr/banner.js").body.decode()
        banner = banner.rsplit('"banner":"', 1)[1][:64]
        scans = [server.choose(choice(server.config(), banner=banner, origin="scan")).json()
                 for _ in range(6)]
        server.wait_signed(scans[-1]["index"] + 1)
        folder = self.folder / "sample"
        self.ran("report", "dossier", "--data", server.data, "--site", "ameli.fr", "--sample", "4",
                 "--word", "graine", "--out", folder)
        drawn = [json.loads(line) for line in
                 (folder / "records/0001.jsonl").read_text().splitlines()]
        self.assertEqual(len(drawn), 2)
        self.assertNotIn("scan", [row.get("origin") for row in drawn])

    def test_the_staff_api_and_console_answer_over_a_socket(self):
        server = self.served()
        bearer = {"Authorization": "Bearer " + self.token(server, "auditor")}
        self.assertEqual(server.staff("/v1/sites").status, 401)
        self.assertEqual(server.staff("/v1/overview?site=ameli.fr",
                                      headers=bearer).json()["month"]["total"]["answers"], 3)
        rows = server.staff("/v1/consents?site=ameli.fr", headers=bearer).json()["rows"]
        self.assertEqual(len(rows), 3)
        path = f"/v1/consents/{rows[0]['index']}"
        server.wait_for(lambda: server.staff(path, headers=bearer).json()["proof"] is not None,
                        "proved")
        self.assertEqual(server.staff(path, headers=bearer).json()["standing"], "valid")
        operator = {"Authorization": "Bearer " + self.token(server, "operator")}
        self.assertEqual(server.staff(path, headers=operator).status, 403)
        self.assertEqual(server.staff(path, method="DELETE", headers=operator).status, 422)
        gone = server.staff(path + "?ground=unlawful", method="DELETE", headers=operator)
        self.assertEqual(gone.json()["erased"], [rows[0]["index"]])
        self.assertEqual(server.staff(path, headers=bearer).json()["standing"], "purged")
        page = server.staff("/")
        self.assertEqual(page.status, 200)
        self.assertIn(b"/console.js", page.body)
        self.assertIn("default-src 'none'", page.get("Content-Security-Policy"))
        self.assertEqual(server.staff("/", method="POST").status, 405)
        self.assertEqual(server.staff("/nothing").status, 404)
        self.assertEqual(server.staff("/metrics").status, 200)


if __name__ == "__main__":
    unittest.main()
