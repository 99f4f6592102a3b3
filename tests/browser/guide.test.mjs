// docs/guide-webmestre.md, followed to the letter: its commands, then a site made of its own code
// blocks. TEMOIN_PICTURES=docs/images renews the guide's pictures on the way.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { closeAll, open } from "./lib/browser.mjs";
import { part, quiet, settle } from "./lib/demo.mjs";
import { kBinary, kRepository, Service } from "./lib/service.mjs";

const kSite = "https://www.mutuelle.example";
const guide = readFileSync(join(kRepository, "docs/guide-webmestre.md"), "utf8");
const blocks = (language) =>
  [...guide.matchAll(new RegExp("```" + language + "\\n([^]*?)```", "g"))].map((found) => found[1]);
const [script, host, measure, inline, video, footer] = blocks("html");
const pictures = process.env.TEMOIN_PICTURES;
const catalog = mkdtempSync(join(tmpdir(), "temoin-guide-"));
let service;

/** A command of the guide on the test's own catalogue: `{code, text}`. */
async function run(line) {
  const words = line.match(/(?:"[^"]*"|[^\s"])+/g).map((word) => word.replaceAll('"', ""));
  words.shift();
  const library = words[1] === "new" ? ["--library", join(kRepository, "catalog/library")] : [];
  try {
    const { stdout } = await promisify(execFile)(kBinary, [
      ...words,
      "--catalog",
      catalog,
      ...library,
    ]);
    return { code: 0, text: stdout };
  } catch (error) {
    return { code: error.code, text: error.stdout + error.stderr };
  }
}

/** What the guide says of a Matomo of one's own. */
function hostMatomo() {
  const file = join(catalog, "sites/mutuelle.example.json");
  const site = JSON.parse(readFileSync(file, "utf8"));
  const services = site.purposes.flatMap((purpose) => purpose.services);
  services.find(({ id }) => id === "matomo").hosts = ["stats.mutuelle.example"];
  writeFileSync(file, JSON.stringify(site, null, 2));
}

/** The site's own proxy: `/consentement/` goes to the service, as it would by nginx. */
function handOn(route) {
  const asked = route.request();
  const { pathname, search } = new URL(asked.url());
  return new Promise((done) => {
    asked.allHeaders().then((fields) => {
      const headers = Object.fromEntries(
        Object.entries(fields).filter(([name]) => !name.startsWith(":")),
      );
      const call = request(
        {
          host: "127.0.0.1",
          port: service.port,
          path: pathname + search,
          method: asked.method(),
          headers: { ...headers, host: "www.mutuelle.example", "accept-encoding": "identity" },
        },
        (answer) => {
          const pieces = [];
          answer.on("data", (piece) => pieces.push(piece));
          answer.on("end", () => {
            const given = Object.fromEntries(
              Object.entries(answer.headers).map(([name, value]) => [
                name,
                [value].flat().join("\n"),
              ]),
            );
            const body = Buffer.concat(pieces);
            done(route.fulfill({ status: answer.statusCode, headers: given, body }));
          });
        },
      );
      call.end(asked.postDataBuffer() ?? undefined);
    });
  });
}

const kPage = `<!doctype html><html lang="fr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Mutuelle Exemple</title>
${script}${inline}${measure}<style>
body{margin:0;font:17px/1.6 "Liberation Sans",sans-serif;color:#1d2b33}
header,footer{padding:1.2rem 2rem;background:#0f5257;color:#fff}footer a{color:#fff}
main{max-width:46rem;margin:2rem auto;padding:0 1rem}iframe{width:100%;aspect-ratio:16/9;border:0}
:root{--temoin-accent:#0f5257}</style></head><body>${host}
<header><strong>Mutuelle Exemple</strong></header><main><h1>Comprendre votre remboursement</h1>
<p>Ce que rembourse l’assurance maladie, ce que complète votre mutuelle, et ce qui reste à votre
charge : trois exemples expliqués pas à pas.</p>${video}
<p>Un conseiller vous répond du lundi au vendredi.</p></main><footer>${footer}</footer></body></html>`;

async function arrive(options) {
  const browser = await open(options);
  browser.asked = [];
  await browser.context.route("**/*", (route) => {
    const url = new URL(route.request().url());
    if (url.origin === kSite && url.pathname.startsWith("/consentement/")) return handOn(route);
    if (url.origin === kSite) return route.fulfill({ body: kPage, contentType: "text/html" });
    browser.asked.push(url.hostname);
    const frame = route.request().resourceType() === "document";
    return route.fulfill(
      frame ? { body: "<p>film", contentType: "text/html" } : { body: "window.measured = 1;" },
    );
  });
  await browser.page.goto(`${kSite}/`);
  await browser.page.waitForFunction(() => window.temoin?.version);
  return browser;
}

