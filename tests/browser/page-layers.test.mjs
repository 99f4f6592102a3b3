// Pages that lay something over the banner, make it inert, or style whatever they find: the first
// layer and stand-ins stay seen and usable. One browser for all; each page is a visitor's first.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeAll } from "./lib/browser.mjs";
import { eventually, part } from "./lib/demo.mjs";
import { kSnippet, pageOf } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";
import { arrive } from "./lib/tiers.mjs";

let service;
let browser;
before(async () => {
  service = await Service.start();
  browser = await arrive(service, "");
});
after(async () => {
  await closeAll();
  await service.stop();
});

const kFrame =
  '<iframe title="Film" width="640" height="360" data-service="vimeo" data-temoin-src="http://tiers.localhost/frame"></iframe>';

/** A new visitor on this page. */
const first = async (body, options) => {
  await browser.first(body, options);
  return browser.page;
};

/** What the middle of each button of the first layer meets. */
const usable = () => {
  const hosts = [...document.querySelectorAll("#temoin, [data-temoin-host]")];
  const host = hosts.find((each) => each.shadowRoot?.querySelector("[part=banner]"));
  return [...host.shadowRoot.querySelectorAll("[part~=buttons] button")].map((each) => {
    const box = each.getBoundingClientRect();
    const met = host.shadowRoot.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return met === each && box.top >= 0 && box.bottom <= innerHeight;
  });
};
const kUsable = [true, true, true];

test("a modal dialog that is open first stays above; the first layer rises when it has gone", async () => {
  const dialog = `<dialog id="d" style="inset:auto 0 0;width:100%;height:60vh"><button id="in" style="position:absolute;bottom:20px">Fermer</button></dialog>
    <script>d.showModal(); document.getElementById("in").onclick = () => d.close();</script>`;
  const page = await first(dialog);
  await part(page, "banner").waitFor();
  const hit = () => {
    const box = document.getElementById("in").getBoundingClientRect();
    return document.elementFromPoint(box.x + 5, box.y + 5)?.id;
  };
  await browser.until(hit, "in");
  await page.locator("#in").click();
  await browser.until(usable, kUsable);
  // And one that opens over it afterwards, and is taken out of the page without a word.
  await browser.value(() => document.getElementById("d").showModal());
  await browser.until(hit, "in");
  await browser.value(() => document.getElementById("d").remove());
  await browser.until(usable, kUsable);
});

test("a popover of the page's does not cover it, and stays open", async () => {
  const page = await first(
    '<div id="p" popover style="inset:auto 0 0;width:100%;height:300px">x</div><script>p.showPopover()</script>',
  );
  await part(page, "banner").waitFor();
  await browser.until(usable, kUsable);
  assert.equal(
    await browser.value(() => document.getElementById("p").matches(":popover-open")),
    true,
  );
});

test("a popover that opens later does not cover a button, stays open, and takes no keys", async () => {
  const page = await first(
    '<div id="p" popover="manual" style="inset:auto 0 0;width:100%;height:300px">x</div>',
  );
  await part(page, "banner").waitFor();
  await browser.until(usable, kUsable);
  await part(page, "refuse").focus();
  await browser.value(() => document.getElementById("p").showPopover());
  await browser.until(usable, kUsable);
  const state = () => {
    const host = document.querySelector("#temoin, [data-temoin-host]");
    const focused = host.shadowRoot.activeElement?.getAttribute("part");
    return [document.getElementById("p").matches(":popover-open"), /refuse/.test(focused)];
  };
  assert.deepEqual(await browser.value(state), [true, true]);
});

test("what a page makes inert around its own dialog does not take the banner with it", async () => {
  const page = await first(
    `<script>addEventListener("load", () => { for (const each of document.body.children) if (each.localName !== "main") { each.inert = true; each.setAttribute("aria-hidden", "true"); } });</script>`,
  );
  await part(page, "banner").waitFor();
  await browser.until(usable, kUsable);
  await browser.value(() => (document.getElementById("temoin").inert = true));
  await browser.until(usable, kUsable);
  assert.equal(await browser.value(() => document.querySelector("footer").inert), true);
  await part(page, "refuse").click();
  await browser.settled();
});

const kHost = '<div id="temoin"></div>';

