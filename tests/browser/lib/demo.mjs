// What the demonstration's tags set when they are allowed, and the words for acting on the banner.
import { traffic } from "./browser.mjs";

export const kStandIns = [
  "adform.localhost",
  "doubleclick.localhost",
  "vimeo.localhost",
  "piano.localhost",
];
export const kConsentHosts = kStandIns.filter((host) => host !== "piano.localhost");

// The last for the ten minutes in which a choice may be sent again.
export const kNecessary = ["pcid", "pctx", "pcid_retry"];
export const kExempt = ["pa_privacy"];
export const kAdform = [
  "C",
  "TPC",
  "uid",
  "token",
  "SR123",
  "CT456",
  "GCM",
  "CM",
  "CM14",
  "BFCD789",
  "CFFC321",
];
export const kCampaignManager = ["test_cookie", "IDE", "_gcl_au"];
export const kVimeo = ["player"];

/** Part of the banner, through its shadow root. */
export const part = (page, name) =>
  page.locator(`:is(#temoin, [data-temoin-host]) [part~="${name}"]`);

/** Opens the page and waits for the banner to have decided whether it asks. */
export async function visit(page, address) {
  await page.goto(address, { waitUntil: "load" });
  await page.waitForFunction(() => window.temoin && window.temoin.version);
}

/** Until the condition holds; the last error otherwise. */
export async function eventually(check, within = 45_000) {
  const end = Date.now() + within;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((done) => setTimeout(done, 60));
    }
  }
}

/**
 * Until it is what a press in its middle meets. A trial of the driver's stops clicks as a page
 * might, and would press.
 */
export const canBePressed = (locator) =>
  eventually(async () => {
    const meets = await locator.evaluate((each) => {
      const { x, y, width, height } = each.getBoundingClientRect();
      return each.contains(each.getRootNode().elementFromPoint(x + width / 2, y + height / 2));
    });
    if (!meets) throw new Error("Something else lies over it.");
  });

/**
 * Until nothing is under way and nothing has been asked for a while. An answer that never comes (a
 * page that was left while it waited) holds nobody up for longer than ten seconds.
 */
export async function quiet(page, still = 500) {
  const seen = traffic(page.context());
  const from = Date.now();
  const busy = () => seen.open.size > 0 && Date.now() - Math.max(from, seen.last) < 10_000;
  while (Date.now() - Math.max(from, seen.last) < still || busy())
    await new Promise((done) => setTimeout(done, 50));
}

/** Waits for the choice to be durable, then for the page to have gone quiet. */
export async function settle(page) {
  await page.waitForFunction(() => window.temoin.state().status === "valid");
  await quiet(page);
}
