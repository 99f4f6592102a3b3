// Builds dist/: core.js (the service wraps it), its chunks, the npm bundles, and manifest.json.
// Prints what each weighs compressed and fails when the first layer outgrows its budget.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import { minify } from "terser";

const here = dirname(fileURLToPath(import.meta.url));
// The one place for the version is the project's line in CMakeLists.txt.
const project = readFileSync(join(here, "../CMakeLists.txt"), "utf8");
const version = /project\(temoin VERSION ([\d.]+)/.exec(project)[1];
const dist = join(here, "dist");
// What every page waits for: the first layer, the gate, the choice itself and the API.
export const kCoreBudget = 8192;

// Style sheets are laid out for the reader; they are served without.
export const stylesAsText = {
  name: "styles-as-text",
  setup(builder) {
    builder.onLoad({ filter: /\.css$/ }, async (args) => {
      const css = readFileSync(args.path, "utf8");
      const { code } = await transform(css, { loader: "css", minify: true });
      // The minifier leaves custom properties and conditions alone. No sheet has text in quotes.
      const contents = code.trim().replace(/([:,]) | (\/) /g, "$1$2");
      return { contents, loader: "text" };
    });
  },
};

const shared = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  target: ["es2020"],
  legalComments: "none",
  charset: "utf8",
  plugins: [stylesAsText],
  define: { kVersion: JSON.stringify(version) },
  logLevel: "warning",
};

// Chunks: `join` ones stand in front of the core when the site's settings ask for them.
const chunks = [
  { name: "choice", entry: "src/chunks/choice/main.ts" },
  { name: "preferences", entry: "src/chunks/preferences/main.ts" },
  { name: "placeholder", entry: "src/chunks/placeholder/main.ts" },
  { name: "elements", entry: "src/chunks/elements/main.ts" },
  { name: "guard", entry: "src/plugins/guard.ts", join: "guard" },
  { name: "impressions", entry: "src/plugins/impressions.ts", join: "impressions" },
  { name: "observed", entry: "src/plugins/observed.ts", join: "observed" },
  ...[
    "google-consent-mode",
    "piano",
    "matomo",
    "data-layer",
    "vimeo-dnt",
    "adform",
    "campaign-manager",
  ].map((name) => ({
    name,
    entry: `src/plugins/adapters/${name}.ts`,
    join: "adapters",
  })),
].filter((chunk) => existsSync(join(here, chunk.entry)));

/**
 * One script as it is served: bundled, then minified a second time by a tool that takes longer over
 * it.
 */
async function script(entry, name, joined) {
  // A joined part announces itself to the core that stands behind it.
  const announced = {
    contents: `import { plug } from "./src/plugins/plugin"; import { make } from "./${entry}"; plug("${name}", make);`,
    resolveDir: here,
  };
  const from = joined ? { stdin: announced } : { entryPoints: [entry] };
  const { outputFiles } = await build({ ...shared, ...from, format: "iife", write: false });
  // Not strict: where a page has frozen what we watch, we do without, and start all the same.
  const { code } = await minify(outputFiles[0].text.replace(/^"use strict";/, ""), {
    ecma: 2020,
    // The service wraps the core; a name at the top of another part would be one of the page's.
    toplevel: name === "core",
    compress: { passes: 3, keep_fargs: false, hoist_funs: true },
    format: { ecma: 2020 },
  });
  writeFileSync(join(dist, name + ".js"), code);
}

async function main() {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  await script("src/main.ts", "core");
  for (const { name, entry, join } of chunks) await script(entry, name, join);
  const describe = (file) => {
    const bytes = readFileSync(join(dist, file));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return {
      file,
      sha256,
      integrity: "sha384-" + createHash("sha384").update(bytes).digest("base64"),
      bytes: bytes.length,
      gzip: gzipSync(bytes, { level: 9 }).length,
      brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
        .length,
    };
  };
  const manifest = { version: 1, core: describe("core.js"), chunks: {} };
  for (const { name, join: setting } of chunks)
    manifest.chunks[name] = { ...describe(`${name}.js`), ...(setting ? { join: setting } : {}) };
  // The npm layout knows its own parts by their hashes.
  const hashes = Object.fromEntries(
    Object.entries(manifest.chunks).map(([name, { sha256 }]) => [name, sha256]),
  );
  const npm = {
    ...shared,
    entryPoints: ["src/index.ts"],
    define: { ...shared.define, __CHUNKS__: JSON.stringify(hashes) },
  };
  await build({ ...npm, format: "esm", outfile: "dist/temoin.mjs" });
  await build({
    ...npm,
    format: "iife",
    globalName: "temoinBanner",
    outfile: "dist/temoin.iife.js",
  });
  // What frameworks import; the framework is the site's own.
  for (const name of ["react", "vue"])
    await build({
      ...shared,
      entryPoints: [`src/wrappers/${name}.ts`],
      external: [name],
      format: "esm",
      outfile: `dist/${name}.mjs`,
    });
  // The page "Gestion des cookies": its style is named in the manifest, for the page's own CSP.
  const page = readFileSync(join(here, "pages/preferences.html"), "utf8");
  const style = createHash("sha256")
    .update(/<style>([^]*?)<\/style>/.exec(page)[1])
    .digest("base64");
  writeFileSync(join(dist, "preferences.html"), page);
  manifest.page = { ...describe("preferences.html"), style: `'sha256-${style}'` };
  writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");

  const line = (name, { bytes, gzip, brotli }) =>
    `${name.padEnd(22)} ${String(bytes).padStart(7)} ${String(gzip).padStart(7)} ${String(brotli).padStart(7)}`;
  console.log(
    `${"".padEnd(22)} ${"bytes".padStart(7)} ${"gzip".padStart(7)} ${"brotli".padStart(7)}`,
  );
  console.log(line("core", manifest.core));
  for (const [name, chunk] of Object.entries(manifest.chunks)) console.log(line(name, chunk));
  console.log(`core integrity="${manifest.core.integrity}"`);
  if (manifest.core.gzip > kCoreBudget) {
    console.error(`core.js weighs ${manifest.core.gzip} bytes gzip; its budget is ${kCoreBudget}.`);
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
