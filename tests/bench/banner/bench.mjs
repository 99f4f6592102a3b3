// What the first layer and the dialog cost beside vanilla-cookieconsent, orejime, tarteaucitron and
// klaro, in one run: same page, same server, same browser, brotli. The first row is the same page
// without any banner: what the page, the browser and this bench cost by themselves. While a page
// is measured nothing but the page runs in it (chromium.mjs says why that matters). Processor time
// comes from a trace (trace.mjs), of a load of its own. Prints medians; asserts nothing.
import { brotliCompressSync, gzipSync } from "node:zlib";
import { Chromium } from "./chromium.mjs";
import { watchPress } from "./pages.mjs";
import { peers } from "./peers.mjs";
import { BenchServer } from "./server.mjs";
import { clickTask, cpu } from "./trace.mjs";

if (/^(-h|--help)$/.test(process.argv[2])) {
  console.log(`Usage: node bench.mjs [RUNS [SLOWDOWN [LATENCY]]] [NAME...]

Default: 7 runs, a CPU slowed 4 times, no latency; NAME: these rows alone, also each adapter's, such
as "temoin, core, piano". With LATENCY (milliseconds before each answer, such as 150), the time to
the open dialog is that of a slow line. Takes a minute a run; on an idle machine: node bench.mjs 9; node bench.mjs 9 1; node bench.mjs 9 4 150.
TEMOIN_BINARY: build/release/temoin; CHROMIUM: /usr/bin/chromium. With TEMOIN_BEFORE, an older binary,
and TEMOIN_BEFORE_CATALOG, its catalogue, that version is a row, too ("temoin, before").`);
  process.exit(0);
}
const given = process.argv.slice(2);
const numbers = given.filter((each) => /^\d+$/.test(each)).map(Number);
const [runs = 7, slowdown = 4, latency = 0] = numbers;
const named = given.filter((each) => !/^\d+$/.test(each));
// An adapter's price is asked for by name: a row each would double the time of a run.
const names = Object.keys(peers).filter((name) =>
  named.length ? named.includes(name) : !name.startsWith("temoin, core, "),
);

const server = new BenchServer();
const port = await server.start(names);
const browser = new Chromium();
const origin = `http://127.0.0.1:${port}/`;
const address = (name) => `${origin}page/${encodeURIComponent(name)}`;
const pause = (time) => new Promise((done) => setTimeout(done, time));
const owns = (url) => url.startsWith(origin) && !url.includes("/page/");

/** What the page reports next. */
const reported = () =>
  new Promise((done, fail) => {
    const late = setTimeout(() => fail(new Error("nothing reported within 60 s")), 60_000);
    server.report = (values) => (clearTimeout(late), done(values));
  });

/** A fresh page at this address, once it has reported: `act` gets it and what it reported. */
async function visit(name, act) {
  const page = await browser.open();
  try {
    await page.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    server.bytes = server.requests = 0;
    const first = reported();
    await page.send("Page.navigate", { url: address(name) });
    return await act(page, await first);
  } finally {
    await page.close();
  }
}

async function load(name) {
  const [seen, bytes] = await visit(name, (_, seen) => [seen, server.bytes]);
  const events = await browser.trace(() => visit(name, () => {}));
  const { all, script } = cpu(events, origin, owns);
  const [ready, longest, shift, after, requests, first] = seen;
  return { ready, after, longest, shift, cpu: all, script, requests, first, bytes };
}

/** Presses the button as a visitor does. */
async function pressIn(page, name, button, dialog) {
  const expression = `(${watchPress})(${peers[name].buttons[button]}, ${dialog ? peers[name].dialog : "null"})`;
  const { result } = await page.send("Runtime.evaluate", { expression, returnByValue: true });
  const [x, y] = result.value;
  const answer = reported();
  for (const type of ["mousePressed", "mouseReleased"])
    await page.send("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount: 1 });
  return answer;
}

const press = (...given) => visit(given[0], (page) => pressIn(page, ...given));

async function once(name) {
  const row = await load(name);
  if (!peers[name].buttons) return row;
  [row.accept] = await press(name, "accept");
  [row.refuse] = await press(name, "refuse");
  [row.choose, row.dialog] = await press(name, "choose", true);
  const traced = (page) => browser.trace(() => pressIn(page, name, "choose", true));
  row.press = clickTask(await visit(name, traced));
  return row;
}

const kColumns = [
  ["ready", "ready ms", 0],
  ["after", "after arrival ms", 0],
  ["cpu", "CPU ms", 1],
  ["script", "own script ms", 1],
  ["longest", "longest task ms", 0],
  ["accept", "INP accept", 0],
  ["refuse", "INP refuse", 0],
  ["choose", "INP choose", 0],
  ["dialog", "dialog ms", 0],
  ["press", "CPU of its press ms", 1],
  ["shift", "shift", 3],
  ["requests", "requests", 0],
  ["first", "brotli bytes", 0],
  ["bytes", "with what comes later", 0],
];
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

const banner = await server.banner(0);
console.log(
  `banner.js of ameli.fr with its configuration: ${banner.length} bytes, gzip ${gzipSync(banner, { level: 9 }).length}, brotli ${brotliCompressSync(banner).length}`,
);
console.log(`median of ${runs}, CPU slowed ${slowdown}x, ${latency} ms before each answer\n`);
server.latency = latency;
// Round by round, so that whatever else the machine does falls on everyone alike.
const all = Object.fromEntries(names.map((name) => [name, []]));
for (let run = 0; run < runs; ++run)
  for (const name of names)
    try {
      all[name].push(await once(name));
      await pause(100);
    } catch (error) {
      console.error(name, error.message.split("\n")[0]);
    }
console.log(`| | ${kColumns.map(([, title]) => title).join(" | ")} |`);
console.log("|---".repeat(kColumns.length + 1) + "|");
for (const [name, rows] of Object.entries(all)) {
  const cells = kColumns.map(([key, , digits]) => {
    const values = rows.map((row) => row[key]).filter((value) => value !== undefined);
    return values.length ? median(values).toFixed(digits) : "–";
  });
  if (rows.length) console.log(`| ${name} | ${cells.join(" | ")} |`);
}
for (const each of new Set(server.failed)) console.error(`answered with an error: ${each}`);
await browser.close();
await server.stop();