async function picture(page, name, options = {}) {
  await page.waitForTimeout(300);
  const path = pictures && join(kRepository, pictures, `guide-${name}.png`);
  const image = await page.screenshot({ ...options, ...(path ? { path } : {}) });
  assert.ok(image.length > 3000, name);
}

before(async () => {
  for (const part of ["sites", "vendors"]) mkdirSync(join(catalog, part));
  cpSync(join(kRepository, "catalog/schema"), join(catalog, "schema"), { recursive: true });
});
after(closeAll);
after(async () => {
  await service?.stop();
  rmSync(catalog, { recursive: true, force: true });
});

test("step 2: the commands write a site, and say what is left until nothing is", async () => {
  const commands = blocks("")
    .join("")
    .replaceAll(/ +#.*$/gm, "")
    .split("\n");
  const find = (start) => commands.find((line) => line.startsWith(start));
  const who = ' --controller "Mutuelle Exemple" --email dpo@mutuelle.example';
  const made = await run(find("temoin catalog new") + who);
  assert.equal(made.code, 1, made.text);
  const named = [...made.text.matchAll(/\[([a-z0-9-]+) /g)].map((found) => found[1]);
  for (const rule of new Set(named)) {
    assert.ok(guide.includes(`\`${rule}\``), `the guide does not say what to do about ${rule}`);
  }
  hostMatomo();
  const decisions = commands.filter((line) => line.startsWith("temoin catalog decide"));
  assert.equal(decisions.length, 3);
  for (const decision of decisions) {
    const decided = await run(decision);
    assert.ok(decided.code < 2, decided.text);
  }
  const left = await run(find("temoin catalog check --blocking"));
  assert.equal(left.code, 0, left.text);
  service = await Service.start({ catalog, base: "/consentement" });
});

test("steps 3 to 6: a page of the guide's own blocks asks, holds back, and gives a way back", async () => {
  const { page, asked } = await arrive({ viewport: { width: 1100, height: 780 } });
  await part(page, "banner").waitFor();
  await quiet(page);
  await picture(page, "bandeau");
  // The guide's answers ask for consent to Matomo, too.
  assert.deepEqual(asked, []);
  await part(page, "refuse").first().click();
  await settle(page);
  await page.locator(".temoin-placeholder").scrollIntoViewIfNeeded();
  await picture(page, "video");
  await page.goto(`${kSite}/autre`);
  await quiet(page);
  assert.deepEqual(asked, []);
  assert.equal(await page.evaluate(() => window._paq), undefined);
  assert.equal(await part(page, "banner").isVisible(), false);
  await page.locator("footer a").click();
  await page.getByRole("dialog").waitFor();
  await picture(page, "preferences");
  assert.equal(page.url(), `${kSite}/autre`);
  await page.evaluate(() => window.temoin.accept("youtube"));
  await page.waitForFunction(() => window.temoin.state().services.youtube);
  await quiet(page);
  assert.ok(asked.includes("www.youtube-nocookie.com"));
  assert.ok(!asked.includes("stats.mutuelle.example"));
  await page.evaluate(() => window.temoin.accept("matomo"));
  await page.waitForFunction(() => window._paq && window.measured);
});

test("step 7: the addresses for the policy answer", async () => {
  const { page } = await arrive({ viewport: { width: 1100, height: 780 } });
  const path = /\/consentement\/v1\/sites\/mutuelle\.example\/cookies(?=`)/.exec(guide)[0];
  const answer = await page.goto(kSite + path);
  assert.equal(answer.status(), 200);
  await page.getByText("PREF").first().waitFor();
  await picture(page, "cookies");
});

test("step 8: what the guide says to type says what it promises", async () => {
  const { page } = await arrive();
  const version = /^project\(temoin VERSION ([0-9.]+)/m.exec(
    readFileSync(join(kRepository, "CMakeLists.txt"), "utf8"),
  )[1];
  assert.equal(await page.evaluate(() => window.temoin.version), version);
  const state = await page.evaluate(() => window.temoin.state());
  assert.equal(state.services.youtube, false);
  assert.ok(state.unanswered.includes("youtube"));
});
