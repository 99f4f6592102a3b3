// Visits pages of a site, once for each answer a visitor may give, and writes down which cookies,
// stored names and requests were there and who led to them: the recording that `temoin audit` and
// `temoin catalog draft` read.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { baseOf, isOwn } from "./addresses.mjs";
import { number, parse } from "./arguments.mjs";
import { kChromium, versionOf } from "./chromium.mjs";
import { Gate } from "./gate.mjs";
import { kWords, Notes } from "./notes.mjs";
import { choosePages, crawlSitemaps } from "./sitemap.mjs";
import { plain } from "./terminal.mjs";
import { PageFault, Visitor } from "./visitor.mjs";
import { spoken, worded } from "./words.mjs";

const kPhases = ["none", "refused", "some", "accepted", "withdrawn"];
const kName = process.env.TEMOIN_PROGRAM || "scripts/scan";
const kMostPages = 200;
const kUsage = `Usage: ${kName} URL... --out FILE [--crawl N] [--phases ${kPhases.join(",")}]
       [--site SITE --catalog DIR] [--authority WORDS] [--third-parties abort|load]
       [--user-agent WORDS] [--browser PATH] [--timeout SECONDS] [--minutes MOST]
       [--lang fr|en]

Visits each URL with Chromium: before any choice, after "refuse all", after consent to each purpose
alone, after "accept all", and after a withdrawal, each from a fresh profile (the withdrawal from the
acceptance), signed in nowhere. Writes names, hosts, paths and lifetimes, and which script and tag
led to each, to FILE (- for standard output), for
  temoin audit FILE --site SITE        whether the site does what it says
  temoin catalog draft FILE            a first declaration of what is there

  --crawl N        visits up to N pages (at most ${kMostPages}) of the sitemap too, or else those that the
                   first page links to
  --phases none    for a site that does not run the banner yet
  --site SITE      whose origins may be visited: those of the file in --catalog (catalog). Without
                   it, the hosts of the first URL
  --authority      by whose order other hosts are visited all the same; it is written into FILE
  --third-parties  from consent to a purpose on, requests to other hosts are written down and not
                   let out, so that no advertiser counts a visit; "load" lets them
  --user-agent     what the browser says behind its own name (temoin-scan)

The pages must run the banner, except for --phases none. What a page does out of bounds (redirects
without an end, downloads, dialogs, huge documents, addresses that are not public, other sites) is
stopped, and named in FILE and on standard error.
Exit 0: recorded; 1: recorded, and a page is missing or not whole; 2: a page, the banner or the
browser failed, nothing was recorded.`;
const kUsageInFrench = `Usage : ${kName} URL... --out FICHIER [--crawl N] [--phases ${kPhases.join(",")}]
       [--site SITE --catalog DOSSIER] [--authority MOTS] [--third-parties abort|load]
       [--user-agent MOTS] [--browser CHEMIN] [--timeout SECONDES] [--minutes MAX]
       [--lang fr|en]

Visite chaque URL avec Chromium : avant tout choix, après « tout refuser », après l’accord pour chaque
finalité seule, après « tout accepter » et après un retrait, chaque fois avec un profil neuf (le retrait
suit l’acceptation), sans connexion à aucun compte. Écrit les noms, les hôtes, les chemins et les
durées, avec le script et la balise qui ont mené à chacun, dans FICHIER (- : sortie standard), pour
  temoin audit FICHIER --site SITE     le site fait-il ce qu’il dit
  temoin catalog draft FICHIER         une première déclaration de ce qui est là

  --crawl N        visite aussi jusqu’à N pages (${kMostPages} au plus) du plan du site, ou à défaut celles
                   vers lesquelles la première page a un lien
  --phases none    pour un site où le bandeau n’est pas encore posé
  --site SITE      dont les origines peuvent être visitées : celles du fichier dans --catalog
                   (catalog). À défaut, les hôtes de la première URL
  --authority      sur l’ordre de qui d’autres hôtes sont visités malgré tout ; c’est écrit dans FICHIER
  --third-parties  à partir de l’accord pour une finalité, les requêtes vers d’autres hôtes sont
                   notées et ne partent pas, pour qu’aucun annonceur ne compte de visite ; « load »
                   les laisse partir
  --user-agent     ce que le navigateur dit derrière son propre nom (temoin-scan)

Les pages doivent exécuter le bandeau, sauf avec --phases none. Ce qu’une page fait hors des bornes
(redirections sans fin, téléchargements, boîtes de dialogue, documents énormes, adresses non publiques,
autres sites) est arrêté, et nommé dans FICHIER et sur la sortie d’erreur.
Code 0 : relevé ; 1 : relevé, et une page manque ou n’est pas entière ; 2 : une page, le bandeau ou le
navigateur a failli, rien n’a été relevé.`;

