/**
 * Lets tagged elements in, each as what it is: a script runs, a template's content comes out,
 * anything else gets its addresses. What cannot be taken back (a script that ran) is noted.
 */
import { entries } from "../../domain/decisions";
import { kLetIn } from "../../domain/kept";
import { addressOf, kIn, kSources, nameOf } from "../../domain/tagged";
import type { Kit } from "../../lazy/kit";
import type { Elements, Way } from "../../lazy/parts";
import { use } from "../../lazy/use";
import { unhide } from "../../page/covered";
import { putAgain } from "../../page/frames";
import { forEachRealm } from "../../page/realms";
import { watchSinks, watchSrcdoc } from "../../page/sinks";
import { taken } from "../../page/taken-over";
import { all } from "../../page/trees";
import { tag } from "./hold";
import { makeRunner } from "./scripts";

/** This attribute in a tag, however its value is quoted. */
const attribute = (name: string): RegExp =>
  new RegExp(`[\\s/]${name}(?:\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>"']+))|(?=[\\s/>]))`, "gi");

function valueIn(tag: string, name: string): string | undefined {
  const found = attribute(name).exec(tag);
  return found ? (found[1] ?? found[2] ?? found[3] ?? "") : undefined;
}

/** One tag of markup, whatever stands in its quotes. */
const kTag = /<[a-z][^"'<>]*(?:"[^"]*"[^"'<>]*|'[^']*'[^"'<>]*)*>/gi;

/**
 * Empties a frame without a new step in the page's history; removing its address alone does
 * nothing.
 */
function blank(frame: HTMLIFrameElement): void {
  try {
    frame.contentWindow?.location.replace("about:blank");
  } catch {
    /* A frame that is not there shows nothing. */
  }
}

/** A copy of markup has no shadow roots: they and what is in them are made for it, too. */
function bringShadows(from: ParentNode, to: ParentNode): void {
  const copies = to.querySelectorAll("*");
  from.querySelectorAll("*").forEach(({ shadowRoot }, at) => {
    const copy = copies[at];
    if (!shadowRoot || !copy || copy.shadowRoot) return;
    const { mode, delegatesFocus } = shadowRoot;
    const root = copy.attachShadow({ mode, delegatesFocus });
    root.append(...Array.from(shadowRoot.childNodes, (node) => document.importNode(node, true)));
    bringShadows(shadowRoot, root);
  });
}

/** Media read their sources again when told to. */
function reload(element: Element): void {
  const media = element instanceof HTMLSourceElement ? element.parentNode : element;
  if (media instanceof HTMLMediaElement) media.load();
}

function make(kit: Kit): Elements {
  const runScript = makeRunner(kit);

  /** What an element had in the place of what it was given, however often its address changes. */
  const originals = new WeakMap<Element, Map<string, string | null>>();

  function setAddresses(element: HTMLElement, { undo }: Way): void {
    const before = originals.get(element) || new Map<string, string | null>();
    originals.set(element, before);
    const given = (element.getAttribute(kIn) || "").split(" ");
    let changed = false;
    for (const key of kSources) {
      const held = addressOf(element, key);
      const ours = given.includes(key);
      if (!held && ours) element.removeAttribute(key);
      if (!held) continue;
      if (!ours) before.set(key, element.getAttribute(key));
      else if (!before.has(key)) before.set(key, null);
      const address =
        key === "src" && element.localName === "iframe"
          ? kit.frame(held, element.dataset.service || "")
          : held;
      // The same once more would empty a frame and fill it again.
      if (element.getAttribute(key) === address) continue;
      if (!ours && element instanceof HTMLIFrameElement) putAgain(element);
      element.setAttribute(key, address);
      changed = true;
    }
    const names = [...before.keys()].join(" ");
    if (element.getAttribute(kIn) !== names) element.setAttribute(kIn, names);
    // A stand-in hid it, here or in the page that this markup was copied from.
    unhide(element);
    if (changed) reload(element);
    undo(() => {
      originals.delete(element);
      for (const [key, value] of before)
        if (value === null) element.removeAttribute(key);
        else element.setAttribute(key, value);
      element.removeAttribute(kIn);
      if (element instanceof HTMLIFrameElement) blank(element);
      reload(element);
    });
  }

  function openTemplate(template: HTMLTemplateElement, way: Way): void {
    const wait = taken(template);
    if (wait) return void wait.then(() => way.open() && openTemplate(template, way));
    const content = document.importNode(template.content, true);
    bringShadows(template.content, content);
    tag(content, template);
    template.setAttribute(kIn, "");
    const nodes = Array.from(content.childNodes);
    template.after(...nodes);
    way.undo(() => {
      template.removeAttribute(kIn);
      nodes.forEach((node) => node.remove());
    });
  }

  // A cached, cloned or written copy of what was let in comes back when it may not any more: its
  // addresses go before it is in the page. What the core's own watch sees is in the page already,
  // and loads.
  const watcher = {
    node(node: Element | DocumentFragment) {
      for (const each of all(node, "[" + kIn + "]"))
        if ("dataset" in each && !kit.mayCome(nameOf(each))) kit.strip(each);
    },
    markup(html: string) {
      if (!html.includes(kIn)) return html;
      return html.replace(kTag, (text) => {
        const given = valueIn(text, kIn);
        const name = valueIn(text, "data-service") || valueIn(text, "data-category");
        if (given === undefined || !name || kit.mayCome(name.trim())) return text;
        let rest = text;
        for (const key of [...given.split(" "), kIn])
          if (key) rest = rest.replace(attribute(key), "");
        return rest;
      });
    },
  };
  forEachRealm((realm, look) => {
    watchSinks(realm, { ...watcher, done: look });
    watchSrcdoc(realm, watcher.markup);
  });

  return {
    unknown(names, where) {
      const { config } = kit.get();
      const place =
        typeof where === "string" ? `temoin.${where}()` : where.outerHTML.replace(/>[^]*/, ">");
      for (const name of names)
        kit.warn(
          `"${name}" is no service or purpose of ${config.site}, and stays blocked: ${place}. There are: ` +
            entries(config)
              .map(({ service }) => service.id)
              .join(", "),
        );
    },
    letIn(element, way) {
      kit.remember(kLetIn, "1");
      if (element instanceof HTMLScriptElement) runScript(element, way);
      else if (!way.open()) return;
      else if (element instanceof HTMLTemplateElement) openTemplate(element, way);
      else setAddresses(element, way);
    },
  };
}

use("elements", make);
