// Makes the documents' site: node build.mjs FOLDER. What it reads and writes is said by
// scripts/docs --help; every link is followed on the way, and a dead one ends it with 1.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { designTokens } from "../../scripts/design-tokens.mjs";
import { arrange } from "./contents.mjs";
import { brokenLinks } from "./links.mjs";
import { readPage } from "./markdown.mjs";
import { pageOf } from "./page.mjs";
import { readReference } from "./reference.mjs";
import { searchDataOf } from "./search-data.mjs";

const here = dirname(fileURLToPath(import.meta.url));
export const root = resolve(here, "../..");

/** The console's own tokens, and the banner's that they are made of: the site has no colours. */
export function styleSheet() {
  const tokens = /:root \{[^}]*\}/.exec(
    readFileSync(join(root, "console/src/console.css"), "utf8"),
  );
  if (!tokens) throw new Error("console/src/console.css has no :root block to take tokens from");
  return `${designTokens()}${tokens[0]}\n${readFileSync(join(here, "site.css"), "utf8")}`;
}

/** Every page of the site: `{path, file, lang, title, html, headings, sections, links}`. */
export function readPages() {
  const version = /^project\(temoin VERSION ([0-9.]+)/m.exec(
    readFileSync(join(root, "CMakeLists.txt"), "utf8"),
  )[1];
  const chapters = arrange(root);
  const entries = chapters.flatMap((chapter) => chapter.entries);
  const files = new Map(entries.map((entry) => [entry.source, entry.file]));
  const pages = entries.map((entry) => ({
    ...entry,
    ...(entry.source.endsWith(".json")
      ? readReference(join(root, entry.source))
      : readPage(readFileSync(join(root, entry.source), "utf8"), entry.source, files, root)),
  }));
  return { chapters, pages, version };
}

/** Writes the site and returns what is wrong with it, one line each. */
export function build(out) {
  const site = readPages();
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  for (const page of site.pages) {
    const path = join(out, page.file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, pageOf(page, site));
  }
  cpSync(join(root, "docs/images"), join(out, "docs/images"), { recursive: true });
  cpSync(join(root, "console/src/icon.svg"), join(out, "assets/icon.svg"));
  for (const name of ["theme.js", "search.js"]) {
    cpSync(join(here, "client", name), join(out, "assets", name));
  }
  cpSync(
    join(here, "node_modules/minisearch/dist/umd/index.js"),
    join(out, "assets/minisearch.js"),
  );
  writeFileSync(join(out, "assets/site.css"), styleSheet());
  writeFileSync(join(out, "assets/search-data.js"), searchDataOf(site.pages));
  return brokenLinks(site.pages, out);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const out = resolve(process.argv[2]);
  const broken = build(out);
  for (const line of broken) console.error(line);
  console.log(broken.length ? `${broken.length} dead links` : `${out}/index.html`);
  process.exitCode = broken.length ? 1 : 0;
}
