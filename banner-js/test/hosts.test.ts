import { config } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { areOfOneSite } from "../src/chunks/choice/frames";
import { hostOf, hostsOf, isBelow, isOf } from "../src/domain/hosts";
import { vectors } from "./vectors";

const service = (domains: string[], hosts: string[] = []) => ({
  id: "s",
  name: "S",
  vendor: { domains },
  trackers: hosts.map((host) => ({ name: "t", host })),
});

// tests/unit/catalog/match_test.cc and the audit's second judge read the same.
test("the banner judges hosts as the catalogue does", () => {
  const rows = vectors<[string, string, boolean]>("hosts.json");
  assert.ok(rows.length > 40);
  // Declared hosts reach the banner in one spelling.
  for (const [declared, address, below] of rows)
    assert.equal(
      isBelow(hostOf(address), hostOf(`https://${declared.replace(/^\./, "")}/`)),
      below,
      `${declared} ${address}`,
    );
});

test("of a host that others share, the path says whose an address is", () => {
  const maps = "www.google.com/maps/embed";
  const rows: [string, string, boolean][] = [
    [maps, "https://www.google.com/maps/embed?pb=1", true],
    [maps, "//www.google.com/maps/embed/v1/place?q=Lyon", true],
    [maps, "https://WWW.GOOGLE.com./Maps/../maps/embed", true],
    [maps, "https://www.google.com/maps/embedded", false],
    [maps, "https://www.google.com/maps", false],
    [maps, "https://www.google.com/search?q=/maps/embed", false],
    [maps, "https://maps.www.google.com/maps/embed", false],
    [maps, "https://www.google.com.evil.example/maps/embed", false],
    [maps, "/maps/embed", false],
    [maps, "javascript:0", false],
    ["www.google.com/recaptcha/", "https://www.google.com/recaptcha/api.js", true],
    ["www.google.com/recaptcha/", "https://www.google.com/recaptcha", false],
  ];
  for (const [start, address, is] of rows)
    assert.equal(isOf(address, start, "https://www.ameli.fr/"), is, address);
});

test("a vendor elsewhere is known by its domains alone", () => {
  assert.deepEqual(
    hostsOf(service(["vimeo.com"], ["vimeo.com", "www.ameli.fr"]), "ameli.fr", "www.ameli.fr"),
    ["vimeo.com"],
  );
});

test("hosts of its own stand in the place of the vendor's", () => {
  const own = { ...service(["google.com"]), hosts: ["youtube.com"] };
  assert.deepEqual(hostsOf(own, "ameli.fr", "www.ameli.fr"), ["youtube.com"]);
  const trackers = [
    { name: "t", host: "<site>" },
    { name: "u", host: null },
  ];
  assert.deepEqual(hostsOf({ ...service([]), trackers }, "ameli.fr", "www.ameli.fr"), []);
});

test("where the vendor is the site, only the hosts of its trackers are the service's", () => {
  assert.deepEqual(
    hostsOf(
      service(["ameli.fr"], ["matomo.ameli.fr", ".ameli.fr", "www.ameli.fr"]),
      "ameli.fr",
      "www.ameli.fr",
    ),
    ["matomo.ameli.fr"],
  );
  assert.deepEqual(hostsOf(service([], ["stats.ameli.fr"]), "ameli.fr", "www.ameli.fr"), [
    "stats.ameli.fr",
  ]);
  assert.deepEqual(
    hostsOf(
      service(["ameli.fr", "vendor.example"], ["matomo.ameli.fr"]),
      "ameli.fr",
      "forum.ameli.fr",
    ),
    ["vendor.example", "matomo.ameli.fr"],
  );
});

test("a frame is of its page's site by what the configuration names, not by what hosts share", () => {
  const ameli = { ...config, site: "ameli.fr", cookie: { domain: "ameli.fr" } };
  assert.ok(areOfOneSite("assure.ameli.fr", "www.ameli.fr", ameli));
  assert.ok(!areOfOneSite("www.ameli.fr", "www.autre.fr", ameli));
  // A cookie domain wider than the site; and none, under a suffix that many share.
  const gouv = { ...config, site: "impots.gouv.fr", cookie: { domain: null } };
  assert.ok(!areOfOneSite("www.impots.gouv.fr", "www.sante.gouv.fr", gouv));
  assert.ok(areOfOneSite("a.impots.gouv.fr", "impots.gouv.fr", gouv));
  const wide = { ...config, site: "camieg", cookie: { domain: "camieg.fr" } };
  assert.ok(areOfOneSite("a.camieg.fr", "b.camieg.fr", wide));
  // A rehearsal under other names.
  assert.ok(areOfOneSite("ameli.localhost", "www.ameli.localhost", ameli));
  assert.ok(!areOfOneSite("a.pages.example", "b.pages.example", ameli));
});
