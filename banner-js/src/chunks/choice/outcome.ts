/**
 * What the service's answer to a choice changes in the state, and in what outlives the page. It
 * draws nothing and sends nothing.
 */
import type { Config } from "../../../types/temoin";
import { actionFor, complete, unanswered, type Unsent } from "../../domain/decisions";
import { freshKey } from "../../domain/fresh-key";
import { kSettled, kUnsent, kVolatile } from "../../domain/kept";
import type { Lent } from "../../lazy/kit";

interface Times {
  givenAt: number;
  validUntil: number;
  offset?: number;
}

/** The service has made `sent` durable. */
export function settle(
  kit: Lent<"get" | "update" | "recall" | "remember" | "kept">,
  sent: Unsent,
  { givenAt, validUntil, offset }: Times,
): void {
  const { get, kept, recall, remember, update } = kit;
  const waiting = recall(kUnsent);
  if (!waiting || waiting.includes(sent.key)) remember(kUnsent, null);
  const before = get().answer;
  const { answer, unsent } = kept(null);
  // The cookie says this, or what another tab chose later. What only this page knows is no cookie.
  const stayed =
    answer &&
    answer !== before &&
    (answer.givenAt > givenAt ||
      Object.entries(sent.decisions).every(([id, yes]) => answer.decisions[id] === yes));
  if (stayed) update({ answer, volatile: false, unsent });
  else {
    // The cookie did not stay (blocked, or a host it does not belong to): good for this page only.
    remember(kVolatile, "" + Date.now());
    update({ answer: { ...sent, givenAt, validUntil }, volatile: true, unsent });
  }
  if (offset !== undefined) update({ offset });
  remember(kSettled, Date.now() + "~" + (get().offset || 0));
}

/** The same choice under a new key; `repeats` is the one under which it was recorded for nobody. */
export function repeat(kit: Lent<"keep">, sent: Unsent, repeats: string): void {
  kit.keep({ ...sent, key: freshKey(), repeats });
}

/**
 * The revision that was answered is no longer the current one. What did not change materially
 * stands; false when something did, which has to be asked again first.
 */
export function renew(kit: Lent<"get" | "update" | "view" | "keep">, config: Config): boolean {
  kit.update({ config });
  const { unsent } = kit.get();
  if (!unsent || unanswered(kit.view()).length) return false;
  const all = complete(kit.view(), {});
  const { revision, generation } = config;
  const action = unsent.action === "withdraw" ? unsent.action : actionFor(all);
  kit.keep({ ...unsent, revision, generation, decisions: all, action });
  return true;
}

export function forget({ remember, update }: Lent<"update" | "remember">): void {
  remember(kUnsent, null);
  remember(kVolatile, null);
  update({ unsent: null, answer: null });
}
