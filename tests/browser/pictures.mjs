// Takes a picture of every state of the banner at every width and setting, for somebody to look at.
//
//   node tests/browser/pictures.mjs FOLDER [NAME…]      TEMOIN_BINARY: default build/release/temoin
//
// `--readme` also renews docs/images. A folder of the repository is never written otherwise.
import { copyFileSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { open } from "./lib/browser.mjs";
import { eventually, part, quiet, visit } from "./lib/demo.mjs";
import { Service, kRepository } from "./lib/service.mjs";

const readme = process.argv.includes("--readme");
const [folder, ...only] = process.argv.slice(2).filter((each) => each !== "--readme");
if (!folder) throw new Error("usage: node pictures.mjs FOLDER [NAME…] [--readme]");
const out = resolve(folder);
mkdirSync(out, { recursive: true });

const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 };
const settings = {
  phone,
  tablet: { viewport: { width: 768, height: 1024 } },
  desktop: { viewport: { width: 1280, height: 900 } },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  "phone-dark": { ...phone, colorScheme: "dark" },
  forced: { viewport: { width: 1280, height: 900 }, forcedColors: "active" },
  contrast: { viewport: { width: 1280, height: 900 }, contrastMode: true },
  "text-200": { viewport: { width: 1280, height: 900 }, text: "200%" },
  narrow: { viewport: { width: 320, height: 640 }, deviceScaleFactor: 2 },
  "narrow-text-200": { viewport: { width: 320, height: 640 }, deviceScaleFactor: 2, text: "200%" },
  english: { viewport: { width: 1280, height: 900 }, language: "en" },
};

const service = await Service.start();

for (const [name, { text, contrastMode, language, ...options }] of Object.entries(settings)) {
  if (only.length && !only.includes(name)) continue;
  const browser = await open(options);
  const { page } = browser;
  const shoot = (state, more = {}) =>
    page.screenshot({ path: join(out, `${name}-${state}.png`), ...more });
  const prepare = async () => {
    if (text) await page.evaluate((to) => (document.documentElement.style.fontSize = to), text);
    if (contrastMode)
      await page.evaluate(() => (document.documentElement.dataset.contrast = "high"));
    if (language) await page.evaluate((to) => window.temoin.setLanguage(to), language);
    await page.waitForTimeout(400);
  };
  await visit(page, service.address());
  await part(page, "banner").waitFor();
  await page.locator(".temoin-placeholder").waitFor();
  await prepare();
  await quiet(page);
  await shoot("1-first-layer");
  await part(page, "choose").click();
  await page.getByRole("dialog").waitFor();
  await shoot("2-second-layer");
  await page.evaluate(() => {
    const body = document.getElementById("temoin").shadowRoot.querySelector(".bd");
    body.querySelectorAll("details").forEach((each) => (each.open = true));
    body.querySelectorAll("[part=service]")[2].scrollIntoView();
  });
  await shoot("3-second-layer-open");
  await part(page, "save").click();
  await page.waitForFunction(() => window.temoin.state().status === "valid");
  await part(page, "message").waitFor();
  await shoot("4-message");
  await part(page, "message").getByRole("button").last().click();
  await page.locator(".temoin-placeholder").scrollIntoViewIfNeeded();
  await shoot("5-placeholder");
  await page.goto(service.address("/v1/sites/ameli.fr/preferences"));
  await page.locator("[data-temoin-preferences] [part~=save]").waitFor();
  await eventually(async () => {
    if (!(await page.locator("[part=reference]").innerText())) throw new Error("no reference yet");
  });
  await prepare();
  await shoot("6-page");
  await page.locator("[data-temoin-preferences] [part~=accept]").click();
  await part(page, "message").waitFor();
  await shoot("7-page-message");
  await shoot("8-page-whole", { fullPage: true });
  await browser.close();
  console.log(name);
}
await service.stop();
if (readme)
  for (const name of ["desktop", "phone"])
    copyFileSync(
      join(out, `${name}-1-first-layer.png`),
      join(kRepository, `docs/images/banner-${name}.png`),
    );
