/**
 * What is tagged and loads all the same: a word to the page's developer. Where a loader of the
 * page's had read the address before it was put by, the address goes again.
 */
import { addressOf, kIn, kTagged, nameOf } from "../../domain/tagged";
import type { Kit } from "../../lazy/kit";

/** Milliseconds between two looks at a page that goes on changing. */
const kBetween = 300;

export function warnOfUnheld(kit: Kit): void {
  const start = (element: Element): string => element.outerHTML.replace(/>[^]*/, ">");

  const look = (): void =>
    document.querySelectorAll<HTMLElement>(kTagged).forEach((each) => {
      const { type, src, dataset } = each as HTMLScriptElement;
      const held = dataset.temoinSrc || dataset.src || each.hasAttribute(kIn);
      const runs = each.localName === "script" ? /^$|java|module/i.test(type) : /^http/.test(src);
      if (runs && !held)
        kit.warn(
          `loads whatever the visitor answers; write data-temoin-src for src, and type="text/plain" for a script: ${start(each)}`,
        );
    });

  function takeBack(element: Node, key: string): void {
    if (!(element instanceof HTMLElement) || element.localName === "script") return;
    const address = element.getAttribute(key);
    if (!address || addressOf(element, key) !== address || kit.mayCome(nameOf(element))) return;
    kit.warn(
      `a script of the page's gave back the address that was held; write data-temoin-${key} for data-${key}: ${start(element)}`,
    );
    element.removeAttribute(key);
    if (element instanceof HTMLIFrameElement)
      element.contentWindow?.location.replace("about:blank");
  }

  let waiting = false;
  const observer = new MutationObserver((records) => {
    for (const { target, attributeName } of records)
      if (attributeName) takeBack(target, attributeName);
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      kit.idle(look);
    }, kBetween);
  });
  const begin = (): void => {
    look();
    observer.observe(document, {
      childList: true,
      subtree: true,
      attributeFilter: ["src", "srcset", "poster"],
    });
  };
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
}
