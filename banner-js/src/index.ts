/**
 * The entry of the npm layout, for pages that bundle the banner themselves. What a site's settings
 * switch on is in it, what sends a choice is, and so are the hashes of the parts that the service
 * serves. Importing it touches nothing.
 */
import type { Boot, Config, TemoinApi } from "../types/temoin";
import { start as startBanner } from "./app";
import { make as choice } from "./chunks/choice/choice";
import { make as adform } from "./plugins/adapters/adform";
import { make as campaignManager } from "./plugins/adapters/campaign-manager";
import { make as dataLayer } from "./plugins/adapters/data-layer";
import { make as googleConsentMode } from "./plugins/adapters/google-consent-mode";
import { make as matomo } from "./plugins/adapters/matomo";
import { make as piano } from "./plugins/adapters/piano";
import { make as vimeoDnt } from "./plugins/adapters/vimeo-dnt";
import { make as guard } from "./plugins/guard";
import { make as impressions } from "./plugins/impressions";
import { make as observed } from "./plugins/observed";
import { pushCall } from "./page-queue";
import { plug, type Make } from "./plugins/plugin";

/** SHA-256 of each chunk of this build (build.mjs). */
declare const __CHUNKS__: Record<string, string>;
declare const kVersion: string;

const plugins: Record<string, Make | undefined> = {
  guard,
  impressions,
  observed,
  adform,
  "campaign-manager": campaignManager,
  "data-layer": dataLayer,
  "google-consent-mode": googleConsentMode,
  matomo,
  piano,
  "vimeo-dnt": vimeoDnt,
};

function switchedOn({ settings = {} }: Config): string[] {
  const { guard, impressions, observed, adapters = [] } = settings;
  return [
    ...(guard ? ["guard"] : []),
    ...(impressions ? ["impressions"] : []),
    ...(observed ? ["observed"] : []),
    ...adapters,
  ];
}

/** Says why a part does not come, which the service names by the hash of its own build. */
function tellMismatch(base: string): void {
  const parts = base.replace(/\/$/, "") + "/v1/banner/";
  const told = ({ target }: Event): void => {
    if (!(target instanceof HTMLScriptElement) || !target.src.includes(parts)) return;
    removeEventListener("error", told, true);
    console.warn(
      `temoin: this package is of version ${kVersion}, and the service at ${base} does not serve its parts. Install the version of the service, or put the service right.`,
    );
  };
  addEventListener("error", told, true);
}

/** Starts the banner; throws when the configuration switches on what this build does not have. */
export function start(boot: Boot): TemoinApi {
  if (!boot.config?.purposes)
    throw new Error("temoin: `config` is the site's config.json, parsed.");
  for (const name of switchedOn(boot.config)) {
    const make = plugins[name];
    if (!make)
      throw new Error(
        `temoin: the settings of ${boot.config.site} switch on "${name}", which this version does not have. Update the package to the version of the service.`,
      );
    plug(name, make);
  }
  tellMismatch(boot.base || "/");
  // Not before: it stands in the page, which is left as it was sent until then.
  document.addEventListener("temoin:ready", () => pushCall(["use", "choice", choice]));
  return startBanner({ ...boot, chunks: boot.chunks || __CHUNKS__ });
}
