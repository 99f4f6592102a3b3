/**
 * Holds tagged elements back until their service or purpose may run, and takes them away again:
 * `type="text/plain"` scripts, anything with `data-src`/`data-srcset`/`data-href`, and templates.
 * `data-service` decides, else `data-category`; a leading `!` waits for the refusal instead. How an
 * element is let in is a chunk's affair: a page without one that may run never loads it.
 *
 * What was let in is noted on the element itself, so that a copy of its markup (a cached page, a
 * clone, `innerHTML +=`) is known for what it is: it runs nothing twice, and loses its addresses
 * when it may not have them.
 */
import * as decisions from "../domain/decisions";
import { addressOf, kHeldType, kIn, kSources, kTagged, nameOf } from "../domain/tagged";
import { get, view } from "../state";

/** Goes along with an element on its way in, which can take a while. */
export interface Way {
  /** Whether it may still come in. One that left the page or lost its permission may come again. */
  open(): boolean;
  /** How to take it back. */
  undo(act: () => void): void;
  /** Nothing could let it in this time. */
  fail(): void;
}

/** Where a name stands: the element, or the method of the API that was given it. */
export type Place = HTMLElement | "accept" | "save" | "allowed";

/** What the gate needs of others and does not know: app.ts hands it in. */
export interface GateHelp {
  letIn(element: HTMLElement, way: Way): void;
  /** Stands something in for a held embed, unless `still` says by then that it is held no more. */
  cover(element: HTMLElement, still: () => boolean): void;
  /** Tells the page's developer of names that the catalogue does not have. */
  unknown(names: string[], where: Place): void;
}

let help: GateHelp;

export const equip = (given: GateHelp): void => void (help = given);

/**
 * What was let in, and how to take it back; scripts that ran cannot be, their service is in `ran`.
 */
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

export const mayCome = (name: string): boolean =>
  name[0] === "!" ? decisions.refused(view(), name.slice(1)) : decisions.allowed(view(), name);

const wanted = (element: HTMLElement): boolean => mayCome(nameOf(element));

/** Takes away what letting in gave. */
export function strip(element: Element): void {
  element
    .getAttribute(kIn)
    ?.split(" ")
    .forEach((name) => element.removeAttribute(name));
  element.removeAttribute(kIn);
}

/** False when there is a name that the catalogue does not have: its developer is told. */
export function allKnown(text: string, where: Place): boolean {
  const unknown = decisions.unknownNames(get().config, text.replace(/^!/, ""));
  if (unknown.length) help.unknown(unknown, where);
  return !unknown.length;
}

/**
 * Held under a name that no lazy loader reads: one that knows `data-src` would load it by itself. If
 * it was quicker, its address goes again, before an image loads by it.
 */
function take(element: HTMLElement): void {
  for (const key of kSources) {
    const held = element.getAttribute("data-" + key);
    if (!held) continue;
    element.setAttribute("data-temoin-" + key, held);
    element.removeAttribute("data-" + key);
    if (element.getAttribute(key) === held && !wanted(element)) element.removeAttribute(key);
  }
}

function hold(element: HTMLElement): void {
  if (element.localName === "iframe" && nameOf(element)[0] !== "!")
    help.cover(element, () => element.isConnected && !wanted(element));
}

/**
 * While the parser works, what has no successor, nor an ancestor that has, may still be growing.
 */
const whole = (at: Node | null): boolean =>
  document.readyState !== "loading" || (!!at && (!!at.nextSibling || whole(at.parentNode)));

/** What may still be growing: looked at again, once, before what comes after it. */
const growing: HTMLElement[] = [];

function letIn(element: HTMLElement): void {
  const fail = () => void active.delete(element);
  active.set(element, () => {});
  help.letIn(element, {
    open: () => active.has(element) && ((element.isConnected && wanted(element)) || !!fail()),
    undo: (act) => active.set(element, act),
    fail,
  });
}

function look(element: HTMLElement): void {
  const gated =
    element instanceof HTMLScriptElement
      ? kHeldType.test(element.type)
      : element instanceof HTMLTemplateElement || kSources.some((key) => addressOf(element, key));
  if (!gated || !nameOf(element)) return;
  const ours = allKnown(nameOf(element), element);
  if (ours && !(element instanceof HTMLScriptElement)) take(element);
  const undo = active.get(element);
  if (!wanted(element)) {
    active.delete(element);
    undo?.();
    strip(element);
    hold(element);
  } else if (!undo) {
    if (element.hasAttribute(kIn)) active.set(element, () => {});
    else if (whole(element)) letIn(element);
    else growing.push(element);
  }
}

export function scan(within: ParentNode): void {
  if (within instanceof HTMLElement && within.matches(kTagged)) look(within);
  within.querySelectorAll<HTMLElement>(kTagged).forEach(look);
}

/** Open shadow roots of the page's own elements. */
const shadows = new Set<ShadowRoot>();
let observer: MutationObserver;

/** Everything in the page, in shadow roots too. */
export const scanAll = (): void => [document, ...shadows].forEach(scan);

function enter(root: ShadowRoot): void {
  shadows.add(root);
  observer.observe(root, kWatched);
  scan(root);
  enterAll(root);
}

/** Shadow roots that came with the markup. */
const enterAll = (within: ParentNode): void =>
  [within as Element, ...within.querySelectorAll("*")].forEach(({ shadowRoot }) => {
    if (shadowRoot && !shadows.has(shadowRoot)) enter(shadowRoot);
  });

const kWatched: MutationObserverInit = {
  childList: true,
  subtree: true,
  // "data-temoin" and the two after it: ways to the preferences, for whoever is told of changes.
  attributeFilter: [
    "data-service",
    "data-category",
    "data-temoin",
    "data-temoin-preferences",
    "href",
    kIn,
    ...kSources.flatMap((key) => ["data-" + key, "data-temoin-" + key]),
  ],
};

/** The page gave a tagged element another address or name, or took away what letting in gave. */
function changed(element: Node): void {
  if (!(element instanceof HTMLElement) || element instanceof HTMLScriptElement) return;
  // Straight from one address to the next: taking it away between the two would empty a frame after
  // all.
  if (active.has(element) && wanted(element) && !(element instanceof HTMLTemplateElement)) {
    take(element);
    letIn(element);
  } else look(element);
}

/** Watches for elements added or changed later; `more` runs after each batch. */
export function watch(more: () => void): void {
  observer = new MutationObserver((records) => {
    // A parser reports what it put into an element beside the element: once is enough.
    growing.splice(0).forEach(look);
    let last: Element | undefined;
    for (const { addedNodes, attributeName, target } of records) {
      if (attributeName) changed(target);
      addedNodes.forEach((node) => {
        if (!(node instanceof Element) || last?.contains(node)) return;
        scan((last = node));
        if (whole(node)) enterAll(node);
      });
    }
    active.forEach((_, element) => {
      if (!element.isConnected) active.delete(element);
    });
    more();
  });
  // Not its root element, which a framework that starts anew replaces.
  observer.observe(document, kWatched);
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    if (init.mode === "open") enter(root);
    return root;
  };
  enterAll(document);
  document.addEventListener("DOMContentLoaded", () => {
    enterAll(document);
    scanAll();
  });
}
