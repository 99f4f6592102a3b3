/**
 * The element the banner lives in, first in the body. The page may already hold it in its HTML
 * (`<div data-temoin-host>`): assistive technology then meets nothing that was inserted late. Where
 * it does not, one is inserted once the page has loaded: a framework that takes over the server's
 * markup finds it as it was sent.
 */
import { get, settings } from "../state";
import base from "./base.css";
import { dress, h } from "./dom";
import layer from "./layer.css";

let host: HTMLElement | null = null;
let inner: HTMLElement;
let css = layer;

let inserted = false;

/** How often it is inserted in one page. */
const kMostTimes = 200;
let times = 0;

/** True when the host had to be inserted: somebody should then be told that it is there. */
export const late = (): boolean => inserted;

/** Language, direction and contrast mode, on any element that carries a shadow of ours. */
export function attune(element: HTMLElement): void {
  element.lang = get().language;
  element.dir = /^(ar|fa|he|ur)/.test(get().language) ? "rtl" : "ltr";
  let high = false;
  try {
    high = !!document.querySelector(settings().contrast || "[data-contrast=high]");
  } catch {
    /* A selector that is none matches nothing. */
  }
  element.toggleAttribute("contrast", high);
}

const shadows = new Set<HTMLElement>();

/** A shadow root on `element`, dressed; returns where its content goes. */
export function shade(element: HTMLElement, css: string): HTMLElement {
  const shadow = element.shadowRoot || element.attachShadow({ mode: "open" });
  const content = h("div", { part: "root" });
  shadow.replaceChildren(content);
  dress(shadow, base + css);
  shadows.add(element);
  attune(element);
  return content;
}

export function attuneAll(): void {
  shadows.forEach((element) =>
    element.isConnected || element === host ? attune(element) : shadows.delete(element),
  );
}

/**
 * The page's own place for the banner; an element of the id `temoin` is one only while it is empty.
 */
const placeInPage = (): HTMLElement | null =>
  document.querySelector("[data-temoin-host],div#temoin:empty");

/** The older name, for style sheets that know it; none where the page uses it itself. */
const freeId = (): string | null => (document.getElementById("temoin") ? null : "temoin");

/**
 * Where the layers go. A page that swaps its body gets them back, in its own place or first again.
 * They leave the one they are in for an `other`, not yet in the page, that is put in.
 */
export function home(other?: HTMLElement): HTMLElement {
  if (host?.isConnected && !other) return inner;
  const before = host;
  const place = other ? null : placeInPage();
  inserted = !place;
  host = place || other || host || h("div", { id: freeId(), "data-temoin-host": true });
  // No words of ours in a search engine's excerpt of the page.
  host.dataset.nosnippet = "";
  if (host !== before) {
    const content = inner;
    inner = shade(host, css);
    if (content) {
      inner.className = content.className;
      inner.append(...content.childNodes);
    }
  }
  // A page that takes it away each time has the last word: the two would stop it.
  if (!host.isConnected && ++times < kMostTimes) document.body?.prepend(host);
  return inner;
}

interface Movable extends HTMLElement {
  /** Keeps focus and top layer; not every browser has it. */
  moveBefore?(node: Node, child: Node | null): void;
}

/**
 * A host that was inserted stands first, where a framework that takes the whole document over would
 * take it for an element of its own. Behind the last one it is left alone.
 */
export function makeWay(root: Node): void {
  if (!host || !inserted || !root.contains(host)) return;
  const body: Movable = document.body;
  if (body.moveBefore) body.moveBefore(host, null);
  else body.append(host);
}

/** What a chunk adds to the style of the layers, here and in every place they move to. */
export function dressHome(more: string): void {
  home();
  if (css.includes(more)) return;
  css += more;
  dress(host!.shadowRoot!, more);
}

/**
 * Whether the layers may be drawn without putting anything new into a page that is still being
 * made.
 */
export const roomForHost = (): boolean =>
  document.readyState === "complete" || !!host?.isConnected || !!placeInPage();

export const hostElement = (): HTMLElement | null => host;
