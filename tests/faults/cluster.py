#!/usr/bin/env python3
"""What Pacemaker makes of packaging/pacemaker/temoin.xml when a machine dies, is cut off or rests.

Asks crm_simulate, which decides as the cluster would: no cluster runs. Ends with 2 where it is
missing.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CONFIGURATION = ROOT / "packaging/pacemaker/temoin.xml"
MACHINES = ("machine-a", "machine-b")
# What of the two is up to date: DRBD's agent says so.
IN_STEP = "10000"


def base():
    """A cluster of both machines, in step, on which nothing runs yet."""
    cib = xml.Element("cib", {"crm_feature_set": "3.16.1", "validate-with": "pacemaker-3.9",
                              "epoch": "1", "num_updates": "0", "admin_epoch": "0",
                              "have-quorum": "1"})
    configuration = xml.parse(CONFIGURATION).getroot()
    cib.append(configuration)
    status = xml.SubElement(cib, "status")
    for number, machine in enumerate(MACHINES, 1):
        number = str(number)
        xml.SubElement(configuration.find("nodes"), "node", {"id": number, "uname": machine})
        state = xml.SubElement(status, "node_state", {
            "id": number, "uname": machine, "in_ccm": "true", "crmd": "online", "join": "member",
            "expected": "member"})
        attributes = xml.SubElement(state, "transient_attributes", {"id": number})
        values = xml.SubElement(attributes, "instance_attributes", {"id": f"status-{number}"})
        xml.SubElement(values, "nvpair", {"id": f"status-{number}-master", "value": IN_STEP,
                                          "name": "master-temoin-disk"})
        xml.SubElement(xml.SubElement(state, "lrm", {"id": number}), "lrm_resources")
    return cib


def simulate(cib, folder, *what):
    """What is done, in its order, without probes and notes, and the cluster that comes of it."""
    before, after = folder / "before.xml", folder / "after.xml"
    before.write_bytes(xml.tostring(cib))
    run = subprocess.run(["crm_simulate", "--xml-file", before, "--simulate", "--save-output",
                          after, *what], capture_output=True, text=True, check=True)
    found = re.findall(r"^  \* (?:Resource action: +(\S+?)(?::\d)? +"
                       r"(start|stop|promote|demote) on (\S+)"
                       r"|Fencing (\S+) \((\w+)\))$", run.stdout, re.M)
    steps = [f"fence {fenced}" if fenced else f"{action} {resource} {machine}"
             for resource, action, machine, fenced, _ in found]
    return [step for step in steps if not re.match(r"(start|stop) fence-", step)], \
        xml.parse(after).getroot()


def rest(cib, machine):
    """The administrator's `crm_standby -v on`."""
    node = cib.find(f"configuration/nodes/node[@uname='{machine}']")
    values = xml.SubElement(node, "instance_attributes", {"id": f"nodes-{machine}"})
    xml.SubElement(values, "nvpair", {"id": f"rest-{machine}", "name": "standby", "value": "on"})


GROUP = ["temoin-volume", "temoin-service", "temoin-address"]


def on(machine):
    return ["promote temoin-disk " + machine, *(f"start {each} {machine}" for each in GROUP)]


def off(machine):
    stops = [f"stop {each} {machine}" for each in reversed(GROUP)]
    return [*stops, "demote temoin-disk " + machine]


def main():
    if not shutil.which("crm_simulate"):
        print("cluster.py: no crm_simulate here: apt-get install pacemaker-cli-utils",
              file=sys.stderr)
        return 2
    wrong = 0

    def expect(what, found, wanted):
        nonlocal wrong
        held = found == wanted
        wrong += not held
        print(f"{'ok' if held else 'WRONG'}: {what}: {', '.join(found) or 'nothing is done'}"
              + ("" if held else f"\n  wanted: {', '.join(wanted)}"))

    with tempfile.TemporaryDirectory(prefix="temoin-cluster-") as name:
        folder = pathlib.Path(name)
        steps, running = simulate(base(), folder)
        expect("both machines start",
               [each for each in steps if not each.startswith("start temoin-disk")],
               on("machine-a"))

        steps, after = simulate(running, folder, "--node-fail", "machine-a")
        expect("the serving machine dies: fenced before anything starts on the other",
               steps, ["fence machine-a", *on("machine-b")])
        steps, _ = simulate(after, folder)
        expect("the other serves on", steps, [])

        steps, _ = simulate(running, folder, "--node-fail", "machine-b")
        expect("the other machine dies: the service stays", steps, ["fence machine-b"])

        steps, _ = simulate(running, folder, "--op-inject",
                            "temoin-service_monitor_5000@machine-a=7")
        expect("the service dies: it starts again where it was", steps,
               ["stop temoin-address machine-a", "stop temoin-service machine-a",
                "start temoin-service machine-a", "start temoin-address machine-a"])

        moving = xml.fromstring(xml.tostring(running))
        rest(moving, "machine-a")
        steps, moved = simulate(moving, folder)
        expect("the serving machine is to rest: all in order, nothing at the same time on both",
               [each for each in steps if each != "stop temoin-disk machine-a"],
               off("machine-a") + on("machine-b"))
        node = moved.find("configuration/nodes/node[@uname='machine-a']")
        node.remove(node.find("instance_attributes"))
        steps, _ = simulate(moved, folder)
        expect("it comes back: the service stays where it is", steps,
               ["start temoin-disk machine-a"])

        alone = xml.fromstring(xml.tostring(running))
        alone.set("have-quorum", "0")
        steps, _ = simulate(alone, folder)
        expect("a machine that sees no majority stops serving",
               [each for each in steps if "temoin-disk machine-b" not in each
                and each != "stop temoin-disk machine-a"], off("machine-a"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
