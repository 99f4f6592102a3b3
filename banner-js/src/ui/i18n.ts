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
    "Depuis votre dernière réponse, ceci a changé\u00a0: {names}. Vos autres réponses restent valables.",
    "Since your last answer, this has changed: {names}. Your other answers stand.",
  ],
  ["accept", "Tout accepter", "Accept all"],
  ["refuse", "Tout refuser", "Refuse all"],
  ["acceptSome", "Accepter", "Accept"],
  ["refuseSome", "Refuser", "Refuse"],
  ["choose", "Personnaliser", "Choose"],
  ["manage", "Gestion des cookies", "Cookie settings"],
  ["close", "Fermer", "Close"],
  [
    "here",
    "Un bandeau de gestion des cookies se trouve en tête de page.",
    "A cookie banner stands at the top of the page.",
  ],
  ["saved", "Votre choix est enregistré jusqu’au {date}.", "Your choice is saved until {date}."],
  [
    "brief",
    "Votre choix est retenu pour cette page, pas au-delà.",
    "Your choice is kept for this page.",
  ],
  [
    "kept",
    "Le service est injoignable. Votre choix est retenu sur cet appareil et sera transmis dès que possible\u202f; d’ici là, rien n’est activé.",
    "The service cannot be reached. Your choice is kept on this device and will be sent as soon as possible; nothing is switched on meanwhile.",
  ],
  [
    "sorry",
    "Le détail n’a pas pu être chargé. Réessayez dans un instant.",
    "The details could not be loaded. Try again in a moment.",
  ],
  ["reload", "Recharger la page", "Reload the page"],
  [
    "reloadWhy",
    "Des scripts déjà lancés s’arrêteront tout à fait au rechargement\u00a0: {names}.",
    "Scripts already running stop on reload: {names}.",
  ],
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

export const day = (time: number): string =>
  new Intl.DateTimeFormat(get().language, { dateStyle: "long" }).format(time);
