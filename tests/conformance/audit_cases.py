#!/usr/bin/env python3
"""The recordings, catalogues and questions beside it: what a program says, and what is right.

`cases.json` says what is right of each recording, `questions.json` of each question about ameli.fr.
Writes docs/audit-cases.md, with what an earlier program said beside it:

    tests/conformance/audit_cases.py PROGRAM EARLIER_PROGRAM EARLIER_CATALOGUE > docs/audit-cases.md
"""

import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SITE = "ameli.fr"
MADE = "2026-11-20T10:00:00Z"  # the exports among them


def run(program, *arguments):
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True,
                          errors="replace", check=False)


def kinds():
    return json.loads((HERE / "recordings" / "cases.json").read_text())


def questions():
    """(family, [(text, host, verdict, service)])"""
    return [(group["about"], group["questions"])
            for group in json.loads((HERE / "questions.json").read_text())]


def audit(program, case, catalogue, at=True):
    """{"result", "findings", "open"}, or {"result": "refused"}."""
    ran = run(program, "audit", HERE / "recordings" / case["file"], "--site", SITE, "--catalog",
              catalogue, "--format", "json", *(["--phase", case["phase"]] if case["phase"] else []),
              *(["--at", MADE] if at else []))
    if ran.returncode == 2:
        return {"result": "refused", "says": ran.stderr.strip()}
    report = json.loads(ran.stdout)
    result = report.get("result")
    if result is None:  # 0.1.0
        faults = [row for row in report["findings"] if not row["notice"]]
        result = ("findings" if faults else
                  "inconclusive" if any(visit["inconclusive"] for visit in report["visits"])
                  else "clean")
    return {"result": result,
            "findings": sorted({f"{row['code']} {row['name'] or row['host']}".strip()
                                for row in report["findings"]
                                if row["code"] not in ("never-seen", "over-13-months-waived")}),
            "open": sorted(row["code"] for row in report["open"] if row.get("inconclusive"))}


def check(program, catalogue):
    """The rules that find something in a catalogue of its own."""
    ran = run(program, "catalog", "check", "--catalog", catalogue, "--format", "json")
    if ran.returncode == 2:
        return {"result": "refused", "says": ran.stderr.strip()}
    report = json.loads(ran.stdout)
    return {"result": "clean" if report["clean"] else "findings",
            "findings": sorted({row["rule"] for row in report["findings"]}), "open": []}


def words(answer):
    if answer["result"] == "refused":
        return "refused, exit 2"
    out = answer["result"]
    by_code = {}
    for finding in answer["findings"]:
        code, _, name = finding.partition(" ")
        by_code.setdefault(code, []).append(name)
    told = []
    for code, names in by_code.items():
        shown = [name for name in names[:4] if name]
        told.append(f"{code} {', '.join(shown)}{', …' if len(names) > 4 else ''}".strip())
    if told:
        out += ": " + "; ".join(told)
    if answer["open"]:
        out += f" (not understood: {', '.join(answer['open'])})"
    return out.replace("|", "\\|").replace("\n", " ")


def now(case):
    return words(case["right"])


def code(text):
    text = " ".join(text.split())
    text = text if len(text) <= 70 else text[:69] + "…"
    return "`" + text.replace("|", "\\|").replace("`", "'") + "`"


def page(program, earlier, earlier_catalogue):
    out = [
        "# What an audit, a check and a verdict say",
        "",
        "Small inputs of every kind that was once misjudged, others of the same kinds, and "
        "questions as people ask them, each with what 0.1.0 said (*not run*: it was not asked) and "
        "what is said now. They stand in `tests/conformance`; the tests hold the program to the "
        "right answers. Made by `tests/conformance/audit_cases.py`.",
        "",
        "Each recording is judged for ameli.fr in the phase that stands beside it; *not "
        "understood* names the codes of "
        "[formats.md](formats.md#answers-changes-and-audits-in-json).",
    ]
    for kind in kinds():
        out += ["", f"## {kind['kind']}", "", kind["right"], "",
                "| input | phase | 0.1.0 | now |", "|---|---|---|---|"]
        for case in kind["inputs"]:
            if "catalogue" in case:
                was = check(earlier, HERE / "catalogues" / case["catalogue"])
                out.append(f"| `{case['catalogue']}` | | {words(was)} | {now(case)} |")
                continue
            was = audit(earlier, case, earlier_catalogue, at=False)
            out.append(f"| `{case['file']}` | {case['phase'] or 'not given'} | {words(was)} | "
                       f"{now(case)} |")
    out += ["", "## Questions", "", "`temoin catalog which`, the staff API, the console and the "
            "public `cookies.json` answer them alike."]
    changed = total = 0
    for about, rows in questions():
        out += ["", about, "", "| question | host | 0.1.0 | now |", "|---|---|---|---|"]
        for text, host, verdict, service in rows:
            ran = run(earlier, "catalog", "which", "--catalog", earlier_catalogue, "--site", SITE,
                      "--format", "json", *(["--host", host] if host else []), "--", text)
            answers = json.loads(ran.stdout)["answers"] if ran.returncode != 2 else []
            was = ", ".join(sorted({row["verdict"] for row in answers})) or "none"
            total += 1
            changed += was != verdict
            out.append(f"| {code(text)} | {host.replace('|', '')} | {was} | "
                       f"{verdict}{f' ({service})' if service else ''} |")
    out += ["", f"Of {total} questions 0.1.0 answered {changed} otherwise."]
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    print(page(*sys.argv[1:]), end="")
