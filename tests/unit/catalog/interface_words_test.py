#!/usr/bin/python3
"""Holds catalog/interface_words.h against the words that the banner's sources have.

usage: interface_words_test.py SOURCE_DIR
"""

import pathlib
import re
import sys


def main():
    source = pathlib.Path(sys.argv[1])
    core = (source / "banner-js/src/ui/i18n.ts").read_text()
    said = set(re.findall(r'^ {2,4}\[?"(\w+)",', core, re.M))
    for path in (source / "banner-js/src/chunks").glob("*/*.ts"):
        block = re.search(r"^  en: \{(.*?)\},?$", path.read_text(), re.M | re.S)
        if block:
            said |= set(re.findall(r'(?:^|\{)\s*"?([\w.-]+)"?:\s*"', block.group(1), re.M))
            said |= set(re.findall(r'^ ([\w.-]+): "', block.group(1), re.M))
    known = set(re.findall(r'"([\w.-]+)"', (source / "catalog/interface_words.h").read_text()))
    for key in sorted(said - known):
        print(f"catalog/interface_words.h lacks {key}")
    for key in sorted(known - said):
        print(f"catalog/interface_words.h has {key}, which the banner does not say")
    print(f"{len(said)} words")
    sys.exit(1 if said != known or len(said) < 60 else 0)


if __name__ == "__main__":
    main()
