import assert from "node:assert/strict";
import test from "node:test";
import { parseContext, readContext } from "../src/domain/context-cookie";

const kRevision = "ab".repeat(32);
const kGood = `1~${kRevision}~3~1700000000~1730000000~adform:1_piano-analytics:0_vimeo:1`;

test("reads what the server writes", () => {
  assert.deepEqual(parseContext(kGood), {
    revision: kRevision,
    generation: 3,
    givenAt: 1700000000000,
    validUntil: 1730000000000,
    decisions: { adform: true, "piano-analytics": false, vimeo: true },
  });
});

test("a site with nothing to decide has an empty list", () => {
  assert.deepEqual(parseContext(`1~${kRevision}~1~1~2~`)?.decisions, {});
});

test("reads anything else as no answer", () => {
  const bad = [
    "",
    "1",
    kGood.replace("1~", "2~"),
    kGood.replace("ab", "AB"),
    kGood.replace("adform:1", "adform:2"),
    kGood.replace("adform", "Adform"),
    kGood + "_",
    kGood.replace("~3~", "~-3~"),
    kGood + "\n",
    kGood.slice(0, -2),
    kGood.replace("adform:1", "adform"),
    " " + kGood,
    kGood.replace(kRevision, kRevision + "a"),
  ];
  for (const text of bad) assert.equal(parseContext(text), null, JSON.stringify(text));
});

test("no cookie prolongs a choice beyond 13 months", () => {
  const far = parseContext(kGood.replace("1730000000", "1900000000"))!;
  assert.equal(far.validUntil, far.givenAt + 397 * 864e5);
});

test("the newest of several cookies wins, and only the exact name counts", () => {
  const newer = kGood.replace("1700000000", "1700000500");
  const jar = `xpctx=${kGood}; pctx=${kGood}; a=b; pctx=${newer}; pctxx=${newer}; pctx=rubbish`;
  assert.equal(readContext(jar, "pctx")?.givenAt, 1700000500000);
  assert.equal(readContext(`_pctx=${kGood}`, "pctx"), null);
  assert.equal(readContext("", "pctx"), null);
});
