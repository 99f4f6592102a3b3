// Size and time of the first layer beside vanilla-cookieconsent, orejime, tarteaucitron and klaro,
// in one run: same page, same server, same browser, CPU slowed as asked, brotli. Each is configured
// with four purposes and ameli.fr's seven refusable services. The first row is the same page
// without any banner: what the page, the browser and this bench cost by themselves. While a page is
// measured nothing but the page runs in it: it reports once, by itself, and the browser is told
// nothing but how slow to be (chromium.mjs). Prints medians; asserts nothing.
//
//   npm ci && node bench.mjs [RUNS [SLOWDOWN]]     default 7 and 4; TEMOIN_BINARY:
//   build/release/temoin
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { Service, ask } from "../../browser/lib/service.mjs";
import { Chromium } from "./chromium.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const runs = +(process.argv[2] || 7);
const slowdown = +(process.argv[3] || 4);

const service = await Service.start();
const { body: banner } = await ask(service.port, "/v1/sites/ameli.fr/banner.js");
await service.stop();

const kServices = [
  "adform",
  "campaign-manager",
  "piano-analytics",
  "vimeo",
  "facebook",
  "x",
  "linkedin",
];
const script = (path) => `<script src="/${path}"></script>`;
const sheet = (path) => `<link rel="stylesheet" href="/${path}">`;

const peers = {
  "no banner": { shown: () => document.querySelector("h1") },
  temoin: {
    head: script("temoin.js"),
    first: '<div id="temoin"></div>',
    shown: () => document.getElementById("temoin")?.shadowRoot?.querySelector("[part=banner]"),
  },
  "vanilla-cookieconsent": {
    head:
      sheet("vanilla-cookieconsent/dist/cookieconsent.css") +
      script("vanilla-cookieconsent/dist/cookieconsent.umd.js"),
    body: `<script>CookieConsent.run({ hideFromBots: false, categories: { necessary: { readOnly: true }, ${kServices.map((id) => `"${id}": {}`)} },
      language: { default: "fr", translations: { fr: { consentModal: { title: "Cookies", description: "Ce site utilise des cookies.", acceptAllBtn: "Tout accepter", acceptNecessaryBtn: "Tout refuser", showPreferencesBtn: "Personnaliser" },
      preferencesModal: { title: "Gestion", acceptAllBtn: "Tout accepter", acceptNecessaryBtn: "Tout refuser", savePreferencesBtn: "Enregistrer", sections: [${kServices.map((id) => `{ title: "${id}", linkedCategory: "${id}" }`)}] } } } } });</script>`,
    shown: () => document.querySelector("#cc-main .cm--bar, #cc-main .cm"),
  },
  orejime: {
    head: sheet("orejime/dist/orejime-standard.css"),
    body:
      `<script>window.orejimeConfig = { privacyPolicyUrl: "/", purposes: [${kServices.map((id) => `{ id: "${id}", title: "${id}", description: "Finalité", cookies: ["${id}"] }`)}] };</script>` +
      script("orejime/dist/orejime-standard-fr.js"),
    shown: () =>
      document.querySelector(".orejime-Banner, .orejime-Notice, [class*=orejime-Banner]"),
  },
  tarteaucitron: {
    head: script("tarteaucitronjs/tarteaucitron.min.js"),
    body: `<script>tarteaucitron.init({ privacyUrl: "", hashtag: "#t", cookieName: "t", orientation: "bottom", groupServices: false, showAlertSmall: false, cookieslist: false, adblocker: false, AcceptAllCta: true, DenyAllCta: true, highPrivacy: true, handleBrowserDNTRequest: false, removeCredit: true, showIcon: false });
      (tarteaucitron.job = tarteaucitron.job || []).push("vimeo", "facebook", "twitter", "linkedin");</script>`,
    shown: () => document.querySelector("#tarteaucitronAlertBig"),
  },
  klaro: {
    head:
      `<script>window.klaroConfig = { version: 1, lang: "fr", mustConsent: false, acceptAll: true, translations: { fr: { purposes: { p: "Finalité" } } }, services: [${kServices.map((id) => `{ name: "${id}", purposes: ["p"] }`)}] };</script>` +
      `<script defer src="/klaro/dist/klaro.js"></script>`,
    shown: () => document.querySelector(".klaro .cookie-notice"),
  },
};

