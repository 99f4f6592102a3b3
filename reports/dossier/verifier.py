#!/usr/bin/env python3
"""Vérifie un dossier de preuves, avec Python (3.9 ou plus récent) et openssl seulement.

Sans option, les clés du dossier lui-même font foi : donnez avec --cle celle que le responsable du
traitement a publiée par ailleurs. Le programme recalcule chaque empreinte, chaque preuve et l'arbre
du journal, compare ce qui est remis à ce que le journal a scellé, et tire de nouveau l'échantillon.

Fin : 0, tout concorde ; 1, quelque chose ne concorde pas ; 2, la vérification n'a pas pu se faire.
"""

import argparse
import base64
import binascii
import csv
import datetime
import hashlib
import hmac
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ENTRY = 34
CHOICE, DOCUMENT, PURGE, HOLD, COUNTS, DOSSIER = 1, 2, 3, 6, 7, 9
# Beside the dossier, and about its manifest.
REGISTRATION = {f"registration/{name}" for name in (
    "manifest.note", "checkpoint", "dossier.json", "dossier.tlog-proof", "key.json",
    "key.tlog-proof")}
# A row of the readable index: the reference, then what the visitor answered.
ROW = re.compile(r"<tr><td[^>]*>(\d+)-[A-Z]{2}</td><td[^>]*>[^<]*</td><td[^>]*>([^<]*)</td>")
EVENTS = {"given": "tout accepté", "partial": "accepté en partie", "refused": "tout refusé",
          "withdrawn": "consentement retiré"}
PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")


class Wrong(Exception):
    """What does not hold, in a sentence."""


def sha(data):
    return hashlib.sha256(data).digest()


def leaf_hash(entry):
    return sha(b"\x00" + entry)


def node_hash(left, right):
    return sha(b"\x01" + left + right)


def unbase64(text):
    return base64.b64decode(text, validate=True)


class Tree:
    """The right edge of a tree that grows (RFC 6962, section 2.1)."""

    def __init__(self, size=0, peaks=()):
        heights = [height for height in range(63, -1, -1) if size >> height & 1]
        if len(heights) != len(peaks):
            raise Wrong("entries/before n'a pas autant d'empreintes que la taille de l'arbre veut")
        self.size = size
        self.peaks = list(zip(heights, peaks))

    def add(self, leaf):
        height = 0
        while self.peaks and self.peaks[-1][0] == height:
            leaf = node_hash(self.peaks.pop()[1], leaf)
            height += 1
        self.peaks.append((height, leaf))
        self.size += 1

    def root(self):
        if not self.peaks:
            return sha(b"")
        root = self.peaks[-1][1]
        for _, peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def check_inclusion(index, size, leaf, path, root):
    """RFC 9162, section 2.1.3.2."""
    if not 0 <= index < size:
        raise Wrong(f"l'arbre n'a pas d'entrée {index}")
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            raise Wrong("la preuve est trop longue")
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    if sn or r != root:
        raise Wrong("l'entrée n'est pas dans l'arbre signé")


def check_consistency(first, first_root, second, second_root, path):
    """RFC 9162, section 2.1.4.2."""
    if first == second:
        if path or first_root != second_root:
            raise Wrong("deux points de contrôle de même taille diffèrent")
        return
    if not 0 < first < second or not path:
        raise Wrong("la preuve de continuité manque")
    path = list(path)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            raise Wrong("la preuve de continuité est trop longue")
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    if sn or fr != first_root or sr != second_root:
        raise Wrong("le journal signé à la fin n'est pas la suite de celui de la période")


class Checkpoint:
    def __init__(self, note):
        body, signatures = note.split("\n\n", 1)
        self.body = body + "\n"
        self.origin, size, root = self.body.split("\n")[:3]
        self.size, self.root = int(size), unbase64(root)
        self.signatures = signatures.splitlines()


