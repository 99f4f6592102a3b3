/**
 * Holds tagged elements back until their service or purpose may run, and takes them away again:
 * `type="text/plain"` scripts, anything with `data-src`/`data-srcset`/`data-href`, and templates.
 * `data-service` decides, else `data-category`; a leading `!` waits for the refusal instead. How an
 * element is let in is a chunk's affair: a page without one that may run never loads it.
 */
import * as decisions from "../domain/decisions";
import { kSources, nameOf } from "../domain/tagged";
import { view } from "../state";

/** Goes along with an element on its way in, which can take a while. */
export interface Way {
  /** Whether it may still come in. One that left the page or lost its permission may come again. */
  open(): boolean;
  /** How to take it back. */
  undo(act: () => void): void;
  /** Nothing could let it in this time. */
  fail(): void;
}

/** What the gate needs of others and does not know: app.ts hands it in. */
export interface GateHelp {
  letIn(element: HTMLElement, way: Way): void;
  /** Stands something in for a held embed, unless `still` says by then that it is held no more. */
  cover(element: HTMLElement, still: () => boolean): void;
}

const kTagged = "[data-service],[data-category]";

let help: GateHelp;

export const equip = (given: GateHelp): void => void (help = given);

/** What was let in, and how to take it back; scripts that ran cannot be, their service is in `ran`. */
const active = new Map<Element, () => void>();
const ran = new Set<string>();

/** A script of this service ran, which only a reload stops. */
export const noteRun = (name: string): void => void ran.add(name);

/** Names whose scripts ran and may no longer, each told once. */
export function stopped(): string[] {
  const names = [...ran].filter((name) => name[0] !== "!" && !decisions.allowed(view(), name));
  names.forEach((name) => ran.delete(name));
  return names;
}

function wanted(element: HTMLElement): boolean {
  const name = nameOf(element);
  return name[0] === "!" ? decisions.refused(view(), name.slice(1)) : decisions.allowed(view(), name);
}

function hold(element: HTMLElement): void {
  if (element.tagName === "IFRAME" && element.dataset.src && nameOf(element)[0] !== "!")
    help.cover(element, () => element.isConnected && !wanted(element));
}

/** While the parser works, what has no successor, nor an ancestor that has, may still be growing. */
const whole = (at: Node | null): boolean =>
  document.readyState !== "loading" || (!!at && (!!at.nextSibling || whole(at.parentNode)));

/** What may still be growing: looked at again, once, before what comes after it. */
const growing: HTMLElement[] = [];

function look(element: HTMLElement): void {
  const gated =
    element instanceof HTMLScriptElement
      ? element.type === "text/plain"
      : element instanceof HTMLTemplateElement || kSources.some((key) => element.dataset[key]);
  if (!gated || !nameOf(element)) return;
  const want = wanted(element);
  const undo = active.get(element);
  if (want && !undo) {
    if (!whole(element)) growing.push(element);
    else {
      active.set(element, () => {});
      const fail = () => void active.delete(element);
      help.letIn(element, {
        open: () => active.has(element) && ((element.isConnected && wanted(element)) || fail() || false),
        undo: (act) => active.set(element, act),
        fail,
      });
    }
  } else if (!want && undo) {
    active.delete(element);
    undo();
  } else if (!want) hold(element);
}

export function scan(within: ParentNode): void {
  if (within instanceof HTMLElement && within.matches(kTagged)) look(within);
  within.querySelectorAll<HTMLElement>(kTagged).forEach(look);
}

/** Watches for elements added later; `more` runs after each batch. */
export function watch(more: () => void): void {
  new MutationObserver((records) => {
    // A parser reports what it put into an element beside the element: once is enough.
    growing.splice(0).forEach(look);
    let last: Element | undefined;
    for (const record of records)
      record.addedNodes.forEach((node) => {
        if (node instanceof Element && !last?.contains(node)) scan((last = node));
      });
    active.forEach((_, element) => {
      if (!element.isConnected) active.delete(element);
    });
    more();
  }).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", () => scan(document));
}
