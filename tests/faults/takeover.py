#!/usr/bin/env python3
"""Machines that die in turn, and the next one that takes their volume over.

Visitors go on choosing meanwhile, as pages do: each repeats its choice under the same key until it
is acknowledged, whichever machine answers. Every choice that was acknowledged has to be there in
the end, once, under the index that was said, and the log has to verify.
"""

import argparse
import contextlib
import http.client
import json
import pathlib
import random
import secrets
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import running

sys.path.insert(0, str(running.ROOT / "tests/integration"))
from machine_clock import MachineClock  # noqa: E402

# Seconds by which the clocks of two machines that time servers discipline may differ.
DRIFT = (0, -2, 2, -4, 1)
IMAGE_MEGABYTES = 256


class Directory:
    """A volume that the next machine sees as the processes of the last one left it."""

    def __init__(self, folder):
        self.folder, self.turn = folder, 0
        self.path = folder / "data-0"
        self.path.mkdir()

    def move(self):
        last, self.turn = self.path, self.turn + 1
        self.path = self.folder / f"data-{self.turn}"
        subprocess.run(["cp", "-a", last, self.path], check=True)
        shutil.rmtree(last)

    def close(self):
        pass


class Image:
    """
    A file system on a disk that is mirrored as it is written. A machine that dies takes with it
    what its kernel had not written yet: the next one mounts what the mirror holds, and no more.
    Needs root and loop devices.
    """

    def __init__(self, folder):
        self.folder, self.turn = folder, 0
        self.disk = folder / "disk-0"
        with open(self.disk, "wb") as file:
            file.truncate(IMAGE_MEGABYTES << 20)
        subprocess.run(["mkfs.ext4", "-q", self.disk], check=True)
        self.path = None
        self._mount()

    def _mount(self):
        root = self.folder / f"machine-{self.turn}"
        root.mkdir()
        subprocess.run(["mount", "-o", "loop", self.disk, root], check=True)
        self.root, self.path = root, root / "data"
        self.path.mkdir(exist_ok=True)

    def move(self):
        last, self.turn = self.disk, self.turn + 1
        self.disk = self.folder / f"disk-{self.turn}"
        # Before the dying machine's file system could write back anything more.
        subprocess.run(["cp", "--sparse=always", last, self.disk], check=True)
        self.close()
        last.unlink()
        self._mount()

    def close(self):
        subprocess.run(["umount", self.root], check=True)


class Visitors:
    """Clients that know one address, which leads to whatever machine serves."""

    def __init__(self, clients, seed):
        self.service = None
        self.acknowledged = {}  # token: index
        self.repeated = 0
        self.done = threading.Event()  # no new choice is begun
        self.ended = threading.Event()  # none is repeated either
        self.lock = threading.Lock()
        self.first = threading.Event()  # the first acknowledgement since it was cleared
        self.threads = [threading.Thread(target=self._visit, args=(random.Random(seed + number),))
                        for number in range(clients)]

    def start(self, service):
        self.service, self.config = service, running.configuration(service)
        for thread in self.threads:
            thread.start()

    def _visit(self, rng):
        connection, at = None, None
        while not self.done.is_set():
            body = json.loads(running.choice_body(self.config, lambda _: rng.random() < 0.5))
            body["key"] = secrets.token_urlsafe(16)
            tries = 0
            # What was begun is brought to its end, as a page does when its visitor comes again.
            while True:
                try:
                    if at is not self.service or connection is None:
                        at = self.service
                        connection = at.connect()
                    status, content, token = running.post_choice(connection, json.dumps(body))
                except (OSError, http.client.HTTPException):
                    connection, status = None, 0
                if status == 201:
                    break
                if status == 200 and not json.loads(content)["token"]:
                    # Recorded by the machine that died, which could not say so any more.
                    body["repeats"], body["key"] = body["key"], secrets.token_urlsafe(16)
                    continue
                if self.ended.is_set():
                    return
                if status not in (0, 503):
                    raise RuntimeError(f"{status} {content}")
                tries += 1
                time.sleep(0.02)
            with self.lock:
                self.acknowledged[token] = json.loads(content)["index"]
                self.repeated += tries > 0
            self.first.set()

    def finish(self):
        self.done.set()
        for thread in self.threads:
            thread.join()