for (const [name, around] of Object.entries({
  "display: none": ["<div style='display:none'>", "</div>"],
  "an important style of the page's": ["<div class='off'><p>", "</p></div>"],
  "the attribute hidden": ["<section hidden><div>", "</div></section>"],
  visibility: ["<div style='visibility:hidden'>", "</div>"],
  opacity: ["<div style='opacity:0'>", "</div>"],
  "no size": ["<div style='width:0;height:0;overflow:hidden;contain:strict'>", "</div>"],
  "content-visibility: hidden": ["<div style='content-visibility:hidden'>", "</div>"],
  "a closed panel": ["<details><summary>x</summary><div>", "</div></details>"],
  "a dialog that is not open": ["<dialog>", "</dialog>"],
  "a popover that is not open": ["<div popover>", "</div>"],
  "a template": ["<template>", "</template>"],
  "a canvas": ["<canvas width='9' height='9'>", "</canvas>"],
  "a transform": ["<div style='transform:translateX(-200vw)'>", "</div>"],
  "a scale of nothing": ["<div style='transform:scale(0)'>", "</div>"],
  "what lies off the screen": ["<div style='position:absolute;left:-9999px'>", "</div>"],
  "a clip": ["<div style='position:absolute;clip-path:inset(50%)'>", "</div>"],
  "what is inert": ["<div inert>", "</div>"],
  "what is hidden from screen readers": ["<div aria-hidden='true'>", "</div>"],
}))
  test(`a host in a part that is not drawn: ${name}: first layer, message and dialog are seen`, async () => {
    const html = pageOf(around.join(kHost), {
      host: false,
      head: "<style>.off{display:none!important}</style>",
    });
    await browser.first("", { html: html.replace(/<footer>[^]*<\/footer>/, "") });
    const { page } = browser;
    await part(page, "banner").waitFor();
    await browser.until(usable, kUsable);
    await part(page, "choose").click();
    await part(page, "dialog").waitFor();
    await page.keyboard.press("Escape");
    await browser.until(usable, kUsable);
    await part(page, "refuse").click();
    await browser.settled();
    await part(page, "message").waitFor();
    assert.equal(
      await page.getByRole("button", { name: "Fermer" }).count(),
      1,
      "not hidden from screen readers either",
    );
    await page.reload();
    await part(page, "reopen").click();
    await part(page, "dialog").waitFor();
    assert.deepEqual(browser.errors, []);
  });

for (const [name, act] of [
  ["is not drawn any more", (wrapper) => (wrapper.style.display = "none")],
  ["is swept away", (wrapper) => wrapper.remove()],
  ["is emptied and drawn anew", (wrapper) => (wrapper.innerHTML = "<p>autre</p>")],
])
  test(`the preferences are open when what is around their host ${name}: they stay, with what was chosen in them`, async () => {
    const html = pageOf("<p>page</p>", { host: false }).replace(
      "<body>",
      "<body><div id='w'><div data-temoin-host></div></div>",
    );
    await browser.first("", { html });
    const { page } = browser;
    await part(page, "choose").click();
    const dialog = page.getByRole("dialog");
    const vimeo = dialog.locator("[name=s-vimeo][value='1']");
    await vimeo.check();
    await page.evaluate(`(${act})(document.getElementById("w"))`);
    await page.waitForFunction(() => {
      const host = document.querySelector("[data-temoin-host]");
      const shown = host?.shadowRoot?.querySelector("dialog");
      return shown?.matches(":modal") && shown.offsetHeight > 0;
    });
    assert.ok(await vimeo.isChecked());
    assert.ok(await vimeo.evaluate((each) => each.getRootNode().activeElement === each));
    await part(page, "save").click();
    await browser.settled();
    assert.deepEqual(
      await page.evaluate(() => [window.temoin.allowed("vimeo"), window.temoin.allowed("adform")]),
      [true, false],
    );
    assert.deepEqual(browser.errors, []);
  });

test("a host in a part that is not drawn, in a browser that cannot say so: the first layer is seen", async () => {
  const html = pageOf(`<div style="display:none">${kHost}</div>`, {
    host: false,
    head: "<script>delete Element.prototype.checkVisibility</script>",
  });
  await browser.first("", { html });
  await part(browser.page, "banner").waitFor();
  await browser.until(usable, kUsable);
  await part(browser.page, "refuse").click();
  await browser.settled();
});

test("a frameset, in which nothing but frames is drawn: the first layer is seen and works", async () => {
  await browser.first("", {
    html: `<html lang="fr"><head><title>Essai</title>${kSnippet}</head>
      <frameset cols="50%,*"><frame title="a" src="about:blank"><frame title="b" src="about:blank"></frameset></html>`,
  });
  await part(browser.page, "banner").waitFor();
  await browser.until(usable, kUsable);
  await part(browser.page, "choose").click();
  await part(browser.page, "dialog").waitFor();
  await browser.page.keyboard.press("Escape");
  await part(browser.page, "refuse").click();
  await browser.settled();
  await part(browser.page, "reopen").click();
  await part(browser.page, "dialog").waitFor();
});

for (const [name, hide] of Object.entries({
  "a class": () => (document.getElementById("w").className = "off"),
  "its panel is closed": () => (document.getElementById("w").open = false),
  "it is made inert": () => (document.getElementById("w").inert = true),
}))
  test(`what is around the host goes out of sight later: ${name}`, async () => {
    const html = pageOf(`<details id="w" open><summary>x</summary>${kHost}</details>`, {
      host: false,
      head: "<style>.off{display:none}</style>",
    });
    await browser.first("", { html });
    const { page } = browser;
    await part(page, "banner").waitFor();
    await browser.until(usable, kUsable);
    assert.equal(await page.locator("[data-temoin-host]").count(), 0, "in the page's own place");
    await browser.value(hide);
    await browser.until(usable, kUsable);
    await part(page, "refuse").click();
    await browser.settled();
    await part(page, "message").waitFor();
    // In a page of the page's own making nothing is left of the first place.
    await browser.value(() => (document.querySelector("main").innerHTML = "<p>x</p>"));
    await part(page, "message").waitFor();
  });

