// Pages that change under the banner: shadow roots, languages, late footers and preferences,
// addresses.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { closeAll } from "./lib/browser.mjs";
import { eventually, part, quiet } from "./lib/demo.mjs";
import { Service } from "./lib/service.mjs";
import { arrive } from "./lib/tiers.mjs";

let service;
before(async () => (service = await Service.start()));
after(async () => {
  await closeAll();
  await service.stop();
});

const kFrame =
  '<iframe title="Film" width="640" height="360" data-service="vimeo" data-src="http://tiers.localhost/frame"></iframe>';

test("open shadow roots: what stands in them is held, covered, let in; their buttons and links work", async () => {
  const browser = await arrive(
    service,
    `<site-video></site-video><site-footer></site-footer><div id="declared"><template shadowrootmode="open"><site-video></site-video><img alt="" data-service="vimeo" data-src="http://tiers.localhost/declared"></template></div>
    <script>for (const [name, html] of [["site-video", '${kFrame}'], ["site-footer", '<button type="button" data-temoin="preferences">Gestion</button>']])
      customElements.define(name, class extends HTMLElement { connectedCallback() { this.attachShadow({ mode: "open" }).innerHTML = html; } });</script>`,
  );
  await browser.page.locator("site-video .temoin-placeholder").first().waitFor();
  await browser.accept();
  await eventually(async () =>
    assert.deepEqual([...browser.asked].sort(), ["declared", "frame", "frame"]),
  );
  await browser.page.locator("site-footer button").click();
  await browser.page.getByRole("dialog").waitFor();
  await browser.value(() => window.temoin.withdraw());
  await eventually(async () =>
    assert.equal(
      await browser.value(
        () => document.querySelector("site-video").shadowRoot.querySelectorAll("[src]").length,
      ),
      0,
    ),
  );
  await browser.close();
});

test("shadow roots that come with later markup, elements that are defined later, frames written as text", async () => {
  const browser = await arrive(service, `<late-video></late-video><div id="zone"></div>`);
  const declared = `<div><template shadowrootmode="open"><div><template shadowrootmode="open"><img alt="" data-service="vimeo" data-src="http://tiers.localhost/deep"></template></div></template></div>
    <iframe id="text" title="Carte" width="300" height="200" data-service="vimeo" data-temoin-srcdoc="<img alt='' src='http://tiers.localhost/written'>"></iframe>`;
  await browser.value((html) => {
    document.getElementById("zone").setHTMLUnsafe(html);
    customElements.define(
      "late-video",
      class extends HTMLElement {
        connectedCallback() {
          const frame =
            '<iframe title="Film" width="300" height="200" data-service="vimeo" data-src="http://tiers.localhost/frame"></iframe>';
          this.attachShadow({ mode: "open" }).innerHTML = frame;
        }
      },
    );
  }, declared);
  await browser.page.locator("late-video .temoin-placeholder").waitFor();
  await browser.page.locator("#zone .temoin-placeholder").waitFor();
  assert.deepEqual(browser.asked, []);
  await browser.accept();
  await eventually(async () =>
    assert.deepEqual([...browser.asked].sort(), ["deep", "frame", "written"]),
  );
  await browser.value(() => window.temoin.withdraw());
  await browser.until(() => document.getElementById("text").hasAttribute("srcdoc"), false);
  await browser.close();
});

test("a page with another base address, and a policy that trusts what trusted scripts add", async () => {
  const html = `<!doctype html><html lang="fr"><head><meta charset="utf-8"><base href="http://tiers.localhost/base/"><title>x</title>
    <script nonce="n1" src="${service.address("/v1/sites/ameli.fr/banner.js")}"></script></head><body><div data-temoin-host></div><main><h1>x</h1>
    <script type="text/plain" data-service="vimeo" data-src="own.js"></script><script type="text/plain" data-service="vimeo">window.inline = 1; document.write("<b id=w>x</b>")</script>
    <a href="#temoin-preferences">Cookies</a></main></body></html>`;
  const browser = await arrive(service, "", {
    html,
    headers: {
      "content-security-policy":
        "default-src 'none'; base-uri *; script-src 'nonce-n1' 'strict-dynamic'; connect-src " +
        service.address("/"),
    },
  });
  await browser.page.locator("a").click();
  await part(browser.page, "dialog").waitFor();
  await browser.page.keyboard.press("Escape");
  await part(browser.page, "accept").click();
  await browser.settled();
  await browser.until(
    () => [window.inline, !!document.getElementById("w"), window.ran],
    [1, true, ["base/own.js"]],
  );
  assert.deepEqual(browser.errors, []);
  await browser.close();
});

