import assert from "node:assert/strict";
import test from "node:test";
import { hostOf, hostsOf, isBelow } from "../src/domain/hosts";
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
