// What stands in for a held embed takes the embed's box in every wrapper; `STAND_INS_DIR` keeps
// pictures.
import { mkdirSync } from "node:fs";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { closeAll } from "./lib/browser.mjs";
import { eventually } from "./lib/demo.mjs";
import { Service } from "./lib/service.mjs";
import { arrive } from "./lib/tiers.mjs";

let service;
before(async () => (service = await Service.start()));
after(async () => {
  await closeAll();
  await service.stop();
});

const frame = (more = "") =>
  `<iframe title="Film" data-service="vimeo" data-src="http://tiers.localhost/frame" ${more}></iframe>`;
const kOver = "position:absolute;top:0;left:0;width:100%;height:100%;border:0";

/** Style sheet and markup of each wrapper, around a frame. */
const kWrappers = {
  "padding below": [
    `.w{position:relative;height:0;padding-bottom:56.25%;overflow:hidden}.w iframe{${kOver}}`,
    `<div class="w">${frame()}</div>`,
  ],
  "padding above": [
    `.w{position:relative;padding-top:56.25%}.w iframe{${kOver}}`,
    `<div class="w">${frame()}</div>`,
  ],
  "Bootstrap 5": [
    `.ratio{position:relative;width:100%}.ratio::before{display:block;padding-top:56.25%;content:""}.ratio>*{position:absolute;top:0;left:0;width:100%;height:100%}`,
    `<div class="ratio">${frame()}</div>`,
  ],
  "Bootstrap 4": [
    `.e{position:relative;display:block;overflow:hidden}.e::before{display:block;content:"";padding-top:56.25%}.e iframe{position:absolute;top:0;bottom:0;left:0;width:100%;height:100%;border:0}`,
    `<div class="e">${frame()}</div>`,
  ],
  WordPress: [
    `.wp{position:relative}.wp::before{content:"";display:block;padding-top:56.25%}.wp iframe{bottom:0;height:100%;left:0;position:absolute;right:0;top:0;width:100%}`,
    `<figure style="margin:0"><div class="wp">${frame('width="500" height="281"')}</div></figure>`,
  ],
  "ratio of the wrapper": [
    `.w{aspect-ratio:16/9}.w iframe{width:100%;height:100%;border:0;display:block}`,
    `<div class="w">${frame()}</div>`,
  ],
  "ratio of the frame": [
    `iframe{width:100%;aspect-ratio:16/9;height:auto;border:0;display:block}`,
    frame(),
  ],
  "width and height": ["", frame('width="320" height="240"')],
  centred: ["iframe{display:block;margin:20px auto;border:0}", frame('width="320" height="240"')],
  floated: [
    "iframe{float:right;margin:0 0 10px 20px;border:0}.w{overflow:hidden}",
    `<div class="w">${frame('width="200" height="150"')}<p>Texte à côté</p></div>`,
  ],
  "in a row": [
    ".w{display:flex;justify-content:center;gap:8px}.w iframe{border:0;flex:0 0 240px}",
    `<div class="w">${frame('height="200"')}<p>Texte</p></div>`,
  ],
  "in a grid": [
    ".w{display:grid;grid-template-columns:1fr 1fr}.w iframe{border:0;width:100%;height:200px}",
    `<div class="w"><p>Texte</p>${frame()}</div>`,
  ],
  "in a corner": [
    ".w{position:relative;height:300px}.w iframe{position:absolute;right:10px;bottom:10px;border:0}",
    `<div class="w">${frame('width="300" height="200"')}</div>`,
  ],
  Gutenberg: [
    `.wp-block-embed{margin:0 0 1em}.wp-block-embed__wrapper{position:relative}.wp-embed-aspect-16-9 .wp-block-embed__wrapper::before{content:"";display:block;padding-top:56.25%}.wp-has-aspect-ratio iframe{bottom:0;height:100%;left:0;position:absolute;right:0;top:0;width:100%}`,
    `<figure class="wp-block-embed is-type-video wp-embed-aspect-16-9 wp-has-aspect-ratio"><div class="wp-block-embed__wrapper">${frame('width="500" height="281"')}</div></figure>`,
  ],
  Elementor: [
    ".elementor-wrapper{aspect-ratio:16/9}.elementor-wrapper iframe{width:100%;height:100%;display:flex;border:0;background:#000}",
    `<div class="elementor-widget-video"><div class="elementor-wrapper elementor-open-inline">${frame()}</div></div>`,
  ],
};

