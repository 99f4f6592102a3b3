/** What the core lends to its chunks, so that they share its state and carry none of its code. */
import type { State } from "../types/temoin";
import type { Core } from "./core";
import type { Decisions, View } from "./rules";

export interface Kit {
  core: Core;
  h: typeof import("./dom").h;
  dress: typeof import("./dom").dress;
  shade: typeof import("./host").shade;
  home: () => HTMLElement;
  say: typeof import("./core").say;
  day: typeof import("./core").day;
  inLanguage: typeof import("./core").inLanguage;
  view: () => View;
  state: () => State;
  choose: (decisions: Decisions, layer: string, action?: string) => void;
  withdraw: (layer: string) => void;
  ask: typeof import("./send").ask;
  api: typeof import("./send").api;
  openPreferences: () => void;
  /** Tells the visitor that the details could not be loaded. */
  sorry: () => void;
  emit: typeof import("./core").emit;
}
