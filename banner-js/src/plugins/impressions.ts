/**
 * Counts that a first layer was shown, so that acceptance rates have a denominator: no cookie, no
 * identifier, one small message when the page is left or hidden. A site sets the share counted.
 */
import type { TemoinEvents } from "../../types/temoin";
import { type Make, reading } from "./plugin";

export const make: Make = ({ config, api }) => {
  const { may, update } = reading(config);
  let shown = 0;

  function report(): void {
    if (!shown) return;
    const body = JSON.stringify({
      revision: config.revision,
      language: window.temoin.state().language,
      shown,
    });
    shown = 0;
    fetch(api("impressions"), {
      method: "POST",
      credentials: "omit",
      keepalive: true,
      headers: { "content-type": "application/json" },
      body,
    }).catch(() => {});
  }

  document.addEventListener("temoin:shown", (event: CustomEvent<TemoinEvents["temoin:shown"]>) => {
    if (
      may() &&
      event.detail.layer === "banner" &&
      Math.random() * 100 < +(config.settings?.impressions || 0)
    )
      ++shown;
  });
  addEventListener("pagehide", report);
  document.addEventListener(
    "visibilitychange",
    () => document.visibilityState === "hidden" && report(),
  );
  return { update };
};
