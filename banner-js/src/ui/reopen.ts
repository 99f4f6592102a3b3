/** The way back to the preferences: the page's own, else a small control of ours. */
import { settings } from "../state";
import { h } from "./dom";
import { home, hostElement } from "./host-element";
import { say } from "./i18n";

/** Everything in a page that leads to the preferences. */
export const kJump = "#temoin-preferences";
export const kManage = `[data-temoin=preferences],a[href$='${kJump}']`;

/**
 * A page that holds the preferences itself shows no first layer. On `html` the attribute says so
 * before the place itself is parsed.
 */
export const kPreferencesHere = "[data-temoin-preferences]";

export const reopenControl = (): HTMLElement | null =>
  home().querySelector<HTMLElement>("[part=reopen]");

/** Whether the page has a way of its own. */
export const ownWay = (): Element | null =>
  document.querySelector(kManage + "," + kPreferencesHere);

/** A page without a way back to the preferences gets a small one of ours. */
export function offerReopen(open: () => void): void {
  if (settings().reopen === "none" || ownWay()) return;
  if (!reopenControl())
    home().append(h("button", { type: "button", part: "reopen", click: open }, say("manage")));
}

/** After a choice the focus goes to what reopens the preferences, else to the main content. */
export function landing(only?: boolean): void {
  const nowhere: (Element | null)[] = [
    null,
    document.body,
    document.documentElement,
    hostElement(),
  ];
  if (!nowhere.includes(document.activeElement)) return;
  if (only && hostElement()?.shadowRoot?.activeElement) return;
  const target =
    [...document.querySelectorAll<HTMLElement>(kManage)].find((element) => element.offsetParent) ||
    reopenControl() ||
    document.querySelector<HTMLElement>("main,[role=main]");
  if (!target) return;
  if (target.matches("main,[role=main]") && !target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}
