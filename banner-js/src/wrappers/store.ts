/**
 * The visitor's choice as frameworks read it: one subscription a page, begun by the first reader.
 * Importing it touches nothing; on a server nobody subscribes, and nothing is allowed.
 */
import type { State, TemoinApi } from "../../types/temoin";
import { isApi } from "../domain/api";
import { pushCall } from "../page-queue";

let state: State | null = null;
let connected = false;
const listeners = new Set<() => void>();

/** Null until the banner runs. */
export const current = (): State | null => state;

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!connected) {
    connected = true;
    pushCall([
      "onChange",
      (now: State) => {
        state = now;
        for (const each of [...listeners]) each();
      },
    ]);
  }
  return () => void listeners.delete(listener);
}

/** A service or a purpose; false until the banner runs. */
export function allows(now: State | null, name: string): boolean {
  const api: unknown = now && window.temoin;
  return isApi(api) && api.allowed(name);
}

/** Asks for this service or purpose alone, as the button of a stand-in does. */
export const accept = (name: string): void => pushCall((api: TemoinApi) => api.accept(name));
