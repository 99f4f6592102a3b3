// Back in a page, a browser brings to its frames what they held when it was left: nothing of that
// loads after a refusal elsewhere.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { closeAll } from "./lib/browser.mjs";
import { eventually, quiet, visit } from "./lib/demo.mjs";
import { pageOf, place, standIn } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";
import { arrive } from "./lib/tiers.mjs";

let service;
before(async () => (service = await Service.start()));
after(async () => {
  await closeAll();
  await service.stop();
});

const kAddress = "http://tiers.localhost/frame";
const kHeld = `data-service="vimeo" data-temoin-src="${kAddress}"`;

const kPages = {
  "a frame": `<iframe title="Film" ${kHeld}></iframe>`,
  "one with a harmless address": `<iframe title="Film" src="about:blank" ${kHeld}></iframe>`,
  "one with a name": `<iframe title="Film" name="film" ${kHeld}></iframe>`,
  "the name that lazy loaders know": `<iframe title="Film" data-service="vimeo" data-src="${kAddress}"></iframe>`,
  "a document in an attribute": `<iframe title="Film" data-service="vimeo" data-temoin-srcdoc="<iframe src='${kAddress}'></iframe>"></iframe>`,
  "an object": `<object data-service="vimeo" data-temoin-data="${kAddress}" type="text/html" width="400" height="300"></object>`,
  "an embed": `<embed data-service="vimeo" data-temoin-src="${kAddress}" type="text/html" width="400" height="300">`,
  "a template": `<template data-service="vimeo"><iframe title="Film" src="${kAddress}"></iframe></template>`,
  "what a script writes": `<script type="text/plain" data-service="vimeo">document.write('<iframe title="Film" src="${kAddress}"></iframe>')</script>`,
  "a shadow root": `<div><template shadowrootmode="open"><iframe title="Film" ${kHeld}></iframe></template></div>`,
};

const kRefuse = () =>
  new Promise((done) => {
    document.addEventListener("temoin:choice", () => done(), { once: true });
    window.temoin.refuse();
  });

const framesOfTiers = (browser) =>
  browser.page
    .frames()
    .map((each) => each.url())
    .filter((address) => address.includes("tiers"));

/** Leaves the page for another of the site, where everything is refused, and comes back. */
async function awayAndBack(browser) {
  await quiet(browser.page);
  await visit(browser.page, service.address("/essai/elsewhere"));
  await browser.value(kRefuse);
  browser.asked.length = 0;
  await browser.page.goBack();
  await browser.page.waitForFunction(() => window.temoin?.state?.().status === "valid");
  await quiet(browser.page);
}

for (const [when, accept] of [
  ["accepted in that page", async (browser) => browser.accept()],
  [
    "accepted before it",
    async (browser) => {
      await browser.accept();
      await browser.page.reload();
    },
  ],
])
  test(`${when}, refused elsewhere: back, no frame loads`, async () => {
    const browser = await arrive(service, "");
    await place(browser.context, "elsewhere", pageOf("<p>suite</p>"));
    for (const [name, body] of Object.entries(kPages)) {
      await browser.first(body);
      await accept(browser);
      await eventually(() => assert.ok(browser.asked.includes("frame"), name));
      await awayAndBack(browser);
      assert.deepEqual([browser.asked, framesOfTiers(browser)], [[], []], name);
      // Allowed again, it comes.
      await browser.accept();
      await eventually(() => assert.deepEqual(browser.asked, ["frame"], name));
    }
    await browser.close();
  });

test("a frame that a page's script fills under the guard: back, it does not load", async () => {
  const browser = await arrive(service, "");
  const asked = await standIn(browser.context, "https://player.vimeo.com/**", "<p>film</p>");
  await place(browser.context, "elsewhere", pageOf("<p>suite</p>"));
  for (const fill of ["film.src = address", 'film.setAttribute("src", address)']) {
    await browser.first(`<iframe title="Film"></iframe><script>
{ const film = document.querySelector("iframe"), address = "https://player.vimeo.com/film"; ${fill} }
</script>`);
    await browser.accept();
    await browser.page.reload();
    await eventually(() => assert.ok(asked.length > 1, fill));
    asked.length = 0;
    await awayAndBack(browser);
    assert.deepEqual(asked, [], fill);
    await browser.accept();
    await eventually(() => assert.equal(asked.length, 1, fill));
  }
  await browser.close();
});

test("a page without the banner: the browser brings its frame what it held", async () => {
  const browser = await arrive(service, "");
  await place(browser.context, "elsewhere", pageOf("<p>suite</p>"));
  await browser.first(`<iframe title="Film"></iframe>`, { plain: true });
  await browser.value((address) => (document.querySelector("iframe").src = address), kAddress);
  await eventually(() => assert.deepEqual(browser.asked, ["frame"]));
  await quiet(browser.page);
  await browser.page.goto(service.address("/essai/elsewhere"));
  browser.asked.length = 0;
  await browser.page.goBack();
  await eventually(() => assert.deepEqual(browser.asked, ["frame"]));
  await browser.close();
});
