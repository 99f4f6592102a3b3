"""The shipped Apache file before a service that hangs, is down, or answers late."""

import pathlib
import subprocess
import unittest

import front
from harness import free_ports

MODULES = pathlib.Path("/usr/lib/apache2/modules")
NEEDED = ("mpm_event", "authz_core", "proxy", "proxy_http", "slotmem_shm", "proxy_balancer",
          "lbmethod_byrequests", "cache", "cache_disk", "headers", "rewrite", "setenvif")


class Apache(front.Front):
    def start_front(self):
        self.port, = free_ports(1)
        place = self.folder / "apache"
        (place / "kept").mkdir(parents=True)
        (place / "kept").chmod(0o777)
        site = self.shipped("apache/temoin.conf", {
            "http://127.0.0.1:8080": (f"http://127.0.0.1:{self.server.port}", 2),
            "/var/cache/apache2/mod_cache_disk": (f"{place}/kept", 1),
            "CacheQuickHandler Off":
                ("CacheQuickHandler Off\nCacheMaxExpire 1\nCacheHeader on", 1)})
        loads = "".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so\n" for name in NEEDED)
        (place / "apache.conf").write_text(
            f"ServerRoot {place}\nServerName www.ameli.fr\nPidFile {place}/pid\n"
            f"DefaultRuntimeDir {place}\n{loads}User www-data\nGroup www-data\n"
            f"Listen 127.0.0.1:{self.port}\nErrorLog {place}/error.log\n"
            f"<VirtualHost *:{self.port}>\n{site}\n</VirtualHost>\n")
        self.run_front(["apache2", "-DFOREGROUND", "-f", place / "apache.conf"])


@unittest.skipIf(front.missing("apache2"), "needs apache2")
class ShippedSite(front.Promises, Apache):
    def test_one_entry_serves_every_way_of_asking_for_a_body(self):
        for first, other in (("br", "gzip, deflate, br, zstd"), ("gzip", "br;q=0, gzip"),
                             ("identity", "")):
            def other_is_found():
                self.ask("GET", f"{front.SITES}/banner.js", Accept_Encoding=first)
                answer = self.ask("GET", f"{front.SITES}/banner.js", Accept_Encoding=other)
                return "HIT" in answer.get("X-Cache", "")
            self.server.wait_for(other_is_found, f"kept for {other}")

    def test_what_belongs_to_a_visitor_is_never_kept(self):
        self.choose()
        answer = self.ask("GET", f"{front.SITES}/consents/current")
        self.assertNotIn("HIT", answer.get("X-Cache", ""))

    def test_the_modules_are_those_that_the_file_names(self):
        text = (front.ROOT / "packaging/apache/temoin.conf").read_text()
        named = text.split("a2enmod ")[1].split("\n")[0].split()
        # Brought by a2enmod as what the others need, or by the package.
        brought = {"mpm_event", "authz_core", "slotmem_shm"}
        self.assertEqual(set(named) | brought, set(NEEDED))


@unittest.skipIf(front.missing("apache2"), "needs apache2")
class LimitedSite(front.Limited, Apache):
    pass


if __name__ == "__main__":
    subprocess.run(["apache2", "-v"], check=True)
    unittest.main()
