// From a running service to a true banner on the small mutuelle's pages (lib/mutuelle.mjs), step by
// step as docs/guide-webmestre.md says, each step timed: what the machine takes, and what a person
// has to write meanwhile. Prints a table; fails at the first step whose promise is not kept.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeAll, open } from "./lib/browser.mjs";
import { part, quiet, settle } from "./lib/demo.mjs";
import { kTags, mutuelleSite, standInLibrary } from "./lib/mutuelle.mjs";
import { ask, kBinary, kRepository, Service } from "./lib/service.mjs";

const kSite = "mutuelle.localhost";
const folder = mkdtempSync(join(tmpdir(), "temoin-first-banner-"));
const catalog = join(folder, "catalog");
const scan = join(folder, "scan.json");
const file = join(catalog, "sites", `${kSite}.json`);
const guide = readFileSync(join(kRepository, "docs/guide-webmestre.md"), "utf8");
const blocks = (language) =>
  [...guide.matchAll(new RegExp("```" + language + "\\n([^]*?)```", "g"))].map(([, text]) => text);
const read = () => JSON.parse(readFileSync(file, "utf8"));

const run = (program, ...options) =>
  new Promise((done) => {
    const kind = { maxBuffer: 1 << 24, env: { ...process.env, LC_ALL: "fr_FR.UTF-8" } };
    const child = execFile(program, options, kind, (error, stdout, stderr) =>
      done({ code: error ? error.code : 0, stdout, stderr, text: stdout + stderr }),
    );
    child.stdin.end();
  });
const temoin = (...words) => run(kBinary, ...words, "--catalog", catalog);
const visitPages = (...options) =>
  run(join(kRepository, "scripts/scan"), site.url, "--crawl", "20", "--out", scan, ...options);

const rows = [];
let counts;
/** One step: `act` returns what a person has to write for it. */
async function step(name, act) {
  const before = performance.now();
  const person = await act();
  rows.push([name, `${((performance.now() - before) / 1000).toFixed(1)} s`, person ?? "–"]);
}

/** What the table of step 2 says, done as a person would; returns how many points that were. */
async function decide() {
  const draft = read();
  const [vendor, necessary] = blocks("json").map((each) => JSON.parse(each));
  draft.purposes.unshift(necessary);
  vendor.domains = [kSite];
  writeFileSync(join(catalog, "vendors", `${vendor.id}.json`), JSON.stringify(vendor));
  writeFileSync(file, JSON.stringify(draft, null, 2));
  const criteria = draft.to_decide.filter(({ question }) =>
    question.fr.startsWith("Matomo, dans votre configuration."),
  );
  const answers = [
    ...criteria.map(({ id }) => `${id}=yes`),
    "matomo-exemption=yes",
    "guard=yes",
    "name-phpsessid=yes",
    "host-cdn-inconnu-localhost=yes",
  ];
  const who = ["--by", "délégué à la protection des données", "--retention", "P25M"];
  const rest = ["--rest-later", "--reason", "Décidé avec le délégué."];
  const decided = await temoin("catalog", "decide", kSite, ...answers, ...who, ...rest);
  assert.equal(decided.code, 0, decided.text);
  return [answers.length, read().waivers.length];
}

const site = await mutuelleSite();
let service;
try {
  const library = standInLibrary(join(kRepository, "catalog/library"), join(folder, "library"));
  for (const each of ["sites", "vendors"]) mkdirSync(join(catalog, each), { recursive: true });
  cpSync(join(kRepository, "catalog/schema"), join(catalog, "schema"), { recursive: true });
  service = await Service.start({ catalog, base: "/consentement", answers: "/healthz" });
  site.handOver(service.port);
  const script = `/consentement/v1/sites/${kSite}/banner.js`;

  await step("1. the path answers under the site's own address", async () => {
    const answer = await ask(site.port, script, { host: `www.${kSite}` });
    assert.equal(answer.status, 404, "not published yet, and said by the service");
    assert.match(answer.headers["content-type"], /problem\+json/);
  });

  await step("2. scan of the pages as they are", async () => {
    const scanned = await visitPages("--phases", "none");
    assert.equal(scanned.code, 0, scanned.stderr);
    const [phase] = JSON.parse(readFileSync(scan, "utf8")).phases;
    const called = new Set(
      phase.requests.map(({ host }) => host).filter((host) => !host.endsWith(kSite)),
    );
    const set = new Set(phase.cookies.map(({ name }) => name));
    assert.deepEqual([...called].sort(), [...site.hosts].sort());
    assert.deepEqual([...set].sort(), [...site.cookies].sort());
    counts = `${called.size} hosts and ${set.size} cookies found; the servers counted ${site.hosts.size} and ${site.cookies.size}`;
  });

  await step("2. draft: seven services recognised", async () => {
    const who = ["--controller", "Mutuelle Exemple", "--email", "dpo@mutuelle.example"];
    const drafted = await temoin("catalog", "draft", scan, "--library", library, ...who);
    assert.equal(drafted.code, 1, drafted.text);
    assert.equal(read().purposes.flatMap((purpose) => purpose.services).length, 7);
    return `${read().to_decide.length} questions`;
  });

  await step("2. decide, until the list is empty", async () => {
    const [answered, waived] = await decide();
    const left = await temoin("catalog", "check", "--blocking");
    assert.deepEqual([left.code, left.text], [0, "Rien n’empêche de publier.\n"]);
    return `${answered} answers and ${waived} waivers by one command, one service declared by hand`;
  });

  await step("2. publish", async () => {
    const words = ["--data", service.data, "--author", "Webmestre", "--yes"];
    const published = await temoin("catalog", "publish", ...words);
    assert.equal(published.code, 0, published.text);
    const answer = await ask(site.port, script, { host: `www.${kSite}` });
    assert.equal(answer.status, 200);
  });

  await step("3, 4, 6. script, tags, way back", async () => {
    site.tag(script);
    return `${kTags.length + 3} lines of the templates`;
  });

  await step("8, 9. by hand: before an answer, refused, one video allowed", async () => {
    const { page } = await open();
    site.hosts.clear();
    await page.goto(`${site.url}video`);
    await part(page, "banner").waitFor();
    await quiet(page);
    await part(page, "refuse").first().click();
    await settle(page);
    await page.goto(`${site.url}contact`);
    await quiet(page);
    assert.deepEqual([...site.hosts], [], "nobody is asked without consent");
    await page.goto(`${site.url}video`);
    await page.evaluate(() => window.temoin.accept("youtube"));
    await page.waitForFunction(() => window.temoin.state().services.youtube);
    await quiet(page);
    assert.deepEqual([...site.hosts], ["www.youtube.localhost"]);
    const metrics = await ask(service.staffPort, "/metrics");
    assert.match(metrics.body, /temoin_script_seen_timestamp_seconds\{site="mutuelle/);
  });

  let closing;
  await step("9. closing scan: each answer", async () => {
    closing = await visitPages("--third-parties", "load");
    assert.equal(closing.code, 0, closing.stderr);
  });

  await step("9. audit: nothing to say", async () => {
    const audit = await temoin("audit", scan, "--site", kSite);
    assert.equal(audit.code, 0, audit.text);
  });

  console.log("| step | machine | person |\n|---|---|---|");
  for (const row of rows) console.log(`| ${row.join(" | ")} |`);
  console.log(`\nScan of the pages as they are: ${counts}.`);
} finally {
  await closeAll();
  await service?.stop();
  await site.close();
  rmSync(folder, { recursive: true, force: true });
}
