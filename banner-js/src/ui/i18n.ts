/** The interface's own words: what the first layer needs. The second layer brings its own. */
import type { Localized } from "../../types/temoin";
import { get, settings } from "../state";

/** Key, French, English. No-break spaces are written as escapes, so that a reader sees them. */
export const kWords: [key: string, fr: string, en: string][] = [
  ["facts", "Responsable\u00a0: {controller}. {count}", "Controller: {controller}. {count}"],
  ["partner", "1 partenaire.", "1 partner."],
  ["partners", "{n} partenaires.", "{n} partners."],
  [
    "changed",
    "Depuis votre dernière réponse, ont changé\u00a0: {names}. Vos autres réponses restent valables.",
    "Changed since your last answer: {names}. Your other answers remain valid.",
  ],
  ["accept", "Tout accepter", "Accept all"],
  ["refuse", "Tout refuser", "Refuse all"],
  ["acceptSome", "Accepter", "Accept"],
  ["refuseSome", "Refuser", "Refuse"],
  ["unreachable", "Le service est injoignable.", "The service cannot be reached."],
  ["choose", "Personnaliser", "Choose"],
  ["manage", "Gestion des cookies", "Cookie settings"],
];

/** A text of the catalogue in the visitor's language. */
export const inLanguage = (text?: Localized | null): string =>
  (text && (text[get().language] || text.fr || Object.values(text)[0])) || "";

/** A word of the interface, with `{name}` filled in; chunks bring words of their own. */
export function say(
  key: string,
  values: Record<string, string> = {},
  own?: Record<string, string>,
): string {
  const { language } = get();
  const row = kWords.find(([each]) => each === key);
  const text =
    settings().ui?.[language]?.[key] || own?.[key] || row?.[language === "fr" ? 1 : 2] || key;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}
