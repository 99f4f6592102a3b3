// The template for Google Tag Manager: its own scenarios, run by a small interpreter of what a
// sandboxed template may do. A call that its permissions do not allow throws here as there.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { createContext, runInContext } from "node:vm";
import ts from "typescript";

const file = new URL("../../packaging/tag-manager/temoin.tpl", import.meta.url);
const parts = readFileSync(file, "utf8").split(/^___([A-Z_]+)___$/m);
const section = (name) => parts[parts.indexOf(name) + 1].trim();
const permissions = JSON.parse(section("WEB_PERMISSIONS")).map(({ instance }) => {
  const { publicId } = instance.key;
  const rows = instance.param[0].value.listItem.map(({ mapKey, mapValue }) =>
    Object.fromEntries(
      mapKey.map(({ string }, at) => [string, mapValue[at].string ?? mapValue[at].boolean]),
    ),
  );
  return [publicId, rows];
});
const granted = (id) => permissions.find(([each]) => each === id)?.[1] ?? [];

function mayAccess(key, ...ways) {
  const row = granted("access_globals").find((each) => each.key === key);
  assert.ok(row && ways.every((way) => row[way]), `no permission to ${ways} ${key}`);
}

function mayGrant(state) {
  const rows = granted("access_consent").filter(({ write }) => write);
  for (const type of Object.keys(state))
    assert.ok(
      type === "wait_for_update" || rows.some(({ consentType }) => consentType === type),
      `no permission to write ${type}`,
    );
}

/** What each API asks of the permissions, whoever answers for it. */
const kChecks = {
  callInWindow: (name) => mayAccess(name, "execute"),
  copyFromWindow: (name) => mayAccess(name, "read"),
  createQueue: (name) => mayAccess(name, "read", "write"),
  makeNumber: () => {},
  setDefaultConsentState: mayGrant,
  updateConsentState: mayGrant,
};

/** Runs the template once in a page; `apis` answer for what is mocked, by name. */
function run(data, apis, calls = []) {
  const require = (name) => {
    assert.ok(name in kChecks, `${name} is no API that this template asks for`);
    return (...given) => {
      kChecks[name](...given);
      calls.push([name, given]);
      return apis[name]?.(...given);
    };
  };
  const succeeded = (name) => () => calls.push([name, []]);
  const given = {
    ...data,
    gtmOnSuccess: succeeded("gtmOnSuccess"),
    gtmOnFailure: succeeded("gtmOnFailure"),
  };
  runInContext(
    `((require, data) => { "use strict"; ${section("SANDBOXED_JS_FOR_WEB_TEMPLATE")} })`,
    createContext({}),
  )(require, given);
  return calls;
}

test("its sections are those of a template, and its code keeps to what a sandbox understands", () => {
  assert.equal(JSON.parse(section("INFO")).type, "TAG");
  const names = JSON.parse(section("TEMPLATE_PARAMETERS")).map(({ name }) => name);
  assert.deepEqual(names, ["rules", "wait"]);
  const code = section("SANDBOXED_JS_FOR_WEB_TEMPLATE");
  for (const [, name] of code.matchAll(/data\.(\w+)/g))
    assert.ok([...names, "gtmOnSuccess"].includes(name), name);
  const kNot = ["NewExpression", "ThisKeyword", "ClassDeclaration", "RegularExpressionLiteral"];
  const kForms = [...kNot, "TemplateExpression", "SpreadElement", "AwaitExpression"];
  const look = (node) => {
    assert.ok(!kForms.includes(ts.SyntaxKind[node.kind]), ts.SyntaxKind[node.kind]);
    ts.forEachChild(node, look);
  };
  look(ts.createSourceFile("template.js", code, ts.ScriptTarget.ES2020));
});

/** The scenarios and their common beginning; of YAML, what Tag Manager writes. */
function scenarios() {
  const text = section("TESTS");
  const [list, setup] = text.split(/^setup: \|-\n/m);
  const cut = (block, by) => block.replace(new RegExp(`^ {${by}}`, "gm"), "");
  return list
    .split(/^- name: /m)
    .slice(1)
    .map((each) => {
      const [name, code] = each.split(/\n {2}code: \|-\n/);
      return { name: name.trim(), code: cut(setup, 2) + "\n" + cut(code, 4) };
    });
}

for (const { name, code } of scenarios())
  test("scenario: " + name, () => {
    const apis = { makeNumber: Number, createQueue: () => () => {} };
    const calls = [];
    const plain = (value) => JSON.parse(JSON.stringify(value ?? null));
    const made = (api) => calls.filter(([each]) => each === api);
    const tools = {
      mock: (api, answer) => (apis[api] = typeof answer === "function" ? answer : () => answer),
      runCode: (data) => run(data, apis, calls),
      assertThat: (value) => ({ isEqualTo: (wanted) => assert.deepEqual(plain(value), wanted) }),
      assertApi: (api) => ({
        wasCalled: () => assert.ok(made(api).length, api),
        wasNotCalled: () => assert.equal(made(api).length, 0, api),
        wasCalledWith: (...wanted) =>
          assert.ok(
            made(api).some(
              ([, given]) => JSON.stringify(plain(given)) === JSON.stringify(plain(wanted)),
            ),
            JSON.stringify(made(api)),
          ),
      }),
    };
    new Function(...Object.keys(tools), code)(...Object.values(tools));
  });

test("beside a page's queue, before and after the banner has taken it", () => {
  const window = {};
  const apis = {
    makeNumber: Number,
    copyFromWindow: () => window.temoin?.version,
    createQueue: (name) => {
      window[name] ??= [];
      return (call) => window[name].push(call);
    },
    callInWindow: (_, call) => window.temoin.push(call),
  };
  const data = { wait: 500, rules: [{ service: "vimeo", type: "ad_storage" }] };
  const before = run(data, apis);
  assert.equal(window.temoin.length, 1);
  const listeners = window.temoin.map(([, listener]) => listener);
  window.temoin = { version: "0.2.0", push: ([, listener]) => listeners.push(listener) };
  const after = run(data, apis);
  listeners.forEach((listener) => listener({ services: { vimeo: true } }));
  for (const calls of [before, after]) {
    const [name, [state]] = calls.at(-1);
    assert.deepEqual([name, state.ad_storage], ["updateConsentState", "granted"]);
  }
});

test("what the page on tag managers gives Matomo's container: one event for what is known, then each choice", () => {
  const page = readFileSync(new URL("../../docs/tag-managers.md", import.meta.url), "utf8");
  const [, snippet] = /```html\n<script>([^]*?)<\/script>/.exec(page);
  const heard = {};
  const window = { _mtm: [] };
  const document = { addEventListener: (name, listener) => (heard[name] = listener) };
  new Function("window", "document", "_mtm", snippet)(window, document, window._mtm);
  heard["temoin:ready"]({ detail: { services: { matomo: false, adform: false } } });
  heard["temoin:choice"]({ detail: { services: { matomo: true, adform: false } } });
  assert.deepEqual(window._mtm, [
    { event: "temoin", temoin_matomo: false, temoin_adform: false },
    { event: "temoin", temoin_matomo: true, temoin_adform: false },
  ]);
});
