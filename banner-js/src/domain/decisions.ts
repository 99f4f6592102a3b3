/**
 * What may run, and what is still to be asked. Pure: configuration, answer, unsent choice and time
 * come in. The one rule that orders the others: a refusal takes effect at once, even unsent; an
 * acceptance only once the service has made it durable.
 */
import type { Basis, Config, Service } from "../../types/temoin";
import type { Answer } from "./context-cookie";

export type Decisions = Record<string, boolean>;

/** A choice the visitor made here and the service has not acknowledged yet. */
export interface Unsent {
  key: string;
  /**
   * The key under which it was recorded for nobody: its answer was lost, and the cookie with it.
   */
  repeats?: string;
  revision: string;
  generation: number;
  decisions: Decisions;
  action: string;
  layer: string;
  language: string;
  gpc: boolean;
  banner?: string;
  /** Milliseconds since 1970. */
  at: number;
  /** By how much the service's clock was ahead when this waited first, where that is known. */
  offset?: number;
}

/** What storage gave back; anyone may have written there. */
export function parseUnsent(text: string): Unsent | null {
  try {
    const unsent: Unsent | null = JSON.parse(text);
    return unsent && unsent.decisions && unsent.at > 0 ? unsent : null;
  } catch {
    return null;
  }
}

export interface View {
  config: Config;
  answer?: Answer | null;
  unsent?: Unsent | null;
  now: number;
  /** The browser's general signal counts as a refusal here, until the visitor says otherwise. */
  gpc?: boolean;
}

export interface Entry {
  service: Service;
  purpose: string;
  basis: Basis;
}

const kExempt = "exempt";

export function entries(config: Config): Entry[] {
  const all: Entry[] = [];
  for (const purpose of config.purposes)
    for (const service of purpose.services)
      all.push({ service, purpose: purpose.id, basis: purpose.basis });
  return all;
}

export const refusable = (config: Config): Entry[] =>
  entries(config).filter((entry) => entry.basis !== kExempt);

export const refusableIds = (config: Config): string[] =>
  refusable(config).map((entry) => entry.service.id);

const current = (config: Config, id: string, generation: number): boolean =>
  (config.since?.[id] || 1) <= generation;

/** The answer, as long as it is valid. */
export const valid = ({ answer, now }: View): Answer | null =>
  answer && answer.validUntil > now ? answer : null;

/** The answer that holds for this service now; undefined when it has none. */
export function decision(view: View, entry: Entry): boolean | undefined {
  const id = entry.service.id;
  const { unsent, config } = view;
  if (unsent && unsent.decisions[id] === false) return false;
  const answer = valid(view);
  if (!answer) return undefined;
  const given = answer.decisions[id];
  // A material change asks again, but never undoes somebody's opposition meanwhile.
  if (current(config, id, answer.generation)) return given;
  return entry.basis !== "consent" && given === false ? false : undefined;
}

export function mayRun(view: View, entry: Entry): boolean {
  if (entry.basis === kExempt) return true;
  const given = decision(view, entry);
  return given === undefined ? entry.basis !== "consent" && !view.gpc : given;
}

/** The same decision for each of these services. */
export const each = (ids: string[], yes: boolean): Decisions =>
  Object.fromEntries(ids.map((id) => [id, yes]));

const namesOf = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

const isNamed =
  (name: string) =>
  (entry: Entry): boolean =>
    entry.service.id === name || entry.purpose === name;

/** The names in `text` that are neither a service nor a purpose. */
export const unknownNames = (config: Config, text: string): string[] =>
  namesOf(text).filter((name) => !entries(config).some(isNamed(name)));

/** True when each name in `text` is a service or purpose, and each service behind them passes. */
function every(view: View, text: string, passes: (entry: Entry) => boolean): boolean {
  const names = namesOf(text);
  return (
    names.length > 0 &&
    names.every((name) => {
      const found = entries(view.config).filter(isNamed(name));
      return found.length > 0 && found.every(passes);
    })
  );
}

/** A service or purpose id; a purpose is allowed when each of its services is. */
export const allowed = (view: View, name: string): boolean =>
  every(view, name, (entry) => mayRun(view, entry));

/** Explicitly refused, all of it: what on-refusal content waits for. */
export const refused = (view: View, name: string): boolean =>
  every(view, name, (entry) => decision(view, entry) === false);

/** Services that still need an answer. An unsent choice counts as asked. */
export function unanswered(view: View): string[] {
  const { unsent, config } = view;
  const has = (id: string, from?: { generation: number; decisions: Decisions } | null): boolean =>
    !!from && from.decisions[id] !== undefined && current(config, id, from.generation);
  return refusableIds(config).filter((id) => !has(id, valid(view)) && !has(id, unsent));
}

/**
 * The full set of decisions a choice is sent with: exactly the refusable services of this
 * configuration. What `wanted` leaves open keeps its answer; else exempt runs, consent does not.
 */
export function complete(view: View, wanted: Decisions): Decisions {
  const all: Decisions = {};
  for (const entry of refusable(view.config)) {
    const id = entry.service.id;
    const { unsent } = view;
    all[id] =
      wanted[id] ??
      (unsent && current(view.config, id, unsent.generation) ? unsent.decisions[id] : undefined) ??
      mayRun(view, entry);
  }
  return all;
}

export function actionFor(decisions: Decisions): string {
  const values = Object.values(decisions);
  return !values.includes(false) ? "accept_all" : values.includes(true) ? "save" : "refuse_all";
}

/** Ids of the refusable services that these service and purpose ids name. */
export const resolve = (config: Config, names: string[]): string[] =>
  refusable(config)
    .filter(({ service, purpose }) => names.includes(service.id) || names.includes(purpose))
    .map(({ service }) => service.id);
