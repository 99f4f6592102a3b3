/** The words of the second layer in the language of the page, and what every piece of it says. */
import type { Lent } from "../../lazy/kit";
import { words } from "./words";

export interface Speech {
  say(key: string, values?: Record<string, string>): string;
  /** A value of the catalogue in words; one without words was not published. */
  known(key: string): string;
  country(code: string): string;
}

export function makeSpeech({ get, say: sayOf }: Lent<"get" | "say">): Speech {
  const say = (key: string, values?: Record<string, string>): string =>
    sayOf(key, values, words[get().language] || words.en!);
  /** Kept, by language: making one takes a browser longer than everything that it names. */
  const regions: Record<string, Intl.DisplayNames> = {};
  return {
    say,
    known: (key) => (words.fr![key] ? say(key) : say("unknown")),
    country(code) {
      const { language } = get();
      try {
        regions[language] ||= new Intl.DisplayNames(language, { type: "region" });
        return regions[language].of(code) || code;
      } catch {
        return code;
      }
    },
  };
}
