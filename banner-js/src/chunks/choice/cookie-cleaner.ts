/**
 * Deletes what a service left within reach: cookies on this host, its parents and paths; storage;
 * databases.
 */
import type { Service } from "../../../types/temoin";
import { domains, paths, pattern, reachable } from "../../domain/tracker-match";

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

/** Where the browser does not tell which there are (Firefox before 126), they stay. */
async function dropDatabases(test: RegExp): Promise<void> {
  try {
    for (const { name } of await indexedDB.databases())
      if (test.test(name!)) indexedDB.deleteDatabase(name!);
  } catch {
    /* Storage that is forbidden holds nothing. */
  }
}

export function clean(services: Service[], site: string): void {
  const names = document.cookie.split("; ").map((pair) => pair.split("=")[0]!);
  for (const service of services)
    for (const tracker of service.trackers || []) {
      if (!tracker.set_on_site && !reachable(tracker.host, location.hostname, site)) continue;
      for (const name of [tracker.name, ...(tracker.aliases || [])]) {
        const test = pattern(name);
        const kind = tracker.kind || "";
        if (/^local/.test(kind)) dropStored("localStorage", test);
        else if (/^session/.test(kind)) dropStored("sessionStorage", test);
        else if (kind === "indexeddb") void dropDatabases(test);
        else names.filter((found) => found && test.test(found)).forEach(dropCookie);
      }
    }
}
