// RGAA 4.1.2 and WCAG 2.2 AA, as far as a machine can tell.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeAll, open } from "./lib/browser.mjs";
import { eventually, part, settle, visit } from "./lib/demo.mjs";
import { assertAccessible, focused, pageOf, place } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";

let service;
before(async () => (service = await Service.start()));
after(() => closeAll());
after(() => service.stop());

async function demo(options) {
  const browser = await open(options);
  await visit(browser.page, service.address());
  await part(browser.page, "banner").waitFor();
  return browser;
}

test("axe finds nothing, in any state, light, dark and in the site's contrast mode", async () => {
  const browser = await demo();
  const { page } = browser;
  await page.locator(".temoin-placeholder").waitFor();
  await assertAccessible(page, "first layer");
  await page.emulateMedia({ colorScheme: "dark" });
  await assertAccessible(page, "first layer, dark");
  await page.emulateMedia({ colorScheme: "light" });
  await page.evaluate(() => (document.documentElement.dataset.contrast = "high"));
  await assertAccessible(page, "first layer, contrast");
  await page.evaluate(() => delete document.documentElement.dataset.contrast);
  await part(page, "choose").click();
  await page.getByRole("dialog").waitFor();
  await assertAccessible(page, "second layer");
  await page.evaluate(() =>
    document
      .getElementById("temoin")
      .shadowRoot.querySelectorAll("details")
      .forEach((each) => (each.open = true)),
  );
  await assertAccessible(page, "second layer, opened");
  await page.emulateMedia({ colorScheme: "dark" });
  await assertAccessible(page, "second layer, dark");
  await page.emulateMedia({ colorScheme: "light" });
  await part(page, "save").click();
  await settle(page);
  await assertAccessible(page, "message after the choice");
  await page.goto(service.address("/v1/sites/ameli.fr/preferences"));
  await page.locator("[data-temoin-preferences] [part~=save]").waitFor();
  await assertAccessible(page, "preferences page");
  await browser.close();
});

test("the accessibility tree: a named region with a heading, then a named dialog with its controls", async () => {
  const browser = await demo();
  const { page } = browser;
  const region = page.getByRole("region", { name: "Vos choix sur les cookies" });
  assert.equal(await region.count(), 1);
  assert.equal(
    await region.getByRole("heading", { level: 2, name: "Vos choix sur les cookies" }).count(),
    1,
  );
  const names = await region.getByRole("button").allInnerTexts();
  assert.deepEqual(names, ["Tout accepter", "Tout refuser", "Personnaliser"]);
  assert.match(await region.innerText(), /Caisse nationale de l’Assurance Maladie/);
  assert.match(await region.innerText(), /\d+ partenaires/);
  await part(page, "choose").click();
  const dialog = page.getByRole("dialog", { name: "Gestion des cookies" });
  await dialog.waitFor();
  const vimeo = dialog.getByRole("group", { name: "Pour Vimeo" });
  assert.equal(await vimeo.getByRole("radio", { name: "Refuser" }).isChecked(), true);
  assert.equal(await vimeo.getByRole("radio", { name: "Autoriser" }).isChecked(), false);
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send("Accessibility.getFullAXTree");
  const modal = nodes.find((node) => node.role?.value === "dialog" && !node.ignored);
  assert.equal(modal.name.value, "Gestion des cookies");
  assert.ok(modal.properties.some((each) => each.name === "modal" && each.value.value === true));
  await browser.close();
});

test("first in the page, never modal, and ignoring it is no consent", async () => {
  const browser = await demo();
  const { page } = browser;
  assert.ok(await page.evaluate(() => document.body.firstElementChild.id === "temoin"));
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Tout accepter");
  for (let turn = 0; turn < 3; ++turn) await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Aller au contenu");
  await page.keyboard.press("Escape");
  await page.mouse.wheel(0, 2000);
  await page.locator("h1").click();
  assert.equal(await part(page, "banner").count(), 1);
  assert.equal(await page.evaluate(() => window.temoin.state().status), "none");
  await browser.close();
});

