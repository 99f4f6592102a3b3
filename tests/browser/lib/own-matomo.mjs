// A catalogue in which the site measures by itself: a Matomo on a host of its own, whose vendor is
// the site.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** `domain`: the site's own, that of its vendor file; `stats`: the host that measures. */
export function addOwnMatomo(catalog, { domain, stats }) {
  const change = (file, act) => {
    const path = join(catalog, file);
    const value = JSON.parse(readFileSync(path, "utf8"));
    act(value);
    writeFileSync(path, JSON.stringify(value, null, 2));
  };
  change("vendors/cnam.json", (vendor) => (vendor.domains = [domain]));
  change("sites/ameli.fr.json", (site) => {
    site.settings.guard = true;
    site.settings.adapters = [...new Set([...(site.settings.adapters ?? []), "matomo"])];
    const { services } = site.purposes.find(({ id }) => id === "campaigns");
    const [like] = services;
    services.push({
      ...like,
      id: "matomo",
      name: "Matomo",
      vendor: "cnam",
      role: "publisher",
      trackers: [
        { ...like.trackers[1], name: "_pk_id<…>", host: stats },
        { ...like.trackers[1], name: "_pk_ses<…>", host: "<site>" },
      ],
    });
  });
}
