// Visits pages of a site that runs the banner, once for each answer a visitor may give, and writes
// down which cookies and stored names were there: the recording that `temoin audit` reads.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { kChromium, startOptions } from "./chromium.mjs";
import { Recorder } from "./recorder.mjs";

const kPhases = ["none", "refused", "some", "accepted", "withdrawn"];
const kName = process.env.TEMOIN_PROGRAM || "scripts/scan";
const kUsage = `Usage: ${kName} URL... --out FILE [--phases ${kPhases.join(",")}] [--browser PATH] [--timeout SECONDS]

Visits each URL with Chromium: before any choice, after "refuse all", after consent to each purpose
alone, after "accept all", and after a withdrawal, each from a fresh profile (the withdrawal from the
acceptance). Writes names, hosts and lifetimes to FILE (- for standard output), for
  temoin audit FILE --site SITE
The pages must run the banner. Exit 0: recorded; 2: a page, the banner or the browser failed.`;

function read() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: "string" },
      phases: { type: "string", default: kPhases.join(",") },
      browser: { type: "string", default: kChromium },
      timeout: { type: "string", default: "60" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    console.log(kUsage);
    process.exit(0);
  }
  const phases = values.phases.split(",");
  const unknown = phases.find((phase) => !kPhases.includes(phase));
  if (unknown !== undefined) throw new Error(`there is no phase ${unknown}`);
  if (!positionals.length || !values.out)
    throw new Error(`an address and --out are needed\n${kUsage}`);
  return {
    urls: positionals.map((url) => new URL(url).href),
    out: values.out,
    phases,
    browser: values.browser,
    timeout: Number(values.timeout) * 1000,
  };
}

class Visitor {
  /** A fresh profile in which third-party cookies are let in: else nothing could be found there. */
  static async arrive(options) {
    const visitor = new Visitor();
    visitor.options = options;
    visitor.folder = mkdtempSync(join(tmpdir(), "temoin-scan-"));
    mkdirSync(join(visitor.folder, "Default"));
    writeFileSync(
      join(visitor.folder, "Default", "Preferences"),
      JSON.stringify({ profile: { cookie_controls_mode: 0 } }),
    );
    visitor.context = await chromium.launchPersistentContext(visitor.folder, {
      ...startOptions(options.browser),
      viewport: { width: 1280, height: 900 },
    });
    visitor.context.setDefaultTimeout(options.timeout);
    visitor.recorder = new Recorder(visitor.context);
    visitor.page = visitor.context.pages()[0] || (await visitor.context.newPage());
    visitor.pages = [];
    return visitor;
  }

  async open(url) {
    const answer = await this.page.goto(url, { waitUntil: "load" });
    const status = answer ? answer.status() : 0;
    if (status >= 400) throw new Error(`${url} answered ${status}`);
    await this.page
      .waitForFunction(() => window.temoin && window.temoin.version)
      .catch(() => {
        throw new Error(`${url} does not run the banner`);
      });
    await this.recorder.quiet();
    await this.recorder.look(this.page);
    this.pages.push({ url, status });
  }

  /** Each page once with the answer in force, from the top to the bottom. */
  async tour() {
    this.pages = [];
    for (const url of this.options.urls) {
      await this.open(url);
      await this.page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
      await this.recorder.quiet();
      await this.recorder.look(this.page);
    }
  }

  /** Answers on the first page; what came before the answer no longer counts. */
  async answer(verb, names) {
    if (!this.pages.length) await this.open(this.options.urls[0]);
    await this.page.evaluate(
      ([call, given]) => window.temoin[call](given ?? undefined),
      [verb, names],
    );
    await this.page
      .waitForFunction(() => window.temoin.state().status === "valid")
      .catch(() => {
        throw new Error("the answer was not taken by the service");
      });
    await this.recorder.quiet();
    this.recorder.forget();
  }

  /** What the page runs under: config.json stands beside the banner's script. */
  async config() {
    await this.open(this.options.urls[0]);
    return this.page.evaluate(async () => {
      const script = [...document.scripts].find((each) =>
        /\/v1\/sites\/[^/]+\/banner\.js/.test(each.src),
      );
      if (!script) return null;
      const { site, revision, purposes } = await (
        await fetch(new URL("config.json", script.src))
      ).json();
      return {
        site,
        revision,
        purposes: purposes.filter((each) => each.basis !== "exempt").map((each) => each.id),
      };
    });
  }

  async phase(phase, more = {}) {
    const seen = await this.recorder.take();
    return { phase, ...more, pages: this.pages, recorded_at: new Date().toISOString(), ...seen };
  }

  async leave() {
    await this.context.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function main() {
  const options = read();
  const started = new Date().toISOString();
  const phases = [];
  const wants = (phase) => options.phases.includes(phase);
  const visit = async (work) => {
    const visitor = await Visitor.arrive(options);
    try {
      await work(visitor);
      return visitor.context.browser()?.version();
    } finally {
      await visitor.leave();
    }
  };
  const tell = (words) => console.error(`temoin scan: ${words}`);

  let config;
  let version = await visit(async (visitor) => {
    config = await visitor.config();
    if (!config)
      throw new Error("no script of the banner is in the page, so its purposes are unknown");
  });
  version ??= null;
  if (wants("none")) {
    tell("before any choice");
    await visit(async (visitor) => {
      await visitor.tour();
      phases.push(await visitor.phase("none"));
    });
  }
  if (wants("refused")) {
    tell("after refusing all");
    await visit(async (visitor) => {
      await visitor.answer("refuse");
      await visitor.tour();
      phases.push(await visitor.phase("refused"));
    });
  }
  if (wants("some")) {
    for (const purpose of config.purposes) {
      tell(`after consent to ${purpose} alone`);
      await visit(async (visitor) => {
        await visitor.answer("refuse");
        await visitor.answer("accept", purpose);
        await visitor.tour();
        const services = await visitor.page.evaluate(() => window.temoin.state().services);
        const allowed = Object.keys(services)
          .filter((id) => services[id])
          .sort();
        phases.push(await visitor.phase("some", { purpose, allowed }));
      });
    }
  }
  if (wants("accepted") || wants("withdrawn")) {
    tell("after accepting all");
    await visit(async (visitor) => {
      await visitor.answer("accept");
      await visitor.tour();
      if (wants("accepted")) phases.push(await visitor.phase("accepted"));
      if (!wants("withdrawn")) return;
      tell("after the withdrawal");
      await visitor.answer("withdraw");
      await visitor.tour();
      phases.push(await visitor.phase("withdrawn"));
    });
  }
  const recording = {
    schema: 1,
    tool: "temoin-scan",
    site: config.site,
    revision: config.revision,
    started_at: started,
    browser: version,
    phases,
  };
  const text = JSON.stringify(recording, null, 1) + "\n";
  if (options.out === "-") process.stdout.write(text);
  else writeFileSync(options.out, text);
}

main().catch((error) => {
  console.error(`temoin scan: ${error.message}`);
  process.exit(2);
});
