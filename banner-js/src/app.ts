/**
 * The one file that knows everybody: it starts the banner once a page and says the order of a
 * change, plugins, gate, cleaner, what the page is told, what is drawn, what is sent.
 */
import type { Boot, Config, State, TemoinApi } from "../types/temoin";
import * as consent from "./consent";
import { isApi, isQueue } from "./domain/api";
import * as decisions from "./domain/decisions";
import { kTagged } from "./domain/tagged";
import type { Kit } from "./lazy/kit";
import { choice, elements, placeholder, preferences } from "./lazy/parts";
import {
  allKnown,
  equip,
  mayCome,
  noteRun,
  scanAll,
  stopped as stoppedNow,
  strip,
  watch,
} from "./page/element-gate";
import type { Plugin } from "./plugins/plugin";
import { api, ask } from "./service/client";
import * as outbox from "./service/outbox";
import { allowed, begin, get, on, picture, unanswered, update, view } from "./state";
import { asksInVain, kUnsent, kVolatile, recall, remember, storageKey } from "./storage";
import { dress, h, html, idle, load, script, scriptUrl } from "./ui/dom";
import { bannerShown, hideBanner, showBanner, stayOnTop } from "./ui/first-layer";
import { attuneAll, followPage, home, hostElement, roomForHost, shade } from "./ui/host-element";
import { day, inLanguage, say } from "./ui/i18n";
import {
  kJump,
  kManage,
  kPreferencesHere,
  landing,
  offerReopen,
  ownWay,
  reopenControl,
} from "./ui/reopen";
import { reloadButton, status, tell } from "./ui/status";
import { warn } from "./warn";

const kForbidden = "status 403";
/** The project's, set by build.mjs. */
declare const kVersion: string;
const kPatience = 2e3;
const kLongestLoad = 5e3;

const plugins: Record<string, Plugin> = {};
const listeners = new Set<(state: State) => void>();

