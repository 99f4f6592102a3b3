// Who may import whom under src/ (scripts/import-rules.mjs).
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { holdToPlan } from "../../scripts/import-rules.mjs";

holdToPlan(ts, fileURLToPath(new URL("../src/", import.meta.url)), {
  "staff-api": [],
  api: ["staff-api"],
  grants: ["api"],
  words: [],
  i18n: ["api", "words"],
  axis: [],
  charts: ["axis", "i18n"],
  route: [],
  ui: ["api", "i18n", "words"],
  passkeys: ["api"],
  verify: ["api"],
  letter: ["api", "i18n", "words"],
  shown: [],
  texts: ["api", "i18n"],
  versions: ["api", "i18n", "words"],
  pages: [
    "api",
    "charts",
    "grants",
    "i18n",
    "letter",
    "passkeys",
    "route",
    "shown",
    "texts",
    "ui",
    "verify",
    "versions",
    "words",
  ],
  "sign-in": ["api", "i18n", "passkeys", "route", "ui", "words"],
  join: ["api", "i18n", "passkeys", "sign-in", "ui", "words"],
  menu: ["api", "grants", "words"],
  shell: ["api", "grants", "i18n", "menu", "pages", "route", "sign-in", "ui", "words"],
  main: ["api", "i18n", "join", "route", "shell", "sign-in"],
});
