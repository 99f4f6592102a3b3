/**
 * The element the banner lives in, first in the body. The page may already hold it in its HTML
 * (`<div id="temoin">`): assistive technology then meets nothing that was inserted late.
 */
import { get, settings } from "../state";
import base from "./base.css";
import { dress, h } from "./dom";
import layer from "./layer.css";

let host: HTMLElement | null = null;
let inner: HTMLElement;

/** True when the host had to be inserted: somebody should then be told that it is there. */
export let late = false;

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
  shadows.forEach((element) => (element.isConnected || element === host ? attune(element) : shadows.delete(element)));
}

/** Follows the site's contrast mode as it changes. */
export function followContrast(): void {
  const observer = new MutationObserver(attuneAll);
  const filter = { attributes: true };
  observer.observe(document.documentElement, filter);
  if (document.body) observer.observe(document.body, filter);
}

/** Where the layers go. A page that swaps its whole body gets the host back, first again. */
export function home(): HTMLElement {
  if (!host) {
    host = document.getElementById("temoin");
    late = !host;
    host = host || h("div", { id: "temoin" });
    inner = shade(host, layer);
  }
  if (!host.isConnected && document.body) document.body.prepend(host);
  return inner;
}

export const hostElement = (): HTMLElement | null => host;
