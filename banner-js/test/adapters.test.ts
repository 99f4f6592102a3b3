import { config } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import type { Basis } from "../types/temoin";
import { make as dataLayer } from "../src/plugins/adapters/data-layer";
import { make as matomo } from "../src/plugins/adapters/matomo";

const page = globalThis as unknown as { _paq?: string[][]; dataLayer?: object[] };

/** What Matomo is told under this basis, as its permission changes. */
function said(basis: Basis, ...permissions: boolean[]): string[] {
  page._paq = [];
  const service = { id: "mesure", name: "Matomo", vendor: { id: "matomo" } };
  const purpose = { id: "audience", basis, title: { fr: "x" }, services: [service] };
  const { update } = matomo({
    config: { ...config, purposes: [...config.purposes, purpose] },
    api: (path) => path,
    note() {},
    run() {},
  });
  for (const may of permissions) update!((name) => name !== "mesure" || may);
  return page._paq!.map(([command]) => command!);
}

test("Matomo under consent waits for it, and is told when it ends", () => {
  assert.deepEqual(said("consent", false, false, true, false), [
    "requireConsent",
    "forgetConsentGiven",
    "setConsentGiven",
    "forgetConsentGiven",
  ]);
});

test("Matomo where it is exempt measures until the visitor opposes", () => {
  assert.deepEqual(said("exempt-with-opt-out", true, true, false, true), [
    "forgetUserOptOut",
    "optUserOut",
    "forgetUserOptOut",
  ]);
});

test("a site without Matomo tells it nothing", () => {
  page._paq = [];
  matomo({ config, api: (path) => path, note() {}, run() {} }).update!(() => false);
  assert.deepEqual(page._paq, []);
});

test("a tag manager is told of the page's state, and of every durable choice", () => {
  page.dataLayer = [{ event: "gtm.js" }];
  dataLayer({ config, api: (path) => path, note() {}, run() {} });
  const dispatch = (name: string, status: string) =>
    document.dispatchEvent(new CustomEvent(name, { detail: { status, services: { cm: true } } }));
  dispatch("temoin:ready", "none");
  dispatch("temoin:change", "pending");
  dispatch("temoin:choice", "valid");
  assert.deepEqual(page.dataLayer.slice(1), [
    { event: "temoin_ready", temoin_status: "none", temoin_services: { cm: true } },
    { event: "temoin_choice", temoin_status: "valid", temoin_services: { cm: true } },
  ]);
});
