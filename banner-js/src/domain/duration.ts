/** Dates, and ISO 8601 durations of the catalogue, in a visitor's words. Pure. */
import type { Lifetime, Localized } from "../../types/temoin";

type Say = (key: string, values?: Record<string, string>) => string;

const kUnits: [string, string][] = [
  ["Y", "year"],
  ["M", "month"],
  ["W", "week"],
  ["D", "day"],
  ["H", "hour"],
  ["m", "minute"],
  ["S", "second"],
];

export const day = (time: number, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(time);

const formats: Record<string, Intl.NumberFormat> = {};

/** Kept: a browser takes longer to make one than to say every duration of a site with it. */
function inUnits(count: number, unit: string, language: string): string {
  const key = language + unit;
  formats[key] ||= new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" });
  return formats[key].format(count);
}

/** `P13M` in `fr` gives "13 mois". What is no duration comes back as it is. */
export function duration(iso: string, language: string): string {
  const [date, time] = iso.split("T");
  const parts: string[] = [];
  const add = (text: string, minutes: boolean): void => {
    for (const [, count, letter] of text.matchAll(/(\d+)([YMWDHS])/g)) {
      const unit = kUnits.find(([each]) => each === (minutes && letter === "M" ? "m" : letter))![1];
      parts.push(inUnits(+count!, unit, language).replace(" ", "\u00a0"));
    }
  };
  if (/^P/.test(iso)) {
    add(date!, false);
    if (time) add(time, true);
  }
  return parts.join(" ") || iso;
}

export function lifetime(
  value: Lifetime | undefined,
  language: string,
  say: Say,
  inLanguage: (text: Localized) => string,
): string {
  if (value == null) return say("unpublished");
  if (typeof value === "string")
    return /^[a-z]/.test(value) ? say(value) : duration(value, language);
  if ("words" in value) return inLanguage(value.words);
  if ("conditions" in value)
    return value.conditions
      .map(
        (each) =>
          `${lifetime(each.lifetime, language, say, inLanguage)} (${inLanguage(each.when)})`,
      )
      .join("\u00a0; ");
  if ("duration" in value) {
    const each = duration(value.duration, language);
    return value.rolling ? say("rolling", { duration: each }) : each;
  }
  const accepted = duration(value.accepted, language);
  const refused = duration(value.refused, language);
  return say("conditional", { accepted, refused });
}
