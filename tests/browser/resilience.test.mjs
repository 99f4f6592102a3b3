// The service may be down, blocked, behind a challenge or ahead of the page: the page never breaks,
// no choice is lost, nothing runs that was not durably allowed, and nobody is asked in a loop.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeAll, cookieNames, kWholeChromium, open } from "./lib/browser.mjs";
import { eventually, part, quiet, settle, visit } from "./lib/demo.mjs";
import { pageOf, place, siteBefore, tweak } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";

let service;
before(async () => (service = await Service.start()));
after(() => closeAll());
after(() => service.stop());

const kConsents = "**/v1/sites/*/consents";
const kBody =
  '<script type="text/plain" data-service="vimeo">window.ran = (window.ran || 0) + 1;</script>';

async function arrive({ headers = {}, body = kBody, change, ...options } = {}) {
  const browser = await open(options);
  const { page, context } = browser;
  browser.errors = [];
  page.on("pageerror", (error) => browser.errors.push(error.message));
  if (change) await tweak(context, change);
  await place(context, "page", pageOf(body), headers);
  await visit(page, service.address("/essai/page"));
  return browser;
}

const status = (page) => page.evaluate(() => window.temoin.state().status);

for (const [name, answer] of [
  ["the line is cut", (route) => route.abort()],
  [
    "503",
    (route) =>
      route.fulfill({
        status: 503,
        headers: { "content-type": "application/problem+json", "retry-after": "1" },
        body: "{}",
      }),
  ],
  [
    "a CDN's challenge",
    (route) =>
      route.fulfill({
        status: 403,
        headers: { "content-type": "text/html", "cf-mitigated": "challenge" },
        body: "<p>Un instant…</p>",
      }),
  ],
  [
    "a CDN's page with status 200",
    (route) =>
      route.fulfill({
        status: 200,
        headers: { "content-type": "text/html" },
        body: "<p>Maintenance</p>",
      }),
  ],
]) {
  test(`unreachable (${name}): an acceptance is kept, nothing runs, it is sent again and then takes effect`, async () => {
    const { page, context, errors, close } = await arrive();
    const sent = [];
    await context.route(
      kConsents,
      (route) => (sent.push(JSON.parse(route.request().postData())), answer(route)),
    );
    await part(page, "accept").click();
    await eventually(async () =>
      assert.match(await page.getByRole("status").innerText(), /retenu sur cet appareil/),
    );
    assert.equal(await status(page), "pending");
    assert.equal(await part(page, "banner").count(), 0);
    assert.equal(await page.evaluate(() => window.ran), undefined);
    await page.reload();
    await page.waitForFunction(() => window.temoin);
    assert.equal(await status(page), "pending");
    assert.equal(await part(page, "banner").count(), 0, "not asked again");
    assert.equal(await page.evaluate(() => window.ran), undefined);
    await context.unroute(kConsents);
    await page.waitForFunction(() => window.temoin.state().status === "valid");
    assert.equal(await page.evaluate(() => window.ran), 1);
    assert.equal(new Set(sent.map((each) => each.key)).size, 1, "one choice, one key");
    assert.deepEqual(errors, []);
    await close();
  });
}

test("a date in Retry-After does not make a page hammer a service that is down", async () => {
  const { page, context, close } = await arrive();
  let sent = 0;
  const headers = {
    "content-type": "application/problem+json",
    "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT",
  };
  await context.route(
    kConsents,
    (route) => (++sent, route.fulfill({ status: 503, headers, body: "{}" })),
  );
  await part(page, "accept").click();
  await eventually(async () => assert.ok(sent > 0));
  await page.waitForTimeout(1000);
  assert.equal(sent, 1, "the first wait is at least a second and a half");
  await close();
});

test("a frozen page that comes back does not send again what another page has sent and withdrawn", async () => {
  const { page, context, close } = await arrive();
  // A frozen page hears no storage events, and its timers stand still.
  await page.addInitScript(() => {
    const { addEventListener } = window;
    window.addEventListener = (type, ...rest) =>
      type !== "storage" && addEventListener.call(window, type, ...rest);
  });
  await page.reload();
  await part(page, "banner").waitFor();
  await quiet(page);
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  const cut = (route) => route.abort();
  await context.route(kConsents, cut);
  await part(page, "accept").click();
  await eventually(async () => assert.equal(await status(page), "pending"));
  await context.unroute(kConsents, cut);
  await page.clock.fastForward(500);
  const beside = await context.newPage();
  await visit(beside, service.address("/essai/page"));
  await beside.evaluate(() => window.temoin.withdraw());
  await settle(beside);
  const again = [];
  context.on("request", (request) => request.method() === "POST" && again.push(request.url()));
  await page.evaluate(() =>
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })),
  );
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await page.waitForTimeout(500);
  assert.deepEqual(again, []);
  assert.equal(await status(page), "valid");
  assert.equal(await page.evaluate(() => window.temoin.allowed("vimeo")), false);
  await close();
});

