// Builds dist/: index.html, console.css, console.js and the parts of it that are loaded when they
// are asked for. Nothing is loaded from elsewhere.
import { build, transform } from "esbuild";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { designTokens } from "../scripts/design-tokens.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "dist");
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await build({
  entryPoints: { console: join(here, "src/main.tsx") },
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  splitting: true,
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  charset: "utf8",
});
// In this order: what is of one page comes after what is of all.
const sheets = [
  "console",
  ...["frame", "pages", "charts", "consent", "sign-in", "letter", "print"].map(
    (name) => `styles/${name}`,
  ),
];
const texts = await Promise.all(
  sheets.map((name) => readFile(join(here, `src/${name}.css`), "utf8")),
);
const sheet = await transform(designTokens() + texts.join("\n"), {
  loader: "css",
  minify: true,
  charset: "utf8",
  legalComments: "none",
});
await writeFile(join(out, "console.css"), sheet.code);
await cp(join(here, "src/index.html"), join(out, "index.html"));
await cp(join(here, "src/icon.svg"), join(out, "icon.svg"));
