// The scanner on pages that misbehave: each stays within bounds and is named in the result.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { hostileSite } from "./lib/hostile.mjs";
import { kRepository } from "./lib/service.mjs";

let site;
let folder;
before(async () => {
  site = await hostileSite();
  folder = mkdtempSync(join(tmpdir(), "temoin-scan-test-"));
});
after(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

/** `{code, stderr, text, recording}` of a scan before any choice. */
async function scan(...options) {
  const file = join(folder, "scan.json");
  rmSync(file, { force: true });
  const all = [...options, "--out", file];
  if (!all.includes("--timeout")) all.push("--timeout", "40"); // a busy machine is no fault
  if (!all.includes("--phases")) all.push("--phases", "none");
  const { code, stderr } = await new Promise((done) =>
    execFile(join(kRepository, "scripts/scan"), all, (error, _stdout, stderr) =>
      done({ code: error ? error.code : 0, stderr }),
    ),
  );
  let text = null;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    // nothing was recorded
  }
  return { code, stderr, text, recording: text && JSON.parse(text) };
}

const kEach = [
  ["/redirects", "redirects"],
  ["/js-redirects", "redirects"],
  ["/download", "download"],
  ["/huge", "huge-page"],
  ["/elsewhere", "other-host"],
  ["/elsewhere-js", "other-host"],
  ["/requests", "too-many-requests"],
  ["/no-such-page", "status"],
];

test("a page that misbehaves is left and named, and the next one is visited all the same", async () => {
  const { code, stderr, recording } = await scan(
    ...kEach.map(([path]) => site.at(path)),
    site.at("/fine"),
  );
  assert.equal(code, 1, stderr);
  for (const [path, reason] of kEach) {
    const named = recording.stopped.filter((each) => each.page === site.at(path));
    assert.ok(
      named.some((each) => each.reason === reason),
      `${path}: ${JSON.stringify(named)}`,
    );
    assert.ok(stderr.includes(`${site.at(path)}, none: `), path);
  }
  assert.equal(recording.whole, false);
  assert.deepEqual(
    recording.phases[0].pages.filter((each) => each.url === site.at("/fine")),
    [{ url: site.at("/fine"), status: 200 }],
  );
  assert.ok(recording.phases[0].cookies.some((each) => each.name === "adv"));
  assert.ok(!site.seen.some((each) => each.host === "elsewhere.localhost"), "it went elsewhere");
});

test("a page that never comes to rest is left", async () => {
  const { code, recording } = await scan(site.at("/busy"), site.at("/a/1"), "--timeout", "8");
  assert.equal(code, 1);
  const [named] = recording.stopped.filter((each) => each.page === site.at("/busy"));
  assert.equal(named.reason, "timeout");
  assert.ok(recording.phases[0].pages.some((each) => each.url === site.at("/a/1")));
});

test("dialogs, windows and addresses that are not public are stopped and named", async () => {
  const { code, stderr, recording } = await scan(
    site.at("/dialogs"),
    site.at("/popups"),
    site.at("/private"),
  );
  assert.equal(code, 0, stderr);
  const named = (path) =>
    recording.stopped
      .filter((each) => each.page === site.at(path))
      .map(({ reason, host }) => `${reason} ${host ?? ""}`.trim());
  assert.deepEqual(named("/dialogs"), ["dialog"]);
  assert.deepEqual(named("/popups"), ["popup"]);
  assert.deepEqual(named("/private").sort(), [
    "private-address 10.1.2.3",
    "private-address 169.254.169.254",
    "private-address 192.168.7.7", // behind a redirect
    "private-address fd00::1",
  ]);
  assert.equal(recording.whole, true);
});

test("it says who it is, and who led to what: request, script, tag", async () => {
  const { recording, text } = await scan(site.at("/fine"), "--user-agent", "essai/7 (+mairie)");
  assert.ok(site.seen.some((each) => each.agent?.endsWith(" essai/7 (+mairie)")));
  assert.ok(recording.user_agent.endsWith("essai/7 (+mairie)"));
  assert.ok(!text.includes("secret42"), "a recording holds no values");
  const [phase] = recording.phases;
  const port = new URL(site.at("/")).port;
  const loader = { script: `tags.localhost:${port}/loader.js` };
  const tag = { tag: `www.hostile.localhost:${port}/fine`, line: 2 };
  const by = (list, name) => list.find((each) => each.name === name).by;
  assert.deepEqual(by(phase.cookies, "adv"), [
    { request: `advertiser.localhost:${port}/tag.js` },
    loader,
    tag,
  ]);
  assert.deepEqual(by(phase.cookies, "written"), [loader, tag]);
  assert.deepEqual(by(phase.storage, "kept"), [loader, tag]);
  const request = phase.requests.find((each) => each.host === "advertiser.localhost");
  assert.deepEqual(
    { type: request.type, count: request.count, aborted: request.aborted, by: request.by },
    { type: "script", count: 1, aborted: 0, by: [loader, tag] },
  );
});

test("the sitemap is crawled within bounds: own hosts, each folder in turn, no sign-out", async () => {
  const { code, stderr, recording } = await scan(site.at("/fine"), "--crawl", "4");
  assert.equal(code, 0, stderr);
  assert.deepEqual(recording.crawl, { from: "sitemap", found: 7 });
  assert.deepEqual(
    recording.phases[0].pages.map((each) => new URL(each.url).pathname),
    ["/fine", "/a/1", "/b/1", "/a/2"],
  );
  assert.match(stderr, /none 4\/4 /);
});

test("another host is refused unless authority is declared, and that is written down", async () => {
  const urls = [site.at("/a/1"), site.at("/b/1", "partner")];
  const refused = await scan(...urls);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /partner\.localhost is not a host of .*--authority/);
  const { code, stderr, recording } = await scan(...urls, "--authority", "Marché 2026-17");
  assert.equal(code, 0, stderr);
  assert.match(stderr, /partner\.localhost: visited by authority "Marché 2026-17"/);
  assert.equal(recording.authority.words, "Marché 2026-17");
  assert.deepEqual(recording.authority.hosts, ["partner.localhost"]);
  const catalog = join(folder, "catalog");
  mkdirSync(join(catalog, "sites"), { recursive: true });
  const file = join(catalog, "sites", "mutuelle.example.json");
  writeFileSync(file, JSON.stringify({ origins: ["https://www.mutuelle.example"] }));
  const foreign = await scan(site.at("/a/1"), "--site", "mutuelle.example", "--catalog", catalog);
  assert.equal(foreign.code, 2);
  assert.match(foreign.stderr, /is not a host of mutuelle\.example/);
});

test("what cannot be asked for is refused with a sentence", async () => {
  for (const [options, told] of [
    [["file:///etc/passwd"], /no address of a page/],
    [["http://u:p@a.example/"], /password/],
    [[site.at("/fine"), "--crawl", "100000"], /--crawl is a number from 1 to 200/],
    [[site.at("/fine"), "--third-parties", "perhaps"], /abort or load/],
    [[site.at("/fine"), "--browser", "/no/such"], /apt install chromium/],
    [
      [site.at("/fine"), "--phases", "none,refused", "--timeout", "8"],
      /does not run the banner.*--phases none/,
    ],
    [[site.at("/no-such-page")], /nothing was recorded/],
  ]) {
    const ran = await scan(...options);
    assert.equal(ran.code, 2, options.join(" "));
    assert.match(ran.stderr, told);
    assert.equal(ran.text, null);
  }
});
