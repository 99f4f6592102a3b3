/**
 * Hides an embed behind its stand-in, whatever the page's style sheets say of it, and shows it
 * again as it was; noted on the element, so that a copy of its markup is shown again as well. Its
 * `hidden` is the page's.
 */
import { kCovered } from "../domain/tagged";

export function hide(element: HTMLElement): void {
  if (element.hasAttribute(kCovered)) return;
  element.setAttribute(kCovered, element.style.display);
  element.style.setProperty("display", "none", "important");
}

export function unhide(element: HTMLElement): void {
  const display = element.getAttribute(kCovered);
  if (display === null) return;
  element.removeAttribute(kCovered);
  element.style.display = display;
  if (!element.getAttribute("style")) element.removeAttribute("style");
}

/** False once the page has given it another style. */
export const isHidden = ({ style }: HTMLElement): boolean =>
  style.getPropertyPriority("display") === "important";

/** The page has taken it over: nothing of what it was comes back. */
export const forget = (element: HTMLElement): void => element.removeAttribute(kCovered);
