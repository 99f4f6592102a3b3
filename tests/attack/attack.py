#!/usr/bin/env python3
"""Attacks a real server over the loopback and says what held.

Each attack has a server of its own and counts what it tried. Afterwards the server must still run,
answer a visitor, have had no handler that failed, and stop when it is told to. Everything is
bounded: a wait that is over its time is a fault, not a hang. `scripts/attack --help` says more.
"""

import argparse
import pathlib
import resource
import sys
import tempfile
import traceback

from bench import Bench, Fell, expect
from inside import authorities, control_socket, escapes, odd_files, staff_side
from listeners import (bodies, cookies, foreign_pages, framing, greedy, machines, noise, paths,
                       ranges, replays, slow_requests, unread_answers)
from machine import full_disk, hardening, kills, modes, secrets, stops
from signing_in import sign_ins

ATTACKS = (framing, noise, slow_requests, unread_answers, greedy, paths, bodies, cookies,
           foreign_pages, ranges, machines, replays, staff_side, sign_ins, control_socket,
           odd_files, escapes, authorities, stops, full_disk, kills, modes, secrets, hardening)


def run(attack, seed, seconds):
    """How many things it tried; raises Fell with what got through."""
    with tempfile.TemporaryDirectory(prefix="temoin-attack-",
                                     ignore_cleanup_errors=True) as folder:
        bench = Bench(folder, seed, seconds)
        try:
            tried = attack(bench)
            server = bench.server
            expect(server.process.poll() is None, f"the server ended: {server.tail()}")
            expect(server.get("/healthz").status == 200, "the server does not answer")
            bench.visitor()
            expect(server.stop() == 0, f"the server did not stop in order: {server.tail()}")
            expect("a handler of a" not in server.logged(), f"a handler failed: {server.tail()}")
            return tried
        except Fell:
            raise
        except Exception as error:  # whatever it is, the attack did not end as it should
            *_, place = traceback.extract_tb(error.__traceback__)
            where = f"{pathlib.Path(place.filename).name}:{place.lineno}"
            raise Fell(f"{type(error).__name__} at {where}: {error}") from error
        finally:
            if bench.server is not None:
                bench.server.__exit__()


def main():
    names = [attack.__name__ for attack in ATTACKS]
    parser = argparse.ArgumentParser(description="Attacks a real server over the loopback.")
    parser.add_argument("names", nargs="*", metavar="ATTACK", help=", ".join(names))
    parser.add_argument("--seconds", type=float, default=60, help="of random ones (60)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    unknown = sorted(set(options.names) - set(names))
    if unknown:
        parser.error(f"there is no attack {unknown[0]}")
    # Thousands of connections: as many descriptors as the system gives without asking for more.
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    fell = total = 0
    for attack in ATTACKS:
        if options.names and attack.__name__ not in options.names:
            continue
        try:
            tried = run(attack, options.seed, options.seconds)
            total += tried
            print(f"held  {attack.__name__:<16} {tried:>6} tried: {attack.__doc__}", flush=True)
        except Fell as error:
            fell += 1
            print(f"FELL  {attack.__name__:<16} {error}", flush=True)
    print(f"{total} tried, {fell} attacks got through")
    return 1 if fell else 0


if __name__ == "__main__":
    sys.exit(main())
