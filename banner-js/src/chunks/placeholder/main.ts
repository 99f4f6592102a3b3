/** What stands in for an embed that is not allowed: what it is, why it is held, one button. */
import { forget, hide, isHidden, unhide } from "../../page/covered";
import type { Kit } from "../../lazy/kit";
import { limit } from "../../lazy/limit";
import type { Placeholder } from "../../lazy/parts";
import { use } from "../../lazy/use";
import { refusable } from "../../domain/decisions";
import extras from "../../lazy/extras.css";
import css from "./placeholder.css";
import { awaitsTakeOver } from "../../page/taken-over";
import { words } from "./words";

const kClass = "temoin-placeholder";

/**
 * Height from which a stand-in keeps to its embed's and lets its words scroll; a lower one grows.
 */
const kRoom = 120;

/** Milliseconds between two looks at a page that is being taken over, and for how long at most. */
const kLook = 100;
const kLongestTakeOver = 5e3;

/** Milliseconds that a page is given to load. */
const kLongestLoad = 5e3;

/** What a page would not hear of either where an embed has the pointer or the focus. */
const kOwnEvents = ["click", "dblclick", "auxclick", "keydown", "keyup", "keypress"].concat(
  ...["down", "up", "move"].map((each) => ["mouse" + each, "pointer" + each]),
  ["start", "end", "move"].map((each) => "touch" + each),
);

