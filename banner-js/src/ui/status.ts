/** What the visitor is told after a choice, seen and heard. */
import { h } from "./dom";
import { home } from "./host-element";
import { say } from "./i18n";
import { landing } from "./reopen";

let region: HTMLElement | undefined;

/** The live region stands empty from the start: what is put in later is read out. */
export function status(): HTMLElement {
  const place = home();
  if (region?.parentNode !== place)
    place.append((region = h("div", { part: "status", role: "status" })));
  return region;
}

/** Heard only. */
export function speak(message: string): void {
  status().replaceChildren(h("p", { class: "v" }, message));
}

/** It stays until it is closed or the next one comes. */
export function tell(message: string, ...actions: HTMLElement[]): void {
  const region = status();
  region.replaceChildren(
    h(
      "div",
      { class: "m", part: "message" },
      h("p", {}, message),
      ...actions,
      h(
        "button",
        { type: "button", class: "q", click: () => (region.replaceChildren(), landing(true)) },
        say("close"),
      ),
    ),
  );
}

export const reloadButton = (): HTMLElement =>
  h("button", { type: "button", class: "q", click: () => location.reload() }, say("reload"));
