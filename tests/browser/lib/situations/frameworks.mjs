// Situations of the kind: frameworks.
import { kFrame } from "./parts.mjs";

export const kFrameworks = [
  [
    "React 18 and 19, rendered on a server",
    "react",
    () => [window.told.length, window.same],
    [0, true],
    "taken over without an error",
    "the same, at once or long after `load`, whole documents too",
    "frameworks",
    ": taken over as it was sent",
  ],
  [
    "Vue, rendered on a server",
    "vue",
    () => [window.told.length, window.same],
    [0, true],
    "taken over without a warning",
    "the same",
    "frameworks",
    "Vue: the server's page",
  ],
  [
    "React and Vue that take frames away",
    "unmount",
    () => [document.querySelectorAll("iframe").length, window.told.length],
    [0, 0],
    "they go",
    "their stand-ins go with them",
    "frameworks",
    "takesTurns",
  ],
  [
    "open shadow roots, declared, late or nested",
    `<div><template shadowrootmode="open">${kFrame}</template></div>`,
    "asked",
    ["frame"],
    "frames load",
    "held, covered, let in",
    "changing-pages",
    "shadow roots",
  ],
];
