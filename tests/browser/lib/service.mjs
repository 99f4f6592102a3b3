// Starts the real service on free ports with a data directory of its own, and stops it.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const kRepository = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
export const kBinary = process.env.TEMOIN_BINARY || join(kRepository, "build/release/temoin");
const kCatalog = process.env.TEMOIN_CATALOG || join(kRepository, "catalog");

export async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** One request without a browser: `{status, headers, body}`. */
export function ask(port, path, { host = "127.0.0.1", method = "GET", headers = {}, body } = {}) {
  return new Promise((done, fail) => {
    const call = request(
      { host: "127.0.0.1", port, path, method, headers: { Host: `${host}:${port}`, ...headers } },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (part) => (text += part));
        answer.on("end", () =>
          done({ status: answer.statusCode, headers: answer.headers, body: text }),
        );
      },
    );
    call.on("error", fail);
    call.end(body);
  });
}

export class Service {
  /**
   * `now` moves the service's clock; `catalog` is a folder to serve instead of the repository's;
   * `base` a path it stands under; `more` further options, made of the staff's port; `answers` what
   * is waited for: one without a site is never ready.
   */
  static async start({
    now,
    catalog,
    data,
    port,
    base = "",
    binary = kBinary,
    answers = "/readyz",
    more = () => [],
  } = {}) {
    const service = new Service();
    service.owned = !data;
    service.data = data || mkdtempSync(join(tmpdir(), "temoin-browser-"));
    service.catalog = catalog || kCatalog;
    service.base = base;
    service.binary = binary;
    service.more = more;
    service.answers = answers;
    service.port = port || (await freePort());
    await service.run(now);
    return service;
  }

  async run(now) {
    const staff = await freePort();
    this.staffPort = staff;
    const origin = (host) => ["--allow-origin", `http://${host}:${this.port}`];
    const options = [
      "serve",
      "--data",
      this.data,
      "--catalog",
      this.catalog,
      "--listen",
      `127.0.0.1:${this.port}`,
      "--staff-listen",
      `127.0.0.1:${staff}`,
      "--rate-limit",
      "0",
      "--demo",
      ...(this.base ? ["--base-path", this.base] : []),
      ...origin("www.ameli.localhost"),
      ...origin("ameli.localhost"),
      ...(now ? ["--demo-now", now] : []),
      ...this.more(staff),
    ];
    this.log = "";
    this.child = spawn(this.binary, options, { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream.on("data", (text) => (this.log += text));
    this.ended = new Promise((done) => this.child.on("exit", done));
    // A machine that does other things meanwhile takes its time; a service that ended does not come
    // back.
    for (const end = Date.now() + 90_000; Date.now() < end; ) {
      if (this.child.exitCode !== null) break;
      try {
        if ((await ask(this.port, this.base + this.answers)).status === 200) return;
      } catch {
        /* Not listening yet. */
      }
      await new Promise((done) => setTimeout(done, 50));
    }
    this.child.kill("SIGKILL");
    throw new Error(`The service did not become ready:\n${this.log}`);
  }

  async halt() {
    this.child.kill("SIGTERM");
    await this.ended;
  }

  async restart(now) {
    await this.halt();
    await this.run(now);
  }

  async stop() {
    await this.halt();
    if (this.owned) rmSync(this.data, { recursive: true, force: true });
  }

  address(path = "/demo/", host = "www.ameli.localhost") {
    return `http://${host}:${this.port}${path}`;
  }
}

/** A copy of the catalogue that a test may change. */
export function copyCatalog() {
  const folder = mkdtempSync(join(tmpdir(), "temoin-catalog-"));
  cpSync(kCatalog, folder, {
    recursive: true,
    filter: (from) => !from.endsWith(".cc") && !from.endsWith(".h"),
  });
  if (!existsSync(join(folder, "sites"))) throw new Error("The catalogue has no sites.");
  return folder;
}

/** The same, with these `settings` of ameli.fr; needs rmSync when done. */
export function catalogWith(settings) {
  const folder = copyCatalog();
  const file = join(folder, "sites/ameli.fr.json");
  const site = JSON.parse(readFileSync(file, "utf8"));
  site.settings = { ...site.settings, ...settings };
  // What the banner reads for the site itself has its analysis written down.
  for (const subject of ["observed", "impressions"].filter((name) => settings[name])) {
    const reason = { fr: "Analyse d’essai.", en: "A test’s analysis." };
    const rule = "observed-without-basis";
    site.waivers = [...(site.waivers ?? []), { rule, subject, reason, until: "2027-06-30" }];
  }
  writeFileSync(file, JSON.stringify(site, null, 2));
  return folder;
}

/** The policies that the catalogue prints for ameli.fr, by their name. */
export function printedPolicies(catalog) {
  const words = ["catalog", "csp", "--site", "ameli.fr", "--catalog", catalog];
  const ran = spawnSync(kBinary, words, { encoding: "utf8" });
  assert.equal(ran.status, 0, ran.stderr);
  const named = ran.stdout.trim().split("\n");
  return Object.fromEntries(
    named.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
  );
}
