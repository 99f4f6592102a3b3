/** What outlives the page, by name: storage.ts keeps each under the site's own key. Pure. */

/** Where a site's own are kept. */
export const keyOf = (site: string, name: string): string => "temoin:" + site + name;

/** The choice that the service has not acknowledged yet. */
export const kUnsent = "";

/** When the last choice was settled, and by how much the service's clock was ahead then. */
export const kSettled = "@";

/** When the cookie of a choice did not stay. */
export const kVolatile = "!";

/**
 * That something was let in here: a page may have kept its markup, in its own storage or a history.
 */
export const kLetIn = "+";
