import { answer, config, kAll, kit, kNone, startWith } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { forget, renew, repeat, settle } from "../src/chunks/choice/outcome";
import { all, choose, refresh } from "../src/consent";
import { kSettled, kUnsent, kVolatile } from "../src/domain/kept";
import { allowed, get, on, picture, unanswered } from "../src/state";
import { recall, remember } from "../src/storage";

let changes: boolean[] = [];
on(() => changes.push(allowed("adform")));

function fresh(state: Parameters<typeof startWith>[0] = {}): void {
  localStorage.clear();
  document.cookie = "pctx=;max-age=0";
  startWith(state);
  changes = [];
}

/** The cookie that the service writes. */
function writeCookie(decisions: Record<string, boolean>, givenAt = Date.now()): void {
  const list = Object.entries(decisions)
    .map(([id, yes]) => `${id}:${+yes}`)
    .join("_");
  const time = Math.floor(givenAt / 1e3);
  document.cookie = `pctx=1~${config.revision}~1~${time}~${time + 1e6}~${list}`;
}

test("a choice changes the state once, and is kept for the next page", () => {
  fresh();
  choose(all(false, false), "banner");
  assert.deepEqual(changes, [false]);
  const { unsent } = get();
  assert.match(unsent!.key, /^[\w-]{22}$/);
  assert.deepEqual(unsent!.decisions, kNone);
  assert.equal(unsent!.action, "refuse_all");
  assert.deepEqual(JSON.parse(recall(kUnsent)!), JSON.parse(JSON.stringify(unsent)));
});

test("two choices never share a key", () => {
  fresh();
  choose(kAll, "page");
  const { key } = get().unsent!;
  choose(kAll, "page");
  assert.notEqual(get().unsent!.key, key);
});

test("a withdrawal says so, and everything else is left as it was", () => {
  fresh({ answer: answer({ ...kAll, piano: false }) });
  choose({ vimeo: false }, "page");
  assert.deepEqual(get().unsent!.decisions, { ...kAll, piano: false, vimeo: false });
  choose(all(false, false), "page", "withdraw");
  assert.equal(get().unsent!.action, "withdraw");
});

test("`all` with `open` names what waits for an answer alone", () => {
  fresh({ config: { ...config, generation: 2, since: { vimeo: 2 } }, answer: answer(kAll) });
  assert.deepEqual(all(true, true), { vimeo: true });
});

test("a durable refusal never lets the old answer shine through", () => {
  fresh({ answer: answer(kAll) });
  writeCookie(kAll, Date.now() - 5e3);
  choose(kNone, "page");
  changes = [];
  const sent = get().unsent!;
  writeCookie(kNone);
  settle(kit, sent, { givenAt: Date.now(), validUntil: Date.now() + 1e9 });
  assert.deepEqual(changes, [false]);
  assert.equal(picture().status, "valid");
  assert.equal(recall(kUnsent), null);
  assert.ok(recall(kSettled));
  assert.equal(recall(kVolatile), null);
});

test("a cookie that did not stay: the answer holds in this page, and the next one is told", () => {
  fresh();
  choose(kAll, "page");
  const validUntil = Date.now() + 1e9;
  settle(kit, get().unsent!, { givenAt: Date.now(), validUntil });
  assert.ok(allowed("adform"));
  assert.equal(picture().validUntil, validUntil);
  assert.ok(recall(kVolatile));
  refresh();
  assert.ok(allowed("adform"));
});

test("no cookie stays: a withdrawal right behind an acceptance takes its place", () => {
  fresh();
  const now = Date.now();
  const times = { givenAt: now, validUntil: now + 1e9 };
  choose(kAll, "page");
  settle(kit, get().unsent!, times);
  assert.ok(allowed("adform"));
  choose(kNone, "page", "withdraw");
  settle(kit, get().unsent!, times);
  assert.ok(!allowed("adform"));
  assert.ok(recall(kVolatile));
});

