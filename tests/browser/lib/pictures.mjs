// Pages at three widths, light and dark: not too wide, accessible, and kept as pictures where
// `TEMOIN_PICTURES` names a folder.
import assert from "node:assert/strict";
import { join } from "node:path";

import { assertAccessible } from "./page.mjs";

const kWidths = { phone: 390, tablet: 820, desktop: 1280 };
const pictures = process.env.TEMOIN_PICTURES;

export async function shoot(page, what) {
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const [name, width] of Object.entries(kWidths)) {
      await page.setViewportSize({ width, height: 900 });
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(over <= 0, `${what} is ${over} px too wide at ${width}`);
      await assertAccessible(page, `${what}, ${name}, ${scheme}`);
      if (!pictures) continue;
      await page.screenshot({
        path: join(pictures, `${what}-${name}-${scheme}.png`),
        fullPage: true,
      });
    }
  }
}
