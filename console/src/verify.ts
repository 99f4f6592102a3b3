// Verifies the proof of one consent in this browser, from the bytes alone: the log's signature
// (C2SP signed-note, Ed25519), the inclusion of the entry (RFC 9162 section 2.1.3.2), and that the
// entry commits to the record shown (HMAC-SHA256 under the record's own key). Nothing is believed
// because the server says so, except the log's key: compare it with the published one.

import type { Consent } from "./api";

export type Verdict = "ok" | "failed" | "unavailable" | "skipped";
export interface Step {
  id: "signature" | "inclusion" | "commitment";
  verdict: Verdict;
  detail: string;
}

type ByteArray = Uint8Array<ArrayBuffer>;

function bytes(base64: string): ByteArray {
  const text = atob(base64);
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return out;
}

function join(...parts: Uint8Array[]): ByteArray {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

async function sha256(data: ByteArray): Promise<ByteArray> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

const hex = (data: Uint8Array): string =>
  Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
const utf8 = (text: string): ByteArray => join(new TextEncoder().encode(text));

interface Key {
  name: string;
  id: Uint8Array;
  publicKey: ByteArray;
}

async function readKey(vkey: string): Promise<Key> {
  // The base64 part may hold "+" itself: only the first two separate.
  const first = vkey.indexOf("+");
  const second = vkey.indexOf("+", first + 1);
  const name = vkey.slice(0, first);
  const body = bytes(vkey.slice(second + 1));
  if (first < 1 || second < 0 || body.length !== 33 || body[0] !== 1) throw new Error("vkey");
  const id = (await sha256(join(utf8(name + "\n"), body))).slice(0, 4);
  if (hex(id) !== vkey.slice(first + 1, second)) throw new Error("vkey id");
  return { name, id, publicKey: body.slice(1) };
}

interface Checkpoint {
  origin: string;
  size: bigint;
  root: ByteArray;
}

// The checkpoint of a note that `key` signed; throws otherwise.
async function openNote(note: string, key: Key): Promise<Checkpoint> {
  const end = note.indexOf("\n\n");
  if (end < 0) throw new Error("note");
  const text = note.slice(0, end + 1);
  const imported = await crypto.subtle.importKey("raw", key.publicKey, { name: "Ed25519" }, false, [
    "verify",
  ]);
  let signed = false;
  for (const line of note.slice(end + 2).split("\n")) {
    if (!line.startsWith("— ")) continue;
    const [name, blob] = line.slice(2).split(" ");
    if (name !== key.name || blob === undefined) continue;
    const signature = bytes(blob);
    if (!same(signature.slice(0, 4), key.id)) continue;
    if (
      !(await crypto.subtle.verify({ name: "Ed25519" }, imported, signature.slice(4), utf8(text)))
    ) {
      throw new Error("signature");
    }
    signed = true;
  }
  const [origin, size, root] = text.split("\n");
  if (!signed || origin !== key.name || !size || !/^(0|[1-9][0-9]*)$/.test(size) || !root)
    throw new Error("checkpoint");
  return { origin, size: BigInt(size), root: bytes(root) };
}

async function rootFrom(
  index: bigint,
  size: bigint,
  leaf: ByteArray,
  path: ByteArray[],
): Promise<ByteArray | null> {
  if (index >= size) return null;
  let fn = index;
  let sn = size - 1n;
  let hash = leaf;
  for (const sibling of path) {
    if (sn === 0n) return null;
    if ((fn & 1n) === 1n || fn === sn) {
      hash = await sha256(join(new Uint8Array([1]), sibling, hash));
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      hash = await sha256(join(new Uint8Array([1]), hash, sibling));
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n ? hash : null;
}

async function commits(entry: ByteArray, random: ByteArray, record: ByteArray): Promise<boolean> {
  const key = await crypto.subtle.importKey(
    "raw",
    random,
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const commitment = new Uint8Array(await crypto.subtle.sign("HMAC", key, record));
  return (
    entry.length === 34 && entry[0] === 1 && entry[1] === 1 && same(entry.slice(2), commitment)
  );
}

export async function verify(consent: Consent): Promise<Step[]> {
  const proof = consent.proof;
  if (!proof) return [];
  if (!globalThis.crypto?.subtle) {
    return [{ id: "signature", verdict: "unavailable", detail: "WebCrypto" }];
  }
  const steps: Step[] = [];
  let checkpoint: Checkpoint | null = null;
  try {
    checkpoint = await openNote(proof.checkpoint, await readKey(consent.verifier_key));
    steps.push({
      id: "signature",
      verdict: "ok",
      detail: `${checkpoint.origin}, ${checkpoint.size}`,
    });
  } catch (error) {
    // A browser without Ed25519 cannot say anything about the signature, good or bad.
    const missing = error instanceof DOMException && error.name === "NotSupportedError";
    steps.push({ id: "signature", verdict: missing ? "unavailable" : "failed", detail: "" });
  }
  const entry = bytes(proof.entry);
  if (checkpoint) {
    const leaf = await sha256(join(new Uint8Array([0]), entry));
    const root = await rootFrom(BigInt(proof.index), checkpoint.size, leaf, proof.path.map(bytes));
    const included =
      root !== null && same(root, checkpoint.root) && proof.index === consent.row.index;
    steps.push({ id: "inclusion", verdict: included ? "ok" : "failed", detail: hex(leaf) });
  } else {
    steps.push({ id: "inclusion", verdict: "skipped", detail: "" });
  }
  if (consent.record_bytes !== undefined && consent.random !== undefined) {
    const good = await commits(entry, bytes(consent.random), bytes(consent.record_bytes));
    steps.push({ id: "commitment", verdict: good ? "ok" : "failed", detail: hex(entry.slice(2)) });
  }
  return steps;
}

// The record as it was sealed: what the page shows is read from the bytes that were verified.
export interface SealedRecord {
  site: string;
  controller: string;
  event: string;
  decisions: Record<string, boolean>;
  basis: Record<string, string>;
  revision: string;
  generation: number;
  banner?: string;
  language: string;
  action: string;
  layer: string;
  given_at: string;
  valid_until: string;
  previous?: number;
  gpc: boolean;
}
export function sealedText(consent: Consent): string {
  return consent.record_bytes === undefined
    ? ""
    : new TextDecoder().decode(bytes(consent.record_bytes));
}
export function sealedRecord(consent: Consent): SealedRecord | null {
  const text = sealedText(consent);
  return text ? (JSON.parse(text) as SealedRecord) : null;
}
