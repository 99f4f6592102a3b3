// What a visitor shows of their choice, found in any copy of it: a receipt that a mail quoted,
// indented or broke; a token with or without its cookie's name; a reference in a sentence. The
// server is asked about that alone, and judges it. Pure.

export interface Shown {
  kind: "receipt" | "token" | "reference" | "other";
  /** As the service writes it. */
  text: string;
}

const kReceiptHead = "c2sp.org/tlog-proof@v1";
const kToken = /^[A-Za-z0-9_-]{32}$/;
const kHash = /^[A-Za-z0-9+/]{43}=$/;
const kBase64 = /^[A-Za-z0-9+/]+=*$/;
const kMark = /^(?:\u2014|-{1,2}|&mdash;)$/;
// As consent/reference.h has them: no letter that is read as a digit.
const kLetters = "ACDEFGHJKMNPRTUVWXY";
const kReference = /(?<![\w-])(\d{1,3}(?: \d{3})+|\d{1,16}) ?-? ?([A-Za-z]{2})(?![\w-])/g;

/** Plain spaces, hyphens and quotes for those of typesetting, without what is unseen. */
const plain = (text: string): string =>
  text
    .replace(/[\u200b\ufeff\u00ad]/g, "")
    .replace(/[\u00a0\u202f\u2009]/g, " ")
    .replace(/[\u2010-\u2013\u2212]/g, "-")
    .replace(/[\u00ab\u00bb\u201c\u201d\u2019]/g, '"');

function checkLetters(digits: string): string {
  const sum = (weight: number) =>
    [...digits].reduce((total, digit) => (total * weight + Number(digit)) % kLetters.length, 0);
  return `${kLetters[sum(2)]}${kLetters[sum(3)]}`;
}

/** How a person reads the index of a choice. */
export const referenceOf = (index: number): string => `${index}-${checkLetters(String(index))}`;

/** The indices of the references in a text, or nothing where one of its words is none. */
export function indicesOf(text: string): number[] | null {
  const said = [...plain(text).matchAll(kReference)];
  const rest = plain(text).replace(kReference, "");
  const indices = said.map(([, spaced = "", letters = ""]) => {
    const digits = spaced.replaceAll(" ", "");
    return letters.toUpperCase() === checkLetters(digits) ? Number(digits) : Number.NaN;
  });
  return /[A-Za-z0-9]/.test(rest) || indices.some(Number.isNaN) ? null : indices;
}

/** The receipt written anew from its words; what is missing stays missing. */
function receiptOf(text: string): string {
  const words = text
    .split(/\s+/)
    .map((word) => word.replace(/(?!^)<.*$/, "").replace(/^[>|"'`*<]+|[>|"'`*]+$/g, ""))
    .filter(Boolean);
  let at = 0;
  const next = () => words[at++] ?? "";
  let out = `${kReceiptHead}\n${next()} `;
  let word = next();
  for (; word && word !== "index"; word = next()) out += word;
  out += `\nindex ${next()}\n`;
  for (word = next(); kHash.test(word); word = next()) out += `${word}\n`;
  out += `\n${word}\n${next()}\n${next()}\n\n`;
  while (kMark.test(next())) {
    const signer = next();
    let signature = "";
    // A signature ends with the padding of its base64; a mail may have broken it before.
    while (!signature.endsWith("=") && kBase64.test(words[at] ?? "")) signature += next();
    if (!signature.endsWith("=")) break;
    out += `\u2014 ${signer} ${signature}\n`;
  }
  return out;
}

/** `several`: the text names more than one choice. */
export function readShown(copied: string): Shown | "several" {
  const text = plain(copied);
  const head = text.indexOf(kReceiptHead);
  if (head >= 0) {
    return { kind: "receipt", text: receiptOf(text.slice(head + kReceiptHead.length)) };
  }
  const tokens = new Set(text.split(/[^A-Za-z0-9_-]+/).filter((word) => kToken.test(word)));
  const references = new Set<string>();
  for (const [, spaced = "", letters = ""] of text.matchAll(kReference)) {
    const digits = spaced.replaceAll(" ", "");
    if (letters.toUpperCase() === checkLetters(digits)) {
      references.add(`${digits}-${letters.toUpperCase()}`);
    }
  }
  const [token] = tokens;
  const [reference] = references;
  if (tokens.size > 1 || (!token && references.size > 1)) return "several";
  if (token) return { kind: "token", text: token };
  if (reference) return { kind: "reference", text: reference };
  // A cookie of the choice that is named, and holds no token.
  if (/\bpcid\b/i.test(text)) return { kind: "token", text: "" };
  return { kind: "other", text: text.replace(/^[\s"'<([]+|[\s"'>)\].,;:]+$/g, "") };
}
