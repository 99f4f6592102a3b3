// Debian's Chromium, with a profile that lets third-party cookies in: without that, a test that
// finds no tracker could not have failed.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const kFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // The last of such options counts: this one repeats what Playwright turns off. Our own, after the
  // empty line, are processes that Chromium keeps ready for its window: half of a test's time.
  "--disable-features=" +
    [
      "AvoidUnnecessaryBeforeUnloadCheckSync",
      "BoundaryEventDispatchTracksNodeRemoval",
      "DestroyProfileOnBrowserClose",
      "DialMediaRouteProvider",
      "GlobalMediaControls",
      "HttpsUpgrades",
      "LensOverlay",
      "MediaRouter",
      "OptimizationHints",
      "PaintHolding",
      "RenderDocument",
      "ThirdPartyStoragePartitioning",
      "Translate",

      "PreloadTopChromeWebUI",
      "SpareRendererForSitePerProcess",
      "WebUIOmniboxAimPopup",
      "WebUIOmniboxPopup",
    ].join(","),
];

// Another one by CHROMIUM. The engine without the program around its window,
// chromium-headless-shell, takes half of the processor's time; once in a thousand tests it drew
// nothing for a minute.
export const kChromium = process.env.CHROMIUM || "/usr/bin/chromium";
// For what only the whole has: a person's settings, and the cache of pages to go back to.
export const kWholeChromium = "/usr/bin/chromium";

const kVisitor = { locale: "fr-FR", viewport: { width: 1280, height: 900 } };

const kPatience = 45_000; // milliseconds

// What is decided when a browser starts.
const kLaunchOptions = ["flags", "preferences", "ignoreDefaultArgs"];

/** Removes a profile; processes of a browser that has ended write a last file now and then. */
export async function forget(folder) {
  for (let turn = 0; ; ++turn) {
    try {
      return rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (turn > 100) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

const opened = new Set();
let shared;
let taken = false;
const traffics = new WeakMap();
const limited = new WeakSet();

/** What is under way in this context, and when the last of it began or ended: `{open, last}`. */
export function traffic(context) {
  if (traffics.has(context)) return traffics.get(context);
  const seen = { open: new Set(), last: Date.now() };
  const note = (change) => (request) => {
    seen.open[change](request);
    seen.last = Date.now();
  };
  context.on("request", note("add"));
  for (const end of ["requestfinished", "requestfailed"]) context.on(end, note("delete"));
  // Nobody is told of the end of what a frame asked for that went away or elsewhere.
  const drop = (frame) => {
    for (const request of seen.open)
      if (request.isNavigationRequest() && request.frame() === frame) note("delete")(request);
  };
  const follow = (page) =>
    ["framenavigated", "framedetached"].forEach((name) => page.on(name, drop));
  context.pages().forEach(follow);
  context.on("page", follow);
  traffics.set(context, seen);
  return seen;
}

/** An error that says what for instead of waiting without end. */
async function inTime(promise, what) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(
      () => fail(new Error(`no answer after ${kPatience} ms: ${what}`)),
      kPatience,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What is asked of a page that never answers fails its test, like everything else that waits. */
function limitEvaluate(page) {
  if (limited.has(page)) return;
  limited.add(page);
  const own = page.evaluate.bind(page);
  page.evaluate = (asked, ...given) => inTime(own(asked, ...given), asked);
}

/** For `after`: a test that failed half-way must not keep the runner waiting. */
export async function closeAll() {
  await Promise.all([...opened].map((close) => close()));
  if (shared) await (await shared).close();
  shared = undefined;
}

async function launch({ flags = [], preferences, ...options } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "temoin-profile-"));
  mkdirSync(join(folder, "Default"));
  writeFileSync(
    join(folder, "Default", "Preferences"),
    JSON.stringify({ profile: { cookie_controls_mode: 0, ...preferences } }),
  );
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: preferences ? kWholeChromium : kChromium,
    headless: true,
    args: [...kFlags, ...flags],
    ...kVisitor,
    ...options,
  });
  const close = async () => {
    await context.close();
    await forget(folder);
  };
  return { context, close };
}

/**
 * The first visitor of a moment takes the context and the page that the one before it left, emptied
 * as Playwright's own runner does it: cookies, storage, cache, routes and scripts are gone. A page
 * with its processes costs more than that. Who comes meanwhile gets a context of their own. A
 * browser that does not get empty, once in some hundred times, is left for a new one.
 */
async function joinShared(options, again = false) {
  shared ??= launch();
  const whole = await shared;
  const browser = whole.context.browser();
  if (taken) {
    const context = await browser.newContext({ ...kVisitor, ...options });
    return { context, close: () => context.close() };
  }
  taken = true;
  try {
    const emptied = browser._newContextForReuse({ ...kVisitor, ...options });
    const context = await inTime(emptied, "a browser for the next visitor");
    const close = async () => {
      await context.setOffline(false);
      await browser._disconnectFromReusedContext("the visitor is gone");
      taken = false;
    };
    return { context, close };
  } catch (error) {
    taken = false;
    shared = undefined;
    whole.close().catch(() => {}); // which may hang as well; it ends with the file's process
    if (again) throw error;
    console.log(`${error.message}; a new one is started`);
    return joinShared(options, true);
  }
}

/**
 * A visitor whom no site has seen: `{context, page, close}`. Starting a browser costs more than most
 * tests do, so the visitors of a file share one, each with cookies, storage and cache of their own.
 * Who asks for one of `kLaunchOptions` gets a browser and a profile of their own.
 */
export async function open(options = {}) {
  const alone = kLaunchOptions.some((name) => name in options);
  const visitor = alone ? await launch(options) : await joinShared(options);
  const { context } = visitor;
  context.setDefaultTimeout(kPatience);
  context.pages().forEach(limitEvaluate);
  context.on("page", limitEvaluate);
  traffic(context);
  const close = async () => {
    opened.delete(close);
    await visitor.close();
  };
  opened.add(close);
  return { context, page: context.pages()[0] || (await context.newPage()), close };
}

/** Host names asked for anything, as long as the page lives. */
export function listenTo(context) {
  const hosts = new Set();
  context.on("request", (request) => {
    try {
      hosts.add(new URL(request.url()).hostname);
    } catch {
      /* data: and the like */
    }
  });
  return hosts;
}

export const cookieNames = async (context) =>
  (await context.cookies()).map((cookie) => cookie.name).sort();