// Runs in the page before anything else, and reports once.
const probe = (shown) => {
  let longest = 0;
  let shift = 0;
  new PerformanceObserver((list) =>
    list.getEntries().forEach((entry) => (longest = Math.max(longest, entry.duration))),
  ).observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) =>
    list.getEntries().forEach((entry) => (shift += entry.value)),
  ).observe({ type: "layout-shift", buffered: true });
  const look = () => {
    const box = shown()?.getBoundingClientRect();
    if (!(box && box.height > 20 && box.top < innerHeight)) return requestAnimationFrame(look);
    // Interactive: the next task after the frame that painted it. Its scripts had arrived when the
    // last of them had been received; from there on it is the banner's own doing.
    requestAnimationFrame(() =>
      setTimeout(() => {
        const ready = performance.now();
        const arrived = Math.max(
          ...["navigation", "resource"]
            .flatMap((type) => performance.getEntriesByType(type))
            .map((each) => each.responseEnd),
        );
        // What a banner puts off until after its first layer counts among its tasks too.
        setTimeout(
          () =>
            fetch("/report", {
              method: "POST",
              body: JSON.stringify([ready, longest, shift, ready - arrived]),
            }),
          1500,
        );
      }),
    );
  };
  look();
};

const kTypes = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
};
const compressed = new Map();
let report = () => {};
let bytes = 0;
let requests = 0;
const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://x").pathname).slice(1);
  let body;
  if (path === "report") {
    let text = "";
    request.setEncoding("utf8").on("data", (part) => (text += part));
    request.on("end", () => (response.writeHead(204).end(), report(JSON.parse(text))));
    return;
  }
  if (path.startsWith("page/")) {
    const { head = "", first = "", body: rest = "", shown } = peers[path.slice(5)];
    body = Buffer.from(
      `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Banc</title><link rel="icon" href="data:,"><script>(${probe})(${shown})</script>${head}</head><body>${first}<main><h1>Page</h1><p>…</p></main>${rest}</body></html>`,
    );
  } else if (path === "temoin.js") body = Buffer.from(banner);
  else if (existsSync(join(modules, path)) && extname(path))
    body = readFileSync(join(modules, path));
  if (!body) return response.writeHead(404).end();
  const key = createHash("sha1").update(body).digest("hex");
  if (!compressed.has(key)) compressed.set(key, brotliCompressSync(body));
  ++requests;
  bytes += compressed.get(key).length;
  response.writeHead(200, {
    "content-type": path.startsWith("page/")
      ? kTypes[".html"]
      : kTypes[extname(path)] || "text/plain",
    "content-encoding": "br",
    "cache-control": "no-store",
  });
  return response.end(compressed.get(key));
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const { port } = server.address();

const browser = new Chromium();
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function once(name) {
  const page = await browser.open();
  await page.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await page.send("Performance.enable");
  bytes = requests = 0;
  let late;
  const reported = new Promise((done, fail) => {
    report = done;
    late = setTimeout(() => fail(new Error("no first layer within 30 s")), 30000);
  });
  await page.send("Page.navigate", {
    url: `http://127.0.0.1:${port}/page/${encodeURIComponent(name)}`,
  });
  const seen = await reported;
  clearTimeout(late);
  const { metrics } = await page.send("Performance.getMetrics");
  const spent = metrics.find((each) => each.name === "ScriptDuration").value * 1000;
  await page.close();
  return [seen[0], seen[3], spent, seen[1], seen[2], requests, bytes];
}

console.log(
  `banner.js of ameli.fr with its configuration: ${banner.length} bytes, gzip ${gzipSync(banner, { level: 9 }).length}, brotli ${brotliCompressSync(banner).length}`,
);
console.log(`median of ${runs}, CPU slowed ${slowdown}x\n`);
console.log(
  [
    "".padEnd(22),
    "ready ms",
    "after arrival ms",
    "script ms",
    "longest task ms",
    "shift",
    "requests",
    "brotli bytes",
  ].join("  "),
);
// Round by round, so that whatever else the machine does falls on everyone alike.
const all = Object.fromEntries(Object.keys(peers).map((name) => [name, []]));
for (let run = 0; run < runs; ++run)
  for (const name of Object.keys(peers))
    try {
      all[name].push(await once(name));
    } catch (error) {
      console.error(name, error.message.split("\n")[0]);
    }
for (const [name, rows] of Object.entries(all)) {
  if (!rows.length) continue;
  const column = (index) => median(rows.map((row) => row[index]));
  console.log(
    [
      name.padEnd(22),
      column(0).toFixed(0).padStart(8),
      column(1).toFixed(0).padStart(16),
      column(2).toFixed(0).padStart(9),
      column(3).toFixed(0).padStart(15),
      column(4).toFixed(3).padStart(5),
      String(column(5)).padStart(8),
      String(column(6)).padStart(12),
    ].join("  "),
  );
}
await browser.close();
server.close();
