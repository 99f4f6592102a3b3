/** Marks that a choice was made but its cookie did not stay: such a visitor is not asked in a loop. */
import { recall } from "./core";

export const kVolatile = "!";

const kQuiet = 30 * 864e5;

export const asksInVain = (): boolean => !navigator.cookieEnabled || Date.now() - +(recall(kVolatile) || 0) < kQuiet;
