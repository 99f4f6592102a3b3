#!/usr/bin/python3
"""Holds docs/catalogue.md against the schemas: it names every member, and its examples are good.

usage: guide_test.py SOURCE_DIR VERDICT_TOOL
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

from jsonschema import Draft202012Validator


def members(schema):
    """Every member's name that a schema gives."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for value in schema.values():
            yield from members(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from members(value)


def main():
    source, tool = pathlib.Path(sys.argv[1]), sys.argv[2]
    page = (source / "docs/catalogue.md").read_text()
    prose = re.sub(r"```.*?```", "", page, flags=re.S)
    failures = 0
    for kind in ("site", "vendor", "library"):
        schema = json.loads((source / f"catalog/schema/{kind}.schema.json").read_text())
        example = json.loads(re.search(rf"```json {kind}\n(.*?)```", page, re.S).group(1))
        written = json.dumps(example)
        for member in sorted(set(members(schema)) - {"fr", "en"}):
            for place, text in (("prose", prose), ("example", written)):
                if not re.search(rf'["`]{re.escape(member)}["`]', text):
                    # Of two ways to say one thing the example has one.
                    if place == "example" and member in ("calendar_years",
                                                         "refusal_token_reason"):
                        continue
                    print(f"{kind}: the {place} lacks {member}")
                    failures += 1
        for error in Draft202012Validator(schema).iter_errors(example):
            print(kind, error.json_path, error.message)
            failures += 1
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write(written)
            file.flush()
            verdict = subprocess.run([tool], input=f"{kind} {file.name}\n", capture_output=True,
                                     text=True, check=True).stdout.strip()
        if verdict != "good":
            print(f"{kind}: the library says {verdict}")
            failures += 1
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
