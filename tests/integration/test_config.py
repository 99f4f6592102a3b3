"""Settings: options before variables before the file, and what a running server takes over."""

import json
import os
import subprocess
import unittest

from harness import BINARY, ROOT, Server, TestCase, choice


def temoin(*words, **variables):
    return subprocess.run([BINARY, *map(str, words)], capture_output=True, text=True, timeout=60,
                          env={**os.environ, **variables}, check=False)


class Configured(TestCase):
    def setUp(self):
        super().setUp()
        self.file = self.folder / "temoin.toml"

    def write(self, *lines):
        self.file.write_text("\n".join(lines) + "\n")

    def shown(self, *options, **variables):
        ran = temoin("config", "show", "--format", "json", *options, **variables)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        return json.loads(ran.stdout)

    def test_the_document_lists_every_setting(self):
        table = temoin("config", "options", "--format", "markdown").stdout
        self.assertTrue((ROOT / "docs" / "configuration.md").read_text().endswith(table),
                        "write its last section again with: "
                        "temoin config options --format markdown")

    def test_the_packaged_file_is_in_order(self):
        ran = temoin("config", "check", "--config", ROOT / "packaging/config/temoin.toml")
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)

    def test_each_value_says_where_it_was_given(self):
        self.write('data = "d"', 'catalog = "c"', "[public]", "rate-limit = 5",
                   'base-path = "/a"', 'listen = "127.0.0.1:1"')
        shown = self.shown("--rate-limit", 7, "--config", self.file, TEMOIN_RATE_LIMIT="6",
                           TEMOIN_BASE_PATH="/b")
        self.assertEqual(shown["public.rate-limit"], {"value": 7, "from": "--rate-limit"})
        self.assertEqual(shown["public.base-path"], {"value": "/b", "from": "TEMOIN_BASE_PATH"})
        self.assertEqual(shown["public.listen"],
                         {"value": "127.0.0.1:1", "from": f"{self.file}:6"})
        self.assertEqual(shown["staff.listen"]["from"], "default")
        self.assertEqual(self.shown(TEMOIN_CONFIG=str(self.file))["data"]["value"], "d")

    def test_what_a_server_cannot_run_with_is_told_with_its_place(self):
        for line, said in (('trusted-proxies = ["10.0.0.1/8"]', "has bits set"),
                           ('base-path = "consentement"', "write it like /consentement"),
                           ('allow-origins = ["www.ameli.fr"]', "write it like https://"),
                           ('listen = "127.0.0.1:1', "it is no TOML")):
            self.write('data = "d"', 'catalog = "c"', "[public]", line)
            for command in (("config", "check"), ("serve",)):
                ran = temoin(*command, "--config", self.file)
                self.assertEqual(ran.returncode, 1 if command[0] == "config" else 2, line)
                self.assertIn(f"{self.file}:4: ", ran.stdout + ran.stderr)
                self.assertIn(said, ran.stdout + ran.stderr)

    def test_a_hostile_file_is_refused_in_one_line(self):
        self.folder.joinpath("folder").mkdir()
        os.mkfifo(self.folder / "pipe")
        for name, content, said in (
                ("long", b'data = "' + b"x" * (1 << 20) + b'"', "is larger than 65536 bytes"),
                ("deep", b"a = " + b"[" * 30000 + b"]" * 30000, "nested value depth"),
                ("path", b".".join([b"a"] * 30000) + b" = 1", "there is no setting 'a.a'"),
                ("zero", b'data = "a\0b"', "control characters"),
                ("bytes", b'data = "\xff"', "utf-8"),
                ("twice", b'data = "a"\ndata = "b"', "cannot redefine"),
                ("key", b'"\\u001b[31m" = 1', "there is no setting '\\u001b[31m'"),
                ("value", b'data = "\\u001b[31m"', "a control character stands in it"),
                ("less", b'data = "d"\ncatalog = "c"\npublic.rate-limit = -1',
                 "give a number from 0 to"),
                ("folder", None, "is a directory"), ("pipe", None, "is a pipe")):
            file = self.folder / name
            if content is not None:
                file.write_bytes(content)
            for command, status in (("check", 1), ("show", 2)):
                ran = temoin("config", command, "--config", file)
                told = (ran.stdout + ran.stderr).strip()
                self.assertEqual(ran.returncode, status, (name, told))
                self.assertIn(said, told)
                self.assertRegex(told, r"^[ -~]+$", name)

    def test_a_hangup_takes_over_what_may_change(self):
        self.write("[public]", "rate-limit = 0", "[staff]", 'hosts = ["one.example.fr"]')
        with Server(self.folder / "data", None, "--config", self.file) as server:
            def by(name):
                return server.request("GET", "/healthz", headers={"Host": name},
                                      port=server.staff_port).status

            def status():
                return server.choose(choice(server.config())).status
            self.assertEqual([status() for _ in range(4)], [201] * 4)
            self.assertEqual((by("one.example.fr"), by("two.example.fr")), (200, 421))
            self.write("[public]", "rate-limit = 1", 'base-path = "/other"', "[staff]",
                       'hosts = ["two.example.fr"]', "[messages]", 'format = "json"')
            server.hangup()
            server.wait_for(lambda: by("two.example.fr") == 200, "told of the other name")
            self.assertEqual(by("one.example.fr"), 421)
            self.assertIn(429, [status() for _ in range(4)])
            server.wait_for(lambda: "needs a restart" in server.logged(), "told of the path")
            (line,) = [json.loads(line) for line in server.logged().splitlines()
                       if line.startswith("{") and "needs a restart" in line]
            self.assertEqual(line["level"], "warning")
            self.assertEqual(line["message"], "public.base-path was changed and needs a restart")
            # A file that is not understood changes nothing.
            self.write("[staff]", 'hosts = ["three.example.fr"]', "x = 1")
            server.hangup()
            server.wait_for(lambda: "stay as they were" in server.logged(), "told of the file")
            self.assertEqual((by("two.example.fr"), by("three.example.fr")), (200, 421))

    def test_a_hangup_reaches_the_proxies_and_the_level(self):
        self.write("[public]", "rate-limit = 2", "[messages]", 'level = "error"')
        with Server(self.folder / "data", None, "--config", self.file) as server:
            def refused():
                body = choice(server.config())
                return 429 in [server.choose(body, X_Forwarded_For=f"198.51.100.{n}").status
                               for n in range(4)]
            self.assertTrue(refused(), "whatever a client says of itself")
            self.assertNotIn("[info]", server.logged())
            self.write("[public]", "rate-limit = 2", 'trusted-proxies = ["127.0.0.0/8"]',
                       "[messages]", 'level = "info"')
            server.hangup()
            server.wait_for(lambda: not refused(), "told of the proxy")
            server.stop()
            self.assertIn("[info] stopping", server.logged())


if __name__ == "__main__":
    unittest.main()
