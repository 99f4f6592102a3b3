/**
 * Whether a framework is still to take over the markup that an element stands in. It compares that
 * with what it renders, so a stand-in comes afterwards.
 */
import { parentOf } from "./trees";

/** Markup that says so itself: Astro's islands, Nuxt's and Angular's. */
const kWaiting = "astro-island[ssr],#__nuxt:not([data-v-app]),[ngh]";

/** What React notes on each node that is its own. */
const isReacts = (node: Node): boolean =>
  Object.keys(node).some((key) => key.startsWith("__reactProps$"));

const isReactsRoot = (node: Node): boolean =>
  Object.entries(node).some(([key, value]) => value && key.startsWith("__reactContainer$"));

/** What Vue notes on the element that it is mounted in. */
const isVues = (node: Node): boolean => "__vue_app__" in node;

/** Between the comments around a piece of its own, which React takes over when it gets to it. */
function inPiece(node: Node): boolean {
  let closed = 0;
  for (let at = node.previousSibling; at; at = at.previousSibling) {
    if (!(at instanceof Comment)) continue;
    if (at.data === "/$") ++closed;
    else if (/^\$[?!~]?$/.test(at.data) && closed-- === 0) return true;
  }
  return false;
}

export function awaitsTakeOver(element: Element): boolean {
  const waiting = element.closest(kWaiting);
  if (waiting && !isVues(waiting)) return true;
  if (isReacts(element)) return false;
  let child: Node = element;
  for (let at = parentOf(child); at; child = at, at = parentOf(at)) {
    if (isReacts(at)) return inPiece(child);
    if (isReactsRoot(at)) return inPiece(child) || !Array.from(at.childNodes).some(isReacts);
  }
  return false;
}

/** Where frameworks usually mount, while nothing says yet that they have. */
const kRoots = "#root,#app,#__next,[data-server-rendered]";

/** Milliseconds between two looks at a page that is being taken over, and for how long at most. */
const kLook = 100;
const kLongest = 5e3;

const since = new WeakMap<Element, number>();

function unsettled(element: Element): boolean {
  const start = since.get(element) ?? Date.now();
  since.set(element, start);
  if (Date.now() - start > kLongest) return false;
  if (awaitsTakeOver(element)) return true;
  if (document.readyState === "complete") return false;
  const root = element.closest(kRoots);
  return !!root && !isVues(root) && !isReactsRoot(root);
}

/**
 * Resolves when something may be put beside the element; nothing when it may be at once. A
 * framework that does not come is not waited for.
 */
export function taken(element: Element): Promise<void> | undefined {
  if (!unsettled(element)) return undefined;
  return new Promise((done) => {
    const look = (): void => {
      if (unsettled(element)) setTimeout(look, kLook);
      else done();
    };
    setTimeout(look, kLook);
  });
}
