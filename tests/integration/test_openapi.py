"""The API's description against real answers: every route, its statuses, media types and bodies."""

import hashlib
import json
import unittest

import jsonschema

from harness import CURRENT, HOST, ORIGIN, SITE, TestCase, choice, command
from picture_files import banner_of, write_pictures


class Description(TestCase):
    def setUp(self):
        super().setUp()
        self.server = self.serve("--rate-limit", "60")
        self.document = self.server.get("/openapi.json").json()
        self.seen = set()

    def resolve(self, node):
        while "$ref" in node:
            target = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node

    def call(self, template, method="get", path=None, body=None, **headers):
        """Sends a request and holds the answer against what is written about it."""
        path = path or template
        fields = {"Host": HOST, "Origin": ORIGIN, "Content-Type": "application/json"}
        fields.update({k.replace("_", "-"): v for k, v in headers.items()})
        fields = {k: v for k, v in fields.items() if v is not None}
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        answer = self.server.request(method.upper(), path, data, fields)
        operation = self.document["paths"][template][method]
        where = f"{method} {path} -> {answer.status}"
        self.assertIn(str(answer.status), operation["responses"], where)
        written = self.resolve(operation["responses"][str(answer.status)])
        self.seen.add((template, method, answer.status))
        media = (answer.get("Content-Type") or "").split(";")[0]
        if "content" not in written:
            self.assertEqual(answer.body, b"", where)
            return answer
        self.assertIn(media, written["content"], where)
        for name, header in written.get("headers", {}).items():
            if self.resolve(header).get("required"):
                self.assertIsNotNone(answer.get(name), f"{where}: {name}")
        if media.endswith("json"):
            schema = {**written["content"][media]["schema"],
                      "components": self.document["components"]}
            jsonschema.validate(answer.json(), schema, jsonschema.Draft202012Validator)
        return answer

    def publication(self):
        """The commitment of the first entry of type 5, in hexadecimal."""
        self.server.wait_signed(1)
        size = int(self.server.get("/log/checkpoint").body.split(b"\n")[1])
        bundle = self.server.get(f"/log/tile/entries/000.p/{size}").body
        entries = [bundle[at + 2:at + 36] for at in range(0, len(bundle), 36)]
        return next(entry[2:].hex() for entry in entries if entry[1] == 5)

    def test_answers_are_as_described(self):
        call = self.call
        sites = "/v1/sites/{site}"
        config = self.server.config()
        for leaf in ("config.json", "banner.js", "cookies", "cookies.json", "preferences"):
            for site in (SITE, "camieg", "cramif", "data-vaccin-covid"):
                answer = call(f"{sites}/{leaf}", path=f"/v1/sites/{site}/{leaf}")
                self.assertEqual(answer.status, 200)
            call(f"{sites}/{leaf}", path=f"/v1/sites/{SITE}/{leaf}", If_None_Match="*")
            call(f"{sites}/{leaf}", path=f"/v1/sites/nowhere/{leaf}")
        for query in ("name=IDE", "name=SR1&host=adform.net", "name=never", "name="):
            call(f"{sites}/cookies.json", path=f"/v1/sites/{SITE}/cookies.json?{query}")

        give = f"{sites}/consents"
        mine = f"/v1/sites/{SITE}/consents"
        given = call(give, "post", mine, choice(config, {"x": True}, banner="0" * 64))
        self.assertEqual(given.status, 201)
        token = f"pcid={given.cookies()['pcid'][0]}"
        call(give, "post", mine, choice(config, {"x": True}), Cookie=token)
        for _ in range(2):  # recorded, then withheld
            call(give, "post", mine, choice(config, key="A" * 22))
        call(give, "post", mine, choice(config, key="A" * 21 + "Q", repeats="A" * 22))
        call(give, "post", mine, b"{")
        call(give, "post", mine, choice(config), Origin="https://evil.example")
        call(give, "post", "/v1/sites/nowhere/consents", choice(config))
        call(give, "post", mine, choice(config, revision="0" * 64))
        call(give, "post", mine, b" " * 20000)
        call(give, "post", mine, choice(config), Content_Type="text/plain")
        call(give, "post", mine, choice(config, action="x"))

        current = f"{sites}/consents/current"
        call(current, path=CURRENT)
        call(current, path=CURRENT, Cookie=token)
        call(current, path="/v1/sites/nowhere/consents/current")
        receipt = f"{current}/receipt"
        self.server.wait_for(lambda: call(receipt, path=f"{CURRENT}/receipt",
                                          Cookie=token).status == 200,
                             "under a checkpoint")
        call(receipt, path=f"{CURRENT}/receipt", Cookie=token, Accept="text/html")
        call(receipt, path=f"{CURRENT}/receipt")
        call(current, "delete", CURRENT, Cookie=token, Origin="https://evil.example")
        call(current, "delete", CURRENT)
        held = call(give, "post", mine, choice(config, {"vimeo": True}))
        kept = command("hold", "add", "--data", self.server.data, "--site", SITE, "--record",
                       held.json()["index"], "--reason", "r", "--author", "a", "--review",
                       "2099-01-01")
        self.assertEqual(kept.returncode, 0, kept.stderr)
        put_off = call(current, "delete", CURRENT, Cookie=f"pcid={held.cookies()['pcid'][0]}")
        self.assertEqual(put_off.status, 202)
        for _ in range(5):  # a machine that is very busy takes longer than an answer waits
            if call(current, "delete", CURRENT, Cookie=token).status == 200:
                break
            given = call(give, "post", mine, choice(config, {"x": True}))
            token = f"pcid={given.cookies()['pcid'][0]}"
        erased = call(current, path=CURRENT, Cookie=token)
        self.assertEqual(erased.json(), {"status": "none"})

        for leaf, good in (("impressions", {"revision": config["revision"], "shown": 1}),
                           ("observed", {"names": ["_new"]})):
            path = f"/v1/sites/{SITE}/{leaf}"
            call(f"{sites}/{leaf}", "post", path, good)
            call(f"{sites}/{leaf}", "post", path, b"{")
            call(f"{sites}/{leaf}", "post", path, {})
            call(f"{sites}/{leaf}", "post", path, good, Origin="https://evil.example")
            call(f"{sites}/{leaf}", "post", path, good, Content_Type="text/plain")
            call(f"{sites}/{leaf}", "post", f"/v1/sites/nowhere/{leaf}", good)

        call("/v1/revisions/{hash}", path=f"/v1/revisions/{config['revision']}")
        call("/v1/revisions/{hash}", path=f"/v1/revisions/{'0' * 64}")
        published = "/v1/publications/{hash}"
        manifest = call(published, path=f"/v1/publications/{self.publication()}").json()
        self.assertEqual((manifest["site"], manifest["revision"], manifest["generation"]),
                         (SITE, config["revision"], 1))
        call(published, path=f"/v1/publications/{'0' * 64}")
        core = banner_of(self.server, SITE)
        pictures = "/v1/revisions/{hash}/pictures"
        call(pictures, path=f"/v1/revisions/{config['revision']}/pictures")
        manifest = write_pictures(self.folder / "taken", config, core)
        filed = command("pictures", "add", "--data", self.folder / "data", self.folder / "taken")
        self.assertEqual(filed.returncode, 0, filed.stderr)
        listed = call(pictures, path=f"/v1/revisions/{config['revision']}/pictures")
        self.assertEqual(len(listed.json()["pictures"]), 1)
        call(pictures, path=f"/v1/revisions/{'0' * 64}/pictures")
        call("/v1/pictures/{file}",
             path=f"/v1/pictures/{hashlib.sha256(manifest).hexdigest()}.json")
        picture = json.loads(manifest)["pictures"][0]["sha256"]
        call("/v1/pictures/{file}", path=f"/v1/pictures/{picture}.png")
        for path in (picture, f"{picture}.json", f"{'0' * 64}.png", "x.png",
                     f"{config['revision']}.json"):
            self.assertEqual(call("/v1/pictures/{file}", path=f"/v1/pictures/{path}").status, 404)
        call("/v1/banner/{file}", path=f"/v1/banner/{core}.js")
        call("/v1/banner/{file}", path=f"/v1/banner/{'0' * 64}.js")
        call("/log/checkpoint")
        call("/log/tile/{rest}", path="/log/tile/0/000.p/1")
        call("/log/tile/{rest}", path="/log/tile/entries/000.p/1")
        call("/log/tile/{rest}", path="/log/tile/x")
        for path in ("/healthz", "/readyz", "/openapi.json"):
            call(path)
        for _ in range(200):
            if call(give, "post", mine, b"{").status == 429:
                break

        # Everything that is described was seen at least once; every route's errors, too, except
        # those that need a broken disk or a full queue.
        for template, methods in self.document["paths"].items():
            for method, operation in methods.items():
                for status in operation["responses"]:
                    if status in ("503", "304", "413", "415", "429"):
                        continue
                    if (template, status) in (("/log/checkpoint", "404"),):
                        continue
                    self.assertIn((template, method, int(status)), self.seen)
        for status in (304, 413, 415, 429):
            self.assertIn(status, {entry[2] for entry in self.seen})

    def test_every_path_allows_what_is_described(self):
        examples = {"{site}": SITE, "{file}": "0" * 64 + ".js", "{hash}": "0" * 64,
                    "{rest}": "0/000"}
        for template, methods in self.document["paths"].items():
            path = template
            for name, example in examples.items():
                path = path.replace(name, example)
            answer = self.server.request("OPTIONS", path)
            self.assertEqual(answer.status, 204, path)
            allowed = set(answer.get("Allow").split(", ")) - {"HEAD", "OPTIONS"}
            self.assertEqual(allowed, {method.upper() for method in methods}, path)


if __name__ == "__main__":
    unittest.main()
