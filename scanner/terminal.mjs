// Text of others on a terminal: addresses, titles and errors of a page may hold sequences that a
// terminal obeys. They are written out instead, as base/terminal.h of the program does: visible,
// and the same text to JSON.

const kControls = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g; // all but tab and line feed

export function plain(text) {
  return text.replace(
    kControls,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
