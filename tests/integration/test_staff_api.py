"""The staff API's description against real responses: status, members and their types, and nothing
that the description does not name. The console's types are made from it."""

import json
import unittest

import jsonschema

from harness import ROOT, SITE, TestCase, choice, command
from picture_files import banner_of, write_pictures

DESCRIPTION = json.loads((ROOT / "server/http/api/staff-api.json").read_text())
SCHEMAS = DESCRIPTION["components"]["schemas"]


def opened(schema, whole=True):
    """The schema, left open for what it is joined with; what is below it closed where `whole`."""
    if "$ref" in schema:
        return opened(SCHEMAS[schema["$ref"].rsplit("/", 1)[1]], whole)
    below = closed if whole else (lambda each: opened(each, whole=False))
    made = dict(schema)
    if "allOf" in schema:
        made["allOf"] = [opened(each, whole) for each in schema["allOf"]]
    if "oneOf" in schema:
        made["oneOf"] = [below(each) for each in schema["oneOf"]]
    if "properties" in schema:
        made["properties"] = {name: below(each) for name, each in schema["properties"].items()}
    for word in ("items", "additionalProperties"):
        if word in schema:
            made[word] = below(schema[word])
    return made


def closed(schema):
    """The schema, refusing members that it does not name. `x-open` stands where the console reads a
    part of a document that is described elsewhere."""
    if "$ref" in schema:
        return {"$ref": "#/$defs/" + schema["$ref"].rsplit("/", 1)[1]}
    if "x-open" in schema:
        return opened(schema, whole=False)
    made = opened(schema)
    if ("properties" in schema or "allOf" in schema) and "additionalProperties" not in schema:
        made["unevaluatedProperties"] = False
    return made


DEFINITIONS = {name: closed(schema) for name, schema in SCHEMAS.items()}


class StaffApi(TestCase):
    maxDiff = None

    def setUp(self):
        super().setUp()
        self.server = self.serve()
        self.faults = set()
        config = self.server.config()
        pictures = self.folder / "pictures"
        write_pictures(pictures, config, banner_of(self.server, SITE))
        self.ran("pictures", "add", "--data", self.server.data, pictures)
        self.refused = self.server.choose(choice(config, False))
        given = self.server.choose(choice(config))
        self.server.choose(choice(config, {"x": True}), token=given.cookies()["pcid"][0])
        self.config = config
        self.bearers = {
            role: {"Authorization": "Bearer " + self.ran(
                "token", "create", "--data", self.server.data, "--role", role, "--name", role)}
            for role in ("auditor", "operator")}

    def ran(self, *words):
        done = command(*words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    def call(self, template, method="get", path=None, body=None, role="auditor"):
        """Sends a request and holds the response against the description; returns its value."""
        path = path or template
        headers = {**self.bearers[role], "Content-Type": "application/json"}
        answer = self.server.staff(path, method=method.upper(), headers=headers,
                                   body=None if body is None else json.dumps(body))
        where = f"{method} {path} -> {answer.status}"
        described = DESCRIPTION["paths"][template.split("?")[0]][method]["responses"]
        self.assertIn(str(answer.status), described, where)
        self.assertLess(answer.status, 300, where)
        schema = described[str(answer.status)]["content"]["application/json"].get("schema")
        if schema is not None:
            rules = jsonschema.Draft202012Validator({**closed(schema), "$defs": DEFINITIONS})
            for fault in rules.iter_errors(answer.json()):
                deepest = jsonschema.exceptions.best_match([fault])
                self.faults.add(f"{method} {template} {deepest.json_path}: {deepest.message[:300]}")
        return answer.json()

    def test_the_console_files_are_only_read(self):
        answer = self.server.staff("/", method="PUT")
        self.assertEqual(answer.status, 405)
        self.assertEqual(answer.all("Allow"), ["GET, HEAD"])
        self.assertEqual(answer.all("Content-Type"), ["application/problem+json"])

    def test_responses_are_as_described(self):
        site = f"?site={SITE}"
        rows = self.call("/v1/consents" + site)["rows"]
        self.assertEqual(len(rows), 3)
        for row in rows:
            path = f"/v1/consents/{row['index']}"
            self.server.wait_for(lambda: self.call("/v1/consents/{index}", path=path)["proof"],
                                 "proved")
        self.call("/v1/sites")
        for leaf in ("overview", "stats", "trackers", "revisions", "register", "compliance"):
            self.call(f"/v1/{leaf}{site}")
        for step in ("day", "week", "month"):
            self.call(f"/v1/stats{site}&step={step}")
        self.call("/v1/trackers" + site, "post", body={"text": "IDE\n_gcl_au\nnever-seen\nSR1"})
        revision = self.config["revision"]
        self.call("/v1/revisions/{hash}", path=f"/v1/revisions/{revision}")
        self.call("/v1/revisions/{hash}/pictures", path=f"/v1/revisions/{revision}/pictures")
        self.call("/v1/revisions/compare", path="/v1/revisions/compare"
                  f"?from={revision}&to={revision}")
        self.call("/v1/consents/find", "post", body={"text": rows[0]["reference"]})
        self.call("/v1/holds", "post", body={"site": SITE, "from": "2026-01-01",
                                             "to": "2026-12-31", "reason": "inspection",
                                             "review": "2027-06-01"})
        self.call("/v1/holds", path="/v1/holds?released=1")
        made = self.call("/v1/requests", "post", body={
            "site": SITE, "number": "2026-117", "kind": "access", "shown": "receipt",
            "received": rows[0]["given_at"][:10],
            "reference": rows[0]["reference"]})
        for what, body in (("extension", {"reason": "many requests"}),
                           ("answer", {"letter": "access", "answered": made["received"]})):
            self.call("/v1/requests/{id}/" + what, "post", body=body,
                      path=f"/v1/requests/{made['id']}/{what}")
        self.call("/v1/requests", path=f"/v1/requests{site}&open=1&due=2099-01-01")
        self.call("/v1/requests" + site)
        self.call("/v1/tokens", "post", role="operator",
                  body={"role": "marketing", "name": "campaigns"})
        self.call("/v1/tokens", role="operator")
        for leaf in ("session", "session/ways", "people", "invitations"):
            self.call(f"/v1/{leaf}", role="operator")
        self.call("/v1/consents/{index}", "delete", path=path + "?ground=unlawful",
                  role="operator")
        self.call("/v1/consents/{index}/erasure", "post", role="operator",
                  path=f"/v1/consents/{self.refused.json()['index']}/erasure",
                  body={"text": self.refused.cookies()["pcid"][0], "request": "2026-117"})
        self.call("/v1/journal")
        self.call("/v1/consents" + site)
        self.assertEqual("\n".join(sorted(self.faults)), "")


if __name__ == "__main__":
    unittest.main()
