// A third party on `tiers.localhost` that answers anything, and pages of the site that use it.
import assert from "node:assert/strict";
import { open } from "./browser.mjs";
import { eventually, visit } from "./demo.mjs";
import { pageOf, place } from "./page.mjs";

/**
 * A page with `body` on the site's host; `asked` gathers what the third party was asked for.
 * `plain`: one without the banner, for comparison. `first` shows another page to a new visitor, in
 * the same browser: a second less than with one of its own.
 */
export async function arrive(
  service,
  body,
  { head = "", headers = {}, host = true, html, options = {}, plain = false, scripts = {} } = {},
) {
  const browser = await open(options);
  browser.asked = [];
  browser.errors = [];
  browser.warnings = [];
  browser.page.on("pageerror", (error) => browser.errors.push(error.message));
  browser.page.on(
    "console",
    (message) => message.type() === "warning" && browser.warnings.push(message.text()),
  );
  await browser.context.route("http://tiers.localhost/**", (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    browser.asked.push(name);
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
  await place(browser.context, "page", html ?? pageOf(body, { head, host }), headers);
  const address = service.address("/essai/page");
  browser.load = () => (plain ? browser.page.goto(address) : visit(browser.page, address));
  browser.value = (expression, argument) => browser.page.evaluate(expression, argument);
  browser.until = (expression, expected) =>
    eventually(async () => assert.deepEqual(await browser.value(expression), expected));
  browser.settled = () =>
    browser.page.waitForFunction(() => window.temoin.state().status === "valid");
  browser.accept = async (name = "vimeo") => {
    await browser.value((each) => window.temoin.accept(each), name);
    await browser.settled();
  };
  let count = 0;
  browser.first = async (body, { html, plain, ...options } = {}) => {
    const { context, page } = browser;
    await context.clearCookies();
    await page.evaluate(() => localStorage.clear());
    const name = "first-" + ++count;
    await place(context, name, html ?? pageOf(body, options), options.headers);
    for (const list of ["asked", "errors", "warnings"]) browser[list].length = 0;
    if (plain) await page.goto(service.address("/essai/" + name));
    else await visit(page, service.address("/essai/" + name));
  };
  await browser.load();
  return browser;
}
