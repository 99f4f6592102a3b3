/**
 * Whatever a page has for a tree. The fields of a form hide the form's own members of their names
 * (`<input name="matches">`), so that these are asked of the prototypes.
 */

/** An element, of whatever document. */
export const isElement = (each: unknown): each is Element => "matches" in Object(each);

export const isA = (element: Element, selector: string): boolean =>
  Element.prototype.matches.call(element, selector);

/** Those in a tree, and the element itself where it is one of them. */
export const all = (tree: ParentNode, selector: string): HTMLElement[] => [
  ...(isElement(tree) && isA(tree, selector) ? [tree as HTMLElement] : []),
  ...(isElement(tree) ? Element.prototype.querySelectorAll : tree.querySelectorAll).call<
    ParentNode,
    [string],
    NodeListOf<HTMLElement>
  >(tree, selector),
];

/** What it stands in: null for a document, and where it stands nowhere. */
export function parentOf(node: Node): ParentNode | null {
  const { get } = Object.getOwnPropertyDescriptor(Node.prototype, "parentNode")!;
  return get!.call(node) as ParentNode | null;
}
