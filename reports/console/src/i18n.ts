// Two languages, French first. A sentence is written once in each, side by side, where it is used.

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Words } from "./api";

export type Language = "fr" | "en";
export const LanguageContext = createContext<Language>("fr");

export interface Say {
  (fr: string, en: string): string;
  language: Language;
  words(text: Words | undefined): string;
  number(value: number): string;
  percent(permille: number | undefined): string;
  date(iso: string | undefined): string;
  time(iso: string | undefined): string;
  month(iso: string): string;
  short(iso: string): string;
}

const makers = new Map<Language, Say>();

function make(language: Language): Say {
  const locale = language === "fr" ? "fr-FR" : "en-GB";
  const numbers = new Intl.NumberFormat(locale);
  const percents = new Intl.NumberFormat(locale, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  const times = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });
  const months = new Intl.DateTimeFormat(locale, { month: "short", year: "numeric", timeZone: "UTC" });
  const shorts = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
  const parse = (iso: string) => new Date(iso.length === 10 ? `${iso}T00:00:00Z` : iso);
  const say = ((fr: string, en: string) => (language === "fr" ? fr : en)) as Say;
  say.language = language;
  say.words = (text) => (text ? (language === "en" && text.en ? text.en : text.fr) : "");
  say.number = (value) => numbers.format(value);
  say.percent = (permille) => (permille === undefined ? "–" : percents.format(permille / 1000));
  say.date = (iso) => (iso ? dates.format(parse(iso)) : "–");
  say.time = (iso) => (iso ? `${times.format(parse(iso))} UTC` : "–");
  say.month = (iso) => months.format(parse(iso));
  say.short = (iso) => shorts.format(parse(iso));
  return say;
}

export function useSay(): Say {
  const language = useContext(LanguageContext);
  let say = makers.get(language);
  if (!say) makers.set(language, (say = make(language)));
  return say;
}

export function eventWords(say: Say, event: string | undefined): string {
  switch (event) {
    case "given": return say("Accepté", "Accepted");
    case "partial": return say("En partie", "In part");
    case "refused": return say("Refusé", "Refused");
    case "withdrawn": return say("Retiré", "Withdrawn");
    default: return "–";
  }
}

export function standingWords(say: Say, standing: string): string {
  switch (standing) {
    case "valid": return say("En vigueur", "In force");
    case "expired": return say("Expiré", "Expired");
    case "withdrawn": return say("Retiré, refus en vigueur", "Withdrawn, refusal in force");
    case "superseded": return say("Remplacé", "Superseded");
    case "purged": return say("Effacé", "Erased");
    case "lost": return say("Perdu", "Lost");
    default: return standing;
  }
}

export function verdictWords(say: Say, verdict: string): string {
  switch (verdict) {
    case "always": return say("Toujours autorisé", "Always allowed");
    case "after-consent": return say("Après consentement", "After consent");
    case "exempt-with-opt-out": return say("Exempté, sauf opposition", "Exempt unless opposed");
    case "over-limit": return say("Durée excessive", "Over the limit");
    case "ambiguous": return say("Plusieurs réponses", "Several answers");
    case "not-declared": return say("Non déclaré", "Not declared");
    default: return verdict;
  }
}

export function basisWords(say: Say, basis: string): string {
  switch (basis) {
    case "consent": return say("Consentement", "Consent");
    case "exempt": return say("Exempté", "Exempt");
    case "exempt-with-opt-out": return say("Exempté, opposition possible", "Exempt with opt-out");
    default: return basis;
  }
}

export function roleWords(say: Say, role: string): string {
  switch (role) {
    case "marketing": return "Marketing";
    case "auditor": return say("Auditeur", "Auditor");
    case "operator": return say("Opérateur", "Operator");
    default: return role;
  }
}
