// Pictures of what is shown, from one end to the other: scripts/picture photographs the real
// banner, the command files the folder, and the console shows it beside the revision and beside a
// consent.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request as forward } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { closeAll, open } from "./lib/browser.mjs";
import { assertAccessible } from "./lib/page.mjs";
import { ask, kBinary, kRepository, Service } from "./lib/service.mjs";

let service;
let folder;
let token;
let config;

before(async () => {
  service = await Service.start();
  folder = mkdtempSync(join(tmpdir(), "temoin-captures-"));
  token = command(
    "token",
    "create",
    "--data",
    service.data,
    "--role",
    "auditor",
    "--name",
    "Essai",
  ).stdout.trim();
  config = JSON.parse((await ask(service.port, "/v1/sites/ameli.fr/config.json")).body);
});
after(async () => {
  await closeAll();
  await service?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const command = (...words) => spawnSync(kBinary, words, { encoding: "utf8" });

/** Beside this process, which goes on serving nothing: `{status, said}`. */
const picture = (...words) =>
  new Promise((done) => {
    const child = spawn(join(kRepository, "scripts/picture"), words, {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (text) => (said += text));
    child.on("exit", (status) => done({ status, said }));
  });

async function signedIn(options = {}) {
  const browser = await open(options);
  await browser.page.goto(`http://127.0.0.1:${service.staffPort}/`);
  await browser.page.getByLabel("Votre jeton").fill(token);
  await browser.page.getByRole("button", { name: "Se connecter" }).click();
  await browser.page.getByRole("heading", { level: 1, name: "Vue d’ensemble" }).waitFor();
  return browser;
}
const goTo = (page, path) => page.goto(`http://127.0.0.1:${service.staffPort}/#/${path}`);

test("without pictures, the console says so and how to take them", async () => {
  const { page, close } = await signedIn();
  await page.getByText("à prendre").waitFor();
  await goTo(page, `revisions/${config.revision}`);
  await page.getByText("Aucune capture d’écran de cette version").waitFor();
  await page.getByText("scripts/picture --url").waitFor();
  await assertAccessible(page, "a revision without pictures");
  assert.equal(command("pictures", "list", "--data", service.data, "--site", "ameli.fr").status, 1);
  await close();
});

test("the script photographs both layers and the console shows them", async () => {
  const out = join(folder, "taken");
  const proxy = await listening();
  const taken = await picture(
    "--url",
    proxy.address,
    "--site",
    "ameli.fr",
    "--out",
    out,
    "--revision",
    config.revision,
  );
  assert.equal(taken.status, 0, taken.said);
  const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));
  assert.equal(manifest.revision, config.revision);
  assert.equal(manifest.generation, config.generation);
  assert.equal(readdirSync(out).length, 9);
  const height = (name) => readFileSync(join(out, `${name}.png`)).readUInt32BE(20);
  for (const language of ["fr", "en"]) {
    assert.equal(height(`first-${language}-phone`), 844 * 2);
    assert.equal(height(`first-${language}-desktop`), 800);
    // Whole and opened: dozens of trackers with purpose and lifetime.
    assert.ok(height(`second-${language}-phone`) > 8000);
    assert.ok(height(`second-${language}-desktop`) > 4000);
  }
  const hashes = new Set(manifest.pictures.map((each) => each.sha256));
  assert.equal(hashes.size, 8, "each shows something else");
  await proxy.close();
  assert.ok(proxy.asked.some((each) => each.startsWith("GET ") && each.endsWith("/banner.js")));
  assert.deepEqual(
    proxy.asked.filter((each) => !each.startsWith("GET ")),
    [],
    "the script is no visitor: it sends nothing",
  );

  const filed = command("pictures", "add", "--data", service.data, "--format", "json", out);
  assert.equal(filed.status, 0, filed.stderr);
  const { hash } = JSON.parse(filed.stdout);
  assert.equal(
    hash,
    createHash("sha256")
      .update(readFileSync(join(out, "manifest.json")))
      .digest("hex"),
    "the file is what the log commits to",
  );
  assert.equal(command("pictures", "list", "--data", service.data, "--site", "ameli.fr").status, 0);

  const { page, close } = await signedIn();
  await page.getByText("versées au journal").waitFor();
  await goTo(page, "revisions");
  await page
    .getByRole("table", { name: /Publications/ })
    .getByRole("link", { name: /\d{4}/ })
    .first()
    .waitFor();
  await goTo(page, `revisions/${config.revision}`);
  const images = page.locator(".pictures img");
  await page.getByText(hash).waitFor();
  assert.equal(await images.count(), 8);
  for (let at = 0; at < 8; ++at) {
    const image = images.nth(at);
    await image.scrollIntoViewIfNeeded();
    await page.waitForFunction(
      (each) => each.complete && each.naturalWidth > 0,
      await image.elementHandle(),
    );
    assert.match(
      await image.getAttribute("alt"),
      /niveau du bandeau sur (téléphone|ordinateur), (français|anglais)/,
    );
  }
  await assertAccessible(page, "a revision with pictures");
  if (process.env.TEMOIN_PICTURES)
    await page.screenshot({
      path: join(process.env.TEMOIN_PICTURES, "revision.png"),
      fullPage: true,
    });
  // The full size, by keyboard, in a page of its own.
  const [full] = await Promise.all([
    page.context().waitForEvent("page"),
    page.locator(".pictures a").first().press("Enter"),
  ]);
  await full.waitForLoadState();
  assert.match(full.url(), /\/v1\/pictures\/[0-9a-f]{64}\.png$/);
  await full.close();
  for (const width of [390, 768]) {
    await page.setViewportSize({ width, height: 900 });
    assert.ok(
      await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
      `no sideways scrolling at ${width}`,
    );
    if (process.env.TEMOIN_PICTURES)
      await page.screenshot({
        path: join(process.env.TEMOIN_PICTURES, `revision-${width}.png`),
        fullPage: true,
      });
  }
  await close();
});

test("a consent's page leads to the pictures of its revision", async () => {
  const services = config.purposes
    .filter((each) => each.basis !== "exempt")
    .flatMap((each) => each.services.map((one) => one.id));
  const given = await ask(service.port, "/v1/sites/ameli.fr/consents", {
    host: "www.ameli.localhost",
    method: "POST",
    headers: {
      "content-type": "application/json",
      origin: `http://www.ameli.localhost:${service.port}`,
    },
    body: JSON.stringify({
      revision: config.revision,
      decisions: Object.fromEntries(services.map((id) => [id, true])),
      action: "accept_all",
      layer: "banner",
      language: "fr",
      gpc: false,
    }),
  });
  assert.equal(given.status, 201, given.body);
  const { page, close } = await signedIn();
  await goTo(page, `consentements/${JSON.parse(given.body).index}`);
  await page.getByRole("link", { name: /Captures d’écran de cette version/ }).click();
  await page.locator(".pictures img").first().waitFor();
  await close();
});

test("the script fails and writes nothing when it is not what was asked", async () => {
  const url = `http://127.0.0.1:${service.port}`;
  const cases = [
    [
      [
        "--url",
        url,
        "--site",
        "ameli.fr",
        "--out",
        join(folder, "a"),
        "--revision",
        "0".repeat(64),
      ],
      /is in force, not 0000/,
    ],
    [["--url", url, "--site", "nowhere.fr", "--out", join(folder, "b")], /answered 404/],
    [
      ["--url", "http://127.0.0.1:9", "--site", "ameli.fr", "--out", join(folder, "c")],
      /does not answer/,
    ],
    [["--url", url, "--site", "ameli.fr", "--out", join(folder, "taken")], /is not empty/],
    [
      ["--url", url, "--site", "ameli.fr", "--out", join(folder, "d"), "--browser", "/nonexistent"],
      /nonexistent/,
    ],
    [["--site", "ameli.fr"], /--url is missing/],
  ];
  for (const [words, why] of cases) {
    const { status, said } = await picture(...words);
    assert.equal(status, 2, said);
    assert.match(said, why);
  }
  for (const name of ["a", "b", "c", "d"])
    assert.ok(!existsSync(join(folder, name)) || readdirSync(join(folder, name)).length === 0);
});

/** A proxy before the service that notes what is asked: `{address, asked, close}`. */
async function listening() {
  const asked = [];
  const server = createServer((request, answer) => {
    asked.push(`${request.method} ${request.url}`);
    const headers = { ...request.headers, host: `127.0.0.1:${service.port}` };
    const on = forward(
      { host: "127.0.0.1", port: service.port, path: request.url, method: request.method, headers },
      (got) => {
        answer.writeHead(got.statusCode, got.headers);
        got.pipe(answer);
      },
    );
    on.on("error", () => answer.destroy());
    request.pipe(on);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const close = () => (server.closeAllConnections(), new Promise((done) => server.close(done)));
  return { address: `http://127.0.0.1:${server.address().port}`, asked, close };
}

test("a scanner asks what is wanted, takes it and files it, and may do nothing else", async () => {
  const other = await Service.start();
  const made = command(
    "token",
    "create",
    "--data",
    other.data,
    "--role",
    "scanner",
    "--name",
    "Captures",
  );
  const file = join(folder, "scanner.token");
  writeFileSync(file, made.stdout);
  const staff = `http://127.0.0.1:${other.staffPort}`;
  const asked = ["--url", `http://127.0.0.1:${other.port}`, "--staff", staff];
  const wanted = async () => {
    const headers = { authorization: `Bearer ${made.stdout.trim()}` };
    const answer = await fetch(`${staff}/v1/pictures/wanted`, { headers });
    return (await answer.json()).wanted.map((each) => each.site);
  };
  assert.ok((await wanted()).includes("ameli.fr"), "publishing queued it");
  const done = await picture(...asked, "--token-file", file);
  assert.equal(done.status, 0, done.said);
  assert.match(done.said, /ameli\.fr: filed as entry \d+ of the log/);
  assert.deepEqual(await wanted(), []);
  const listed = command("pictures", "list", "--data", other.data, "--site", "ameli.fr");
  assert.equal(listed.status, 0, listed.stdout);
  const again = await picture(...asked, "--token-file", file);
  assert.equal(again.status, 0, again.said);
  assert.match(again.said, /nothing is wanted/);
  const headers = { authorization: `Bearer ${made.stdout.trim()}` };
  for (const path of ["/v1/sites", "/v1/consents?site=ameli.fr", "/v1/stats?site=ameli.fr"]) {
    assert.equal((await fetch(staff + path, { headers })).status, 403, path);
  }
  writeFileSync(file, "false");
  const refused = await picture(...asked, "--token-file", file);
  assert.equal(refused.status, 2);
  assert.match(refused.said, /answered 401/);
  await other.stop();
});
