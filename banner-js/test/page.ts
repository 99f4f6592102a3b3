/**
 * A small page for the tests of what touches one: jsdom's window in the place of the browser's.
 * Import it first; each test file runs in a process of its own.
 */
// @ts-expect-error jsdom ships no types
import { JSDOM } from "jsdom";
import type { Config } from "../types/temoin";
import { keep, kept } from "../src/consent";
import type { Kit } from "../src/lazy/kit";
import { begin, get, update, view, type Data } from "../src/state";
import { recall, remember } from "../src/storage";

const { window: page } = new JSDOM(
  "<!doctype html><html lang=fr><head></head><body></body></html>",
  {
    url: "https://www.ameli.fr/a/b",
    pretendToBeVisual: true,
  },
);

for (const name of Object.getOwnPropertyNames(page))
  if (!(name in globalThis))
    Object.defineProperty(globalThis, name, {
      value: page[name],
      configurable: true,
      writable: true,
    });
for (const name of ["navigator", "Event", "CustomEvent", "MutationObserver"])
  Object.defineProperty(globalThis, name, {
    value: page[name],
    configurable: true,
    writable: true,
  });
// What jsdom has not: nothing is laid out, and a style sheet is not read.
Object.assign(globalThis, {
  window: globalThis,
  isSecureContext: true,
  addEventListener: page.addEventListener.bind(page),
  CSS: { supports: () => true },
  ResizeObserver: class {
    observe() {}
    disconnect() {}
  },
});

const text = { fr: "x" };
const cookie = { host: "ameli.fr" };

/** One service of each kind, and two of one purpose. */
export const config: Config = {
  schema: 1,
  site: "ameli.fr",
  revision: "ab".repeat(32),
  generation: 1,
  partners: 4,
  languages: ["fr", "en"],
  controller: { name: "Cnam" },
  purposes: [
    { id: "necessary", basis: "exempt", title: text, services: [{ id: "site", name: "Site" }] },
    {
      id: "campaigns",
      basis: "consent",
      title: text,
      services: [
        {
          id: "adform",
          name: "Adform",
          trackers: [
            { name: "SR<id>", set_on_site: true, ...cookie },
            { name: "uid", host: "adform.net" },
          ],
        },
        {
          id: "cm",
          name: "Campaign Manager",
          trackers: [{ name: "_gcl", kind: "local-storage", ...cookie }],
        },
      ],
    },
    {
      id: "audience",
      basis: "exempt-with-opt-out",
      title: text,
      services: [{ id: "piano", name: "Piano" }],
    },
    { id: "multimedia", basis: "consent", title: text, services: [{ id: "vimeo", name: "Vimeo" }] },
  ],
  texts: { title: { fr: "Titre" }, text: { fr: "Texte" } },
};

export const kAll = { adform: true, cm: true, piano: true, vimeo: true };
export const kNone = { adform: false, cm: false, piano: false, vimeo: false };

/** A banner that has just been started on this page, with these members of its state. */
export function startWith(more: Partial<Data> = {}): void {
  begin({ config, base: "https://www.ameli.fr/consentement", chunks: {}, language: "fr", ...more });
}

/** What the core lends to its chunks, as far as no page is drawn. */
export const kit = {
  get,
  update,
  view,
  recall,
  remember,
  keep,
  kept,
} as Partial<Kit> as Kit;

/** An answer in force with these decisions. */
export const answer = (decisions: Record<string, boolean>) => ({
  revision: config.revision,
  generation: 1,
  givenAt: Date.now() - 1e3,
  validUntil: Date.now() + 1e9,
  decisions,
});

/** Markup as the page's own, parsed. */
export const parse = (html: string): void => void (document.body.innerHTML = html);

export function find(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error("not in the page: " + selector);
  return found;
}
