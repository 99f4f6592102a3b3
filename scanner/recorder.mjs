// What one browser context sets, sends, keeps and asks for, and who made it do so: names, hosts and
// paths, never a value.
import { shortAddress } from "./trail.mjs";

const kMostRequests = 5_000; // different ones, of one phase
const kMostWriters = 5_000;
const kMostName = 256;

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
  #requests = new Map();
  #writers = new Map();
  #last = Date.now();
  asked = 0; // requests since whoever counts them set it to nothing

  /** `trail`: trail.mjs; of hosts that are the site's `own` only scripts are written down. */
  constructor(context, trail, own = () => false) {
    this.#context = context;
    this.trail = trail;
    this.own = own;
    context.on("request", (request) => this.#ask(request));
    context.on("requestfailed", (request) => this.#fail(request));
    context.on("response", (response) => this.#note(response));
  }

  /** A script wrote a cookie or a stored item; `stack` as its Error says it. */
  wrote(kind, name, stack, page) {
    if (this.#writers.size >= kMostWriters || name.length > kMostName) return;
    const key = JSON.stringify([kind, name]);
    if (!this.#writers.has(key)) this.#writers.set(key, { stack, page });
  }

  #requestOf(request) {
    const address = shortAddress(request.url());
    if (!address) return null;
    const type = request.resourceType();
    const host = new URL(request.url()).hostname;
    if (this.own(host) && type !== "script") return null;
    const key = JSON.stringify([address, type]);
    if (!this.#requests.has(key)) {
      if (this.#requests.size >= kMostRequests) return null;
      const row = { address, host: clean(host), type, count: 0, aborted: 0 };
      this.#requests.set(key, { row, url: request.url(), frames: framesOf(request) });
    }
    return this.#requests.get(key).row;
  }

  #ask(request) {
    this.#last = Date.now();
    ++this.asked;
    const row = this.#requestOf(request);
    if (row) ++row.count;
  }

  #fail(request) {
    const row = this.#requestOf(request);
    if (row) ++row.aborted;
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
          known.from ??= { url: request.url(), frames: framesOf(request) };
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
    this.#requests.clear();
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
        .map(({ from, ...each }) => ({ ...each, by: this.#by(from, "cookie", each.name) }))
        .sort(inOrder),
      storage: [...this.#storage.values()]
        .map((each) => ({ ...each, by: this.#by(null, each.kind, each.name) }))
        .sort(inOrder),
      requests: [...this.#requests.values()]
        .map(({ row, url, frames }) => ({ ...row, by: this.trail.ofRequest(url, frames) }))
        .sort((a, b) => (a.address + a.type < b.address + b.type ? -1 : 1)),
    };
  }

  /** The response that set it, else the script that wrote its name. */
  #by(from, kind, name) {
    if (from)
      return [{ request: shortAddress(from.url) }, ...this.trail.ofRequest(from.url, from.frames)];
    const writer = this.#writers.get(JSON.stringify([kind, name]));
    return writer ? this.trail.ofStack(writer.stack, writer.page) : [];
  }
}

/** The addresses of the frames that a request was made in, the inmost first. */
function framesOf(request) {
  const out = [];
  try {
    for (let frame = request.frame(); frame && out.length < 8; frame = frame.parentFrame())
      out.push(frame.url());
  } catch {
    // of a worker, or of a navigation that has no frame yet
  }
  return out;
}

const longest = (a, b) => (a === null ? b : b === null ? a : Math.max(a, b));