const tell = (words) => console.error(plain(worded("temoin scan: {}", words)));
const usage = () => (spoken() === "fr" ? kUsageInFrench : kUsage);

function read() {
  const options = {
    out: { type: "string" },
    phases: { type: "string", default: kPhases.join(",") },
    crawl: { type: "string" },
    site: { type: "string" },
    catalog: { type: "string", default: "catalog" },
    authority: { type: "string" },
    "third-parties": { type: "string", default: "abort" },
    "user-agent": { type: "string", default: "temoin-scan/1" },
    browser: { type: "string", default: kChromium },
    timeout: { type: "string", default: "60" },
    minutes: { type: "string", default: "120" },
  };
  const { values, positionals } = parse(usage, options, true);
  const phases = values.phases.split(",");
  const unknown = phases.find((phase) => !kPhases.includes(phase));
  if (unknown !== undefined) throw new Error(worded("there is no phase {}", unknown));
  if (!positionals.length || !values.out)
    throw new Error(`${worded("an address and --out are needed")}\n${usage()}`);
  if (!["abort", "load"].includes(values["third-parties"]))
    throw new Error(worded("--third-parties is abort or load"));
  if (!/^[\x20-\x7e]{1,200}$/.test(values["user-agent"]))
    throw new Error(worded("--user-agent is up to 200 characters of ASCII"));
  const urls = positionals.map((text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (!url || !/^https?:$/.test(url.protocol))
      throw new Error(worded("{} is no address of a page", text));
    if (url.username || url.password)
      throw new Error(worded("an address with a password is not visited"));
    return url.href;
  });
  const timeout = number(values.timeout, "timeout", 1, 600) * 1000;
  return {
    urls,
    out: values.out,
    phases,
    crawl: values.crawl === undefined ? 0 : number(values.crawl, "crawl", 1, kMostPages),
    browser: values.browser,
    load: values["third-parties"] === "load",
    agent: values["user-agent"],
    needsBanner: phases.some((phase) => phase !== "none"),
    timeout,
    deadline: Date.now() + number(values.minutes, "minutes", 1, 1440) * 60_000,
    ...ownHosts(urls, values),
  };
}

/** The hosts that may be visited, and on whose word beyond the site's own. */
function ownHosts(urls, { site, catalog, authority }) {
  let bases = [baseOf(new URL(urls[0]).hostname)];
  if (site !== undefined) {
    if (!/^[a-z0-9.-]{1,64}$/.test(site)) throw new Error(worded("{} is no id of a site", site));
    const file = join(catalog, "sites", `${site}.json`);
    let origins;
    try {
      ({ origins } = JSON.parse(readFileSync(file, "utf8")));
    } catch {
      throw new Error(
        worded("{} cannot be read: name the catalogue's folder with --catalog", file),
      );
    }
    bases = (Array.isArray(origins) ? origins : [])
      .filter((origin) => typeof origin === "string" && URL.canParse(origin))
      .map((origin) => baseOf(new URL(origin).hostname));
    if (!bases.length) throw new Error(worded("{} names no origin", file));
  }
  const others = [...new Set(urls.map((url) => new URL(url).hostname))].filter(
    (host) => !isOwn(host, bases),
  );
  if (!others.length) return { bases, authority: null };
  if (!authority || !authority.trim())
    throw new Error(
      worded(
        "{} is not a host of {}. A scan answers in the name of a visitor and asks for many pages: say with --authority by whose order",
        others.join(", "),
        site || new URL(urls[0]).hostname,
      ),
    );
  const words = authority.trim().slice(0, 500);
  tell(worded('{}: visited by authority "{}", which is written down', others.join(", "), words));
  return {
    bases: [...bases, ...others.map(baseOf)],
    authority: { words, hosts: others, declared_at: new Date().toISOString() },
  };
}

/** What Chromium says it is, without "Headless", and who asks. */
function userAgent({ browser, agent }) {
  const major = versionOf(browser).split(".")[0];
  return `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36 ${agent}`;
}

class Scan {
  constructor(options) {
    this.options = options;
    this.notes = new Notes();
    this.phases = [];
    this.made = [];
    this.version = null;
    this.gate = new Gate({
      bases: options.bases,
      refused: (host, reason) => this.notes.add(reason, host),
    });
  }

  /** One fresh browser. `others`: whether requests to other hosts leave. */
  async visit(phase, others, work) {
    this.gate.others = others;
    this.notes.phase = phase;
    const visitor = await Visitor.arrive(this.options, this.gate, this.notes);
    try {
      this.version ??= visitor.context.browser()?.version() ?? null;
      return await work(visitor);
    } finally {
      this.made.push(...visitor.made);
      await visitor.leave();
      this.notes.phase = this.notes.page = null;
    }
  }

