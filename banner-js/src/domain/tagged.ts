/**
 * The names by which a page marks what waits for a choice, and by which we note what was let in.
 * Pure.
 */

/** Attributes that load something; a tagged element holds them elsewhere until it is let in. */
export const kSources = ["src", "srcset", "href", "poster", "data", "srcdoc"];

/**
 * On an element that was let in: the attributes it got by that. Copies of its markup carry it too.
 */
export const kIn = "data-temoin-in";

/** On an embed that a stand-in hides. */
export const kCovered = "data-temoin-covered";

/** The type of a script that waits, however it is written. */
export const kHeldType = /^\s*text\/plain/i;

export const kTagged = "[data-service],[data-category]";

/**
 * Its services, or else its purposes; several stand between spaces or commas, and mean all of them.
 */
export const nameOf = ({ dataset }: HTMLElement): string =>
  (dataset.service || dataset.category || "").trim();

/**
 * The address held for this attribute: `data-temoin-src`, which no lazy loader knows, or
 * `data-src`.
 */
export const addressOf = ({ dataset }: HTMLElement, key: string): string | undefined =>
  dataset["temoin" + key[0]!.toUpperCase() + key.slice(1)] || dataset[key];
