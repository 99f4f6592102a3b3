#!/usr/bin/env python3
"""Makes tests/conformance/vectors: proofs and a small C2SP log by a second hand.

The tree is written down here as RFC 6962 section 2.1 defines it, by recursion over lists of
leaves, and shares nothing with prooflog/; Ed25519 is openssl's. A case with `wantErr` must be
refused: it is a good proof with one thing wrong. Writes the files; with --check, says which of them
are not what it makes.
"""

import base64
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent / "vectors"
ORIGIN = "vectors.temoin.example/log"
SIZES = (1, 2, 3, 4, 5, 7, 8, 13, 16)
# Roots of Certificate Transparency's customary eight leaves: facts that every implementation knows.
CUSTOMARY = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
             "606162636465666768696a6b6c6d6e6f"]
ROOT_OF_EIGHT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def sha256(data):
    return hashlib.sha256(data).digest()


def split(n):
    """The largest power of two below n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def root(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0])
    k = split(len(leaves))
    return sha256(b"\1" + root(leaves[:k]) + root(leaves[k:]))


def path(m, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return path(m, leaves[:k]) + [root(leaves[k:])]
    return path(m - k, leaves[k:]) + [root(leaves[:k])]


def proof(m, leaves, whole=True):
    if m == len(leaves):
        return [] if whole else [root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return proof(m, leaves[:k], whole) + [root(leaves[k:])]
    return proof(m - k, leaves[k:], False) + [root(leaves[:k])]


def text(data):
    return base64.b64encode(data).decode()


def flipped(data):
    return data[:-1] + bytes([data[-1] ^ 1])


def spoiled(hashes):
    """(what is wrong, the hashes with it), for a list of hashes."""
    extra = sha256(b"extra")
    yield "one hash more", hashes + [extra]
    yield "one hash more in front", [extra] + hashes
    if hashes:
        yield "the last hash missing", hashes[:-1]
        yield "a bit of a hash", [flipped(hashes[0])] + hashes[1:]
        yield "a short hash", [hashes[0][:31]] + hashes[1:]
    if len(hashes) > 1:
        yield "two hashes exchanged", [hashes[1], hashes[0]] + hashes[2:]


def inclusion(leaves):
    for size in SIZES:
        top = root(leaves[:size])
        for index in sorted({0, size // 2, size - 1}):
            good = {"leafIdx": index, "treeSize": size,
                    "leafHash": text(sha256(b"\0" + leaves[index])), "root": text(top),
                    "proof": [text(each) for each in path(index, leaves[:size])]}
            yield {"desc": f"leaf {index} of {size}", **good}
            bad = [(what, {"proof": [text(each) for each in hashes]})
                   for what, hashes in spoiled(path(index, leaves[:size]))]
            bad += [("another leaf", {"leafHash": text(sha256(b"\0other"))}),
                    ("the leaf without its prefix", {"leafHash": text(sha256(leaves[index]))}),
                    ("another root", {"root": text(flipped(top))}),
                    ("an index past the end", {"leafIdx": size}),
                    ("an empty tree", {"treeSize": 0})]
            if size > 1:
                bad.append(("a neighbour's index", {"leafIdx": index ^ 1 if index ^ 1 < size
                                                    else index - 1}))
            for what, change in bad:
                yield {"desc": f"leaf {index} of {size}: {what}", **good, **change,
                       "wantErr": True}


def consistency(leaves):
    for new in SIZES:
        for old in [size for size in SIZES if size <= new]:
            first, second = root(leaves[:old]), root(leaves[:new])
            hashes = proof(old, leaves[:new])
            good = {"size1": old, "size2": new, "root1": text(first), "root2": text(second),
                    "proof": [text(each) for each in hashes]}
            yield {"desc": f"{old} to {new}", **good}
            bad = [(what, {"proof": [text(each) for each in wrong]})
                   for what, wrong in spoiled(hashes)]
            bad += [("another first root", {"root1": text(flipped(first))}),
                    ("another second root", {"root2": text(flipped(second))})]
            if old < new:
                bad += [("the sizes exchanged", {"size1": new, "size2": old}),
                        ("the roots exchanged", {"root1": text(second), "root2": text(first)})]
            for what, change in bad:
                yield {"desc": f"{old} to {new}: {what}", **good, **change, "wantErr": True}


def signer():
    """(the 32 bytes of the public key, a function that signs), from a seed that all may know."""
    seed = sha256(b"a key of nobody, for test vectors")
    folder = tempfile.mkdtemp()
    key, message = pathlib.Path(folder, "key.der"), pathlib.Path(folder, "message")
    key.write_bytes(bytes.fromhex("302e020100300506032b657004220420") + seed)

    def openssl(*words):
        return subprocess.run(["openssl", *words, "-inkey" if words[0] == "pkeyutl" else "-in",
                               str(key), "-keyform" if words[0] == "pkeyutl" else "-inform", "DER"],
                              check=True, capture_output=True).stdout

    def sign(data):
        message.write_bytes(data)
        return openssl("pkeyutl", "-sign", "-rawin", "-in", str(message))

    return openssl("pkey", "-pubout", "-outform", "DER")[-32:], sign


def log(leaves):
    """The files of a C2SP tlog-tiles log at sizes 0 to 15, each size under its own checkpoint."""
    public, sign = signer()
    named = b"\x01" + public
    mark = sha256(ORIGIN.encode() + b"\n" + named)[:4]
    files = {}
    for size in range(16):
        body = f"{ORIGIN}\n{size}\n{text(root(leaves[:size]))}\n".encode()
        files[f"checkpoint.{size}"] = (
            body + f"\n\u2014 {ORIGIN} {text(mark + sign(body))}\n".encode())
        if size:
            files[f"tile/0/000.p/{size}"] = b"".join(sha256(b"\0" + leaf)
                                                     for leaf in leaves[:size])
            files[f"tile/entries/000.p/{size}"] = b"".join(
                len(leaf).to_bytes(2, "big") + leaf for leaf in leaves[:size])
    return {"vkey": f"{ORIGIN}+{mark.hex()}+{text(named)}",
            "files": {name: text(data) for name, data in files.items()}}


def main():
    assert root([bytes.fromhex(each) for each in CUSTOMARY]).hex() == ROOT_OF_EIGHT
    leaves = [f"leaf {n}".encode() * (n % 5) for n in range(max(SIZES))]
    made = {"merkle/inclusion/cases.jsonl": list(inclusion(leaves)),
            "merkle/consistency/cases.jsonl": list(consistency(leaves)),
            "log.json": log(leaves)}
    stale = 0
    for name, value in made.items():
        target = HERE / name
        if isinstance(value, list):
            written = "".join(json.dumps(each) + "\n" for each in value)
        else:
            written = json.dumps(value, indent=1) + "\n"
        if target.is_file() and target.read_text() == written:
            continue
        if "--check" in sys.argv:
            print(f"{name} is not what make_vectors.py makes")
            stale += 1
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(written)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