  async choose() {
    const { options } = this;
    if (!options.crawl) return { from: "given", found: options.urls.length };
    const { bases } = options;
    const ways = { judge: (host) => this.gate.judge(host), bases, userAgent: options.userAgent };
    const sitemap = await crawlSitemaps(options.urls[0], ways, tell);
    let found = sitemap.addresses;
    if (!found.length) {
      tell(worded("no sitemap: the links of the first page are followed"));
      const needsBanner = options.needsBanner;
      options.needsBanner = false;
      found = await this.visit(null, false, (visitor) => visitor.links(options.urls[0]));
      options.needsBanner = needsBanner;
    }
    options.urls = choosePages(options.urls, found, bases, options.crawl);
    // A page that nothing else leads to is found all the same: it was given.
    const known = Math.max(found.length, options.urls.length);
    tell(worded("{} of {} pages are visited", options.urls.length, known));
    return { from: sitemap.addresses.length ? "sitemap" : "links", found: found.length };
  }

  async record(phase, words, others, prepare, more = () => ({})) {
    tell(words);
    await this.visit(phase, others, async (visitor) => {
      await this.one(visitor, phase, others, prepare, more);
    });
  }

  async one(visitor, phase, others, prepare, more = () => ({})) {
    this.notes.phase = phase;
    await prepare(visitor);
    if (!this.options.phases.includes(phase)) return;
    await visitor.tour((words) => tell(`${phase} ${words}`));
    const seen = { ...(await more(visitor)), third_parties: others ? "loaded" : "aborted" };
    if (visitor.pages.length) this.phases.push(await visitor.phase(phase, seen));
  }

  async run() {
    const { options } = this;
    options.port = await this.gate.open();
    options.userAgent = userAgent(options);
    try {
      return await this.all();
    } finally {
      await this.gate.shut();
    }
  }

  async all() {
    const { options } = this;
    const started = new Date().toISOString();
    const wants = (phase) => options.phases.includes(phase);
    const crawl = await this.choose();
    let config = { site: null, revision: null, purposes: [] };
    if (options.needsBanner) {
      config = await this.visit(null, false, (visitor) => visitor.config());
      if (!config)
        throw new Error(
          worded("no script of the banner is in the page, so its purposes are unknown"),
        );
    }
    if (wants("none")) await this.record("none", worded("before any choice"), true, async () => {});
    if (wants("refused"))
      await this.record("refused", worded("after refusing all"), true, (visitor) =>
        visitor.answer("refuse"),
      );
    if (wants("some")) {
      for (const purpose of config.purposes) {
        const accept = async (visitor) => {
          await visitor.answer("refuse");
          await visitor.answer("accept", purpose);
        };
        const more = async (visitor) => {
          const services = await visitor.page.evaluate(() => window.temoin.state().services);
          const allowed = Object.keys(services).filter((id) => services[id]);
          return { purpose, allowed: allowed.sort() };
        };
        const words = worded("after consent to {} alone", purpose);
        await this.record("some", words, options.load, accept, more);
      }
    }
    if (wants("accepted") || wants("withdrawn")) {
      tell(worded("after accepting all"));
      await this.visit("accepted", options.load, async (visitor) => {
        const accept = () => visitor.answer("accept");
        await this.one(visitor, "accepted", options.load, accept);
        if (!wants("withdrawn")) return;
        tell(worded("after the withdrawal"));
        const withdraw = () => visitor.answer("withdraw");
        await this.one(visitor, "withdrawn", options.load, withdraw);
      });
    }
    return {
      schema: 1,
      tool: "temoin-scan",
      site: config.site,
      revision: config.revision,
      started_at: started,
      browser: this.version,
      user_agent: options.userAgent,
      hosts: options.bases,
      authority: options.authority,
      banner: options.needsBanner,
      crawl,
      choices: this.made,
      whole: this.notes.whole(),
      stopped: this.notes.rows(),
      phases: this.phases,
    };
  }
}

async function main() {
  const options = read();
  const scan = new Scan(options);
  const recording = await scan.run().catch((error) => {
    if (!(error instanceof PageFault)) throw error;
    const hint =
      error.reason === "no-banner"
        ? worded(". Before it does, --phases none records what it sets")
        : "";
    const detail = error.detail === undefined ? "" : ` (${error.detail})`;
    throw new Error(`${options.urls[0]} ${worded(kWords[error.reason])}${detail}${hint}`);
  });
  for (const line of scan.notes.text()) tell(line);
  if (!recording.phases.length)
    throw new Error(worded("no page could be visited, nothing was recorded"));
  const text = JSON.stringify(recording, null, 1) + "\n";
  if (options.out === "-") process.stdout.write(plain(text));
  else writeFileSync(options.out, text);
  if (scan.made.length)
    tell(worded('{} choices of this scan were recorded: "choices"', scan.made.length));
  process.exitCode = scan.notes.whole() ? 0 : 1;
}

main().catch((error) => {
  tell(error.message);
  process.exit(2);
});
