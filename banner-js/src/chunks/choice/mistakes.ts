/**
 * What a page's developer wrote and does not do what it should, a word to them: what is tagged and
 * loads all the same, what waits for nothing, what leads nowhere. Where a loader of the page's had
 * read the address before it was put by, the address goes again.
 */
import { refusableIds } from "../../domain/decisions";
import { addressOf, kIn, kSources, kTagged, nameOf } from "../../domain/tagged";
import { kJump } from "../../domain/ways";
import type { Lent } from "../../lazy/kit";

/** Where these elements have their addresses. */
const kAddresses: Readonly<Record<string, readonly string[]>> = {
  audio: ["src"],
  embed: ["src"],
  iframe: ["src", "srcdoc"],
  image: ["href"],
  img: ["src", "srcset"],
  input: ["src"],
  link: ["href"],
  object: ["data"],
  script: ["src"],
  source: ["src", "srcset"],
  track: ["src"],
  video: ["src", "poster"],
};

/** What a browser fetches nothing for. */
const kHarmless = /^\s*($|#|about:|blob:|data:|javascript:)/i;

const kVerbs = /^(|accept|preferences|refuse|show|withdraw)$/;

/** Milliseconds between two looks at a page that goes on changing. */
const kBetween = 300;

export function warnOfMistakes(kit: Lent<"get" | "mayCome" | "idle" | "warn">): void {
  const start = (element: Element): string => element.outerHTML.replace(/>[^]*/, ">");

  function lookAtTagged(each: HTMLElement): void {
    const keys = kAddresses[each.localName] || [];
    const held = each.hasAttribute(kIn) || keys.some((key) => addressOf(each, key));
    if (held) return;
    const loads = keys.find(
      (key) =>
        /^(src|srcset|href|data)$/.test(key) && !kHarmless.test(each.getAttribute(key) || ""),
    );
    const { type } = each as HTMLScriptElement;
    const isScript = each.localName === "script";
    if (isScript ? /^$|java|module/i.test(type) : loads)
      kit.warn(
        `loads whatever the visitor answers; write data-temoin-${loads || "src"} for ${loads || "src"}, and type="text/plain" for a script: ${start(each)}`,
      );
    else if (keys[0] && !each.firstElementChild && !isScript && isKnown(nameOf(each)))
      kit.warn(`waits without an address; write it as data-temoin-${keys[0]}: ${start(each)}`);
  }

  const isKnown = (name: string): boolean =>
    refusableIds(kit.get().config).includes(name.replace("!", ""));

  function look(): void {
    document.querySelectorAll<HTMLElement>(kTagged).forEach(lookAtTagged);
    for (const key of kSources)
      document
        .querySelectorAll<HTMLElement>(`[data-temoin-${key}]`)
        .forEach(
          (each) =>
            nameOf(each) ||
            kit.warn(
              `waits for nothing; write data-service on it, what stands around it does not count: ${start(each)}`,
            ),
        );
    document
      .querySelectorAll<HTMLElement>(`[data-temoin],a[href*='#temoin-pref']`)
      .forEach((each) => {
        const { temoin } = each.dataset;
        if (temoin === undefined ? each.matches(`[href$='${kJump}']`) : kVerbs.test(temoin)) return;
        kit.warn(
          `leads nowhere; write data-temoin="preferences" or href="${kJump}" (or accept, refuse, withdraw, show): ${start(each)}`,
        );
      });
  }

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