test("keyboard alone: open, choose, close with Escape, and the focus comes back each time", async () => {
  const browser = await demo();
  const { page } = browser;
  for (let turn = 0; turn < 3; ++turn) await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Personnaliser");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  assert.match(await focused(page), /^Gestion des cookies/);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.equal(await focused(page), "Personnaliser");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  // The focus stays inside however long one tabs.
  for (let turn = 0; turn < 60; ++turn) {
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(
      () =>
        document.activeElement === document.body ||
        !!document.activeElement.shadowRoot?.activeElement?.closest("dialog"),
    );
    assert.ok(inside);
  }
  const group = page.getByRole("group", { name: "Pour Adform" });
  await group.getByLabel("Refuser").focus();
  await page.keyboard.press("ArrowLeft");
  assert.equal(await group.getByLabel("Autoriser").isChecked(), true);
  await part(page, "save").focus();
  await page.keyboard.press("Enter");
  await settle(page);
  assert.ok(await page.evaluate(() => window.temoin.allowed("adform")));
  // After the choice: the control that reopens the preferences, and a message that tells the end.
  assert.match(await focused(page), /Changer mes choix|Gestion des cookies/);
  const message = page.getByRole("status");
  await eventually(async () => assert.match(await message.innerText(), /enregistré/));
  assert.match(await message.innerText(), /Votre choix est enregistré jusqu’au \d+ \S+ \d{4}/);
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.match(await focused(page), /Changer mes choix|Gestion des cookies/);
  await browser.close();
});

test("what makes a screen reader speak: the head of the dialog has the focus, as a named group", async () => {
  const browser = await demo();
  const { page, context } = browser;
  await part(page, "choose").press("Enter");
  await page.getByRole("dialog").waitFor();
  const client = await context.newCDPSession(page);
  const { nodes } = await client.send("Accessibility.getFullAXTree");
  const focus = nodes.filter((node) =>
    node.properties?.some((each) => each.name === "focused" && each.value.value === true),
  );
  const { role, name, description } = focus.at(-1);
  // A heading there is passed over in silence; of the dialog element, everything is read in one go.
  assert.deepEqual([role.value, name.value], ["group", "Gestion des cookies"]);
  assert.match(description.value, /^Acceptez ou refusez l’ensemble/);
  // The page has the focus again before what had it goes.
  await page.evaluate(() => {
    const { shadowRoot } = document.getElementById("temoin");
    const { remove } = Element.prototype;
    Element.prototype.remove = function () {
      if (this.localName === "dialog")
        window.focusAtEnd = shadowRoot.activeElement.getAttribute("part");
      return remove.call(this);
    };
  });
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => window.focusAtEnd), "button choose");
  // Drawn again, as in another language, the head has the focus again.
  await part(page, "choose").press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.evaluate(() => window.temoin.setLanguage("en"));
  assert.match(await focused(page), /^Cookie settings/);
  await browser.close();
});

test("what makes a screen reader speak: words alone in a lasting status, once the focus has moved", async () => {
  const browser = await demo();
  const { page } = browser;
  await page.evaluate(() => {
    const { shadowRoot } = document.getElementById("temoin");
    window.status0 = shadowRoot.querySelector("[role=status]");
    window.order = [];
    document.addEventListener("focusin", ({ target }) => window.order.push(target.textContent));
    new MutationObserver((all) => {
      for (const { addedNodes } of all)
        for (const { nodeName, textContent } of addedNodes)
          window.order.push([nodeName, textContent]);
    }).observe(window.status0, { childList: true, subtree: true });
  });
  await part(page, "refuse").click();
  await part(page, "message").waitFor();
  const [focus, ...said] = await page.evaluate(() => window.order.slice(-2));
  assert.match(focus, /Changer mes choix|Gestion des cookies/);
  // Of several things put in at once, a screen reader says the last: a button, and no words.
  assert.equal(said.length, 1);
  assert.equal(said[0][0], "P");
  assert.match(said[0][1], /enregistré jusqu’au/);
  assert.ok(
    await page.evaluate(
      () =>
        window.status0 ===
        document.getElementById("temoin").shadowRoot.querySelector("[part=message] [role=status]"),
    ),
  );
  await part(page, "message").getByRole("button", { name: "Fermer" }).click();
  assert.equal(await page.getByRole("status").innerText(), "");
  assert.equal(await part(page, "message").count(), 0);
  await browser.close();
});

