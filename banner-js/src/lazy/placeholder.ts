/** Where the gate meets the placeholders, which are a chunk: a page without embeds never loads it. */
import { need, parts } from "./chunks";

export interface Placeholder {
  cover(element: HTMLElement): void;
  /** True when the focus should now go to the embed: its own button was used. */
  uncover(element: HTMLElement): boolean;
}

const kName = "placeholder";

/** `still` says, once the chunk is there, whether the element is still held back. */
export const cover = (element: HTMLElement, still: () => boolean): void =>
  need<Placeholder>(kName, (part) => still() && part.cover(element));

export const uncover = (element: HTMLElement): boolean =>
  !!parts[kName] && (parts[kName] as Placeholder).uncover(element);
