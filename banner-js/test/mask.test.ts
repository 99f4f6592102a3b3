import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { maskName } from "../src/domain/mask";

// The runner stands in banner-js or beside it; both know the repository by this file.
const file = ["../tests", "tests"].map((folder) => folder + "/conformance/masked_names.json");
const read = (): string => {
  for (const path of file)
    try {
      return readFileSync(path, "utf8");
    } catch {
      /* the other one */
    }
  throw new Error("tests/conformance/masked_names.json was not found");
};

test("names leave the browser masked as the service would mask them", () => {
  const { names } = JSON.parse(read()) as { names: [string, string][] };
  assert.ok(names.length > 30);
  for (const [seen, masked] of names) {
    assert.equal(maskName(seen), masked);
    assert.equal(maskName(masked), masked);
  }
});
