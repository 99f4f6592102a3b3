/**
 * What is pressed in a shadow of ours turns no page and moves no slide of the page's: it sees the
 * host alone, and cannot tell by its name that somebody chooses or writes there.
 */
const kKeys = ["keydown", "keypress", "keyup"];

const keepIn = (event: Event): void => event.stopPropagation();

/** Once for each host, however often it is called. */
export function keepKeys(host: Element): void {
  for (const type of kKeys) host.addEventListener(type, keepIn);
}
