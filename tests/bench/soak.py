#!/usr/bin/env python3
"""What a service does over a long time, with many connections, and with many records.

  soak    mixed load at half of what it can take: memory, descriptors and times of the first and
          last part beside each other
  idle    connections that are kept and say nothing: what one costs, and what others notice
  growth  from nothing to millions of choices: bytes of one; then its processor time and that of a
          start, in turns with a copy of the first tenth

scripts/soak builds what this runs, and says how to call it.
"""

import argparse
import contextlib
import json
import pathlib
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "faults"))
import running  # noqa: E402
from http_bench import PATH, fetch, processor_seconds, resident_kib  # noqa: E402

LOAD = str(ROOT / "build" / "release" / "tests" / "bench" / "post_load")
# Seconds of load between two readings: a connection that says nothing for 10 is cut, and at a low
# rate some have nothing to say.
SLICE = 8
GROWN = 1.2         # memory of the last part to that of the second
MORE_OPEN = 16      # descriptors that may come and go
COST = 1.1          # processor time of a choice, beside all records to beside their first tenth
START = 0.1         # seconds until the first answer
TURNS = 5


def metrics(service):
    _, _, body = fetch(service.staff_port, "/metrics", host="127.0.0.1")
    return {name: float(value) for name, value in
            re.findall(r"^(\S+) (\S+)$", body.decode(), re.MULTILINE)}


def bodies_for(service, folder):
    config = running.configuration(service)
    dice = random.Random(4)
    bodies = folder / "bodies"
    bodies.write_text("".join(running.choice_body(config, lambda _: dice.random() < 0.5) + "\n"
                              for _ in range(2000)))
    return bodies


def post(service, bodies, connections, seconds, rate=None):
    words = [LOAD, service.port, f"/v1/sites/{running.SITE}/consents", "www.ameli.localhost",
             running.ORIGIN, connections, seconds, bodies, *([rate] if rate else [])]
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{done.stderr}exit code {service.process.poll()}, {service.tail()}")
    return json.loads(done.stdout)


class Visitors(threading.Thread):
    """Beside the choices: documents, a choice that is looked at and erased, requests that are
    wrong; what each is answered is known."""

    def __init__(self, service):
        super().__init__(daemon=True)
        self.service, self.times, self.wrong, self.stopping = service, [], [], False

    def ask(self, connection, method, path, expected, body=None, headers=None):
        begin = time.monotonic()
        connection.request(method, path, body, {"Host": "www.ameli.localhost", **(headers or {})})
        answer = connection.getresponse()
        answer.read()
        self.times.append(time.monotonic() - begin)
        if answer.status != expected:
            self.wrong.append((method, path, answer.status))

    def turn(self, connection, choice):
        site = f"/v1/sites/{running.SITE}"
        origin = {"Origin": running.ORIGIN}
        for _ in range(20):
            self.ask(connection, "GET", PATH, 200)
            self.ask(connection, "GET", f"{site}/banner.js", 200)
        self.ask(connection, "POST", f"{site}/consents", 400, "{",
                 {"Content-Type": "application/json", **origin})
        self.ask(connection, "GET", "/nothing/here", 404)
        status, _, token = running.post_choice(connection, choice)
        if status != 201:
            self.wrong.append(("POST", "consents", status))
            return
        cookie = {"Cookie": f"pcid={token}"}
        self.ask(connection, "GET", f"{site}/consents/current", 200, None, cookie)
        self.ask(connection, "DELETE", f"{site}/consents/current", 200, None, {**cookie, **origin})

    def run(self):
        choice = running.choice_body(running.configuration(self.service), lambda _: True)
        while not self.stopping:
            try:
                with contextlib.closing(self.service.connect()) as connection:
                    self.turn(connection, choice)
            except OSError as error:
                self.wrong.append(("connection", str(error), 0))
            time.sleep(0.2)


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


def reading(service, run, visitors):
    shown = metrics(service)
    seen, visitors.times = visitors.times, []
    return {"choices/s": run["requests"] / run["seconds"], "p50 ms": run["p50_us"] / 1e3,
            "p99 ms": run["p99_us"] / 1e3, "visitor p99 ms": percentile(seen, 0.99) * 1e3,
            "memory MiB": resident_kib(service.process.pid) / 1024,
            "descriptors": shown["process_open_fds"],
            "write-ahead log MiB": shown["temoin_wal_bytes"] / 2**20,
            "database MiB": shown["temoin_database_bytes"] / 2**20}


