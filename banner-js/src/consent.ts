/**
 * What a visitor's act or another tab changes in the state (and in what outlives the page); what
 * the service's answer changes is in chunks/choice/outcome.ts. It draws nothing, sends nothing and
 * lets nothing run: changes.ts does, for each change.
 */
import { contextName, readContext } from "./domain/context-cookie";
import * as decisions from "./domain/decisions";
import { freshKey } from "./domain/fresh-key";
import { kSettled, kUnsent } from "./domain/kept";
import { type Data, get, gpc, unanswered, update, view } from "./state";
import { cookies, recall, remember } from "./storage";

const kLongest = 397 * 864e5;

/** Keeps a choice for the service, also for the pages that come. */
export function keep(unsent: decisions.Unsent): void {
  remember(kUnsent, JSON.stringify(unsent));
  update({ unsent });
}

/**
 * `wanted` decides what it names; everything else keeps its decision. A withdrawal names
 * everything.
 */
export function choose(wanted: decisions.Decisions, layer: string, action?: string): void {
  const { config, language, banner } = get();
  const all = decisions.complete(view(), wanted);
  keep({
    key: freshKey(),
    revision: config.revision,
    generation: config.generation,
    decisions: all,
    action: action || decisions.actionFor(all),
    layer,
    language,
    gpc: gpc(),
    banner,
    at: Date.now(),
  });
}

/** The same decision for every refusable service, or for those that still wait for one. */
export const all = (yes: boolean, open: boolean): decisions.Decisions =>
  decisions.each(open ? unanswered() : decisions.refusableIds(get().config), yes);

/** When the last choice was settled, and by how much the service's clock was ahead then. */
const settledAt = (): number[] => (recall(kSettled) || "").split("~").map(Number);

/** What other tabs, the server or an earlier page left; `unsent` is what this page knows of. */
export function kept(unsent: Data["unsent"]): Pick<Data, "answer" | "unsent"> {
  let { answer } = get();
  const found = readContext(cookies(), contextName(get().config));
  // A cookie jar that kept nothing leaves the answer of this page standing until it ends.
  if (found || !get().volatile) answer = found;
  const text = recall(kUnsent);
  if (text) {
    const waiting = decisions.parseUnsent(text);
    if (!waiting) remember(kUnsent, null);
    else if (Date.now() - waiting.at < kLongest) unsent = waiting;
  } else if (unsent && settledAt()[0]! > unsent.at) {
    // Sent by another page while this one was frozen, which hears of nothing.
    unsent = null;
  }
  return { answer, unsent };
}

/**
 * Reads anew what this page did not do itself: another tab, an end of validity, a restored page.
 */
export const refresh = (): void => update({ offset: settledAt()[1], ...kept(get().unsent) });