test("the cookie of an acceptance is none of the withdrawal that could not be written", () => {
  fresh();
  const now = Date.now();
  writeCookie(kAll, now);
  refresh();
  choose(kNone, "page", "withdraw");
  settle(kit, get().unsent!, { givenAt: now + 1e3, validUntil: now + 1e9 });
  assert.ok(!allowed("adform"));
  assert.ok(recall(kVolatile));
});

test("another tab's newer cookie stands", () => {
  fresh();
  choose(kNone, "page");
  const now = Date.now();
  writeCookie(kAll, now + 5e3);
  settle(kit, get().unsent!, { givenAt: now, validUntil: now + 1e9 });
  assert.ok(allowed("adform"));
  assert.equal(recall(kVolatile), null);
});

test("a device clock years ahead neither loses the answer nor asks in a loop", () => {
  fresh();
  choose(kAll, "page");
  const years = 4 * 365 * 864e5;
  const givenAt = Date.now() - years;
  writeCookie(kAll, givenAt);
  settle(kit, get().unsent!, { givenAt, validUntil: givenAt + 1e9, offset: -years });
  assert.ok(allowed("adform"));
  assert.equal(recall(kVolatile), null);
  startWith();
  refresh();
  assert.ok(allowed("adform"), "on the next page, too");
  assert.deepEqual(unanswered(), []);
});

test("an answer whose end has come is over, whatever a clock behind said", () => {
  fresh();
  remember(kSettled, "1~864000000000");
  writeCookie(kAll, Date.now() - 2e9);
  refresh();
  assert.ok(!allowed("adform"));
});

test("another tab's newer choice is not forgotten with this one", () => {
  fresh();
  choose(kAll, "page");
  const sent = get().unsent!;
  remember(kUnsent, JSON.stringify({ ...sent, key: "other", decisions: kNone }));
  writeCookie(kAll);
  settle(kit, sent, { givenAt: Date.now(), validUntil: Date.now() + 1e9 });
  assert.equal(get().unsent?.key, "other");
  assert.ok(!allowed("adform"));
});

test("reads what another page left: its choice, its settlement, its cookie", () => {
  fresh();
  choose(kAll, "page");
  remember(kUnsent, null);
  remember(kSettled, "" + (Date.now() + 1));
  writeCookie(kAll);
  refresh();
  assert.equal(get().unsent, null);
  assert.ok(allowed("adform"));
});

for (const rubbish of [
  "{",
  "null",
  "[]",
  '{"decisions":{}}',
  '{"decisions":null,"at":1}',
  '"x"',
  "7",
])
  test("storage that somebody wrote to is cleared: " + rubbish, () => {
    fresh();
    remember(kUnsent, rubbish);
    refresh();
    assert.equal(get().unsent, undefined);
    assert.equal(recall(kUnsent), null);
  });

test("a new revision keeps what did not change materially, and asks the rest first", () => {
  fresh();
  choose(kAll, "page");
  const { key } = get().unsent!;
  const next = { ...config, revision: "cd".repeat(32) };
  assert.ok(renew(kit, next));
  assert.equal(get().unsent!.revision, next.revision);
  assert.equal(get().unsent!.key, key);
  assert.ok(!renew(kit, { ...next, generation: 2, since: { vimeo: 2 } }));
  assert.deepEqual(unanswered(), ["vimeo"]);
});

test("a choice recorded for nobody is kept under a new key that repeats the old one", () => {
  fresh();
  choose(kAll, "page");
  const sent = get().unsent!;
  repeat(kit, sent, sent.key);
  const next = get().unsent!;
  assert.equal(next.repeats, sent.key);
  assert.match(next.key, /^[\w-]{22}$/);
  assert.notEqual(next.key, sent.key);
  assert.equal(JSON.parse(recall(kUnsent)!).repeats, sent.key);
  repeat(kit, next, next.key);
  assert.equal(get().unsent!.repeats, next.key);
});

test("forgetting leaves nothing, and nothing runs", () => {
  fresh({ answer: answer(kAll) });
  choose(kAll, "page");
  forget(kit);
  assert.equal(recall(kUnsent), null);
  assert.ok(!allowed("adform"));
});
