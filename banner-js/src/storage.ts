/**
 * What outlives the page, by site: the unsent choice (""), when the last one was settled ("@"), and
 * that its cookie did not stay ("!"). Storage may be absent, full or forbidden: nothing here
 * throws.
 */
import { get } from "./state";

export const kUnsent = "";
export const kSettled = "@";
export const kVolatile = "!";

const kQuiet = 30 * 864e5;

export const storageKey = (): string => "temoin:" + get().config.site;

export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(storageKey() + name);
    else localStorage.setItem(storageKey() + name, value);
  } catch {
    /* The choice then lives as long as the page. */
  }
}

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(storageKey() + name);
  } catch {
    return null;
  }
}

/**
 * Where no mark can be left either, whether a cookie stays is tried: Chromium's own word on it is
 * yes.
 */
function keepsNothing(): boolean {
  try {
    return !localStorage;
  } catch {
    document.cookie = "temoin=;max-age=9";
    const kept = /(^| )temoin=/.test(document.cookie);
    document.cookie = "temoin=;max-age=0";
    return !kept;
  }
}

/** A visitor whose choice was made but whose cookie did not stay is not asked in a loop. */
export const asksInVain = (): boolean =>
  !navigator.cookieEnabled || Date.now() - +(recall(kVolatile) || 0) < kQuiet || keepsNothing();
