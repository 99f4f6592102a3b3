#!/usr/bin/env python3
"""Looks at every byte that a temoin gives back to the file system, for records.

A preloaded recorder (recorder.cc) writes down what the server and its commands do to the data
directory while choices are recorded, erased, backed up, and the server is stopped, killed and
started again. At each truncation, deletion and replacement what goes is looked at: of the database
and the files beside it every byte must be zero, and the zeros synced before; of any other file no
byte may be of a record.

Exit code: 0 nothing readable went, 1 otherwise, 2 could not run.
"""

import argparse
import base64
import hashlib
import http.client
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import disk
import running


class Files:
    """The files as the program sees them, and what they gave back."""

    def __init__(self, needles):
        self.needles = needles
        self.names = {}     # name -> [bytearray, unsynced]
        self.open = {}      # number -> the same
        self.given = 0      # bytes that went
        self.problems = []

    def gone(self, name, content, start, how):
        data, unsynced = content
        freed = bytes(data[start:])
        if not freed:
            return
        self.given += len(freed)
        # The shared-memory index (-shm) holds page numbers, never a byte of a page.
        if name.startswith(("temoin.db", "nameless")) and not name.endswith("-shm"):
            if freed.strip(b"\0"):
                self.problems.append(f"{name} {how}: {len(freed)} bytes that are not zero")
            elif unsynced:
                self.problems.append(f"{name} {how}: zeros that were not synced")
        elif any(needle in freed for needle in self.needles):
            self.problems.append(f"{name} {how}: bytes of a record")

    def name_of(self, content):
        return next((name for name, one in self.names.items() if one is content), "nameless")

    def replay(self, kind, number, offset, data):
        if kind == "O":
            if offset & 4 and not offset & 8:
                self.open.pop(number, None)
                return
            if offset & 8:
                self.open[number] = [bytearray(), False]
                return
            content = self.names.setdefault(data.decode(), [bytearray(), False])
            self.open[number] = content
            if offset & 2:
                self.gone(data.decode(), content, 0, "opened anew")
                del content[0][:]
        elif kind == "L":
            self.names[data.decode()] = self.open[number]
        elif kind == "R":
            old, new = data.decode().split("\0")
            if new in self.names:
                self.gone(new, self.names[new], 0, "replaced")
            self.names[new] = self.names.pop(old)
        elif kind == "U":
            name = data.decode()
            if name in self.names:
                self.gone(name, self.names.pop(name), 0, "deleted")
        elif number in self.open:
            content = self.open[number]
            if kind == "S":
                content[1] = False
            elif kind == "T":
                self.gone(self.name_of(content), content, offset, "truncated")
                disk.apply(content[0], (kind, offset, data))
            else:
                disk.apply(content[0], (kind, offset, data))
                content[1] = True


def erase(connection, token):
    connection.request("DELETE", f"/v1/sites/{running.SITE}/consents/current",
                       headers={"Cookie": f"pcid={token}", "Origin": running.ORIGIN,
                                "Host": "www.ameli.localhost"})
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=str(running.ROOT / "build/release/temoin"))
    parser.add_argument("--recorder", required=True, help="librecorder.so")
    parser.add_argument("--consents", type=int, default=60, help="recorded in each run (60)")
    options = parser.parse_args()

    tokens = []
    with tempfile.TemporaryDirectory(prefix="temoin-freed-") as folder:
        work = pathlib.Path(folder)
        data, trace = work / "data", work / "trace"
        data.mkdir()
        environment = {"LD_PRELOAD": options.recorder, "TEMOIN_TRACE_DIR": str(data),
                       "TEMOIN_TRACE_FILE": str(trace), "ASAN_OPTIONS": "verify_asan_link_order=0"}

        def command(*arguments):
            done = subprocess.run([options.binary, *map(str, arguments)], capture_output=True,
                                  text=True, check=False, env={**os.environ, **environment})
            if done.returncode != 0:
                raise RuntimeError(f"{arguments[0]}: {done.stderr}")

        def record(service):
            config = running.configuration(service)
            connection = service.connect()
            mine = []
            for turn in range(options.consents):
                body = running.choice_body(config, lambda _, turn=turn: turn % 2 == 0)
                status, _, token = running.post_choice(connection, body)
                if status != 201:
                    raise RuntimeError(f"a choice was answered {status}")
                mine.append(token)
            tokens.extend(mine)
            return connection, mine

        try:
            with running.Service(options.binary, data, environment) as service:
                connection, mine = record(service)
                for token in mine[::3]:
                    status, _ = erase(connection, token)
                    if status not in (200, 202):
                        raise RuntimeError(f"an erasure was answered {status}")
                    if status == 200:
                        break
                command("backup", "--data", data, data / "backup.db")
                service.stop()
            command("hold", "add", "--data", data, "--site", running.SITE, "--reason", "r",
                    "--author", "a", "--review", "2099-01-01")
            command("backup", "--data", data, data / "another.db")
            with running.Service(options.binary, data, environment) as service:
                record(service)
                service.kill()
            with running.Service(options.binary, data, environment) as service:
                record(service)
                service.stop()
        except (RuntimeError, OSError, http.client.HTTPException) as error:
            print(f"could not run: {error}", file=sys.stderr)
            return 2
        secrets = [base64.urlsafe_b64decode(token)[8:] for token in tokens]
        needles = secrets + [hashlib.sha256(secret).hexdigest().encode() for secret in secrets]
        files = Files(needles)
        recorded = False
        for _, *event in disk.read_trace(trace):
            files.replay(*event)
            recorded = recorded or needles[-1] in event[3]
        for problem in files.problems[:20]:
            print(problem)
        print(f"{len(tokens)} consents, {files.given} bytes given back, "
              f"{len(files.problems)} times with something in them")
        if not recorded:
            print("the trace holds no record at all: no test", file=sys.stderr)
            return 2
        if files.given == 0:
            print("nothing was given back: no test", file=sys.stderr)
            return 2
    return 1 if files.problems else 0


if __name__ == "__main__":
    sys.exit(main())
