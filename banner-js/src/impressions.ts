/**
 * Counts that a first layer was shown, so that acceptance rates have a denominator: no cookie, no
 * identifier, one small message when the page is left or hidden. A site sets the share counted.
 */
import { core, doc, settings } from "./core";

let shown = 0;

function report(): void {
  if (!shown) return;
  const body = JSON.stringify({ revision: core.config.revision, language: core.language, shown });
  shown = 0;
  fetch(core.base + "/v1/sites/" + core.config.site + "/impressions", {
    method: "POST",
    credentials: "omit",
    keepalive: true,
    headers: { "content-type": "application/json" },
    body,
  }).catch(() => {});
}

export function impression(): void {
  if (Math.random() * 100 >= +(settings().impressions || 0)) return;
  if (!shown++) {
    addEventListener("pagehide", report);
    doc.addEventListener("visibilitychange", () => doc.visibilityState === "hidden" && report());
  }
}
