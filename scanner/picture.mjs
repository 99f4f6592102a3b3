// Photographs both layers of the banner of the revision that a service has in force, in each of the
// site's languages, on a phone and on a desktop, and writes down what was taken: the folder that
// `temoin pictures add` reads. docs/formats.md, "Pictures of a revision", has the manifest.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";
import { number, parse } from "./arguments.mjs";
import { kChromium, startOptions, versionOf } from "./chromium.mjs";
import { plain } from "./terminal.mjs";
import { spoken, worded } from "./words.mjs";

const kName = process.env.TEMOIN_PROGRAM || "scripts/picture";
const kUsage = `Usage: ${kName} --url ADDRESS --site SITE --out FOLDER [--revision HASH]
                       [--browser PATH] [--timeout SECONDS] [--lang fr|en]
       ${kName} --url ADDRESS --staff ADDRESS --token-file FILE [--browser PATH]
                       [--timeout SECONDS] [--lang fr|en]

Opens the banner of SITE as the service at ADDRESS serves it (with its base path, if it has one; the
demonstration is http://127.0.0.1:8080), on an empty page of its own, and photographs the first
layer and the second one, whole and with everything opened: in each language of the site, on a phone
and on a desktop. Nothing is answered, sent or counted. FOLDER must be new or empty; it receives the
pictures and manifest.json, for
  temoin pictures add --data DIR FOLDER
With --revision it fails unless this very revision is in force.
With --staff it asks the staff's listener at that address, with the token in FILE (of the role
scanner), which revisions in force have no pictures, takes those of each and files them there.
Exit 0: taken, or nothing is wanted; 2: the service, the banner or the browser failed, and nothing
was written, or not all that was wanted was filed.`;
const kUsageInFrench = `Usage : ${kName} --url ADRESSE --site SITE --out DOSSIER [--revision EMPREINTE]
                       [--browser CHEMIN] [--timeout SECONDES] [--lang fr|en]
        ${kName} --url ADRESSE --staff ADRESSE --token-file FICHIER [--browser CHEMIN]
                       [--timeout SECONDES] [--lang fr|en]

Ouvre le bandeau de SITE tel que le sert le service à ADRESSE (avec son chemin de base, s’il en a un ;
la démonstration est à http://127.0.0.1:8080), sur une page vide à lui, et photographie le premier
niveau et le second, entier et tout déplié : dans chaque langue du site, sur un téléphone et sur un
ordinateur. Rien n’est répondu, envoyé ni compté. DOSSIER doit être neuf ou vide ; il reçoit les images
et manifest.json, pour
  temoin pictures add --data DOSSIER_DE_DONNÉES DOSSIER
Avec --revision, la commande échoue si cette version même n’est pas en vigueur.
Avec --staff, elle demande à l’accès du personnel à cette adresse, avec le jeton de FICHIER (du rôle
scanner), quelles versions en vigueur n’ont pas d’image, prend celles de chacune et les y enregistre.
Code 0 : prises, ou rien n’est demandé ; 2 : le service, le bandeau ou le navigateur a failli, et rien
n’a été écrit, ou tout ce qui était demandé n’a pas été enregistré.`;

// Widths and names are the manifest's; the height is that of the first layer's window. The second
// layer is too high for two pixels a point.
const kScreens = [
  {
    name: "phone",
    width: 390,
    height: 844,
    scales: { first: 2, second: 1 },
    more: { isMobile: true, hasTouch: true },
  },
  { name: "desktop", width: 1280, height: 800, scales: { first: 1, second: 1 }, more: {} },
];
const kLayers = { first: firstLayer, second: secondLayer };
// As people are told of them.
const kCalled = {
  first: () => worded("first layer"),
  second: () => worded("second layer"),
  phone: () => worded("phone"),
  desktop: () => worded("desktop"),
};
const kMargin = 24; // points above and below the second layer
const kMaxSide = 16_000; // pixels; Chromium paints no picture over 16,384

const tell = (words) => console.error(plain(worded("temoin picture: {}", words)));
const usage = () => (spoken() === "fr" ? kUsageInFrench : kUsage);

