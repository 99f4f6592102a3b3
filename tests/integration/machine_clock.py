"""A machine whose clock a test sets, also while a server runs on it."""

import datetime
import functools
import hashlib
import os
import pathlib
import struct
import subprocess
import tempfile
import time

SOURCE = pathlib.Path(__file__).with_name("machine_clock.c")
DAY = 86400
YEAR = 365 * DAY


@functools.cache
def shim():
    folder = tempfile.TemporaryDirectory(prefix="temoin-clock-")
    library = pathlib.Path(folder.name) / "machine_clock.so"
    subprocess.run([os.environ.get("CC", "cc"), "-shared", "-fPIC", "-O1", "-o", str(library),
                    str(SOURCE)], check=True)
    return folder, library  # the folder lives as long as the library is used


class MachineClock:
    """`env` is for the processes of the machine."""

    def __init__(self, folder):
        self.path = pathlib.Path(folder) / "machine-clock"
        self.wall = self.boot = 0
        self.synchronised = False
        self.write()
        # A sanitizer's runtime must come first; the program links it, so that is not checked.
        self.env = {**os.environ, "LD_PRELOAD": str(shim()[1]),
                    "TEMOIN_TEST_CLOCK": str(self.path), "ASAN_OPTIONS": "verify_asan_link_order=0"}

    def write(self):
        with open(self.path, "r+b" if self.path.exists() else "w+b") as file:
            file.write(struct.pack("=qqi", self.wall, self.boot, self.synchronised))

    def set(self, wall=None, boot=None, synchronised=None):
        """Seconds by which the clocks are off, and the kernel's word."""
        self.wall = self.wall if wall is None else int(wall)
        self.boot = self.boot if boot is None else int(boot)
        self.synchronised = self.synchronised if synchronised is None else synchronised
        self.write()

    def now(self, ahead=0):
        return rfc3339(time.time() + self.wall + ahead)


def rfc3339(seconds):
    then = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=int(seconds))
    return then.strftime("%Y-%m-%dT%H:%M:%SZ")


def write_clock_file(data, wall, running=0, marks=(), boot="another-boot", correction="none",
                     visitors="yes"):
    """DATA/clock as a server would have left it (docs/formats.md)."""
    lines = ["temoin clock v1", f"wall {rfc3339(wall)}", f"boot {boot} 1000",
             f"running {running}", f"correction {correction}", f"visitors {visitors}",
             *(f"mark {ran} {rfc3339(then)}" for ran, then in marks)]
    text = "\n".join(lines) + "\n"
    check = hashlib.sha256(text.encode()).hexdigest()[:16]
    pathlib.Path(data, "clock").write_text(text + f"check {check}\n")
