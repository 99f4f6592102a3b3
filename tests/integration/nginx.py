"""A real nginx on loopback, in a folder of its own, for as long as a test runs."""

import shutil
import socket
import subprocess
import time

MISSING = shutil.which("nginx") is None


def start(test, prefix, http, port):
    """Runs nginx with `http` in its http block until `test` ends; waits for `port` to be open."""
    prefix.mkdir(exist_ok=True)
    places = "".join(f"{name}_temp_path {prefix}/{name};\n"
                     for name in ("client_body", "proxy", "fastcgi", "scgi", "uwsgi"))
    (prefix / "nginx.conf").write_text(
        f"user root;\ndaemon off;\nworker_processes 1;\npid {prefix}/pid;\n"
        f"error_log stderr;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{places}{http}\n}}\n")
    log = prefix / "said"
    with open(log, "w") as stderr:
        process = subprocess.Popen(["nginx", "-p", str(prefix), "-c", str(prefix / "nginx.conf")],
                                   stderr=stderr)
    test.addCleanup(process.wait)
    test.addCleanup(process.terminate)
    deadline = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            said = log.read_text()
            test.assertIsNone(process.poll(), said)
            test.assertLess(time.monotonic(), deadline, said)
            time.sleep(0.05)
