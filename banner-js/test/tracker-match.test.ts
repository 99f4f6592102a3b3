import assert from "node:assert/strict";
import test from "node:test";
import { domains, paths, pattern, reachable } from "../src/domain/tracker-match";
import { vectors } from "./vectors";

test("a bracket is the variable part, even unclosed", () => {
  assert.ok(pattern("SR<RotatorID>").test("SR123"));
  assert.ok(pattern("SR<RotatorID").test("SR123"));
  assert.ok(!pattern("SR<RotatorID>").test("SR"));
  assert.ok(!pattern("SR<RotatorID>").test("XSR123"));
  assert.ok(pattern("a<x>b<y>").test("a1b2"));
  assert.ok(!pattern("a<x>b<y>").test("a1c2"));
});

// tests/unit/catalog/match_test.cc holds the catalogue's matcher to the same.
test("the banner matches names as the catalogue does", () => {
  const rows = vectors<[string, string, boolean]>("name_patterns.json");
  assert.ok(rows.length > 20);
  for (const [declared, name, matches] of rows)
    assert.equal(pattern(declared).test(name), matches, `${declared} ${name}`);
});

test("everything else is literal", () => {
  assert.ok(pattern("a.b*").test("a.b*"));
  assert.ok(!pattern("a.b*").test("axbb"));
  assert.ok(!pattern("C").test("CM"));
});

test("cookies can lie on the host, its parents and every path above the page", () => {
  assert.deepEqual(domains("www.ameli.fr"), ["www.ameli.fr", "ameli.fr"]);
  assert.deepEqual(domains("localhost"), []);
  assert.deepEqual(paths("/a/b"), ["/", "/a", "/a/", "/a/b", "/a/b/"]);
  assert.deepEqual(paths("/"), ["/"]);
});

test("a third party's `token` is not the site's `token`", () => {
  assert.ok(!reachable("adform.net", "www.ameli.fr", "ameli.fr"));
  assert.ok(reachable("ameli.fr", "www.ameli.fr", "ameli.fr"));
  assert.ok(reachable("ameli.fr", "www.ameli.localhost", "ameli.fr"));
  assert.ok(reachable(".ameli.fr", "www.ameli.fr", "other"));
  assert.ok(!reachable("meli.fr", "ameli.fr", "x"));
  for (const host of [null, undefined, "<site>"])
    assert.ok(reachable(host, "www.ameli.fr", "ameli.fr"), String(host));
});
