// A service with staff: one token a role, choices as visitors post them, and the console signed in.
import { spawnSync } from "node:child_process";
import assert from "node:assert/strict";

import { open } from "./browser.mjs";
import { ask, kBinary, Service } from "./service.mjs";

export const kRoles = ["marketing", "auditor", "dpo", "approver", "operator"];

export class Staff {
  /** `names`: whom a role's token is for; the rest as Service.start. */
  static async start({ names = {}, ...options } = {}) {
    const staff = new Staff();
    staff.service = await Service.start(options);
    staff.port = staff.service.staffPort;
    staff.tokens = {};
    for (const role of kRoles) {
      staff.tokens[role] = staff.command(
        "token",
        "create",
        "--data",
        staff.service.data,
        "--role",
        role,
        "--name",
        names[role] ?? `Essai ${role}`,
      );
    }
    await staff.readConfig();
    return staff;
  }

  stop() {
    return this.service.stop();
  }

  /** The program's own command line; its standard output. */
  command(...words) {
    const ran = spawnSync(kBinary, words, { encoding: "utf8" });
    assert.equal(ran.status, 0, ran.stderr);
    return ran.stdout.trim();
  }

  async readConfig() {
    this.config = JSON.parse((await ask(this.service.port, "/v1/sites/ameli.fr/config.json")).body);
  }

  /** One choice as a visitor's page posts it: `{index, pcid}`. */
  async choose(accepted, { cookie, language = "fr" } = {}) {
    const services = this.config.purposes
      .filter((p) => p.basis !== "exempt")
      .flatMap((p) => p.services.map((s) => s.id));
    const answer = await ask(this.service.port, "/v1/sites/ameli.fr/consents", {
      host: "www.ameli.localhost",
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: `http://www.ameli.localhost:${this.service.port}`,
        ...(cookie ? { cookie: `pcid=${cookie}` } : {}),
      },
      body: JSON.stringify({
        revision: this.config.revision,
        decisions: Object.fromEntries(services.map((id) => [id, accepted])),
        action: accepted ? "accept_all" : "refuse_all",
        layer: "banner",
        language,
        gpc: false,
      }),
    });
    assert.equal(answer.status, 201, answer.body);
    const pcid = /pcid=([^;]+)/.exec([answer.headers["set-cookie"]].flat().join("\n"))?.[1];
    return { index: JSON.parse(answer.body).index, pcid };
  }

  /** A call of the staff API, as a program makes it. */
  api(path, role, options = {}) {
    return ask(this.port, path, {
      ...options,
      headers: { authorization: `Bearer ${this.tokens[role]}`, ...(options.headers ?? {}) },
    });
  }

  /** Until a signed checkpoint covers this consent, so that there is something to verify. */
  async covered(index) {
    for (const end = Date.now() + 45_000; Date.now() < end; ) {
      if (JSON.parse((await this.api(`/v1/consents/${index}`, "auditor")).body).proof) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error("no checkpoint");
  }

  url(path = "/") {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  /**
   * A browser at the console, signed in as `role`; `errors` gathers what its pages complained of.
   */
  async signedIn(role, options = {}) {
    const browser = await open(options);
    const errors = [];
    browser.page.on("pageerror", (error) => errors.push(error.message));
    browser.page.on("console", (message) => {
      // A 401 before signing in is how the console learns that nobody is signed in.
      if (message.type() === "error" && !/401/.test(message.text())) errors.push(message.text());
    });
    await browser.page.goto(this.url());
    await this.signIn(browser.page, this.tokens[role]);
    return { ...browser, errors };
  }

  async signIn(page, token) {
    await page.getByLabel("Votre jeton").fill(token);
    await page.getByRole("button", { name: "Se connecter" }).click();
    await heading(page, "Vue d’ensemble");
  }

  goTo(page, path) {
    return page.goto(this.url(`/#/${path}`));
  }

  /** Every page of a role, as [path, heading]. */
  static pages(role) {
    return kPages
      .filter(([, , roles]) => roles.includes(role))
      .map(([path, title]) => [path, title]);
  }
}

const kReaders = ["auditor", "dpo"];
const kControllers = [...kReaders, "operator"];
export const kPages = [
  ["", "Vue d’ensemble", kRoles],
  ["consentements", "Choix des visiteurs", kReaders],
  ["droits", "Droits des personnes", ["operator"]],
  ["demandes", "Demandes reçues", kControllers],
  ["statistiques", "Statistiques", kRoles],
  ["traceurs", "Traceurs", kRoles],
  ["revisions", "Versions", kRoles],
  ["registre", "Registre", kRoles],
  ["conservation", "Suspension des effacements", kControllers],
  ["jetons", "Jetons", kControllers],
  ["personnes", "Personnes et droits", kControllers],
  ["journal", "Journal des accès", kReaders],
  ["exports", "Exports", kReaders],
];

export const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();

/** Until nothing on the page is loading any more. */
export const settled = (page) =>
  page.waitForFunction(() => !document.querySelector(".loading, [aria-busy=true]"));