class Key:
    def __init__(self, vkey):
        self.vkey = vkey
        self.name, self.id, key = vkey.strip().split("+", 2)
        key = unbase64(key)
        mine = sha(self.name.encode() + b"\n" + key).hex()[:8]
        if len(key) != 33 or key[0] != 1 or mine != self.id:
            raise Wrong(f"la clé {vkey.strip()} est abîmée")
        self.public = key[1:]

    def signed(self, checkpoint):
        """Whether a signature of this key stands under the checkpoint (C2SP signed-note)."""
        return checkpoint.origin == self.name and self.signs(checkpoint.body,
                                                             checkpoint.signatures)

    def signs(self, body, signatures):
        for line in signatures:
            if not line.startswith(f"\u2014 {self.name} "):
                continue
            blob = unbase64(line.split(" ")[2])
            if blob[:4].hex() == self.id and self.verifies(body.encode(), blob[4:]):
                return True
        return False

    def verifies(self, body, signature):
        spki = bytes.fromhex("302a300506032b6570032100") + self.public  # RFC 8410
        with tempfile.TemporaryDirectory() as folder:
            files = {"key": spki, "body": body, "signature": signature}
            for name, data in files.items():
                pathlib.Path(folder, name).write_bytes(data)
            done = subprocess.run(
                ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey",
                 f"{folder}/key", "-rawin", "-in", f"{folder}/body", "-sigfile",
                 f"{folder}/signature"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return done.returncode == 0


class Proof:
    """A tlog-proof@v1 (C2SP), with the record in it where it is a receipt."""

    def __init__(self, text):
        if not text.startswith("c2sp.org/tlog-proof@v1\n"):
            raise Wrong("ce n'est pas une preuve tlog-proof@v1")
        head, self.note = text.split("\n\n", 1)
        lines = head.split("\n")[1:]
        extra = lines.pop(0).removeprefix("extra ") if lines[0].startswith("extra ") else None
        self.index = int(lines.pop(0).removeprefix("index "))
        self.path = [unbase64(line) for line in lines]
        extra = unbase64(extra) if extra is not None else None
        self.random, self.record = (extra[:32], extra[32:]) if extra else (None, None)


class Dossier:
    def __init__(self, folder, options):
        self.folder = folder
        self.options = options
        self.wrong = []
        self.remarks = []
        self.signed = {}  # notes whose signature was looked at
        self.given = {}  # records by index
        self.listed = set()  # the indices of records/
        self.bare = {}  # of an extract: the proofs of its choices' seals
        self.first, self.kinds = 0, bytearray()  # of the entries, where all are listed
        self.open_days, self.lost = [], 0

    def read(self, name):
        return (self.folder / name).read_bytes()

    def text(self, name):
        return self.read(name).decode("utf-8")

    def names(self, folder, suffix):
        return sorted(name for name in self.manifest["files"]
                      if name.startswith(folder + "/") and name.endswith(suffix))

    def trying(self, what, step, *arguments):
        """What goes wrong in a step is said, and the next one is tried all the same."""
        try:
            return step(*arguments)
        except Wrong as error:
            self.wrong.append(f"{what} : {error}")
        except (KeyError, ValueError, IndexError, TypeError, AttributeError, OSError,
                UnicodeError, RecursionError, binascii.Error) as error:
            self.wrong.append(f"{what} : illisible ({type(error).__name__} : {error})")
        return None

    def check(self):
        self.check_kinds()
        self.manifest = json.loads(self.text("manifest.json"))
        if not isinstance(self.manifest, dict) or \
                not isinstance(self.manifest.get("files"), dict):
            raise Wrong("manifest.json n'est pas celui d'un dossier")
        if self.manifest.get("schema") not in (1, 2):
            raise Wrong("manifest.json est d'une version que ce programme ne connaît pas")
        self.trying("manifest.json", self.check_files)
        self.keys = self.trying("keys", self.read_keys) or []
        self.own = self.trying("checkpoint", self.check_own)
        if self.own is None:
            return
        for name in self.names("proofs", ".tlog-proof"):
            self.trying(name, self.check_choice, name)
        self.trying("records", self.check_records)
        self.trying("index", self.check_index)
        for name in self.names("checkpoints", ""):
            self.trying(name, self.check_kept, name)
        self.trying("registration", self.check_registration)
        self.trying("revisions", self.check_revisions)
        for name in self.names("pictures", ".json"):
            self.trying(name, self.check_picture_set, name)
        if self.manifest.get("entries"):
            self.check_entries()
        else:
            self.remarks.append("Ce dossier porte sur des choix désignés : il ne dit rien de ceux "
                                "qu'il ne contient pas.")

    def check_kinds(self):
        """A link leads out of the dossier, and a pipe or a device has no end."""
        for path in sorted(self.folder.rglob("*")):
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                name = path.relative_to(self.folder)
                raise Wrong(f"« {name} » n'est ni un fichier ni un dossier ordinaire")

    def check_files(self):
        files = self.manifest["files"]
        for name, facts in files.items():
            if not PATH.fullmatch(name) or not isinstance(facts, dict):
                raise Wrong(f"« {name} » n'est pas le nom d'un fichier de dossier")
            path = self.folder / name
            if not path.is_file():
                self.wrong.append(f"{name} : le fichier manque")
            elif hashlib.sha256(path.read_bytes()).hexdigest() != facts["sha256"]:
                self.wrong.append(f"{name} : ce n'est pas le fichier que le manifeste nomme")
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if path.is_file() and name != "manifest.json" and name not in files and \
                    name not in REGISTRATION:
                self.wrong.append(f"{name} : le manifeste ne nomme pas ce fichier")

    def read_keys(self):
        own = [Key(line) for line in self.text("keys").splitlines() if line]
        if not self.options.cle:
            self.remarks.append("Aucune clé n'a été donnée (--cle) : celles du dossier font foi, "
                                "ce qui ne prouve pas de qui il vient.")
            return own
        trusted = [Key(key) for key in self.options.cle]
        # Older keys of the log only ever sign what the trusted one signs again.
        self.trusted = trusted
        return trusted + [key for key in own if key.vkey not in self.options.cle]

    def check_signature(self, note, keys):
        looked = (note, *(key.vkey for key in keys))
        known = self.signed.get(looked)
        if known is None:
            checkpoint = Checkpoint(note)
            if not any(key.signed(checkpoint) for key in keys):
                raise Wrong("aucune des clés ne l'a signé")
            known = self.signed[looked] = checkpoint
        return known

    def check_own(self):
        return self.check_signature(self.text("checkpoint"), getattr(self, "trusted", self.keys))

    def check_proof(self, name, entry=None):
        proof = Proof(self.text(name))
        if proof.note != self.text("checkpoint"):
            raise Wrong("la preuve est sous un autre point de contrôle que celui du dossier")
        if entry is None:
            commitment = hmac.new(proof.random, proof.record, hashlib.sha256).digest()
            entry = bytes([1, CHOICE]) + commitment
        check_inclusion(proof.index, self.own.size, leaf_hash(entry), proof.path, self.own.root)
        return proof

    def check_manifest(self, name, kind):
        """A manifest beside the proof that the log committed to it."""
        data = self.read(name)
        entry = bytes([1, kind]) + sha(data)
        proof = self.check_proof(name.rsplit(".", 1)[0] + ".tlog-proof", entry)
        return proof.index, json.loads(data)

    def check_choice(self, name):
        proof = Proof(self.text(name))
        if name != f"proofs/{proof.index}.tlog-proof":
            raise Wrong(f"la preuve est celle de l'entrée {proof.index}")
        if self.manifest.get("extract"):
            if proof.note != self.text("checkpoint") or proof.record is not None:
                raise Wrong("un extrait ne contient que des scellés, sous son point de contrôle")
            self.bare[proof.index] = proof
            return
        if proof.record is None:
            self.remarks.append(f"{name} : d'un choix effacé, dont le scellé seul demeure.")
            return
        self.check_proof(name)
        self.given[proof.index] = json.loads(proof.record)

    def check_records(self):
        seen = set()
        for name in self.names("records", ".jsonl"):
            for number, line in enumerate(self.text(name).splitlines(), 1):
                row = json.loads(line)
                index = row["index"]
                seen.add(index)
                if index in self.bare:
                    self.check_extract(row)
                    self.given[index] = row
                if "record" in row and row["record"] != self.given.get(index):
                    self.wrong.append(f"{name}, ligne {number} : l'enregistrement {index} n'est "
                                      "pas celui de sa preuve")
        self.listed = seen
        for index in sorted(set(self.given) - seen):
            self.wrong.append(f"records : l'enregistrement {index} manque")
        for index in sorted(seen - set(self.given)):
            if f"proofs/{index}.tlog-proof" not in self.manifest["files"]:
                self.wrong.append(f"proofs : la preuve de l'enregistrement {index} manque")

    def check_index(self):
        """The pages for a reader name each choice once, and tell of it what its record says."""
        pages = self.names("index", ".html")
        told = {}
        for name in pages:
            rows = ROW.findall(self.text(name))
            if len(rows) != self.text(name).count("<tr><td"):
                raise Wrong(f"{name} n'est pas fait de lignes de choix")
            for index, answer in rows:
                if int(index) in told:
                    raise Wrong(f"{name} nomme deux fois le choix {index}")
                told[int(index)] = answer
        if not pages and self.listed:
            self.remarks.append("Ce dossier n'a pas de liste lisible (index/) de ses choix.")
        elif set(told) != self.listed:
            raise Wrong(f"le choix {min(set(told) ^ self.listed)} n'est pas à la fois dans index/ "
                        "et dans records/")
        if self.manifest.get("extract"):
            return
        for index, answer in sorted(told.items()):
            record = self.given.get(index)
            if answer != (EVENTS[record["event"]] if record else ""):
                raise Wrong(f"la liste dit « {answer} » du choix {index}, et sa preuve autre chose")

    def check_extract(self, row):
        others = set(row["decisions"]) - set(self.manifest["extract"]["services"])
        if others:
            raise Wrong(f"le choix {row['index']} dit plus que l'extrait : {min(others)}")

    def check_kept(self, name):
        if name.endswith(".tsr"):
            return self.check_anchor(name)
        return self.check_signature(self.text(name), self.keys)

    def check_anchor(self, name):
        stamp, note = self.folder / name, self.folder / name.removesuffix(".tsr")
        if not self.options.autorite:
            return
        text = subprocess.run(["openssl", "ts", "-reply", "-token_in", "-in", str(stamp),
                               "-token_out", "-text"], capture_output=True, text=True).stdout
        at = re.search(r"^Time stamp: (.*)$", text, re.M)
        if not at:
            raise Wrong("openssl ne lit pas cet horodatage")
        when = subprocess.run(["date", "-d", at.group(1), "+%s"], capture_output=True,
                              text=True).stdout.strip()
        done = subprocess.run(
            ["openssl", "ts", "-verify", "-attime", when, "-token_in", "-in", str(stamp), "-data",
             str(note), "-CAfile", self.options.autorite], capture_output=True, text=True)
        if done.returncode:
            raise Wrong("l'horodatage n'est pas de cette autorité, ou d'un autre point de contrôle")
        self.remarks.append(f"{note.name} existait le {at.group(1)}, selon l'autorité.")

    def check_revisions(self):
        for name in self.names("revisions", ".json"):
            if sha(self.read(name)).hex() != pathlib.PurePosixPath(name).stem:
                self.wrong.append(f"{name} : ce n'est pas ce que son nom dit")
        for name in self.names("banner", ""):
            if sha(self.read(name)).hex() != pathlib.PurePosixPath(name).stem:
                self.wrong.append(f"{name} : ce n'est pas ce que son nom dit")
        unknown = 0
        for index, record in self.given.items():
            if f"revisions/{record['revision']}.json" not in self.manifest["files"]:
                self.wrong.append(f"revisions : ce qui était montré pour le choix {index} manque")
            code = f"banner/{record.get('banner')}.js"
            unknown += bool(record.get("banner")) and code not in self.manifest["files"]
        if unknown:
            self.remarks.append(f"De {unknown} choix, le code du bandeau que la page a nommé n'est "
                                "pas dans ce dossier.")

    def check_picture_set(self, name):
        _, manifest = self.check_manifest(name, DOCUMENT)
        for picture in manifest["pictures"]:
            path = f"pictures/{picture['sha256']}.png"
            if path not in self.manifest["files"] or \
                    sha(self.read(path)).hex() != picture["sha256"]:
                self.wrong.append(f"{path} : cette image manque ou n'est pas ce que son nom dit")

    # What shows that the dossier stands in the log.

    def check_registration(self):
        if not (self.folder / "registration").is_dir():
            self.remarks.append("Ce dossier n'est pas enregistré dans le journal : rien n'y dit "
                                "quand il a été fait.")
            return
        checkpoint = self.text("registration/checkpoint")
        note = self.check_signature(checkpoint, getattr(self, "trusted", self.keys))
        proved = {}
        for name in ("key", "dossier"):
            data = self.read(f"registration/{name}.json")
            proof = Proof(self.text(f"registration/{name}.tlog-proof"))
            if proof.note != checkpoint:
                raise Wrong(f"la preuve de {name}.json est sous un autre point de contrôle")
            entry = bytes([1, DOSSIER]) + sha(data)
            check_inclusion(proof.index, note.size, leaf_hash(entry), proof.path, note.root)
            proved[name] = proof.index, json.loads(data)
        key_index, announced = proved["key"]
        index, said = proved["dossier"]
        if announced["kind"] != "key" or said["kind"] != "dossier" or key_index >= index:
            raise Wrong("la clé n'est pas annoncée avant le dossier")
        body, _, signatures = self.text("registration/manifest.note").partition("\n\n")
        key = Key(announced["vkey"])
        if not key.signs(body + "\n", signatures.splitlines()):
            raise Wrong("la note n'est pas signée par la clé des dossiers")
        name, hashed, at = body.split("\n")
        manifest = sha(self.read("manifest.json")).hex()
        if name != key.name or hashed != manifest or said["manifest"] != manifest:
            raise Wrong("un autre manifeste que celui de ce dossier est enregistré")
        period = self.manifest.get("period")
        if at != said["time"] or (period and (period["site"] or "") != said["site"]):
            raise Wrong("la note ou le dossier ne dit pas ce que dit l'entrée du journal")
        self.remarks.append(f"Enregistré dans le journal à l'entrée {index}, le {said['time']}.")

    # What shows that nothing is left out.

    def check_entries(self):
        asked = self.manifest["entries"]
        if not self.trying("entries", self.walk_entries, asked):
            return
        self.erased, self.erased_days, self.uncounted = {}, {}, 0
        for name in self.names("purges", ".json"):
            self.trying(name, self.check_purge, name)
        self.limited = set()
        for name in self.names("limitations", ".json"):
            self.trying(name, self.check_limitation, name)
        self.closed = {}
        for name in self.names("counts", ".json"):
            self.trying(name, self.check_counts, name)
        self.trying("choices", self.check_choices, asked)
        self.trying("sample", self.check_sample)
        self.trying("extract", self.say_extract)

    def walk_entries(self, asked):
        first, end = asked["first"], asked["end"]
        before = self.named(asked["before"], first)
        after = self.named(asked["after"], end)
        peaks = []
        if first:
            peaks = [unbase64(line) for line in self.text("entries/before").split()]
        tree = Tree(first, peaks)
        self.first, self.before_root = first, tree.root()
        if before and before.root != self.before_root:
            raise Wrong("l'arbre de départ n'est pas celui du premier point de contrôle")
        for name in self.names("entries", ".bin"):
            data = self.read(name)
            if len(data) % ENTRY:
                raise Wrong(f"{name} n'est pas fait d'entrées entières")
            for at in range(0, len(data), ENTRY):
                entry = data[at:at + ENTRY]
                self.kinds.append(entry[1])
                proof = self.bare.get(tree.size)
                if proof:
                    check_inclusion(tree.size, self.own.size, leaf_hash(entry), proof.path,
                                    self.own.root)
                tree.add(leaf_hash(entry))
        if tree.size != end or (after and tree.root() != after.root):
            raise Wrong("les entrées ne sont pas celles du journal entre les deux points de "
                        "contrôle")
        if end != self.own.size:
            path = [unbase64(line) for line in self.text("entries/consistency").split()]
            check_consistency(end, tree.root(), self.own.size, self.own.root, path)
        elif tree.root() != self.own.root:
            raise Wrong("les entrées ne mènent pas au point de contrôle du dossier")
        return True

    def named(self, name, size):
        if name is None:
            if size:
                raise Wrong("le premier point de contrôle n'est pas nommé")
            return None
        checkpoint = self.check_signature(self.text(name), self.keys)
        if checkpoint.size != size:
            raise Wrong(f"{name} n'est pas d'un journal de {size} entrées")
        return checkpoint

    def check_purge(self, name):
        index, manifest = self.check_manifest(name, PURGE)
        if name != f"purges/{index}.json":  # twice, it would count twice
            raise Wrong(f"c'est le manifeste de l'entrée {index}")
        named = 0
        for first, last in manifest["ranges"]:
            named += last - first + 1
            low = max(first, self.manifest["entries"]["first"])
            for erased in range(low, min(last + 1, self.manifest["entries"]["end"])):
                self.erased[erased] = index
        for day in manifest.get("days", []):
            named -= day["records"]
            if day["site"] == self.manifest["period"]["site"]:
                of = self.erased_days
                of[day["day"]] = of.get(day["day"], 0) + day["records"]
        self.uncounted += named

    def check_limitation(self, name):
        index, manifest = self.check_manifest(name, HOLD)
        if name != f"limitations/{index}.json" or manifest["action"] != "limit" or \
                manifest["site"] != self.manifest["period"]["site"]:
            raise Wrong(f"l'entrée {index} n'est pas une limitation de ce site")
        for first, last in manifest["records"]:
            self.limited.update(range(max(first, self.manifest["entries"]["first"]),
                                      min(last + 1, self.manifest["entries"]["end"])))

    def check_counts(self, name):
        _, manifest = self.check_manifest(name, COUNTS)
        if manifest["site"] != self.manifest["period"]["site"] or \
                name != f"counts/{manifest['day']}.json":
            raise Wrong(f"ce sont les nombres de {manifest['site']} le {manifest['day']}")
        self.closed[manifest["day"]] = manifest

    def check_choices(self, asked):
        days, said, lost, limited = {}, bytearray(len(self.kinds)), 0, 0
        self.population = []
        for name in self.names("choices", ".csv"):
            for row in csv.DictReader(self.text(name).splitlines()):
                first, last, what = int(row["first"]), int(row["last"]), row["what"]
                if not asked["first"] <= first <= last < asked["end"]:
                    raise Wrong(f"{name} nomme des choix hors de l'intervalle")
                for index in range(first, last + 1):
                    if said[index - self.first] or self.kinds[index - self.first] != CHOICE:
                        raise Wrong(f"{name} : l'entrée {index} n'est pas un choix, ou est nommée "
                                    "deux fois")
                    said[index - self.first] = 1
                    self.check_state(index, what, row)
                if what in ("given", "undrawn", "other-day", "scan", "limited"):
                    days[row["day"]] = days.get(row["day"], 0) + last - first + 1
                if what in ("given", "undrawn"):
                    self.population += range(first, last + 1)
                lost += last - first + 1 if what == "lost" else 0
                limited += last - first + 1 if what == "limited" else 0
        missing = [at for at, kind in enumerate(self.kinds) if kind == CHOICE and not said[at]]
        if missing:
            raise Wrong(f"rien n'est dit du choix {self.first + missing[0]}, ni de "
                        f"{len(missing) - 1} autres")
        for index in sorted(self.given):
            if not asked["first"] <= index < asked["end"]:
                self.wrong.append(f"proofs : le choix {index} n'est pas dans l'intervalle")
        if limited:
            self.remarks.append(f"{limited} choix sont conservés et non remis : la personne a "
                                "demandé la limitation de leur traitement (RGPD, article 18). "
                                "Qu'elle ne soit pas levée repose sur la parole du responsable.")
        self.compare_days(days, lost)

    def check_state(self, index, what, row):
        if (what == "given") != (index in self.given):
            raise Wrong(f"le choix {index} est dit « {what} », et sa preuve "
                        + ("manque" if what == "given" else "est là"))
        if (what == "erased") != (index in self.erased):
            raise Wrong(f"le choix {index} est dit « {what} », et un manifeste d'effacement "
                        + ("ne le nomme pas" if what == "erased" else "le nomme"))
        if what == "erased" and int(row["purge"]) != self.erased[index]:
            raise Wrong(f"le choix {index} est effacé par une autre entrée")
        if what == "limited" and index not in self.limited:
            raise Wrong(f"le choix {index} est dit limité, et aucune limitation ne le nomme")
        if what not in ("given", "undrawn", "other-day", "other-site", "scan", "limited",
                        "erased", "lost"):
            raise Wrong(f"« {what} » n'est pas un état")
        if what == "scan" and not self.manifest.get("sample"):
            raise Wrong(f"le choix {index} n'est pas remis, et rien n'est tiré au sort")
        # What is of the period is given, or was not drawn.
        if what == "other-day" and self.in_period(row["day"]):
            raise Wrong(f"le choix {index} est du {row['day']}, et n'est pas remis")
        if what != "given":
            return
        record, period = self.given[index], self.manifest["period"]
        if record["site"] != period["site"]:
            raise Wrong(f"le choix {index} est d'un autre site")
        closed = self.closed.get(row["day"])
        if closed and not closed["start"] <= record["given_at"] < closed["end"]:
            raise Wrong(f"le choix {index} n'est pas du {row['day']}")

    def compare_days(self, days, lost):
        self.lost = lost
        for day in sorted(set(days) | set(self.erased_days) | set(self.closed)
                          | set(self.period_days())):
            here, erased = days.get(day, 0), self.erased_days.get(day, 0)
            closed = self.closed.get(day)
            if closed is None:
                if self.in_period(day):
                    self.open_days.append(day)
                continue
            counted = closed["records"]
            if here + erased == counted:
                continue
            if here + erased < counted <= here + erased + self.uncounted + lost:
                self.remarks.append(f"{day} : {counted} choix comptés, {here} remis ou listés, "
                                    f"{erased} effacés ; le reste est effacé sans jour, ou perdu : "
                                    "non compté par jour.")
                self.open_days.append(day)
                continue
            self.wrong.append(f"{day} : le journal a compté {counted} choix ; {here} sont remis ou "
                              f"listés, {erased} effacés")

    def in_period(self, day):
        period = self.manifest["period"]
        return (period["first_day"] is None or day >= period["first_day"]) and \
            (period["last_day"] is None or day <= period["last_day"])

    def period_days(self):
        period = self.manifest["period"]
        if period["first_day"] is None or period["last_day"] is None:
            return
        day = datetime.date.fromisoformat(period["first_day"])
        last = datetime.date.fromisoformat(period["last_day"])
        if (last - day).days > 4000:
            raise Wrong("la période dure plus de dix ans")
        while day <= last:
            yield day.isoformat()
            day += datetime.timedelta(days=1)

    def check_sample(self):
        sample = self.manifest.get("sample")
        if not sample:
            undrawn = set(self.population) - set(self.given)
            if undrawn:
                raise Wrong(f"le choix {min(undrawn)} n'est pas remis, et rien n'est tiré au sort")
            return
        seed = sha(sample["word"].encode() + self.before_root).hex()
        if seed != sample["seed"]:
            raise Wrong("la graine n'est pas celle du mot et du journal")
        drawn = sorted(self.population,
                       key=lambda index: (sha(seed.encode() + b"\0" + str(index).encode()), index))
        if set(drawn[:sample["count"]]) != set(self.given):
            raise Wrong("l'échantillon n'est pas celui que la graine tire")
        self.remarks.append("Des choix non tirés, seul le nombre est prouvé : lesquels ils sont "
                            "repose sur la parole du responsable.")
        self.remarks.append("Tirage par le mot « " + sample["word"] + " »." if sample["word"] else
                            "Tirage choisi par le responsable.")

    def say_extract(self):
        extract = self.manifest.get("extract")
        if extract:
            names = ", ".join(extract["services"])
            self.remarks.append(f"Extrait pour {names} : un choix a été "
                                "scellé dans le journal pour chaque ligne ; ce que la ligne en dit "
                                "repose sur la parole du responsable.")

    def completeness(self):
        """What is left out, in a sentence."""
        if not self.open_days and not self.lost:
            return "Rien n'est omis : chaque journée a les choix que le journal a scellés."
        out = "Rien n'est omis des autres journées"
        if self.open_days:
            out = ("Journées dont le journal n'a pas scellé le nombre, ou dont il ne dit pas "
                   f"tout : {words_of(self.open_days)}. " + out)
        if self.lost:
            out = f"{self.lost} choix sont dits perdus, dont rien ne peut être prouvé. " + out
        return out + "."

    def say(self):
        for line in self.wrong:
            print("FAUX  " + line)
        for line in self.remarks:
            print("note  " + line)
        if self.wrong:
            print(f"Ce dossier ne concorde pas : {len(self.wrong)} constats.")
            return 1
        print(f"Tout concorde : {len(self.given)} choix prouvés sous un journal de "
              f"{self.own.size} entrées.")
        if self.manifest.get("entries"):
            print(self.completeness())
        return 0


def words_of(days):
    return ", ".join(days[:31]) + (f" et {len(days) - 31} autres" if len(days) > 31 else "")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dossier", nargs="?", type=pathlib.Path,
                        default=pathlib.Path(__file__).resolve().parent,
                        help="le dossier (celui où se trouve ce programme)")
    parser.add_argument("--cle", action="append", metavar="VKEY",
                        help="la clé de vérification du journal, d'une source sûre (à répéter)")
    parser.add_argument("--autorite", metavar="FICHIER",
                        help="les certificats des autorités d'horodatage, en PEM")
    options = parser.parse_args()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    dossier = Dossier(options.dossier, options)
    try:
        dossier.check()
    except (Wrong, OSError, ValueError, RecursionError) as error:
        print(f"La vérification n'a pas pu se faire : {error}", file=sys.stderr)
        return 2
    return dossier.say()


if __name__ == "__main__":
    sys.exit(main())
