"""The shipped alert rules and board: promtool's own tests, and metrics that a real server has."""

import json
import re
import shutil
import subprocess
import unittest

from harness import ROOT, TestCase, choice, command

FOLDER = ROOT / "packaging/prometheus"
RULES = (FOLDER / "temoin.rules.yml").read_text("utf-8")
UNIT_TESTS = (FOLDER / "temoin.test.yml").read_text("utf-8")
# Only there while there is something to say; other tests see them.
SOMETIMES = {"temoin_anchor_timestamp_seconds", "temoin_authority_late",
             "temoin_script_seen_timestamp_seconds", "temoin_unready_part"}


def names(text):
    return set(re.findall(r"\b(?:temoin|process)_[a-z_]+", text))


@unittest.skipUnless(shutil.which("promtool"), "needs promtool")
class Promtool(TestCase):
    def promtool(self, *words, **more):
        ran = subprocess.run(["promtool", *words], cwd=FOLDER, capture_output=True, text=True,
                             **more)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)

    def test_rules_fire_on_what_their_tests_say(self):
        self.promtool("check", "rules", "temoin.rules.yml")
        self.promtool("test", "rules", "temoin.test.yml")

    def test_metrics_follow_the_conventions(self):
        server = self.serve()
        self.promtool("check", "metrics", input=server.staff("/metrics").body.decode())


class Watched(TestCase):
    def test_every_rule_is_shown_firing(self):
        fired = re.findall(r"alertname: (\w+)\n\s+eval_time: \S+\n\s+exp_alerts:\n\s+- exp_labels",
                           UNIT_TESTS)
        self.assertEqual(set(fired), set(re.findall(r"- alert: (\w+)", RULES)))

    def test_rules_and_board_ask_for_metrics_that_are_there(self):
        board = json.loads((FOLDER / "temoin.grafana.json").read_text("utf-8"))
        asked = {name for panel in board["panels"] for target in panel["targets"]
                 for name in names(target["expr"])}
        for expression in re.findall(r"expr: (.*(?:\n {10}.*)*)", RULES):
            asked |= names(expression)
        server = self.serve()
        chosen = server.choose(choice(server.config()))
        self.assertEqual(chosen.status, 201)
        server.wait_signed(chosen.json()["index"] + 1)
        shown = server.staff("/metrics").body.decode()
        there = set(re.findall(r"^([a-z_]+)[{ ]", shown, re.MULTILINE))
        self.assertEqual(asked - there - SOMETIMES, set())
        for label in ('listener="public"', 'status="5xx"'):
            self.assertIn(label, shown)

    def test_the_table_lists_what_a_server_shows(self):
        listed = json.loads(command("config", "metrics", "--format", "json").stdout)
        server = self.serve()
        self.assertEqual(server.choose(choice(server.config())).status, 201)
        server.wait_for(lambda: "temoin_checkpoint_timestamp" in server.staff(
            "/metrics").body.decode(), "signed")
        shown = server.staff("/metrics").body.decode()
        self.assertEqual(dict(re.findall(r"^# TYPE (\S+) (\S+)$", shown, re.MULTILINE)),
                         {row["name"]: row["kind"] for row in listed
                          if row["name"] not in SOMETIMES})
        for row in listed:
            labels = {label for found in re.findall(
                rf"^{row['name']}(?:_bucket)?{{(.*)}}", shown, re.MULTILINE)
                for label in re.findall(r'(\w+)="', found)}
            if row["name"] not in SOMETIMES:
                self.assertEqual(labels - {"le"}, set(row["labels"].split()), row["name"])

    def test_the_document_lists_every_metric(self):
        table = command("config", "metrics", "--format", "markdown").stdout
        self.assertTrue((ROOT / "docs/metrics.md").read_text("utf-8").endswith(table),
                        "write its last section again with: "
                        "temoin config metrics --format markdown")

    def test_refusals_are_counted_by_what_was_wrong(self):
        server = self.serve()
        before = self.problems(server)
        config = server.config()
        for wrong in ({**choice(config), "revision": "0" * 64},
                      {**choice(config), "decisions": {}}):
            self.assertGreaterEqual(server.choose(wrong).status, 400)
        self.assertEqual(server.get("/nothing/here").status, 404)
        after = self.problems(server)
        self.assertEqual({name: after[name] - before[name] for name in after
                          if after[name] != before[name]},
                         {"conflict": 1, "unprocessable": 1, "not-found": 1})

    @staticmethod
    def problems(server):
        shown = server.staff("/metrics").body.decode()
        return {name: int(count) for name, count in re.findall(
            r'^temoin_problems_total{listener="public",problem="([a-z-]+)"} (\d+)$', shown,
            re.MULTILINE)}

    def test_the_guide_names_every_alert(self):
        guide = (ROOT / "docs/operate.md").read_text("utf-8")
        self.assertEqual([name for name in re.findall(r"- alert: (\w+)", RULES)
                          if f"`{name}`" not in guide], [])


if __name__ == "__main__":
    unittest.main()
