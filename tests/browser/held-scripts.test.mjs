// Held scripts run as the parser would have run them, whenever they are let in.
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { closeAll, open } from "./lib/browser.mjs";
import { eventually, visit } from "./lib/demo.mjs";
import { pageOf, place } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";

let service;
before(async () => (service = await Service.start()));
after(async () => {
  await closeAll();
  await service.stop();
});

/** A page with a third party that answers scripts by name, and `accept` for Vimeo. */
async function arrive(body, { scripts = {}, head = "", headers = {}, accepted = false } = {}) {
  const browser = await open();
  browser.errors = [];
  browser.page.on("pageerror", (error) => browser.errors.push(error.message));
  await browser.context.route("http://tiers.localhost/**", (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === "gone.js") return route.fulfill({ status: 404, body: "" });
    const body = scripts[name] ?? `(window.ran = window.ran || []).push(${JSON.stringify(name)});`;
    return route.fulfill({
      body,
      headers: {
        "content-type": /js$/.test(name) ? "text/javascript" : "text/html",
        "access-control-allow-origin": "*",
      },
    });
  });
  await place(browser.context, "page", pageOf(body, { head }), headers);
  browser.load = () => visit(browser.page, service.address("/essai/page"));
  browser.accept = async () => {
    await browser.page.evaluate(() => window.temoin.accept("vimeo"));
    await browser.page.waitForFunction(() => window.temoin.state().status === "valid");
  };
  await browser.load();
  if (accepted) {
    await browser.accept();
    await browser.load();
  }
  browser.value = (expression) => browser.page.evaluate(expression);
  browser.until = (expression, expected) =>
    eventually(async () => assert.deepEqual(await browser.value(expression), expected));
  return browser;
}

const held = (name, more = "") =>
  `<script type="text/plain" data-service="vimeo" data-src="http://tiers.localhost/${name}" ${more}></script>`;
const inline = (text, more = "") =>
  `<script type="text/plain" data-service="vimeo" ${more}>${text}</script>`;

test("onload and onerror fire once, on the attribute, the property and listeners", async () => {
  const browser = await arrive(
    held("lib.js", 'id="a" onload="window.attribute = (window.attribute || 0) + 1"') +
      held("gone.js", 'onerror="window.fallback = (window.fallback || 0) + 1"') +
      held("other.js", 'id="b"'),
  );
  await browser.value(() => {
    document
      .getElementById("a")
      .addEventListener("load", () => (window.listener = (window.listener || 0) + 1));
    document.getElementById("b").onload = () => (window.property = (window.property || 0) + 1);
  });
  await browser.accept();
  await browser.until(
    () => [window.attribute, window.listener, window.property, window.fallback],
    [1, 1, 1, 1],
  );
  await browser.close();
});

test("document.write after the page has loaded writes at the script's place", async () => {
  const browser = await arrive(
    `<p id="before">avant</p>` +
      inline(
        `document.write('<div id="out">'); document.write('<b>un</b>'); document.write('</div>'); document.write('<p id="two">deux</p>');`,
      ) +
      `<p id="after">après</p>`,
  );
  await browser.accept();
  await browser.until(
    () =>
      [...document.querySelectorAll("main > :not(h1, script)")].map(
        (each) => each.id + ":" + each.textContent,
      ),
    ["before:avant", "out:un", "two:deux", "after:après"],
  );
  assert.deepEqual(browser.errors, []);
  await browser.close();
});

test("what document.write writes in pieces, with scripts in it, runs in order; an external script may write too", async () => {
  const browser = await arrive(
    held("writes.js") +
      inline(
        `document.write("<scr" + "ipt src='http://tiers.localhost/nested.js'></scr" + "ipt><i id=after-nested></i>"); window.here = !!document.getElementById("after-nested");`,
      ),
    {
      scripts: {
        "writes.js": `(window.ran = window.ran || []).push("writes.js"); document.write("<u id=ext>x</u><script>window.ran.push('inner')<\\/script>");`,
      },
    },
  );
  await browser.accept();
  await browser.until(() => window.ran, ["writes.js", "inner", "nested.js"]);
  assert.equal(await browser.value(() => document.getElementById("ext").textContent), "x");
  assert.equal(await browser.value(() => window.here), true);
  assert.equal(
    await browser.value(() => document.querySelector("h1").textContent),
    "Essai",
    "the page is there",
  );
  await browser.close();
});

