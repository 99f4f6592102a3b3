"""The log under kill -9 and under flipped bits: one history is ever signed, and damage is named."""

import base64
import hashlib
import random
import shutil
import sqlite3
import threading
import time
import unittest

from harness import TestCase, choice, command

KILLS = 6
FLIPS = 40


def parse(note):
    origin, size, root = note.decode().split("\n")[:3]
    return int(size), base64.b64decode(root)


def mth(hashes):
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256().digest()
    k = 1 << (len(hashes) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + mth(hashes[:k]) + mth(hashes[k:])).digest()


def leaves_of(server):
    size, _ = parse(server.get("/log/checkpoint").body)
    out = []
    while len(out) < size:
        n, width = divmod(size, 256) if len(out) // 256 == size // 256 else (len(out) // 256, 256)
        suffix = "" if width == 256 else f".p/{width}"
        tile = server.get(f"/log/tile/0/{n:03}{suffix}")
        assert tile.status == 200, tile.body
        out += [tile.body[i:i + 32] for i in range(0, len(tile.body), 32)]
    return out


class Watcher(threading.Thread):
    """Fetches the checkpoint without rest and keeps every different one."""

    def __init__(self):
        super().__init__(daemon=True)
        self.server, self.seen, self.stopped = None, set(), False

    def run(self):
        while not self.stopped:
            try:
                answer = self.server.get("/log/checkpoint")
                if answer.status == 200:
                    self.seen.add(answer.body)
            except Exception:  # the server is being killed
                time.sleep(0.005)


class Kill(TestCase):
    def test_whenever_it_is_killed_one_history_is_signed(self):
        rng = random.Random(20261121)
        watcher = Watcher()
        acknowledged = {}
        server = self.serve()
        config = server.config()
        watcher.server = server
        watcher.start()
        for turn in range(KILLS):
            stop = threading.Event()

            def visit(target=server):
                while not stop.is_set():
                    try:
                        answer = target.choose(choice(config, rng.random() < 0.5))
                        if answer.status == 201:
                            acknowledged[answer.json()["index"]] = answer.cookies()["pcid"][0]
                    except Exception:
                        return
            visitors = [threading.Thread(target=visit) for _ in range(4)]
            for visitor in visitors:
                visitor.start()
            time.sleep(rng.uniform(0.2, 2.2))
            server.kill()
            stop.set()
            for visitor in visitors:
                visitor.join()
            server = self.serve()
            watcher.server = server
        last = max(acknowledged)
        server.wait_for(lambda: parse(server.get("/log/checkpoint").body)[0] > last, "published")
        watcher.stopped = True
        watcher.join(30)

        leaves = leaves_of(server)
        self.assertGreater(len(watcher.seen), KILLS)
        for note in watcher.seen:
            size, root = parse(note)
            self.assertEqual(mth(leaves[:size]), root, f"a checkpoint of {size} of another history")
        for index, token in rng.sample(sorted(acknowledged.items()), min(200, len(acknowledged))):
            current = server.current(token).json()
            self.assertEqual((current["status"], current["index"]), ("valid", index))
        verified = command("log", "verify", "--data", self.folder / "data")
        self.assertEqual(verified.returncode, 0, verified.stdout)
        self.assertIn(" 0 lost", verified.stdout)


# What the evidence rests on, and what is derived from it (when a record falls due, what replaced
# it, counts, what searches go by), as one comparable value. Left out is what nothing can vouch for:
# whether an erasure was requested, impressions, names seen, holds, and the access log of the day.
EVIDENCE = (
    "SELECT size,root FROM head",
    "SELECT idx,type,state,commitment,publication,event,given_at,valid_until,previous,"
    "superseded_by,superseded_at,due,purge FROM entry ORDER BY idx",
    "SELECT idx,record,random FROM content ORDER BY idx",
    "SELECT id,hashes FROM tile ORDER BY id",
    "SELECT idx,manifest FROM purge ORDER BY idx",
    "SELECT kind,hash,bytes FROM document ORDER BY hash",
    "SELECT idx,hash,generation FROM publication ORDER BY idx",
    "SELECT size,note FROM checkpoint ORDER BY day",
    "SELECT * FROM count ORDER BY publication,day,event,service",
    "SELECT * FROM language ORDER BY publication,day,event,language",
    "SELECT * FROM block ORDER BY n",
    "SELECT * FROM block_events ORDER BY n,publication",
)


def evidence(path):
    """None when the database cannot be read."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return [db.execute(query).fetchall() for query in EVIDENCE]
    except (sqlite3.Error, UnicodeDecodeError, OverflowError):
        return None
    finally:
        db.close()


class Flip(TestCase):
    def setUp(self):
        super().setUp()
        server = self.serve()
        config = server.config()
        tokens = [server.choose(choice(config, n % 3 == 0)).cookies()["pcid"][0]
                  for n in range(300)]
        server.erase(tokens[7])
        server.wait_for(lambda: parse(server.get("/log/checkpoint").body)[0] > 305, "published")
        self.assertEqual(server.stop(), 0)
        self.data = self.folder / "data"
        self.spoiled = self.folder / "spoiled"

    def verify_with(self, name, change):
        shutil.rmtree(self.spoiled, ignore_errors=True)
        shutil.copytree(self.data, self.spoiled)
        path = self.spoiled / name
        data = bytearray(path.read_bytes())
        change(data)
        path.write_bytes(data)
        return command("log", "verify", "--data", self.spoiled)

    def test_a_flipped_bit_in_the_database_is_detected(self):
        rng = random.Random(7)
        before = evidence(self.data / "temoin.db")
        size = (self.data / "temoin.db").stat().st_size
        changed = 0
        for _ in range(FLIPS):
            bit = rng.randrange(size * 8)

            def flip(data, bit=bit):
                data[bit // 8] ^= 1 << bit % 8
            said = self.verify_with("temoin.db", flip)
            if evidence(self.spoiled / "temoin.db") == before:
                continue  # free space, or nothing that the log vouches for
            changed += 1
            self.assertNotEqual(said.returncode, 0, f"bit {bit} was not noticed:\n{said.stdout}")
            self.assertTrue("WRONG" in said.stdout or said.stderr, f"bit {bit}")
        self.assertGreater(changed, FLIPS // 4)

    def test_a_flipped_bit_in_the_log_journal_is_named_with_its_file(self):
        rng = random.Random(8)
        name = "log-journal/00000000000000000000.journal"
        size = (self.data / name).stat().st_size
        for _ in range(FLIPS // 3):
            bit = rng.randrange((size - 21) * 8)  # the last commit mark is not vouched for

            def flip(data, bit=bit):
                data[bit // 8] ^= 1 << bit % 8
            said = self.verify_with(name, flip)
            self.assertEqual(said.returncode, 1, f"bit {bit}: {said.stdout}{said.stderr}")
            self.assertIn("journal", said.stdout)

    def test_a_flipped_bit_in_a_key_is_noticed(self):
        rng = random.Random(9)
        for name in ("log.key", "log.vkeys"):
            size = (self.data / name).stat().st_size
            for _ in range(10):
                bit = rng.randrange(size * 8)

                def flip(data, bit=bit):
                    data[bit // 8] ^= 1 << bit % 8
                self.verify_with(name, flip)
                shown = command("key", "show", "--data", self.spoiled)
                self.assertEqual(shown.returncode, 2, f"{name} bit {bit}: {shown.stdout}")


if __name__ == "__main__":
    unittest.main()
