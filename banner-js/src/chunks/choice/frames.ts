/** Frames of the site in a page of the site. */
import { isApi } from "../../domain/api";
import { domains } from "../../domain/tracker-match";

/** Whether this is a frame in a page of the same site, which asks, and has its own way back. */
export function inOurPage(): boolean {
  try {
    const { temoin, document } = parent;
    // A frame is quicker than a script that its page defers.
    return isApi(temoin) || !!document.querySelector("script[src*='/banner.js']");
  } catch {
    const [above] = location.ancestorOrigins || [document.referrer];
    const ours = domains(location.hostname);
    return !!above && domains(new URL(above).hostname).some((each) => ours.includes(each));
  }
}
