// How the scripts of this folder start Chromium: headless, and silent towards its maker's services.
import { execFileSync } from "node:child_process";
import { worded } from "./words.mjs";

const kQuiet = { stdio: ["ignore", "pipe", "ignore"], timeout: 20_000 };

const kFlags = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const kChromium = process.env.CHROMIUM || "/usr/bin/chromium";

/** The version that the browser says it has. */
export function versionOf(browser) {
  try {
    return /\d+(\.\d+){1,3}/.exec(execFileSync(browser, ["--version"], kQuiet).toString())[0];
  } catch {
    throw new Error(
      worded("no browser answers at {}: apt install chromium, or --browser PATH", browser),
    );
  }
}

/** For playwright's `launch` and `launchPersistentContext`. */
export function startOptions(browser) {
  const root = process.getuid && process.getuid() === 0; // Chromium has no sandbox for root
  return {
    executablePath: browser,
    headless: true,
    args: root ? [...kFlags, "--no-sandbox"] : kFlags,
  };
}
