#!/usr/bin/env python3
"""Measures two binaries of temoin turn by turn in one run: what a change did to GET, POST, start,
verifying.

  get     config.json at 64 and 512 connections: the server on one core, wrk on the other
  post    a closed loop of visitors, at 1, 64 and 256 connections
  start   to the first answer: an empty directory; one with what POST recorded, after a stop and
          after a kill
  verify  `temoin log verify` of a million records: the older binary records them, the newer one
          brings a copy of the directory forward

Both servers run all the time, and each turn measures one and then the other, so that a machine
that is busy with something else disturbs both alike; beside rates stands the processor time of a
request. Each serves its own catalogue: documents of different length are said. Prints a table in
Markdown with the ratio of the medians, after to before.
"""

import argparse
import json
import os
import pathlib
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "faults"))
import running  # noqa: E402
from http_bench import PATH, fetch, pin, processor_seconds, resident_kib, wrk  # noqa: E402

SIDES = ("before", "after")
COLUMNS = ("requests/s", "p50 ms", "p99 ms", "CPU µs/request")


def get(options, service, encoding, connections):
    run = wrk(service.port, encoding, connections, options.seconds, service.process.pid)
    return {"requests/s": run["rate"], "p50 ms": run["p50"], "p99 ms": run["p99"],
            "CPU µs/request": run["cpu"]}


def load(options, service, bodies, connections):
    done = subprocess.run(
        [str(options.load), str(service.port), f"/v1/sites/{running.SITE}/consents",
         "www.ameli.localhost", running.ORIGIN, str(connections), str(options.seconds),
         str(bodies)], check=True, capture_output=True, text=True)
    run = json.loads(done.stdout)
    if run["errors"] or not run["requests"]:
        raise RuntimeError(f"{run['requests']} choices, {run['errors']} of them not recorded")
    return run


def post(options, service, bodies, connections):
    before = processor_seconds(service.process.pid)
    run = load(options, service, bodies, connections)
    used = processor_seconds(service.process.pid) - before
    return {"requests/s": run["requests"] / run["seconds"], "p50 ms": run["p50_us"] / 1e3,
            "p99 ms": run["p99_us"] / 1e3, "CPU µs/request": used / run["requests"] * 1e6}


def start(binary, data, catalog, kill):
    begin = time.monotonic()
    with running.Service(binary, data, timeout=120, catalog=catalog) as service:
        taken = (time.monotonic() - begin) * 1e3
        memory = resident_kib(service.process.pid) / 1024
        if kill:
            connection = service.connect()
            connection.timeout = 60  # the first choice waits until the last minutes' keys are known
            config = running.configuration(service)
            for _ in range(50):
                running.post_choice(connection, running.choice_body(config, lambda _: True))
            service.kill()
        else:
            service.stop()
    return {"ms": taken, "MiB": memory}


def record(options, binaries, catalogs, folders, bodies):
    """A directory with so many records for each: the older program's, and a copy of it that the
    newer one brought forward."""
    folders["before"].mkdir()
    recorded = 0
    with running.Service(binaries["before"], folders["before"],
                         catalog=catalogs["before"]) as service:
        while recorded < options.records:
            recorded += load(options, service, bodies, 64)["requests"]
        service.stop()
    shutil.copytree(folders["before"], folders["after"])
    with running.Service(binaries["after"], folders["after"], timeout=600,
                         catalog=catalogs["after"]) as service:
        time.sleep(options.settle)  # what it adopts is signed
        service.stop()
    return recorded


def verify(binary, data):
    begin = time.monotonic()
    process = subprocess.Popen([binary, "log", "verify", "--data", str(data)],
                               stdout=subprocess.PIPE, text=True)
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    taken = time.monotonic() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode != 0:
        raise RuntimeError(f"it is not in order: {said}")
    return {"s": taken, "CPU s": used.ru_utime + used.ru_stime, "MiB": used.ru_maxrss / 1024}


