// Pages that the browser made before they were visited: what was decided meanwhile holds in them.
// A browser that is watched from outside makes none, so nobody watches: the pages act by themselves
// and report.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { forget, kChromium } from "./lib/browser.mjs";
import { pageOf, siteBefore } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";

let service;
let site;
let told = () => {};
const kReport = `(what) => fetch("http://rapport.localhost:" + location.port, { method: "POST", mode: "no-cors", body: JSON.stringify(what) })`;

/** What the first page does once the second is made: nothing, or a choice. */
const first = (act) =>
  pageOf(
    `<script>addEventListener("load", () => setTimeout(() => {
      const go = () => (location.href = "/next");
      document.addEventListener("temoin:choice", go);
      ${act ? `window.temoin.${act}();` : "go();"}
    }, 3000));</script>`,
    {
      head: '<script type="speculationrules">{"prerender":[{"source":"list","urls":["/next"],"eagerness":"immediate"}]}</script>',
    },
  );
const kNext = pageOf(
  `<script>window.early = document.prerendering;</script>
  <script type="text/plain" data-service="vimeo">window.ran = (window.ran || 0) + 1;</script>
  <script>{
    const report = ${kReport};
    // Three seconds after there is something to tell, eight after the banner came with nothing.
    const look = () => {
      const seen = {
        early: window.early,
        ran: window.ran || 0,
        asks: !!document.querySelector("#temoin").shadowRoot?.querySelector("[part=banner]"),
      };
      const now = Date.now();
      if (window.temoin?.version) window.ready ||= now;
      if (seen.ran || seen.asks) window.something ||= now;
      if (now - window.something > 3000 || now - window.ready > 8000) report(seen);
      else setTimeout(look, 100);
    };
    if (document.prerendering) document.addEventListener("prerenderingchange", look);
    else look();
  }</script>`,
);

before(async () => {
  service = await Service.start();
  site = await siteBefore(
    service,
    {
      "/nothing": first(""),
      "/accept": first("accept"),
      "/refuse": first("refuse"),
      "/next": kNext,
    },
    {
      other(request, response) {
        let text = "";
        request.on("data", (part) => (text += part));
        request.on("end", () => {
          response.end();
          if (text) told(JSON.parse(text));
        });
      },
    },
  );
});
after(async () => {
  await site.close();
  await service.stop();
});

/** What the second page reports in the end, in a browser of its own. */
async function visit(path) {
  const folder = mkdtempSync(join(tmpdir(), "temoin-prerender-"));
  const report = new Promise((done) => (told = done));
  const browser = spawn(
    kChromium,
    [
      ...["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--lang=fr"],
      ...[`--user-data-dir=${folder}`, "--remote-debugging-port=0", site.address(path)],
    ],
    { stdio: "ignore", detached: true }, // a group of its own: Debian starts it by a script
  );
  const ended = new Promise((done) => browser.on("exit", done));
  const patience = new Promise((done) => setTimeout(done, 60_000).unref());
  const seen = await Promise.race([report, patience]);
  process.kill(-browser.pid);
  await ended;
  await forget(folder);
  return seen;
}

for (const [name, path, wanted] of [
  ["nothing yet: it asks", "/nothing", { ran: 0, asks: true }],
  ["an acceptance: tags run", "/accept", { ran: 1, asks: false }],
  ["a refusal: nothing runs", "/refuse", { ran: 0, asks: false }],
])
  test(`a page made ahead takes up what the page before it decided meanwhile; ${name}`, async (t) => {
    const { early, ...seen } = await visit(path);
    // Without a page made ahead this test shows nothing, and says so.
    if (!early) return t.skip("this browser made nothing ahead");
    assert.deepEqual(seen, wanted);
  });
