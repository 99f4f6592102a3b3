#!/usr/bin/env python3
"""What SIGHUP costs a service of many sites: processor time when nothing changed, and when one
site did. Made from ameli.fr's file under other names; run by scripts/bench reload.
"""

import argparse
import json
import pathlib
import shutil
import signal
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "faults"))
import running  # noqa: E402
from http_bench import fetch, processor_seconds  # noqa: E402

QUIET = 0.02  # seconds of processor time in one second: it is done
PATIENCE = 600  # seconds until it is given up


def make_catalogue(folder, sites):
    (folder / "sites").mkdir(parents=True)
    shutil.copytree(ROOT / "catalog" / "vendors", folder / "vendors")
    model = (ROOT / "catalog" / "sites" / f"{running.SITE}.json").read_text("utf-8")
    for number in range(sites):
        name = running.SITE if number == 0 else f"site{number}.example"
        (folder / "sites" / f"{name}.json").write_text(model.replace(running.SITE, name), "utf-8")


def waiting(what):
    """Goes on for as long as that is waited for; ends the run where it never comes."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        yield
    sys.exit(f"not {what} within {PATIENCE} s")


def settled(service):
    """The processor time used once the service is quiet."""
    last = processor_seconds(service.process.pid)
    for _ in waiting("quiet"):
        time.sleep(1)
        now = processor_seconds(service.process.pid)
        if now - last < QUIET:
            return now
        last = now


def hang_up(service, changed=None):
    """Processor time until it is quiet, and seconds until the change is served."""
    before = processor_seconds(service.process.pid)
    begin = time.monotonic()
    service.process.send_signal(signal.SIGHUP)
    served = None
    for _ in waiting("served") if changed else ():
        _, _, body = fetch(service.port, f"/v1/sites/{running.SITE}/config.json")
        if changed in body.decode():
            served = time.monotonic() - begin
            break
        time.sleep(0.05)
    return settled(service) - before, served


def change(catalogue, word):
    path = catalogue / "sites" / f"{running.SITE}.json"
    site = json.loads(path.read_text("utf-8"))
    site["texts"]["preferences_title"]["fr"] += f" {word}"
    path.write_text(json.dumps(site, ensure_ascii=False), "utf-8")
    return word


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=str(ROOT / "build" / "release" / "temoin"))
    parser.add_argument("sites", nargs="?", type=int, default=1000)
    options = parser.parse_args()
    # Whoever ends it, `timeout` too, leaves no service behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to end"))
    with tempfile.TemporaryDirectory() as work:
        catalogue = pathlib.Path(work) / "catalog"
        make_catalogue(catalogue, options.sites)
        with running.Service(options.binary, pathlib.Path(work) / "data", timeout=PATIENCE,
                             catalog=catalogue) as service:
            first = processor_seconds(service.process.pid)
            everything = settled(service)
            nothing, _ = hang_up(service)
            one, served = hang_up(service, change(catalogue, "kestrel"))
    print(f"""| {options.sites} sites | processor time |
|---|---|
| start to the first answer | {first:.1f} s |
| and all compressed well | {everything:.1f} s |
| SIGHUP, nothing changed | {nothing:.1f} s |
| SIGHUP, one site changed | {one:.1f} s, served after {served:.1f} s |""")


if __name__ == "__main__":
    main()