def table(title, columns, runs):
    print(f"\n### {title}\n\n| | | {' | '.join(columns)} |\n|---|---|{'---|' * len(columns)}")
    for name, sides in runs.items():
        middle = {side: {column: statistics.median(run[column] for run in sides[side])
                         for column in columns} for side in SIDES}
        for side in SIDES:
            print(f"| {name} | {side} | " +
                  " | ".join(f"{middle[side][column]:.2f}" for column in columns) + " |")
        print(f"| {name} | **ratio** | " + " | ".join(
            f"**{middle['after'][column] / middle['before'][column]:.2f}**"
            for column in columns) + " |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", required=True, help="the older binary")
    parser.add_argument("--after", default=str(ROOT / "build" / "release" / "temoin"))
    parser.add_argument("--load", type=pathlib.Path,
                        default=ROOT / "build" / "release" / "tests" / "bench" / "post_load")
    parser.add_argument("--catalog", type=pathlib.Path, required=True,
                        help="the older binary's; the newer one reads this tree's, which has "
                        "decided what newer rules ask")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--settle", type=float, default=5,
                        help="seconds that both servers are left "
                        "alone first: better compression runs after the first answer (5)")
    parser.add_argument("--records", type=int, default=1_000_000, help="to be verified (1000000)")
    parser.add_argument("what", nargs="*", help="get post start (all of these), verify")
    options = parser.parse_args()
    binaries = {"before": options.before, "after": options.after}
    catalogs = {"before": options.catalog, "after": ROOT / "catalog"}
    what = options.what or ["get", "post", "start"]

    with tempfile.TemporaryDirectory(prefix="temoin-before-after-") as folder:
        work = pathlib.Path(folder)
        data = {side: work / side for side in SIDES}
        bodies = {side: work / f"bodies-{side}" for side in SIDES}
        for side in SIDES:
            data[side].mkdir()
            with running.Service(binaries[side], data[side], catalog=catalogs[side]) as service:
                config = running.configuration(service)
                service.stop()
            rng = random.Random(1)
            bodies[side].write_text("".join(
                running.choice_body(config, lambda _: rng.random() < 0.5) + "\n"
                for _ in range(512)))
        print(f"{options.rounds} turns, medians; "
              f"load average {re.split(' ', pathlib.Path('/proc/loadavg').read_text())[0]}")
        if "get" in what:
            runs = {}
            services = {}
            for side in SIDES:
                (work / f"get-{side}").mkdir()
                services[side] = running.Service(binaries[side], work / f"get-{side}",
                                                 catalog=catalogs[side])
                fetch(services[side].port, PATH, "gzip")
            time.sleep(options.settle)
            for service in services.values():
                pin(service.process.pid, 0)
            for encoding in ("identity", "gzip"):
                size = " and ".join(str(len(fetch(service.port, PATH, encoding)[2]))
                                    for service in services.values())
                for connections in (64, 512):
                    sides = {side: [] for side in SIDES}
                    runs[f"{encoding}, {size} bytes, {connections} connections"] = sides
                    for turn in range(options.rounds):
                        for side in SIDES if turn % 2 == 0 else reversed(SIDES):
                            sides[side].append(
                                get(options, services[side], encoding, connections))
            for service in services.values():
                service.stop()
            table("GET config.json", COLUMNS, runs)
        if "post" in what:
            runs = {}
            services = {side: running.Service(binaries[side], data[side], catalog=catalogs[side])
                        for side in SIDES}
            time.sleep(options.settle)
            for connections in (1, 64, 256):
                sides = runs[f"{connections} connections"] = {side: [] for side in SIDES}
                for turn in range(options.rounds):
                    for side in SIDES if turn % 2 == 0 else reversed(SIDES):
                        sides[side].append(post(options, services[side], bodies[side], connections))
            for service in services.values():
                service.stop()
            table("POST consents", COLUMNS, runs)
        if "start" in what:
            runs = {name: {side: [] for side in SIDES}
                    for name in ("empty directory", "after a stop", "after a kill")}
            for turn in range(options.rounds):
                for side in SIDES if turn % 2 == 0 else reversed(SIDES):
                    empty = work / f"empty-{side}-{turn}"
                    empty.mkdir()
                    runs["empty directory"][side].append(
                        start(binaries[side], empty, catalogs[side], False))
                    runs["after a stop"][side].append(
                        start(binaries[side], data[side], catalogs[side], True))
                    runs["after a kill"][side].append(
                        start(binaries[side], data[side], catalogs[side], False))
            table("Start to the first answer", ("ms", "MiB"), runs)
        if "verify" in what:
            folders = {side: work / f"verify-{side}" for side in SIDES}
            recorded = record(options, binaries, catalogs, folders, bodies["before"])
            sides = {side: [] for side in SIDES}
            for turn in range(options.rounds):
                for side in SIDES if turn % 2 == 0 else reversed(SIDES):
                    sides[side].append(verify(binaries[side], folders[side]))
            table("log verify", ("s", "CPU s", "MiB"), {f"{recorded:,} records": sides})
    return 0


if __name__ == "__main__":
    sys.exit(main())
