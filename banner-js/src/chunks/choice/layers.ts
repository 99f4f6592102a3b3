/**
 * Keeps what we draw usable beside the layers of the page: drawn, in the top layer, above them once
 * a modal dialog that it stood under has gone, and never inert by what a dialog of the page's does
 * to all around it.
 */
import { comeIntoSight } from "../../lazy/in-sight";
import { keepKeys } from "../../lazy/keep-keys";
import type { Lent } from "../../lazy/kit";
import { limit } from "../../lazy/limit";

const kInert = ["inert", "aria-hidden"];

const hasTopLayer = (element: HTMLElement): boolean => "popover" in element;

/**
 * Into the top layer where there is one: no transform, filter or scroller of the page matters
 * there. Not over a modal dialog of the page's, which alone can be used while it is open.
 */
export function raise(element: HTMLElement): void {
  if (!hasTopLayer(element) || !element.isConnected || element.matches(":popover-open,:modal"))
    return;
  if (document.querySelector(":modal")) element.popover = null;
  else {
    element.popover = "manual";
    element.showPopover();
  }
}

/** Back above what came into the top layer since. */
export function lift(element: HTMLElement): void {
  if (hasTopLayer(element) && element.matches(":popover-open")) element.hidePopover();
  raise(element);
}

/** Whether something else is met where a button of it is pressed. */
const isCovered = (layer: HTMLElement): boolean =>
  Array.from(layer.querySelectorAll("button")).some((button) => {
    const { x, y, width, height } = button.getBoundingClientRect();
    const met = (layer.getRootNode() as ShadowRoot).elementFromPoint(x + width / 2, y + height / 2);
    return width > 0 && !!met && !button.contains(met);
  });

/** From the lowest to the highest. */
const kLayers = ["banner", "reopen", "status"];

export function keepUsable(kit: Lent<"h" | "home">): void {
  const { home } = kit;
  // What is no longer drawn has no height.
  const sizes = new ResizeObserver(rise);
  const sized = new WeakSet<Element>();

  function rise(): void {
    watch();
    for (const name of kLayers) {
      const layer = home().querySelector<HTMLElement>(`[part=${name}]`);
      if (!layer) continue;
      raise(layer);
      if (!sized.has(layer)) sizes.observe(layer);
      sized.add(layer);
    }
  }

  // A popover of the page's that opens later comes to lie above; keys stay where they are.
  document.addEventListener(
    "toggle",
    (event) => {
      if (Reflect.get(event, "newState") !== "open") return;
      for (const name of kLayers) {
        const layer = home().querySelector<HTMLElement>(`[part=${name}]`);
        if (!layer?.matches(":popover-open") || !isCovered(layer)) continue;
        const focused = (layer.getRootNode() as ShadowRoot).activeElement;
        lift(layer);
        if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
      }
    },
    true,
  );
  // Heard on the way down: the events of a dialog do not bubble.
  for (const type of ["close", "toggle", "fullscreenchange"])
    document.addEventListener(type, rise, true);

  const mayAgain = limit();
  function free(host: Element): void {
    if (mayAgain(host))
      kInert.forEach((name) => host.hasAttribute(name) && host.removeAttribute(name));
  }
  let watched: Element | undefined;
  const observer = new MutationObserver((records) => {
    if (watched && records.some(({ target }) => target === watched)) free(watched);
    rise();
  });
  function watch(): void {
    comeIntoSight(kit);
    const { host } = home().getRootNode() as ShadowRoot;
    if (host === watched) return;
    observer.disconnect();
    watched = host;
    for (let at: Element | null = host; at; at = at.parentElement)
      observer.observe(at, { attributeFilter: kInert });
    free(host);
    keepKeys(host);
  }
  rise();
  document.addEventListener("temoin:shown", rise);
}
