/** Marks that a choice was made but its cookie did not stay: such a visitor is not asked in a loop. */
import { doc, recall } from "./state";

export const kVolatile = "!";

const kQuiet = 30 * 864e5;

/** Where no mark can be left either, whether a cookie stays is tried: Chromium's own word on it is yes. */
function keepsNothing(): boolean {
  try {
    return !localStorage;
  } catch {
    doc.cookie = "temoin=;max-age=9";
    const kept = /(^| )temoin=/.test(doc.cookie);
    doc.cookie = "temoin=;max-age=0";
    return !kept;
  }
}

export const asksInVain = (): boolean =>
  !navigator.cookieEnabled || Date.now() - +(recall(kVolatile) || 0) < kQuiet || keepsNothing();
