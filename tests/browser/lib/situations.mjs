// How pages of the real web are written: each situation as its page would be without a banner, what
// is then to be seen, and which test holds what it is with one. without-banner.test.mjs measures
// the first and writes docs/pages.md; numbers are its own.
import { kAddresses } from "./situations/addresses.mjs";
import { kCopiesAndSwaps } from "./situations/copies-and-swaps.mjs";
import { kFrameworks } from "./situations/frameworks.mjs";
import { kHeldScripts } from "./situations/held-scripts.mjs";
import { kLayers } from "./situations/layers.mjs";
import { kNamesAndPlaces } from "./situations/names-and-places.mjs";
import { kOtherScripts } from "./situations/other-scripts.mjs";
import { kStandIns } from "./situations/stand-ins.mjs";

/** `[what the page has, body, what is seen, its value, in words, with the banner, test, of it]` */
export const kSituations = [
  ...kHeldScripts,
  ...kAddresses,
  ...kStandIns,
  ...kCopiesAndSwaps,
  ...kFrameworks,
  ...kNamesAndPlaces,
  ...kLayers,
  ...kOtherScripts,
];
