/**
 * What a press asks of the banner: on an element of ours, on one of the page's with `data-temoin`,
 * on a link to the preferences.
 */
import type { TemoinApi } from "../../types/temoin";
import { kPressed, type Pressable } from "../domain/ways";

export function press(api: TemoinApi, event: Event): void {
  // Through open shadow roots; and before a handler of the page's can keep it from us.
  const target = event
    .composedPath()
    .find(
      (each): each is Element & Pressable =>
        each instanceof Element && !!((each as Pressable).onpress || each.matches(kPressed)),
    );
  if (!target || target.onpress?.(event)) return;
  const verb = target.getAttribute("data-temoin");
  if (!target.onpress) {
    if (isVerb(verb)) api[verb]();
    else if (!verb || verb === "preferences") api.showPreferences();
    else return;
  }
  event.preventDefault();
}

/** The verbs of `data-temoin`. */
const isVerb = (verb: string | null): verb is "accept" | "refuse" | "withdraw" | "show" =>
  /^(accept|refuse|withdraw|show)$/.test(verb!);
