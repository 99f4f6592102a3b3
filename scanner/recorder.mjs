// What one browser context sets, sends and keeps: names and hosts, never a value.

const clean = (host) => host.replace(/^\./, "").toLowerCase();

/** Name, host and life in seconds (null: session) out of one Set-Cookie line; null: none. */
export function readSetCookie(line, host, at = Date.now()) {
  const [pair, ...attributes] = line.split(";");
  const equals = pair.indexOf("=");
  const name = pair.slice(0, Math.max(equals, 0)).trim();
  if (!name) return null;
  const cookie = { name, host: clean(host), seconds: null };
  let maxAge = null;
  for (const attribute of attributes) {
    const [key, ...rest] = attribute.split("=");
    const value = rest.join("=").trim();
    const word = key.trim().toLowerCase();
    if (word === "domain" && value) cookie.host = clean(value);
    if (word === "max-age" && /^-?\d+$/.test(value)) maxAge = Number(value);
    if (word === "expires" && !Number.isNaN(Date.parse(value)))
      cookie.seconds = Math.round((Date.parse(value) - at) / 1000);
  }
  if (maxAge !== null) cookie.seconds = maxAge;
  return cookie;
}

export class Recorder {
  #context;
  #pending = new Set();
  #trackers = new Map();
  #storage = new Map();
  #last = Date.now();

  constructor(context) {
    this.#context = context;
    context.on("request", () => (this.#last = Date.now()));
    context.on("response", (response) => this.#note(response));
  }

  #of(name, host) {
    const key = JSON.stringify([name, host]);
    if (!this.#trackers.has(key))
      this.#trackers.set(key, { name, host, seconds: null, set: false, sent: false, kept: false });
    return this.#trackers.get(key);
  }

  #note(response) {
    const work = (async () => {
      const request = response.request();
      const host = new URL(request.url()).hostname;
      const [sent, received] = await Promise.all([request.allHeaders(), response.headersArray()]);
      for (const pair of (sent.cookie || "").split(";")) {
        const name = pair.split("=")[0].trim();
        if (name) this.#of(name, clean(host)).sent = true;
      }
      for (const header of received) {
        if (header.name.toLowerCase() !== "set-cookie") continue;
        for (const line of header.value.split("\n")) {
          const cookie = readSetCookie(line, host);
          if (!cookie || (cookie.seconds !== null && cookie.seconds <= 0)) continue;
          const known = this.#of(cookie.name, cookie.host);
          known.set = true;
          known.seconds = longest(known.seconds, cookie.seconds);
        }
      }
    })().catch(() => {}); // a page that is gone
    this.#pending.add(work);
    work.finally(() => this.#pending.delete(work));
  }

  /** Until no request has left for a while, or `most` milliseconds have passed. */
  async quiet(still = 800, most = 20_000) {
    const end = Date.now() + most;
    while (Date.now() - this.#last < still && Date.now() < end)
      await new Promise((done) => setTimeout(done, 50));
    await Promise.all([...this.#pending]);
  }

  /** What was set and sent before this moment no longer counts; how long it lives still does. */
  forget() {
    for (const tracker of this.#trackers.values())
      tracker.set = tracker.sent = tracker.kept = false;
    this.#storage.clear();
  }

  /** Names in the storage of every frame of a page. */
  async look(page) {
    for (const frame of page.frames()) {
      const names = await frame
        .evaluate(() => {
          const keys = (area) => Array.from({ length: area.length }, (_, at) => area.key(at));
          return {
            host: location.hostname,
            local: keys(localStorage),
            session: keys(sessionStorage),
          };
        })
        .catch(() => null); // about:blank, or storage that is shut
      if (!names || !names.host) continue;
      for (const kind of ["local", "session"]) {
        for (const name of names[kind]) {
          this.#storage.set(JSON.stringify([name, names.host, kind]), {
            name,
            host: clean(names.host),
            kind,
          });
        }
      }
    }
  }

  async take() {
    for (const tracker of this.#trackers.values()) tracker.kept = false;
    const now = Date.now() / 1000;
    for (const cookie of await this.#context.cookies()) {
      const known = this.#of(cookie.name, clean(cookie.domain));
      known.kept = true;
      if (cookie.expires > 0)
        known.seconds = longest(known.seconds, Math.round(cookie.expires - now));
    }
    const inOrder = (a, b) => (a.name + " " + a.host < b.name + " " + b.host ? -1 : 1);
    // Copies: the next phase of this browser goes on noting.
    return {
      cookies: [...this.#trackers.values()]
        .filter((each) => each.set || each.sent || each.kept)
        .map((each) => ({ ...each }))
        .sort(inOrder),
      storage: [...this.#storage.values()].sort(inOrder),
    };
  }
}

const longest = (a, b) => (a === null ? b : b === null ? a : Math.max(a, b));