for (const width of [390, 820, 1440])
  test(`the stand-in lies in the frame's box, and its button can be reached, at ${width} px`, async () => {
    const browser = await arrive(service, "", { options: { viewport: { width, height: 900 } } });
    for (const [name, [style, markup]] of Object.entries(kWrappers)) {
      const body = `<div style="max-width:640px"><div id="wrap">${markup}</div><p id="next">Suite</p></div>`;
      // The page without a banner says what is right.
      const html = (script) =>
        `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>x</title>${script}<style>${style}</style></head><body><div data-temoin-host></div><main><h1>Essai</h1>${body}</main><footer><button type="button" data-temoin="preferences">Cookies</button></footer></body></html>`;
      await browser.first("", {
        html: html('<script src="/v1/sites/ameli.fr/banner.js"></script>'),
      });
      await browser.page.locator(".temoin-placeholder button").first().waitFor();
      const seen = await browser.value(() => {
        const round = ({ x, y, width, height }) => [x, y, width, height].map(Math.round);
        const box = document.querySelector(".temoin-placeholder");
        const next = document.getElementById("next").getBoundingClientRect().y;
        const stand = round(box.getBoundingClientRect());
        const frame = document.querySelector("iframe");
        box.remove();
        const { cssText } = frame.style;
        frame.style.removeProperty("display");
        const out = {
          stand,
          frame: round(frame.getBoundingClientRect()),
          moved: Math.round(next - document.getElementById("next").getBoundingClientRect().y),
        };
        frame.style.cssText = cssText;
        frame.before(box);
        return out;
      });
      seen.stand.forEach((each, index) =>
        assert.ok(Math.abs(each - seen.frame[index]) <= 6, `${name}: ${JSON.stringify(seen)}`),
      );
      assert.ok(Math.abs(seen.moved) <= 8, `${name}: what follows moved by ${seen.moved} px`);
      // Of two buttons the first one, inside the stand-in's own scroller where that is small.
      await browser.page.locator(".temoin-placeholder button").first().click();
      await eventually(async () => assert.ok(browser.asked.includes("frame"), name));
      assert.ok(await browser.page.locator("iframe").isVisible(), name);
    }
    await browser.close();
  });

for (const colorScheme of ["light", "dark"])
  for (const width of [390, 820, 1440])
    test(`all wrappers on one page, ${colorScheme}, at ${width} px: each button is seen whole`, async () => {
      const each = Object.entries(kWrappers).map(
        ([name, [style, markup]], at) =>
          `<section id="w${at}"><style>#w${at}{${style}}</style><h2>${name}</h2>${markup}</section>`,
      );
      const head = `<style>:root{color-scheme:light dark}main{max-width:1000px;margin:auto;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,320px),1fr));gap:16px}h1{grid-column:1/-1}section{min-width:0}</style>`;
      const browser = await arrive(service, each.join(""), {
        head,
        options: { viewport: { width, height: 900 }, colorScheme },
      });
      await browser.value(() => window.temoin.refuse());
      await browser.until(
        () =>
          [...document.querySelectorAll("section")]
            .filter((section) => {
              const box = section.querySelector(".temoin-placeholder");
              const button = box?.shadowRoot.querySelector("[part~=allow]").getBoundingClientRect();
              const { top, right, bottom, left } = box?.getBoundingClientRect() ?? {};
              return !(
                button?.top >= top &&
                button.bottom <= bottom &&
                button.left >= left &&
                button.right <= right
              );
            })
            .map((section) => section.querySelector("h2").textContent),
        [],
      );
      const folder = process.env.STAND_INS_DIR;
      if (folder) {
        mkdirSync(folder, { recursive: true });
        await browser.page.screenshot({
          path: `${folder}/${width}-${colorScheme}.png`,
          fullPage: true,
        });
      }
      await browser.close();
    });

