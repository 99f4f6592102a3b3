// Bundles the tests beside it and hands them to node's test runner; holds the build to its budget.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { stylesAsText } from "../build.mjs";

const here = dirname(fileURLToPath(import.meta.url));
// Beside the packages, so that the bundles find them.
const out = mkdtempSync(join(here, "../node_modules/.test-"));
const names = readdirSync(here).filter((name) => name.endsWith(".test.ts"));
await build({
  entryPoints: names.map((name) => join(here, name)),
  outdir: out,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  format: "esm",
  platform: "node",
  packages: "external",
  plugins: [stylesAsText],
  logLevel: "warning",
});
const files = readdirSync(out).map((name) => join(out, name));
const run = spawnSync(
  process.execPath,
  [
    "--test",
    ...files,
    ...readdirSync(here)
      .filter((n) => n.endsWith(".test.mjs"))
      .map((n) => join(here, n)),
  ],
  { stdio: "inherit" },
);
rmSync(out, { recursive: true });
process.exit(run.status ?? 1);