function make(kit: Kit): Placeholder {
  const { get, h, inLanguage } = kit;
  const boxes = new Map<Element, HTMLElement>();
  const held = new WeakMap<Element, () => boolean>();
  let asked: Element | undefined;

  const say = (key: string, values: Record<string, string>): string =>
    kit.say(key, values, words[get().language] || words.en!);

  /** For the style sheet of the stand-in. */
  function give(box: HTMLElement, values: Record<string, string>): void {
    for (const [name, value] of Object.entries(values)) box.style.setProperty("--" + name, value);
  }

  /** Where its page lays the embed beside or between others: the stand-in stands there, too. */
  function takePlace(box: HTMLElement, style: CSSStyleDeclaration): void {
    const { marginLeft: left, marginRight: right, float, order } = style;
    // Two equal margins are most often what is left on both sides, and change with the width.
    const sides = left === right && parseFloat(left) > 0 ? "auto" : `${right}`;
    const margin = `${style.marginTop} ${sides} ${style.marginBottom} ${sides === "auto" ? "auto" : left}`;
    const { alignSelf: align, justifySelf: justify, gridArea: area } = style;
    // What does not grow has the width that was measured.
    const flex = parseFloat(style.flexGrow) > 0 ? style.flex : "";
    give(box, { margin, float, align, justify, order, flex, area });
  }

  /** Its box over another, in that one's own measure, wherever a transform has put it. */
  function boxOver(within: Element, room: DOMRect): Record<string, string> {
    const outer = within.getBoundingClientRect();
    const top = room.top - outer.top - within.clientTop + within.scrollTop;
    const left = room.left - outer.left - within.clientLeft + within.scrollLeft;
    return { inset: `${top}px auto auto ${left}px` };
  }

  /**
   * Gives the stand-in the room of the embed, so that nothing moves; before the embed is hidden.
   */
  function takeRoom(box: HTMLElement, place: HTMLElement, element: HTMLElement): void {
    const { position, display, aspectRatio, width, height, transform, translate } =
      getComputedStyle(element);
    const room = element.getBoundingClientRect();
    // On a line, too, where a frame stands on the baseline.
    box.toggleAttribute("inline", display === "inline");
    if (/absolute|fixed/.test(position)) {
      // A wrapper that keeps a ratio: the frame lies over all of it, or over a part.
      const within = element.offsetParent;
      // One that is larger is cut off at its wrapper's edge; the stand-in's button would be, too.
      const filled =
        !room.width ||
        (within && within.clientWidth - room.width < 4 && within.clientHeight - room.height < 4);
      const { offsetTop, offsetLeft } = element;
      const moved = within && (transform !== "none" || translate !== "none");
      const given = filled
        ? { inset: "0" }
        : {
            inset: `${offsetTop}px auto auto ${offsetLeft}px`,
            width: room.width + "px",
            height: room.height + "px",
            ...(moved && boxOver(within, room)),
          };
      give(box, { position, ...given });
      box.toggleAttribute("boxed", true);
      return;
    }
    takePlace(box, getComputedStyle(element));
    // In a hidden tab nothing is laid out: then what the embed asks for.
    const wide = room.width ? room.width + "px" : width;
    const high = room.height ? room.height + "px" : height;
    if (/px$/.test(wide)) {
      place.style.maxInlineSize = wide;
      box.style.setProperty("--width", wide);
    }
    // A ratio of its own goes on holding when the page changes its width.
    if (/^[\d.]+ \/ [\d.]+$/.test(aspectRatio))
      Object.assign(place.style, { aspectRatio, minBlockSize: "0", overflow: "auto" });
    else if (parseFloat(high) >= kRoom)
      Object.assign(place.style, { blockSize: high, minBlockSize: "0", overflow: "auto" });
    else if (/px$/.test(high)) place.style.minBlockSize = high;
  }

  /** Where it is a part of what is around it, the stand-in goes on being one as that changes. */
  function keepWidth(box: HTMLElement, place: HTMLElement, element: HTMLElement): void {
    // Of what is not laid out the style sheet's own words are told.
    const { width, maxWidth } = getComputedStyle(element);
    if (box.hasAttribute("boxed") || !width.includes("%")) return;
    place.style.maxInlineSize = "";
    give(box, { width, ...(maxWidth !== "none" && { max: `min(100%, ${maxWidth})` }) });
  }

  /**
   * In a small box the second button goes first, then air, then why it is held, which the second
   * button then leads to while there is room for it, then the end of its name: the first button is
   * always seen, its words whole. What is not seen stands under the pointer.
   */
  function fit(box: Element): void {
    const within = [box, ...(box.shadowRoot?.querySelectorAll("[part=root],button") || [])];
    const hasRoom = (each: Element): boolean =>
      each.scrollHeight <= each.clientHeight + 1 && each.scrollWidth <= each.clientWidth + 1;
    for (const level of ["all", "less", "tight", "led", "short", "least"]) {
      box.setAttribute("fit", level);
      if (within.every(hasRoom)) break;
    }
    const root = box.shadowRoot?.querySelector<HTMLElement>("[part=root]");
    const unseen = box.matches("[fit=led],[fit=short],[fit=least]");
    const [name, why] = ["h2", "p"].map((each) => root?.querySelector(each)?.textContent);
    if (root) root.title = unseen ? `${name}. ${why}` : "";
  }

  /**
   * What the page laid over its embed, a picture to be pressed first, a link, a shade of what is
   * around it, covers no button of ours.
   */
  const seen = new IntersectionObserver((entries) =>
    entries.forEach(({ target: box, isIntersecting }) => {
      const button = box.shadowRoot?.querySelector("[part~=allow]");
      if (!(box instanceof HTMLElement)) return;
      // What is told of a frame may come after the page took the box away.
      if (!isIntersecting || !button || !box.isConnected) return;
      const { x, y, width, height } = button.getBoundingClientRect();
      const root = box.getRootNode() as Document | ShadowRoot;
      const over = root.elementFromPoint(x + width / 2, y + height / 2);
      const around = box.parentElement;
      if (!over || over === box || !around?.contains(over)) return;
      if (over !== around && over.contains(box)) return;
      const layers = ["", "::before", "::after"].map((each) => getComputedStyle(over, each).zIndex);
      give(box, { over: `${Math.max(0, ...layers.map((each) => parseInt(each, 10) || 0)) + 1}` });
      box.setAttribute("raised", "");
    }),
  );

  const sizes = new ResizeObserver((boxes) => boxes.forEach(({ target }) => fit(target)));

  /** A click in a card that is a link, a key that turns a page: an embed keeps those to itself. */
  function keepIn(event: Event): void {
    event.stopPropagation();
    if (event.type === "click") event.preventDefault();
  }

  /** A frame that nobody was to see needs no stand-in. */
  function isPixel(element: HTMLElement): boolean {
    const { display, visibility, width, height } = getComputedStyle(element);
    return (
      display === "none" ||
      visibility === "hidden" ||
      parseFloat(width) < 2 ||
      parseFloat(height) < 2
    );
  }

  /** Returns where the words stand, or nothing when the embed's name is unknown. */
  function fill(box: HTMLElement, element: HTMLElement): HTMLElement | undefined {
    const name = element.dataset.service || element.dataset.category || "";
    const found = refusable(get().config).filter(
      (each) => each.service.id === name || each.purpose === name,
    );
    if (!found.length) return undefined;
    const label = found.map((each) => each.service.name).join(", ");
    const purpose = get().config.purposes.find((each) => each.id === found[0]!.purpose)!;
    const blocked = say("blocked", { name: label });
    const room = box.shadowRoot?.querySelector<HTMLElement>("[part=root]")?.style.cssText;
    const place = kit.shade(box, extras + css);
    if (room) place.style.cssText = room;
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
            press: () => {
              asked = element;
              kit.choose(
                Object.fromEntries(found.map((each) => [each.service.id, true])),
                "placeholder",
              );
            },
          },
          say("allow", { name: label }),
        ),
        h("button", { type: "button", class: "q", press: kit.openPreferences }, kit.say("choose")),
      ),
    );
    return place;
  }

  let loaded = document.readyState === "complete";
  /** A page that something keeps from loading is not left without. */
  const settled = new Promise<void>((done) => {
    addEventListener("load", () => kit.idle(done));
    setTimeout(done, kLongestLoad);
  }).then(() => void (loaded = true));

  /** Embeds that nobody sees, until somebody does. */
  const unseen = new ResizeObserver((entries) =>
    entries.forEach(({ target }) => {
      if (!(target instanceof HTMLElement) || isPixel(target)) return;
      unseen.unobserve(target);
      cover(target);
    }),
  );

  /** Whether its page would not show it, were it not hidden by us. */
  function hiddenByPage(element: HTMLElement): boolean {
    unhide(element);
    const gone = isPixel(element);
    hide(element);
    restyled.takeRecords();
    return gone;
  }

  /** The page shows or hides an embed that a stand-in hides: it is another to stand in for. */
  const restyled = new MutationObserver((records) => {
    for (const element of new Set(records.map(({ target }) => target))) {
      if (!(element instanceof HTMLElement) || !boxes.has(element)) continue;
      const ours = isHidden(element);
      if (ours && !hiddenByPage(element)) continue;
      boxes.get(element)!.remove();
      boxes.delete(element);
      if (ours) unhide(element);
      else forget(element);
      cover(element);
    }
  });

  const mayAgain = limit();

  /** As long as it is held, and its page does not go on undoing it. */
  function cover(element: HTMLElement): void {
    const still = held.get(element);
    if (mayAgain(element) && still) part.cover(element, still);
  }

  const since = new WeakMap<Element, number>();

  /** Whether the stand-in has to wait for a framework: one that does not come is not waited for. */
  function mustWait(element: Element): boolean {
    const start = since.get(element) ?? Date.now();
    since.set(element, start);
    return awaitsTakeOver(element) && Date.now() - start < kLongestTakeOver;
  }

  function lift(box: HTMLElement, element: HTMLElement): void {
    box.remove();
    boxes.delete(element);
    unhide(element);
  }

  const part: Placeholder = {
    cover(element, still) {
      // A framework finds its page as it was sent, and may still be taking it over on `load`; and
      // only then is it known what room there is.
      if (!loaded) return void settled.then(() => part.cover(element, still));
      if (!still() || boxes.get(element)?.isConnected) return;
      if (mustWait(element)) return void setTimeout(() => part.cover(element, still), kLook);
      // What stands before it may have been copied with it, and is empty.
      const stale = element.previousElementSibling;
      if (stale?.className === kClass && !stale.shadowRoot) stale.remove();
      unhide(element);
      held.set(element, still);
      if (isPixel(element)) return unseen.observe(element);
      const box = h("div", { class: kClass, "data-turbo-temporary": true, "data-nosnippet": true });
      for (const type of kOwnEvents)
        box.addEventListener(type, keepIn, { passive: type !== "click" });
      const place = fill(box, element);
      if (!place) return;
      takeRoom(box, place, element);
      element.before(box);
      hide(element);
      keepWidth(box, place, element);
      sizes.observe(box);
      seen.observe(box);
      restyled.observe(element, { attributeFilter: ["style", "class", "hidden"] });
      boxes.set(element, box);
    },
    update() {
      boxes.forEach((box, element) => {
        if (element instanceof HTMLElement) fill(box, element);
        fit(box);
      });
    },
    tidy() {
      for (const [element, box] of boxes) {
        if (element.isConnected && box.nextElementSibling === element) continue;
        box.remove();
        boxes.delete(element);
        // A page that is put right by its HTML loses the stand-in alone; an embed that is moved
        // leaves it behind.
        if (element instanceof HTMLElement && element.isConnected) cover(element);
      }
    },
    makeWay(root) {
      for (const [element, box] of boxes) {
        const still = held.get(element);
        if (!(element instanceof HTMLElement) || !still || !root.contains(element)) continue;
        lift(box, element);
        since.delete(element);
        setTimeout(() => part.cover(element, still), kLook);
      }
    },
    uncover(element) {
      const box = boxes.get(element);
      // Whose focus is in here must not be dropped at the top of the page.
      const own = asked === element || !!box?.shadowRoot?.activeElement;
      if (asked === element) asked = undefined;
      if (box) lift(box, element);
      return !!box && own;
    },
  };

  return part;
}

use("placeholder", make);
