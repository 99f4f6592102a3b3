/**
 * Parts of the banner that are fetched when they are first needed. Each is an immutable script that
 * answers `temoin.push(["use", name, make])`; `make` gets the kit and returns the part.
 */
import type { Service } from "../../types/temoin";
import type { Place, Way } from "../page/element-gate";
import { get } from "../state";
import { load } from "../ui/dom";
import { warn } from "../warn";

/** What follows a choice, chunks/choice: every page fetches it once its first layer stands. */
export interface Choice {
  /**
   * Takes the unsent choice to the service, and goes on trying. `layer` is where the visitor has
   * made it just now, and waits for a word.
   */
  deliver(layer?: string): void;
  /** Deletes what these services left within reach. */
  clean(services: Service[]): void;
  /** Erases the choice, here and at the service, and asks again. */
  reset(): void;
  /** The details could not be loaded. */
  sorry(): void;
  /** The first layer has come or gone, or the page is another: is our way back needed? */
  tidy(): void;
  /** Says it again, in another language. */
  update(): void;
}

/** The second layer, chunks/preferences. */
export interface Preferences {
  /** Opens the dialog; `back` gets the focus when it closes. */
  open(back: Element | null): void;
  close(): void;
  /** Puts the same content into the page. */
  mount(where: HTMLElement): void;
  /** Renders again after a change of state or language. */
  update(): void;
}

/** What stands in for embeds, chunks/placeholder: a page without embeds never loads it. */
export interface Placeholder {
  /** `still` says whether the element is held back when there is room for a stand-in. */
  cover(element: HTMLElement, still: () => boolean): void;
  /** True when the focus should now go to the embed: its own button was used. */
  uncover(element: HTMLElement): boolean;
  /** A framework takes the page over from this root: stand-ins come again when it has. */
  makeWay(root: Node): void;
  /** Takes stand-ins away whose embed has left the page. */
  tidy(): void;
  /** Says it again, in another language. */
  update(): void;
}

export type { Way };

/** Lets tagged elements in, chunks/elements. */
export interface Elements {
  letIn(element: HTMLElement, way: Way): void;
  /** Warns of names that the catalogue does not have. */
  unknown(names: string[], where: Place): void;
  /** It says nothing in any language. */
  update?(): void;
}

/** The project's, set by build.mjs. */
declare const kVersion: string;

export interface Part<T> {
  /** The part, once it has come. */
  now(): T | undefined;
  /**
   * Calls `then` with the part, when it is there; `failed` when it cannot be loaded. `first`: before
   * the parser goes on.
   */
  need(then: (part: T) => void, failed?: (() => void) | null, first?: boolean): void;
  /** Takes the part in, if it is the one of that name, the first time it comes. */
  receive(named: unknown, make: unknown, kit: unknown): void;
}

interface Waiting<T> {
  then(part: T): void;
  failed?: (() => void) | null;
}

function part<T>(name: string): Part<T> {
  let made: T | undefined;
  const waiting: Waiting<T>[] = [];
  return {
    now: () => made,
    need(then, failed, first) {
      const hash = get().chunks?.[name];
      if (made) then(made);
      else if (!hash) failed?.();
      else if (waiting.push({ then, failed }) < 2) {
        const address = get().base + "/v1/banner/" + hash + ".js";
        load(
          address,
          () => {
            if (made) return;
            warn(`${address} did not load: is the service of version ${kVersion}?`);
            waiting.splice(0).forEach((each) => each.failed?.());
          },
          first,
        );
      }
    },
    receive(named, make, kit) {
      if (made || named !== name || typeof make !== "function") return;
      const fresh: T = (made = make(kit));
      waiting.splice(0).forEach((each) => each.then(fresh));
    },
  };
}

export const choice = part<Choice>("choice");
export const preferences = part<Preferences>("preferences");
export const placeholder = part<Placeholder>("placeholder");
export const elements = part<Elements>("elements");
