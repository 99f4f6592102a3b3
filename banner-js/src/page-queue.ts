/** How other scripts reach the banner, whether it runs already or comes later. */
import { isApi, isQueue } from "./domain/api";

/**
 * Hands a call to the banner, or leaves it in the queue that the banner empties when it starts. An
 * element of that name is no queue: the browser makes each element with an id a member of `window`.
 */
export function pushCall(call: unknown): void {
  const found: unknown = window.temoin;
  const calls: { push(call: unknown): void } = isApi(found) || isQueue(found) ? found : [];
  Object.assign(window, { temoin: calls });
  calls.push(call);
}
