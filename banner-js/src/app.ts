/**
 * How the banner starts, once a page, and what the page may ask of it. It and changes.ts, the order
 * of a change, are the two files that know everybody.
 */
import type { Boot, Config, TemoinApi } from "../types/temoin";
import {
  again,
  alone,
  apply,
  askIfNeeded,
  choose,
  chooseAll,
  deliver,
  emit,
  focused,
  frame,
  isFramed,
  listen,
  off,
  openPreferences,
  plugIn,
  show,
  sorry,
  stoppedScripts,
  withdraw,
} from "./changes";
import * as consent from "./consent";
import { keep, kept } from "./consent";
import { isApi, isQueue } from "./domain/api";
import * as decisions from "./domain/decisions";
import { kLetIn } from "./domain/kept";
import { kPreferencesHere } from "./domain/ways";
import type { Kit } from "./lazy/kit";
import { choice, elements, placeholder, preferences } from "./lazy/parts";
import { press } from "./page/buttons";
import { allKnown, equip, mayCome, noteRun, strip, watch } from "./page/element-gate";
import { onTakeOver } from "./page/take-over";
import { api } from "./service/client";
import { allowed, begin, get, on, picture, unanswered, update, view } from "./state";
import { recall, remember } from "./storage";
import { h, idle, trust } from "./ui/dom";
import { bannerShown, hideBanner, stayOnTop } from "./ui/first-layer";
import {
  attuneAll,
  dressHome,
  home,
  hostElement,
  late,
  makeWay,
  roomForHost,
  shade,
} from "./ui/host-element";
import { inLanguage, say } from "./ui/i18n";
import { warn } from "./warn";

/** The project's, set by build.mjs. */
declare const kVersion: string;
const kLongestLoad = 5e3;

const parts = [choice, elements, placeholder, preferences];

/** Language and contrast mode of the page have changed, perhaps. */
function followPage(): void {
  if (!chosenLanguage) setLanguage(pickLanguage(get().config));
  attuneAll();
}

const kit: Kit = {
  get,
  update,
  view,
  picture,
  recall,
  remember,
  keep,
  kept,
  api,
  noteRun,
  mayCome,
  strip,
  fetch,
  h,
  idle,
  trust,
  shade,
  home,
  dressHome,
  late,
  say,
  inLanguage,
  warn,
  choose,
  openPreferences,
  sorry,
  show,
  again,
  alone,
  followPage,
  emit,
  elements,
  preferences,
  framed: isFramed,
  stopped: stoppedScripts,
  frame,
};

let chosenLanguage = false;

function setLanguage(language: string): void {
  if (language === get().language) return;
  update({ language });
  attuneAll();
  if (bannerShown()) show();
  parts.forEach((part) => part.now()?.update?.());
}

/** A queued call, `["onChange", callback]`: whatever a page wrote there. */
function callByName(self: object, name: unknown, rest: unknown[]): void {
  const methods = self as Record<string, ((...given: unknown[]) => void) | undefined>;
  methods[name as string]?.(...rest);
}

const isPlug = (item: unknown): boolean => Object(item)[0] === "plug";

function makeApi(): TemoinApi {
  const some = (yes: boolean) => (given?: string | string[]) => {
    if (given === undefined) return chooseAll(yes, false, "page");
    const names = [given].flat();
    allKnown(names.join(" "), "accept");
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
    save(wanted) {
      allKnown(Object.keys(wanted).join(" "), "save");
      choose(wanted, "page");
    },
    withdraw: () => withdraw("page"),
    allowed(name) {
      allKnown(name, "allowed");
      return allowed(name);
    },
    state: picture,
    onChange(listener) {
      return listen(listener);
    },
    setLanguage(language) {
      chosenLanguage = true;
      setLanguage(language);
    },
    reset: () => choice.need((part) => part.reset()),
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

function pickLanguage({ languages }: Config): string {
  const page = document.documentElement.lang || navigator.language;
  return languages.find((each) => RegExp(`^${each}(?![a-z])`, "i").test(page)) || languages[0]!;
}

/** The page is parsed: places for the preferences, then what the first layer does not wait for. */
function ready(): void {
  mountPreferences();
  idle(() => {
    isReady = true;
    if (!refusable()) return;
    // Everything that may not be here goes: the end of a choice can fall between two visits.
    choice.need(
      (part) => part.clean(off()),
      () => isFramed() && alone(),
    );
    // Costs the browser a look into both storages; what other tabs did meanwhile is read now.
    again();
  });
}

/** What was decided once is judged again: the page is not what it was. */
function pageChanged(): void {
  if (!isReady) return;
  if (hostElement()) home();
  stayOnTop();
  placeholder.now()?.tidy();
  mountPreferences();
  choice.now()?.tidy();
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
  if (unsent && unsent === get().unsent && !bannerShown()) deliver();
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
  waiting.observe(document, { childList: true, subtree: true });
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
  const from = document.currentScript as HTMLScriptElement | null;
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
    ...boot,
    base: new URL(boot.base || "/", from?.src || location.href).href.replace(/\/$/, ""),
    nonce: from?.nonce,
    language: pickLanguage(boot.config),
  });
  const self = (window.temoin = makeApi());
  consent.refresh();
  // Adapters and the guard come first: they must be in place before any tag runs.
  const calls = isQueue(found) ? found : [];
  self.push(...calls.filter(isPlug));
  on(apply);
  apply();
  watch(pageChanged);
  onTakeOver((root) => {
    const at = focused();
    placeholder.now()?.makeWay(root);
    makeWay(root);
    stayOnTop();
    at?.focus();
  });
  self.push(...calls);
  // A page may put in at any time what it kept: whoever looks at that first has to be there. A
  // script that is `async` stops no parser.
  if (recall(kLetIn))
    elements.need(() => {}, null, document.readyState === "loading" && from?.async === false);
  whenRoom(() =>
    // A task of its own: the parser waits for this script, and for nothing that it draws.
    setTimeout(() => {
      if (unanswered().length) home();
      setTimeout(firstLook);
    }),
  );
  // On the window: a page that stops a press there does so before anything else hears of it.
  addEventListener("click", (event) => press(self, event), true);
  return self;
}