function read() {
  const { values } = parse(usage, {
    url: { type: "string" },
    site: { type: "string" },
    out: { type: "string" },
    staff: { type: "string" },
    "token-file": { type: "string" },
    revision: { type: "string" },
    browser: { type: "string", default: kChromium },
    timeout: { type: "string", default: "60" },
  });
  for (const name of values.staff ? ["url", "token-file"] : ["url", "site", "out"])
    if (!values[name]) throw new Error(`${worded("--{} is missing", name)}\n${usage()}`);
  const timeout = number(values.timeout, "timeout", 1, 600) * 1000;
  if (values.revision && !/^[0-9a-f]{64}$/.test(values.revision))
    throw new Error(worded("--revision is 64 hexadecimal digits"));
  const options = { ...values, url: addressIn(values, "url"), timeout };
  if (values.staff) {
    if (values.site || values.out || values.revision)
      throw new Error(worded("with --staff, the service says which site and revision"));
    return { ...options, staff: addressIn(values, "staff"), token: tokenIn(values["token-file"]) };
  }
  const out = resolve(values.out);
  mkdirSync(out, { recursive: true });
  if (readdirSync(out).length) throw new Error(worded("{} is not empty", out));
  return { ...options, out };
}

/** An option's address without what follows its path. */
function addressIn(values, name) {
  const url = URL.canParse(values[name]) ? new URL(values[name]) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(worded("--{} is an http or https address", name));
  return url.href.replace(/[?#].*$/, "").replace(/\/+$/, "");
}

function tokenIn(file) {
  let token;
  try {
    token = readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new Error(worded("{} cannot be read: {}", file, error.code));
  }
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Error(worded("--token-file holds no token"));
  return token;
}

/** What the served script says that it is: its boot data stand at its end, as JSON. */
function readBoot(script) {
  const from = script.lastIndexOf('})({"config":');
  const to = script.lastIndexOf(");");
  if (from < 0 || to < from) throw new Error(worded("banner.js is not the banner of this program"));
  const { config, banner } = JSON.parse(script.slice(from + 3, to));
  if (!/^[0-9a-f]{64}$/.test(banner || ""))
    throw new Error(worded("banner.js does not name its build"));
  return {
    site: config.site,
    revision: config.revision,
    generation: config.generation,
    languages: config.languages,
    banner,
  };
}

const noAnswer = (address, error) =>
  new Error(worded("{} does not answer: {}", address, error.cause?.message || error.message));

async function fetchText(address, timeout) {
  let response;
  try {
    response = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(timeout) });
  } catch (error) {
    throw noAnswer(address, error);
  }
  if (!response.ok) throw new Error(worded("{} answered {}", address, response.status));
  return response.text();
}

/**
 * What is in force: the configuration and the script must say the same, and the parts be published.
 */
async function inForce(options) {
  const of = `${options.url}/v1/sites/${encodeURIComponent(options.site)}`;
  const [config, script] = await Promise.all([
    fetchText(`${of}/config.json`, options.timeout),
    fetchText(`${of}/banner.js`, options.timeout),
  ]);
  const boot = readBoot(script);
  const { site, revision, generation } = JSON.parse(config);
  if (boot.site !== options.site || site !== options.site)
    throw new Error(worded("the service answers for {}, not {}", boot.site, options.site));
  if (boot.revision !== revision || boot.generation !== generation) {
    throw new Error(
      worded(
        "config.json and banner.js are of two revisions: a publication is under way, or a cache is old; try again",
      ),
    );
  }
  if (options.revision && options.revision !== revision)
    throw new Error(worded("revision {} is in force, not {}", revision, options.revision));
  const document = await fetchText(`${options.url}/v1/revisions/${revision}`, options.timeout);
  if (createHash("sha256").update(document).digest("hex") !== revision)
    throw new Error(worded("the published revision is not what its hash says"));
  return boot;
}

// A page of its own where the service stands, so that no other site's looks or policy interfere.
const pageOf = (
  site,
  language,
) => `<!doctype html><html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Témoin</title>
<style>html{color-scheme:light;background:#e8ebf2}</style>
<script src="v1/sites/${encodeURIComponent(site)}/banner.js"></script></head>
<body><div id="temoin"></div></body></html>`;

