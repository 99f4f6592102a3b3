/** Starts the banner once a page, and builds `window.temoin`. */
import type { Boot, TemoinApi } from "../types/temoin";
import { answer, answerAll, apply, choose, kManage, onChange, refresh, resolve, withdraw } from "./consent";
import { equip, receive } from "./lazy/chunks";
import { dropCookie } from "./page/cookie-cleaner";
import { allowed, core, day, doc, emit, idle, inLanguage, recall, remember, reread, say, state, view } from "./state";
import { dress, h, load } from "./ui/dom";
import { ran, watch } from "./page/element-gate";
import { attuneAll, followContrast, home, hostElement, shade } from "./ui/host-element";
import { bannerShown, hideBanner, kPreferencesHere, offerReopen, prepareStatus, showBanner } from "./ui/first-layer";
import { asksInVain, kVolatile } from "./storage";
import type { Make } from "./plugins/plugin";
import { loaded, mountPreferences, openPreferences, sorry } from "./lazy/preferences";
import * as rules from "./domain/decisions";
import { api, ask, send } from "./service/outbox";

const kVersion = "0.1.0";

function pickLanguage(): string {
  const { languages } = core.config;
  const page = (doc.documentElement.lang || navigator.language || "").toLowerCase();
  return languages.find((each) => page === each || page.startsWith(each + "-")) || languages[0] || "fr";
}

let asked = "";

/** Shows the first layer when, and only when, something waits for an answer. */
function askIfNeeded(): void {
  const open = rules.unanswered(view());
  if (!open.length || (!core.answer && asksInVain()) || doc.querySelector(kPreferencesHere)) return;
  if (view().gpc && !core.unsent) choose(rules.each(open, false), "page");
  else if (doc.body && !(bannerShown() && asked === "" + open)) {
    // One that stands there already, and perhaps has the focus, stays as it is.
    asked = "" + open;
    showBanner();
  }
}

const names = (given?: string | string[]): string[] | null => (given === undefined ? null : resolve(given));

/** An adapter's own script: noted like a tagged one, since only a reload stops it. */
function run(service: string, address: string): void {
  ran.add(service);
  load(address, () => {});
}

function plugIn(name: string, make: Make): void {
  const { config, plugins } = core;
  plugins[name] = plugins[name] || make({ config, api, run });
}

function makeApi(): TemoinApi {
  const some = (yes: boolean) => (given?: string | string[]) => {
    const ids = names(given);
    if (ids) answer(rules.each(ids, yes), "page");
    else answerAll(yes, false, "page");
  };
  const self: TemoinApi = {
    version: kVersion,
    show: () => {
      showBanner();
      home().querySelector<HTMLElement>("[part~=accept]")?.focus();
    },
    showPreferences: openPreferences,
    accept: some(true),
    refuse: some(false),
    save: (decisions) => answer(decisions, "page"),
    withdraw: () => withdraw("page"),
    allowed,
    state,
    onChange,
    setLanguage(language) {
      core.language = language;
      attuneAll();
      if (bannerShown()) showBanner();
      const reopen = home().querySelector("[part=reopen]");
      if (reopen) reopen.textContent = say("manage");
      loaded()?.update();
    },
    reset() {
      const cookie = (core.config.cookie || {}).context || "pctx";
      core.unsent = core.answer = null;
      remember("", null);
      remember(kVolatile, null);
      dropCookie(cookie);
      void ask("consents/current", { method: "DELETE" }).then(() => {
        dropCookie(cookie);
        apply();
        showBanner();
      });
    },
    push(...calls) {
      for (const item of calls) {
        if (typeof item === "function") item(self);
        else if (Array.isArray(item)) {
          const [name, ...rest] = item as [string, ...unknown[]];
          // Parts arrive by "use"; adapters and the guard, joined to this script at publish, by "plug".
          if (name === "use") receive(...(rest as Parameters<typeof receive>));
          else if (name === "plug") plugIn(...(rest as [string, Make]));
          else if (name in self) (self as unknown as Record<string, (...a: unknown[]) => void>)[name]!(...rest);
        }
      }
    },
  };
  return self;
}

function buttons(event: Event): void {
  const target = (event.target as Element).closest?.(kManage + ",[data-temoin]");
  if (!target) return;
  const verb = target.getAttribute("data-temoin") || "preferences";
  if (!/^(preferences|accept|refuse|withdraw|show)$/.test(verb)) return;
  event.preventDefault();
  window.temoin[verb === "preferences" ? "showPreferences" : (verb as "show")]();
}

export function start(boot: Boot): TemoinApi {
  const queue = window.temoin as unknown as unknown[] | TemoinApi | undefined;
  // Included twice by mistake: the first one works, the second keeps quiet.
  if (queue && "version" in queue) return queue;
  const script = doc.currentScript as HTMLScriptElement | null;
  core.config = boot.config;
  core.base = new URL(boot.base || "/", (script && script.src) || location.href).href.replace(/\/$/, "");
  core.banner = boot.banner || "";
  core.chunks = boot.chunks || {};
  core.nonce = (script && script.nonce) || "";
  core.language = pickLanguage();
  const self = (window.temoin = makeApi());
  equip({ core, h, dress, shade, home, say, day, inLanguage, view, state, choose, withdraw, ask, api, emit, openPreferences, sorry });
  reread();
  if (core.answer) remember(kVolatile, null);
  // Adapters and the guard come first: they must be in place before any tag runs.
  const calls = Array.isArray(queue) ? queue : [];
  self.push(...calls.filter((call) => Array.isArray(call) && call[0] === "plug"));
  apply();
  watch(() => {
    const host = hostElement();
    if (host && !host.isConnected) home();
  });
  self.push(...calls.filter((call) => !Array.isArray(call) || call[0] !== "plug"));
  const again = () => refresh(askIfNeeded);
  const refusable = () => rules.refusable(core.config).length > 0;
  const ready = () => {
    const places = doc.querySelectorAll<HTMLElement>("body " + kPreferencesHere);
    if (places.length) hideBanner();
    places.forEach(mountPreferences);
    idle(() => {
      if (!refusable()) return;
      prepareStatus();
      followContrast();
      offerReopen();
      // Costs the browser a look into both storages; what other tabs did meanwhile is read now.
      again();
      addEventListener("storage", (event) => {
        if (!event.key || event.key.startsWith("temoin:" + core.config.site)) {
          if (!recall("")) core.unsent = null;
          again();
        }
      });
    });
  };
  const begin = () => {
    const { unsent } = core;
    if (refusable()) askIfNeeded();
    if (unsent && unsent === core.unsent && !bannerShown()) void send(false);
    if (doc.readyState === "loading") doc.addEventListener("DOMContentLoaded", ready);
    else ready();
    emit("ready", state());
  };
  // A task of its own: the parser waits for this script, and for nothing that it draws.
  const soon = () =>
    setTimeout(() => {
      if (rules.unanswered(view()).length) home();
      setTimeout(begin);
    });
  // The parser is a moment behind: the page's own host element may be the next thing it meets.
  const met = (): unknown => doc.body && (doc.body.firstElementChild || doc.readyState !== "loading");
  if (met()) soon();
  else {
    const waiting = new MutationObserver(() => {
      if (!met()) return;
      waiting.disconnect();
      soon();
    });
    waiting.observe(doc.documentElement, { childList: true, subtree: true });
  }

  doc.addEventListener("click", buttons);
  addEventListener("pageshow", (event) => event.persisted && again());
  addEventListener("online", () => void send(false));
  doc.addEventListener("visibilitychange", () => doc.visibilityState === "visible" && again());
  return self;
}

