// A site over https for WebKit, since it drops `Secure` cookies over http, with a third party that
// answers anything, and one window at a time. Importing it starts them before the file's tests.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { eventually } from "./demo.mjs";
import { addOwnMatomo } from "./own-matomo.mjs";
import { pageOf, siteBefore } from "./page.mjs";
import { catalogWith, Service } from "./service.mjs";
import { miniBrowser, openWebKit, startWebKit } from "./webdriver.mjs";

const skip =
  miniBrowser() && existsSync("/usr/bin/WebKitWebDriver") ? false : "no WebKitWebDriver here";

let service;
let site;
let webkit;
let catalog;
let folder;
export const pages = {};
/** What third parties, and other hosts of the site's, were asked for, and which they are. */
export const asked = [];
export const hosts = new Set();
/** Scripts of the third party that do more than say that they ran. */
export const scripts = {};
/** Numbers of the choices whose answers are lost on the line. */
export const lost = [];

before(async () => {
  if (skip) return;
  folder = mkdtempSync(join(tmpdir(), "temoin-webkit-"));
  const [key, cert] = ["key", "cert"].map((name) => join(folder, name + ".pem"));
  const made = spawnSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "2",
      "-subj",
      "/CN=localhost",
    ].concat(["-keyout", key, "-out", cert]),
  );
  assert.equal(made.status, 0, String(made.stderr));
  catalog = catalogWith({ guard: true, adapters: ["google-consent-mode"] });
  addOwnMatomo(catalog, { domain: "ameli.fr", stats: "stats.ameli.localhost" });
  service = await Service.start({ catalog });
  site = await siteBefore(service, pages, {
    cut: (number) => lost.includes(number),
    tls: { key: readFileSync(key), cert: readFileSync(cert) },
    other(request, response) {
      const name = request.url.slice(1);
      asked.push(name);
      hosts.add(request.headers.host.replace(/:.*/, ""));
      response.writeHead(200, {
        "content-type": /js$/.test(name) ? "text/javascript" : "text/html",
        "access-control-allow-origin": "*",
      });
      response.end(
        scripts[name] ?? `(window.ran = window.ran || []).push(${JSON.stringify(name)});`,
      );
    },
  });
  webkit = await startWebKit();
});
after(async () => {
  webkit?.close();
  await site?.close();
  await service?.stop();
  for (const each of [catalog, folder]) if (each) rmSync(each, { recursive: true, force: true });
});

// The driver knows one window at a time.
let open;
afterEach(() => open?.close().catch(() => {}));

/** The demonstration, over http. */
export const plainDemo = () => service.address("/demo/");

/** The service hangs until it is let go: it takes connections, and says nothing. */
export const hang = (yes) => service.child.kill(yes ? "SIGSTOP" : "SIGCONT");

/** The choices that were sent, as they came. */
export const posts = () => site.posts;

/** The address of the third party's `name`, or of another host's. */
export const tiers = (name, host = "tiers") => `https://${host}.localhost:${site.port}/${name}`;

/** Opens a page with this body; `html` is a whole one. */
export async function arrive(body, { head = "", html } = {}) {
  pages["/page"] = html ?? pageOf(body, { head });
  asked.length = 0;
  hosts.clear();
  await open?.close().catch(() => {});
  const page = (open = await openWebKit(webkit));
  page.until = (act, wanted) =>
    eventually(async () => assert.deepEqual(await page.evaluate(act), wanted), 20_000);
  page.load = async (path = "/page") => {
    await page.go(site.address(path));
    await eventually(async () => assert.ok(await page.evaluate(() => window.temoin?.version)));
  };
  page.press = (
    (press) => (key) =>
      press(key)
  )(page.press);
  page.at = site.address;
  page.part = (name) =>
    page.click(
      (part) =>
        document
          .querySelector("#temoin, [data-temoin-host]")
          ?.shadowRoot?.querySelector(`[part~="${part}"]`),
      name,
    );
  page.settled = () => page.until(() => window.temoin.state().status, "valid");
  page.accept = async () => {
    await page.evaluate(() => window.temoin.accept("vimeo"));
    await page.settled();
  };
  page.refuse = () =>
    page.evaluate(
      () =>
        new Promise((done) => {
          document.addEventListener("temoin:choice", () => done(), { once: true });
          window.temoin.refuse();
        }),
    );
  await page.load();
  return page;
}

export const flow = (name, act) => test("WebKit: " + name, { skip }, act);
