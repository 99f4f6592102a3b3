// The staff API as this console uses it. What it returns is described in
// server/http/api/staff-api.json, from which `npm run types` makes staff-api.ts.

import type { Session } from "./staff-api";

export type * from "./staff-api";

export class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
    /** "false-token" of "urn:temoin:problem:false-token"; empty where there is none. */
    readonly kind = "",
  ) {
    super(detail);
  }
}

// `revoked`: somebody took the access away, or its last day is over.
export type Ended = "over" | "revoked";
let onSignedOut: (why: Ended) => void = () => undefined;
export function whenSignedOut(callback: (why: Ended) => void): void {
  onSignedOut = callback;
}

// The session ends on the server after so long without a request; the screen follows it.
// Tabs share a session, and the time of its last request.
const kLastRequestKey = "temoin.last-request";
let lastRequest = Date.now();
export function noteRequest(): void {
  lastRequest = Date.now();
  try {
    localStorage.setItem(kLastRequestKey, String(lastRequest));
  } catch {
    /* this tab alone */
  }
}
export function idleFor(): number {
  let shared = 0;
  try {
    shared = Number(localStorage.getItem(kLastRequestKey)) || 0;
  } catch {
    /* as above */
  }
  return Date.now() - Math.max(lastRequest, shared);
}

// The session as it stands, which does not keep it. No response says nothing.
export async function watch(): Promise<Session | undefined> {
  const response = await fetch("/v1/session/watch", { credentials: "same-origin" }).catch(
    () => null,
  );
  if (response?.status === 200) return (await response.json()) as Session;
  if (response?.status !== 401) return undefined;
  const problem = (await response.json().catch(() => ({}))) as { type?: string };
  onSignedOut(problem.type?.endsWith(":revoked") ? "revoked" : "over");
  return undefined;
}

export async function request(method: string, path: string, body?: unknown): Promise<Response> {
  let response: Response;
  try {
    // A session is ended even when the window closes right after.
    const init: RequestInit = {
      method,
      credentials: "same-origin",
      keepalive: method === "DELETE",
    };
    if (body !== undefined) {
      init.headers = { "Content-Type": "application/json" };
      init.body = JSON.stringify(body);
    }
    response = await fetch(path, init);
    noteRequest();
  } catch {
    throw new Problem(0, "");
  }
  if (response.ok) return response;
  let detail = "";
  let kind = "";
  try {
    const problem = (await response.json()) as { detail?: string; type?: string };
    detail = problem.detail ?? "";
    kind = problem.type?.split(":").pop() ?? "";
  } catch {
    /* not every error has a body */
  }
  if (response.status === 401 && path !== "/v1/session") {
    onSignedOut(kind === "revoked" ? "revoked" : "over");
  }
  throw new Problem(response.status, detail, kind);
}

export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await request(method, path, body);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

// "/v1/x?a=1&b=2" without the parameters that are empty.
export function url(
  path: string,
  parameters: Record<string, string | number | undefined | null>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
