/** Building elements and style sheets so that the strictest CSP and Trusted Types have no objection. */
import { core, doc } from "../state";

type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | boolean | null | undefined | ((event: Event) => void)>;

/** The browser's own, as they were before guard mode watches them for what others insert. */
const { append, setAttribute } = Element.prototype;

/** Attributes by name; a function is the listener of that event. */
export function h(tag: string, attributes: Attributes = {}, ...children: (Child | Child[])[]): HTMLElement {
  const element = doc.createElement(tag);
  for (const name in attributes) {
    const value = attributes[name];
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value != null && value !== false) setAttribute.call(element, name, value === true ? "" : value);
  }
  append.apply(element, children.flat().filter((child) => child || child === "") as (Node | string)[]);
  return element;
}

const sheets: Record<string, CSSStyleSheet> = {};

/** Constructed sheets need no permission from a CSP; an old browser gets a style element instead. */
export function dress(where: ShadowRoot | Document, css: string): void {
  // A browser without light-dark() is given the light colours.
  if (!(window.CSS && CSS.supports("color", "light-dark(red,red)")))
    css = css.replace(/light-dark\((.+?),.+?\)/g, "$1");
  try {
    const sheet = (sheets[css] = sheets[css] || new CSSStyleSheet());
    sheet.replaceSync(css);
    where.adoptedStyleSheets = [...where.adoptedStyleSheets.filter((other) => other !== sheet), sheet];
  } catch {
    const style = h("style", { nonce: core.nonce }, css);
    (where === doc ? doc.head : where).append(style);
  }
}

/** Loads one of the immutable chunks; it answers through `temoin.push(["use", …])`. */
export function load(address: string, failed: () => void): void {
  const script = h("script", { src: address, "data-cfasync": "false", error: failed }) as HTMLScriptElement;
  if (core.nonce) script.nonce = core.nonce;
  doc.head.append(script);
}
