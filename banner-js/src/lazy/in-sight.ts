/**
 * A page may not draw what is around the host, or keep everybody out of it: a closed panel, a menu
 * that is hidden, what lies beside its own dialog. Our layers then go to a host of our own, first
 * in the body. What hides the host itself, such as a visitor's filter, has its reasons.
 */
import type { Lent } from "./kit";

/** Safari before 17.4 tells only that nothing is drawn of it. */
const isDrawn = (host: Element): boolean =>
  (host.checkVisibility?.() ?? !!host.getClientRects().length) ||
  getComputedStyle(host).display === "none";

export function comeIntoSight({ h, home }: Lent<"h" | "home">): void {
  const { host } = home().getRootNode() as ShadowRoot;
  const around = host.parentElement;
  // Beside a frameset: nothing but its frames is drawn in it.
  if (around?.localName === "frameset") document.documentElement.append(host);
  if (!around || around === document.body) return;
  if (!isDrawn(host) || around.closest("[inert],[aria-hidden=true]"))
    home(h("div", { "data-temoin-host": true }));
}
