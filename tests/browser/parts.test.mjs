// Parts of the banner that do not come: what the page's developer and its visitor are told.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeAll, open } from "./lib/browser.mjs";
import { eventually, part, settle, visit } from "./lib/demo.mjs";
import { Service } from "./lib/service.mjs";

let service;
before(async () => (service = await Service.start()));
after(async () => {
  await closeAll();
  await service.stop();
});

test("a part that does not come, or is something else: the developer is told, and a press leads to a word", async () => {
  for (const answer of [
    { status: 404, body: "" },
    { status: 200, body: "<html>", headers: { "content-type": "text/javascript" } },
  ]) {
    const { context, page, close } = await open();
    const warnings = [];
    page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
    await context.route("**/v1/banner/*.js", (route) => route.fulfill(answer));
    const told = () => part(page, "banner").getByText("Le service est injoignable.").count();
    await visit(page, service.address());
    await part(page, "choose").click();
    await eventually(async () => assert.equal(await told(), 1));
    assert.equal(await part(page, "refuse").isVisible(), true);
    await part(page, "refuse").click();
    await eventually(async () =>
      assert.deepEqual([await told(), await part(page, "refuse").count()], [1, 0]),
    );
    assert.deepEqual(
      await page.evaluate(() => [
        window.temoin.allowed("piano-analytics"),
        window.temoin.state().status,
      ]),
      [false, "pending"],
    );
    assert.match(warnings.join("\n"), /\.js did not load: .*version/);
    // Once it comes, the choice is sent, and the word is another.
    await context.unroute("**/v1/banner/*.js");
    await settle(page);
    await part(page, "message").waitFor();
    assert.equal(await part(page, "banner").count(), 0);
    await close();
  }
});