test("a handler that stops clicks does not take the way back, wherever it listens", async () => {
  const stop = "(event) => event.target.id === 'b' && event.stopPropagation()";
  for (const [target, late] of [
    ["document.getElementById('b').parentNode", "false"],
    ["document", "true"],
    ["window", "true"],
  ]) {
    const script = `<script>addEventListener("DOMContentLoaded", () => ${target}.addEventListener("click", ${stop}, ${late}))</script>`;
    const early = `<script>${target}.addEventListener("click", ${stop}, ${late})</script>`;
    const browser = await arrive(
      service,
      '<div><button id="b" type="button" data-temoin="preferences">x</button></div>',
      { head: late === "true" ? early : script },
    );
    await browser.page.locator("#b").click();
    await browser.page.getByRole("dialog").waitFor();
    await browser.close();
  }
});

test("the page's language is followed, placeholders too, until one was set on purpose", async () => {
  const browser = await arrive(service, kFrame);
  await browser.page.locator(".temoin-placeholder button").first().waitFor();
  await eventually(async () => {
    await browser.value(
      () =>
        (document.documentElement.lang = document.documentElement.lang === "en" ? "en-GB" : "en"),
    );
    assert.equal(await part(browser.page, "accept").innerText(), "Accept all");
  });
  await eventually(async () =>
    assert.match(
      await browser.page.locator(".temoin-placeholder button").first().innerText(),
      /Allow Vimeo/,
    ),
  );
  await browser.value(() => window.temoin.setLanguage("fr"));
  await browser.value(() => (document.documentElement.lang = "en"));
  await eventually(async () =>
    assert.equal(await part(browser.page, "accept").innerText(), "Tout accepter"),
  );
  await browser.close();
});

test("a footer that comes late takes the place of our control; a preferences page made by a router is filled", async () => {
  const browser = await arrive(service, "", {
    html: `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>x</title><script src="/v1/sites/ameli.fr/banner.js"></script></head><body><div data-temoin-host></div><main><h1>x</h1><div id="route">accueil</div></main></body></html>`,
  });
  await part(browser.page, "refuse").click();
  await part(browser.page, "reopen").waitFor();
  await browser.value(() =>
    document.body.insertAdjacentHTML(
      "beforeend",
      '<footer><button type="button" data-temoin="preferences">Cookies</button></footer>',
    ),
  );
  await part(browser.page, "reopen").waitFor({ state: "detached" });
  await browser.value(
    () => (document.getElementById("route").innerHTML = "<div data-temoin-preferences></div>"),
  );
  await browser.page
    .locator("[data-temoin-preferences]")
    .getByRole("button", { name: "Enregistrer mes choix" })
    .waitFor();
  await browser.close();
});

test("an address that the page changes is followed, held and let in; a src beside it is no address of its own", async () => {
  const browser = await arrive(
    service,
    `<iframe id="b" title="B" src="about:blank" data-service="vimeo" data-src="http://tiers.localhost/b"></iframe><iframe id="c" title="C" src="" data-service="vimeo" data-src="http://tiers.localhost/c"></iframe>
    <img id="a" alt="" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" data-service="vimeo" data-temoin-src="http://tiers.localhost/a">
    <video id="v" muted><source data-service="vimeo" data-src="http://tiers.localhost/film.mp4" type="video/mp4"></video>`,
  );
  await browser.value(
    () => (document.getElementById("b").dataset.src = "http://tiers.localhost/b2"),
  );
  await browser.accept();
  await eventually(async () =>
    assert.deepEqual([...new Set(browser.asked)].sort(), ["a", "b2", "c", "film.mp4"]),
  );
  await browser.value(
    () => (document.getElementById("c").dataset.src = "http://tiers.localhost/c2"),
  );
  await eventually(async () => assert.ok(browser.asked.includes("c2")));
  await browser.value(() => window.temoin.refuse());
  await eventually(async () =>
    assert.equal(
      await browser.value(() => document.querySelectorAll("main [src*=tiers]").length),
      0,
    ),
  );
  assert.match(
    await browser.value(() => document.getElementById("a").getAttribute("src")),
    /^data:/,
  );
  await browser.close();
});

test("an embed that the page takes away at the very moment its stand-in comes into sight", async () => {
  // In a task behind the frame that first shows it, and before what that frame tells of.
  const browser = await arrive(
    service,
    `<script>
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        document.querySelector("main div")?.remove();
        window.gone = true;
      };
      const wait = new MutationObserver(() => {
        if (!document.querySelector(".temoin-placeholder")) return;
        wait.disconnect();
        requestAnimationFrame(() => port2.postMessage(0));
      });
      wait.observe(document, { childList: true, subtree: true });
    </script><main><div>${kFrame}</div></main>`,
  );
  await browser.until(() => window.gone, true);
  await quiet(browser.page, 200);
  assert.deepEqual(browser.errors, []);
  await browser.close();
});

