/** A word to the page's developer, once each, that names the remedy. Visitors never see it. */
const said = new Set<string>();

export function warn(message: string): void {
  if (said.has(message)) return;
  said.add(message);
  console.warn("temoin: " + message);
}
