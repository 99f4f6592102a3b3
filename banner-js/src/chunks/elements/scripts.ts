/**
 * Runs held scripts as the parser would have: in their order, `defer` and modules once the page is
 * parsed, `onload` and `onerror` told, `document.write` at the script's place, under the script's
 * id. The tag itself stays, inert; a copy of it runs beside it and goes again.
 */
import { addressOf, kIn, nameOf } from "../../domain/tagged";
import type { Kit } from "../../lazy/kit";
import type { Way } from "../../lazy/parts";
import { helpLateListeners } from "./late-listeners";
import { makeWriter, type Writer } from "./writer";

/** A mistake of the page's, said as such, that stops nobody else. */
function report(error: unknown): void {
  setTimeout(() => {
    throw error;
  });
}

const parsed = (): Promise<void> | undefined =>
  document.readyState === "loading"
    ? new Promise((done) =>
        document.addEventListener("readystatechange", () => done(), { once: true }),
      )
    : undefined;

/** Tells whoever listens at the tag; its own `onload` was told at the copy. */
function tell(tag: HTMLScriptElement, type: "load" | "error"): void {
  const { onload, onerror } = tag;
  tag.onload = tag.onerror = null;
  tag.dispatchEvent(new Event(type));
  tag.onload = onload;
  tag.onerror = onerror;
}

export function makeRunner(kit: Kit): (tag: HTMLScriptElement, way: Way) => void {
  /** One line of scripts per name: an inline script may rely on the external one before it. */
  const lines: Record<string, Promise<void>> = {};
  const writers = new WeakMap<Element, Writer>();

  /**
   * Inserts a copy; resolves when it ran, and the scripts that it wrote: what comes after may rely
   * on those. An inline one that wrote none has run on return.
   */
  function start(
    copy: HTMLScriptElement,
    src: string | null,
    insert: () => void,
  ): Promise<void> | undefined {
    const writer = makeWriter(copy, run, (text) => kit.trust("createHTML", text));
    writers.set(copy, writer);
    const late = window.onload;
    const end = (): Promise<void> | undefined => {
      const written = writer.end();
      copy.remove();
      // An `onload` that was set after the fact has nobody to call it.
      if (document.readyState === "complete" && window.onload && window.onload !== late)
        window.onload(new Event("load"));
      return written;
    };
    if (src === null) {
      insert();
      return end();
    }
    const ended = new Promise<void>((done) => {
      for (const type of ["load", "error"]) copy.addEventListener(type, () => done(end()));
    });
    insert();
    return ended;
  }

  /** A script element, not in the page yet; `src` null means that it is inline. */
  function script(src: string | null, text: string): HTMLScriptElement {
    const element = document.createElement("script");
    if (src === null) element.text = kit.trust("createScript", text);
    else element.src = kit.trust("createScriptURL", src);
    element.nonce = kit.get().nonce || "";
    return element;
  }

  /** A script that another one wrote. */
  function run(
    written: HTMLScriptElement,
    put: (copy: HTMLScriptElement) => void,
  ): Promise<void> | undefined {
    const copy = script(written.getAttribute("src"), written.text);
    // Data for others is no script.
    if (written.type && !/(java|ecma)script$|^module$/i.test(written.type))
      return void put(written);
    for (const { name, value } of Array.from(written.attributes))
      if (name !== "src" && !/^on/.test(name)) copy.setAttribute(name, value);
    copy.onload = written.onload;
    copy.onerror = written.onerror;
    return start(copy, written.getAttribute("src"), () => put(copy));
  }

  function runTag(tag: HTMLScriptElement): Promise<void> | undefined {
    const src = addressOf(tag, "src") || tag.getAttribute("src");
    const copy = script(src, tag.text);
    for (const { name, value } of Array.from(tag.attributes))
      if (!/^(type|src|nonce|on.*|data-(src|temoin-.*|type|service|category))$/.test(name))
        copy.setAttribute(name, value);
    if (tag.dataset.type) copy.type = tag.dataset.type;
    if (tag.nonce) copy.nonce = tag.nonce;
    copy.async = tag.hasAttribute("async");
    copy.onload = tag.onload;
    copy.onerror = tag.onerror;
    kit.noteRun(nameOf(tag));
    const { id } = tag;
    if (id) tag.removeAttribute("id");
    // Its address is read by scripts that look themselves up; a tag of this type loads nothing.
    if (src !== null) tag.src = kit.trust("createScriptURL", src);
    tag.setAttribute(kIn, "src");
    const back = (): void => void (id && (tag.id = id));
    for (const type of ["load", "error"] as const)
      copy.addEventListener(type, () => tell(tag, type));
    const ended = start(copy, src, () => tag.after(copy));
    if (!ended) back();
    return ended?.then(back);
  }

  function attempt(tag: HTMLScriptElement, way: Way): Promise<void> | undefined {
    if (!way.open()) return undefined;
    try {
      return runTag(tag);
    } catch (error) {
      report(error);
      return undefined;
    }
  }

  const ours = (): Writer | undefined =>
    document.currentScript ? writers.get(document.currentScript) : undefined;
  helpLateListeners(() => !!ours());
  // Where the page may have frozen its document: what that one inherits.
  const { prototype } = Document;
  for (const [name, end] of [
    ["write", ""],
    ["writeln", "\n"],
  ] as const) {
    const own = prototype[name];
    prototype[name] = function (...parts: string[]) {
      const writer = this === document && ours();
      if (writer) writer.write(parts.join("") + end);
      else own.apply(this, parts);
    };
  }
  // To a script that the parser runs it does nothing; here it would empty the page.
  const open: unknown = prototype.open;
  Reflect.set(prototype, "open", function (this: Document, ...given: unknown[]) {
    if (this === document && ours() && given.length < 3) return this;
    return Reflect.apply(open as () => unknown, this, given) as unknown;
  });

  return (tag, way) => {
    const external = !!(addressOf(tag, "src") || tag.getAttribute("src"));
    const free = tag.hasAttribute("async");
    const deferred = tag.dataset.type === "module" || (external && tag.hasAttribute("defer"));
    const name = nameOf(tag);
    const line = deferred ? name + " deferred" : name;
    const next = () => attempt(tag, way);
    const before =
      lines[line] || (deferred ? parsed()?.then(() => lines[name]) || lines[name] : undefined);
    if (free) next();
    else if (before) lines[line] = before.then(next);
    else {
      const first = next();
      if (first) lines[line] = first;
    }
  };
}