test("in a hidden tab it takes what the frame asks for; a frame nobody was to see gets none", async () => {
  const browser = await arrive(
    service,
    `<div id="tab" style="display:none">${frame('width="320" height="240"')}</div>${frame('width="0" height="0" style="display:none"')}${frame('width="1" height="1"')}`,
  );
  await browser.page.locator(".temoin-placeholder").waitFor({ state: "attached" });
  await browser.value(() => (document.getElementById("tab").style.display = "block"));
  await browser.page.locator(".temoin-placeholder button").first().waitFor();
  const box = await browser.page.locator(".temoin-placeholder").boundingBox();
  assert.ok(Math.abs(box.width - 320) <= 6 && Math.abs(box.height - 240) <= 6, JSON.stringify(box));
  assert.equal(await browser.page.locator(".temoin-placeholder").count(), 1);
  await browser.close();
});

test("a stand-in goes with its frame, and the frame's owner may take it away at any time", async () => {
  const browser = await arrive(
    service,
    `<div id="root">${frame('width="320" height="240" id="f"')}</div>`,
  );
  await browser.page.locator(".temoin-placeholder button").first().waitFor();
  await browser.value(
    () => (
      (window.mine = document.getElementById("f")),
      document.getElementById("root").removeChild(window.mine)
    ),
  );
  await browser.page.locator(".temoin-placeholder").waitFor({ state: "detached" });
  await browser.value(() => document.getElementById("root").append(window.mine));
  await browser.page.locator(".temoin-placeholder button").first().waitFor();
  await browser.accept();
  await browser.value(() => window.temoin.withdraw());
  await browser.page.locator(".temoin-placeholder button").first().waitFor();
  // The node is still the one that its owner knows.
  await browser.value(() => document.getElementById("root").removeChild(window.mine));
  await browser.page.locator(".temoin-placeholder").waitFor({ state: "detached" });
  assert.deepEqual(browser.errors, []);
  await browser.close();
});

test("in a small frame the stand-in says less, and its button is seen whole without scrolling", async () => {
  const frame = (width, height) =>
    `<iframe title="Un film" width="${width}" height="${height}" data-service="vimeo" data-src="http://tiers.localhost/frame"></iframe>`;
  const browser = await arrive(
    service,
    `<p>${frame(300, 124)} ${frame(200, 130)} ${frame(640, 360)} ${frame(300, 180)} ${frame(160, 420)}</p><div style="display:grid;grid-template-columns:repeat(3,1fr);gap:8px;max-width:360px">${frame("100%", 124).repeat(3)}</div>`,
  );
  await browser.until(
    () =>
      [...document.querySelectorAll(".temoin-placeholder")].map((box) => {
        const button = box.shadowRoot.querySelector("[part~=allow]").getBoundingClientRect();
        const [outer, words] = [box, box.shadowRoot.querySelector(".s")].map((each) =>
          each.getBoundingClientRect(),
        );
        const seen =
          button.top >= outer.top && button.bottom <= outer.bottom && button.right <= outer.right;
        return [seen, words.width > 10];
      }),
    // Why it is held is said wherever there is room for it.
    [...[false, false, true, true, true], ...Array(3).fill(false)].map((said) => [true, said]),
  );
  await browser.close();
});

