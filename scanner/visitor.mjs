// One fresh browser that visits pages with one answer, and stays within bounds whatever they do.
//
// A page that misbehaves is named in the notes and left; the next one is visited all the same.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { isOwn } from "./addresses.mjs";
import { startOptions } from "./chromium.mjs";
import { Recorder } from "./recorder.mjs";
import { Trail } from "./trail.mjs";
import { worded } from "./words.mjs";

export const kMostNodes = 50_000;
const kMostRequests = 1_500; // of one page
const kMostNavigations = 10; // that a page makes by itself
const kMostQuiet = 20_000;
const kMostWrites = 5_000;

const pause = (time) => new Promise((done) => setTimeout(done, time));

/** What `work` gives, or an error with the reason "timeout". */
async function within(time, work) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new PageFault("timeout")), time);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {}); // it may fail later on
  }
}

export class PageFault extends Error {
  constructor(reason, detail) {
    super(reason);
    this.reason = reason;
    this.detail = detail;
  }
}

/** Why a navigation failed, out of what the browser says. */
function faultOf(error) {
  if (error instanceof PageFault) return error;
  const said = String(error && error.message);
  if (/Download is starting/.test(said)) return new PageFault("download");
  if (/ERR_TOO_MANY_REDIRECTS/.test(said)) return new PageFault("redirects");
  if (/ERR_BLOCKED_BY_CLIENT/.test(said)) return new PageFault("other-host");
  if (/ERR_HTTP_RESPONSE_CODE_FAILURE/.test(said)) return new PageFault("status");
  if (/crash/i.test(said)) return new PageFault("crashed");
  if (/Timeout|timed out/i.test(said)) return new PageFault("timeout");
  const code = /net::(ERR_\w+)/.exec(said);
  if (code) return new PageFault("unreachable", code[1]);
  return /closed|detached|destroyed/i.test(said) ? new PageFault("crashed") : error;
}

/** In every frame, before its scripts: tells who writes a cookie or an item, by name. */
function watchWrites() {
  const tell = window.__temoinScan;
  delete window.__temoinScan;
  if (typeof tell !== "function") return;
  const say = (kind, name) => {
    try {
      const stack = String(new Error().stack).slice(0, 4096);
      tell(kind, String(name).slice(0, 257), stack, location.href).catch(() => {});
    } catch {
      // the page goes on
    }
  };
  const wrap = (holder, name, seen) => {
    const own = holder && Object.getOwnPropertyDescriptor(holder, name);
    const part = own && (own.set ? "set" : "value");
    if (!own || !own.configurable || typeof own[part] !== "function") return;
    const real = own[part];
    own[part] = function (...given) {
      seen.call(this, ...given);
      return real.apply(this, given);
    };
    Object.defineProperty(holder, name, own);
  };
  wrap(Document.prototype, "cookie", (text) => say("cookie", String(text).split("=")[0].trim()));
  wrap(window.CookieStore && CookieStore.prototype, "set", (given) =>
    say("cookie", given && typeof given === "object" ? given.name : given),
  );
  wrap(Storage.prototype, "setItem", function (name) {
    let kind = "local";
    try {
      if (this === window.sessionStorage) kind = "session";
    } catch {
      // storage that is shut
    }
    say(kind, name);
  });
}

/** Whether a request gives a choice to the service. */
function isChoice(method, url) {
  return method === "POST" && /\/v1\/sites\/[^/]+\/consents$/.test(new URL(url).pathname);
}

/** The body of a choice, base64, which says that no visitor gave it; none where it is no choice. */
function ofScan(body) {
  try {
    return Buffer.from(JSON.stringify({ ...JSON.parse(body), origin: "scan" })).toString("base64");
  } catch {
    return undefined;
  }
}

export class Visitor {
  #opening = false;
  #writes = 0;