test("an element in full screen is left alone; the first layer is there when it ends", async () => {
  const page = await first(
    '<video id="v"></video><button id="go" onclick="v.requestFullscreen()">x</button>',
  );
  await part(page, "banner").waitFor();
  await page.locator("#go").click();
  await browser.until(() => document.fullscreenElement?.id, "v");
  await browser.value(() => document.exitFullscreen());
  await browser.until(usable, kUsable);
});

for (const [name, style] of Object.entries({
  "everything unset": "*{all:unset}",
  "everything unset, and important": "*{all:unset!important}",
  "buttons hidden": "button{display:none!important}section,h2,p{display:none}",
  "what is empty hidden": "div:empty{display:none!important}",
  "no box, no event": "body>*{pointer-events:none}div{opacity:.99;visibility:visible}",
  "a locked body": "html,body{overflow:hidden;position:fixed;width:100%;height:100%}",
  "a body that is no block": "html,body{display:flex;min-height:100vh}body>*{flex:1}",
  "another writing": "html{direction:rtl}",
}))
  test(`style sheets: ${name}: first layer and stand-in are seen and work`, async () => {
    const page = await first(kFrame, { head: `<style>${style}</style>` });
    await part(page, "banner").waitFor();
    if (!/pointer-events/.test(style)) await browser.until(usable, kUsable);
    await part(page, "choose").click();
    await part(page, "dialog").waitFor();
    await page.keyboard.press("Escape");
    await part(page, "refuse").click();
    await browser.settled();
    await page.locator(".temoin-placeholder button").first().click();
    await eventually(async () => assert.deepEqual(browser.asked, ["frame"]));
    assert.deepEqual(browser.errors, []);
  });

test("from right to left, in forced colours, and at 400 %: nothing is cut, all can be pressed", async () => {
  for (const [size, media] of [
    [{ width: 1280, height: 900 }, { forcedColors: "active" }],
    [{ width: 320, height: 256 }, { forcedColors: "none" }],
  ]) {
    await browser.page.setViewportSize(size);
    await browser.page.emulateMedia(media);
    const page = await first(kFrame, { lang: "ar", head: "<style>html{direction:rtl}</style>" });
    await part(page, "banner").waitFor();
    assert.ok(await browser.value(() => document.documentElement.scrollWidth <= innerWidth + 640));
    await part(page, "refuse").click();
    await browser.settled();
  }
  await browser.page.emulateMedia({ forcedColors: null });
  await browser.page.setViewportSize({ width: 1280, height: 900 });
});

test("a picture that lies over an embed, as page builders lay it, does not take the button", async () => {
  const page = await first(
    `<div class="elementor-widget-video"><div class="elementor-wrapper elementor-open-inline">${kFrame}
      <div class="elementor-custom-embed-image-overlay" role="button" tabindex="0"
        onclick="this.remove()"></div></div></div>`,
    {
      head: `<style>
        .elementor-wrapper{position:relative;aspect-ratio:16/9;max-width:640px}
        .elementor-wrapper iframe{width:100%;height:100%;display:flex;border:0}
        .elementor-custom-embed-image-overlay{position:absolute;inset:0;background:#234}</style>`,
    },
  );
  await page.locator(".temoin-placeholder button").first().click();
  await eventually(async () => assert.deepEqual(browser.asked, ["frame"]));
});

test("what a page freezes stays frozen, and the banner works", async () => {
  const page = await first(
    `${kFrame}<script type="text/plain" data-service="vimeo">document.write("<b id=w>x</b>"); window.ran = 1</script>
     <script>Object.freeze(window.temoin); Object.freeze(document);</script>`,
    { head: "<script>Object.freeze(Element.prototype); Object.freeze(Node.prototype);</script>" },
  );
  await part(page, "accept").click();
  await browser.settled();
  await browser.until(() => window.ran, 1);
  await eventually(async () => assert.deepEqual(browser.asked, ["frame"]));
});

test("frozen before the script, too", async () => {
  const html = pageOf(kFrame).replace(
    "<head>",
    "<head><script>for (const each of [Element, Node, Document]) Object.freeze(each.prototype); Object.freeze(document);</script>",
  );
  await first("", { html });
  await part(browser.page, "accept").click();
  await browser.settled();
  assert.ok(await browser.page.locator("iframe[src*=frame]").isVisible());
});

test("a page that is written anew with the banner's script in it asks again, and holds back", async () => {
  const page = await first(kFrame);
  await part(page, "banner").waitFor();
  await browser.value(
    (html) => {
      document.open();
      document.write(html);
      document.close();
    },
    pageOf('<p id="anew">x</p>' + kFrame),
  );
  await page.locator("#anew").waitFor();
  await browser.until(usable, kUsable);
  assert.deepEqual(browser.asked, []);
  await page.locator("[data-temoin=preferences]").focus();
  await page.keyboard.press("Enter");
  await part(page, "dialog").waitFor();
});