test("what is written from onload, from a promise, from a script that it inserts, stands at its place", async () => {
  const browser = await arrive(
    `<script>window.late = () => document.write("<u>onload</u>");</script>` +
      held("lib.js", 'onload="late()"') +
      `<hr>` +
      inline(`Promise.resolve().then(() => document.write("<u>promesse</u>"));`) +
      `<hr>` +
      inline(`var own = document.createElement("script");`) +
      inline(`own.text = 'document.write("<u>posé</u>")'; document.head.append(own);`) +
      `<hr>` +
      held("late.js") +
      `<p id="end">fin</p>`,
    {
      scripts: {
        "late.js": `Promise.resolve().then(() => document.write("<u>au loin</u>"));
          var far = document.createElement("script");
          far.text = 'document.write("<u>posé au loin</u>")';
          document.head.append(far);`,
      },
    },
  );
  await browser.accept();
  await browser.until(
    () => [...document.querySelectorAll("main > u")].map((each) => each.textContent).sort(),
    ["au loin", "onload", "posé", "posé au loin", "promesse"].sort(),
  );
  assert.equal(
    await browser.value(() =>
      [...document.querySelectorAll("main > u, main > hr, main > p")]
        .map((each) => (each.matches("u") ? each.textContent.split(" ")[0] : each.localName))
        .join(" "),
    ),
    "onload hr promesse hr posé hr posé au p",
  );
  assert.deepEqual(browser.errors, []);
  // What the page itself writes afterwards is its own.
  await browser.value(() => new Promise((done) => setTimeout(done, 20)));
  await browser.value(() => document.write("<p>remplacée</p>"));
  assert.equal(await browser.value(() => document.body.textContent.trim()), "remplacée");
  await browser.close();
});

test("what is written into a table, a list or the head is what it would be there", async () => {
  const browser = await arrive(
    [
      `<table><tbody id="rows">`,
      inline('document.write("<tr><td>un</td></tr><tr><td>deux</td></tr>");'),
      `</tbody></table><ul id="list">`,
      inline('document.write("<li>trois");'),
      `</ul><select id="choice">`,
      inline('document.write("<option>quatre</option>");'),
      `</select>`,
    ].join(""),
    { head: inline('document.write("<meta name=written content=cinq><style>#x{}</style>");') },
  );
  await browser.accept();
  await browser.until(
    () => [
      document.querySelectorAll("#rows > tr > td").length,
      document.querySelector("#list > li")?.textContent,
      document.querySelector("#choice > option")?.textContent,
      document.querySelector("head > meta[name=written]")?.content,
      document.querySelectorAll("head > style").length > 0,
    ],
    [2, "trois", "quatre", "cinq", true],
  );
  await browser.close();
});

test("a script may rely on what the script before it wrote, and what that one wrote", async () => {
  const browser = await arrive(
    inline(
      `document.write("<scr" + "ipt src='http://tiers.localhost/ga.js'></scr" + "ipt>"); window.deep = 0;`,
    ) + inline("window.tracker = _gat.name; window.there = !!document.getElementById('last');"),
    {
      scripts: {
        "ga.js": `document.write("<script src='http://tiers.localhost/core.js'><\\/script><p id=mid>x</p>");`,
        "core.js": `window._gat = { name: "gat" }; document.write("<script>document.write('<i id=last>x</i>'); ++window.deep<\\/script>");`,
      },
    },
  );
  await browser.accept();
  await browser.until(() => [window.tracker, window.there, window.deep], ["gat", true, 1]);
  assert.deepEqual(
    await browser.value(() => [...document.querySelectorAll("main > [id]")].map(({ id }) => id)),
    ["last", "mid"],
  );
  await browser.load();
  await browser.until(() => [window.tracker, window.there, window.deep], ["gat", true, 1]);
  assert.deepEqual(browser.errors, []);
  await browser.close();
});

