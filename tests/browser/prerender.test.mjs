// Pages that the browser made before they were visited: what was decided meanwhile holds in them.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { closeAll, open } from "./lib/browser.mjs";
import { eventually, part, quiet, settle, visit } from "./lib/demo.mjs";
import { pageOf, siteBefore } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";

let service;
let site;
before(async () => {
  service = await Service.start();
  site = await siteBefore(service, {
    "/first": pageOf('<a id="go" href="/next">suite</a>', {
      head: '<script type="speculationrules">{"prerender":[{"source":"list","urls":["/next"],"eagerness":"immediate"}]}</script>',
    }),
    "/next": pageOf(
      '<script>window.early = document.prerendering;</script><script type="text/plain" data-service="vimeo">window.ran = 1</script>',
    ).replace("<h1>Essai</h1>", "<h1>Suite</h1>"),
  });
});
after(async () => {
  await closeAll();
  await site.close();
  await service.stop();
});

for (const [name, act, wanted] of [
  ["nothing yet: it asks", null, [undefined, 1]],
  ["an acceptance: tags run", "accept", [1, 0]],
  ["a refusal: nothing runs", "refuse", [undefined, 0]],
]) {
  test(
    "a page made ahead takes up what the page before it decided meanwhile; " + name,
    async (t) => {
      const browser = await open({ ignoreDefaultArgs: ["--disable-back-forward-cache"] });
      const { page } = browser;
      await visit(page, site.address("/first"));
      await part(page, "banner").waitFor();
      await quiet(page, 1500);
      if (act) {
        await part(page, act).click();
        await settle(page);
      }
      await page.locator("#go").click();
      await page.locator("h1", { hasText: "Suite" }).waitFor();
      await quiet(page);
      if (!(await page.evaluate(() => window.early)))
        t.diagnostic("this browser made nothing ahead");
      await eventually(async () =>
        assert.deepEqual(
          [await page.evaluate(() => window.ran), await part(page, "banner").count()],
          wanted,
        ),
      );
      await browser.close();
    },
  );
}
