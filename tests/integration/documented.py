"""The lines and commands of docs/verify.md, as they stand there."""

import re

from harness import ROOT


def documented_lines():
    """{file name: Python text} of docs/verify.md."""
    text = (ROOT / "docs/verify.md").read_text()
    blocks = re.findall(r"```python\n# (\w+\.py) .*?\n(.*?)```", text, re.S)
    return {name: body for name, body in blocks}


def documented_shell(section):
    text = (ROOT / "docs/verify.md").read_text().split(f"\n## {section}.")[1].split("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", text, re.S)
