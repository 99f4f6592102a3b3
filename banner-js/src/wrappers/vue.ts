/** `temoin-banner/vue`: thin, and the same on the server as at the first render in the page. */
import { defineComponent, onMounted, onUnmounted, shallowRef, type ShallowRef } from "vue";
import type { State } from "../../types/temoin";
import { accept, allows, current, subscribe } from "./store";

/** The state of the banner; null on the server and until the banner runs. Called in `setup`. */
export function useConsent(): Readonly<ShallowRef<State | null>> {
  const state = shallowRef<State | null>(null);
  let stop = (): void => {};
  onMounted(() => {
    const read = (): void => void (state.value = current());
    stop = subscribe(read);
    read();
  });
  onUnmounted(() => stop());
  return state;
}

/**
 * Renders its default slot while the service or purpose `name` may run, else the slot `fallback`,
 * which is given `accept`.
 */
export const ConsentGate = defineComponent({
  name: "ConsentGate",
  props: { name: { type: String, required: true } },
  setup(props, { slots }) {
    const state = useConsent();
    return () =>
      allows(state.value, props.name)
        ? slots.default?.()
        : slots.fallback?.({ accept: () => accept(props.name) });
  },
});
