/**
 * Holds tagged elements back until their service or purpose may run, and takes them away again:
 * `type="text/plain"` scripts, anything with `data-src`/`data-srcset`/`data-href`, and templates.
 * `data-service` decides, else `data-category`; a leading `!` waits for the refusal instead.
 */
import { core, doc, root, view } from "../state";
import { cover, uncover } from "../lazy/placeholder";
import * as rules from "../domain/decisions";

const kTagged = "[data-service],[data-category]";
const kSources = ["src", "srcset", "href", "poster", "data"];

/** How to take back what was let in; scripts that ran cannot be, their service is noted in `ran`. */
const active = new Map<Element, () => void>();
export const ran = new Set<string>();

const nameOf = (element: HTMLElement): string =>
  element.dataset.service || element.dataset.category || "";

function wanted(element: HTMLElement): boolean {
  const name = nameOf(element);
  return name[0] === "!" ? rules.refused(view(), name.slice(1)) : rules.allowed(view(), name);
}

/** One line of scripts per name: an inline script may rely on the external one before it. */
const lines: Record<string, Promise<void>> = {};

function copyScript(old: HTMLScriptElement): Promise<void> | void {
  if (!old.isConnected || !wanted(old)) {
    active.delete(old);
    return;
  }
  const { type } = old.dataset;
  const src = old.dataset.src || old.src;
  const script = doc.createElement("script");
  for (const { name, value } of Array.from(old.attributes))
    if (!/^(type|data-(src|type|service|category))$/.test(name)) script.setAttribute(name, value);
  if (type) script.type = type;
  script.nonce = old.nonce || core.nonce;
  script.text = old.text;
  if (!old.hasAttribute("async")) script.async = false;
  ran.add(nameOf(old));
  const waits = src && !old.hasAttribute("async");
  const done = new Promise<void>((resolve) => {
    script.onload = script.onerror = () => resolve();
    if (!waits) resolve();
  });
  if (src) script.src = src;
  // The tag itself stays in place, inert: a page may read it, and a later withdrawal needs no copy.
  old.after(script);
  active.set(old, () => {
    script.remove();
  });
  return done;
}

function letIn(element: HTMLElement): void {
  const name = nameOf(element);
  if (element instanceof HTMLScriptElement) {
    active.set(element, () => {});
    const next = () => copyScript(element);
    if (element.hasAttribute("async")) next();
    else if (lines[name]) lines[name] = lines[name]!.then(next);
    else {
      const first = next();
      if (first) lines[name] = first;
    }
    return;
  }
  if (element instanceof HTMLTemplateElement) {
    if (element.content.querySelector("script")) ran.add(name);
    const nodes = Array.from((element.content.cloneNode(true) as DocumentFragment).childNodes);
    element.after(...nodes);
    active.set(element, () => nodes.forEach((node) => (node as ChildNode).remove()));
    return;
  }
  const set: string[] = [];
  for (const key of kSources) {
    let value = element.dataset[key];
    if (!value || element.hasAttribute(key)) continue;
    for (const plugin of Object.values(core.plugins))
      if (key === "src" && plugin.frame) value = plugin.frame(value, element.dataset.service || "");
    element.setAttribute(key, value);
    set.push(key);
  }
  const asked = uncover(element);
  active.set(element, () => {
    for (const key of set) element.removeAttribute(key);
    // A frame goes on living without its address: only a fresh copy is surely empty.
    const empty = element.cloneNode(true) as HTMLElement;
    element.replaceWith(empty);
    hold(empty);
  });
  if (asked) element.focus();
}

function hold(element: HTMLElement): void {
  if (element.tagName === "IFRAME" && element.dataset.src && nameOf(element)[0] !== "!")
    cover(element, () => element.isConnected && !wanted(element));
}

/** While the parser works, what has no successor, nor an ancestor that has, may still be growing. */
const whole = (at: Node | null): boolean =>
  doc.readyState !== "loading" || (!!at && (!!at.nextSibling || whole(at.parentNode)));

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
    if (whole(element)) letIn(element);
    else growing.push(element);
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
  }).observe(root, { childList: true, subtree: true });
  doc.addEventListener("DOMContentLoaded", () => scan(doc));
}
