/**
 * Campaign Manager: the page queues its `gtag("config", "DC-…")` calls as Google documents them,
 * without Google's loader; the tag itself comes only once the visitor allows it.
 */
import { type Make, servicesAt } from "../plugin";

export const make: Make = ({ config, run }) => {
  const ids = servicesAt(config, /(^|\.)doubleclick\.net$/);
  const page = window as unknown as {
    dataLayer: ArrayLike<unknown>[];
    gtag?: (...call: unknown[]) => void;
  };
  page.dataLayer = page.dataLayer || [];
  page.gtag =
    page.gtag ||
    function () {
      page.dataLayer.push(arguments);
    };
  let may = false;
  let running = false;
  function look(): void {
    const call = Array.from(page.dataLayer).find(
      (each) => each[0] === "config" && /^(DC|AW)-/.test(String(each[1])),
    );
    if (may && !running && call) {
      running = true;
      run(
        ids[0]!,
        "https://www.googletagmanager.com/gtag/js?id=" + encodeURIComponent(String(call[1])),
      );
    }
    if (!may) running = false;
  }
  // The page's calls stand below the banner's script.
  document.addEventListener("DOMContentLoaded", look);
  return {
    update(allowed) {
      may = ids.length > 0 && ids.every(allowed);
      look();
    },
  };
};