test("document.open and document.close of a script that came late leave the page as it is", async () => {
  const browser = await arrive(
    `<p id="kept">x</p>` +
      inline(
        "document.open(); document.write('<b id=one>x</b>'); document.writeln('<b id=two>y</b>'); document.close();",
      ),
  );
  await browser.accept();
  await browser.until(
    () => ["kept", "one", "two"].map((id) => !!document.getElementById(id)),
    [true, true, true],
  );
  await browser.close();
});

test("defer and modules wait for the parsed page, in their order, and see all of it", async () => {
  const see = (name) =>
    `(window.ran = window.ran || []).push("${name}:" + !!document.getElementById("late"));`;
  const browser = await arrive(`<script src="/essai/slow.js"></script><div id="late"></div>`, {
    head:
      held("widget.js", "defer") +
      held("mod.js", 'data-type="module"') +
      held("next.js", "defer") +
      held("first.js"),
    scripts: {
      "widget.js": see("widget"),
      "mod.js": see("mod"),
      "next.js": see("next"),
      "first.js": see("first"),
    },
  });
  await browser.accept();
  // The parser is held up until the first one ran.
  await browser.context.route("**/essai/slow.js", async (route) => {
    await browser.page.waitForFunction(() => window.ran?.length);
    await route.fulfill({ body: "" });
  });
  await browser.load();
  await browser.until(() => window.ran, ["first:false", "widget:true", "mod:true", "next:true"]);
  await browser.close();
});

test("a script let in late still hears of DOMContentLoaded and load, others hear once", async () => {
  const browser = await arrive(
    `<script>window.own = 0; addEventListener("load", () => ++window.own)</script>` +
      inline(
        `document.addEventListener("DOMContentLoaded", () => (window.dcl = (window.dcl || 0) + 1)); addEventListener("load", { handleEvent() { window.loaded = (window.loaded || 0) + 1; } }); window.onload = () => (window.onloaded = 1);`,
      ),
  );
  await browser.value(
    () =>
      new Promise((done) =>
        document.readyState === "complete" ? done() : addEventListener("load", done),
      ),
  );
  await browser.accept();
  await browser.until(() => [window.dcl, window.loaded, window.onloaded, window.own], [1, 1, 1, 1]);
  await browser.close();
});

test("modules let in late, inline and external, hear of DOMContentLoaded and load once; in order", async () => {
  const wait = (name) =>
    `document.addEventListener("DOMContentLoaded", () => (window.heard = window.heard || []).push("${name}")); addEventListener("load", () => window.heard.push("${name} load"));`;
  const browser = await arrive(
    held("one.js", 'data-type="module"') +
      inline(wait("two"), 'data-type="module"') +
      held("three.js", 'data-type="module"') +
      held("four.js", "defer") +
      `<script>window.own = 0; document.addEventListener("DOMContentLoaded", () => ++window.own)</script>`,
    {
      scripts: {
        "one.js": `import "http://tiers.localhost/part.js"; ${wait("one")}`,
        "part.js": wait("part"),
        "three.js": wait("three"),
        "four.js": wait("four"),
      },
    },
  );
  await browser.value(
    () =>
      new Promise((done) =>
        document.readyState === "complete" ? done() : addEventListener("load", done),
      ),
  );
  await browser.accept();
  const names = ["part", "one", "two", "three", "four"];
  await browser.until(
    () => [...(window.heard || [])].sort(),
    names.flatMap((name) => [name, name + " load"]).sort(),
  );
  assert.deepEqual(
    await browser.value(() => window.heard.filter((each) => !/load/.test(each))),
    names,
  );
  assert.equal(await browser.value(() => window.own), 1);
  await browser.close();
});

