/**
 * Adform: the page keeps its `window._adftrack` settings, which store nothing; the tracking script
 * itself comes only once the visitor allows it.
 */
import { type Make, servicesAt } from "../plugin";

const kScript = "https://s2.adform.net/banners/scripts/st/trackpoint-async.js";

export const make: Make = ({ config, run }) => {
  const ids = servicesAt(config, /(^|\.)adform\.net$/);
  const page = window as unknown as { _adftrack?: unknown };
  let may = false;
  let running = false;
  function look(): void {
    if (may && !running && page._adftrack) {
      running = true;
      run(ids[0]!, kScript);
    }
    if (!may) running = false;
  }
  // The page's settings stand below the banner's script.
  document.addEventListener("DOMContentLoaded", look);
  return {
    update(allowed) {
      may = ids.length > 0 && ids.every(allowed);
      look();
    },
  };
};
