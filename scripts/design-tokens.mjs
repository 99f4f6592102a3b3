// One set of design tokens, light and dark: the banner's, as it shows them where a site changes
// none. The console and the documents' site begin their style sheets with them.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const kSource = "banner-js/src/ui/base.css";
const kToken = /(--\w+): var\(--temoin-[\w-]+, (light-dark\([^)]+\))\);/g;
const kFewest = 7;

/** A rule for `:root`: `--bg`, `--fg`, … with both values each. */
export function designTokens() {
  const sheet = readFileSync(fileURLToPath(new URL(`../${kSource}`, import.meta.url)), "utf8");
  const tokens = [...sheet.matchAll(kToken)].map(([, name, value]) => `  ${name}: ${value};\n`);
  if (tokens.length < kFewest) throw new Error(`${kSource} holds no design tokens any more`);
  return `:root {\n${tokens.join("")}}\n`;
}
