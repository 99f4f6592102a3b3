/** What in a page leads to the preferences, or holds them: selectors. Pure. */

/** The address that opens them; links and bookmarks carry it. */
export const kJump = "#temoin-preferences";

/** Whatever a press asks something of us by. */
export const kPressed = `[data-temoin],a[href$='${kJump}']`;

/** What of that leads to them. */
export const kManage = `[data-temoin=preferences],a[href$='${kJump}']`;

/**
 * A page that holds the preferences itself shows no first layer. On `html` the attribute says so
 * before the place itself is parsed.
 */
export const kPreferencesHere = "[data-temoin-preferences]";

/**
 * On an element of ours: what a press on it does. No browser knows the name: it is called from the
 * window, where a page that stops clicks does so too late. What returns true leaves the press
 * to the browser, too.
 */
export interface Pressable {
  onpress?(event: Event): unknown;
}