def soak(options, folder):
    with running.Service(options.binary, folder / "data") as service:
        bodies = bodies_for(service, folder)
        most = post(service, bodies, 64, 5)
        rate = options.rate or int(most["requests"] / most["seconds"] / 2)
        print(f"{most['requests'] / most['seconds']:,.0f} choices a second in a closed loop of 64; "
              f"{options.minutes:g} minutes at {rate:,}", flush=True)
        visitors = Visitors(service)
        visitors.start()
        rows, errors = [], 0
        until = time.monotonic() + options.minutes * 60
        while time.monotonic() < until:
            run = post(service, bodies, 64, min(SLICE, options.minutes * 60 / 20), rate)
            errors += run["errors"]
            rows.append(reading(service, run, visitors))
            if len(rows) % 10 == 0:
                service.process.send_signal(1)  # SIGHUP: the catalogue is read and judged again
        visitors.stopping = True
        visitors.join()
        errors += len(visitors.wrong)
        print(f"{service.stop()} is the exit code; wrong answers: {errors} {visitors.wrong[:3]}")
    # The first part warms up: caches fill, threads touch their stacks.
    quarter = max(1, len(rows) // 4)
    parts = {"second quarter": rows[quarter:2 * quarter], "last quarter": rows[-quarter:]}
    table(parts)
    second, last = ({key: statistics.median(row[key] for row in part) for key in rows[0]}
                    for part in parts.values())
    return (errors == 0 and last["memory MiB"] <= second["memory MiB"] * GROWN
            and last["descriptors"] <= second["descriptors"] + MORE_OPEN)


def table(parts):
    names = list(next(iter(parts.values()))[0])
    print(f"\n| medians of | {' | '.join(names)} |\n|---|{'---|' * len(names)}")
    for title, part in parts.items():
        print(f"| {title} | " + " | ".join(
            f"{statistics.median(row[name] for row in part):,.2f}" for name in names) + " |")


def idle(options, folder):
    with running.Service(options.binary, folder / "data") as service:
        bodies = bodies_for(service, folder)
        before = metrics(service)
        alone = post(service, bodies, 64, 5, 500)
        memory = resident_kib(service.process.pid)
        request = (f"GET {PATH} HTTP/1.1\r\nHost: www.ameli.localhost\r\n"
                   "If-None-Match: *\r\n\r\n").encode()
        kept = []
        begin = time.monotonic()
        for _ in range(options.connections):
            connection = socket.create_connection(("127.0.0.1", service.port))
            connection.sendall(request)
            connection.recv(65536)
            kept.append(connection)
        opened = time.monotonic() - begin
        grown = resident_kib(service.process.pid) - memory
        cpu = processor_seconds(service.process.pid)
        time.sleep(5)
        cpu = (processor_seconds(service.process.pid) - cpu) / 5
        beside = post(service, bodies, 64, 5, 500)
        shown = metrics(service)
        alive = 0
        for connection in kept:
            connection.settimeout(5)
            with contextlib.suppress(OSError):
                connection.sendall(request)
                alive += connection.recv(12) == b"HTTP/1.1 304"
            connection.close()
    print(f"""
| | |
|---|---|
| connections opened, each asked once | {len(kept):,} in {opened:.1f} s |
| open, as the service says | {shown['temoin_connections{listener="public"}']:,.0f} |
| answered when they ask again | {alive:,} |
| resident memory for one | {grown * 1024 / len(kept):,.0f} bytes |
| descriptors before | {before['process_open_fds']:.0f} |
| descriptors with them | {shown['process_open_fds']:,.0f} |
| processor time while they say nothing | {cpu * 100:.1f} % of a core |
| p99 of 500 choices a second, alone and beside them | {alone['p99_us'] / 1e3:.2f} ms, """
          f"{beside['p99_us'] / 1e3:.2f} ms |")
    return alive == len(kept) and beside["errors"] == 0


def processor_of_a_choice(service, bodies, seconds):
    """Processor seconds of one choice of a closed loop of 64, how many there were, their p99."""
    # Choices wait until a start has looked for the keys of the last minutes.
    while not post(service, bodies, 64, 1)["requests"]:
        pass
    begin = processor_seconds(service.process.pid)
    run = post(service, bodies, 64, seconds)
    if run["errors"]:
        raise RuntimeError(f"{run['errors']} choices were not recorded")
    return (processor_seconds(service.process.pid) - begin) / run["requests"], run


def start_on(options, data):
    """Seconds until the first answer, and until it has stopped again; MiB resident between."""
    begin = time.monotonic()
    with running.Service(options.binary, data, timeout=60) as service:
        answered = time.monotonic()
        memory = resident_kib(service.process.pid) / 1024
        service.stop()
        return answered - begin, time.monotonic() - answered, memory


def grow(options, data, folder, more):
    """So many more choices; what the disk holds for each."""
    with running.Service(options.binary, data, timeout=60) as service:
        bodies, before, errors = bodies_for(service, folder), metrics(service), 0
        while metrics(service)["temoin_log_entries"] < before["temoin_log_entries"] + more:
            errors += post(service, bodies, 64, min(SLICE, options.slice))["errors"]
        time.sleep(2)  # the write-ahead log is copied, the last checkpoint signed
        shown = metrics(service)
        service.stop()
    if errors:
        raise RuntimeError(f"{errors} choices were not recorded")
    recorded = shown["temoin_log_entries"] - before["temoin_log_entries"]
    return {"records": shown["temoin_log_entries"]} | {
        f"{name} bytes/record": (shown[metric] - before[metric]) / recorded
        for name, metric in (("database", "temoin_database_bytes"),
                             ("checkpoint log", "temoin_log_journal_bytes"))}


def print_row(row, first):
    if first:
        print(f"\n| {' | '.join(row)} |\n|{'---|' * len(row)}")
    print("| " + " | ".join(f"{value:,.0f}" if value >= 1000 else f"{value:.1f}"
                            for value in row.values()) + " |", flush=True)


def turn(options, data, folder):
    starts = [start_on(options, data) for _ in range(3)]
    answered, stopped, memory = map(statistics.median, zip(*starts))
    with running.Service(options.binary, data, timeout=60) as service:
        cost, run = processor_of_a_choice(service, bodies_for(service, folder),
                                          min(SLICE, options.slice))
        service.stop()
    return {"start ms": answered * 1e3, "stop ms": stopped * 1e3, "resident MiB": memory,
            "CPU µs/choice": cost * 1e6, "p99 ms": run["p99_us"] / 1e3}


def growth(options, folder):
    """Grows one directory, then takes turns between it and a copy of its beginning: what other
    programs of the machine take falls on both."""
    full, small = folder / "data", folder / "small"
    for part in range(1, 11):
        print_row(grow(options, full, folder, options.records / 10), part == 1)
        if part == 1:
            shutil.copytree(full, small)
    turns = {"records": [], "of them the first tenth": []}
    for _ in range(TURNS):
        for name, data in (("of them the first tenth", small), ("records", full)):
            turns[name].append(turn(options, data, folder))
    table({f"{TURNS} turns, {name}": rows for name, rows in turns.items()})
    large, first = ({key: statistics.median(row[key] for row in rows) for key in rows[0]}
                    for rows in turns.values())
    cost = statistics.median(after["CPU µs/choice"] / before["CPU µs/choice"]
                             for after, before in zip(*turns.values()))
    print(f"\na choice beside all of them to one beside their first tenth: {cost:.2f} of the "
          "processor time (median of the turns)")
    return cost <= COST and max(large["start ms"], first["start ms"]) <= START * 1e3


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=("soak", "idle", "growth"), default="soak")
    parser.add_argument("--binary", default=str(ROOT / "build" / "release" / "temoin"))
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=int, help="choices a second")
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--records", type=int, default=10_000_000)
    parser.add_argument("--slice", type=float, default=SLICE, help="seconds of load at a time")
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / "build" / "soak")
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True)
    load = pathlib.Path("/proc/loadavg").read_text().split()[0]
    print(f"load average at the beginning: {load}", flush=True)
    try:
        good = {"soak": soak, "idle": idle, "growth": growth}[options.what](options, options.folder)
    finally:
        shutil.rmtree(options.folder, ignore_errors=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
