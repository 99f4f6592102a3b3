/**
 * The order of a change: plugins, gate, cleaner, what the page is told, what is drawn, what is
 * sent; and when the visitor is asked. app.ts starts it.
 */
import type { Service, State } from "../types/temoin";
import * as consent from "./consent";
import * as decisions from "./domain/decisions";
import { kPreferencesHere } from "./domain/ways";
import { choice, preferences } from "./lazy/parts";
import { noteRun, scanAll, stopped as stoppedNow } from "./page/element-gate";
import type { Plugin } from "./plugins/plugin";
import { api } from "./service/client";
import { allowed, get, picture, unanswered, view } from "./state";
import { asksInVain } from "./storage";
import { load } from "./ui/dom";
import { bannerShown, hideBanner, sayUnreachable, showBanner } from "./ui/first-layer";

/** Until a part that did not come is fetched again. */
const kLater = 5e3;

const plugins: Record<string, Plugin> = {};

export function plugIn(name: string, make: unknown): void {
  if (plugins[name] || typeof make !== "function") return;
  plugins[name] = make({
    config: get().config,
    api,
    note: noteRun,
    // An adapter's own script: noted like a tagged one, since only a reload stops it.
    run(service: string, address: string) {
      noteRun(service);
      load(address, () => {});
    },
  });
}

/** Last word on the address a frame of this service is loaded from. */
export function frame(address: string, service: string): string {
  for (const each of Object.values(plugins)) address = each.frame?.(address, service) || address;
  return address;
}

const listeners = new Set<(state: State) => void>();

export function emit(name: string, detail: unknown): void {
  document.dispatchEvent(new CustomEvent("temoin:" + name, { detail }));
}

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

/** Tells this listener at once, and of each change until what is returned is called. */
export function listen(listener: (state: State) => void): () => void {
  listeners.add(listener);
  call(listener, picture());
  return () => void listeners.delete(listener);
}

let last: State | null = null;
/** Services refused by the last choice whose scripts only a reload stops. */
let stopped: string[] = [];

export const stoppedScripts = (): string[] => stopped;

/** Services that may not run now. */
export const off = (): Service[] =>
  decisions
    .refusable(get().config)
    .flatMap((entry) => (decisions.mayRun(view(), entry) ? [] : [entry.service]));

/** Makes the page agree with the state: at start, and whenever the state changed. */
export function apply(): void {
  const now = picture();
  const before = last;
  last = now;
  for (const plugin of Object.values(plugins)) plugin.update?.(allowed);
  scanAll();
  const reload = stoppedNow();
  stopped.push(...reload);
  const lost = before ? off().filter((service) => before.services[service.id]) : [];
  if (lost.length) {
    choice.need((part) => part.clean(lost));
    emit("withdrawn", { services: lost.map((service) => service.id), reload });
  }
  if (JSON.stringify(before) !== JSON.stringify(now)) {
    emit("change", now);
    listeners.forEach((listener) => call(listener, now));
  }
}

/** The element that truly has the focus, through our own shadow too. */
export function focused(): HTMLElement | null {
  const outer = document.activeElement;
  return (outer?.shadowRoot?.activeElement || outer) as HTMLElement | null;
}

/** A frame asks and offers nothing until it is clear that no page of the same site does. */
let noFrame = false;

export const isFramed = (): boolean => !noFrame && top !== window;

export const sorry = (): void => choice.need((part) => part.sorry(), sayUnreachable);

export function openPreferences(): void {
  const back = focused();
  preferences.need((part) => part.open(back), sorry);
}

/** A visitor's or the page's choice: the state first, then what is drawn, then what is sent. */
export function choose(wanted: decisions.Decisions, layer: string, action?: string): void {
  stopped = [];
  consent.choose(wanted, layer, action);
  hideBanner();
  preferences.now()?.close();
  deliver(layer);
}

/** Takes the unsent choice to the service; a choice made in this page just now names its layer. */
export function deliver(layer?: string): void {
  choice.need(
    (part) => {
      if (layer) hideBanner();
      part.deliver(layer);
    },
    () => {
      if (layer) sayUnreachable();
      setTimeout(deliver, kLater, layer);
    },
  );
}

/** Everything, or what still waits for an answer alone. */
export const chooseAll = (yes: boolean, open: boolean, layer: string): void =>
  choose(consent.all(yes, open), layer);

export const withdraw = (layer: string): void =>
  choose(consent.all(false, false), layer, "withdraw");

export const show = (): void => showBanner({ chooseAll, openPreferences, emit });

let asked = "";

/** Shows the first layer when, and only when, something waits for an answer. */
export function askIfNeeded(): void {
  const open = unanswered();
  const { answer, unsent } = get();
  if (
    !open.length ||
    (!answer && asksInVain()) ||
    isFramed() ||
    document.querySelector(kPreferencesHere)
  )
    return;
  if (view().gpc && !unsent) choose(decisions.each(open, false), "page");
  else if (document.body && !(bannerShown() && asked === "" + open)) {
    // One that stands there already, and perhaps has the focus, stays as it is.
    asked = "" + open;
    show();
  }
}

/** What this page did not do itself: another tab, an end of validity, a restored page. */
export function again(): void {
  consent.refresh();
  if (unanswered().length) askIfNeeded();
  else hideBanner();
  choice.now()?.tidy();
}

export function alone(): void {
  noFrame = true;
  again();
}
