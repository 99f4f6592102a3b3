import { config, kAll, startWith } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { api } from "../src/service/client";
import { retry, send as sendTo, type Saved } from "../src/chunks/choice/outbox";
import type { Unsent } from "../src/domain/decisions";

startWith();

const send = (unsent: Unsent, renewed: boolean) =>
  sendTo({ api, fetch: (...given) => fetch(...given) }, unsent, renewed);

const unsent: Unsent = {
  key: "k",
  revision: config.revision,
  generation: 1,
  decisions: kAll,
  action: "accept_all",
  layer: "banner",
  language: "fr",
  gpc: false,
  at: 1,
};

interface Call {
  url: string;
  init: RequestInit;
}

/** The service answers each call with the next of these. */
function answers(...replies: (Response | Error)[]): Call[] {
  const calls: Call[] = [];
  globalThis.fetch = async (url, init = {}) => {
    calls.push({ url: String(url), init });
    const reply = replies.shift();
    if (!reply || reply instanceof Error) throw reply || new Error("nobody was to call");
    return reply;
  };
  return calls;
}

const json = (status: number, body: object, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });

test("a durable choice is saved, with the two dates of the service", async () => {
  const calls = answers(
    json(201, { given_at: "2026-01-01T00:00:00Z", valid_until: "2027-02-01T00:00:00Z" }),
  );
  const { offset, ...saved } = (await send(unsent, false)) as Saved;
  assert.deepEqual(saved, { givenAt: Date.UTC(2026, 0, 1), validUntil: Date.UTC(2027, 1, 1) });
  assert.ok(
    Math.abs(Date.now() + offset! - saved.givenAt) < 6e4,
    "by how much the service's clock is ahead",
  );
  assert.equal(calls[0]!.url, api("consents"));
  const body = JSON.parse(String(calls[0]!.init.body));
  assert.equal(body.key, "k");
  assert.ok(!("at" in body) && !("generation" in body), "what only the page needs stays there");
});

for (const [what, reply, outcome] of [
  ["a broken line", new Error("offline"), { reason: "network", after: 0 }],
  [
    "a page of somebody else's",
    new Response("<p>", { status: 200, headers: { "content-type": "text/html" } }),
    { reason: "network", after: 0 },
  ],
  [
    "a CDN's challenge",
    json(403, {}, { "cf-mitigated": "challenge" }),
    { reason: "network", after: 0 },
  ],
  [
    "JSON that is none",
    new Response("{", { status: 201, headers: { "content-type": "application/json" } }),
    { reason: "network", after: 0 },
  ],
  ["a full queue", json(503, {}, { "retry-after": "7" }), { reason: "status 503", after: 7 }],
  ["too many requests", json(429, {}), { reason: "status 429", after: 0 }],
  ["a refusal for good", json(403, {}), { reason: "status 403", after: null }],
] as const)
  test(what + " keeps the choice", async () => {
    answers(reply);
    assert.deepEqual(await send(unsent, false), outcome);
  });

test("a choice recorded for nobody comes back with the key that the next one repeats", async () => {
  answers(json(200, { index: 17, recorded: true, token: false }));
  assert.deepEqual(await send(unsent, false), { repeats: "k" });
  const calls = answers(
    json(201, { given_at: "2026-01-01T00:00:00Z", valid_until: "2027-02-01T00:00:00Z" }),
  );
  await send({ ...unsent, key: "k2", repeats: "k" }, false);
  const body = JSON.parse(String(calls[0]!.init.body));
  assert.deepEqual([body.key, body.repeats], ["k2", "k"]);
});

test("an outdated revision comes back with the one that is current, asked for past the cache", async () => {
  const current = { ...config, revision: "cd".repeat(32) };
  const calls = answers(json(409, { revision: current.revision }), json(200, current));
  assert.deepEqual(await send(unsent, false), { config: current });
  assert.equal(calls[1]!.url, api("config.json?revision=" + current.revision));
  assert.equal(calls[1]!.init.cache, "reload");
});

test("an outdated revision is looked for once, and only another one counts", async () => {
  answers(json(409, {}));
  assert.deepEqual(await send(unsent, true), { reason: "status 409", after: null });
  answers(json(409, {}), json(200, config));
  assert.deepEqual(await send(unsent, false), { reason: "", after: 0 });
  answers(json(409, {}), json(200, { rubbish: true }));
  assert.deepEqual(await send(unsent, false), { reason: "", after: 0 });
});

test("tries are farther and farther apart, and begin anew after a success", async (context) => {
  const waits: number[] = [];
  context.mock.method(globalThis, "setTimeout", (_: () => void, wait: number) => waits.push(wait));
  context.mock.method(Math, "random", () => 0.5);
  for (let turn = 0; turn < 10; ++turn) retry(0, () => {});
  retry(1000, () => {});
  context.mock.restoreAll();
  assert.deepEqual(waits.slice(0, 4), [2e3, 4e3, 8e3, 16e3]);
  assert.equal(waits[9], 3e5);
  assert.equal(waits[10], 1e6);
  answers(json(201, {}));
  await send(unsent, false);
  context.mock.method(globalThis, "setTimeout", (_: () => void, wait: number) => waits.push(wait));
  context.mock.method(Math, "random", () => 0.5);
  retry(0, () => {});
  context.mock.restoreAll();
  assert.equal(waits[11], 2e3);
});
