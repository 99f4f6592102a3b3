// The banner's scripts leave layout to the browser's next frame: they are over sooner, and nothing
// is laid out twice.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeAll, open } from "./lib/browser.mjs";
import { part, visit } from "./lib/demo.mjs";
import { pageOf, place } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";

let service;
before(async () => (service = await Service.start()));
after(() => closeAll());
after(() => service.stop());

const kCategories = "devtools.timeline,disabled-by-default-devtools.timeline.stack";

/** How many boxes each layout had to work out that the banner's scripts forced while `act` runs. */
async function forced(page, act) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  const complete = new Promise((done) => session.once("Tracing.tracingComplete", done));
  await session.send("Tracing.start", { categories: kCategories, transferMode: "ReportEvents" });
  await act();
  await session.send("Tracing.end");
  await complete;
  const layouts = events.filter(({ name, args }) => name === "Layout" && args.beginData);
  assert.ok(layouts.length > 0, "the trace tells of layouts");
  const ours = ({ args }) =>
    args.beginData.stackTrace?.some(({ url }) => /\/v1\/.*banner/.test(url));
  return layouts.filter(ours).map(({ args }) => args.beginData.totalObjects);
}

const kPage = pageOf("<p>Texte.</p>");

test("no script of the banner's waits for a layout until its first layer stands", async () => {
  const { page, context, close } = await open();
  await place(context, "page", kPage);
  const boxes = await forced(page, async () => {
    await visit(page, service.address("/essai/page"));
    await part(page, "banner").waitFor();
  });
  assert.deepEqual(boxes, []);
  await close();
});

test("the preferences come into the top layer with their head alone", async () => {
  const { page, context, close } = await open();
  await place(context, "page", kPage);
  await page.addInitScript(() => {
    const { showModal } = HTMLDialogElement.prototype;
    HTMLDialogElement.prototype.showModal = function () {
      window.opened = [...this.querySelectorAll("[part]")].map((each) => each.part.value);
      showModal.call(this);
    };
  });
  await visit(page, service.address("/essai/page"));
  await part(page, "choose").click();
  await page.getByRole("dialog").getByRole("radio").first().waitFor();
  assert.deepEqual(await page.evaluate(() => window.opened), ["preferences", "title", "close"]);
  const { focus, described } = await page.evaluate(() => {
    const { activeElement } = document.querySelector("#temoin").shadowRoot;
    return {
      focus: activeElement.className,
      described: activeElement.ariaDescribedByElements[0].textContent.length > 0,
    };
  });
  assert.deepEqual([focus, described], ["hd", true]);
  await close();
});
