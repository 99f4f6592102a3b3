/**
 * The way back to the preferences: the page's own, else a small control of ours. Ways and places in
 * open shadow roots count like those in the document.
 */
import { kJump, kManage, kPreferencesHere } from "../../domain/ways";
import type { Lent } from "../../lazy/kit";
import { raise } from "./layers";
import { findAll } from "./shadows";

declare global {
  interface Window {
    /** Where the browser has it, and no page its own: it tells of every change of the address. */
    readonly navigation?: Partial<EventTarget>;
  }
}

export interface WayBack {
  /** A page without a way back gets a small control; one that has got its own loses ours. */
  offer(): void;
  /** The page is another: its ways and places are looked for anew. */
  tidy(): void;
  /** Says it again, in another language. */
  update(): void;
  /** After a choice the focus goes to what reopens the preferences, else to the main content. */
  landing(only?: boolean): void;
}

/** Milliseconds between two looks into all shadow roots of a page that goes on changing. */
const kBetween = 300;

/** What the host says of itself while a place for the preferences stands in a shadow root. */
const kHere = kPreferencesHere.slice(1, -1);

/** `came`: our control has come, above everything else of ours. */
export function makeWayBack(
  kit: Lent<
    | "get"
    | "h"
    | "idle"
    | "home"
    | "say"
    | "preferences"
    | "openPreferences"
    | "sorry"
    | "again"
    | "framed"
  >,
  came: () => void,
): WayBack {
  const { get, h, home, openPreferences, say } = kit;
  let ways: HTMLElement[] = [];
  let held = false;
  let waiting = false;

  const control = (): HTMLElement | null => home().querySelector<HTMLElement>("[part=reopen]");

  let hash = "";

  /**
   * A link of another page, or a bookmark, leads here as a click on one does; a router may write it
   * without a word, and write it again as it stands.
   */
  function jump(): void {
    const before = hash;
    ({ hash } = location);
    if (hash === kJump && hash !== before && !document.querySelector(kPreferencesHere))
      openPreferences();
  }

  function offerControl(): void {
    const ownWay =
      document.querySelector(kManage + "," + kPreferencesHere) ||
      ways.some((each) => each.isConnected && each.matches(kManage));
    const asking = home().querySelector("[part=banner]");
    if (ownWay || asking || kit.framed() || get().config.settings?.reopen === "none")
      control()?.remove();
    else if (control()) raise(control()!);
    else {
      const made = h(
        "button",
        { type: "button", part: "reopen", press: openPreferences },
        say("manage"),
      );
      home().append(made);
      raise(made);
      came();
    }
  }

  function look(): void {
    ways = findAll(kManage);
    const { host } = home().getRootNode() as ShadowRoot;
    const places = findAll(kPreferencesHere).filter((each) => each !== host);
    const inShadow = places.filter((each) => each.getRootNode() !== document);
    // The core looks in the document alone: where this stands it asks nothing.
    if (host.hasAttribute(kHere) !== !!inShadow.length)
      host.toggleAttribute(kHere, !!inShadow.length);
    for (const place of inShadow)
      if (!place.shadowRoot) kit.preferences.need((part) => part.mount(place), kit.sorry);
    const left = held && !places.length;
    held = !!places.length;
    // A router that leaves the page of the preferences: what waits for an answer is asked again.
    if (left) kit.again();
    offerControl();
  }

  jump();
  for (const type of ["hashchange", "popstate"]) addEventListener(type, jump);
  window.navigation?.addEventListener?.("currententrychange", jump);
  return {
    offer: look,
    tidy() {
      // Where the browser does not tell of what a router writes, the page that it draws does.
      jump();
      offerControl();
      if (waiting) return;
      waiting = true;
      const now = (): void => {
        waiting = false;
        look();
      };
      setTimeout(kit.idle, kBetween, now);
    },
    update() {
      const reopen = control();
      if (reopen) reopen.textContent = say("manage");
    },
    landing(only) {
      const shadow = home().getRootNode() as ShadowRoot;
      const nowhere = [null, document.body, document.documentElement, shadow.host];
      if (!nowhere.includes(document.activeElement as HTMLElement | null)) return;
      if (only && shadow.activeElement) return;
      const target =
        findAll(kManage).find((element) => element.offsetParent) ||
        control() ||
        document.querySelector<HTMLElement>("main,[role=main]");
      if (!target) return;
      if (target.matches("main,[role=main]") && !target.hasAttribute("tabindex"))
        target.tabIndex = -1;
      target.focus({ preventScroll: true });
    },
  };
}
