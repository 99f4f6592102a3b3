/** Frames of the site in a page of the site. */
import type { Config } from "../../../types/temoin";
import { isApi } from "../../domain/api";
import { isBelow } from "../../domain/hosts";

/**
 * Whether two hosts are of one site: by what the configuration names. Where the frame's own is none
 * of those (a rehearsal on other names), one has to lie below the other.
 */
export function areOfOneSite(frame: string, page: string, { site, cookie }: Config): boolean {
  const named = [site, cookie?.domain].filter((each) => each && isBelow(frame, each));
  return named.length
    ? named.some((each) => isBelow(page, each!))
    : isBelow(frame, page) || isBelow(page, frame);
}

/** Whether this is a frame in a page of the same site, which asks, and has its own way back. */
export function inOurPage(config: Config): boolean {
  try {
    const { temoin, document } = parent;
    // A frame is quicker than a script that its page defers.
    return isApi(temoin) || !!document.querySelector("script[src*='/banner.js']");
  } catch {
    const above = location.ancestorOrigins?.[0] || document.referrer;
    // A frame that is closed off says "null" of itself.
    return (
      /^https?:/.test(above) && areOfOneSite(location.hostname, new URL(above).hostname, config)
    );
  }
}
