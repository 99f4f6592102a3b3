/**
 * The one shared state of the banner, and the small things every module needs of it. A page has one
 * banner (start.ts sees to that), so this is a module, not a class.
 */
import type { Config, Localized, State } from "../types/temoin";
import { readContext, type Answer } from "./domain/context-cookie";
import type { Plugin } from "./plugins/plugin";
import * as rules from "./domain/decisions";
import { words } from "./ui/i18n";

export interface Core {
  config: Config;
  /** `https://host/base`, without a slash at the end. */
  base: string;
  banner: string;
  chunks: Record<string, string>;
  nonce: string;
  language: string;
  answer: Answer | null;
  unsent: rules.Unsent | null;
  plugins: Record<string, Plugin>;
  /** The cookie did not stay: the answer lives in this page only. */
  volatile: boolean;
}

export const core = { answer: null, unsent: null, plugins: {} } as unknown as Core;

export const doc = document;
export const root = doc.documentElement;

/** Whether the browser asks for privacy in general (Global Privacy Control). */
export const gpc = (): boolean => !!(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;

export const view = (): rules.View => ({
  gpc: settings().gpc === "refuse" && gpc(),
  config: core.config,
  answer: core.answer,
  unsent: core.unsent,
  now: Date.now(),
});

export const allowed = (name: string): boolean => rules.allowed(view(), name);

export const settings = () => core.config.settings || {};

export const inLanguage = (text?: Localized | null): string =>
  (text && (text[core.language] || text.fr)) || "";

/** A word of the interface, with `{name}` filled in; chunks bring words of their own. */
export function say(key: string, values: Record<string, string> = {}, own?: Record<string, string>): string {
  const extra = (settings().ui || {})[core.language] || {};
  const text = extra[key] || (own || {})[key] || (words[core.language] || {})[key] || words.fr![key] || key;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}

export const day = (time: number): string =>
  new Intl.DateTimeFormat(core.language, { dateStyle: "long" }).format(time);

export function emit(name: string, detail: unknown): void {
  doc.dispatchEvent(new CustomEvent("temoin:" + name, { detail }));
}

/** When the browser has nothing better to do: what the first layer does not wait for. */
export function idle(act: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(act, { timeout: 1e3 });
  else setTimeout(act, 200);
}

/** Storage may be absent, full or forbidden: nothing here ever throws. */
const storageKey = (): string => "temoin:" + core.config.site;

export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(storageKey() + name);
    else localStorage.setItem(storageKey() + name, value);
  } catch {
    /* The choice then lives as long as the page. */
  }
}

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(storageKey() + name);
  } catch {
    return null;
  }
}

/** What is not sent yet outlives the page. */
export const keep = (): void => remember("", JSON.stringify(core.unsent));

const kLongest = 397 * 864e5;

/** Reads anew what other tabs, the server or an earlier page left. */
export function reread(): void {
  const cookie = (core.config.cookie || {}).context || "pctx";
  const answer = readContext(doc.cookie, cookie);
  // A cookie jar that kept nothing leaves the answer of this page standing until it ends.
  if (answer || !core.volatile) core.answer = answer;
  const text = recall("");
  if (!text) {
    // Sent by another page while this one was frozen, which hears of nothing.
    if (core.unsent && +recall("@")! > core.unsent.at) core.unsent = null;
    return;
  }
  try {
    const unsent = JSON.parse(text) as rules.Unsent;
    if (unsent.decisions && Date.now() - unsent.at < kLongest) core.unsent = unsent;
  } catch {
    remember("", null);
  }
}

export function state(): State {
  const now = view();
  const held = core.answer && core.answer.validUntil > now.now ? core.answer : null;
  const services: Record<string, boolean> = {};
  for (const entry of rules.entries(core.config)) services[entry.service.id] = rules.mayRun(now, entry);
  return {
    status: core.unsent ? "pending" : held ? "valid" : "none",
    revision: core.config.revision,
    generation: core.config.generation,
    language: core.language,
    givenAt: held && held.givenAt,
    validUntil: held && held.validUntil,
    services,
    unanswered: rules.unanswered(now),
  };
}
