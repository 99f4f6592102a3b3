/**
 * What the banner knows at this moment, whole and typed from the first line: `get` reads it,
 * `update` replaces members of it and tells whoever listens with `on`. A page has one banner
 * (app.ts sees to that, and calls `begin` first), so this is a module. No DOM, no storage, no
 * drawing; the clock is read in `view` alone.
 */
import type { Config, State } from "../types/temoin";
import type { Answer } from "./domain/context-cookie";
import * as decisions from "./domain/decisions";

export interface Data {
  config: Config;
  /** `https://host/base`, without a slash at the end. */
  base: string;
  /** SHA-256 of the code that runs. */
  banner?: string;
  /** Hash of each chunk, by name. */
  chunks?: Record<string, string>;
  nonce?: string;
  language: string;
  /** The choice that the service made durable, as the `pctx` cookie tells it. */
  answer?: Answer | null;
  /** The choice made here that the service has not acknowledged yet. */
  unsent?: decisions.Unsent | null;
  /** By how much the service's clock was ahead of the device's when a choice was last given. */
  offset?: number;
  /** The cookie did not stay: the answer lives in this page only. */
  volatile?: boolean;
}

declare global {
  interface Navigator {
    /** Global Privacy Control; where the browser has it. */
    readonly globalPrivacyControl?: boolean;
  }
}

let data: Data;

let told = (): void => {};

export const begin = (first: Data): void => void (data = first);

export const get = (): Readonly<Data> => data;

export function update(change: Partial<Data>): void {
  data = { ...data, ...change };
  told();
}

/** Who hears of each change: one, who knows everybody else. */
export const on = (listener: () => void): void => void (told = listener);

export const settings = () => data.config.settings || {};

/** Whether the browser asks for privacy in general (Global Privacy Control). */
export const gpc = (): boolean => !!navigator.globalPrivacyControl;

export const view = (): decisions.View => ({
  gpc: settings().gpc === "refuse" && gpc(),
  config: data.config,
  answer: data.answer,
  unsent: data.unsent,
  // A device whose clock is years ahead calls an answer over that the browser itself still keeps.
  now: Date.now() + Math.min(data.offset || 0, 0),
});

export const allowed = (name: string): boolean => decisions.allowed(view(), name);

export const unanswered = (): string[] => decisions.unanswered(view());

/** The picture of the moment that a page may keep. */
export function picture(): State {
  const now = view();
  const { config, unsent, language } = data;
  const held = decisions.valid(now);
  const services: Record<string, boolean> = {};
  for (const entry of decisions.entries(config))
    services[entry.service.id] = decisions.mayRun(now, entry);
  return {
    status: unsent ? "pending" : held ? "valid" : "none",
    revision: config.revision,
    generation: config.generation,
    language,
    givenAt: held && held.givenAt,
    validUntil: held && held.validUntil,
    services,
    unanswered: decisions.unanswered(now),
  };
}
