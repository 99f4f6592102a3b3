/**
 * One call of the service. Only an answer in JSON counts as the service's own: a CDN's challenge or
 * error page, a CSP, a broken line are all "could not be asked" (null). Never throws.
 */
const kPatience = 15e3;

export interface Reply {
  status: number;
  body: Record<string, unknown>;
  /** Seconds that the service asks to wait, or 0. */
  after: number;
  /** The service's clock, to the second; NaN where another origin keeps it to itself. */
  now: number;
}

/** How a call goes out: the browser's own way, which the page may have hidden by now. */
export type Fetch = typeof fetch;

export async function ask(fetch: Fetch, address: string, init: RequestInit): Promise<Reply | null> {
  const stop = new AbortController();
  const deadline = setTimeout(() => stop.abort(), kPatience);
  try {
    const response = await fetch(address, {
      credentials: "include",
      signal: stop.signal,
      ...init,
    });
    const { status, headers } = response;
    if (!/json/.test(headers.get("content-type") || "") || headers.get("cf-mitigated")) return null;
    return {
      status,
      body: Object(await response.json()),
      after: +headers.get("retry-after")! || 0,
      now: Date.parse(headers.get("date") || ""),
    };
  } catch {
    return null;
  } finally {
    clearTimeout(deadline);
  }
}
