/** What a press in the page asks of the banner: `data-temoin`, and links to the preferences. */
import type { TemoinApi } from "../../types/temoin";
import { kPressed } from "../domain/ways";

/** The verbs of `data-temoin`. */
const isVerb = (verb: string): verb is "accept" | "refuse" | "withdraw" | "show" =>
  ["accept", "refuse", "withdraw", "show"].includes(verb);

export function press(api: TemoinApi, event: Event): void {
  // Through open shadow roots; and before a handler of the page's can keep it from us.
  const target = event
    .composedPath()
    .find((each): each is Element => each instanceof Element && each.matches(kPressed));
  if (!target) return;
  const verb = target.getAttribute("data-temoin") || "preferences";
  if (verb === "preferences") api.showPreferences();
  else if (isVerb(verb)) api[verb]();
  else return;
  event.preventDefault();
}
