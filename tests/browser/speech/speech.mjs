// What a screen reader says of the banner, state by state, held against expected.json. A campaign
// of its own (scripts/test-speech): a desktop session for each browser, a minute or two each.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { pageOf, siteBefore } from "../lib/page.mjs";
import { Service } from "../lib/service.mjs";
import { kBrowsers, ScreenReader, wanting } from "./screen-reader.mjs";

const { states, silent } = JSON.parse(readFileSync(new URL("expected.json", import.meta.url)));
const missing = wanting();
const skip = missing.length > 0 && "not here: " + missing.join(", ");
const runs = +(process.env.TEMOIN_SPEECH_RUNS || 5);
const chosen = (process.env.TEMOIN_SPEECH_BROWSERS || Object.keys(kBrowsers).join(" ")).split(" ");

/** Forgets the choice; before and after the film, so that each state has one at hand. */
const kAgain = '<button type="button" onclick="temoin.reset()">Recommencer</button>';

// The exit takes the session's programs along.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

let service;
let site;
before(async () => {
  if (skip) return;
  service = await Service.start();
  const film = `http://vimeo.localhost:${service.port}/video/1`;
  const page = pageOf(
    `<p>Une page.</p>${kAgain}
<iframe title="Comment agit un vaccin" width="640" height="360" data-service="vimeo" data-temoin-src="${film}"></iframe>
${kAgain}`,
  );
  site = await siteBefore(service, { "/page": page });
});
after(() => site?.close());
after(() => service?.stop());

/** The states of one visit: `[state, keys]`, each as pressed one after the other. */
const kVisit = [
  ["first layer: accept", ["Tab"]],
  ["first layer: refuse", ["Tab"]],
  ["first layer: choose", ["Tab"]],
  ["preferences opened", ["Return"]],
  ["preferences: close button", ["Tab"]],
  ["preferences: a service", ["Tab", "Tab", "Tab", "Tab", "Tab", "Tab"]],
  ["preferences closed", ["Escape"]],
  ["stand-in", ["Tab", "Tab"]],
  ["stand-in allowed", ["Return"]],
];
const kChoice = [
  ["choice and message", ["Return"]],
  ["after the message", ["shift+Tab"]],
];

for (const name of chosen)
  test(`${name} and Orca: first layer, preferences, stand-in, choice, message`, {
    skip,
  }, async () => {
    const reader = await ScreenReader.start(name, site.address("/page"));
    const faults = [];

    /** Presses the keys; all that they made it say is held against what is expected there. */
    async function state(label, keys, turn = "") {
      const said = [];
      for (const key of keys) said.push(...(await reader.press(key)));
      console.log(`${name}: ${label}${turn}\n   ${said.join("\n   ") || "(nothing)"}`);
      if (silent[name]?.includes(label)) return;
      const all = said.join("\n");
      for (const words of states[label])
        if (!new RegExp(words, "m").test(all)) faults.push(`${label}${turn}: not said: ${words}`);
    }

    try {
      for (const [label, keys] of kVisit) await state(label, keys);
      for (let turn = 1; turn <= runs; ++turn) {
        // Forgotten, and asked anew.
        for (const key of [...(turn === 1 ? ["F5", "Tab"] : []), "Return", "F5", "Tab", "Tab"])
          await reader.press(key);
        for (const [label, keys] of kChoice) await state(label, keys, ` (${turn} of ${runs})`);
      }
    } finally {
      reader.stop();
    }
    assert.deepEqual(faults, []);
  });
