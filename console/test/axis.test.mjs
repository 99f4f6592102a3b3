import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { transform } from "esbuild";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const { code } = await transform(read("../src/axis.ts"), { loader: "ts" });
const { axisFor } = await import(`data:text/javascript,${encodeURIComponent(code)}`);

test("page and report end and cut an axis alike", () => {
  for (const { value, end, parts } of JSON.parse(read("../../tests/unit/render/axes.json"))) {
    assert.deepEqual(axisFor(value), { end, parts }, `of ${value}`);
  }
});

test("every tick is a whole number", () => {
  for (let value = 0; value < 20_000; value += 1) {
    const { end, parts } = axisFor(value);
    assert.ok(end >= value && parts >= 1);
    assert.equal(end % parts, 0, `${end} cut into ${parts}`);
  }
});