test("unreachable: a refusal takes effect at once", async () => {
  const { page, context, close } = await arrive({
    body: '<script type="text/plain" data-service="piano-analytics">document.cookie = "pa_privacy=1; path=/";</script>',
  });
  await part(page, "banner").waitFor();
  await eventually(async () => assert.ok((await cookieNames(context)).includes("pa_privacy")));
  await context.route(kConsents, (route) => route.abort());
  await part(page, "refuse").click();
  assert.equal(await page.evaluate(() => window.temoin.allowed("audience")), false);
  await eventually(async () => assert.ok(!(await cookieNames(context)).includes("pa_privacy")));
  await close();
});

test("a strict CSP: everything works under default-src 'none', with and without a nonce", async () => {
  for (const nonce of ["", "abc123"]) {
    const script = nonce ? `'nonce-${nonce}' 'strict-dynamic'` : "'self'";
    const browser = await open();
    const { page, context } = browser;
    const broken = [];
    page.on("console", (message) => message.type() === "error" && broken.push(message.text()));
    let html = pageOf(
      '<iframe title="Film" data-service="vimeo" data-src="http://vimeo.localhost/x"></iframe><template data-service="adform"><p id="inside">ici</p></template>',
    );
    if (nonce) html = html.replace("<script ", `<script nonce="${nonce}" `);
    const csp = `default-src 'none'; script-src ${script}; connect-src 'self'; frame-src http://vimeo.localhost; base-uri 'none'`;
    await place(context, "strict", html, { "content-security-policy": csp });
    await context.route("http://vimeo.localhost/**", (route) =>
      route.fulfill({ body: "film", contentType: "text/html" }),
    );
    await visit(page, service.address("/essai/strict"));
    await part(page, "banner").waitFor();
    const style = await part(page, "accept").evaluate((button) => [
      getComputedStyle(button).minHeight,
      getComputedStyle(button.closest("[part=banner]")).position,
    ]);
    assert.deepEqual(style, ["48px", "fixed"]);
    await page.locator(".temoin-placeholder").waitFor();
    await part(page, "choose").click();
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    assert.equal(await dialog.evaluate((each) => getComputedStyle(each).display), "flex");
    await page.getByRole("group", { name: "Pour Adform" }).getByLabel("Autoriser").check();
    await part(page, "save").click();
    await settle(page);
    await page.locator("#inside").waitFor();
    await page
      .locator(".temoin-placeholder")
      .getByRole("button", { name: "Autoriser Vimeo" })
      .click();
    await page.frameLocator("iframe").getByText("film").waitFor();
    assert.deepEqual(broken, [], nonce);
    await browser.close();
  }
});

test("a CSP that forbids the connection counts as unreachable", async () => {
  const { page, errors, close } = await arrive({
    headers: { "content-security-policy": "connect-src 'none'" },
  });
  await part(page, "accept").click();
  await eventually(async () => assert.match(await page.getByRole("status").innerText(), /retenu/));
  assert.equal(await status(page), "pending");
  assert.equal(await page.evaluate(() => window.ran), undefined);
  assert.deepEqual(errors, []);
  await close();
});

test("several tabs agree, both ways", async () => {
  const { page, context, close } = await arrive();
  const other = await context.newPage();
  await visit(other, service.address("/essai/page"));
  await part(other, "banner").waitFor();
  await part(page, "accept").click();
  await settle(page);
  await other.waitForFunction(() => window.ran === 1);
  assert.equal(await part(other, "banner").count(), 0);
  await other.evaluate(() => window.temoin.refuse());
  await settle(other);
  await page.waitForFunction(() => !window.temoin.allowed("vimeo"));
  await close();
});