test("where a small frame has no room for why it is held, a press or the pointer says it", async () => {
  const sizes = ["640x360", "300x124", "100x124"];
  const frames = sizes.map((size) => {
    const [width, height] = size.split("x");
    return `<iframe title="Un film" width="${width}" height="${height}" data-service="vimeo" data-src="http://tiers.localhost/frame"></iframe>`;
  });
  const browser = await arrive(service, `<p>${frames.join(" ")}</p>`);
  await browser.value(() => window.temoin.refuse());
  await browser.until(
    () =>
      [...document.querySelectorAll(".temoin-placeholder")].map((box) => {
        const [words, more, root] = [".s", ".q", "[part=root]"].map((each) =>
          box.shadowRoot.querySelector(each),
        );
        const { right, bottom, width } = more.getBoundingClientRect();
        const outer = box.getBoundingClientRect();
        return [
          words.getBoundingClientRect().width > 10,
          width > 10 && right <= outer.right && bottom <= outer.bottom,
          /^Un film\. Vimeo est bloqué\. Ce contenu dépose des traceurs\. .+/.test(root.title),
        ];
      }),
    // Words seen, way to them by a press, under the pointer.
    [
      [true, true, false],
      [false, true, true],
      [false, false, true],
    ],
  );
  const why = await browser.value(() =>
    document
      .querySelectorAll(".temoin-placeholder")[1]
      .shadowRoot.querySelector(".s")
      .textContent.replace(/^.*Finalité\u00a0: /, ""),
  );
  await browser.page.locator(".temoin-placeholder").nth(1).locator("button.q").click();
  await browser.page.getByRole("dialog").getByText(why).first().waitFor();
  await browser.close();
});

test("the name of what is held is cut only where nothing else is left to go", async () => {
  const named = "Les démarches en ligne, en langue des signes française";
  const frame = (width, height) =>
    `<iframe title="${named}" width="${width}" height="${height}" data-service="vimeo" data-src="http://tiers.localhost/frame"></iframe>`;
  const browser = await arrive(
    service,
    `<p>${frame(300, 150)} ${frame(304, 120)} ${frame(240, 160)}</p>`,
  );
  await browser.until(
    () =>
      [...document.querySelectorAll(".temoin-placeholder")].map((box) => {
        const name = box.shadowRoot.querySelector("h2");
        return name.scrollWidth <= name.clientWidth + 1;
      }),
    [true, true, true],
  );
  await browser.close();
});

test("in a narrow frame, or a narrow window, no word of a button is cut in two", async () => {
  const frames = [100, 120, 140, 160, 180, 200, 240].map(
    (width) =>
      `<iframe title="Un film" width="${width}" height="420" data-service="vimeo" data-src="http://tiers.localhost/frame"></iframe>`,
  );
  const cut = () => {
    const shadows = [...document.querySelectorAll("*")].flatMap(
      ({ shadowRoot }) => shadowRoot ?? [],
    );
    const range = document.createRange();
    return shadows
      .flatMap((root) => [...root.querySelectorAll("button")])
      .flatMap((button) =>
        [...button.firstChild.data.matchAll(/\S+/g)].flatMap(({ 0: word, index }) => {
          range.setStart(button.firstChild, index);
          range.setEnd(button.firstChild, index + word.length);
          return range.getClientRects().length > 1 ? [word] : [];
        }),
      );
  };
  for (const width of [1280, 320, 160]) {
    const browser = await arrive(service, frames.join(" "), {
      options: { viewport: { width, height: 600 } },
    });
    await browser.page
      .locator(".temoin-placeholder[fit]")
      .nth(frames.length - 1)
      .waitFor();
    await browser.until(cut, []);
    await browser.value(() => window.temoin.showPreferences());
    await browser.page.getByRole("dialog").waitFor();
    await browser.until(cut, []);
    await browser.close();
  }
});

for (const [name, over] of [
  ["a link", '<a href="#x" style="position:absolute;inset:0;z-index:5"></a>'],
  [
    "a shade of what is around it",
    "<style>.w::before{content:'';position:absolute;inset:0;z-index:7}</style>",
  ],
])
  test(`${name} laid over an embed covers no button of its stand-in`, async () => {
    const browser = await arrive(
      service,
      `<div class="w" style="position:relative;width:360px;height:220px"><iframe title="Film" data-service="vimeo" style="position:absolute;inset:0;width:100%;height:100%" data-temoin-src="http://tiers.localhost/frame"></iframe>${over}</div>`,
    );
    await browser.value(() => window.temoin.refuse());
    await browser.settled();
    await browser.page.locator(".temoin-placeholder button").first().click({ timeout: 10_000 });
    await eventually(() => assert.deepEqual(browser.asked, ["frame"]));
    await browser.close();
  });
