/** A visitor's choice, from the click to what it changes on the page. */
import type { State } from "../types/temoin";
import { clear } from "./page/cookie-cleaner";
import { allowed, core, doc, emit, gpc, idle, keep, reread, remember, say, day, state, view } from "./state";
import { ran, scan } from "./page/element-gate";
import { hideBanner, landing, offerReopen, prepareStatus, reloadButton, tell } from "./ui/first-layer";
import { loaded } from "./lazy/preferences";
import * as rules from "./domain/decisions";
import { send } from "./service/outbox";

/** Everything in a page that leads to the preferences. */
export const kManage = "[data-temoin=preferences],a[href$='#temoin-preferences']";

let last: State | null = null;
const listeners = new Set<(state: State) => void>();

function call(listener: (state: State) => void, now: State): void {
  try {
    listener(now);
  } catch (error) {
    // Somebody else's mistake must not keep a refusal from taking effect.
    setTimeout(() => {
      throw error;
    });
  }
}

export function onChange(listener: (state: State) => void): () => void {
  listeners.add(listener);
  call(listener, state());
  return () => void listeners.delete(listener);
}

/** Makes the page agree with the present state. Returns names whose scripts only a reload stops. */
export function apply(): string[] {
  const now = state();
  const before = last;
  last = now;
  for (const plugin of Object.values(core.plugins)) if (plugin.update) plugin.update(allowed);
  const off = () => rules.refusable(core.config).filter((entry) => !rules.mayRun(view(), entry));
  const lost = before ? off().filter((entry) => before.services[entry.service.id]) : [];
  scan(doc);
  const reload = Array.from(ran).filter((name) => name[0] !== "!" && !allowed(name));
  reload.forEach((name) => ran.delete(name));
  // At start everything that may not be here goes: the end of a choice can fall between two visits.
  if (lost.length) clear(lost.map((entry) => entry.service));
  if (!before) idle(() => clear(off().map((entry) => entry.service)));
  if (lost.length) emit("withdrawn", { services: lost.map((entry) => entry.service.id), reload });
  if (JSON.stringify(before) !== JSON.stringify(now)) {
    emit("change", now);
    listeners.forEach((listener) => call(listener, now));
  }
  return reload;
}

let stopped: string[] = [];

export function choose(wanted: rules.Decisions, layer: string, action?: string): void {
  const decisions = rules.complete(view(), wanted);
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  core.unsent = {
    key: btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").slice(0, 22),
    revision: core.config.revision,
    generation: core.config.generation,
    decisions,
    action: action || rules.actionFor(decisions),
    layer,
    language: core.language,
    gpc: gpc(),
    banner: core.banner || undefined,
    at: Date.now(),
  };
  keep();
  prepareStatus();
  stopped = apply();
  hideBanner();
  loaded()?.close();
  offerReopen();
  if (layer !== "placeholder") landing();
  send(true);
}

/** Answers the named services, everything else keeping its answer. */
export const answer = (decisions: rules.Decisions, layer: string): void => choose(decisions, layer);

/** The two equal buttons; `open` limits them to what waits for an answer. */
export function answerAll(yes: boolean, open: boolean, layer = "banner"): void {
  choose(rules.each(open ? rules.unanswered(view()) : rules.refusableIds(core.config), yes), layer);
}

export const withdraw = (layer: string): void =>
  choose(rules.each(rules.refusableIds(core.config), false), layer, "withdraw");

/** Service ids of the given service and purpose ids. */
export const resolve = (names: string | string[]): string[] =>
  rules
    .refusable(core.config)
    .filter((entry) => [names].flat().some((name) => name === entry.service.id || name === entry.purpose))
    .map((entry) => entry.service.id);

/** The service has made the choice durable. */
export function settled(loud: boolean): void {
  apply();
  loaded()?.update();
  emit("choice", state());
  remember("@", "" + Date.now());
  if (!loud || !core.answer) return;
  const label = (id: string): string =>
    rules.entries(core.config).find((entry) => entry.service.id === id)?.service.name || id;
  const names = { names: stopped.map(label).join(", ") };
  tell(
    say("saved", { date: day(core.answer.validUntil) }) + (stopped.length ? " " + say("reloadWhy", names) : ""),
    ...(stopped.length ? [reloadButton()] : []),
  );
  stopped = [];
}

/** Reads again what this page did not do itself: another tab, an end of validity, a restored page. */
export function refresh(ask: () => void): void {
  reread();
  apply();
  if (!rules.unanswered(view()).length) hideBanner();
  else ask();
}
