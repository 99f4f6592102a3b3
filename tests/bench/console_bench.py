#!/usr/bin/env python3
"""Measures the staff console's server on a large data directory (tests/bench/console_data.cc).

  pages    each request of each page, walked in turn: alone, and while visitors keep posting
  post     visitors' answers: alone, while one member of staff walks through the pages without a
           pause, while a whole period is exported
  export   records a second and memory, over HTTP and by `temoin export`
  browser  time from loading the console to an overview that can be used, in Chromium

A machine that does other things gives ratios only: each is of one run, turn by turn. Beside the
time of an answer stands the server's processor time for it, which other programs disturb less.
"""

import argparse
import http.client
import json
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "faults"))
import running  # noqa: E402  (the same server under the same options as the fault tests)

TICK = os.sysconf("SC_CLK_TCK")
RARE = "rare.example"


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory_mib(pid, what):
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(rf"{what}:\s+(\d+)", text).group(1)) / 1024


class Staff:
    """One member of staff on one connection."""

    def __init__(self, service, token):
        self.connection = http.client.HTTPConnection("127.0.0.1", service.staff_port, timeout=60)
        self.headers = {"Authorization": f"Bearer {token}"}

    def ask(self, path, body=None):
        headers = dict(self.headers)
        if body is not None:
            body = json.dumps(body)
            headers["Content-Type"] = "application/json"
        self.connection.request("GET" if body is None else "POST", path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {content[:300]}")
        return content, answer.headers

    def json(self, path, body=None):
        return json.loads(self.ask(path, body)[0])


def requests_of_pages(staff, records):
    """(page, what, a function that gives path and body), most with another place each time."""
    rng = random.Random(3)
    site = running.SITE
    revisions = [item["hash"] for item in staff.json(f"/v1/revisions?site={site}")["revisions"]]
    now = time.time()

    def day(back):
        return time.strftime("%Y-%m-%d", time.gmtime(now - back * 86400))

    def consents(**words):
        return "/v1/consents?" + urllib.parse.urlencode({"limit": 50, **words})

    def period(length=1):
        back = rng.randrange(length + 1, 390)
        return {"from": day(back), "to": day(back - length + 1)}

    def any_index():
        while True:
            index = rng.randrange(records)
            page = staff.json(consents(cursor=index, limit=1))
            if page["rows"]:
                return page["rows"][0]["index"]

    some = [any_index() for _ in range(100)]
    a_reference = [staff.json(f"/v1/consents/{index}")["row"]["reference"] for index in some[:20]]
    year = {"site": site, "from": day(396), "to": day(0)}
    nowhere = "0" * 64

    def fixed(path):
        return lambda: (path, None)

    return [
        ("overview", "sites", fixed("/v1/sites")),
        ("overview", "overview", fixed(f"/v1/overview?site={site}")),
        ("consents", "newest", fixed(consents(site=site))),
        ("consents", "site, one day", lambda: (consents(site=site, **period()), None)),
        ("consents", "site, a month, oldest first",
         lambda: (consents(site=site, order="oldest", **period(30)), None)),
        ("consents", "withdrawn, a week",
         lambda: (consents(site=site, event="withdrawn", **period(7)), None)),
        ("consents", "accepted vimeo", lambda: (consents(service="vimeo", **period()), None)),
        ("consents", "opposed to audience measurement",
         lambda: (consents(service="piano-analytics", decision="refused", **period()), None)),
        ("consents", "by revision", lambda: (consents(revision=rng.choice(revisions)), None)),
        ("consents", "deep in the pages",
         lambda: (consents(site=site, cursor=rng.randrange(records)), None)),
        ("consents", "small site", fixed(consents(site=RARE))),
        ("consents", "small site, withdrawn", fixed(consents(site=RARE, event="withdrawn"))),
        ("consents", "small site, refused x",
         fixed(consents(site=RARE, service="x", decision="refused"))),
        ("consents", "nothing: revision of another site",
         fixed(consents(site=RARE, revision=revisions[0]))),
        ("consents", "nothing: unknown revision", fixed(consents(revision=nowhere))),
        ("consents", "nothing: a service nobody has",
         fixed(consents(service="nobody", site=RARE))),
        ("consents", "find by reference",
         lambda: ("/v1/consents/find", {"text": rng.choice(a_reference)})),
        ("consent", "with its proof", lambda: (f"/v1/consents/{rng.choice(some)}", None)),
        ("consent", "receipt", lambda: (f"/v1/consents/{rng.choice(some)}/receipt", None)),
        ("consent", "page to print", lambda: (f"/v1/consents/{rng.choice(some)}/page", None)),
        ("statistics", "13 months by day",
         fixed("/v1/stats?" + urllib.parse.urlencode({**year, "step": "day"}))),
        ("statistics", "13 months by week, CSV",
         fixed("/v1/stats?" + urllib.parse.urlencode({**year, "step": "week", "format": "csv"}))),
        ("trackers", "trackers", fixed(f"/v1/trackers?site={site}")),
        ("revisions", "list", fixed(f"/v1/revisions?site={site}")),
        ("revisions", "one", lambda: (f"/v1/revisions/{rng.choice(revisions)}", None)),
        ("revisions", "compare",
         fixed(f"/v1/revisions/compare?from={revisions[-1]}&to={revisions[0]}")),
        ("register", "register", fixed(f"/v1/register?site={site}")),
        ("holds", "list", fixed("/v1/holds")),
        ("journal", "newest", fixed("/v1/journal")),
        ("journal", "deep", fixed("/v1/journal?before=5000")),
    ]


class Posting:
    """Visitors at a fixed rate, from another process."""

    def __init__(self, options, service, bodies):
        self.command = [str(options.build / "tests/bench/post_load"), str(service.port),
                        f"/v1/sites/{running.SITE}/consents", "www.ameli.localhost",
                        running.ORIGIN, "64", str(options.seconds), str(bodies),
                        str(options.rate)]

    def start(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)

    def result(self):
        out, _ = self.process.communicate()
        if self.process.returncode != 0:
            raise RuntimeError("visitors were refused")
        return json.loads(out)


def walk(staff, pages, pid, times, until):
    """Every request of every page, over and over until `until()`; `times` gets (seconds, CPU)."""
    while not until():
        for page, what, make in pages:
            path, body = make()
            used = processor_seconds(pid)
            begun = time.perf_counter()
            staff.ask(path, body)
            taken = time.perf_counter() - begun
            times.setdefault((page, what), []).append((taken, processor_seconds(pid) - used))


def bench_pages(options, service, staff, posting):
    pages = requests_of_pages(staff, options.records)
    alone, beside = {}, {}
    pid = service.process.pid
    for _ in range(options.rounds):
        ends = time.monotonic() + options.seconds
        walk(staff, pages, pid, alone, lambda: time.monotonic() > ends)
        posting.start()
        walk(staff, pages, pid, beside, lambda: posting.process.poll() is not None)
        posting.result()
    print("\n### Each request of the console\n\n"
          f"Milliseconds from sending to having the whole answer, {options.rounds} turns of "
          f"{options.seconds} s alone and beside {options.rate} POSTs a second.\n\n"
          "| page | request | times | p50 | p95 | max | CPU | p95 beside POSTs | max |\n"
          "|---|---|---|---|---|---|---|---|---|")
    worst = 0
    for (page, what), taken in alone.items():
        seconds = [one for one, _ in taken]
        cpu = statistics.mean(used for _, used in taken)
        busy = [one for one, _ in beside.get((page, what), taken)]
        worst = max(worst, percentile(seconds, 0.95), percentile(busy, 0.95))
        print(f"| {page} | {what} | {len(seconds)} | {percentile(seconds, .5) * 1e3:.1f} | "
              f"{percentile(seconds, .95) * 1e3:.1f} | {max(seconds) * 1e3:.1f} | "
              f"{cpu * 1e3:.1f} | {percentile(busy, .95) * 1e3:.1f} | {max(busy) * 1e3:.1f} |")
    print(f"\nWorst p95: {worst * 1e3:.1f} ms", flush=True)


def export_all(staff, form, until=lambda: False):
    records, size, cursor = 0, 0, None
    while not until():
        path = f"/v1/export?format={form}" + (f"&cursor={cursor}" if cursor else "")
        content, headers = staff.ask(path)
        records += content.count(b"\n")
        size += len(content)
        cursor = headers.get("Temoin-Next")
        if cursor is None:
            break
    return records, size


def elsewhere(work, *arguments):
    """Runs a client that stands for a computer of its own: it leaves the processors to the service
    and its visitors, who would not share theirs with it."""
    failed = []

    def run():
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)
        try:
            work(*arguments)
        except Exception as error:  # pylint: disable=broad-except
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]


