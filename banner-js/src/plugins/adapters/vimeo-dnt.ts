/** Vimeo: every player is asked not to track (`dnt=1`), allowed or not. */
import type { Make } from "../plugin";

export const make: Make = () => ({
  frame(address, service) {
    const host = address.replace(/^(https?:)?\/\//, "").split(/[/?#:]/)[0]!;
    if (service !== "vimeo" && !/(^|\.)vimeo\.com$/.test(host)) return address;
    if (/[?&]dnt=/.test(address)) return address.replace(/([?&]dnt=)[^&#]*/, "$11");
    const [path, hash] = address.split("#");
    return (
      path + (path!.includes("?") ? "&" : "?") + "dnt=1" + (hash === undefined ? "" : "#" + hash)
    );
  },
});
