/**
 * Telling our own API from what else a page may have under its name: an element, a frame, a form.
 * Pure.
 */
import type { Call, TemoinApi } from "../../types/temoin";

export const isQueue = (found: unknown): found is Call[] => Array.isArray(found);

export function isApi(found: unknown): found is TemoinApi {
  try {
    const { version, push } = Object(found);
    return !!version && typeof push === "function";
  } catch {
    // A frame of another site says nothing of itself.
    return false;
  }
}
