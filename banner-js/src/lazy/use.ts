/** How a chunk answers the core that asked for it. */
import type { Kit } from "./kit";
import type { Choice, Elements, Placeholder, Preferences } from "./parts";

export function use(name: "choice", make: (kit: Kit) => Choice): void;
export function use(name: "preferences", make: (kit: Kit) => Preferences): void;
export function use(name: "placeholder", make: (kit: Kit) => Placeholder): void;
export function use(name: "elements", make: (kit: Kit) => Elements): void;
export function use(name: string, make: (kit: Kit) => unknown): void {
  const calls: { push(call: unknown): void } = window.temoin;
  calls.push(["use", name, make]);
  // The page's head is left as it was sent: a copy of the page would run this once more.
  document.currentScript?.remove();
}
