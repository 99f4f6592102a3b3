/**
 * Building elements and style sheets so that the strictest CSP and Trusted Types have no objection.
 */
import { get } from "../state";

type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | boolean | null | undefined | ((event: Event) => unknown)>;

/** The browser's own, as they were before guard mode watches them for what others insert. */
const own = globalThis.Element?.prototype as Element | undefined;
const append = own?.append;
const setAttribute = own?.setAttribute;

/** Attributes by name; a function hears that event, `press` (domain/ways.ts) among them. */
export function h(
  tag: string,
  attributes: Attributes = {},
  ...children: (Child | Child[])[]
): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") Reflect.set(element, "on" + name, value);
    else if (value != null && value !== false)
      setAttribute?.call(element, name, value === true ? "" : value);
  }
  append?.apply(
    element,
    children.flat().filter((child) => child || child === "") as (Node | string)[],
  );
  return element;
}

const sheets: Record<string, CSSStyleSheet> = {};

/**
 * Constructed sheets need no permission from a CSP; an old browser gets a style element instead.
 */
export function dress(where: ShadowRoot | Document, css: string): void {
  // A browser without light-dark() is given the light colours.
  if (!CSS.supports("color", "light-dark(red,red)"))
    css = css.replace(/light-dark\((.+?),.+?\)/g, "$1");
  try {
    const sheet = (sheets[css] = sheets[css] || new CSSStyleSheet());
    sheet.replaceSync(css);
    where.adoptedStyleSheets = [
      ...where.adoptedStyleSheets.filter((other) => other !== sheet),
      sheet,
    ];
  } catch {
    const style = h("style", { nonce: get().nonce }, css);
    (where === document ? document.head : where).append(style);
  }
}

/**
 * Trusted Types take their objects where the DOM's types say string; a page without them has
 * strings.
 */
interface Policy {
  createHTML(text: string): string;
  createScript(text: string): string;
  createScriptURL(text: string): string;
}

declare global {
  interface Window {
    trustedTypes?: { createPolicy(name: string, rules: Policy): Policy };
  }
}

let policy: Policy | undefined;

/** The text as a page under Trusted Types takes it. */
export function trust(kind: keyof Policy, text: string): string {
  const same = (each: string): string => each;
  try {
    policy =
      policy ||
      window.trustedTypes?.createPolicy("temoin", {
        createHTML: same,
        createScript: same,
        createScriptURL: same,
      });
  } catch {
    /* The page's `trusted-types` does not name ours: what needs it says so itself. */
  }
  return policy ? policy[kind](text) : text;
}

/**
 * Loads one of the immutable chunks; it answers through `temoin.push(["use", …])`. `ended`: it has
 * run by then, or does not come. `first`: the parser waits for it, too.
 */
export function load(address: string, ended: () => void, first?: boolean): void {
  const { nonce = "" } = get();
  try {
    if (first)
      document.write(trust("createHTML", `<script src="${address}" nonce="${nonce}"></script>`));
  } catch {
    /* A document of XML takes none. */
  }
  const element = document.createElement("script");
  element.src = trust("createScriptURL", address);
  element.nonce = nonce;
  setAttribute?.call(element, "data-cfasync", "false");
  element.onload = element.onerror = ended;
  document.head.append(element);
}

/** When the browser has nothing better to do: what the first layer does not wait for. */
export function idle(act: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(act, { timeout: 1e3 });
  else setTimeout(act, 200);
}
