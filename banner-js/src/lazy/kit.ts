/** What the core lends to its chunks, so that they share its state and carry none of its code. */
import type * as consent from "../consent";
import type { Decisions } from "../domain/decisions";
import type * as gate from "../page/element-gate";
import type * as state from "../state";
import type * as storage from "../storage";
import type * as client from "../service/client";
import type * as dom from "../ui/dom";
import type * as host from "../ui/host-element";
import type * as i18n from "../ui/i18n";
import type * as warning from "../warn";
import type { Elements, Part, Preferences } from "./parts";

export interface Kit {
  get: typeof state.get;
  update: typeof state.update;
  view: typeof state.view;
  picture: typeof state.picture;
  recall: typeof storage.recall;
  remember: typeof storage.remember;
  keep: typeof consent.keep;
  kept: typeof consent.kept;
  api: typeof client.api;
  noteRun: typeof gate.noteRun;
  mayCome: typeof gate.mayCome;
  strip: typeof gate.strip;
  /** The browser's own, whatever the page calls by that name later. */
  fetch: typeof fetch;
  h: typeof dom.h;
  idle: typeof dom.idle;
  trust: typeof dom.trust;
  shade: typeof host.shade;
  home: typeof host.home;
  dressHome: typeof host.dressHome;
  say: typeof i18n.say;
  inLanguage: typeof i18n.inLanguage;
  warn: typeof warning.warn;
  elements: Part<Elements>;
  preferences: Part<Preferences>;
  /** A visitor's choice, with everything that follows from it. */
  choose(decisions: Decisions, layer: string, action?: string): void;
  openPreferences(): void;
  /** Tells the visitor that the details could not be loaded. */
  sorry(): void;
  /** Shows the first layer. */
  show(): void;
  /** Reads anew what other pages did meanwhile, and asks where that is needed. */
  again(): void;
  /** Language and contrast mode of the page have changed, perhaps. */
  followPage(): void;
  /** A frame asks and offers nothing until it is clear that no page of the same site does. */
  framed(): boolean;
  /** No page of the same site is around this frame. */
  alone(): void;
  /** True when the host had to be inserted: somebody should then be told that it is there. */
  late(): boolean;
  /** Services refused by the last choice whose scripts only a reload stops. */
  stopped(): string[];
  /** Last word on the address a frame of this service is loaded from. */
  frame(address: string, service: string): string;
  emit(name: string, detail: unknown): void;
}

/** What of it one file needs: whoever reads its first line sees what it can touch. */
export type Lent<Name extends keyof Kit> = Pick<Kit, Name>;