test("coming back to the window, or another tab's doing, leaves a first layer that has the focus alone", async () => {
  const browser = await open();
  const { page, context } = browser;
  await place(context, "page", pageOf("<p>…</p>"));
  await visit(page, service.address("/essai/page"));
  await part(page, "refuse").focus();
  await page.evaluate(() => {
    document.dispatchEvent(new Event("visibilitychange"));
    dispatchEvent(new StorageEvent("storage", { key: null }));
  });
  assert.equal(await focused(page), "Tout refuser");
  // What is asked has changed: then it says so.
  await page.evaluate(() => window.temoin.setLanguage("en"));
  assert.equal(await part(page, "refuse").innerText(), "Refuse all");
  await browser.close();
});

test("without a control of the page's own, ours takes the focus; else the main content", async () => {
  const browser = await open();
  const { page, context } = browser;
  await place(context, "nu", pageOf("<p>…</p>").replace(/<footer>.*<\/footer>/, ""));
  await visit(page, service.address("/essai/nu"));
  await part(page, "refuse").click();
  await settle(page);
  assert.equal(await focused(page), "Gestion des cookies");
  await browser.close();
});

test("inserted late, it is announced once and politely, and takes no focus", async () => {
  const browser = await open();
  const { page, context } = browser;
  await place(context, "tard", pageOf("<p>…</p>", { host: false }));
  await visit(page, service.address("/essai/tard"));
  await eventually(async () =>
    assert.match(await page.getByRole("status").innerText(), /bandeau de gestion des cookies/),
  );
  assert.ok(
    await page.evaluate(
      () =>
        document.body.firstElementChild.id === "temoin" && document.activeElement === document.body,
    ),
  );
  await place(context, "tot", pageOf("<p>…</p>"));
  await visit(page, service.address("/essai/tot"));
  await part(page, "banner").waitFor();
  // Later than the announcement would be, by the page's own clock.
  await page.evaluate(() => new Promise((done) => setTimeout(done, 700)));
  assert.equal(await page.getByRole("status").innerText(), "");
  await browser.close();
});

test("contrast mode follows the site's attribute, live; no motion where none is wanted", async () => {
  const browser = await demo({ reducedMotion: "reduce" });
  const { page } = browser;
  const look = () =>
    part(page, "accept").evaluate((button) => getComputedStyle(button).borderColor);
  const usual = await look();
  await page.locator("#contrast").click();
  await eventually(async () =>
    assert.equal(await page.locator("#temoin").getAttribute("contrast"), ""),
  );
  assert.equal(
    await page.evaluate(
      () =>
        getComputedStyle(
          document.getElementById("temoin").shadowRoot.querySelector("[part=banner]"),
        ).color,
    ),
    "rgb(0, 0, 0)",
  );
  await page.locator("#contrast").click();
  await eventually(async () => assert.equal(await look(), usual));
  const animated = await page.evaluate(
    () =>
      document
        .getElementById("temoin")
        .shadowRoot.querySelector("[part=banner] > div")
        .getAnimations().length,
  );
  assert.equal(animated, 0);
  await browser.close();
});

test("forced colours keep borders and the chosen state visible", async () => {
  const browser = await demo({ forcedColors: "active" });
  const { page } = browser;
  const border = await part(page, "accept").evaluate((button) => [
    getComputedStyle(button).borderStyle,
    getComputedStyle(button).borderWidth,
  ]);
  assert.deepEqual(border, ["solid", "2px"]);
  await part(page, "choose").click();
  await page.getByRole("dialog").waitFor();
  const shown = await page
    .getByRole("group", { name: "Pour Vimeo" })
    .getByLabel("Refuser")
    .evaluate((radio) => radio.checked && getComputedStyle(radio).appearance !== "none");
  assert.ok(shown);
  await browser.close();
});
