"""The Content-Security-Policy maps as a real nginx reads them, over the service's cookies."""

import http.client
import re
import unittest

import nginx
from harness import ROOT, SITE, TestCase, choice, command, free_ports, refusable


def sources(policy):
    """{directive: its sources}, whatever their order."""
    return {words[0]: set(words[1:]) for words in (part.split() for part in policy.split(";"))}


@unittest.skipIf(nginx.MISSING, "needs nginx")
class NginxMaps(TestCase):
    def setUp(self):
        super().setUp()
        ran = command("catalog", "csp", "--site", SITE, "--catalog", ROOT / "catalog")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.policies = dict(line.split(": ", 1) for line in ran.stdout.splitlines())
        ran = command("catalog", "csp", "--site", SITE, "--catalog", ROOT / "catalog", "--nginx")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        maps, header = ran.stdout.split("# in the server block\n")
        self.port, = free_ports(1)
        nginx.start(self, self.folder / "nginx",
                    f"{maps}\nserver {{ listen 127.0.0.1:{self.port};\n{header}\n"
                    "location / { return 204; } }", self.port)

    def policy(self, context=None):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        link.request("GET", "/", headers={"Cookie": f"pctx={context}"} if context else {})
        response = link.getresponse()
        response.read()
        link.close()
        return sources(response.getheader("Content-Security-Policy"))

    def test_each_answer_gets_its_policy(self):
        server = self.serve()
        config = server.config()

        def context(accept):
            answer = server.choose(choice(config, accept))
            self.assertEqual(answer.status, 201, answer.body)
            return answer.cookies()["pctx"][0]
        self.assertEqual(self.policy(context(True)), sources(self.policies["all"]))
        self.assertEqual(self.policy(context(False)), sources(self.policies["none"]))
        services = refusable(config)
        self.assertEqual(set(self.policies), {"none", "all", *services})
        for service in services:
            self.assertEqual(self.policy(context({service: True})),
                             sources(self.policies[service]), service)

    def test_before_an_answer_only_what_is_exempt(self):
        expected = sources(self.policies["piano-analytics"])
        self.assertEqual(self.policy(), expected)
        for forged in ("x", "vimeo", "vimeo:1x", "1~xvimeo:1", "a" * 3000):
            self.assertEqual(self.policy(forged), expected, forged)

    def test_a_site_without_services_needs_no_map(self):
        ran = command("catalog", "csp", "--site", "camieg", "--catalog", ROOT / "catalog",
                      "--nginx")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertIsNone(re.search(r"^map ", ran.stdout, re.MULTILINE))
        self.assertIn("default-src 'self'", ran.stdout)


if __name__ == "__main__":
    unittest.main()
