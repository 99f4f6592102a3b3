/** What the visitor is told, seen and heard. */
import type { Kit } from "../../lazy/kit";

export interface Messages {
  /** Heard only. */
  speak(message: string): void;
  /** It stays until it is closed or the next one comes; `reload`: with a button for that. */
  tell(message: string, reload?: boolean): void;
}

/** `closed`: the visitor has closed a message. */
export function makeMessages(
  { h, home }: Kit,
  say: (key: string) => string,
  closed: () => void,
): Messages {
  let region: HTMLElement | undefined;

  /** The live region stands empty from the start: what is put in later is read out. */
  function status(): HTMLElement {
    const place = home();
    if (region?.parentNode !== place)
      place.append((region = h("div", { part: "status", role: "status" })));
    return region;
  }

  const button = (word: string, click: () => void): HTMLElement =>
    h("button", { type: "button", class: "q", click }, say(word));

  function close(): void {
    status().replaceChildren();
    closed();
  }

  status();
  return {
    speak: (message) => status().replaceChildren(h("p", { class: "v" }, message)),
    tell(message, reload) {
      status().replaceChildren(
        h(
          "div",
          { class: "m", part: "message" },
          h("p", {}, message),
          reload && button("reload", () => location.reload()),
          button("close", close),
        ),
      );
    },
  };
}
