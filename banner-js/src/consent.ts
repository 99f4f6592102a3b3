/**
 * What a visitor's act, the service's answer or another tab changes in the state (and in what
 * outlives the page). It draws nothing, sends nothing and lets nothing run: app.ts listens to the
 * state.
 */
import type { Config } from "../types/temoin";
import { readContext } from "./domain/context-cookie";
import * as decisions from "./domain/decisions";
import { type Data, get, gpc, unanswered, update, view } from "./state";
import { kSettled, kUnsent, kVolatile, recall, remember } from "./storage";

const kLongest = 397 * 864e5;

function keep(unsent: decisions.Unsent): void {
  remember(kUnsent, JSON.stringify(unsent));
  update({ unsent });
}

/** 128 random bits, base64url: the same choice sent again is not a second one. */
const freshKey = (): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .slice(0, 22);

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

export const cookieName = (): string => get().config.cookie?.context || "pctx";

/** When the last choice was settled, and by how much the service's clock was ahead then. */
const settledAt = (): number[] => (recall(kSettled) || "").split("~").map(Number);

/** What other tabs, the server or an earlier page left; `unsent` is what this page knows of. */
function kept(unsent: Data["unsent"]): Pick<Data, "answer" | "unsent"> {
  let { answer } = get();
  const found = readContext(document.cookie, cookieName());
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

interface Times {
  givenAt: number;
  validUntil: number;
  offset?: number;
}

/** The service has made `sent` durable. */
export function settle(sent: decisions.Unsent, { givenAt, validUntil, offset }: Times): void {
  const waiting = recall(kUnsent);
  if (!waiting || waiting.includes(sent.key)) remember(kUnsent, null);
  const { answer, unsent } = kept(null);
  if (answer && answer.givenAt > givenAt - 2e3) update({ answer, volatile: false, unsent });
  else {
    // The cookie did not stay (blocked, or a host it does not belong to): good for this page only.
    remember(kVolatile, "" + Date.now());
    update({ answer: { ...sent, givenAt, validUntil }, volatile: true, unsent });
  }
  if (offset !== undefined) update({ offset });
  remember(kSettled, Date.now() + "~" + (get().offset || 0));
}

/** The same choice under a new key; `repeats` is the one under which it was recorded for nobody. */
export function repeat(sent: decisions.Unsent, repeats: string): void {
  keep({ ...sent, key: freshKey(), repeats });
}

/**
 * The revision that was answered is no longer the current one. What did not change materially
 * stands; false when something did, which has to be asked again first.
 */
export function renew(config: Config): boolean {
  update({ config });
  const { unsent } = get();
  if (!unsent || unanswered().length) return false;
  const all = decisions.complete(view(), {});
  const { revision, generation } = config;
  const action = unsent.action === "withdraw" ? unsent.action : decisions.actionFor(all);
  keep({ ...unsent, revision, generation, decisions: all, action });
  return true;
}

export function forget(): void {
  remember(kUnsent, null);
  remember(kVolatile, null);
  update({ unsent: null, answer: null });
}
