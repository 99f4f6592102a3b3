import assert from "node:assert/strict";
import test from "node:test";
import { hostsOf } from "../src/domain/hosts";

const service = (domains: string[], hosts: string[] = []) => ({
  id: "s",
  name: "S",
  vendor: { domains },
  trackers: hosts.map((host) => ({ name: "t", host })),
});

test("a vendor elsewhere is known by its domains alone", () => {
  assert.deepEqual(
    hostsOf(service(["vimeo.com"], ["vimeo.com", "www.ameli.fr"]), "ameli.fr", "www.ameli.fr"),
    ["vimeo.com"],
  );
});

test("hosts of its own stand in the place of the vendor's", () => {
  assert.deepEqual(
    hostsOf({ ...service(["google.com"]), hosts: ["youtube.com"] }, "ameli.fr", "www.ameli.fr"),
    ["youtube.com"],
  );
  const trackers = [
    { name: "t", host: "<site>" },
    { name: "u", host: null },
  ];
  assert.deepEqual(hostsOf({ ...service([]), trackers }, "ameli.fr", "www.ameli.fr"), []);
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
