/**
 * Keeps the page's end, and whatever has the focus, clear of the first layer, without moving
 * anything.
 */
import type { Kit } from "../../lazy/kit";

/** Pixels between the banner and what it must not cover. */
const kAir = 16;

export function makeRoom({ home }: Kit): void {
  let pressed = false;
  let later: EventTarget | null = null;

  const banner = (): HTMLElement | null => home().querySelector<HTMLElement>("[part=banner]");

  /**
   * Whatever scrolls the focused element out from behind the banner; where nothing does, the banner
   * makes way.
   */
  function uncover({ target }: { target: EventTarget | null }): void {
    // A page that takes its focus back while a button of ours is pressed: it stays where it is.
    if (pressed) {
      later = target;
      return;
    }
    const layer = banner();
    if (!layer || !(target instanceof Element) || target.shadowRoot?.contains(layer)) return;
    const shift = (): number => {
      const box = target.getBoundingClientRect();
      const { top, bottom } = layer.getBoundingClientRect();
      if (box.height > innerHeight) return 0;
      return top > 0
        ? Math.max(0, Math.min(box.bottom + kAir - top, box.top))
        : Math.min(0, box.top - kAir - bottom);
    };
    const scroll = (): number => {
      for (let at = target.parentElement; at; at = at.parentElement)
        at.scrollBy({ top: shift(), behavior: "instant" });
      return shift();
    };
    layer.classList.remove("up");
    if (scroll() <= kAir) return;
    layer.classList.add("up");
    scroll();
  }

  let watched: HTMLElement | null = null;
  // It tells of a layer that has gone as well: what is not there has no height.
  const observer = new ResizeObserver(() => {
    watch();
    // A filter list may hide it.
    const height = watched?.offsetHeight ? watched.offsetHeight + kAir + "px" : "";
    const { style } = document.documentElement;
    for (const name of ["scroll-padding-block-end", "padding-block-end"])
      style.setProperty(name, height);
    // Below a page that is as high as the window, not taken from it: its footer stays where it is.
    style.boxSizing = height && "content-box";
  });

  function watch(): void {
    const shown = banner();
    if (shown === watched) return;
    observer.disconnect();
    watched = shown;
    if (shown) observer.observe(shown);
  }

  watch();
  document.addEventListener("temoin:shown", watch);
  document.addEventListener("focusin", uncover);
  document.addEventListener("pointerdown", () => (pressed = true), true);
  for (const type of ["pointerup", "pointercancel"])
    document.addEventListener(
      type,
      () => {
        // After the click.
        setTimeout(() => {
          pressed = false;
          if (later) uncover({ target: later });
          later = null;
        });
      },
      true,
    );
}
