/** The key of a choice. */

/** 128 random bits, base64url: the same choice sent again is not a second one. */
export const freshKey = (): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .slice(0, 22);
