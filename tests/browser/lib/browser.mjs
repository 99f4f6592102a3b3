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
];

const opened = new Set();
const traffics = new WeakMap();

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
  traffics.set(context, seen);
  return seen;
}

/** For `after`: a test that failed half-way must not keep the runner waiting. */
export const closeAll = () => Promise.all([...opened].map((close) => close()));

/** A fresh profile each: `{context, page, close}`. */
export async function open({ flags = [], preferences = {}, ...options } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "temoin-profile-"));
  mkdirSync(join(folder, "Default"));
  writeFileSync(
    join(folder, "Default", "Preferences"),
    JSON.stringify({ profile: { cookie_controls_mode: 0, ...preferences } }),
  );
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    headless: true,
    args: [...kFlags, ...flags],
    locale: "fr-FR",
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  context.setDefaultTimeout(45_000);
  traffic(context);
  const close = async () => {
    opened.delete(close);
    await context.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
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
