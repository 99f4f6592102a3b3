/** What is tagged and not held loads whatever is answered: a word to the page's developer. */
import { kIn, kTagged } from "../../domain/tagged";
import type { Kit } from "../../lazy/kit";

export function warnOfUnheld(kit: Kit): void {
  const look = (): void =>
    document.querySelectorAll<HTMLElement>(kTagged).forEach((each) => {
      const { type, src, dataset } = each as HTMLScriptElement;
      const held = dataset.temoinSrc || dataset.src || each.hasAttribute(kIn);
      const runs = each.localName === "script" ? /^$|java|module/i.test(type) : /^http/.test(src);
      if (runs && !held)
        kit.warn(
          `loads whatever the visitor answers; write data-temoin-src for src, and type="text/plain" for a script: ${each.outerHTML.replace(/>[^]*/, ">")}`,
        );
    });
  if (document.readyState === "complete") look();
  else addEventListener("load", look, { once: true });
}