const addressOf = (options) => `${options.url}/temoin-picture`;

/** A page on which nothing but the banner runs and from which nothing is sent. */
async function openPage(browser, options, language, screen, layer) {
  const { width, height, scales, more } = screen;
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: scales[layer],
    locale: language,
    reducedMotion: "reduce",
    colorScheme: "light",
    serviceWorkers: "block",
    ...more,
  });
  context.setDefaultTimeout(options.timeout);
  const headers = { "content-type": "text/html; charset=utf-8" };
  await context.route("**/*", (route) => {
    const request = route.request();
    if (request.url() === addressOf(options))
      return route.fulfill({ body: pageOf(options.site, language), headers });
    if (request.method() === "GET" && request.url().startsWith(options.url + "/v1/"))
      return route.continue();
    return route.abort();
  });
  return context.newPage();
}

/** The page ran the very script that was in force when the pictures began. */
async function visit(page, options, boot, language) {
  const served = page.waitForResponse((response) => response.url().endsWith("/banner.js"));
  await page.goto(addressOf(options), { waitUntil: "load" });
  const ran = readBoot(await (await served).text());
  await page
    .waitForFunction(() => window.temoin && window.temoin.version)
    .catch(() => {
      throw new Error(worded("the banner does not run"));
    });
  const state = await page.evaluate(() => window.temoin.state());
  if (
    ran.banner !== boot.banner ||
    state.revision !== boot.revision ||
    state.generation !== boot.generation
  ) {
    throw new Error(
      worded(
        "revision {} ran, not {}: something was published meanwhile; try again",
        state.revision,
        boot.revision,
      ),
    );
  }
  if (state.language !== language)
    await page.evaluate((to) => window.temoin.setLanguage(to), language);
  await page.evaluate(() => document.fonts.ready);
}

const inside = (page, selector) => page.locator(`:is(#temoin, [data-temoin-host]) ${selector}`);

async function firstLayer(page) {
  const banner = inside(page, '[part~="banner"]');
  await banner.waitFor({ state: "visible" }).catch(() => {
    throw new Error(worded("no first layer appears: does the site ask for anything?"));
  });
  await still(banner);
  return page.screenshot({ animations: "disabled", caret: "hide" });
}

/** Until it stands where it stood a frame before. */
async function still(locator) {
  await locator.evaluate(async (element) => {
    const place = () => JSON.stringify(element.getBoundingClientRect());
    for (let before = ""; before !== place(); ) {
      before = place();
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }
  });
}

async function secondLayer(page, screen) {
  await inside(page, '[part~="choose"]').click();
  const dialog = inside(page, "dialog");
  await dialog.waitFor({ state: "visible" }).catch(() => {
    throw new Error(worded("the second layer does not open"));
  });
  await inside(page, '[part~="service"]').first().waitFor();
  await dialog.evaluate((element) =>
    element.querySelectorAll("details").forEach((each) => (each.open = true)),
  );
  // The window grows until nothing is left to scroll.
  let { height } = screen;
  for (;;) {
    await still(dialog);
    const hidden = await dialog.evaluate((element) =>
      Math.max(
        ...[element, ...element.querySelectorAll("*")].map((each) =>
          /auto|scroll/.test(getComputedStyle(each).overflowY)
            ? each.scrollHeight - each.clientHeight
            : 0,
        ),
      ),
    );
    if (hidden <= 0) break;
    height += hidden;
    if (height * screen.scales.second > kMaxSide)
      throw new Error(worded("the second layer is over {} pixels high", kMaxSide));
    await page.setViewportSize({ width: screen.width, height });
  }
  const box = await dialog.boundingBox();
  const top = Math.max(0, Math.floor(box.y) - kMargin);
  const bottom = Math.min(height, Math.ceil(box.y + box.height) + kMargin);
  return page.screenshot({
    animations: "disabled",
    caret: "hide",
    clip: { x: 0, y: top, width: screen.width, height: bottom - top },
  });
}

