// Takes a picture of every page of the staff console, for each role, at three widths, for somebody
// to look at.
//
//   node tests/browser/console-pictures.mjs FOLDER      TEMOIN_BINARY: default build/release/temoin
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { closeAll, open } from "./lib/browser.mjs";
import { heading, kRoles, settled, Staff } from "./lib/console.mjs";
import { ask, catalogWith } from "./lib/service.mjs";

const [folder] = process.argv.slice(2);
if (!folder) throw new Error("usage: node console-pictures.mjs FOLDER");
const out = resolve(folder);
mkdirSync(out, { recursive: true });

const widths = {
  phone: { viewport: { width: 390, height: 844 } },
  tablet: { viewport: { width: 768, height: 1024 } },
  desktop: { viewport: { width: 1440, height: 900 } },
};

const catalog = catalogWith({ impressions: 100, observed: 100 });
const staff = await Staff.start({
  catalog,
  names: {
    auditor: "Équipe conformité",
    operator: "Équipe exploitation",
    marketing: "Équipe communication",
  },
});
try {
  const origin = `http://www.ameli.localhost:${staff.service.port}`;
  const post = (path, body) =>
    ask(staff.service.port, path, {
      host: "www.ameli.localhost",
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify(body),
    });
  const first = await staff.choose(true);
  const second = await staff.choose(false, { cookie: first.pcid });
  for (let i = 0; i < 24; ++i)
    await staff.choose(i % 3 !== 0, { language: i % 5 === 0 ? "en" : "fr" });
  await post("/v1/sites/ameli.fr/observed", { names: ["_hjSession_123", "unknown_one"] });
  for (let i = 0; i < 4; ++i)
    await post("/v1/sites/ameli.fr/impressions", { revision: staff.config.revision, shown: 10 });
  const earlier = staff.config.revision;
  const file = join(catalog, "sites/ameli.fr.json");
  const site = JSON.parse(readFileSync(file, "utf8"));
  site.texts.title.fr = "Cookies : à vous de choisir";
  writeFileSync(file, JSON.stringify(site, null, 2));
  staff.command(
    "catalog",
    "publish",
    "--data",
    staff.service.data,
    "--catalog",
    catalog,
    "--yes",
    "--author",
    "Équipe exploitation",
  );
  await staff.readConfig();
  for (let i = 0; i < 6; ++i) await staff.choose(i % 2 === 0);
  staff.command(
    "token",
    "create",
    "--data",
    staff.service.data,
    "--role",
    "marketing",
    "--name",
    "Tableau de bord",
    "--expires",
    "2099-12-31",
  );
  staff.command(
    "hold",
    "add",
    "--data",
    staff.service.data,
    "--site",
    "ameli.fr",
    "--from",
    "2026-01-01",
    "--reason",
    "Contrôle de la CNIL",
    "--author",
    "Équipe conformité",
    "--review",
    "2099-06-30",
  );
  await staff.covered(second.index);

  for (const [name, options] of Object.entries(widths)) {
    const shoot = (page, what) =>
      page.screenshot({ path: join(out, `${what}-${name}.png`), fullPage: true });
    const visitor = await open(options);
    await visitor.page.goto(staff.url());
    await visitor.page.getByLabel("Votre jeton").fill("temoin-00000000-rien");
    await visitor.page.getByRole("button", { name: "Se connecter" }).click();
    await visitor.page.getByRole("alert").waitFor();
    await shoot(visitor.page, "sign-in");
    await visitor.close();
    for (const role of kRoles) {
      const { page, close } = await staff.signedIn(role, options);
      const more = [
        [`revisions/${earlier}`, "Une version"],
        ...(role === "auditor" ? [[`consentements/${second.index}`, "Un choix"]] : []),
      ];
      for (const [path, title] of [...Staff.pages(role), ...more]) {
        await staff.goTo(page, path);
        await heading(page, title);
        await settled(page);
        const what = `${role}-${path.split("/")[0] || "overview"}${path.includes("/") ? "-one" : ""}`;
        if (path.startsWith("consentements/"))
          await page.getByText("Vérifiée", { exact: true }).waitFor();
        await shoot(page, what);
        if (path === "consentements") {
          await page.getByRole("button", { name: "Rechercher" }).click();
          await page.getByRole("table").waitFor();
          await shoot(page, `${what}-found`);
        }
        if (path === "traceurs" && role === "marketing") {
          await page
            .getByLabel("Un nom, une liste, des lignes Set-Cookie, un produit")
            .fill("_gcl_au\ninconnu_xyz");
          await page.getByRole("button", { name: "Vérifier" }).click();
          await page.locator(".answer").first().waitFor();
          await page.screenshot({ path: join(out, `${what}-verdict-${name}.png`) });
        }
        if (path === "jetons" && role === "operator") {
          await page.getByLabel("Titulaire").fill(`Essai ${name}`);
          await page.getByRole("button", { name: "Créer" }).click();
          await page.locator(".secret").waitFor();
          await shoot(page, `${what}-made`);
        }
        if (path.startsWith("revisions/") && role === "operator") {
          await page.getByRole("button", { name: "Voir ce qui changerait" }).click();
          await page.getByText("Changement rédactionnel").waitFor();
          await shoot(page, `${what}-plan`);
        }
      }
      if (role === "auditor") {
        const day = new Date().toISOString().slice(0, 10);
        for (const [what, path] of [
          ["page", `/v1/consents/${second.index}/page`],
          ["letter", `/v1/consents/${second.index}/letter`],
          ["statistics", `/v1/stats?site=ameli.fr&from=${day}&to=${day}&format=html`],
          ["register", "/v1/register?site=ameli.fr&format=html"],
          ["compliance", "/v1/compliance?site=ameli.fr&format=html"],
        ]) {
          await page.goto(staff.url());
          await page.evaluate((to) => {
            location.href = to;
          }, path);
          await page.locator("h1").waitFor();
          await shoot(page, `print-${what}`);
        }
      }
      await close();
    }
    console.log(name);
  }
} finally {
  await closeAll();
  await staff.stop();
  rmSync(catalog, { recursive: true, force: true });
}
