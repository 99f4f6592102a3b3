"""A disk that forgets: replays a recorder's trace and shows what could be on it after a power cut.

What a sync has returned for is there for certain. Everything later may be there or not, in any
order, cut at any sector. Names (creations, renames, removals) are certain once their directory was
synced; later ones survive as a prefix, the way journaling file systems keep them.
"""

import pathlib
import random
import struct

SECTOR = 512
HEAD = struct.Struct("<cIQI")


def read_trace(path):
    """Yields (end offset in the trace, kind, file number, offset, bytes); stops at a torn end."""
    data = pathlib.Path(path).read_bytes()
    at = 0
    while at + HEAD.size <= len(data):
        kind, number, offset, length = HEAD.unpack_from(data, at)
        end = at + HEAD.size + length
        if end > len(data):
            return
        yield end, kind.decode(), number, offset, data[at + HEAD.size:end]
        at = end


class Content:
    """The bytes of one file: those certain, and what was done since."""

    def __init__(self):
        self.certain = bytearray()
        self.pending = []

    def sync(self):
        for change in self.pending:
            apply(self.certain, change)
        self.pending = []

    def after_cut(self, rng, keep):
        out = bytearray(self.certain)
        if keep == 0.0:
            return out
        pieces = []
        for kind, offset, data in self.pending:
            if kind == "T":
                pieces.append((kind, offset, data))
                continue
            while data:
                size = SECTOR - offset % SECTOR
                pieces.append((kind, offset, data[:size]))
                offset, data = offset + size, data[size:]
        survivors = [piece for piece in pieces if rng.random() < keep]
        if keep < 1.0:
            rng.shuffle(survivors)
        for piece in survivors:
            apply(out, piece)
        return out


def apply(content, change):
    kind, offset, data = change
    if kind == "T":
        if len(content) > offset:
            del content[offset:]
        else:
            content.extend(bytes(offset - len(content)))
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset:offset + len(data)] = data


class Disk:
    def __init__(self, honour_syncs=True):
        self.honour_syncs = honour_syncs
        self.names = {}          # name -> Content, as the program sees it
        self.certain_names = {}  # name -> Content, after a cut
        self.pending_names = []  # (directory, operation, names..., Content)
        self.open_files = {}     # number -> Content, or a directory's name

    def replay(self, kind, number, offset, data):
        if kind == "O":
            self._open(number, offset, data.decode())
        elif kind in "WT":
            self.open_files[number].pending.append((kind, offset, data))
        elif kind == "S":
            self._sync(self.open_files[number])
        elif kind == "R":
            old, new = data.decode().split("\0")
            content = self.names.pop(old)
            self.names[new] = content
            self.pending_names.append((parent(new), "rename", old, new, content))
        elif kind == "L":
            name, content = data.decode(), self.open_files[number]
            self.names[name] = content
            self.pending_names.append((parent(name), "create", name, None, content))
        elif kind == "U":
            self.names.pop(data.decode(), None)
            self.pending_names.append((parent(data.decode()), "unlink", data.decode(), None, None))
        else:
            raise ValueError(f"unknown event {kind!r}")

    def _open(self, number, how, name):
        if how & 8:
            self.open_files[number] = Content()
            return
        if how & 4:
            self.open_files[number] = name
            return
        if name not in self.names:
            self.names[name] = Content()
            self.pending_names.append((parent(name), "create", name, None, self.names[name]))
        if how & 2:
            self.names[name].pending.append(("T", 0, b""))
        self.open_files[number] = self.names[name]

    def _sync(self, target):
        if not self.honour_syncs:
            return
        if isinstance(target, Content):
            target.sync()
            return
        mine = [entry for entry in self.pending_names if entry[0] == target]
        self.pending_names = [entry for entry in self.pending_names if entry[0] != target]
        for entry in mine:
            change_name(self.certain_names, entry)

    def after_cut(self, rng: random.Random, keep: float):
        """What a cut now may leave: keep 0 drops all that was not synced, 1 drops nothing."""
        names = dict(self.certain_names)
        if keep == 1.0:
            survive = len(self.pending_names)
        else:
            survive = 0 if keep == 0.0 else rng.randint(0, len(self.pending_names))
        for entry in self.pending_names[:survive]:
            change_name(names, entry)
        return {name: content.after_cut(rng, keep) for name, content in names.items()}


def parent(name):
    return name.rpartition("/")[0]


def change_name(names, entry):
    _, operation, name, new, content = entry
    if operation == "create":
        names[name] = content
    elif operation == "rename":
        names.pop(name, None)
        names[new] = content
    else:
        names.pop(name, None)