test("a script finds itself by its id and address, and the tag keeps both afterwards", async () => {
  const browser = await arrive(held("snippet.js?key=abc", 'id="ze-snippet"'), {
    scripts: {
      "snippet.js":
        "const me = document.getElementById('ze-snippet'); window.key = new URL(me.src).searchParams.get('key'); window.same = me === document.currentScript;",
    },
  });
  await browser.accept();
  await browser.until(() => [window.key, window.same], ["abc", true]);
  await browser.until(() => document.querySelectorAll("script[src*=tiers]").length, 1);
  assert.deepEqual(
    await browser.value(() => [
      document.querySelectorAll("#ze-snippet").length,
      document.getElementById("ze-snippet").type,
    ]),
    [1, "text/plain"],
  );
  await browser.close();
});

test("a script keeps its attributes, and one that is not what its integrity says does not run", async () => {
  const code =
    "const { dataset, id, crossOrigin, integrity } = document.currentScript; window.mine = [dataset.key, id, crossOrigin, integrity.slice(0, 6)];";
  const hash = (text) => "sha384-" + createHash("sha384").update(text).digest("base64");
  const tag = (name, text) =>
    held(
      name,
      `integrity="${hash(text)}" crossorigin="anonymous" data-key="k1" id="vendor" onerror="window.failed = 1"`,
    );
  const browser = await arrive(tag("sri.js", code) + tag("other.js", "window.other = 1"), {
    scripts: { "sri.js": code, "other.js": "window.other = 2" },
  });
  await browser.accept();
  await browser.until(() => window.mine, ["k1", "vendor", "anonymous", "sha384"]);
  await browser.until(() => [window.failed, window.other], [1, undefined]);
  await browser.close();
});

test("one tag that throws, or cannot even be copied, stops nobody", async () => {
  const browser = await arrive(
    inline("throw new Error('mine')") +
      inline("syntax error here") +
      inline("window.third = 1") +
      held("lib.js"),
  );
  await browser.accept();
  await browser.until(() => [window.third, (window.ran || []).join()], [1, "lib.js"]);
  await browser.close();
});

const kBody =
  held("lib.js") +
  inline("window.inline = 1") +
  `<iframe title="F" data-service="vimeo" data-src="http://tiers.localhost/frame"></iframe><template data-service="vimeo"><p id="inside">x</p><script>window.templated = 1</script></template>` +
  inline("document.write('<em id=written>w</em>')");

for (const policy of [
  "require-trusted-types-for 'script'",
  "require-trusted-types-for 'script'; trusted-types temoin",
])
  test("Trusted Types: " + policy, async () => {
    const browser = await arrive(kBody, { headers: { "content-security-policy": policy } });
    await browser.accept();
    await browser.until(
      () => [
        (window.ran || []).join(),
        window.inline,
        window.templated,
        !!document.getElementById("inside"),
        !!document.getElementById("written"),
        document.querySelector("iframe").src,
      ],
      ["lib.js", 1, 1, true, true, "http://tiers.localhost/frame?dnt=1"],
    );
    await browser.value(() => window.temoin.showPreferences());
    await browser.page.getByRole("dialog").waitFor();
    assert.deepEqual(browser.errors, []);
    await browser.close();
  });

test("the copies are gone afterwards: nothing that runs stays in the markup", async () => {
  const browser = await arrive(inline("window.one = (window.one || 0) + 1") + held("lib.js"));
  await browser.accept();
  await browser.until(() => [window.one, (window.ran || []).join()], [1, "lib.js"]);
  await browser.until(
    () => [...document.querySelectorAll("main script")].map((each) => each.type),
    ["text/plain", "text/plain"],
  );
  await browser.close();
});

