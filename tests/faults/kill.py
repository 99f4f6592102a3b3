#!/usr/bin/env python3
"""Kills a loaded temoin with SIGKILL, several times, and looks for every acknowledged consent."""

import argparse
import pathlib
import random
import sys
import tempfile
import threading
import time

import running


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=str(running.ROOT / "build/release/temoin"))
    parser.add_argument("--consents", type=int, default=20000, help="acknowledged in all (20000)")
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    rng = random.Random(options.seed)
    acknowledged = {}
    lock = threading.Lock()

    def remember(token, answer):
        with lock:
            acknowledged[token] = answer["index"]

    # The kills fall in the middle: at a third, two thirds ... of the consents, give or take.
    goals = [int(options.consents * (k + 1) / (options.kills + 1) * rng.uniform(0.8, 1.2))
             for k in range(options.kills)] + [options.consents]
    with tempfile.TemporaryDirectory(prefix="temoin-kill-") as folder:
        data = pathlib.Path(folder) / "data"
        data.mkdir()
        for turn, goal in enumerate(goals):
            with running.Service(options.binary, data) as service:
                last = turn == options.kills
                done = threading.Event()
                threads = running.load(service, options.clients, done.is_set, remember,
                                       options.seed + turn)
                while len(acknowledged) < goal and service.process.poll() is None:
                    time.sleep(0.002)
                if last:
                    done.set()
                else:
                    service.kill()  # while every client is in the middle of a request
                for thread in threads:
                    thread.join()
                if not last:
                    print(f"killed at {len(acknowledged)} acknowledged", flush=True)
                    continue
                missing = 0
                connection = service.connect()
                for token in acknowledged:
                    status, answer = running.current(connection, token)
                    if status != 200 or answer.get("status") != "valid" or \
                            answer.get("index") != acknowledged[token]:
                        missing += 1
                        if missing < 5:
                            print(f"index {acknowledged[token]}: {status} {answer}")
    indices = len(set(acknowledged.values()))
    print(f"{len(acknowledged)} acknowledged, {options.kills} kills, {missing} missing, "
          f"{len(acknowledged) - indices} indices given twice")
    return 0 if missing == 0 and indices == len(acknowledged) else 1


if __name__ == "__main__":
    sys.exit(main())
