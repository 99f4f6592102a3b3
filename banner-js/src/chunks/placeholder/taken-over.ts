/**
 * Whether a framework is still to take over the markup that an element stands in. It compares that
 * with what it renders, so a stand-in comes afterwards.
 */

/** Markup that says so itself: Astro's islands, Nuxt's and Angular's. */
const kWaiting = "astro-island[ssr],#__nuxt:not([data-v-app]),[ngh]";

/** What React notes on each node that is its own. */
const isReacts = (node: Node): boolean =>
  Object.keys(node).some((key) => key.startsWith("__reactProps$"));

const isReactsRoot = (node: Node): boolean =>
  Object.entries(node).some(([key, value]) => value && key.startsWith("__reactContainer$"));

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
  if (element.closest(kWaiting)) return true;
  if (isReacts(element)) return false;
  let child: Node = element;
  for (let at = child.parentNode; at; child = at, at = at.parentNode) {
    if (isReacts(at)) return inPiece(child);
    if (isReactsRoot(at)) return inPiece(child) || !Array.from(at.childNodes).some(isReacts);
  }
  return false;
}
