/** The names by which a page marks what waits for a choice. */

/** Attributes that load something; a tagged element holds them as `data-…` until it is let in. */
export const kSources = ["src", "srcset", "href", "poster", "data"];

export const nameOf = (element: { dataset: DOMStringMap }): string => element.dataset.service || element.dataset.category || "";
