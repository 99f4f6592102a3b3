/**
 * What outlives the page, by site and name (domain/kept.ts). Storage may be absent, full or
 * forbidden: nothing here throws.
 */
import { keyOf, kVolatile } from "./domain/kept";
import { get } from "./state";

const kQuiet = 30 * 864e5;

const key = (name: string): string => keyOf(get().config.site, name);

export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key(name));
    else localStorage.setItem(key(name), value);
  } catch {
    /* The choice then lives as long as the page. */
  }
}

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(key(name));
  } catch {
    return null;
  }
}

/** The page's cookies, once this one is set; none in a frame that is closed off. */
export function cookies(set?: string): string {
  try {
    if (set) document.cookie = set;
    return document.cookie;
  } catch {
    return "";
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
    const kept = /(^| )temoin=/.test(cookies("temoin=;max-age=9"));
    cookies("temoin=;max-age=0");
    return !kept;
  }
}

/** A visitor whose choice was made but whose cookie did not stay is not asked in a loop. */
export const asksInVain = (): boolean =>
  !navigator.cookieEnabled || Date.now() - +(recall(kVolatile) || 0) < kQuiet || keepsNothing();
