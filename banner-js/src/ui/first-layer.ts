/** The first layer, the message after a choice, and the control that brings the preferences back. */
import { answerAll, kManage } from "../consent";
import { core, doc, emit, idle, inLanguage, root, say, settings, view } from "../state";
import { h } from "./dom";
import { home, hostElement, late, partners } from "./host-element";
import { openPreferences } from "../lazy/preferences";
import * as rules from "../domain/decisions";

/**
 * A page that holds the preferences itself shows no first layer. On `html` the attribute says so before
 * the place itself is parsed.
 */
export const kPreferencesHere = "[data-temoin-preferences]";

let banner: HTMLElement | null = null;
let room: ResizeObserver | undefined;
let announced = false;

const text = (name: "title" | "text"): string => inLanguage(core.config.texts?.[name]);

/** Keeps the page's end and whatever has the focus clear of the banner, without moving anything. */
function makeRoom(): void {
  const height = banner ? banner.offsetHeight + 16 + "px" : "";
  for (const name of ["scroll-padding-block-end", "padding-block-end"]) root.style.setProperty(name, height);
}

function uncover(event: FocusEvent): void {
  const target = event.target as HTMLElement;
  if (!banner || target === hostElement() || !target.getBoundingClientRect) return;
  const box = target.getBoundingClientRect();
  const over = box.bottom - banner.getBoundingClientRect().top + 16;
  if (over > 0 && box.height < innerHeight) scrollBy(0, Math.min(over, box.top));
}

/** `again` names the services asked about anew; all of them otherwise. */
export function showBanner(): void {
  const again = rules.unanswered(view());
  const some = again.length > 0 && again.length < rules.refusable(core.config).length;
  const named = rules.refusable(core.config).filter((entry) => again.includes(entry.service.id));
  const button = (part: string, word: string, act: () => void) =>
    h("button", { type: "button", part: "button " + part, click: act }, say(word));
  const count = partners();
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
          some ? say("changed", { names: named.map((entry) => entry.service.name).join(", ") }) : text("text"),
        ),
        h(
          "p",
          { class: "f", part: "facts" },
          say("facts", {
            controller: core.config.controller?.name || location.hostname,
            count: say(count > 1 ? "partners" : "partner", { n: "" + count }),
          }),
        ),
      ),
      h(
        "div",
        { class: "g", part: "buttons" },
        button("accept", some ? "acceptSome" : "accept", () => answerAll(true, some)),
        button("refuse", some ? "refuseSome" : "refuse", () => answerAll(false, some)),
        button("choose", "choose", openPreferences),
      ),
    ),
  );
  const place = home();
  if (banner) banner.replaceWith(fresh);
  else place.prepend(fresh);
  const first = !banner;
  banner = fresh;
  if (room) room.disconnect();
  // Not in the frame that first paints it: the whole page would be laid out twice.
  idle(() => {
    if (banner === fresh && window.ResizeObserver) (room = new ResizeObserver(makeRoom)).observe(fresh);
  });
  if (!first) return;
  // Laid out here: the frame that paints it is then a short one, on a slow phone, too.
  fresh.getBoundingClientRect();
  doc.addEventListener("focusin", uncover);
  place.querySelector("[part=reopen]")?.remove();
  emit("shown", { layer: "banner" });
  if (late && !announced) {
    status();
    setTimeout(() => banner && speak(say("here")), 400);
  }
  announced = true;
}

export const bannerShown = (): boolean => !!banner;

export function hideBanner(): void {
  if (!banner) return;
  banner.remove();
  banner = null;
  room?.disconnect();
  doc.removeEventListener("focusin", uncover);
  makeRoom();
}

/** The live region stands empty from the start: what is put in later is read out. */
function status(): HTMLElement {
  const place = home();
  let region = place.querySelector<HTMLElement>("[part=status]");
  if (!region) place.append((region = h("div", { part: "status", role: "status" })));
  return region;
}

export const prepareStatus = (): void => void status();

function speak(message: string): void {
  status().replaceChildren(h("p", { class: "v" }, message));
}

/** A message that is seen and heard. It stays until it is closed or the next one comes. */
export function tell(message: string, ...actions: HTMLElement[]): void {
  const region = status();
  region.replaceChildren(
    h(
      "div",
      { class: "m", part: "message" },
      h("p", {}, message),
      ...actions,
      h("button", { type: "button", class: "q", click: () => (region.replaceChildren(), landing(true)) }, say("close")),
    ),
  );
}

export const reloadButton = (): HTMLElement =>
  h("button", { type: "button", class: "q", click: () => location.reload() }, say("reload"));

/** A page without a way back to the preferences gets a small one of ours. */
export function offerReopen(): void {
  if (settings().reopen === "none" || banner || doc.querySelector(kManage) || doc.querySelector(kPreferencesHere)) return;
  const place = home();
  if (!place.querySelector("[part=reopen]"))
    place.append(h("button", { type: "button", part: "reopen", click: openPreferences }, say("manage")));
}

/** After a choice the focus goes to what reopens the preferences, else to the main content. */
export function landing(only?: boolean): void {
  const at = doc.activeElement;
  if (at && at !== doc.body && at !== hostElement() && at !== root) return;
  if (only && hostElement()?.shadowRoot?.activeElement) return;
  const target =
    Array.from(doc.querySelectorAll<HTMLElement>(kManage)).find((element) => element.offsetParent) ||
    home().querySelector<HTMLElement>("[part=reopen]") ||
    doc.querySelector<HTMLElement>("main,[role=main]");
  if (!target) return;
  if (target.matches("main,[role=main]") && !target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}
