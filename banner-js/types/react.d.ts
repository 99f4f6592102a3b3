import type { ReactElement, ReactNode } from "react";
import type { State } from "./temoin.js";

export interface ConsentGateProps {
  /** Id of a service or purpose of the catalogue. */
  name: string;
  /** What stands there while it may not run; as a function, it is given how to allow it. */
  fallback?: ReactNode | ((accept: () => void) => ReactNode);
  children?: ReactNode;
}

/** The state of the banner; null on the server and until the banner runs. */
export function useConsent(): State | null;

/** Renders its children while the service or purpose `name` may run, `fallback` otherwise. */
export function ConsentGate(props: ConsentGateProps): ReactElement;
