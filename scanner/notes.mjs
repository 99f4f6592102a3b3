// What a scan did not do, and what it stopped: named, counted, bounded.

import { worded } from "./words.mjs";

const kMost = 1_000;

// After these a page is not recorded, or not whole.
export const kPageFaults = new Set([
  "status",
  "challenge",
  "unreachable",
  "redirects",
  "other-host",
  "download",
  "timeout",
  "crashed",
  "huge-page",
  "too-many-requests",
  "too-many-bytes",
  "no-banner",
  "out-of-time",
]);

export const kWords = {
  status: "answered with an error",
  challenge: "answered with a challenge for robots",
  unreachable: "could not be reached",
  redirects: "redirects without an end",
  "other-host": "leads to another site, where the scan does not go",
  download: "is or starts a download, which was not kept",
  timeout: "does not come to rest in time",
  crashed: "made the browser's page crash",
  "huge-page": "has more elements than are looked at",
  "too-many-requests": "sends more requests than are let out",
  "too-many-bytes": "loads more than is let in",
  "no-banner": "does not run the banner",
  "out-of-time": "was left out: the scan's time had run out",
  dialog: "opened a dialog, which was dismissed",
  popup: "opened another window, which was closed",
  "private-address": "asked for an address that is not public, which was refused",
};

export class Notes {
  #rows = new Map();
  page = null; // what is being visited
  phase = null;

  add(reason, host = null, detail = undefined) {
    const key = JSON.stringify([reason, this.page, this.phase, host]);
    if (!this.#rows.has(key)) {
      if (this.#rows.size >= kMost) return;
      const row = { reason, page: this.page, phase: this.phase, host, count: 0 };
      this.#rows.set(key, detail === undefined ? row : { ...row, detail });
    }
    ++this.#rows.get(key).count;
  }

  rows() {
    return [...this.#rows.values()];
  }

  /** Whether every page was recorded whole. */
  whole() {
    // Of a host that the page asked for, only the page's own bound says that something is missing.
    return !this.rows().some(
      ({ reason, host }) =>
        reason === "too-many-bytes" || (kPageFaults.has(reason) && host === null),
    );
  }

  /** A line of each, for people. */
  text() {
    return this.rows().map(({ reason, page, phase, host, count, detail }) => {
      const what = `${worded(kWords[reason])}${detail === undefined ? "" : ` (${detail})`}`;
      const times = count > 1 ? worded(", {} times", count) : "";
      const where = `${page || worded("the scan")}${phase ? `, ${phase}` : ""}`;
      return worded("{}: {}", where, host ? worded("{}: {}", what, host) : what) + times;
    });
  }
}
