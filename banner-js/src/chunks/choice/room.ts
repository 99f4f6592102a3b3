/**
 * Keeps the page's end, and whatever has the focus, clear of the first layer, without moving
 * anything.
 */
import type { Lent } from "../../lazy/kit";

/** Pixels between the banner and what it must not cover. */
const kAir = 16;

/** Rules for the root element beside its `style`, which a page may keep, restore or empty. */
function rootStyle({ get, h }: Lent<"get" | "h">): (declarations: string) => void {
  const rule = (declarations: string): string => (declarations ? `:root{${declarations}}` : "");
  try {
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return (declarations) => sheet.replaceSync(rule(declarations));
  } catch {
    const style = h("style", { nonce: get().nonce });
    document.head.append(style);
    return (declarations) => (style.textContent = rule(declarations));
  }
}

export function makeRoom(kit: Lent<"get" | "h" | "home">): void {
  const { home } = kit;
  const setRoot = rootStyle(kit);
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
    const height = watched?.offsetHeight;
    const room = `padding-block-end:${(height || 0) + kAir}px!important;`;
    // Below a page that is as high as the window, not taken from it: its footer stays where it is.
    setRoot(height ? `${room}scroll-${room}box-sizing:content-box!important` : "");
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
