/**
 * The name of a tracker without what may tell one visitor from another. The service masks what it
 * is sent by the same rules (catalog/mask.h): tests/conformance/masked_names.json holds both. Pure.
 */
const kUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;
const kLongest = 64;

function maskWord(word: string): string {
  const size = word.length;
  const digits = word.replace(/\D/g, "").length;
  const turns = (word.match(/\d(?=[a-z])|[a-z](?=\d)/gi) || []).length;
  let masked: boolean;
  if (!digits)
    masked = size >= 24 || (size >= 10 && (word.match(/[a-z](?=[A-Z])/g) || []).length >= 4);
  else if (!turns) masked = size >= 3;
  else if (turns === 1 && /\d$/.test(word)) {
    if (size < 16 && digits >= 3) return word.slice(0, size - digits) + "*";
    masked = size >= 16;
  } else masked = size >= (turns === 1 ? 5 : 4);
  return masked ? "*" : word;
}

/** "*-*_*" says no more than "*". */
const collapse = (text: string): string => text.replace(/\*(?:[-_.:]*\*)+/g, "*");

export function maskName(name: string): string {
  if (/@|%40/.test(name)) return "*";
  let out = "";
  for (let rest = name; rest; ) {
    const piece = (kUuid.exec(rest) || /^[a-z0-9]+/i.exec(rest) || [rest[0]!])[0];
    rest = rest.slice(piece.length);
    out += kUuid.test(piece)
      ? "*"
      : /\w/.test(piece) && piece !== "_"
        ? maskWord(piece)
        : /[!-~]/.test(piece)
          ? piece
          : "*";
  }
  return collapse(collapse(out).slice(0, kLongest));
}
