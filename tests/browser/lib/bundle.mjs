// Client scripts of pages made by a framework, bundled from the real packages as a site does it.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { kRepository } from "./service.mjs";

const { build } = createRequire(kRepository + "/banner-js/package.json")("esbuild");

/** `alias`: packages that stand in for others, such as an older version's. */
export async function bundle(source, { alias = {}, platform = "browser" } = {}) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
    absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
    bundle: true,
    minify: true,
    write: false,
    alias,
    platform,
    define: { "process.env.NODE_ENV": '"production"', __VUE_PROD_DEVTOOLS__: "false" },
  });
  return outputFiles[0].text;
}

/** What `source` leaves in `given.result`, run here as on the site's server. */
export async function renderHere(source, options) {
  const code = await bundle(source, { ...options, platform: "node" });
  const given = {};
  new Function("require", "given", code)(createRequire(import.meta.url), given);
  return given.result;
}
