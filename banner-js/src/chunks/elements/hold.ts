/**
 * Markup that a tagged element brings (a template's content, what a script writes) is tagged like
 * it, so that copies of that markup are known as well.
 */
import { kIn, kSources, kTagged } from "../../domain/tagged";
import { isA } from "../../page/trees";

const kScript =
  /^(text|application)\/(x-)?(java|ecma)script$|^text\/(javascript1\.[0-5]|j|live)script$/i;

/** What a browser fetches, or answers with an event; other types are data for somebody else. */
const kLoads = /^(module|importmap|speculationrules)$/i;

/** Whether a browser does anything with this script: one it passes over tells of no end, either. */
export function isRun(script: HTMLScriptElement): boolean {
  const type = script.getAttribute("type")?.trim();
  const language = script.getAttribute("language");
  if (type && kLoads.test(type)) return true;
  return (
    !script.noModule && (type ? kScript.test(type) : !language || kScript.test("text/" + language))
  );
}

/**
 * Tags what loads in `content` like `owner`; returns its scripts, which are inert from then on.
 * `open`: the rest may load at once; else it has to be let in.
 */
export function tag(
  content: DocumentFragment,
  owner: HTMLElement,
  open?: boolean,
): HTMLScriptElement[] {
  const scripts: HTMLScriptElement[] = [];
  content.querySelectorAll<HTMLElement>("*").forEach((each) => {
    if (isA(each, kTagged) || each instanceof HTMLFormElement) return;
    const script = each instanceof HTMLScriptElement;
    if (script && !isRun(each)) return;
    const loads = kSources.filter(
      (key) => each.hasAttribute(key) && !(key === "href" && each.localName !== "link"),
    );
    if (!loads.length && !script) return;
    if (owner.dataset.service) each.dataset.service = owner.dataset.service;
    if (owner.dataset.category) each.dataset.category = owner.dataset.category;
    const stays = open && !script;
    for (const key of loads) {
      each.setAttribute("data-temoin-" + key, each.getAttribute(key) || "");
      if (!stays) each.removeAttribute(key);
    }
    if (stays) each.setAttribute(kIn, loads.join(" "));
    if (!script) return;
    if (each.type) each.dataset.type = each.type;
    each.type = "text/plain";
    scripts.push(each);
  });
  return scripts;
}
