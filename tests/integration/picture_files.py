"""A folder as scripts/picture writes it, without a browser: grey pictures with a true manifest."""

import hashlib
import json
import pathlib
import struct
import time
import zlib

WIDTHS = {"phone": 390, "desktop": 1280}


def png(width, height, shade=0):
    def chunk(name, contents):
        check = struct.pack(">I", zlib.crc32(name + contents))
        return struct.pack(">I", len(contents)) + name + contents + check
    rows = (b"\0" + bytes([shade]) * width) * height
    return (b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def banner_of(server, site):
    """The hash of the banner's core that the site's script carries."""
    return server.get(f"/v1/sites/{site}/banner.js").body.decode().rsplit('"banner":"', 1)[1][:64]


def write_pictures(folder, config, banner, taken_at=None, shade=0):
    """Writes the folder; returns the manifest as it is committed to (bytes)."""
    folder = pathlib.Path(folder)
    folder.mkdir(exist_ok=True)
    pictures = []
    for language in config["languages"]:
        for screen, width in WIDTHS.items():
            for layer in ("first", "second"):
                height = 10 + len(pictures)
                data = png(width, height, shade)
                (folder / f"{layer}-{language}-{screen}.png").write_bytes(data)
                pictures.append({"bytes": len(data), "height": height, "language": language,
                                 "layer": layer, "scale": 1, "screen": screen,
                                 "sha256": hashlib.sha256(data).hexdigest(), "width": width})
    manifest = {"banner": banner, "browser": {"name": "Chromium", "version": "1.2"},
                "generation": config["generation"], "pictures": pictures,
                "revision": config["revision"], "schema": 1, "site": config["site"],
                "taken_at": taken_at or time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1))
    return json.dumps(manifest, separators=(",", ":"), sort_keys=True).encode()
