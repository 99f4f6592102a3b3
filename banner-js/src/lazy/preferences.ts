/** The door to the second layer. */
import { need, parts } from "./chunks";
import { doc, say } from "../state";
import { tell } from "../ui/first-layer";

export interface Preferences {
  /** Opens the dialog; `back` gets the focus when it closes. */
  open(back: HTMLElement | null): void;
  close(): void;
  /** Puts the same content into the page. */
  mount(where: HTMLElement): void;
  /** Renders again after a change of state or language. */
  update(): void;
}

const kName = "preferences";
export const sorry = (): void => tell(say("sorry"));

/** The element that truly has the focus, through our own shadow too. */
function focused(): HTMLElement | null {
  const outer = doc.activeElement as HTMLElement | null;
  return (outer?.shadowRoot?.activeElement as HTMLElement | null) || outer;
}

export function openPreferences(): void {
  const back = focused();
  need<Preferences>(kName, (part) => part.open(back), sorry);
}

export const loaded = (): Preferences | undefined => parts[kName] as Preferences | undefined;

export const mountPreferences = (where: HTMLElement): void =>
  need<Preferences>(kName, (part) => part.mount(where), sorry);
