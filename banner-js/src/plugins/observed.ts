/**
 * On a sampled share of pages, says which trackers' names were there that the site declares
 * nowhere: names only, what varies in them masked, never a value, no cookie and no identifier with
 * it. Cookies that only the server sees (HttpOnly) and those of other hosts stay out of its sight.
 */
import type { Config } from "../../types/temoin";
import { pattern } from "../domain/tracker-match";
import { type Make, reading } from "./plugin";
import { maskName } from "../domain/mask";

const kMost = 50;
const kLongest = 256;

/** Everything this page can see by name; the banner's own memory is no tracker of the site. */
function present(): string[] {
  const names = document.cookie.split("; ").map((pair) => pair.split("=")[0]!);
  for (const area of ["localStorage", "sessionStorage"] as const) {
    try {
      names.push(...Object.keys(window[area]));
    } catch {
      /* Storage that is forbidden holds nothing. */
    }
  }
  return names.filter((name) => name && name.length <= kLongest && !name.startsWith("temoin:"));
}

export const make: Make = ({ config, api }) => {
  if (Math.random() * 100 >= +(config.settings?.observed || 0)) return {};
  const { may, update } = reading(config);
  const told = new Set<string>();
  let declared: RegExp[] | undefined;

  function report(): void {
    if (!declared || !may()) return;
    const names = new Set<string>();
    for (const name of present()) {
      if (declared.some((each) => each.test(name))) continue;
      const masked = maskName(name);
      if (!told.has(masked) && names.size < kMost) names.add(masked);
    }
    if (!names.size) return;
    names.forEach((name) => told.add(name));
    fetch(api("observed"), {
      method: "POST",
      credentials: "omit",
      keepalive: true,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ names: [...names] }),
    }).catch(() => {});
  }

  // The script's excerpt leaves the necessary trackers out: the whole configuration names them.
  const learn = () =>
    fetch(api("config.json"), { credentials: "omit" })
      .then((response) => response.json())
      .then((whole: Config) => {
        const trackers = whole.purposes.flatMap((purpose) =>
          purpose.services.flatMap((service) => service.trackers || []),
        );
        declared = trackers
          .flatMap((tracker) => [tracker.name, ...(tracker.aliases || [])])
          .map(pattern);
      })
      .catch(() => {});
  if (document.readyState === "complete") void learn();
  else addEventListener("load", () => void learn());
  addEventListener("pagehide", report);
  document.addEventListener(
    "visibilitychange",
    () => document.visibilityState === "hidden" && report(),
  );
  return { update };
};
