"""The shipped Caddy file before a service that hangs, is down, or answers late."""

import os
import subprocess
import unittest

import front
from harness import free_ports


class Caddy(front.Front):
    def start_front(self):
        self.port, = free_ports(1)
        place = self.folder / "caddy"
        place.mkdir()
        site = self.shipped("caddy/temoin.caddy", {
            "127.0.0.1:8080": (f"127.0.0.1:{self.server.port}", 2),
            "/var/lib/caddy/temoin": (f"{place}/kept", 2)})
        (place / "temoin.caddy").write_text(site)
        (place / "Caddyfile").write_text(
            "{\n\tadmin off\n\tauto_https off\n}\n"
            f"http://:{self.port} {{\n\tbind 127.0.0.1\n\timport {place}/temoin.caddy\n}}\n")
        self.kept = place / "kept"
        self.run_front(["caddy", "run", "--config", place / "Caddyfile"],
                       env={**os.environ, "HOME": str(place), "XDG_DATA_HOME": str(place)})

    def keep(self, site=front.SITE, address=None):
        address = address or f"http://127.0.0.1:{self.server.port}{front.BASE}"
        program = front.ROOT / "packaging/caddy/temoin-keep"
        return subprocess.run([program, address, site, self.kept], capture_output=True, text=True)


@unittest.skipIf(front.missing("caddy", "curl"), "needs caddy and curl")
class ShippedSite(front.Promises, Caddy):
    kept_pages = False

    def settle(self):
        ran = self.keep()
        self.assertEqual(ran.returncode, 0, ran.stderr)

    def test_every_part_that_the_script_names_is_kept_and_nothing_is_lost_later(self):
        self.settle()
        files = {path: path.read_bytes() for path in self.kept.rglob("*") if path.is_file()}
        parts = [path for path in files if path.parent.name == "banner"]
        self.assertGreaterEqual(len(parts), 4)
        self.server.kill()
        self.assertEqual(self.keep().returncode, 1)
        for path, content in files.items():
            self.assertEqual(path.read_bytes(), content)
        for part in parts:
            answer = self.ask("GET", f"{front.BASE}/v1/banner/{part.name}")
            self.assertEqual((answer.status, answer.body), (200, files[part]))

    def test_a_site_that_is_none_is_not_made_a_path(self):
        for site in ("../x", "a/b", "", ".."):
            self.assertEqual(self.keep(site).returncode, 1, site)
        self.assertFalse(self.kept.exists())

    def test_an_error_of_what_is_not_kept_stays_an_error(self):
        self.settle()
        self.server.kill()
        self.assertGreaterEqual(self.ask("GET", f"{front.SITES}/consents/current").status, 500)
        self.assertGreaterEqual(self.choose("{}").status, 500)
        for odd in ("/v1/../../../etc/passwd", "/v1/%2e%2e/%2e%2e/etc/passwd", "/v1/banner/../.."):
            self.assertNotIn(b"root:", self.ask("GET", f"{front.BASE}{odd}").body)


@unittest.skipIf(front.missing("caddy"), "needs caddy")
class LimitedSite(front.Limited, Caddy):
    pass


if __name__ == "__main__":
    unittest.main()
