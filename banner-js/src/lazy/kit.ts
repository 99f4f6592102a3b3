/** What the core lends to its chunks, so that they share its state and carry none of its code. */
import type { Decisions } from "../domain/decisions";
import type { Reply } from "../service/client";
import type * as gate from "../page/element-gate";
import type * as warning from "../warn";
import type * as state from "../state";
import type * as dom from "../ui/dom";
import type * as host from "../ui/host-element";
import type * as i18n from "../ui/i18n";
import type * as status from "../ui/status";

export interface Kit {
  get: typeof state.get;
  update: typeof state.update;
  view: typeof state.view;
  picture: typeof state.picture;
  h: typeof dom.h;
  dress: typeof dom.dress;
  shade: typeof host.shade;
  home: typeof host.home;
  say: typeof i18n.say;
  day: typeof i18n.day;
  inLanguage: typeof i18n.inLanguage;
  /** A visitor's choice, with everything that follows from it. */
  choose(decisions: Decisions, layer: string, action?: string): void;
  withdraw(layer: string): void;
  api(path: string): string;
  ask(path: string, init: RequestInit): Promise<Reply | null>;
  openPreferences(): void;
  /** Tells the visitor that the details could not be loaded. */
  sorry(): void;
  noteRun: typeof gate.noteRun;
  mayCome: typeof gate.mayCome;
  strip: typeof gate.strip;
  warn: typeof warning.warn;
  script: typeof dom.script;
  html: typeof dom.html;
  scriptUrl: typeof dom.scriptUrl;
  idle: typeof dom.idle;
  /** Last word on the address a frame of this service is loaded from. */
  frame(address: string, service: string): string;
  tell: typeof status.tell;
  reloadButton: typeof status.reloadButton;
  emit(name: string, detail: unknown): void;
}
