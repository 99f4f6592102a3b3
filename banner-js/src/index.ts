/** ESM entry, for pages that bundle the banner themselves. */
export { start } from "./app";
