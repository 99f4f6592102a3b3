import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { transform } from "esbuild";

const source = readFileSync(new URL("../src/texts.ts", import.meta.url), "utf8");
const { code } = await transform(source, { loader: "ts" });
const { textChanges } = await import(`data:text/javascript,${encodeURIComponent(code)}`);

const document = (title, purposes = []) => ({ texts: { title }, purposes });
const purpose = (id, title, description = { fr: "D", en: "D" }) => ({ id, title, description });

test("a text that changed is told old and new, in each language that changed", () => {
  assert.deepEqual(
    textChanges(document({ fr: "Avant", en: "Same" }), document({ fr: "Après", en: "Same" })),
    [{ what: "title", language: "fr", before: "Avant", after: "Après" }],
  );
  assert.deepEqual(textChanges(document({ fr: "A" }), document({ fr: "A" })), []);
});

test("what is new has no old text, what is gone no new one", () => {
  const title = { fr: "Mesure", en: "Audience" };
  const [added] = textChanges(document({}), document({}, [purpose("audience", title)]));
  assert.deepEqual(added, {
    what: "purpose_title",
    purpose: title,
    language: "fr",
    before: "",
    after: "Mesure",
  });
  const gone = textChanges(document({}, [purpose("audience", title)]), document({}));
  assert.ok(gone.every((change) => change.after === "" && change.before !== ""));
  assert.equal(gone.length, 4);
});
