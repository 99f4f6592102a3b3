/**
 * Tells of a React root that is made over markup which the server sent: React compares what it
 * finds with what it renders, and starts anew where something stands between. It listens to every
 * event of its root before it looks at it, a rare one among them. Methods that come later, such as
 * those of zone.js, are still called.
 */
export function onTakeOver(act: (root: Node) => void): void {
  const above: EventTarget = Object.getPrototypeOf(Node.prototype);
  Node.prototype.addEventListener = function (
    ...given: Parameters<EventTarget["addEventListener"]>
  ) {
    if (given[0] === "gotpointercapture") act(this);
    above.addEventListener.apply(this, given);
  };
}
