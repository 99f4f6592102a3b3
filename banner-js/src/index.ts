/**
 * The entry of the npm layout, for pages that bundle the banner themselves. What a site's settings
 * switch on is in it, and so are the hashes of the parts that the service serves. Importing it
 * touches nothing.
 */
import type { Boot, Config, TemoinApi } from "../types/temoin";
import { start as startBanner } from "./app";
import { make as adform } from "./plugins/adapters/adform";
import { make as campaignManager } from "./plugins/adapters/campaign-manager";
import { make as googleConsentMode } from "./plugins/adapters/google-consent-mode";
import { make as piano } from "./plugins/adapters/piano";
import { make as vimeoDnt } from "./plugins/adapters/vimeo-dnt";
import { make as guard } from "./plugins/guard";
import { make as impressions } from "./plugins/impressions";
import { make as observed } from "./plugins/observed";
import { plug, type Make } from "./plugins/plugin";

/** SHA-256 of each chunk of this build (build.mjs). */
declare const __CHUNKS__: Record<string, string>;

const plugins: Record<string, Make | undefined> = {
  guard,
  impressions,
  observed,
  adform,
  "campaign-manager": campaignManager,
  "google-consent-mode": googleConsentMode,
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
  return startBanner({ ...boot, chunks: boot.chunks || __CHUNKS__ });
}
