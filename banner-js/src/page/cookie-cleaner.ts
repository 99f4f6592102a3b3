/**
 * Deletes what a service left within reach: cookies on this host, its parents and paths; storage.
 */
import type { Service } from "../../types/temoin";
import { domains, paths, pattern, reachable } from "../domain/tracker-match";

export function dropCookie(name: string): void {
  const end =
    "=;expires=Thu, 01 Jan 1970 00:00:00 GMT" + (isSecureContext ? ";secure" : "") + ";path=";
  for (const path of paths(location.pathname))
    for (const domain of ["", ...domains(location.hostname)])
      for (const part of ["", ";partitioned"])
        document.cookie = name + end + path + (domain && ";domain=" + domain) + part;
}

function dropStored(area: "localStorage" | "sessionStorage", test: RegExp): void {
  try {
    for (const key of Object.keys(window[area])) if (test.test(key)) window[area].removeItem(key);
  } catch {
    /* Storage that is forbidden holds nothing. */
  }
}

/** `dropDatabases`: what few sites have is not in the first part that every page loads. */
export function clean(
  services: Service[],
  site: string,
  dropDatabases: (test: RegExp) => void,
): void {
  const names = document.cookie.split("; ").map((pair) => pair.split("=")[0]!);
  for (const service of services)
    for (const tracker of service.trackers || []) {
      if (!tracker.set_on_site && !reachable(tracker.host, location.hostname, site)) continue;
      for (const name of [tracker.name, ...(tracker.aliases || [])]) {
        const test = pattern(name);
        const kind = tracker.kind || "";
        if (/^local/.test(kind)) dropStored("localStorage", test);
        else if (/^session/.test(kind)) dropStored("sessionStorage", test);
        else if (kind === "indexeddb") dropDatabases(test);
        else names.filter((found) => found && test.test(found)).forEach(dropCookie);
      }
    }
}
