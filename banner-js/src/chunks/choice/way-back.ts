/** The way back to the preferences: the page's own, else a small control of ours. */
import { kJump, kManage, kPreferencesHere } from "../../domain/ways";
import type { Kit } from "../../lazy/kit";

export interface WayBack {
  /** A page without a way back gets a small control; one that has got its own loses ours. */
  offer(): void;
  /** Says it again, in another language. */
  update(): void;
  /** After a choice the focus goes to what reopens the preferences, else to the main content. */
  landing(only?: boolean): void;
}

export function makeWayBack(kit: Kit): WayBack {
  const { get, h, home, openPreferences, say } = kit;

  const control = (): HTMLElement | null => home().querySelector<HTMLElement>("[part=reopen]");

  /** A link of another page, or a bookmark, leads here as a click on one does. */
  function jump(): void {
    if (location.hash === kJump && !document.querySelector(kPreferencesHere)) openPreferences();
  }

  jump();
  addEventListener("hashchange", jump);
  return {
    offer() {
      const ownWay = document.querySelector(kManage + "," + kPreferencesHere);
      const asking = home().querySelector("[part=banner]");
      if (ownWay || asking || kit.framed() || get().config.settings?.reopen === "none")
        control()?.remove();
      else if (!control())
        home().append(
          h("button", { type: "button", part: "reopen", click: openPreferences }, say("manage")),
        );
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
        [...document.querySelectorAll<HTMLElement>(kManage)].find(
          (element) => element.offsetParent,
        ) ||
        control() ||
        document.querySelector<HTMLElement>("main,[role=main]");
      if (!target) return;
      if (target.matches("main,[role=main]") && !target.hasAttribute("tabindex"))
        target.tabIndex = -1;
      target.focus({ preventScroll: true });
    },
  };
}
