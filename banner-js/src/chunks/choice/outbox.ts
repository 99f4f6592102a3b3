/**
 * Takes one choice to the service and says how it went. It draws nothing and changes no state: what
 * an outcome means to the page is deliver.ts's to say. Nothing is lost and nothing loops.
 */
import type { Config } from "../../../types/temoin";
import type { Unsent } from "../../domain/decisions";
import type { Lent } from "../../lazy/kit";
import { ask } from "./ask";

/** How the service is asked. */
type Line = Lent<"api" | "fetch">;

/** Durable at the service; milliseconds since 1970. */
export interface Saved {
  givenAt: number;
  validUntil: number;
  /** By how much the service's clock is ahead of the device's, where that is known. */
  offset?: number;
}

/** Not taken. `after`: seconds to wait before the next try; null: refused for good in this page. */
export interface Kept {
  reason: string;
  after: number | null;
}

/** The revision is no longer current; `config` is the one that is. */
export interface Outdated {
  config: Config;
}

/** Recorded, but this browser holds no token for it: it is sent once more under a new key. */
export interface Unlinked {
  repeats: string;
}

export type Outcome = Saved | Kept | Outdated | Unlinked;

const kFirstWait = 2e3;
const kLongestWait = 3e5;

let timer: ReturnType<typeof setTimeout> | undefined;
let wait = kFirstWait;

const kept = (reason: string, after: number | null): Kept => ({ reason, after });

const isConfig = (body: object): body is Config => "purposes" in body && "revision" in body;

/** `current`: the revision that the service names, when it does. */
async function newest({ api, fetch }: Line, sent: Unsent, current: unknown): Promise<Outcome> {
  const query = typeof current === "string" ? "?revision=" + current : "";
  const init: RequestInit = { cache: "reload", credentials: "omit" };
  const fresh = await ask(fetch, api("config.json" + query), init);
  const config = fresh && fresh.status === 200 && fresh.body;
  return config && isConfig(config) && config.revision !== sent.revision ? { config } : kept("", 0);
}

/**
 * `renewed`: the choice was fitted to the current revision already, which is not looked for again.
 */
export async function send(line: Line, unsent: Unsent, renewed: boolean): Promise<Outcome> {
  clearTimeout(timer);
  const { generation: _, at: __, offset: ___, ...message } = unsent;
  const reply = await ask(line.fetch, line.api("consents"), {
    method: "POST",
    keepalive: true,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(message),
  });
  if (!reply) return kept("network", 0);
  const { status, body, after, now } = reply;
  if (status === 200 || status === 201) {
    wait = kFirstWait;
    if (body.token === false) return { repeats: unsent.key };
    const givenAt = Date.parse("" + body.given_at);
    const validUntil = Date.parse("" + body.valid_until);
    // An answer given earlier says nothing of the time, save that it is not over.
    const clock = status === 201 || (!now && validUntil <= Date.now()) ? givenAt : now;
    return { givenAt, validUntil, offset: clock ? clock - Date.now() : undefined };
  }
  if ((status === 409 || status === 422) && !renewed)
    return newest(line, unsent, body.revision || body.current);
  const final = /^4(?!08|25|29)/.test("" + status);
  return kept("status " + status, final ? null : after);
}

/**
 * Tries again later: longer each time, never all visitors at once, never before `after` seconds.
 */
export function retry(after: number, act: () => void): void {
  clearTimeout(timer);
  timer = setTimeout(act, Math.max(wait * (0.75 + Math.random() / 2), after * 1e3));
  wait = Math.min(wait * 2, kLongestWait);
}
