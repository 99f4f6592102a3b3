import type { ShallowRef, VNode } from "vue";
import type { State } from "./temoin.js";

/** The state of the banner; null on the server and until the banner runs. Called in `setup`. */
export function useConsent(): Readonly<ShallowRef<State | null>>;

/**
 * Renders its default slot while the service or purpose `name` may run, else the slot `fallback`,
 * which is given `accept`.
 */
export const ConsentGate: new () => {
  $props: { name: string };
  $slots: {
    default?(): VNode[];
    fallback?(given: { accept: () => void }): VNode[];
  };
};