  /**
   * A fresh profile in which third-party cookies are let in: else nothing could be found there.
   * `options`: browser, timeout, urls, bases, port of the gate, userAgent, needsBanner, deadline.
   */
  static async arrive(options, gate, notes) {
    const visitor = new Visitor();
    Object.assign(visitor, { options, gate, notes, pages: [], made: [] });
    visitor.folder = mkdtempSync(join(tmpdir(), "temoin-scan-"));
    mkdirSync(join(visitor.folder, "Default"));
    writeFileSync(
      join(visitor.folder, "Default", "Preferences"),
      JSON.stringify({ profile: { cookie_controls_mode: 0 } }),
    );
    const start = startOptions(options.browser);
    visitor.context = await chromium.launchPersistentContext(visitor.folder, {
      ...start,
      args: [
        ...start.args,
        `--proxy-server=http://127.0.0.1:${options.port}`,
        "--proxy-bypass-list=<-loopback>",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--js-flags=--max-old-space-size=512",
      ],
      viewport: { width: 1280, height: 900 },
      userAgent: options.userAgent,
      acceptDownloads: false,
    });
    visitor.context.setDefaultTimeout(options.timeout);
    const own = (host) => isOwn(host, options.bases);
    visitor.recorder = new Recorder(visitor.context, new Trail(), own);
    visitor.context.on("request", () => visitor.#countRequest());
    visitor.context.on("response", (response) => visitor.#noteChoice(response));
    visitor.context.on("page", (page) => visitor.#popup(page));
    await visitor.context.exposeBinding("__temoinScan", (_source, ...said) => {
      if (++visitor.#writes > kMostWrites || said.length !== 4) return;
      if (said.every((each) => typeof each === "string")) visitor.recorder.wrote(...said);
    });
    await visitor.context.addInitScript(watchWrites);
    await visitor.#newPage();
    return visitor;
  }

  async #newPage() {
    const old = this.page || this.context.pages()[0];
    this.#opening = true;
    this.page = await this.context.newPage();
    this.#opening = false;
    if (old) await within(5_000, old.close()).catch(() => {});
    const page = this.page;
    page.on("dialog", (dialog) => {
      this.notes.add("dialog");
      dialog.dismiss().catch(() => {});
    });
    page.on("download", (download) => {
      this.notes.add("download", new URL(download.url()).hostname || "page");
      download.cancel().catch(() => {});
    });
    page.on("framenavigated", (frame) => {
      if (frame !== page.mainFrame() || ++this.navigations <= kMostNavigations) return;
      this.fault ||= new PageFault("redirects");
      page.goto("about:blank").catch(() => {});
    });
    const session = await this.context.newCDPSession(page);
    session.on("Network.requestWillBeSent", (event) => this.recorder.trail.note(event));
    const { frameTree } = await session.send("Page.getFrameTree");
    session.on("Fetch.requestPaused", ({ requestId, request, frameId }) => {
      if (isChoice(request.method, request.url)) {
        const postData = ofScan(request.postData);
        session.send("Fetch.continueRequest", { requestId, postData }).catch(() => {});
        return;
      }
      const host = URL.canParse(request.url) ? new URL(request.url).hostname : "";
      const away = frameId === frameTree.frame.id && !isOwn(host, this.options.bases);
      if (away) {
        this.fault ||= new PageFault("other-host", host.slice(0, 253));
        session
          .send("Fetch.failRequest", { requestId, errorReason: "BlockedByClient" })
          .catch(() => {});
      } else {
        session.send("Fetch.continueRequest", { requestId }).catch(() => {});
      }
    });
    await session.send("Network.enable");
    await session.send("Fetch.enable", {
      patterns: [
        { urlPattern: "http*", resourceType: "Document", requestStage: "Request" },
        { urlPattern: "http*/v1/sites/*/consents", requestStage: "Request" },
      ],
    });
  }

  #popup(page) {
    if (this.#opening || page === this.page) return;
    this.notes.add("popup");
    page.close().catch(() => {});
  }

  #countRequest() {
    if (this.recorder.asked <= kMostRequests) return;
    this.fault ||= new PageFault("too-many-requests");
    this.gate.closed = true;
  }

  /** The records that this scan makes: whoever reads figures can leave them out. */
  async #noteChoice(response) {
    const asked = response.request();
    if (!isChoice(asked.method(), asked.url()) || this.made.length >= 1_000) return;
    const index = await response
      .json()
      .then((body) => body.index)
      .catch(() => null);
    if (Number.isSafeInteger(index)) this.made.push({ index, at: new Date().toISOString() });
  }

  /** Visits one page; null, and a note, where it misbehaves. With `must`, that is an error. */
  async open(url, must = false) {
    this.notes.page = url;
    if (Date.now() > this.options.deadline) {
      this.notes.add("out-of-time");
      if (must) throw new Error(worded("{} was left out: the scan's time had run out", url));
      return null;
    }
    this.fault = null;
    this.navigations = 0;
    this.recorder.asked = 0;
    this.gate.nextPage();
    try {
      const status = await within(3 * this.options.timeout, this.#visit(url));
      this.pages.push({ url, status });
      return status;
    } catch (error) {
      const fault = this.fault || faultOf(error);
      if (!(fault instanceof PageFault)) throw error;
      this.notes.add(fault.reason, null, fault.detail);
      if (must) throw fault;
      await this.#newPage();
      return null;
    }
  }

  async #visit(url) {
    const response = await this.page.goto(url, { waitUntil: "load" }).catch(async (error) => {
      if (!/interrupted by another navigation|ERR_ABORTED/.test(String(error.message))) throw error;
      if (this.fault) throw this.fault;
      await this.page.waitForLoadState("load"); // the page went on by itself
      return null;
    });
    if (this.fault) throw this.fault;
    const status = response ? response.status() : 200;
    if (response && response.headers()["cf-mitigated"] === "challenge")
      throw new PageFault("challenge");
    if (status >= 400) throw new PageFault("status", status);
    if (this.options.needsBanner) {
      await this.page
        .waitForFunction(() => window.temoin && window.temoin.version)
        .catch((error) => {
          throw /Timeout/.test(String(error)) ? new PageFault("no-banner") : error;
        });
    }
    await this.rest();
    return status;
  }

  async rest() {
    const most = Math.min(kMostQuiet, this.options.timeout);
    await this.recorder.quiet(800, most);
    await this.recorder.look(this.page);
    const nodes = await this.page.evaluate(() => document.getElementsByTagName("*").length);
    if (nodes > kMostNodes) this.fault ||= new PageFault("huge-page", nodes);
    if (this.fault) throw this.fault;
  }

  /** Each page once with the answer in force, from the top to the bottom. */
  async tour(tell = () => {}) {
    this.pages = [];
    for (const [at, url] of this.options.urls.entries()) {
      tell(`${at + 1}/${this.options.urls.length} ${url}`);
      if ((await this.open(url)) === null) continue;
      try {
        const down = async () => {
          await this.page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
          await this.rest();
        };
        await within(2 * this.options.timeout, down());
      } catch (error) {
        const fault = this.fault || faultOf(error);
        if (!(fault instanceof PageFault)) throw error;
        this.notes.add(fault.reason, null, fault.detail);
        await this.#newPage();
      }
    }
    this.notes.page = null;
  }

  /** Answers on the first page; what came before the answer no longer counts. */
  async answer(verb, names) {
    if (!this.pages.length) await this.open(this.options.urls[0], true);
    await this.page.evaluate(
      ([call, given]) => window.temoin[call](given ?? undefined),
      [verb, names],
    );
    await this.page
      .waitForFunction(() => window.temoin.state().status === "valid")
      .catch(() => {
        throw new Error(worded("the answer was not taken by the service"));
      });
    await this.recorder.quiet();
    this.recorder.forget();
  }

  /** What the page runs under: config.json stands beside the banner's script. */
  async config() {
    await this.open(this.options.urls[0], true);
    return this.page.evaluate(async () => {
      const script = [...document.scripts].find((each) =>
        /\/v1\/sites\/[^/]+\/banner\.js/.test(each.src),
      );
      if (!script) return null;
      const { site, revision, purposes } = await (
        await fetch(new URL("config.json", script.src))
      ).json();
      return {
        site,
        revision,
        purposes: purposes.filter((each) => each.basis !== "exempt").map((each) => each.id),
      };
    });
  }

  /** Addresses that the first page links to. */
  async links(url) {
    if ((await this.open(url)) === null) return [];
    return this.page.evaluate(() =>
      Array.from(document.links, (link) => link.href)
        .filter((href) => href.length <= 2048)
        .slice(0, 5_000),
    );
  }

  async phase(phase, more = {}) {
    const seen = await this.recorder.take();
    return { phase, ...more, pages: this.pages, recorded_at: new Date().toISOString(), ...seen };
  }

  async leave() {
    const browser = this.context.browser();
    await within(15_000, this.context.close()).catch(() => browser?.close().catch(() => {}));
    await pause(0);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