function emit(name: string, detail: unknown): void {
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

let last: State | null = null;
/** Services refused by the last choice whose scripts only a reload stops. */
let stopped: string[] = [];

/** Makes the page agree with the state: at start, and whenever the state changed. */
function apply(): void {
  const now = picture();
  const before = last;
  last = now;
  for (const plugin of Object.values(plugins)) plugin.update?.(allowed);
  scanAll();
  const reload = stoppedNow();
  stopped.push(...reload);
  const { config } = get();
  const off = () =>
    decisions
      .refusable(config)
      .flatMap((entry) => (decisions.mayRun(view(), entry) ? [] : [entry.service]));
  const lost = before ? off().filter((service) => before.services[service.id]) : [];
  // At start everything that may not be here goes: the end of a choice can fall between two visits.
  if (lost.length) choice.need((part) => part.clean(lost));
  if (!before) idle(() => choice.need((part) => part.clean(off())));
  if (lost.length) emit("withdrawn", { services: lost.map((service) => service.id), reload });
  if (JSON.stringify(before) !== JSON.stringify(now)) {
    emit("change", now);
    listeners.forEach((listener) => call(listener, now));
  }
}

/** The element that truly has the focus, through our own shadow too. */
function focused(): Element | null {
  const outer = document.activeElement;
  return outer?.shadowRoot?.activeElement || outer;
}

/** A frame asks and offers nothing until it is clear that no page of the same site does. */
let framed = false;

const offer = (): void => void (framed || offerReopen(openPreferences));

const sorry = (): void => tell(say("sorry"));

function openPreferences(): void {
  const back = focused();
  preferences.need((part) => part.open(back), sorry);
}

/** A visitor's or the page's choice: the state first, then what is drawn, then what is sent. */
function choose(wanted: decisions.Decisions, layer: string, action?: string): void {
  stopped = [];
  status();
  consent.choose(wanted, layer, action);
  hideBanner();
  preferences.now()?.close();
  offer();
  if (layer !== "placeholder") landing();
  void deliver(true);
}

/** Everything, or what still waits for an answer alone. */
const chooseAll = (yes: boolean, open: boolean, layer: string): void =>
  choose(consent.all(yes, open), layer);

const withdraw = (layer: string): void => choose(consent.all(false, false), layer, "withdraw");

/** The service has made the choice durable. `loud`: the visitor waits for a word. */
function saved(loud: boolean): void {
  const { answer, config } = get();
  preferences.now()?.update();
  emit("choice", picture());
  if (!loud || !answer) return;
  const label = (id: string): string =>
    decisions.entries(config).find((entry) => entry.service.id === id)?.service.name || id;
  const names = { names: stopped.map(label).join(", ") };
  const message = get().volatile ? say("brief") : say("saved", { date: day(answer.validUntil) });
  if (stopped.length) tell(message + " " + say("reloadWhy", names), reloadButton());
  else tell(message);
}

/**
 * What an acceptance lets in comes in with it: how to do that is fetched while the choice is sent.
 */
const readyToLetIn = (): Promise<void> | false =>
  !!document.querySelector(kTagged) &&
  new Promise((done) => {
    elements.need(() => done(), done);
    setTimeout(done, kPatience);
  });

/** Takes the unsent choice to the service, and goes on trying. */
async function deliver(loud: boolean, renewed = false): Promise<void> {
  const { unsent } = get();
  if (!unsent) return;
  const [outcome] = await Promise.all([outbox.send(unsent, renewed), readyToLetIn()]);
  // A newer choice, here or in another tab, has taken this one's place meanwhile.
  if (get().unsent?.key !== unsent.key) return;
  if ("givenAt" in outcome) {
    consent.settle(unsent, outcome);
    saved(loud);
  } else if ("repeats" in outcome) {
    consent.repeat(unsent, outcome.repeats);
    // Once at once; a service that goes on saying so is asked more and more rarely.
    if (unsent.repeats) outbox.retry(0, retry);
    else void deliver(loud);
  } else if ("config" in outcome) {
    if (consent.renew(outcome.config)) void deliver(loud, true);
    else show();
  } else {
    const { reason, after } = outcome;
    if (reason) emit("unreachable", { reason });
    if (after !== null) outbox.retry(after, retry);
    else if (reason === kForbidden) warn(`${location.origin} is no origin of the site`);
    if (loud) tell(say(recall(kUnsent) ? "kept" : "brief"));
  }
}

const retry = (): void => void deliver(false);

const show = (): void => showBanner({ chooseAll, openPreferences, emit });

let asked = "";

/** Shows the first layer when, and only when, something waits for an answer. */
function askIfNeeded(): void {
  const open = unanswered();
  const { answer, unsent } = get();
  if (
    !open.length ||
    (!answer && asksInVain()) ||
    framed ||
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
function again(): void {
  consent.refresh();
  if (unanswered().length) askIfNeeded();
  else hideBanner();
}

const parts = [choice, elements, placeholder, preferences];

const kit: Kit = {
  get,
  update,
  view,
  picture,
  h,
  dress,
  shade,
  home,
  say,
  day,
  inLanguage,
  choose,
  withdraw,
  api,
  ask,
  openPreferences,
  sorry,
  emit,
  noteRun,
  mayCome,
  strip,
  warn,
  script,
  scriptUrl,
  idle,
  html,
  tell,
  reloadButton,
  frame: (address, service) =>
    Object.values(plugins).reduce((now, { frame }) => (frame ? frame(now, service) : now), address),
};

function plugIn(name: string, make: unknown): void {
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

let chosenLanguage = false;

function setLanguage(language: string): void {
  if (language === get().language) return;
  update({ language });
  attuneAll();
  if (bannerShown()) show();
  const reopen = reopenControl();
  if (reopen) reopen.textContent = say("manage");
  preferences.now()?.update();
  placeholder.now()?.update();
}

/** A queued call, `["onChange", callback]`: whatever a page wrote there. */
function callByName(self: TemoinApi, name: unknown, rest: unknown[]): void {
  for (const [each, method] of Object.entries(self)) if (each === name) method(...rest);
}

const isPlug = (item: unknown): boolean => Object(item)[0] === "plug";

function makeApi(): TemoinApi {
  const some = (yes: boolean) => (given?: string | string[]) => {
    if (given === undefined) return chooseAll(yes, false, "page");
    const names = [given].flat();
    allKnown(names.join(" "), "temoin.accept()");
    choose(decisions.each(decisions.resolve(get().config, names), yes), "page");
  };
  const self: TemoinApi = {
    version: kVersion,
    show: () => {
      show();
      home().querySelector<HTMLElement>("[part~=accept]")?.focus();
    },
    showPreferences: openPreferences,
    accept: some(true),
    refuse: some(false),
    save: (wanted) => choose(wanted, "page"),
    withdraw: () => withdraw("page"),
    allowed,
    state: picture,
    onChange(listener) {
      listeners.add(listener);
      call(listener, picture());
      return () => void listeners.delete(listener);
    },
    setLanguage(language) {
      chosenLanguage = true;
      setLanguage(language);
    },
    reset() {
      const drop = () => choice.need((part) => part.dropCookie(consent.cookieName()));
      drop();
      consent.forget();
      void ask("consents/current", { method: "DELETE" }).then(() => {
        drop();
        consent.refresh();
        show();
      });
    },
    push(...calls) {
      for (const item of calls) {
        if (typeof item === "function") item(self);
        else if (Array.isArray(item)) {
          const [name, ...rest]: unknown[] = item;
          // Parts arrive by "use"; adapters and the guard, joined to this script at publish, by
          // "plug".
          if (name === "use") for (const part of parts) part.receive(rest[0], rest[1], kit);
          else if (name === "plug") plugIn("" + rest[0], rest[1]);
          else callByName(self, name, rest);
        }
      }
    },
  };
  return self;
}

/** The verbs of `data-temoin`. */
const isVerb = (verb: string): verb is "accept" | "refuse" | "withdraw" | "show" =>
  /^(accept|refuse|withdraw|show)$/.test(verb);

function buttons(self: TemoinApi, event: Event): void {
  // Through open shadow roots; and before a handler of the page's can keep it from us.
  const target = event
    .composedPath()
    .find(
      (each): each is Element =>
        each instanceof Element && each.matches(kManage + ",[data-temoin]"),
    );
  if (!target) return;
  const verb = target.getAttribute("data-temoin") || "preferences";
  if (verb === "preferences") self.showPreferences();
  else if (isVerb(verb)) self[verb]();
  else return;
  event.preventDefault();
}

function pickLanguage({ languages }: Config): string {
  const page = (document.documentElement.lang || navigator.language || "").toLowerCase();
  return (
    languages.find((each) => (page + "-").startsWith(each.toLowerCase() + "-")) || languages[0]!
  );
}

function alone(): void {
  framed = false;
  again();
  if (!unanswered().length) offer();
}

/** The page is parsed: places for the preferences, then what the first layer does not wait for. */
function ready(): void {
  mountPreferences();
  idle(() => {
    isReady = true;
    if (!refusable()) return;
    status();
    followPage(() => chosenLanguage || setLanguage(pickLanguage(get().config)));
    offer();
    jump();
    addEventListener("hashchange", jump);
    if (framed) elements.need((part) => part.inOurPage() || alone(), alone);
    // Costs the browser a look into both storages; what other tabs did meanwhile is read now.
    again();
    addEventListener("storage", ({ key }) => {
      if (key && !key.startsWith(storageKey())) return;
      if (!recall(kUnsent)) update({ unsent: null });
      again();
    });
  });
}

/** What was decided once is judged again: the page is not what it was. */
function pageChanged(): void {
  if (!isReady) return;
  if (hostElement()) home();
  stayOnTop();
  placeholder.now()?.tidy();
  mountPreferences();
  if (ownWay()) reopenControl()?.remove();
  else if (!unanswered().length) offer();
}

/** A link of another page, or a bookmark, leads here as a click on one does. */
function jump(): void {
  if (location.hash === kJump && !document.querySelector(kPreferencesHere)) openPreferences();
}

function mountPreferences(): void {
  const places = document.querySelectorAll<HTMLElement>("body " + kPreferencesHere);
  if (places.length) hideBanner();
  places.forEach(
    (place) => place.shadowRoot || preferences.need((part) => part.mount(place), sorry),
  );
}

let isReady = false;

const refusable = (): boolean => decisions.refusable(get().config).length > 0;

function firstLook(): void {
  const { unsent } = get();
  if (refusable()) askIfNeeded();
  if (unsent && unsent === get().unsent && !bannerShown()) retry();
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
  emit("ready", picture());
}

/**
 * The parser is a moment behind: the page's own host element may be the next thing it meets. A page
 * without one is left as it was sent until it has loaded.
 */
function whenRoom(act: () => void): void {
  let acted = false;
  const look = (late?: unknown): void => {
    if (acted || !document.body || !(roomForHost() || late)) return;
    acted = true;
    waiting.disconnect();
    act();
  };
  const waiting = new MutationObserver(() => look());
  waiting.observe(document.documentElement, { childList: true, subtree: true });
  // A framework may still be taking its page over then.
  addEventListener("load", () => idle(() => look(true)));
  // A page that something keeps from loading is not left without.
  setTimeout(look, kLongestLoad, true);
  look();
}

export function start(boot: Boot): TemoinApi {
  const found: unknown = window.temoin;
  // Included twice by mistake: the first one works, the second keeps quiet.
  if (isApi(found)) return found;
  framed = parent !== window;
  const from = document.currentScript;
  const { config } = boot;
  equip({
    letIn: (element, way) =>
      elements.need((part) => {
        part.letIn(element, way);
        if (placeholder.now()?.uncover(element)) element.focus();
      }, way.fail),
    unknown: (names, where) => elements.need((part) => part.unknown(names, where)),
    cover: (element, still) => placeholder.need((part) => part.cover(element, still)),
  });
  begin({
    config,
    base: new URL(
      boot.base || "/",
      (from && "src" in from && from.src) || location.href,
    ).href.replace(/\/$/, ""),
    banner: boot.banner,
    chunks: boot.chunks || {},
    nonce: from?.nonce,
    language: pickLanguage(config),
  });
  const self = (window.temoin = makeApi());
  consent.refresh();
  if (get().answer) remember(kVolatile, null);
  // Adapters and the guard come first: they must be in place before any tag runs.
  const calls = isQueue(found) ? found : [];
  self.push(...calls.filter(isPlug));
  on(apply);
  apply();
  watch(pageChanged);
  self.push(...calls.filter((item) => !isPlug(item)));
  whenRoom(() =>
    // A task of its own: the parser waits for this script, and for nothing that it draws.
    setTimeout(() => {
      if (unanswered().length) home();
      setTimeout(firstLook);
    }),
  );
  document.addEventListener("click", (event) => buttons(self, event), true);
  addEventListener("pageshow", (event) => event.persisted && again());
  addEventListener("online", retry);
  document.addEventListener(
    "visibilitychange",
    () => document.visibilityState === "visible" && again(),
  );
  return self;
}