test("a tag that names its address by src runs again when it is allowed again", async () => {
  const browser = await arrive(
    '<script type="text/plain" data-service="vimeo" src="http://tiers.localhost/lib.js"></script>' +
      held("other.js"),
  );
  await browser.accept();
  await browser.until(() => window.ran, ["lib.js", "other.js"]);
  await browser.value(
    () =>
      new Promise((done) => {
        document.addEventListener("temoin:choice", () => done(), { once: true });
        window.temoin.refuse();
      }),
  );
  await browser.accept();
  await browser.until(() => window.ran, ["lib.js", "other.js", "lib.js", "other.js"]);
  await browser.close();
});

test("a script that no browser runs keeps nobody waiting", async () => {
  const browser = await arrive(
    held("old.js", "nomodule") +
      held("data.txt", 'data-type="text/x-template"') +
      held("old.vbs", 'language="vbscript"') +
      held("lib.js", 'data-type="text/javascript"') +
      inline('window.ran.push("inline")') +
      inline(
        "document.write('<script nomodule src=http://tiers.localhost/w.js></' + 'script><script src=http://tiers.localhost/x.js></' + 'script>')",
      ) +
      held("last.js"),
  );
  await browser.accept();
  await browser.until(() => window.ran, ["lib.js", "inline", "x.js", "last.js"]);
  await browser.close();
});

for (const accepted of [false, true])
  test(`a deferred script in the head runs after the body's own${accepted ? "" : ", let in late, too"}`, async () => {
    const browser = await arrive(held("core.js") + held("more.js", "defer"), {
      head: held("plugin.js", "defer"),
      accepted,
    });
    if (!accepted) await browser.accept();
    await browser.until(() => window.ran, ["core.js", "plugin.js", "more.js"]);
    await browser.close();
  });

test("a script that looks for its tags finds one, with what they say, while it runs and afterwards", async () => {
  const look = `(window.found = window.found || []).push([document.querySelectorAll('script[src*="widget"]').length, document.querySelectorAll("script[data-widget]").length, document.currentScript.dataset.widget]);`;
  const browser = await arrive(held("widget.js", 'data-widget="1" class="w"'), {
    scripts: { "widget.js": look },
  });
  await browser.accept();
  await browser.until(() => window.found, [[1, 1, "1"]]);
  await browser.until(
    () =>
      [...document.querySelectorAll("script.w")].map((each) => [each.dataset.widget, !!each.src]),
    [["1", true]],
  );
  await browser.load();
  await browser.until(() => window.found, [[1, 1, "1"]]);
  await browser.close();
});

test("listeners that come late: twice the same is one, taken away or aborted is none", async () => {
  const text = `const told = (window.told = []);
const twice = () => told.push("twice"); addEventListener("load", twice); addEventListener("load", twice);
const gone = () => told.push("gone"); addEventListener("load", gone); removeEventListener("load", gone);
const stop = new AbortController(); addEventListener("load", () => told.push("aborted"), { signal: stop.signal }); stop.abort();
addEventListener("load", function (event) { told.push([this === window, event.currentTarget === window, event.target === document]); }, { once: true });
document.addEventListener("DOMContentLoaded", { handleEvent() { told.push("object"); } });`;
  const browser = await arrive(held("late.js"), { scripts: { "late.js": text } });
  await browser.accept();
  await browser.until(() => window.told, ["twice", [true, true, true], "object"]);
  await browser.close();
});

test("scripts that chain window.onload, let in late: each is called once, the page's own never again", async () => {
  const chain = (name) =>
    `{ const before = window.onload; window.onload = () => { before && before(); (window.told = window.told || []).push("${name}"); }; }`;
  const browser = await arrive(
    `<script>window.own = 0; window.onload = () => ++window.own;</script>` +
      held("one.js") +
      held("two.js") +
      `<script type="text/plain" data-service="vimeo">${chain("inline")}</script>`,
    { scripts: { "one.js": chain("one"), "two.js": chain("two") } },
  );
  await browser.accept();
  await browser.until(() => window.told, ["one", "two", "inline"]);
  assert.equal(await browser.value(() => window.own), 1);
  await browser.close();
});
