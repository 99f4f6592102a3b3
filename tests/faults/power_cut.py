#!/usr/bin/env python3
"""Cuts the power of a running temoin at many moments and looks for lost consents.

A preloaded recorder (recorder.cc) writes down what the server does to its data directory while
clients record choices. Then, for many moments of that trace, the disk is rebuilt as a power cut
could have left it (disk.py): unsynced writes dropped, or reordered and torn. The real binary is
started on each such disk; every choice that had been acknowledged before that moment must be there,
valid, under its token.

With --forget-syncs the disk ignores every sync: the same check must then find losses, which proves
that it can.

Exit code: 0 nothing lost (with --forget-syncs: losses found), 1 otherwise, 2 could not run.
"""

import argparse
import contextlib
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

import disk
import running


def record(options, work):
    """Runs the load under the recorder. Returns the trace and [(trace size, token)]."""
    data, trace = work / "data", work / "trace"
    data.mkdir()
    acknowledged = []

    def remember(token, _):
        acknowledged.append((trace.stat().st_size, token))

    started = time.monotonic()
    environment = {"LD_PRELOAD": options.recorder, "TEMOIN_TRACE_DIR": str(data),
                   "TEMOIN_TRACE_FILE": str(trace), "ASAN_OPTIONS": "verify_asan_link_order=0"}
    with running.Service(options.binary, data, environment) as service:
        threads = running.load(
            service, options.clients,
            lambda: len(acknowledged) >= options.consents or
            time.monotonic() - started > options.seconds,
            remember, options.seed)
        for thread in threads:
            thread.join()
        service.kill()
    return trace, sorted(acknowledged)


def lost_after_cut(options, files, tokens, directory):
    """Starts the binary on the disk that is left; returns what is wrong with it."""
    for name, content in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o600)
    directory.mkdir(exist_ok=True)
    try:
        with running.Service(options.binary, directory) as service:
            connection = service.connect()
            lost = []
            for token in tokens:
                status, answer = running.current(connection, token)
                if status != 200 or answer.get("status") != "valid":
                    lost.append(answer.get("status", str(status)))
            if service.stop() != 0:
                lost.append("the server did not stop cleanly")
    except RuntimeError as error:
        return [f"does not start: {error}"]
    if lost:
        return lost
    verify = subprocess.run([options.binary, "log", "verify", "--data", str(directory)],
                            capture_output=True, text=True, check=False)
    if verify.returncode != 0:
        return [f"log verify: {verify.stdout[-400:]}{verify.stderr[-400:]}"]
    return []


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=str(running.ROOT / "build/release/temoin"))
    parser.add_argument("--recorder", required=True, help="librecorder.so")
    parser.add_argument("--consents", type=int, default=1500, help="to acknowledge (1500)")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=30, help="limit of the load (30)")
    parser.add_argument("--cuts", type=int, default=24, help="moments to cut at (24)")
    parser.add_argument("--sample", type=int, default=60, help="tokens asked for at a cut (60)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--forget-syncs", action="store_true")
    options = parser.parse_args()

    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="temoin-cut-") as folder:
        work = pathlib.Path(folder)
        try:
            trace, acknowledged = record(options, work)
        except RuntimeError as error:
            print(f"could not run: {error}", file=sys.stderr)
            return 2
        if len(acknowledged) < 50:
            print(f"only {len(acknowledged)} consents were acknowledged: no test", file=sys.stderr)
            return 2
        # Half of the cuts right behind an acknowledgement, where a promise is youngest.
        ends = [end for end, *_ in disk.read_trace(trace)]
        cuts = sorted(rng.sample([at for at, _ in acknowledged], options.cuts // 2) +
                      rng.choices([end for end in ends if end >= acknowledged[0][0]],
                                  k=options.cuts - options.cuts // 2))
        device = disk.Disk(honour_syncs=not options.forget_syncs)
        bad, checked, next_cut = 0, 0, 0

        for end, *event in [*disk.read_trace(trace), (sys.maxsize,)]:
            while next_cut < len(cuts) and end > cuts[next_cut]:
                cut = cuts[next_cut]
                keep = (0.0, 0.5, 0.9)[next_cut % 3]
                promised = [token for at, token in acknowledged if at <= cut]
                youngest = promised[-options.sample // 2:]
                tokens = youngest + rng.sample(promised, min(len(promised), options.sample // 2))
                directory = work / f"cut-{next_cut}"
                problems = lost_after_cut(options, device.after_cut(rng, keep), tokens, directory)
                if problems:
                    bad += 1
                    print(f"cut at byte {cut} of the trace, {keep:.0%} of unsynced sectors kept: "
                          f"{len(problems)} of {len(tokens)} wrong; first: {problems[0]}")
                checked += len(tokens)
                with contextlib.suppress(OSError):
                    shutil.rmtree(directory)
                    os.unlink(str(directory) + ".log")
                next_cut += 1
            if event:
                device.replay(*event)

    print(f"{len(acknowledged)} consents acknowledged, {len(cuts)} power cuts, {checked} looked "
          f"up, {bad} cuts with something lost")
    if options.forget_syncs:
        return 0 if bad > 0 else 1
    return 1 if bad > 0 else 0


if __name__ == "__main__":
    sys.exit(main())
