/**
 * Runs held scripts as the parser would have: in their order, `defer` and modules once the page is
 * parsed, `onload` and `onerror` told, `document.write` at the script's place, under the script's
 * id. The tag itself stays, inert; a copy of it runs right before it, and goes again.
 */
import { addressOf, kIn, nameOf } from "../../domain/tagged";
import type { Lent } from "../../lazy/kit";
import type { Way } from "../../lazy/parts";
import { taken } from "../../page/taken-over";
import { isRun } from "./hold";
import { helpLateListeners, makeLateOnload } from "./late-listeners";
import { makeWriter, type Run, type Writer } from "./writer";

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

/** What stays on a tag while its copy runs: by that it is held, known and let in. */
const kOfTheTag = /^(type|src|nonce|data-(src|temoin-.*|type|service|category))$/;

/** Milliseconds for an inline module and what it imports to run: nothing tells of its end. */
const kInlineModule = 5e3;

const isExternal = (tag: HTMLScriptElement): boolean =>
  !!(addressOf(tag, "src") || tag.getAttribute("src"));

export function makeRunner(
  kit: Lent<"get" | "noteRun" | "mayCome" | "trust">,
): (tag: HTMLScriptElement, way: Way) => void {
  /** One line of scripts per name: an inline script may rely on the external one before it. */
  const lines: Record<string, Promise<void>> = {};
  const writers = new WeakMap<Element, Writer>();
  /** Copies that are still loading, by their tags. */
  const under = new Map<Element, Element>();
  /** The inline copy that runs right now … */
  let inside: Writer | undefined;
  /** … and whose code ran last, until the promises and `load` handlers that it left have run. */
  let recent: Writer | undefined;
  const late = makeLateOnload();
  /** Modules that have not run yet, as far as one can tell: they are nobody's current script. */
  const modules = new Set<Element>();

  /**
   * Inserts a copy; resolves when it ran, and the scripts that it wrote: what comes after may rely
   * on those. An inline one that wrote none has run on return.
   */
  function start(
    tag: HTMLScriptElement,
    copy: HTMLScriptElement,
    src: string | null,
    wrote: (node: ChildNode) => void,
  ): Promise<void> | undefined {
    const run: Run = (script) => (kit.mayCome(nameOf(script)) ? runTag(script, wrote) : undefined);
    const html = (text: string): string => kit.trust("createHTML", text);
    const writer = makeWriter(tag, run, html, wrote);
    writers.set(copy, writer);
    const follow = (): void => {
      recent = writer;
      setTimeout(() => {
        if (recent === writer) recent = undefined;
      });
    };
    const ran = late();
    const end = (): Promise<void> | undefined => {
      const written = writer.end();
      copy.remove();
      under.delete(copy);
      if (src !== null) modules.delete(copy);
      ran();
      return written;
    };
    const module = /^module$/i.test(copy.type);
    if (module) modules.add(copy);
    if (src === null || !isRun(copy)) {
      if (module) setTimeout(() => modules.delete(copy), kInlineModule);
      follow();
      const outer = inside;
      inside = writer;
      tag.before(copy);
      inside = outer;
      return end();
    }
    const ended = new Promise<void>((done) => {
      for (const type of ["load", "error"]) {
        copy.addEventListener(type, follow, true);
        copy.addEventListener(type, () => done(end()));
      }
    });
    tag.before(copy);
    under.set(copy, tag);
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

  function runTag(
    tag: HTMLScriptElement,
    wrote: (node: ChildNode) => void,
  ): Promise<void> | undefined {
    const src = addressOf(tag, "src") || tag.getAttribute("src");
    const copy = script(src, tag.text);
    const { onload: loaded, onerror: failed } = tag;
    // While its copy stands beside it, the tag has nothing that a script would know itself by: one
    // that looks for its tags finds one.
    const lent = Array.from(tag.attributes).filter(({ name }) => !kOfTheTag.test(name));
    for (const { name, value } of lent) {
      if (!/^on/.test(name)) copy.setAttribute(name, value);
      tag.removeAttribute(name);
    }
    if (tag.dataset.type) copy.type = tag.dataset.type;
    if (tag.nonce) copy.nonce = tag.nonce;
    copy.async = tag.hasAttribute("async");
    copy.onload = loaded;
    copy.onerror = failed;
    kit.noteRun(nameOf(tag));
    // What takes it away again takes its address: the one to come back with stays beside it.
    if (src !== null && !addressOf(tag, "src")) tag.dataset.temoinSrc = src;
    tag.setAttribute(kIn, "src");
    const back = (): void => {
      for (const { name, value } of lent) tag.setAttribute(name, value);
      // Read by scripts that look themselves up; a tag of this type loads nothing.
      if (src !== null) tag.src = kit.trust("createScriptURL", src);
    };
    for (const type of ["load", "error"] as const)
      copy.addEventListener(type, () => tell(tag, type));
    const ended = start(tag, copy, src, wrote);
    if (!ended) back();
    return ended?.then(back);
  }

  function attempt(tag: HTMLScriptElement, way: Way): Promise<void> | undefined {
    if (!way.open()) return undefined;
    const wait = isExternal(tag) ? taken(tag) : undefined;
    if (wait) return wait.then(() => attempt(tag, way));
    const written: ChildNode[] = [];
    way.undo(() => written.splice(0).forEach((node) => node.remove()));
    try {
      return runTag(tag, (node) => void written.push(node));
    } catch (error) {
      report(error);
      return undefined;
    }
  }

  const known = (): Writer | undefined =>
    document.currentScript ? writers.get(document.currentScript) : undefined;
  /**
   * Who writes: also from a handler or a promise of a copy, and from an inline script that a copy
   * inserts. What an external one writes that stands in no markup, browsers pass over themselves.
   */
  function ours(): Writer | undefined {
    const script = document.currentScript;
    const writer = known() || inside;
    if (writer || script?.getAttribute("src")) return writer;
    if (!script) return recent;
    // The parser's own writes where it stands; afterwards the page would be replaced.
    const [last] = Array.from(under.keys()).reverse();
    return document.readyState === "loading" ? undefined : recent || (last && writers.get(last));
  }
  // React finds its page as it was sent: a copy that is on its way runs without standing in it.
  const listen = Node.prototype.addEventListener;
  Node.prototype.addEventListener = function (
    ...given: Parameters<EventTarget["addEventListener"]>
  ) {
    if (given[0] === "gotpointercapture")
      under.forEach((tag, copy) => this.contains(tag) && copy.remove());
    listen.apply(this, given);
  };
  helpLateListeners(() => !!known() || (!document.currentScript && modules.size > 0));
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
    const external = isExternal(tag);
    const free = tag.hasAttribute("async");
    const deferred = tag.dataset.type === "module" || (external && tag.hasAttribute("defer"));
    const name = nameOf(tag);
    const line = deferred ? name + " deferred" : name;
    const next = () => attempt(tag, way);
    // After everything else of its name, what is let in together with it included.
    const before =
      lines[line] || (deferred ? Promise.resolve(parsed()).then(() => lines[name]) : undefined);
    if (free) next();
    else if (before) lines[line] = before.then(next);
    else {
      const first = next();
      if (first) lines[line] = first;
    }
  };
}
