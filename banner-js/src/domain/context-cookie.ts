/**
 * The page's side of a choice: the `pctx` cookie (docs/formats.md), written by the server and read
 * here. Pure: no cookie jar, no clock. Text that does not fit the format reads as no answer.
 */
import type { Config } from "../../types/temoin";

export interface Answer {
  revision: string;
  generation: number;
  /** Milliseconds since 1970. */
  givenAt: number;
  validUntil: number;
  decisions: Record<string, boolean>;
}

/** What the cookie is called on this site. */
export const contextName = ({ cookie }: Config): string => cookie?.context || "pctx";

/** No validity is honoured beyond 13 months, whatever a cookie says (longest: 397 days). */
const kLongest = 397 * 864e5;

export function parseContext(text: string): Answer | null {
  const part = /^1~([0-9a-f]{64})~(\d{1,9})~(\d{1,11})~(\d{1,11})~([\w:.-]*)$/.exec(text);
  if (!part) return null;
  const givenAt = +part[3]! * 1e3;
  const validUntil = Math.min(+part[4]! * 1e3, givenAt + kLongest);
  const decisions: Record<string, boolean> = {};
  for (const pair of part[5] ? part[5].split("_") : []) {
    const match = /^([a-z0-9-]{1,64}):([01])$/.exec(pair);
    if (!match) return null;
    decisions[match[1]!] = match[2] === "1";
  }
  return { revision: part[1]!, generation: +part[2]!, givenAt, validUntil, decisions };
}

/** The newest readable answer among all cookies of that name (a parent domain may hold another). */
export function readContext(cookies: string, name: string): Answer | null {
  let best: Answer | null = null;
  for (const pair of cookies.split("; ")) {
    if (!pair.startsWith(name + "=")) continue;
    const answer = parseContext(pair.slice(name.length + 1));
    if (answer && (!best || answer.givenAt > best.givenAt)) best = answer;
  }
  return best;
}
