/** The words of the second layer in the language of the page, and what every piece of it says. */
import type { Kit } from "../../lazy/kit";
import { words } from "./words";

export interface Speech {
  say(key: string, values?: Record<string, string>): string;
  /** A value of the catalogue in words; one without words was not published. */
  known(key: string): string;
  country(code: string): string;
}

export function makeSpeech({ get, say: sayOf }: Kit): Speech {
  const say = (key: string, values?: Record<string, string>): string =>
    sayOf(key, values, words[get().language] || words.en!);
  return {
    say,
    known: (key) => (words.fr![key] ? say(key) : say("unknown")),
    country(code) {
      try {
        return new Intl.DisplayNames(get().language, { type: "region" }).of(code) || code;
      } catch {
        return code;
      }
    },
  };
}