def bench_post(options, service, staff, posting):
    pages = requests_of_pages(staff, options.records)
    pid = service.process.pid
    idle, walking, exporting, whole = [], [], [], []
    for _ in range(options.rounds):
        posting.start()
        idle.append(posting.result())
        posting.start()
        count = {}
        elsewhere(walk, staff, pages, pid, count, lambda: posting.process.poll() is not None)
        whole.append(sum(len(times) for times in count.values()))
        walking.append(posting.result())
        posting.start()
        elsewhere(export_all, staff, "csv", lambda: posting.process.poll() is not None)
        exporting.append(posting.result())
    print(f"\n### {options.rate} POSTs a second beside the console\n\n"
          f"Medians of {options.rounds} turns of {options.seconds} s; milliseconds from the moment "
          "a visitor was to post.\n\n| beside | p50 | p99 | p99 to alone | answered a second |\n"
          "|---|---|---|---|---|")

    def middle(runs, key):
        return statistics.median(run[key] for run in runs)

    alone = middle(idle, "p99_us")
    for name, runs in (("nothing", idle),
                       (f"{statistics.median(whole) / options.seconds:.0f} staff requests a second",
                        walking), ("an export", exporting)):
        ratio = statistics.median(run["p99_us"] / one["p99_us"] for run, one in zip(runs, idle))
        rate = statistics.median(run["requests"] / run["seconds"] for run in runs)
        print(f"| {name} | {middle(runs, 'p50_us') / 1e3:.2f} | {middle(runs, 'p99_us') / 1e3:.2f} "
              f"| {ratio:.2f} | {rate:.0f} |")
    print(f"\np99 alone: {alone / 1e3:.2f} ms", flush=True)