def refuse_second(binary, volume):
    """The volume's lock: a second server on a directory that is served has to refuse."""
    second = None
    try:
        second = running.Service(binary, volume.path)
    except RuntimeError as error:
        return str(error)
    finally:
        if second:
            second.kill()
    return ""


def judge(binary, visitors, service, volume):
    """What is wrong with what the last machine has."""
    wrong = []
    connection = service.connect()
    for token, index in visitors.acknowledged.items():
        status, answer = running.current(connection, token)
        if status != 200 or answer.get("status") != "valid" or answer.get("index") != index:
            wrong.append(f"index {index}: {status} {answer}")
    if service.stop() != 0:
        wrong.append(f"the last machine did not end in order: {service.tail()}")
    with contextlib.closing(sqlite3.connect(f"file:{volume.path}/temoin.db?mode=ro",
                                            uri=True)) as database:
        [[counted]] = database.execute("SELECT sum(accepted) FROM count WHERE service=''")
    if counted != len(visitors.acknowledged):
        wrong.append(f"{counted} counted of {len(visitors.acknowledged)} choices")
    verified = subprocess.run([binary, "log", "verify", "--data", volume.path],
                              capture_output=True, text=True)
    if verified.returncode != 0:
        wrong.append(f"log verify: {verified.stdout}{verified.stderr}")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=str(running.ROOT / "build/release/temoin"))
    parser.add_argument("--volume", choices=["directory", "image"], default="directory")
    parser.add_argument("--takeovers", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=1.0, help="served by each machine (1)")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    outages, wrong, died = [], [], 0.0
    visitors = Visitors(options.clients, options.seed * 1000)
    with tempfile.TemporaryDirectory(prefix="temoin-takeover-") as name:
        folder = pathlib.Path(name)
        volume = {"directory": Directory, "image": Image}[options.volume](folder)
        with contextlib.ExitStack() as stack:
            stack.callback(lambda: volume.close())
            stack.callback(visitors.ended.set)
            stack.callback(visitors.done.set)
            for turn in range(options.takeovers + 1):
                machine = folder / f"clock-{turn}"
                machine.mkdir()
                clock = MachineClock(machine)
                clock.set(wall=DRIFT[turn % len(DRIFT)], synchronised=True)
                service = running.Service(options.binary, volume.path, environment=clock.env,
                                          timeout=60)
                if turn == 0:
                    visitors.start(service)
                else:
                    visitors.first.clear()
                    visitors.service = service
                    if not visitors.first.wait(60):
                        wrong.append(f"machine {turn} acknowledges nothing: {service.tail()}")
                        break
                    outages.append(time.monotonic() - died)
                    print(f"machine {turn}, clock {clock.wall:+d} s: acknowledges "
                          f"{outages[-1]:.2f} s after the other died", flush=True)
                if turn == 1 and not refuse_second(options.binary, volume):
                    wrong.append("a second server started on a directory that is served")
                time.sleep(options.seconds)
                if turn == options.takeovers:
                    visitors.finish()
                    break
                died = time.monotonic()
                service.kill()  # while every visitor is in the middle of a request
                volume.move()
            wrong += judge(options.binary, visitors, service, volume)
    indices = set(visitors.acknowledged.values())
    print(f"{len(visitors.acknowledged)} acknowledged, {visitors.repeated} of them repeated, "
          f"{options.takeovers} takeovers, outage {statistics.median(outages):.2f} s (median), "
          f"{len(visitors.acknowledged) - len(indices)} indices given twice")
    for line in wrong:
        print(line)
    return 1 if wrong or len(indices) != len(visitors.acknowledged) else 0


if __name__ == "__main__":
    sys.exit(main())
