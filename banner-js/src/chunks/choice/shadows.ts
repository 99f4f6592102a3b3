/** What a page has in open shadow roots, where its own selectors do not reach. */
export const openRoots = (within: ParentNode): ShadowRoot[] =>
  [...within.querySelectorAll("*")].flatMap(({ shadowRoot }) =>
    shadowRoot ? [shadowRoot, ...openRoots(shadowRoot)] : [],
  );

/** Everything that matches, there and in the document itself. */
export const findAll = (selector: string): HTMLElement[] =>
  [document, ...openRoots(document)].flatMap((root) => [
    ...root.querySelectorAll<HTMLElement>(selector),
  ]);
