/**
 * Lets tagged elements in, each as what it is: a script runs, a template's content comes out, anything
 * else gets its addresses. What cannot be taken back (a script that ran) is noted.
 */
import { kSources, nameOf } from "../../domain/tagged";
import type { Kit } from "../../lazy/kit";
import type { Elements, Way } from "../../lazy/parts";
import { use } from "../../lazy/use";

function make(kit: Kit): Elements {
  /** One line of scripts per name: an inline script may rely on the external one before it. */
  const lines: Record<string, Promise<void>> = {};

  function copyScript(old: HTMLScriptElement, { open, undo }: Way): Promise<void> | void {
    if (!open()) return;
    const { type } = old.dataset;
    const src = old.dataset.src || old.src;
    const script = document.createElement("script");
    for (const { name, value } of Array.from(old.attributes))
      if (!/^(type|data-(src|type|service|category))$/.test(name)) script.setAttribute(name, value);
    if (type) script.type = type;
    script.nonce = old.nonce || kit.get().nonce || "";
    script.text = old.text;
    if (!old.hasAttribute("async")) script.async = false;
    kit.noteRun(nameOf(old));
    const waits = src && !old.hasAttribute("async");
    const done = new Promise<void>((resolve) => {
      script.onload = script.onerror = () => resolve();
      if (!waits) resolve();
    });
    if (src) script.src = src;
    // The tag itself stays in place, inert: a page may read it, and a later withdrawal needs no copy.
    old.after(script);
    undo(() => script.remove());
    return done;
  }

  function letInScript(element: HTMLScriptElement, way: Way): void {
    const name = nameOf(element);
    const next = () => copyScript(element, way);
    if (element.hasAttribute("async")) next();
    else if (lines[name]) lines[name] = lines[name].then(next);
    else {
      const first = next();
      if (first) lines[name] = first;
    }
  }

  function openTemplate(element: HTMLTemplateElement, { undo }: Way): void {
    if (element.content.querySelector("script")) kit.noteRun(nameOf(element));
    const content = document.importNode(element.content, true);
    const nodes = Array.from(content.childNodes);
    element.after(...nodes);
    undo(() => nodes.forEach((node) => node.remove()));
  }

  function address(element: HTMLElement, { undo }: Way): void {
    const set: string[] = [];
    for (const key of kSources) {
      const value = element.dataset[key];
      if (!value || element.hasAttribute(key)) continue;
      element.setAttribute(key, key === "src" ? kit.frame(value, element.dataset.service || "") : value);
      set.push(key);
    }
    undo(() => {
      for (const key of set) element.removeAttribute(key);
      // A frame goes on living without its address: only a fresh copy is surely empty.
      element.replaceWith(element.cloneNode(true));
    });
  }

  return {
    letIn(element, way) {
      if (element instanceof HTMLScriptElement) letInScript(element, way);
      else if (!way.open()) return;
      else if (element instanceof HTMLTemplateElement) openTemplate(element, way);
      else address(element, way);
    },
  };
}

use("elements", make);
