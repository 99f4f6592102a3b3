/**
 * The ways by which a page's scripts put markup and elements into a document, each with somebody
 * who looks at what comes before the browser does: an image loads while its markup is parsed. Used
 * by the guard, for the page and the frames that are its own, and by what lets elements in.
 */
import { isElement } from "./trees";

export type Realm = Window & typeof globalThis;

export interface Watcher {
  /** The markup as it may go in. */
  markup(html: string): string;
  /** Sets right an element, or a whole fragment, that is about to come in or was just copied. */
  node(node: Element | DocumentFragment): void;
  /** Something came in. */
  done?(): void;
}

type Method = (this: unknown, ...given: unknown[]) => unknown;

/** Lets `before` change what these methods are given, and `after` see what they returned. */
export function wrap(
  target: object,
  names: string[],
  before: (given: unknown[], self: unknown) => unknown[],
  after?: (result: unknown) => unknown,
): void {
  for (const name of names) {
    const own: unknown = Reflect.get(target, name);
    if (typeof own !== "function") continue;
    const wrapped: Method = function (...given) {
      const result: unknown = Reflect.apply(own, this, before(given, this));
      after?.(result);
      return result;
    };
    Reflect.set(target, name, wrapped);
  }
}

/** An element or a fragment of whatever document. */
const isTree = (each: unknown): each is Element | DocumentFragment =>
  isElement(each) || Object(each).nodeType === 11;

export function watchSinks(realm: Realm, { markup, node, done }: Watcher): void {
  const {
    Node,
    Element,
    Document,
    DocumentFragment,
    CharacterData,
    DocumentType,
    HTMLTableElement,
    ShadowRoot,
    Range,
  } = realm;
  const text = (html: unknown): unknown => (typeof html === "string" ? markup(html) : html);
  const nodes = (given: unknown[]): unknown[] => {
    for (const each of given) if (isTree(each)) node(each);
    return given;
  };
  const came = done && (() => done());
  wrap(Node.prototype, ["appendChild", "insertBefore", "replaceChild"], nodes, came);
  for (const { prototype } of [Element, Document, DocumentFragment, CharacterData, DocumentType])
    wrap(
      prototype,
      [
        "append",
        "prepend",
        "before",
        "after",
        "replaceWith",
        "replaceChildren",
        "moveBefore",
        "insertAdjacentElement",
      ],
      nodes,
      came,
    );
  wrap(Range.prototype, ["insertNode", "surroundContents"], nodes, came);
  // A copy of an image loads without ever standing in the page: what it is made of is set right,
  // and the copy where that is another document's.
  const copied = (copy: unknown): unknown => isTree(copy) && node(copy);
  wrap(Node.prototype, ["cloneNode"], (given, self) => (copied(self), given));
  wrap(Document.prototype, ["adoptNode"], nodes);
  wrap(Document.prototype, ["importNode"], (given) => given, copied);
  wrap(Range.prototype, ["cloneContents"], (given) => given, copied);
  for (const [prototype, name] of [
    [Element.prototype, "innerHTML"],
    [Element.prototype, "outerHTML"],
    [ShadowRoot.prototype, "innerHTML"],
    [Document.prototype, "body"],
    [HTMLTableElement.prototype, "caption"],
    [HTMLTableElement.prototype, "tHead"],
    [HTMLTableElement.prototype, "tFoot"],
  ] as const) {
    const own = Object.getOwnPropertyDescriptor(prototype, name);
    if (!own?.set) continue;
    const { set } = own;
    Reflect.defineProperty(prototype, name, {
      ...own,
      set(given: unknown) {
        set.call(this, nodes([text(given)])[0]);
        done?.();
      },
    });
  }
  wrap(Element.prototype, ["insertAdjacentHTML"], ([where, html]) => [where, text(html)], came);
  for (const { prototype } of [Element, ShadowRoot])
    wrap(prototype, ["setHTMLUnsafe", "setHTML"], ([html, ...more]) => [text(html), ...more], came);
  // A tag may be cut in two between them.
  wrap(
    Document.prototype,
    ["write", "writeln"],
    (parts) => (parts.every((part) => typeof part === "string") ? [markup(parts.join(""))] : parts),
    came,
  );
  wrap(Range.prototype, ["createContextualFragment"], ([html]) => [text(html)]);
  wrap(
    Document.prototype,
    ["execCommand"],
    ([command, shown, value]) => [command, shown, text(value)],
    came,
  );
}

/** The markup of a frame's document, which the frame parses by itself. */
export function watchSrcdoc(realm: Realm, markup: (html: string) => string): void {
  const text = (html: unknown): unknown => (typeof html === "string" ? markup(html) : html);
  const frame = realm.HTMLIFrameElement.prototype;
  const own = Object.getOwnPropertyDescriptor(frame, "srcdoc");
  if (own?.set)
    Reflect.defineProperty(frame, "srcdoc", {
      ...own,
      set(html: unknown) {
        own.set!.call(this, text(html));
      },
    });
  wrap(realm.Element.prototype, ["setAttribute"], (given) =>
    /^srcdoc$/i.test(String(given[0])) ? [given[0], text(given[1])] : given,
  );
}
