/** What the core lends to its chunks, so that they share its state and carry none of its code. */
import type { State } from "../../types/temoin";
import type { Core } from "../state";
import type { Decisions, View } from "../domain/decisions";

export interface Kit {
  core: Core;
  h: typeof import("../ui/dom").h;
  dress: typeof import("../ui/dom").dress;
  shade: typeof import("../ui/host-element").shade;
  home: () => HTMLElement;
  say: typeof import("../state").say;
  day: typeof import("../state").day;
  inLanguage: typeof import("../state").inLanguage;
  view: () => View;
  state: () => State;
  choose: (decisions: Decisions, layer: string, action?: string) => void;
  withdraw: (layer: string) => void;
  ask: typeof import("../service/outbox").ask;
  api: typeof import("../service/outbox").api;
  openPreferences: () => void;
  /** Tells the visitor that the details could not be loaded. */
  sorry: () => void;
  emit: typeof import("../state").emit;
}
