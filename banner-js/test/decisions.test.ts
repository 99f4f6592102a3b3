import assert from "node:assert/strict";
import test from "node:test";
import * as rules from "../src/domain/decisions";
import type { Config } from "../types/temoin";

const text = { fr: "x" };
const config = {
  revision: "r2",
  generation: 2,
  since: { vimeo: 2 },
  purposes: [
    { id: "necessary", basis: "exempt", title: text, services: [{ id: "site", name: "S" }] },
    {
      id: "campaigns",
      basis: "consent",
      title: text,
      services: [
        { id: "adform", name: "A" },
        { id: "cm", name: "C" },
      ],
    },
    {
      id: "audience",
      basis: "exempt-with-opt-out",
      title: text,
      services: [{ id: "piano", name: "P" }],
    },
    { id: "multimedia", basis: "consent", title: text, services: [{ id: "vimeo", name: "V" }] },
  ],
} as unknown as Config;

const kNow = 1e12;
const answer = (decisions: rules.Decisions, more = {}) => ({
  revision: "r1",
  generation: 2,
  givenAt: kNow - 1,
  validUntil: kNow + 1,
  decisions,
  ...more,
});
const unsent = (decisions: rules.Decisions, more = {}) => ({
  key: "k",
  revision: "r1",
  generation: 2,
  action: "save",
  layer: "banner",
  language: "fr",
  gpc: false,
  at: kNow,
  decisions,
  ...more,
});
const view = (more: Partial<rules.View> = {}): rules.View => ({
  config,
  answer: null,
  unsent: null,
  now: kNow,
  ...more,
});
const kAll = { adform: true, cm: true, piano: true, vimeo: true };
const kNone = { adform: false, cm: false, piano: false, vimeo: false };

test("before any answer only necessary and exempt services run", () => {
  const now = view();
  assert.deepEqual(
    ["site", "adform", "piano", "vimeo"].map((id) => rules.allowed(now, id)),
    [true, false, true, false],
  );
  assert.deepEqual(rules.unanswered(now), ["adform", "cm", "piano", "vimeo"]);
});

test("an answer in force decides, and opposition stops exempt measurement", () => {
  assert.ok(rules.allowed(view({ answer: answer(kAll) }), "vimeo"));
  assert.ok(!rules.allowed(view({ answer: answer(kNone) }), "piano"));
  assert.ok(rules.allowed(view({ answer: answer(kNone) }), "site"));
});

test("an answer ends at its very end", () => {
  assert.ok(rules.allowed(view({ answer: answer(kAll, { validUntil: kNow + 1 }) }), "adform"));
  assert.ok(!rules.allowed(view({ answer: answer(kAll, { validUntil: kNow }) }), "adform"));
  assert.equal(rules.unanswered(view({ answer: answer(kAll, { validUntil: kNow }) })).length, 4);
});

test("a material change asks again about that service alone", () => {
  const old = view({ answer: answer(kAll, { generation: 1 }) });
  assert.deepEqual(rules.unanswered(old), ["vimeo"]);
  assert.ok(rules.allowed(old, "adform"));
  assert.ok(!rules.allowed(old, "vimeo"));
});

test("a change never undoes an opposition to exempt measurement", () => {
  const changed = { ...config, since: { piano: 2 } };
  const old = view({ config: changed, answer: answer(kNone, { generation: 1 }) });
  assert.ok(!rules.allowed(old, "piano"));
  assert.deepEqual(rules.unanswered(old), ["piano"]);
});

test("an unsent refusal holds at once, an unsent acceptance never", () => {
  assert.ok(!rules.allowed(view({ unsent: unsent(kAll) }), "adform"));
  assert.ok(!rules.allowed(view({ answer: answer(kAll), unsent: unsent(kNone) }), "adform"));
  assert.ok(rules.allowed(view({ answer: answer(kAll), unsent: unsent(kAll) }), "adform"));
  assert.deepEqual(rules.unanswered(view({ unsent: unsent(kNone) })), []);
  assert.deepEqual(rules.unanswered(view({ unsent: unsent(kNone, { generation: 1 }) })), ["vimeo"]);
});

test("a purpose is allowed when each of its services is; unknown names never are", () => {
  const some = view({ answer: answer({ ...kAll, cm: false }) });
  assert.ok(!rules.allowed(some, "campaigns"));
  assert.ok(rules.allowed(view({ answer: answer(kAll) }), "campaigns"));
  assert.ok(!rules.allowed(view({ answer: answer(kAll) }), "nobody"));
  assert.ok(!rules.refused(view({ answer: answer(kNone) }), "nobody"));
});

test("several names mean all of them, and one that is unknown holds the rest back", () => {
  const some = view({ answer: answer({ ...kAll, cm: false }) });
  assert.ok(rules.allowed(some, "vimeo adform"));
  assert.ok(rules.allowed(some, "vimeo, audience"));
  assert.ok(!rules.allowed(some, "vimeo campaigns"));
  assert.ok(!rules.allowed(some, "vimeo nobody"));
  assert.ok(!rules.allowed(some, " "));
  assert.deepEqual(rules.unknownNames(config, "vimeo,nobody  x"), ["nobody", "x"]);
});

test("on-refusal content waits for an explicit refusal", () => {
  assert.ok(!rules.refused(view(), "vimeo"));
  assert.ok(rules.refused(view({ answer: answer(kNone) }), "vimeo"));
  assert.ok(!rules.refused(view({ answer: answer({ ...kNone, cm: true }) }), "campaigns"));
});

test("a choice carries exactly the refusable services", () => {
  const sent = rules.complete(view({ answer: answer({ ...kAll, gone: true }) }), {
    vimeo: false,
    site: false,
  });
  assert.deepEqual(sent, { adform: true, cm: true, piano: true, vimeo: false });
  assert.deepEqual(rules.complete(view(), { vimeo: true }), {
    adform: false,
    cm: false,
    piano: true,
    vimeo: true,
  });
});

test("the action agrees with the decisions", () => {
  assert.equal(rules.actionFor(kAll), "accept_all");
  assert.equal(rules.actionFor(kNone), "refuse_all");
  assert.equal(rules.actionFor({ ...kAll, cm: false }), "save");
});

test("for any answer and any moment: what runs was allowed or is exempt", () => {
  const ids = ["adform", "cm", "piano", "vimeo"];
  let seed = 7;
  const random = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let round = 0; round < 3000; ++round) {
    const pick = (): rules.Decisions =>
      Object.fromEntries(ids.filter(() => random() < 0.7).map((id) => [id, random() < 0.5]));
    const given =
      random() < 0.8
        ? answer(pick(), {
            generation: 1 + Math.floor(random() * 2),
            validUntil: kNow + (random() < 0.8 ? 1 : -1),
          })
        : null;
    const waiting =
      random() < 0.4 ? unsent(pick(), { generation: 1 + Math.floor(random() * 2) }) : null;
    const now = view({ answer: given, unsent: waiting });
    for (const id of ["adform", "cm", "vimeo"])
      if (rules.allowed(now, id)) {
        assert.equal(given!.decisions[id], true);
        assert.ok(given!.validUntil > kNow);
        assert.notEqual(waiting?.decisions[id], false);
        assert.ok(id !== "vimeo" || given!.generation === 2);
      }
  }
});
