/**
 * Keeps the first layer usable beside the layers of the page: above them once a modal dialog that
 * it stood under has gone, and never inert by what a dialog of the page's does to all around it.
 */
import type { Kit } from "../../lazy/kit";

const kInert = ["inert", "aria-hidden"];

export function keepUsable({ home }: Kit): void {
  function rise(): void {
    const layer = home().querySelector<HTMLElement>("[part=banner]");
    if (
      !layer?.showPopover ||
      layer.matches(":popover-open,:modal") ||
      document.querySelector(":modal")
    )
      return;
    layer.popover = "manual";
    layer.showPopover();
  }

  // Heard on the way down: the events of a dialog do not bubble.
  for (const type of ["close", "toggle", "fullscreenchange"])
    document.addEventListener(type, rise, true);

  const free = (host: Element): void =>
    kInert.forEach((name) => host.hasAttribute(name) && host.removeAttribute(name));
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
  }
  watch();
  document.addEventListener("temoin:shown", watch);
}
