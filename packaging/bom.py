#!/usr/bin/env python3
"""Prints the bill of materials of a build, as CycloneDX 1.5 JSON.

Usage: bom.py BUILD SCANNER VERSION

What is in the program is found, not listed: the packages of Debian whose headers it was compiled
from and whose libraries it is linked with, and the npm packages: "required" are those that the
scanner runs with and that the console's pages hold, "excluded" the tools. SOURCE_DATE_EPOCH gives
the time, so that the same build gives the same bytes.
"""

import datetime
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import uuid

PART = 500  # files a question to dpkg


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def headers(build):
    """System headers that some object of the program was compiled from."""
    found = set()
    for line in run("ninja", "-C", build, "-t", "deps").splitlines():
        path = line.strip()
        if path.startswith("/usr/"):
            found.add(os.path.normpath(path))
    return found


def libraries(program):
    found = set()
    for line in run("ldd", program).splitlines():
        match = re.search(r"=> (/\S+)", line)
        if match:
            found.add(match[1])
            found.add(os.path.realpath(match[1]))
    return found


def owners(files):
    """The Debian packages that these files belong to."""
    files, packages = sorted(files), set()
    for start in range(0, len(files), PART):
        ran = subprocess.run(["dpkg-query", "--search", *files[start:start + PART]],
                             capture_output=True, encoding="utf-8")
        for line in ran.stdout.splitlines():
            packages.update(line.rpartition(": ")[0].split(", "))
    return packages


def licence(package):
    """The first licence that the package's copyright file names, None when it names none so."""
    path = pathlib.Path("/usr/share/doc") / package.partition(":")[0] / "copyright"
    try:
        match = re.search(r"^License: *(\S.*)$", path.read_text("utf-8", "replace"), re.MULTILINE)
    except OSError:
        return None
    return match[1].strip() if match else None


def component(name, version, purl, found_licence):
    out = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    if found_licence:
        out["licenses"] = [{"license": {"name": found_licence}}]
    return out


def debian(packages):
    for package in sorted(packages):
        version, architecture, source = run(
            "dpkg-query", "-W", "-f", "${Version}\t${Architecture}\t${source:Package}",
            package).split("\t")
        name = package.partition(":")[0]
        purl = (f"pkg:deb/debian/{name}@{version.replace('+', '%2B').replace('~', '%7E')}"
                f"?arch={architecture}&distro=debian-12")
        out = component(name, version, purl, licence(package))
        out["properties"] = [{"name": "debian:source", "value": source}]
        yield out


def imported(folder):
    """The npm packages that the sources below a folder name, types aside."""
    text = "\n".join(path.read_text("utf-8") for path in sorted(folder.rglob("*.ts*")))
    names = re.findall(r'^(?:import(?! type)[^;]*?|export[^;]*?) from "([^."][^"]*)"'
                       r'|\bimport\("([^."][^"]*)"\)', text, re.MULTILINE)
    return {"/".join(name.split("/")[:2 if name.startswith("@") else 1])
            for name in map("".join, names)}


def npm(folder, shipped):
    """The npm packages of a folder: `shipped` ones and what those need are in what is installed."""
    packages = json.loads((folder / "package-lock.json").read_text("utf-8"))["packages"]
    needed, waiting = set(), sorted(shipped)
    while waiting:
        name = waiting.pop()
        if name not in needed and f"node_modules/{name}" in packages:
            needed.add(name)
            waiting += packages[f"node_modules/{name}"].get("dependencies", {})
    for path, package in sorted(packages.items()):
        name = path.rpartition("node_modules/")[2]
        if not name or package.get("optional"):
            continue
        purl = f"pkg:npm/{name.replace('@', '%40')}@{package['version']}"
        out = component(name, package["version"], purl, package.get("license"))
        yield {**out, "scope": "required" if name in needed else "excluded"}


def once(components):
    """Each component once, required where one of them is."""
    out = {}
    for each in components:
        known = out.setdefault(each["bom-ref"], each)
        if each.get("scope") == "required":
            known["scope"] = "required"
    return [*out.values()]


def main(arguments):
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    build, scanner, version = arguments
    root = pathlib.Path(scanner).resolve().parent
    components = once([*debian(owners(headers(build) | libraries(f"{build}/temoin"))),
                       *npm(root / "scanner", {"playwright-core"}), *npm(root / "banner-js", ()),
                       *npm(root / "console", imported(root / "console/src"))])
    when = datetime.datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")),
                                           datetime.timezone.utc)
    purl = f"pkg:generic/temoin@{version}"
    digest = hashlib.sha256(json.dumps([version, components]).encode()).digest()
    bom = {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "serialNumber": f"urn:uuid:{uuid.UUID(bytes=digest[:16], version=4)}",
        "metadata": {
            "timestamp": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "application", "bom-ref": purl, "name": "temoin",
                          "version": version, "purl": purl,
                          "licenses": [{"license": {"id": "Apache-2.0"}}]}},
        "components": components,
        "dependencies": [{"ref": purl, "dependsOn": [each["bom-ref"] for each in components]}],
    }
    json.dump(bom, sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
