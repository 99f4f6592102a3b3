// What stands on the site, in the order of its menu. A document that is not named here still gets
// a page: that of a folder in the folder's chapter, any other in the last one.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const kChapters = [
  ["Begin", "Commencer", ["README.md", "docs/guide-webmestre.md", "docs/integrate.md"]],
  [
    "Where it runs",
    "Où il s’exécute",
    ["docs/proxies.md", "docs/php-relay.md", "docs/wordpress.md", "docs/tag-managers.md"],
  ],
  ["Migrate", "Migrer", ["docs/migrate/"]],
  ["Catalogue", "Catalogue", ["docs/catalogue.md", "docs/rules.md"]],
  [
    "Operate",
    "Exploiter",
    [
      "docs/operate.md",
      "docs/configuration.md",
      "docs/metrics.md",
      "docs/upgrade.md",
      "docs/console.md",
      "docs/identity-provider.md",
      "docs/package.md",
      "docs/benchmarks.md",
    ],
  ],
  ["Prove", "Prouver", ["docs/verify.md", "docs/formats.md", "docs/threat-model.md"]],
  [
    "Reference",
    "Référence",
    ["server/http/api/openapi.json", "server/http/api/staff-api.json", "docs/glossary.md"],
  ],
  [
    "The project",
    "Le projet",
    [
      "docs/architecture.md",
      "docs/accessibility.md",
      "docs/*",
      "docs/decisions/",
      "CHANGELOG.md",
      "CONTRIBUTING.md",
      "SECURITY.md",
      "CODE_OF_CONDUCT.md",
    ],
  ],
];

const kFiles = {
  "README.md": "index.html",
  "server/http/api/openapi.json": "docs/api.html",
  "server/http/api/staff-api.json": "docs/staff-api.html",
};

/** A page stands where its document stands, so that a relative path means the same in both. */
export function fileOf(source) {
  if (kFiles[source]) return kFiles[source];
  return source.replace(/README\.md$/, "index.md").replace(/\.md$/, ".html");
}

function documentsOf(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".md"));
  const first = (name) => (name === "README.md" ? 0 : 1);
  return names
    .sort((a, b) => first(a) - first(b) || (a < b ? -1 : 1))
    .map((name) => `${folder}${name}`);
}

/** The chapters that have a page: `{en, fr, entries: [{source, file}]}`. */
export function arrange(root) {
  const named = new Set(kChapters.flatMap(([, , sources]) => sources));
  const folders = [...named].filter((name) => name.endsWith("/"));
  const unnamed = readdirSync(join(root, "docs"), { withFileTypes: true }).flatMap((item) => {
    const path = `docs/${item.name}`;
    if (item.isDirectory()) {
      return item.name === "site" || folders.includes(`${path}/`)
        ? []
        : documentsOf(root, `${path}/`);
    }
    return path.endsWith(".md") && !named.has(path) ? [path] : [];
  });
  const chapters = kChapters.map(([en, fr, sources]) => ({
    en,
    fr,
    entries: sources
      .flatMap((source) => {
        if (source === "docs/*") return unnamed.sort();
        if (source.endsWith("/")) return documentsOf(root, source);
        return existsSync(join(root, source)) ? [source] : [];
      })
      .map((source) => ({ source, file: fileOf(source) })),
  }));
  return chapters.filter((chapter) => chapter.entries.length);
}
