// How long the console takes from navigation to an overview that can be used, in real Chromium:
//
//   node console_load.mjs STAFF_PORT TOKEN TIMES
//
// Signs in once, then opens the console anew so many times, each without the browser's cache. Used
// means: the heading, the chart and the last card are there and the main thread took a click in
// between two frames. Prints a JSON array of milliseconds.
import { closeAll, open } from "../browser/lib/browser.mjs";

const [port, token, times] = process.argv.slice(2);
const address = `http://127.0.0.1:${port}/`;
const { context, page } = await open();
await page.goto(address);
await page.getByLabel("Votre jeton").fill(token);
await page.getByRole("button", { name: "Se connecter" }).click();
await page.getByRole("heading", { level: 1, name: "Vue d’ensemble" }).waitFor();
const session = await context.newCDPSession(page);
await session.send("Network.setCacheDisabled", { cacheDisabled: true });
// Inside the page, so that the driver's own round trips are not counted.
await page.addInitScript(() => {
  window.__usable = new Promise((done) => {
    const look = () => {
      const cards = document.querySelectorAll("main .grid svg");
      if (cards.length === 0) return void requestAnimationFrame(look);
      requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0));
    };
    requestAnimationFrame(look);
  });
});
const taken = [];
for (let turn = 0; turn < Number(times); ++turn) {
  await page.goto("about:blank");
  await page.goto(address);
  taken.push(await page.evaluate(() => window.__usable));
}
console.log(JSON.stringify(taken));
await closeAll();
