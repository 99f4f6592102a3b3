// From nothing to a declaration: a small mutuelle's site is scanned, drafted and checked, by the
// commands that its webmaster types.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { mutuelleSite, standInLibrary } from "./lib/mutuelle.mjs";
import { kBinary, kRepository } from "./lib/service.mjs";

const kSite = "mutuelle.localhost";
let site;
let folder;
let library;
before(async () => {
  site = await mutuelleSite();
  folder = mkdtempSync(join(tmpdir(), "temoin-draft-"));
  library = standInLibrary(join(kRepository, "catalog/library"), join(folder, "library"));
});
after(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (program, ...options) =>
  new Promise((done) => {
    const child = execFile(program, options, { maxBuffer: 1 << 24 }, (error, stdout, stderr) =>
      done({ code: error ? error.code : 0, stdout, stderr }),
    );
    child.stdin.end();
  });

const kServices = [
  "crisp",
  "google-analytics",
  "google-maps",
  "hcaptcha",
  "matomo",
  "meta-pixel",
  "youtube",
];

test("scan, draft, check: every service is recognised, the rest is listed, nothing is silent", async () => {
  const scan = join(folder, "scan.json");
  const scanned = await run(
    join(kRepository, "scripts/scan"),
    site.url,
    ...["--phases", "none", "--crawl", "10", "--timeout", "30", "--out", scan],
  );
  assert.equal(scanned.code, 0, scanned.stderr);
  const recording = JSON.parse(readFileSync(scan, "utf8"));
  assert.equal(recording.phases[0].pages.length, 4);
  // What the scan found beside who was really asked.
  const found = new Set(
    recording.phases[0].requests
      .map((each) => each.host)
      .filter((host) => !host.endsWith("mutuelle.localhost")),
  );
  assert.deepEqual([...found].sort(), [...site.hosts].sort());

  const catalog = join(folder, "catalog");
  const common = ["--catalog", catalog, "--lang", "en"];
  const who = ["--controller", "Mutuelle", "--email", "dpo@mutuelle.example"];
  const drafted = await run(
    kBinary,
    ...["catalog", "draft", scan, ...common, "--library", library, ...who],
  );
  assert.equal(drafted.code, 1, drafted.stderr);
  const path = join(catalog, "sites", `${kSite}.json`);
  const draft = JSON.parse(readFileSync(path, "utf8"));
  assert.deepEqual(
    draft.purposes.flatMap((each) => each.services.map((service) => service.id)).sort(),
    kServices,
  );
  const open = draft.to_decide.map((each) => each.id);
  for (const id of ["host-cdn-inconnu-localhost", "name-phpsessid"]) {
    assert.ok(open.includes(id), open.join("\n"));
    assert.ok(drafted.stdout.includes(`[to-decide ${id}]`), id);
  }
  assert.match(drafted.stdout, /Led to by: www\.mutuelle\.localhost:\d+\/contact:\d+/);

  const check = ["catalog", "check", "--catalog", catalog, "--site", kSite];
  const blocked = await run(kBinary, ...check, "--blocking", "--lang", "en");
  assert.equal(blocked.code, 1);
  assert.ok(drafted.stdout.endsWith(blocked.stdout));

  // Decided: what nobody may waive has its answer, the rest a reason and an end.
  const decide = ["catalog", "decide", kSite, "matomo-exemption=no", "--catalog", catalog];
  const reason = ["--rest-later", "--reason", "Décidé."];
  const decided = await run(kBinary, ...decide, ...reason);
  assert.equal(decided.code, 0, decided.stdout + decided.stderr);
  const clean = await run(kBinary, ...check, "--blocking", "--lang", "fr");
  assert.deepEqual([clean.code, clean.stdout], [0, "Rien n’empêche de publier.\n"]);
});