test("unknown names are said once, and several names mean all of them", async () => {
  const browser = await arrive(
    service,
    `<script type="text/plain" data-service="you-tube">window.never = 1</script><script type="text/plain" data-service="you-tube">window.never = 1</script>
    <script type="text/plain" data-category="multimedia,audience">window.comma = 1</script><script type="text/plain" data-service="vimeo adform">window.both = 1</script>`,
  );
  await browser.accept();
  await browser.until(() => [window.never, window.comma, window.both], [undefined, 1, undefined]);
  await browser.accept("adform");
  await browser.until(() => window.both, 1);
  const said = browser.warnings.filter((each) => /you-tube/.test(each));
  assert.equal(said.length, 1);
  assert.match(said[0], /no service or purpose of ameli\.fr.*vimeo/);
  // The same for what the page's scripts ask and say.
  await browser.value(() => {
    for (let turn = 0; turn < 2; ++turn) {
      window.temoin.allowed("daily-motion");
      window.temoin.save({ "you-tub": true });
      window.temoin.refuse(["lively", "vimeo"]);
    }
  });
  await eventually(() =>
    assert.deepEqual(
      browser.warnings
        .filter((each) => !/you-tube/.test(each))
        .map((each) => /"([\w-]+)" is no service.*: (temoin\.\w+\(\))/.exec(each).slice(1).join())
        .sort(),
      ["daily-motion,temoin.allowed()", "lively,temoin.accept()", "you-tub,temoin.save()"],
    ),
  );
  await browser.close();
});

test("no layer of the page lies over a button: filters, transforms, scrollers, chat bubbles", async () => {
  for (const style of [
    "body{filter:grayscale(1)}",
    "body{transform:translateX(20px)}",
    "html{filter:blur(0)}",
    "body{container-type:inline-size}",
    "main{position:fixed;inset:0;overflow:auto}",
  ]) {
    const browser = await arrive(
      service,
      '<div style="height:300vh">x</div><div id="chat" style="position:fixed;right:0;bottom:0;width:60vw;height:200px;z-index:2147483647;background:#eee">chat</div>',
      { head: `<style>${style}</style>`, options: { viewport: { width: 390, height: 844 } } },
    );
    await part(browser.page, "banner").waitFor();
    for (const name of ["accept", "refuse", "choose"]) {
      const box = await part(browser.page, name).boundingBox();
      assert.ok(box.y >= 0 && box.y + box.height <= 844, style + " " + name);
      const hit = await browser.value(
        ([x, y]) => document.elementFromPoint(x, y)?.matches("#temoin, [data-temoin-host]"),
        [box.x + box.width - 10, box.y + box.height / 2],
      );
      assert.ok(hit, style + " " + name);
    }
    await browser.close();
  }
});

test("nothing that has the focus lies behind the banner, whatever the page scrolls in", async () => {
  const links = (count) =>
    Array.from({ length: count }, (_, at) => `<p><a href="#l${at}">lien ${at}</a></p>`).join("");
  for (const [name, style] of [
    ["the page itself", ""],
    ["a scroller as high as the window", "main{height:100vh;overflow:auto}body{margin:0}"],
    [
      "a body that does not scroll",
      "html,body{height:100%;overflow:hidden}main{height:100%;overflow:auto}",
    ],
    ["a fixed shell", "main{position:fixed;inset:0;overflow:auto}"],
    [
      "one that scrolls softly",
      "main{position:fixed;inset:0;overflow:auto;scroll-behavior:smooth}",
    ],
    ["a bar fixed at the bottom", "nav{position:fixed;inset:auto 0 0}"],
  ]) {
    const browser = await arrive(service, links(40) + '<nav><a href="#bar">barre</a></nav>', {
      head: `<style>${style}</style>`,
      options: { viewport: { width: 390, height: 844 } },
    });
    await part(browser.page, "banner").waitFor();
    const hidden = await browser.value(async () => {
      const banner = document
        .querySelector("#temoin, [data-temoin-host]")
        .shadowRoot.querySelector("[part=banner]");
      const out = [];
      for (const link of document.querySelectorAll("a[href^='#l'], nav a, footer button")) {
        link.focus();
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        const [box, over] = [link, banner].map((each) => each.getBoundingClientRect());
        const apart = box.bottom <= over.top || box.top >= over.bottom;
        if (!apart || box.top < 0 || box.bottom > innerHeight) out.push(link.textContent);
      }
      return out;
    });
    assert.deepEqual(hidden, [], name);
    await browser.close();
  }
});
