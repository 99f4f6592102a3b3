// Two languages, French first: which of words.ts is said, and how numbers and dates are written.

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Words } from "./api";
import type { Text } from "./words";
import * as words from "./words";

export type Language = "fr" | "en";
export const LanguageContext = createContext<Language>("fr");
// Whose clocks instants are told by: the time zone of the site that is looked at.
export const ZoneContext = createContext("UTC");

export interface Say {
  (text: Text): string;
  language: Language;
  words(text: Words | undefined): string;
  number(value: number): string;
  percent(permille: number | undefined): string;
  date(iso: string | undefined): string;
  time(iso: string | undefined): string;
  // As a letter writes them: the month in full, and no seconds.
  fullDate(iso: string | undefined): string;
  fullTime(iso: string | undefined): string;
  // The date that it is there now, so many days on.
  today(offset: number): string;
  month(iso: string): string;
  short(iso: string): string;
}

/** French has no line break inside its quotation marks and before its double signs. */
export const joined = (french: string): string =>
  french.replace(/« /g, "«\u00a0").replace(/ (?=[»:;!?])/g, "\u00a0");

export const inLanguage = ([fr, en]: Text, language: Language): string =>
  language === "fr" ? joined(fr) : en;

const makers = new Map<string, Say>();

// A browser may know fewer zones than the server.
function known(zone: string): string {
  try {
    new Intl.DateTimeFormat("fr", { timeZone: zone });
    return zone;
  } catch {
    return "UTC";
  }
}

function make(language: Language, timeZone: string): Say {
  const locale = language === "fr" ? "fr-FR" : "en-GB";
  const numbers = new Intl.NumberFormat(locale);
  const percents = new Intl.NumberFormat(locale, {
    style: "percent",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  const daysThere = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone });
  const numbersThere = new Intl.DateTimeFormat("en-CA", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    timeZone,
  });
  const times = new Intl.DateTimeFormat(locale, {
    dateStyle: "medium",
    timeStyle: "long",
    timeZone,
  });
  const fullDates = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const fullDaysThere = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone });
  const fullTimes = new Intl.DateTimeFormat(locale, {
    dateStyle: "long",
    timeStyle: "short",
    timeZone,
  });
  const months = new Intl.DateTimeFormat(locale, {
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
  const shorts = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  });
  const isDate = (iso: string) => iso.length === 10;
  const parse = (iso: string) => new Date(isDate(iso) ? `${iso}T00:00:00Z` : iso);
  const say = ((text: Text) => inLanguage(text, language)) as Say;
  say.language = language;
  say.words = (text) => (text ? (language === "en" && text.en ? text.en : text.fr) : "");
  say.number = (value) => numbers.format(value);
  say.percent = (permille) =>
    permille === undefined ? say(words.notApplicable) : percents.format(permille / 1000);
  say.date = (iso) => (iso ? (isDate(iso) ? dates : daysThere).format(parse(iso)) : "–");
  say.time = (iso) => (iso ? times.format(parse(iso)) : "–");
  // French writes the first of a month and the hours in its own way.
  const asWritten = (full: string) =>
    language === "fr"
      ? full
          .replace(/^1 /, "1er ")
          .replace(/ 0?(\d+):(\d+)$/, (_, hours, minutes) => ` ${hours}\u00a0h\u00a0${minutes}`)
      : full;
  say.fullDate = (iso) =>
    iso ? asWritten((isDate(iso) ? fullDates : fullDaysThere).format(parse(iso))) : "–";
  say.fullTime = (iso) => (iso ? asWritten(fullTimes.format(parse(iso))) : "–");
  say.today = (offset) => {
    const part = new Map(numbersThere.formatToParts(new Date()).map((p) => [p.type, p.value]));
    const there = new Date(`${part.get("year")}-${part.get("month")}-${part.get("day")}T00:00:00Z`);
    return new Date(there.getTime() + offset * 86_400_000).toISOString().slice(0, 10);
  };
  say.month = (iso) => months.format(parse(iso));
  say.short = (iso) => shorts.format(parse(iso));
  return say;
}

export function useSay(): Say {
  return sayIn(useContext(LanguageContext), useContext(ZoneContext));
}

/** For what is not said to who looks at the page: a letter has its own language and clocks. */
export function sayIn(language: Language, zone: string): Say {
  const key = `${language} ${zone}`;
  let say = makers.get(key);
  if (!say) makers.set(key, (say = make(language, known(zone))));
  return say;
}

export function eventWords(say: Say, event: string | undefined): string {
  switch (event) {
    case "given":
      return say(words.accepted);
    case "partial":
      return say(words.inPart);
    case "refused":
      return say(words.refused);
    case "withdrawn":
      return say(words.withdrawn);
    default:
      return "–";
  }
}

export function verdictWords(say: Say, verdict: string): string {
  switch (verdict) {
    case "always":
      return say(words.alwaysAllowed);
    case "after-consent":
      return say(words.afterConsent);
    case "exempt-with-opt-out":
      return say(words.exemptUnlessOpposed);
    case "over-limit":
      return say(words.overTheLimit);
    case "ambiguous":
      return say(words.severalAnswers);
    case "not-declared":
      return say(words.notDeclared);
    default:
      return verdict;
  }
}

export function languageWords(say: Say, language: string): string {
  return new Intl.DisplayNames([say.language], { type: "language" }).of(language) ?? language;
}

export function basisWords(say: Say, basis: string): string {
  switch (basis) {
    case "consent":
      return say(words.consent);
    case "exempt":
      return say(words.exempt);
    case "exempt-with-opt-out":
      return say(words.exemptWithOptOut);
    default:
      return basis;
  }
}

export function roleWords(say: Say, role: string): string {
  switch (role) {
    case "marketing":
      return "Marketing";
    case "auditor":
      return say(words.auditor);
    case "dpo":
      return say(words.dataProtectionOfficer);
    case "approver":
      return say(words.approver);
    case "scanner":
      return say(words.scannerRole);
    case "operator":
      return say(words.operator);
    default:
      return role;
  }
}

// Of several: "auditor+dpo" in the access log, or a list.
export function rolesWords(say: Say, roles: string | readonly string[]): string {
  const list = typeof roles === "string" ? roles.split("+") : roles;
  return [...new Set(list)].map((role) => roleWords(say, role)).join(", ");
}

// The names of the sites that a role opens, from those that are known.
export function siteNames(say: Say, ids: string[], sites: { id: string; name: string }[]): string {
  if (ids.length === 0) return say(words.everySite);
  return ids.map((id) => sites.find((site) => site.id === id)?.name ?? id).join(", ");
}
