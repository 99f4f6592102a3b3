// The npm layout: everything that a configuration switches on is in it, and importing it touches
// nothing.
import assert from "node:assert/strict";
import test from "node:test";

const config = (settings) => ({
  schema: 1,
  site: "ameli.fr",
  revision: "r",
  generation: 1,
  languages: ["fr"],
  purposes: [],
  settings,
});

test("importing it where there is no page does not throw", async () => {
  const { start } = await import("../dist/temoin.mjs");
  assert.equal(typeof start, "function");
});

test("an adapter that this build does not have is an error that names it", async () => {
  const { start } = await import("../dist/temoin.mjs");
  assert.throws(
    () => start({ config: config({ adapters: ["plausible"] }), base: "/" }),
    /ameli\.fr switch on "plausible".*Update the package/,
  );
  assert.throws(() => start({ base: "/" }), /`config` is the site's config\.json/);
});
