/**
 * Keeps what we draw usable beside the layers of the page: in the top layer, above them once a
 * modal dialog that it stood under has gone, and never inert by what a dialog of the page's does to
 * all around it.
 */
import { keepKeys } from "../../lazy/keep-keys";
import type { Kit } from "../../lazy/kit";
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

/** From the lowest to the highest. */
const kLayers = ["banner", "reopen", "status"];

export function keepUsable({ home }: Kit): void {
  function rise(): void {
    for (const name of kLayers) {
      const layer = home().querySelector<HTMLElement>(`[part=${name}]`);
      if (layer) raise(layer);
    }
  }

  // Heard on the way down: the events of a dialog do not bubble.
  for (const type of ["close", "toggle", "fullscreenchange"])
    document.addEventListener(type, rise, true);

  const mayAgain = limit();
  function free(host: Element): void {
    if (mayAgain(host))
      kInert.forEach((name) => host.hasAttribute(name) && host.removeAttribute(name));
  }
  const observer = new MutationObserver((records) =>
    records.forEach(({ target }) => free(target as Element)),
  );
  let watched: Element | undefined;
  function watch(): void {
    const { host } = home().getRootNode() as ShadowRoot;
    if (host === watched) return;
    observer.disconnect();
    observer.observe((watched = host), { attributeFilter: kInert });
    free(host);
    keepKeys(host);
  }
  watch();
  document.addEventListener("temoin:shown", watch);
}
