import { config } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import type { Basis } from "../types/temoin";
import { make as dataLayer } from "../src/plugins/adapters/data-layer";
import { make as matomo } from "../src/plugins/adapters/matomo";
import { make as piano } from "../src/plugins/adapters/piano";

const page = globalThis as unknown as {
  _paq?: string[][];
  dataLayer?: object[];
  pdl?: { site?: number; requireConsent?: string; consent?: object };
};

/** A page that has not heard of this queue yet. */
const forget = (name: "_paq" | "dataLayer" | "pdl"): void => void delete page[name];

/** What Matomo is told under this basis, as its permission changes. */
function said(basis: Basis, ...permissions: boolean[]): string[] {
  forget("_paq");
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
  forget("_paq");
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

test("a page that starts its queue anew: what Matomo was told stands first in it, once", () => {
  said("consent", false, true);
  const told = ["requireConsent", "forgetConsentGiven", "setConsentGiven"];
  const commands = (): string[] => page._paq!.map(([command]) => command!);
  page._paq = [["trackPageView"]];
  assert.deepEqual(commands(), [...told, "trackPageView"]);
  // The line of Matomo's own guide, and what its tracker puts in the place of the queue.
  page._paq = page._paq || [];
  assert.deepEqual(commands(), [...told, "trackPageView"]);
  const tracker = { push() {} };
  Object.assign(page, { _paq: tracker });
  assert.equal(page._paq as unknown, tracker);
});

test("a page that sets Piano's settings anew, or changes them: the mode stays what it is", () => {
  forget("pdl");
  const { update } = piano({ config, api: (path) => path, note() {}, run() {} });
  update!(() => true);
  page.pdl = { site: 1, consent: { defaultPurposes: 1 } };
  const told = (mode: string) => ({
    site: 1,
    requireConsent: "v2",
    consent: { defaultPurposes: 1, products: ["PA"], defaultPreset: { PA: mode } },
  });
  assert.deepEqual(page.pdl, told("essential"));
});
