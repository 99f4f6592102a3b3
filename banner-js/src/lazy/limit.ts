/**
 * How often something is done to one element within this many milliseconds: a page that goes on
 * undoing it has the last word, for two that undo each other's work would stop it.
 */
const kMostTimes = 50;
const kWithin = 1e3;

/** Whether it may be done once more, which then counts as done. */
export function limit(): (element: Element) => boolean {
  const times = new Map<Element, number>();
  return (element) => {
    if (!times.size) setTimeout(() => times.clear(), kWithin);
    const before = times.get(element) || 0;
    times.set(element, before + 1);
    return before < kMostTimes;
  };
}
