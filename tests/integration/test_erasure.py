"""Erased means erased: what is said when, what a restored backup, a kill or a reader may undo."""

import base64
import contextlib
import hashlib
import random
import re
import select
import socket
import sqlite3
import threading
import time
import unittest

from harness import CURRENT, HOST, ORIGIN, TestCase, a_key, bytes_of, choice, command


class Erasure(TestCase):
    def setUp(self):
        super().setUp()
        self.server = self.serve()
        self.config = self.server.config()

    def give(self, accept=True, token=None):
        answer = self.server.choose(choice(self.config, accept), token)
        self.assertEqual(answer.status, 201, answer.body)
        return answer.json()["index"], answer.cookies()["pcid"][0]

    def metric(self, name):
        text = self.server.staff("/metrics").body.decode()
        return float(re.search(rf"^{name} (\S+)$", text, re.M).group(1))

    def readable(self, token):
        """Files of the data directory that hold the token's hash, which only the record has."""
        needle = hashlib.sha256(base64.urlsafe_b64decode(token)[8:]).hexdigest().encode()
        return [path.name for path, data in bytes_of(self.server.data).items() if needle in data]

    def signed(self):
        answer = self.server.get("/log/checkpoint")
        return int(answer.body.split(b"\n")[1]) if answer.status == 200 else 0

    def test_erased_is_said_when_nothing_is_left_and_the_log_has_it(self):
        for _ in range(5):  # a machine that is very busy may take longer than an answer waits
            _, token = self.give()
            self.assertTrue(self.readable(token), "finding nothing before proves nothing after")
            answer = self.server.erase(token)
            if answer.status == 200:
                break
        self.assertEqual((answer.status, answer.json()["status"]), (200, "erased"), answer.body)
        self.assertEqual(self.readable(token), [])
        self.assertGreaterEqual(self.signed(), 3, "the purge entry is under a checkpoint")
        self.assertEqual(self.metric("temoin_erasures_waiting"), 0)

    def test_a_reader_that_keeps_the_bytes_puts_it_off_and_is_seen(self):
        _, token = self.give()
        reader = sqlite3.connect(self.server.data / "temoin.db", isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM content").fetchone()
        answer = self.server.erase(token)
        self.assertEqual(answer.status, 202, answer.body)
        self.assertEqual(answer.json()["status"], "scheduled")
        self.assertIn("erased_after", answer.json())
        self.assertEqual(self.server.current(token).json(), {"status": "none"})
        self.assertEqual(self.metric("temoin_erasures_waiting"), 1)
        self.assertGreater(self.metric("temoin_erasure_oldest_seconds"), 0)
        self.assertGreater(self.metric("temoin_wal_kept_seconds"), 0)
        told = command("status", "--data", self.server.data).stdout
        self.assertIn("1 erasures are not over", told)
        self.assertIn("a reader keeps what was erased", told)
        self.give()  # choices go on meanwhile
        reader.execute("COMMIT")
        self.server.wait_for(lambda: self.metric("temoin_erasures_waiting") == 0, "over")
        self.assertEqual(self.readable(token), [])
        self.assertEqual(self.metric("temoin_wal_kept_seconds"), 0)
        reader.close()

    def test_erasures_that_wait_hold_nobody_up(self):
        """Hundreds of parked answers; choices, reading and documents are answered meanwhile."""
        tokens = [self.give()[1] for _ in range(300)]
        reader = sqlite3.connect(self.server.data / "temoin.db", isolation_level=None)
        self.addCleanup(reader.close)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM content").fetchone()
        parked = []
        for token in tokens:
            link = socket.create_connection(("127.0.0.1", self.server.port), timeout=60)
            self.addCleanup(link.close)
            link.sendall(f"DELETE {CURRENT} HTTP/1.1\r\nHost: {HOST}\r\nOrigin: {ORIGIN}\r\n"
                         f"Cookie: pcid={token}\r\n\r\n".encode())
            parked.append(link)
        _, token = self.give()
        self.assertEqual(self.server.current(token).json()["status"], "valid")
        self.server.config()
        self.assertEqual(self.server.get("/readyz").status, 200)
        answered, _, _ = select.select(parked, [], [], 0)
        self.assertLess(len(answered), len(parked), "all were answered before the others")
        # Each is answered in the end: that it is scheduled, and no later.
        for link in parked:
            answer = link.recv(65536)
            self.assertTrue(answer.startswith(b"HTTP/1.1 202 "), answer)
            self.assertIn(b'"scheduled"', answer)
        reader.execute("COMMIT")
        self.server.wait_for(lambda: self.metric("temoin_erasures_waiting") == 0, "over")
        for token in tokens:
            self.assertEqual(self.readable(token), [])

    def test_without_a_checkpoint_log_nothing_is_called_erased(self):
        """Nor is anything written that the log, once it is back, would contradict."""
        _, token = self.give()
        self.server.wait_for(lambda: self.signed() >= 2, "signed")
        self.assertEqual(self.server.stop(), 0)
        (self.server.data / "log-journal").rename(self.folder / "elsewhere")
        self.server = self.serve(wait_ready=False)
        self.assert_problem(self.server.erase(token), 503)
        self.assert_problem(self.server.current(token), 503)
        self.assertEqual(self.server.stop(), 0)
        (self.folder / "elsewhere").rename(self.server.data / "log-journal")
        self.server = self.serve()
        self.assertEqual(self.server.erase(token).json()["status"], "erased")
        self.assertEqual(self.readable(token), [])

    def test_a_long_line_is_erased_whole_while_others_choose(self):
        line = [self.give()]
        for turn in range(1000):
            line.append(self.give(turn % 2 == 1, token=line[-1][1]))
        _, other = self.give()
        answers = []
        stop = threading.Event()

        def choose():
            while not stop.is_set():
                answers.append(self.server.choose(choice(self.config)).status)

        beside = threading.Thread(target=choose)
        beside.start()
        answer = self.server.erase(line[500][1])
        stop.set()
        beside.join()
        self.assertIn(answer.json()["status"], ("erased", "scheduled"))
        self.server.wait_for(lambda: self.metric("temoin_erasures_waiting") == 0, "over")
        self.assertEqual(set(answers), {201})
        for _, token in (line[0], line[1], line[499], line[501], line[-1]):
            self.assertEqual(self.server.current(token).json(), {"status": "none"})
            self.assertEqual(self.readable(token), [])
        self.assertEqual(self.server.current(other).json()["status"], "valid")
        verified = command("log", "verify", "--data", self.server.data)
        self.assertEqual(verified.returncode, 0, verified.stdout)
        self.assertIn("1001 purged with a reason", verified.stdout)

    def test_a_choice_made_after_an_erasure_stays(self):
        _, token = self.give()
        asked = threading.Thread(target=self.server.erase, args=(token,))
        asked.start()
        later = self.server.choose(choice(self.config, False), token)
        asked.join()
        self.server.wait_for(lambda: self.metric("temoin_erasures_waiting") == 0, "over")
        fresh = self.server.choose(choice(self.config, True), token)
        self.assertEqual(fresh.status, 201)
        self.assertEqual(self.server.current(fresh.cookies()["pcid"][0]).json()["status"], "valid")
        self.assertIn(later.status, (200, 201))

    def test_staff_and_retention_erase_the_same_way(self):
        index, token = self.give()
        made = command("token", "create", "--data", self.server.data, "--role", "operator",
                       "--name", "Operations")
        headers = {"Authorization": "Bearer " + made.stdout.strip()}
        answer = self.server.staff(f"/v1/consents/{index}?ground=unlawful", "DELETE",
                                   headers=headers)
        if answer.status == 200:
            self.assertEqual(answer.json()["erased"], [index])
            self.assertEqual(self.readable(token), [])
            self.assertGreater(self.signed(), index + 1)
        else:  # a machine that is very busy
            self.assertEqual(answer.json()["scheduled"], [index])
        # By retention, on a directory whose times are pretended from the first on.
        self.server = self.serve("--demo", "--demo-now", "2028-01-01T00:00:00Z", data="pretended")
        self.config = self.server.config()
        _, second = self.give()
        self.assertEqual(self.server.stop(), 0)
        self.assertTrue(self.readable(second))
        self.server = self.serve("--demo", "--demo-now", "2031-01-01T00:00:00Z", data="pretended")
        self.server.wait_for(lambda: self.server.current(second).json()["status"] == "none" and
                             self.metric("temoin_erasures_waiting") == 0, "erased on time")
        self.assertEqual(self.readable(second), [])

    def kill_and_restore_an_older_backup(self, backup):
        self.server.kill()
        for name in ("temoin.db", "temoin.db-wal", "temoin.db-shm"):
            with contextlib.suppress(FileNotFoundError):
                (self.server.data / name).unlink()
        restored = command("restore", "--data", self.server.data, backup)
        self.assertEqual(restored.returncode, 0, restored.stderr)
        self.server = self.serve(wait_ready=False)

    def test_what_was_called_erased_stays_so_after_a_kill_and_an_older_backup(self):
        rng = random.Random(7)
        said = 0
        for turn in range(6):
            index, token = self.give()
            self.server.wait_for(lambda goal=index: self.signed() > goal, "signed")
            backup = self.folder / f"backup-{turn}.db"
            self.assertEqual(command("backup", "--data", self.server.data, backup).returncode, 0)
            answers = []

            def erase(server=self.server, asked=token, to=answers):
                with contextlib.suppress(OSError, Exception):
                    to.append(server.erase(asked).json()["status"])

            asked = threading.Thread(target=erase)
            asked.start()
            # Between commit, the checkpoint log's sync and the answer, and once after all of it.
            asked.join(rng.uniform(0, 0.9) if turn else None)
            self.kill_and_restore_an_older_backup(backup)
            asked.join()
            if "erased" in answers:
                said += 1
                self.assertEqual(self.server.current(token).json(), {"status": "none"})
                self.assertEqual(self.readable(token), [])
            self.server.stop()
            # What was lost is told; the next turn starts on a directory of its own.
            self.server = self.serve(data=f"data-{turn}")
        self.assertGreater(said, 0)

    def test_a_late_retry_after_a_restart_brings_nothing_back(self):
        for end in ("stop", "kill"):
            body = choice(self.config, key=a_key())
            first = self.server.choose(body)
            self.assertEqual(first.status, 201, first.body)
            self.assertIn(self.server.erase(first.cookies()["pcid"][0]).status, (200, 202))
            getattr(self.server, end)()
            self.server = self.serve()
            again = self.server.choose(body)
            self.assert_problem(again, 422, "/key")

    def test_a_backup_that_is_killed_leaves_nothing_readable(self):
        for _ in range(50):
            self.give()
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        asked = threading.Thread(target=command, args=(
            "backup", "--data", self.server.data, elsewhere / "copy.db"))
        asked.start()
        time.sleep(0.02)
        self.server.kill()
        asked.join()
        self.assertEqual([p.name for p in elsewhere.iterdir() if p.name != "copy.db"], [])
        self.server = self.serve()
        self.assertFalse((self.server.data / "unfinished-copy").exists())

    def test_what_a_killed_backup_left_under_a_name_is_removed(self):
        self.assertEqual(self.server.stop(), 0)
        partial = self.folder / "copy.db.partial"
        partial.write_bytes(b"half of a database")
        found = partial.stat()
        (self.server.data / "unfinished-copy").write_text(
            f"{partial}\n{found.st_dev} {found.st_ino}\n")
        self.server = self.serve()
        self.assertFalse(partial.exists())
        self.assertFalse((self.server.data / "unfinished-copy").exists())


if __name__ == "__main__":
    unittest.main()
