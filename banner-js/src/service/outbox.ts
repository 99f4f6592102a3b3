/**
 * Takes an unsent choice to the service, and keeps trying. Only an answer in JSON counts as the
 * service's own: a CDN's challenge or error page, a CSP, a broken line are all "unreachable".
 */
import type { Config } from "../../types/temoin";
import { apply, settled } from "../consent";
import { core, emit, keep, recall, remember, reread, say, view } from "../state";
import { showBanner, tell } from "../ui/first-layer";
import { kVolatile } from "../storage";
import * as rules from "../domain/decisions";

const kFirstWait = 2e3;
const kLongestWait = 3e5;

let timer = 0;
let wait = kFirstWait;
let renewed = false;

export const api = (path: string): string =>
  core.base + "/v1/sites/" + encodeURIComponent(core.config.site) + "/" + path;

/** Resolves to what the service itself said, or to null when it could not be asked. */
export async function ask(
  path: string,
  init: RequestInit,
): Promise<{ status: number; body: Record<string, unknown>; after: number } | null> {
  const stop = new AbortController();
  const deadline = setTimeout(() => stop.abort(), 15e3);
  try {
    const response = await fetch(api(path), { credentials: "include", signal: stop.signal, ...init });
    const json = /json/.test(response.headers.get("content-type") || "");
    if (!json || response.headers.get("cf-mitigated")) return null;
    const body = (await response.json()) as Record<string, unknown>;
    return { status: response.status, body, after: +response.headers.get("retry-after")! || 0 };
  } catch {
    return null;
  } finally {
    clearTimeout(deadline);
  }
}

function later(loud: boolean, after: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => send(false), Math.max(wait * (0.75 + Math.random() / 2), after * 1e3));
  wait = Math.min(wait * 2, kLongestWait);
  if (loud) tell(say("kept"));
}

/**
 * The revision is no longer current. What did not change materially is sent again as it stands;
 * what did is asked again, alone.
 */
async function renew(loud: boolean, current: unknown): Promise<void> {
  const sent = core.unsent!;
  const query = typeof current === "string" ? "?revision=" + current : "";
  const fresh = await ask("config.json" + query, { cache: "reload", credentials: "omit" });
  const config = fresh && (fresh.body as unknown as Config);
  if (!config || fresh.status !== 200 || !config.purposes || config.revision === sent.revision)
    return later(loud, 0);
  core.config = config;
  apply();
  if (rules.unanswered(view()).length) return showBanner();
  const decisions = rules.complete(view(), {});
  const { revision, generation } = config;
  const action = sent.action === "withdraw" ? sent.action : rules.actionFor(decisions);
  core.unsent = { ...sent, revision, generation, decisions, action };
  keep();
  return send(loud);
}

export async function send(loud: boolean): Promise<void> {
  const sent = core.unsent;
  if (!sent) return;
  clearTimeout(timer);
  const { generation: _, at: __, ...message } = sent;
  const answer = await ask("consents", {
    method: "POST",
    keepalive: true,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(message),
  });
  // A newer choice, here or in another tab, has taken this one's place meanwhile.
  if (!core.unsent || core.unsent.key !== sent.key) return;
  const status = answer ? answer.status : 0;
  const body = answer ? answer.body : {};
  if (status === 200 || status === 201) {
    core.unsent = null;
    const kept = recall("");
    if (!kept || kept.includes(sent.key)) remember("", null);
    wait = kFirstWait;
    renewed = false;
    reread();
    if (!core.answer || core.answer.givenAt < sent.at - 864e5) {
      // The cookie did not stay (blocked, or a host it does not belong to): good for this page only.
      core.answer = {
        revision: sent.revision,
        generation: sent.generation,
        givenAt: Date.parse(body.given_at as string),
        validUntil: Date.parse(body.valid_until as string),
        decisions: sent.decisions,
      };
      core.volatile = true;
      remember(kVolatile, "" + Date.now());
    }
    return settled(loud);
  }
  if ((status === 409 || status === 422) && !renewed) {
    renewed = true;
    return renew(loud, body.revision || body.current);
  }
  emit("unreachable", { reason: status ? "status " + status : "network" });
  // Refused for good in this page; the next page tries once more. Nothing is lost, nothing loops.
  if (status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429) {
    if (loud) tell(say("kept"));
    return;
  }
  later(loud, answer ? answer.after : 0);
}