def bench_export(options, service, staff, _posting):
    print("\n### Exports of everything\n\n| | records | seconds | records/s | CPU µs a record | "
          "MB | peak memory MiB | before |\n|---|---|---|---|---|---|---|---|")
    pid = service.process.pid
    for form in ("csv", "jsonl"):
        pathlib.Path(f"/proc/{pid}/clear_refs").write_text("5")  # the peak from here on
        before = memory_mib(pid, "VmRSS")
        used, begun = processor_seconds(pid), time.perf_counter()
        records, size = export_all(staff, form)
        taken = time.perf_counter() - begun
        cpu = (processor_seconds(pid) - used) / records * 1e6
        print(f"| GET /v1/export {form} | {records} | {taken:.1f} | {records / taken:.0f} | "
              f"{cpu:.1f} | {size / 1e6:.0f} | {memory_mib(pid, 'VmHWM'):.0f} | {before:.0f} |",
              flush=True)
    for form in ("csv", "jsonl"):
        begun = time.perf_counter()
        process = subprocess.Popen([options.binary, "export", "--data", str(options.data),
                                    "--format", form], stdout=subprocess.PIPE)
        records = size = 0
        while chunk := process.stdout.read(1 << 20):
            records += chunk.count(b"\n")
            size += len(chunk)
        _, status, usage = os.wait4(process.pid, 0)
        if status != 0:
            raise RuntimeError("temoin export failed")
        taken = time.perf_counter() - begun
        cpu = (usage.ru_utime + usage.ru_stime) / records * 1e6
        print(f"| temoin export {form} | {records} | {taken:.1f} | {records / taken:.0f} | "
              f"{cpu:.1f} | {size / 1e6:.0f} | {usage.ru_maxrss / 1024:.0f} | |", flush=True)


def bench_browser(options, service, staff, posting):
    def run():
        out = subprocess.run(["node", "console_load.mjs", str(service.staff_port), options.token,
                              str(options.rounds)], cwd=ROOT / "tests/bench", check=True,
                             capture_output=True, text=True).stdout
        return json.loads(out)

    alone = run()
    posting.start()
    beside = run()
    posting.result()
    print("\n### First page in Chromium\n\nFrom navigation to an overview with its figures and "
          "its chart that takes clicks.\n\n| | median ms | worst ms |\n|---|---|---|")
    for name, times in (("alone", alone), (f"beside {options.rate} POSTs a second", beside)):
        print(f"| {name} | {statistics.median(times):.0f} | {max(times):.0f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "bench")
    parser.add_argument("--binary", default=None, help="default: BUILD/temoin")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--rate", type=int, default=2000, help="POSTs a second")
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("what", nargs="*", help="pages post export browser (all)")
    options = parser.parse_args()
    options.binary = options.binary or str(options.build / "temoin")
    options.data = options.directory / "data"
    options.records = int((options.directory / "records").read_text())
    benches = {"pages": bench_pages, "post": bench_post, "export": bench_export,
               "browser": bench_browser}
    unknown = set(options.what) - set(benches)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    begun = time.monotonic()
    with running.Service(options.binary, options.data, timeout=600,
                         catalog=options.directory / "catalog") as service:
        print(f"{options.records} records; ready in {time.monotonic() - begun:.1f} s; "
              f"load average {os.getloadavg()[0]:.1f}", flush=True)
        options.token = subprocess.run(
            [options.binary, "token", "create", "--data", str(options.data), "--role", "auditor",
             "--name", "bench"], check=True, capture_output=True, text=True).stdout.strip()
        staff = Staff(service, options.token)
        rng = random.Random(1)
        config = running.configuration(service)
        bodies = options.directory / "bodies"
        bodies.write_text("".join(
            running.choice_body(config, lambda _: rng.random() < 0.5) + "\n" for _ in range(512)))
        posting = Posting(options, service, bodies)
        for name, bench in benches.items():
            if not options.what or name in options.what:
                bench(options, service, staff, posting)
        print(f"\nload average {os.getloadavg()[0]:.1f}")
        service.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
