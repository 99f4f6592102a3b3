/**
 * The first layer: accept all, refuse all, choose. It draws what the state says, and calls back.
 */
import * as decisions from "../domain/decisions";
import { get, unanswered } from "../state";
import { h } from "./dom";
import { home } from "./host-element";
import { inLanguage, say } from "./i18n";

export interface FirstLayerActs {
  /** `open`: what waits for an answer alone. */
  chooseAll(yes: boolean, open: boolean, layer: string): void;
  openPreferences(): void;
  emit(name: string, detail: unknown): void;
}

const kLayer = "banner";

let banner: HTMLElement | null = null;

const text = (name: "title" | "text"): string => inLanguage(get().config.texts?.[name]);

export function showBanner(acts: FirstLayerActs): void {
  const { config } = get();
  // The services asked about anew are named; all of them otherwise.
  const again = unanswered();
  const refusable = decisions.refusable(config);
  const some = again.length > 0 && again.length < refusable.length;
  const named = refusable.filter((entry) => again.includes(entry.service.id));
  const button = (part: string, word: string, act: () => void) =>
    h("button", { type: "button", part: "button " + part, press: act }, say(word));
  const { partners } = config;
  const fresh = h("section", { part: "banner", "aria-labelledby": "t" });
  const content = h(
    "div",
    { class: "i" },
    h(
      "div",
      { class: "t" },
      h("h2", { id: "t", part: "title" }, text("title") || say("manage")),
      h(
        "p",
        { part: "text" },
        some
          ? say("changed", { names: named.map((entry) => entry.service.name).join(", ") })
          : text("text"),
      ),
      h(
        "p",
        { class: "f", part: "facts" },
        say("facts", {
          controller: config.controller?.name || location.hostname,
          count: partners ? say(partners > 1 ? "partners" : "partner", { n: "" + partners }) : "",
        }),
      ),
    ),
    h(
      "div",
      { class: "g", part: "buttons" },
      button("accept", some ? "acceptSome" : "accept", () => acts.chooseAll(true, some, kLayer)),
      button("refuse", some ? "refuseSome" : "refuse", () => acts.chooseAll(false, some, kLayer)),
      button("choose", "choose", acts.openPreferences),
    ),
  );
  const place = home();
  if (banner) banner.replaceWith(fresh);
  else place.prepend(fresh);
  const first = !banner;
  banner = fresh;
  // Empty: a browser lays out what it brings into the top layer there and then.
  stayOnTop();
  fresh.append(content);
  if (!first) return;
  acts.emit("shown", { layer: kLayer });
}

/** Under its buttons, or in its place: what a press leads to could not be loaded. */
export function sayUnreachable(): void {
  if (!banner) home().prepend((banner = h("section", { part: "banner" })));
  if (!banner.querySelector("[role=alert]"))
    banner.append(h("p", { class: "i", role: "alert" }, say("unreachable")));
  stayOnTop();
}

/**
 * In the top layer where there is one: no transform, scroller or chat button of the page matters
 * there. Under a modal dialog of the page's, which alone can be used while it is open.
 */
export function stayOnTop(): void {
  try {
    if (!banner || banner.matches(":popover-open") || document.querySelector(":modal")) return;
    banner.popover = "manual";
    banner.showPopover();
  } catch {
    banner!.popover = null;
  }
}

export const bannerShown = (): boolean => !!banner;

export function hideBanner(): void {
  banner?.remove();
  banner = null;
}
