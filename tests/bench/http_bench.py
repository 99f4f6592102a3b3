#!/usr/bin/env python3
"""Measures the release binary over HTTP, beside what it is compared with, in one run.

  get     GET config.json: temoin and nginx serving the same bytes, both on one core, wrk on the
          other, keep-alive, turn by turn; also processor time a request, which a busy machine
          disturbs less than rates
  post    POST consents: a closed loop of visitors, beside a bare SQLite group-commit writer of the
          same rows (store_bench)
  start   start to first answer, resident memory when idle
  sizes   what a page downloads, compressed

Prints a table in Markdown for docs/benchmarks.md. Wants an otherwise idle machine of two cores.
"""

import argparse
import gzip
import http.client
import json
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "faults"))
import running  # noqa: E402  (the same server under the same options as the fault tests)

PATH = f"/v1/sites/{running.SITE}/config.json"
TICK = os.sysconf("SC_CLK_TCK")


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def resident_kib(pid):
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text).group(1))


def pin(pid, core):
    subprocess.run(["taskset", "-a", "-c", "-p", str(core), str(pid)], check=True,
                   capture_output=True)


def fetch(port, path, encoding=None, host="www.ameli.localhost"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Host": host}
    if encoding:
        headers["Accept-Encoding"] = encoding
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read()


class Nginx:
    def __init__(self, folder, content, zipped):
        self.port = running.free_port()
        target = folder / "html" / PATH[1:]
        target.parent.mkdir(parents=True)
        target.write_bytes(content)
        temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in
                            ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        target.with_name(target.name + ".gz").write_bytes(zipped)
        user = "user root;" if os.getuid() == 0 else ""
        (folder / "nginx.conf").write_text(f"""
{user} worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{ access_log off; keepalive_requests 1000000000; tcp_nodelay on; sendfile on;
  open_file_cache max=100; gzip_static on; {temporary}
  server {{ listen 127.0.0.1:{self.port} backlog=4096; root {folder}/html;
    types {{ application/json json; }} }} }}
""")
        self.process = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf"), "-p",
                                         str(folder), "-e", str(folder / "error.log")])
        for _ in range(200):
            try:
                if fetch(self.port, PATH)[0] == 200:
                    break
            except OSError:
                time.sleep(0.02)
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        self.worker = int(children.read_text().split()[0])

    def stop(self):
        self.process.terminate()
        self.process.wait()


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def wrk(port, encoding, connections, seconds, pid):
    before = processor_seconds(pid)
    output = subprocess.run(
        ["taskset", "-c", "1", "wrk", "-t1", f"-c{connections}", f"-d{seconds}", "--latency",
         "-H", "Host: www.ameli.localhost", "-H", f"Accept-Encoding: {encoding}",
         f"http://127.0.0.1:{port}{PATH}"],
        check=True, capture_output=True, text=True).stdout
    used = processor_seconds(pid) - before
    if "Non-2xx" in output:
        raise RuntimeError(output)
    requests = int(re.search(r"(\d+) requests in", output).group(1))
    percentile = {name: milliseconds(value)
                  for name, value in re.findall(r"^\s+(50|99)%\s+(\S+)", output, re.M)}
    return {"rate": float(re.search(r"Requests/sec:\s+([\d.]+)", output).group(1)),
            "p50": percentile["50"], "p99": percentile["99"], "cpu": used / requests * 1e6}


def middle(runs, key):
    return statistics.median(run[key] for run in runs)


def bench_get(options, work):
    print(f"\n### GET config.json beside nginx\n\n"
          f"The same bytes from core 0, wrk on core 1; {options.rounds} turns of "
          f"{options.seconds} s each, medians. nginx: sendfile, gzip_static, open_file_cache.\n")
    (work / "get").mkdir()
    with running.Service(options.binary, work / "get") as service:
        time.sleep(2)  # better compression runs after the first answer
        contents = {name: fetch(service.port, PATH, name)[2] for name in ("identity", "gzip")}
        nginx_folder = work / "nginx"
        nginx_folder.mkdir()
        nginx = Nginx(nginx_folder, contents["identity"], contents["gzip"])
        try:
            pin(service.process.pid, 0)
            pin(nginx.worker, 0)
            print("| bytes | connections | server | requests/s | p50 ms | p99 ms | "
                  "CPU µs/request |\n|---|---|---|---|---|---|---|")
            for encoding, content in reversed(contents.items()):
                if fetch(nginx.port, PATH, encoding)[2] != content:
                    raise RuntimeError("nginx serves other bytes")
                for connections in (64, 512):
                    compare(options, service, nginx, encoding, len(content), connections)
        finally:
            nginx.stop()


def compare(options, service, nginx, encoding, size, connections):
    ours, theirs = [], []
    for _ in range(options.rounds):
        theirs.append(wrk(nginx.port, encoding, connections, options.seconds, nginx.worker))
        ours.append(wrk(service.port, encoding, connections, options.seconds, service.process.pid))
    start = f"| {size} ({encoding}) | {connections} |"
    for name, runs in (("nginx", theirs), ("temoin", ours)):
        print(f"{start} {name} | {middle(runs, 'rate'):.0f} | {middle(runs, 'p50'):.2f} | "
              f"{middle(runs, 'p99'):.2f} | {middle(runs, 'cpu'):.1f} |")
    ratio = {key: middle(ours, key) / middle(theirs, key) for key in ("rate", "p50", "p99", "cpu")}
    print(f"{start} **ratio** | **{ratio['rate']:.2f}** | {ratio['p50']:.2f} | "
          f"**{ratio['p99']:.2f}** | {ratio['cpu']:.2f} |", flush=True)


