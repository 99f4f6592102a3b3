/**
 * Fetches the preferences before they are asked for: while the visitor reads the first layer, and
 * when the pointer or the focus comes to what opens them.
 */
import { kManage } from "../../domain/ways";
import type { Lent } from "../../lazy/kit";
import { isA } from "../../page/trees";

declare global {
  interface Navigator {
    /** Where the browser has it: the visitor asks for fewer bytes. */
    readonly connection?: { saveData?: boolean };
  }
}

const kOpeners = kManage + ",[part=reopen],[part~=choose]";
const kTurns = ["pointerover", "focusin"];

export function fetchAhead({
  home,
  idle,
  preferences,
}: Lent<"idle" | "home" | "preferences">): void {
  const fetch = (): void => preferences.need(() => {});

  function turn(event: Event): void {
    const opens = (each: EventTarget): boolean => each instanceof Element && isA(each, kOpeners);
    if (!event.composedPath().some(opens)) return;
    for (const type of kTurns) removeEventListener(type, turn, true);
    fetch();
  }

  for (const type of kTurns) addEventListener(type, turn, true);
  if (home().querySelector("[part=banner]") && !navigator.connection?.saveData) idle(fetch);
}
