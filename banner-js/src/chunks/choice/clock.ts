/**
 * The service's clock, for a choice that waited in the browser: whether it is over is not for the
 * device's alone to say, which may have been set back meanwhile.
 */
import type { Unsent } from "../../domain/decisions";
import type { Lent } from "../../lazy/kit";
import { ask } from "./ask";

/** As long as a choice holds at most: 13 months. */
const kLongest = 397 * 864e5;
/** What two clocks may differ by without meaning anything. */
const kSlack = 864e5;

/** By how much it is ahead of the device's; NaN where it is not told, null where nobody answers. */
export async function askOffset({ api, fetch }: Lent<"api" | "fetch">): Promise<number | null> {
  const reply = await ask(fetch, api("consents/current"), { cache: "no-store" });
  return reply && reply.now - Date.now();
}

/**
 * Whether it was made longer ago than a choice holds, or after what is now; `offset` is the present
 * one, its own the one that was heard when it was made. False where the clock is not told.
 */
export function isOver({ at, offset: then = 0 }: Unsent, offset: number, now: number): boolean {
  const age = now + offset - (at + then);
  return age > kLongest || age < -kSlack;
}