def metric(service, name):
    text = fetch(service.staff_port, "/metrics")[2].decode()
    found = re.search(rf"^{name}(?:{{[^}}]*}})? ([\d.e+]+)$", text, re.M)
    return float(found.group(1)) if found else None


def bench_post(options, work):
    print(f"\n### POST consents, closed loop\n\nServer and load generator share both cores; each "
          f"visitor is new; medians of {options.rounds} turns of {options.seconds} s. \"Bare\" is "
          f"a group-commit writer of the same rows and nothing else, in one thread with no HTTP.\n")
    table = subprocess.run([str(options.build / "tests/bench/store_bench"), str(work / "bare"),
                            "0"],
                           check=True, capture_output=True, text=True).stdout
    bare = {int(row[0]): (float(row[1]), float(row[2]))
            for row in (line.split() for line in table.splitlines()) if row and row[0].isdigit()}
    print("| connections | requests/s | p50 ms | p99 ms | fsync/s | CPU µs/request | "
          "bare rows/s, same batch | ratio |")
    print("|---|---|---|---|---|---|---|---|")
    (work / "post").mkdir()
    with running.Service(options.binary, work / "post") as service:
        config = running.configuration(service)
        rng = random.Random(1)
        bodies = work / "bodies"
        bodies.write_text("".join(
            running.choice_body(config, lambda _: rng.random() < 0.5) + "\n" for _ in range(512)))
        for connections in (64, 256):
            runs = []
            for _ in range(options.rounds):
                pid = service.process.pid
                before = processor_seconds(pid)
                batches = metric(service, "temoin_commits_total")
                done = subprocess.run(
                    [str(options.build / "tests/bench/post_load"), str(service.port),
                     f"/v1/sites/{running.SITE}/consents", "www.ameli.localhost", running.ORIGIN,
                     str(connections), str(options.seconds), str(bodies)],
                    check=True, capture_output=True, text=True)
                run = json.loads(done.stdout)
                used = processor_seconds(pid) - before
                after = metric(service, "temoin_commits_total")
                runs.append({"rate": run["requests"] / run["seconds"], "p50": run["p50_us"] / 1e3,
                             "p99": run["p99_us"] / 1e3, "cpu": used / run["requests"] * 1e6,
                             "syncs": (after - batches) / run["seconds"] if after else 0})
            print(f"| {connections} | {middle(runs, 'rate'):.0f} | {middle(runs, 'p50'):.2f} | "
                  f"{middle(runs, 'p99'):.2f} | {middle(runs, 'syncs'):.0f} | "
                  f"{middle(runs, 'cpu'):.1f} | {bare[connections][0]:.0f} | "
                  f"{middle(runs, 'rate') / bare[connections][0]:.2f} |", flush=True)


def bench_start(options, work):
    first, again, memory = [], [], []
    for turn in range(max(3, options.rounds)):
        data = work / f"start-{turn}"
        data.mkdir()
        for times in (first, again):
            begin = time.monotonic()
            with running.Service(options.binary, data) as service:
                times.append((time.monotonic() - begin) * 1e3)
                if times is again:
                    time.sleep(1.5)  # better compression runs after the first answer
                    memory.append(resident_kib(service.process.pid) / 1024)
                service.stop()
    print(f"\n### Start and memory\n\n| | |\n|---|---|\n"
          f"| start to first answer, empty directory | {statistics.median(first):.0f} ms |\n"
          f"| start to first answer, published before | {statistics.median(again):.0f} ms |\n"
          f"| resident memory, idle | {statistics.median(memory):.1f} MiB |", flush=True)


def bench_sizes(options, work):
    (work / "sizes").mkdir()
    print("\n### What a page downloads\n\n| | identity | gzip | brotli |\n|---|---|---|---|")
    with running.Service(options.binary, work / "sizes") as service:
        time.sleep(2)
        for name in ("config.json", "banner.js"):
            path = f"/v1/sites/{running.SITE}/{name}"
            sizes = [len(fetch(service.port, path, encoding)[2])
                     for encoding in (None, "gzip", "br")]
            if gzip.decompress(fetch(service.port, path, "gzip")[2]) != \
                    fetch(service.port, path)[2]:
                raise RuntimeError(f"{name}: gzip holds other bytes")
            print(f"| {name} | {sizes[0]} | {sizes[1]} | {sizes[2]} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "bench")
    parser.add_argument("--binary", default=None, help="default: BUILD/temoin")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("what", nargs="*", help="get post start sizes (all)")
    options = parser.parse_args()
    options.binary = options.binary or str(options.build / "temoin")
    benches = {"sizes": bench_sizes, "start": bench_start, "get": bench_get, "post": bench_post}
    unknown = set(options.what) - set(benches)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="temoin-bench-") as folder:
        for name, bench in benches.items():
            if not options.what or name in options.what:
                bench(options, pathlib.Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
