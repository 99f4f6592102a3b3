// Pages that keep clicks, fingers or keys to themselves: what is pressed in the banner, in a
// stand-in or in the preferences does what it says, once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeAll } from "./lib/browser.mjs";
import { eventually, part, quiet } from "./lib/demo.mjs";
import { kSnippet, pageOf } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";
import { arrive } from "./lib/tiers.mjs";

let service;
before(async () => (service = await Service.start()));
after(async () => {
  await closeAll();
  await service.stop();
});

const kFrame =
  '<iframe title="Film" width="640" height="360" data-service="vimeo" data-temoin-src="http://tiers.localhost/frame"></iframe>';

/** A script that keeps these events to itself; `also`: what else it does to each. */
const keeps = (types, also = "", where = "window") =>
  `<script>for (const type of ${JSON.stringify(types)})
    ${where}.addEventListener(type, (event) => { event.stopImmediatePropagation(); ${also} }, { capture: true, passive: false });</script>`;

/** The same page with the banner's script behind what keeps its events. */
const late = (html, head) =>
  html.replace(kSnippet, head + kSnippet.replace("<script", "<script defer"));

/** How often each was chosen, as the service was told. */
function posts(browser) {
  const actions = [];
  browser.context.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/consents"))
      actions.push(request.postDataJSON().action);
  });
  return actions;
}

const reopen = (browser) => browser.page.locator("[data-temoin=preferences]");

/** Everything that can be pressed, one after the other. */
async function pressAll(browser, press) {
  const { page } = browser;
  const actions = posts(browser);
  await press(part(page, "choose"));
  await press(page.getByRole("dialog").getByRole("button", { name: "Fermer" }));
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await press(part(page, "refuse"));
  await browser.settled();
  await quiet(page);
  await press(part(page, "message").getByRole("button", { name: "Fermer" }));
  await press(page.locator(".temoin-placeholder").getByRole("button").first());
  await eventually(() => assert.deepEqual(browser.asked, ["frame"]));
  await quiet(page);
  await browser.value(() => window.temoin.showPreferences());
  await press(part(page, "save"));
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await quiet(page);
  assert.deepEqual(actions, ["refuse_all", "save", "save"]);
}

const click = (locator) => locator.click();

for (const [name, types, also] of [
  ["that stops every click at the window", ["click"], ""],
  [
    "that stops and prevents every click",
    ["click", "mousedown", "mouseup"],
    "event.preventDefault();",
  ],
  [
    "that stops whatever a pointer does",
    ["click", "mousedown", "mouseup", "pointerdown", "pointerup"],
    "",
  ],
])
  test("a page " + name + ": all buttons of ours do what they say, once", async () => {
    const browser = await arrive(service, kFrame, { head: keeps(types, also) });
    await pressAll(browser, click);
    await browser.close();
  });

test("a page that stops every click: its own way back leads to the preferences", async () => {
  const browser = await arrive(service, kFrame, { head: keeps(["click"]) });
  await reopen(browser).click();
  await browser.page.getByRole("dialog").waitFor();
  await browser.close();
});

for (const [name, types, also] of [
  ["stops every click", ["click"], ""],
  ["prevents every click, too", ["click", "mousedown"], "event.preventDefault();"],
])
  test(`the banner's script comes after one that ${name}: pressed by pointer and by key`, async () => {
    const head = keeps(types, also);
    for (const press of [
      click,
      async (locator) => (await locator.focus(), await locator.press("Enter")),
      async (locator) => (await locator.focus(), await locator.press(" ")),
    ]) {
      const browser = await arrive(service, "", { html: late(pageOf(kFrame), head) });
      // What hears of the rest comes once the first layer stands.
      await part(browser.page, "status").waitFor({ state: "attached" });
      await pressAll(browser, press);
      await browser.close();
    }
  });

for (const [name, types, also] of [
  ["prevents", ["click", "mousedown"], "event.preventDefault();"],
  ["stops and prevents", ["click"], "event.preventDefault();"],
])
  test(`the preferences in a page that ${name} every click: what is ticked is saved`, async () => {
    const head = `<script>for (const type of ${JSON.stringify(types)}) window.addEventListener(type, (event) => { ${name === "prevents" ? "" : "event.stopImmediatePropagation();"} ${also} }, true);</script>`;
    const browser = await arrive(service, kFrame, { head });
    const { page } = browser;
    const dialog = page.getByRole("dialog");
    await part(page, "choose").click();
    const vimeo = dialog.locator("[part=service]", { hasText: "Vimeo" });
    const [allow, deny] = [0, 1].map((at) => vimeo.getByRole("radio").nth(at));
    const ticked = async () => [await allow.isChecked(), await deny.isChecked()];
    for (const press of [
      (radio) => radio.click({ force: true }),
      (radio) => radio.locator("..").click({ position: { x: 30, y: 12 } }),
      async (radio) => (await radio.focus(), await radio.press(" ")),
    ]) {
      await press(allow);
      await eventually(async () => assert.deepEqual(await ticked(), [true, false]));
      await press(deny);
      await eventually(async () => assert.deepEqual(await ticked(), [false, true]));
    }
    const details = vimeo.locator("details");
    for (const open of [true, false]) {
      await details.locator("summary").click();
      await eventually(async () => assert.equal(await details.evaluate((each) => each.open), open));
      await quiet(page);
      assert.equal(await details.evaluate((each) => each.open), open);
    }
    await allow.click({ force: true });
    await part(page, "save").click();
    await browser.settled();
    assert.equal(await browser.value(() => window.temoin.allowed("vimeo")), true);
    await browser.close();
  });

test("fingers and keys that a page prevents press our buttons all the same, and once", async () => {
  const browser = await arrive(service, kFrame, {
    head: keeps(["touchstart", "touchend"], "event.preventDefault();", "document"),
    options: { hasTouch: true },
  });
  await part(browser.page, "status").waitFor({ state: "attached" });
  await pressAll(browser, (locator) => locator.tap());
  await browser.close();
  const other = await arrive(service, kFrame, {
    head: keeps(["keydown"], "event.preventDefault();", "document"),
  });
  await part(other.page, "status").waitFor({ state: "attached" });
  await pressAll(other, async (locator) => (await locator.focus(), await locator.press("Enter")));
  await other.close();
});

test("a press that is taken back, another button of the mouse, a long one by finger: none", async () => {
  const browser = await arrive(service, "", {
    html: late(pageOf(kFrame), keeps(["click"])),
  });
  const { page } = browser;
  await part(page, "status").waitFor({ state: "attached" });
  const actions = posts(browser);
  const box = await part(page, "accept").boundingBox();
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 20, 20);
  await page.mouse.up();
  await part(page, "refuse").click({ button: "right" });
  await quiet(page, 1000);
  assert.deepEqual(actions, []);
  await part(page, "accept").click();
  await browser.settled();
  assert.deepEqual(actions, ["accept_all"]);
  await browser.close();
});

test("on an ordinary page a press of whatever kind counts once", async () => {
  for (const press of [
    click,
    (locator) => locator.tap(),
    async (locator) => (await locator.focus(), await locator.press("Enter")),
    async (locator) => (await locator.focus(), await locator.press(" ")),
    (locator) => locator.evaluate((each) => each.click()),
  ]) {
    const browser = await arrive(service, kFrame, { options: { hasTouch: true } });
    await part(browser.page, "status").waitFor({ state: "attached" });
    await pressAll(browser, press);
    await browser.close();
  }
});