test("back/forward cache: a restored page takes up what was decided meanwhile", async () => {
  // The browser's own cache, which Playwright switches off unless told otherwise; pages from a
  // server, since intercepted ones do not enter it.
  const browser = await open({
    executablePath: kWholeChromium,
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
  const site = await siteBefore(service, {
    "/page": pageOf(kBody),
    "/suite": pageOf("<p>suite</p>"),
  });
  const { page, context } = browser;
  const leaveAndComeBack = async (meanwhile) => {
    await quiet(page);
    await page.evaluate(() => (window.mark = 1));
    await page.goto(site.address("/suite"));
    await meanwhile();
    await page.goBack({ waitUntil: "commit" });
    assert.equal(
      await page.evaluate(() => window.mark),
      1,
      "the page was restored, not loaded again",
    );
  };
  await visit(page, site.address("/page"));
  await part(page, "banner").waitFor();
  await leaveAndComeBack(async () => {
    await part(page, "accept").click();
    await settle(page);
  });
  await page.waitForFunction(() => window.ran === 1);
  await eventually(async () => assert.equal(await part(page, "banner").count(), 0));
  await leaveAndComeBack(async () => {
    await page.evaluate(() => window.temoin.refuse());
    await settle(page);
  });
  await page.waitForFunction(
    () => !window.temoin.allowed("vimeo") && !window.temoin.allowed("audience"),
  );
  await leaveAndComeBack(() => context.clearCookies());
  await part(page, "banner").waitFor();
  await browser.close();
  await site.close();
});

test("a CDN that defers scripts leaves the banner and what it holds back alone", async () => {
  // As Rocket Loader does: every script becomes inert text until the page has loaded, save those
  // whose first attributes say data-cfasync="false" and those that are no scripts to begin with.
  const defer = (html) =>
    html.replace(
      /<script(?![^>]*data-cfasync="false")(?![^>]*type="text\/plain")/g,
      '<script type="aaaa-text/javascript"',
    ) +
    `<script data-cfasync="false">addEventListener("load", () => document.querySelectorAll('script[type^="aaaa-"]').forEach((old) => {
      const script = document.createElement("script");
      script.text = old.text;
      old.replaceWith(script);
    }));</script>`;
  const browser = await open();
  const { page, context } = browser;
  await place(
    context,
    "page",
    defer(
      pageOf(
        `${kBody}<script>window.deferred = !!window.temoin && window.ran === undefined;</script>`,
      ),
    ),
  );
  await page.addInitScript(() => {
    window.fetched = [];
    new MutationObserver((records) => {
      for (const each of records.flatMap(({ addedNodes }) => [...addedNodes]))
        if (/\/v1\/banner\//.test(each.src)) window.fetched.push(each.dataset.cfasync);
    }).observe(document, { childList: true, subtree: true });
  });
  await visit(page, service.address("/essai/page"));
  await part(page, "banner").waitFor();
  assert.equal(await page.evaluate(() => window.deferred), true);
  assert.equal(await page.evaluate(() => window.ran), undefined);
  await part(page, "choose").click();
  await page.getByRole("dialog").waitFor();
  // What the banner fetched, and that it left nothing of it in the head.
  assert.deepEqual(await page.evaluate(() => window.fetched), ["false", "false"]);
  assert.equal(await page.locator("head script[src*='/v1/banner/']").count(), 0);
  await part(page, "accept").last().click();
  await page.waitForFunction(() => window.ran === 1);
  await browser.close();
});

test("GPC: recorded, and answered as a refusal without a first layer where the site says so", async () => {
  for (const [setting, asked] of [
    ["refuse", false],
    ["ignore", true],
  ]) {
    const browser = await open();
    const { page, context } = browser;
    await page.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true }),
    );
    await tweak(context, (config) => (config.settings.gpc = setting));
    // Exempt measurement is opposed from the first moment where the signal is a refusal.
    await place(
      context,
      "page",
      pageOf(kBody, {
        head: '<script type="text/plain" data-service="piano-analytics">window.measured = 1;</script>',
      }),
    );
    const posts = [];
    context.on(
      "request",
      (request) =>
        request.method() === "POST" &&
        request.url().endsWith("/consents") &&
        posts.push(JSON.parse(request.postData())),
    );
    await visit(page, service.address("/essai/page"));
    if (asked) await part(page, "refuse").click();
    await settle(page);
    assert.equal(await page.evaluate(() => window.measured), asked ? 1 : undefined);
    assert.equal(await part(page, "banner").count(), 0);
    assert.equal(posts.length, 1);
    assert.equal(posts[0].gpc, true);
    assert.equal(posts[0].action, "refuse_all");
    assert.equal(posts[0].layer, asked ? "banner" : "page");
    assert.equal(await page.evaluate(() => window.temoin.allowed("audience")), false);
    await browser.close();
  }
});

test("an end that comes while the page is open: stopped when the visitor looks again", async () => {
  const { page, close } = await arrive();
  await part(page, "accept").click();
  await settle(page);
  const end = await page.evaluate(() => window.temoin.state().validUntil);
  // By more than the clocks of service and device may seem apart when an answer took its time.
  await page.clock.setFixedTime(new Date(new Date(end).getTime() + 60_000));
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await part(page, "banner").waitFor();
  assert.equal(await page.evaluate(() => window.temoin.allowed("vimeo")), false);
  await close();
});
