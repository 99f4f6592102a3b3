"""Attacks on the program as the machine runs it.

Each returns how many things it tried.
"""

import os
import pathlib
import re
import resource
import signal
import subprocess
import time

from bench import expect  # it says where harness is

from harness import choice


def stops(bench):
    """SIGTERM in the middle of publications and of a burst of choices"""
    tried = 0
    for wait in (0.0, 0.01, 0.05):
        server = bench.serve()
        for _ in range(20):
            server.hangup()
        time.sleep(wait)
        began = time.monotonic()
        expect(server.stop(60) == 0, "SIGTERM ended it with an error")
        expect(time.monotonic() - began < 30, "SIGTERM was not heard")
        server.__exit__()
        tried += 1
    bench.serve()
    return tried


def full_disk(bench):
    """a start where nothing can be written: what was published is served"""
    server = bench.serve()
    revision = server.config()["revision"]
    expect(server.stop() == 0, "it did not stop")
    server.__exit__()
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    sizes = (0, 4096, 40 * 1024)  # the last has room for the index of the write-ahead log
    for size in sizes:
        def limits(size=size):
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        server = bench.serve(wait_ready=False, limits=limits)
        expect(server.config()["revision"] == revision, "another revision is served")
        expect(server.choose(choice(server.config())).status == 503 or size == sizes[-1],
               "a choice was acknowledged that cannot be kept")
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
        server.stop()
        server.__exit__()
    bench.serve()
    return len(sizes)


def kills(bench):
    """SIGKILL between choices: nothing that was acknowledged is missing"""
    tokens = []
    rounds = 3
    for _ in range(rounds):
        server = bench.serve()
        for _ in range(20):
            tokens.append(bench.visitor().cookies()["pcid"][0])
        server.kill()
        server.__exit__()
    server = bench.serve()
    for token in tokens:
        expect(server.current(token).json()["status"] == "valid", "a choice is lost")
    return rounds


def modes(bench):
    """tokens that others can change, a directory that everybody can write to"""
    server = bench.serve()
    right = {"Authorization": "Bearer " + bench.token("auditor")}
    for path, mode, part in ((server.data / "staff-tokens.json", 0o666, "staff-tokens"),
                             (server.data, 0o777, "data")):
        expect(server.stop() == 0, "it did not stop")
        server.__exit__()
        before = path.stat().st_mode
        path.chmod(mode)
        server = bench.serve(wait_ready=False)
        ready = server.get("/readyz")
        expect(ready.status == 503 and part in ready.json()["parts"], f"{path} may be {mode:o}")
        told = server.staff("/v1/sites", headers=right).status
        expect(told == (503 if part == "staff-tokens" else 200), f"staff is answered {told}")
        bench.visitor()
        path.chmod(before)
    expect(server.stop() == 0, "it did not stop")
    server.__exit__()
    bench.serve()
    return 2


def secrets(bench):
    """what of keys and tokens can be read from outside the process"""
    server = bench.serve()
    bench.token("auditor")
    tried = 0
    for path in server.data.rglob("*"):
        if path.name in ("server.key", "log.key", "staff-tokens.json", "control.sock"):
            expect(path.stat().st_mode & 0o077 == 0, f"{path.name} can be read by others")
            tried += 1
    limits = pathlib.Path(f"/proc/{server.process.pid}/limits").read_text()
    expect(re.search(r"Max core file size +0 +0 ", limits), "a core dump may be written")
    server.process.send_signal(signal.SIGABRT)
    ended = os.waitid(os.P_PID, server.process.pid, os.WEXITED | os.WNOWAIT)
    expect(ended.si_code == os.CLD_KILLED, "the process left a core dump")
    server.process.wait()
    server.__exit__()
    bench.serve()
    return tried + 2


def hardening(bench):
    """tables of the program in memory that could be overwritten, jumps that could be bent"""
    program = bench.serve().process.args[0]
    told = subprocess.run(["readelf", "-W", "-h", "-l", "-d", program], check=True,
                          capture_output=True, text=True).stdout
    expect(re.search(r"Type:\s+DYN", told), "it is not position independent")
    expect("GNU_RELRO" in told, "its tables stay writable")
    expect(re.search(r"BIND_NOW|Flags:.*NOW", told), "it binds symbols late: RELRO is partial")
    stack = re.search(r"GNU_STACK.*", told)
    expect(stack and "RWE" not in stack.group(0), "its stack can be executed")
    if os.uname().machine == "x86_64":
        marks = pathlib.Path(program).read_bytes().count(b"\xf3\x0f\x1e\xfa")
        expect(marks > 1000, "its functions have no landing marks (CET)")
    return 5
