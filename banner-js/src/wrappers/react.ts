/** `temoin-banner/react`: thin, and the same on the server as at the first render in the page. */
import { createElement, Fragment, useSyncExternalStore, type ReactElement } from "react";
import type { State } from "../../types/temoin";
import type { ConsentGateProps } from "../../types/react";
import { accept, allows, current, subscribe } from "./store";

/** The state of the banner; null on the server and until the banner runs. */
export const useConsent = (): State | null => useSyncExternalStore(subscribe, current, () => null);

/** Renders its children while the service or purpose `name` may run, `fallback` otherwise. */
export function ConsentGate({ name, fallback = null, children }: ConsentGateProps): ReactElement {
  const allowed = allows(useConsent(), name);
  const instead = typeof fallback === "function" ? fallback(() => accept(name)) : fallback;
  return createElement(Fragment, null, allowed ? children : instead);
}
