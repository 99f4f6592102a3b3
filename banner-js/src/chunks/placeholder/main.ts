/** What stands in for an embed that is not allowed: what it is, why it is held, one button. */
import type { Kit } from "../../lazy/kit";
import type { Placeholder } from "../../lazy/parts";
import { use } from "../../lazy/use";
import { refusable } from "../../domain/decisions";
import { kCovered } from "../../domain/tagged";
import css from "./placeholder.css";
import { words } from "./words";

const kClass = "temoin-placeholder";

function make(kit: Kit): Placeholder {
  const { get, h, inLanguage } = kit;
  const boxes = new Map<Element, HTMLElement>();
  let asked: Element | undefined;

  const say = (key: string, values: Record<string, string>): string =>
    kit.say(key, values, words[get().language] || words.fr!);

  /** Gives the stand-in the room of the embed, so that nothing moves; before the embed is hidden. */
  function takeRoom(box: HTMLElement, element: HTMLElement): void {
    const { position, display, aspectRatio, width, height } = getComputedStyle(element);
    const room = element.getBoundingClientRect();
    // On a line, too, where a frame stands on the baseline.
    box.toggleAttribute("inline", display === "inline");
    if (/absolute|fixed/.test(position)) {
      // A wrapper that keeps a ratio: the frame lies over all of it, or over a part.
      const within = element.offsetParent?.getBoundingClientRect();
      const filled = within && Math.abs(within.width - room.width) < 4 && Math.abs(within.height - room.height) < 4;
      box.toggleAttribute("boxed", true);
      box.toggleAttribute("sized", true);
      box.style.position = position;
      if (filled || !room.width) box.style.inset = "0";
      else Object.assign(box.style, { top: element.offsetTop + "px", left: element.offsetLeft + "px", width: room.width + "px", height: room.height + "px" });
      return;
    }
    // In a hidden tab nothing is laid out: then what the embed asks for.
    const wide = room.width ? room.width + "px" : width;
    const high = room.height ? room.height + "px" : height;
    const shaped = aspectRatio !== "auto" && !/^auto \d/.test(aspectRatio);
    if (/px$/.test(wide)) box.style.maxInlineSize = wide;
    if (shaped) box.style.aspectRatio = aspectRatio;
    else if (/px$/.test(high)) box.style.minBlockSize = high;
    box.toggleAttribute("sized", shaped || /px$/.test(high));
  }

  /** A frame that nobody was to see needs no stand-in. */
  function isPixel(element: HTMLElement): boolean {
    const { display, visibility, width, height } = getComputedStyle(element);
    return display === "none" || visibility === "hidden" || parseFloat(width) < 2 || parseFloat(height) < 2;
  }

  function fill(box: HTMLElement, element: HTMLElement): boolean {
    const name = element.dataset.service || element.dataset.category || "";
    const found = refusable(get().config).filter((each) => each.service.id === name || each.purpose === name);
    if (!found.length) return false;
    const label = found.map((each) => each.service.name).join(", ");
    const purpose = get().config.purposes.find((each) => each.id === found[0]!.purpose)!;
    const blocked = say("blocked", { name: label });
    const place = kit.shade(box, css);
    place.append(
      h("h2", { part: "title" }, element.title || blocked),
      h(
        "p",
        { class: "s" },
        element.title ? blocked + ". " : "",
        say("why", { purpose: inLanguage(purpose.description) || inLanguage(purpose.title) }),
      ),
      h(
        "div",
        { class: "r" },
        h(
          "button",
          {
            type: "button",
            part: "button allow",
            click: () => {
              asked = element;
              kit.choose(Object.fromEntries(found.map((each) => [each.service.id, true])), "placeholder");
            },
          },
          say("allow", { name: label }),
        ),
        h("button", { type: "button", class: "q", click: kit.openPreferences }, kit.say("choose")),
      ),
    );
    return true;
  }

  return {
    cover(element, still) {
      // A framework finds its page as it was sent; and only then is it known what room there is.
      if (document.readyState !== "complete") return addEventListener("load", () => setTimeout(() => this.cover(element, still)), { once: true });
      if (!still() || boxes.get(element)?.isConnected) return;
      // What stands before it may have been copied with it, and is empty.
      const stale = element.previousElementSibling;
      if (stale?.className === kClass && !stale.shadowRoot) stale.remove();
      if (element.hasAttribute(kCovered)) element.hidden = false;
      if (isPixel(element)) return;
      const box = h("div", { class: kClass, "data-turbo-temporary": true });
      if (!fill(box, element)) return;
      takeRoom(box, element);
      element.before(box);
      element.hidden = true;
      element.setAttribute(kCovered, "");
      boxes.set(element, box);
    },
    update() {
      boxes.forEach((box, element) => element instanceof HTMLElement && fill(box, element));
    },
    tidy() {
      for (const [element, box] of boxes)
        if (!element.isConnected) {
          box.remove();
          boxes.delete(element);
        }
    },
    uncover(element) {
      const box = boxes.get(element);
      // Whose focus is in here must not be dropped at the top of the page.
      const own = asked === element || !!box?.shadowRoot?.activeElement;
      if (asked === element) asked = undefined;
      if (!box) return false;
      box.remove();
      boxes.delete(element);
      element.hidden = false;
      element.removeAttribute(kCovered);
      return own;
    },
  };
}

use("placeholder", make);
