"""Data directories that earlier versions wrote (tests/fixtures), copied as they lay on disk."""

import json
import shutil
import sqlite3
import time

from harness import ROOT
from machine_clock import DAY, MachineClock

FIXTURES = ROOT / "tests/fixtures"
VERSIONS = sorted(path.name for path in FIXTURES.iterdir() if path.is_dir())


def seconds(text):
    """2026-11-20T09:00:01Z, in seconds since 1970."""
    return time.mktime(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ")) - time.timezone


class Earlier:
    """A copy of one version's directory in `folder`/data, with the modes that it had."""

    def __init__(self, folder, version):
        self.fixture = FIXTURES / version
        self.data, self.handed_out = folder / "data", self.fixture / "handed-out"
        shutil.copytree(self.fixture / "data", self.data)
        self.data.chmod(0o700)
        for path in self.data.rglob("*"):
            path.chmod(0o700 if path.is_dir() else 0o600)
        self.story = json.loads((self.fixture / "story.json").read_text())

    def visit(self, name):
        return self.story["visits"][name]

    def rows(self, query, *values):
        """Rows of the database, read without touching anything."""
        database = sqlite3.connect(f"file:{self.data}/temoin.db?mode=ro", uri=True)
        try:
            return database.execute(query, values).fetchall()
        finally:
            database.close()

    def machine(self):
        """A machine to start it on: at today's clock if that is within what a start takes without a
        question, else a day after the newest time it holds."""
        newest = self.rows("SELECT max(max_time) FROM block")[0][0]
        clock = MachineClock(self.data.parent)
        if time.time() > newest + 6 * DAY:
            clock.set(wall=newest + DAY - time.time())
        return clock

    def falls_due(self):
        """Whether this day is past the first erasure by retention that the fixture has coming."""
        held = self.visit("summer held")["index"]
        first = self.rows("SELECT min(due) FROM entry WHERE type=1 AND state=0 AND idx<>?", held)
        return time.time() + self.machine().wall >= first[0][0]

    def catalogue(self, folder):
        """The catalogue as it was published last, out of the bundles beside the database."""
        for part in ("sites", "vendors"):
            (folder / part).mkdir(parents=True)
        for site, published in self.story["sites"].items():
            bundle = json.loads((self.fixture / "data/published" /
                                 f"{site}.{published['revision']}.json").read_text())
            (folder / "sites" / f"{site}.json").write_text(json.dumps(bundle["site"]))
            for vendor in bundle["vendors"]:
                (folder / "vendors" / f"{vendor['id']}.json").write_text(json.dumps(vendor))
        return folder
