// How the scripts of this folder start Chromium: headless, and silent towards its maker's services.

const kFlags = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const kChromium = process.env.CHROMIUM || "/usr/bin/chromium";

/** For playwright's `launch` and `launchPersistentContext`. */
export function startOptions(browser) {
  const root = process.getuid && process.getuid() === 0; // Chromium has no sandbox for root
  return {
    executablePath: browser,
    headless: true,
    args: root ? [...kFlags, "--no-sandbox"] : kFlags,
  };
}
