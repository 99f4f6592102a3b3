/**
 * The ways by which a page's scripts put markup and elements into it, each with somebody who looks
 * at what comes before the browser does: an image loads while its markup is parsed. Used by the
 * guard, and by what lets elements in.
 */
export interface Watcher {
  /** The markup as it may go in. */
  markup(html: string): string;
  /** Sets right an element, or a whole fragment, that is about to be inserted. */
  node(node: Element | DocumentFragment): void;
}

type Method = (this: unknown, ...given: unknown[]) => unknown;

/** Lets `before` change what these methods are given. */
export function wrap(
  target: object,
  names: string[],
  before: (given: unknown[]) => unknown[],
): void {
  for (const name of names) {
    const own: unknown = Reflect.get(target, name);
    if (typeof own !== "function") continue;
    const wrapped: Method = function (...given) {
      return Reflect.apply(own, this, before(given));
    };
    Reflect.set(target, name, wrapped);
  }
}

export function watchSinks({ markup, node }: Watcher): void {
  const text = (html: unknown): unknown => (typeof html === "string" ? markup(html) : html);
  const nodes = (given: unknown[]): unknown[] => {
    for (const each of given)
      if (each instanceof Element || each instanceof DocumentFragment) node(each);
    return given;
  };
  wrap(Node.prototype, ["appendChild", "insertBefore", "replaceChild"], nodes);
  wrap(
    Element.prototype,
    ["append", "prepend", "before", "after", "replaceWith", "replaceChildren"],
    nodes,
  );
  for (const [prototype, name] of [
    [Element.prototype, "innerHTML"],
    [Element.prototype, "outerHTML"],
    [ShadowRoot.prototype, "innerHTML"],
  ] as const) {
    const own = Object.getOwnPropertyDescriptor(prototype, name);
    if (!own?.set) continue;
    const { set } = own;
    Object.defineProperty(prototype, name, {
      ...own,
      set(html: unknown) {
        set.call(this, text(html));
      },
    });
  }
  wrap(Element.prototype, ["insertAdjacentHTML"], ([where, html]) => [where, text(html)]);
  wrap(Element.prototype, ["setHTMLUnsafe"], ([html, ...more]) => [text(html), ...more]);
  wrap(Document.prototype, ["write", "writeln"], (parts) => parts.map(text));
  wrap(Range.prototype, ["createContextualFragment"], ([html]) => [text(html)]);
}
