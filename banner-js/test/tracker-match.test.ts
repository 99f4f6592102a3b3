import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { domains, paths, pattern, reachable } from "../src/domain/tracker-match";

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
  // The runner stands in banner-js or beside it.
  const file = ["../tests", "tests"].map((folder) => folder + "/conformance/name_patterns.json");
  const read = (): string => {
    for (const path of file)
      try {
        return readFileSync(path, "utf8");
      } catch {
        /* the other one */
      }
    throw new Error("tests/conformance/name_patterns.json was not found");
  };
  const vectors = JSON.parse(read()) as [string, string, boolean][];
  assert.ok(vectors.length > 20);
  for (const [declared, name, matches] of vectors)
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
  for (const host of [null, undefined, "<site>"])
    assert.ok(reachable(host, "www.ameli.fr", "ameli.fr"), String(host));
});
