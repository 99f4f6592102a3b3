/**
 * The first layer: accept all, refuse all, choose. It draws what the state says, and calls back.
 */
import * as decisions from "../domain/decisions";
import { get, unanswered } from "../state";
import { h, idle } from "./dom";
import { home, hostElement, late } from "./host-element";
import { inLanguage, say } from "./i18n";
import { reopenControl } from "./reopen";
import { speak, status } from "./status";

export interface FirstLayerActs {
  /** `open`: what waits for an answer alone. */
  chooseAll(yes: boolean, open: boolean, layer: string): void;
  openPreferences(): void;
  emit(name: string, detail: unknown): void;
}

const kLayer = "banner";
/** Pixels between the banner and what it must not cover. */
const kAir = 16;

let banner: HTMLElement | null = null;
let room: ResizeObserver | undefined;
let announced = false;

const text = (name: "title" | "text"): string => inLanguage(get().config.texts?.[name]);

/** Keeps the page's end and whatever has the focus clear of the banner, without moving anything. */
function makeRoom(): void {
  const height = banner ? banner.offsetHeight + kAir + "px" : "";
  for (const name of ["scroll-padding-block-end", "padding-block-end"])
    document.documentElement.style.setProperty(name, height);
}

/**
 * Whatever scrolls the focused element out from behind the banner; where nothing does, the banner
 * makes way.
 */
function uncover({ target }: FocusEvent): void {
  const layer = banner;
  if (!layer || !(target instanceof Element) || target === hostElement()) return;
  const shift = (): number => {
    const box = target.getBoundingClientRect();
    const { top, bottom } = layer.getBoundingClientRect();
    if (box.height > innerHeight) return 0;
    return top > 0
      ? Math.max(0, Math.min(box.bottom + kAir - top, box.top))
      : Math.min(0, box.top - kAir - bottom);
  };
  const scroll = (): number => {
    for (let at = target.parentElement; at; at = at.parentElement)
      at.scrollBy({ top: shift(), behavior: "instant" });
    return shift();
  };
  layer.classList.remove("up");
  if (scroll() <= kAir) return;
  layer.classList.add("up");
  scroll();
}

export function showBanner(acts: FirstLayerActs): void {
  const { config } = get();
  // The services asked about anew are named; all of them otherwise.
  const again = unanswered();
  const refusable = decisions.refusable(config);
  const some = again.length > 0 && again.length < refusable.length;
  const named = refusable.filter((entry) => again.includes(entry.service.id));
  const button = (part: string, word: string, act: () => void) =>
    h("button", { type: "button", part: "button " + part, click: act }, say(word));
  const count = decisions.partners(config);
  const fresh = h(
    "section",
    { part: "banner", "aria-labelledby": "t" },
    h(
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
            count: say(count > 1 ? "partners" : "partner", { n: "" + count }),
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
    ),
  );
  const place = home();
  if (banner) banner.replaceWith(fresh);
  else place.prepend(fresh);
  const first = !banner;
  banner = fresh;
  stayOnTop();
  room?.disconnect();
  // Not in the frame that first paints it: the whole page would be laid out twice.
  idle(() => {
    if (banner === fresh) (room = new ResizeObserver(makeRoom)).observe(fresh);
  });
  if (!first) return;
  // Laid out here: the frame that paints it is then a short one, on a slow phone, too.
  fresh.getBoundingClientRect();
  document.addEventListener("focusin", uncover);
  reopenControl()?.remove();
  acts.emit("shown", { layer: kLayer });
  if (late && !announced) {
    status();
    setTimeout(() => banner && speak(say("here")), 400);
  }
  announced = true;
}

/**
 * In the top layer where there is one: no transform, scroller or chat button of the page matters
 * there.
 */
export function stayOnTop(): void {
  try {
    if (!banner?.showPopover || banner.matches(":popover-open")) return;
    banner.popover = "manual";
    banner.showPopover();
  } catch {
    if (banner) banner.popover = null;
  }
}

export const bannerShown = (): boolean => !!banner;

export function hideBanner(): void {
  if (!banner) return;
  banner.remove();
  banner = null;
  room?.disconnect();
  document.removeEventListener("focusin", uncover);
  makeRoom();
}
