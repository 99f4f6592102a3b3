/** What the visitor is told, seen and heard. */
import type { Lent } from "../../lazy/kit";
import { comeIntoSight } from "../../lazy/in-sight";
import { lift, raise } from "./layers";

export interface Messages {
  /** Heard only. */
  speak(message: string): void;
  /** It stays until it is closed or the next one comes; `reload`: with a button for that. */
  tell(message: string, reload?: boolean): void;
  /** The page is another, or a first layer has come: above them again. */
  tidy(above?: boolean): void;
}

/** `closed`: the visitor has closed a message. */
export function makeMessages(
  kit: Lent<"h" | "home">,
  say: (key: string) => string,
  closed: () => void,
): Messages {
  const { h, home } = kit;
  // Nothing but the words is in the live region: of several things that come at once, a screen
  // reader says the last one alone.
  const words = h("div", { role: "status" });
  const box = h("div", {}, words);
  const region = h("div", { part: "status" }, box);

  /** The region stands empty from the start: what is put in later is read out. */
  function put(said: HTMLElement | null, ...buttons: HTMLElement[]): void {
    comeIntoSight(kit);
    const place = home();
    if (region.parentNode !== place) place.append(region);
    while (words.nextSibling) words.nextSibling.remove();
    box.append(...buttons);
    box.className = buttons.length ? "m" : "";
    if (buttons.length) box.setAttribute("part", "message");
    else box.removeAttribute("part");
    raise(region);
    words.replaceChildren(...(said ? [said] : []));
  }

  const button = (word: string, press: () => void): HTMLElement =>
    h("button", { type: "button", class: "q", press }, say(word));

  function close(): void {
    put(null);
    closed();
  }

  put(null);
  return {
    speak: (message) => put(h("p", { class: "v" }, message)),
    tell: (message, reload) =>
      put(
        h("p", {}, message),
        ...(reload ? [button("reload", () => location.reload())] : []),
        button("close", close),
      ),
    tidy(above) {
      const place = home();
      if (region.parentNode !== place) place.append(region);
      if (above) lift(region);
      else raise(region);
    },
  };
}
