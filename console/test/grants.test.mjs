import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { transform } from "esbuild";

const source = readFileSync(new URL("../src/grants.ts", import.meta.url), "utf8");
const { code } = await transform(source, { loader: "ts" });
const { lastDayToGive } = await import(`data:text/javascript,${encodeURIComponent(code)}`);

test("nothing that is given outlives the rights by which it is given, at any of its sites", () => {
  const session = {
    grants: [
      { role: "dpo", sites: ["a", "b"], until: "2027-03-02T00:00:00Z" },
      { role: "dpo", sites: ["b"] },
      { role: "dpo", sites: ["c"], until: "2027-01-02T12:00:00Z" },
      { role: "operator", sites: [] },
    ],
  };
  assert.equal(lastDayToGive(session, "auditor", ["a"]), "2027-03-01");
  assert.equal(lastDayToGive(session, "auditor", ["b"]), undefined, "the longer of two");
  assert.equal(lastDayToGive(session, "auditor", ["c"]), "2027-01-01", "a whole day");
  assert.equal(lastDayToGive(session, "auditor", ["a", "b", "c"]), "2027-01-01");
  assert.equal(lastDayToGive(session, "approver", []), undefined);
  assert.equal(lastDayToGive(session, "marketing", ["a"]), undefined, "an operator gives it, too");
});