/** Width and height out of the header of what was taken. */
const sizeOf = (png) => ({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) });

async function take(browser, options, boot, { language, screen, layer }) {
  const page = await openPage(browser, options, language, screen, layer);
  try {
    await visit(page, options, boot, language);
    return await kLayers[layer](page, screen);
  } finally {
    await page.context().close();
  }
}

/** Every picture of the revision in force, and the manifest that names them. */
async function takeAll(options) {
  const boot = await inForce(options);
  const takenAt = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  tell(worded("{}, revision {}, generation {}", boot.site, boot.revision, boot.generation));
  const all = boot.languages.flatMap((language) =>
    kScreens.flatMap((screen) =>
      Object.keys(kLayers).map((layer) => ({ language, screen, layer })),
    ),
  );
  const files = new Map();
  const pictures = [];
  const browser = await chromium.launch(startOptions(options.browser));
  const version = browser.version();
  try {
    for (const each of all) {
      const { language, screen, layer } = each;
      const png = await take(browser, options, boot, each);
      const { width, height } = sizeOf(png);
      files.set(`${layer}-${language}-${screen.name}.png`, png);
      pictures.push({
        bytes: png.length,
        height,
        language,
        layer,
        scale: screen.scales[layer],
        screen: screen.name,
        sha256: createHash("sha256").update(png).digest("hex"),
        width,
      });
      tell(
        worded(
          "{}/{} {}, {}, {}: {} × {}, {} bytes",
          ...[pictures.length, all.length, kCalled[layer](), language],
          ...[kCalled[screen.name](), width, height, png.length],
        ),
      );
    }
  } finally {
    await browser.close();
  }
  const after = await inForce(options);
  if (after.revision !== boot.revision || after.banner !== boot.banner)
    throw new Error(worded("something was published meanwhile; try again"));
  // Members in the order of their names and no white space: the very bytes that the log commits to.
  const manifest = {
    banner: boot.banner,
    browser: { name: "Chromium", version },
    generation: boot.generation,
    pictures,
    revision: boot.revision,
    schema: 1,
    site: boot.site,
    taken_at: takenAt,
  };
  return { manifest: JSON.stringify(manifest), files };
}

/** The staff API's answer; what it refuses is an error with its own words. */
async function askStaff(options, method, path, body) {
  let response;
  try {
    response = await fetch(options.staff + path, {
      method,
      headers: {
        authorization: `Bearer ${options.token}`,
        ...(body ? { "content-type": "application/json" } : {}),
      },
      signal: AbortSignal.timeout(options.timeout),
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  } catch (error) {
    throw noAnswer(options.staff, error);
  }
  const said = await response.json().catch(() => ({}));
  if (response.ok) return said;
  throw new Error(worded("{} answered {}: {}", options.staff, response.status, said.detail ?? ""));
}

/** What lacks pictures gets some; one that fails does not keep the others from theirs. */
async function takeWanted(options) {
  const { wanted } = await askStaff(options, "GET", "/v1/pictures/wanted");
  if (wanted.length === 0) tell(worded("nothing is wanted"));
  for (const { site, revision } of wanted) {
    try {
      const { manifest, files } = await takeAll({ ...options, site, revision });
      const pictures = {};
      for (const [name, png] of files)
        pictures[name.replace(/\.png$/, "")] = png.toString("base64");
      const filed = await askStaff(options, "POST", "/v1/pictures", { manifest, pictures });
      tell(worded("{}: filed as entry {} of the log", site, filed.index));
    } catch (error) {
      tell(worded("{}: {}", site, error.message));
      process.exitCode = 2;
    }
  }
}

async function main() {
  const options = read();
  versionOf(options.browser);
  if (options.staff) return takeWanted(options);
  const { manifest, files } = await takeAll(options);
  for (const [name, png] of files) writeFileSync(join(options.out, name), png);
  writeFileSync(join(options.out, "manifest.json"), manifest);
  tell(worded("written to {}; temoin pictures add --data DIR {}", options.out, options.out));
}

main().catch((error) => {
  tell(error.message);
  process.exit(2);
});
