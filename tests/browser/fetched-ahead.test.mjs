// What the banner fetches, and when: nothing more before the first layer, the preferences before
// they are asked for. And what it may not save: the read that keeps a withdrawal made offline.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeAll, open } from "./lib/browser.mjs";
import { eventually, part, settle, visit } from "./lib/demo.mjs";
import { pageOf, place } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";

let service;
before(async () => (service = await Service.start()));
after(() => closeAll());
after(() => service.stop());

/** A page; `asked` says what of the service was asked for, and whether the first layer stood. */
async function arrive(body = "") {
  const browser = await open();
  const { page, context } = browser;
  await place(context, "page", pageOf(body));
  await page.addInitScript(() => {
    window.early = [];
    const stood = () =>
      !!document.querySelector("#temoin")?.shadowRoot?.querySelector("[part=banner]");
    new PerformanceObserver((list) => {
      for (const { name, startTime } of list.getEntries()) window.early.push([name, startTime]);
    }).observe({ type: "resource", buffered: true });
    document.addEventListener(
      "temoin:shown",
      () => (window.shownAt ??= stood() && performance.now()),
    );
  });
  await visit(page, service.address("/essai/page"));
  return browser;
}

const loaded = (page, what) =>
  eventually(async () =>
    assert.ok((await page.evaluate(() => window.early)).some(([name]) => what.test(name))),
  );
const kRevision = /\/v1\/revisions\//;

test("nothing but the script is asked for before the first layer stands", async () => {
  const { page, close } = await arrive();
  await part(page, "banner").waitFor();
  await loaded(page, kRevision);
  const [all, shownAt] = await page.evaluate(() => [window.early, window.shownAt]);
  assert.ok(shownAt > 0);
  const before = all.filter(([, start]) => start < shownAt).map(([name]) => new URL(name).pathname);
  assert.deepEqual(before, ["/v1/sites/ameli.fr/banner.js"]);
  await close();
});

test("with the first layer, the preferences and what they show come by themselves", async () => {
  const { page, context, close } = await arrive();
  await loaded(page, kRevision);
  // They then open without the line.
  await context.setOffline(true);
  await part(page, "choose").click();
  await page.getByRole("dialog").waitFor();
  await close();
});

for (const [way, act] of [
  ["pointer", (page) => page.getByRole("button", { name: "Gestion des cookies" }).hover()],
  ["focus", (page) => page.getByRole("button", { name: "Gestion des cookies" }).focus()],
])
  test(`without one, the ${way} on the way back fetches them`, async () => {
    const { page, context, close } = await arrive();
    await part(page, "refuse").click();
    await settle(page);
    await page.mouse.move(5, 5);
    await page.reload({ waitUntil: "load" });
    await page.waitForFunction(() => window.temoin?.state().status === "valid");
    // The part that listens has come.
    await page.waitForFunction(() =>
      document.querySelector("#temoin")?.shadowRoot?.querySelector("[role=status]"),
    );
    assert.ok(!(await page.evaluate(() => window.early)).some(([name]) => /revisions/.test(name)));
    await act(page);
    await loaded(page, kRevision);
    await context.setOffline(true);
    await page.getByRole("button", { name: "Gestion des cookies" }).click();
    await page.getByRole("dialog").waitFor();
    await close();
  });

test("accepted, withdrawn offline, next page: nothing runs, from its first tag on", async () => {
  const tag = `<script type="text/plain" data-service="vimeo">window.ran = true;</script>
<script>window.atOnce = temoin.allowed("vimeo");</script>`;
  const { page, context, close } = await arrive(tag);
  await part(page, "accept").click();
  await settle(page);
  await page.waitForFunction(() => window.ran);
  await context.route("**/v1/sites/*/consents*", (route) => route.abort());
  await page.evaluate(() => window.temoin.withdraw());
  const cookies = await context.cookies();
  // What the service wrote still says yes: only what is kept in the browser knows better.
  assert.match(cookies.find(({ name }) => name === "pctx").value, /vimeo:1/);
  await page.reload({ waitUntil: "load" });
  await page.waitForFunction(() => window.temoin?.state().status === "pending");
  assert.deepEqual(
    await page.evaluate(() => [window.atOnce, window.temoin.allowed("vimeo"), window.ran]),
    [false, false, undefined],
  );
  await close();
});
