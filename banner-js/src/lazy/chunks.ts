/**
 * Parts of the banner that are fetched when they are first needed. Each is an immutable script that
 * answers `temoin.push(["use", name, make])`; `make` gets the kit and returns the part.
 */
import { core } from "../state";
import { load } from "../ui/dom";
import type { Kit } from "./kit";

export const parts: Record<string, unknown> = {};
const waiting: Record<string, ((part: never) => void)[]> = {};
let kit: Kit;

export const equip = (given: Kit): void => void (kit = given);

export function need<Part>(name: string, then: (part: Part) => void, failed?: () => void): void {
  const hash = core.chunks[name];
  if (parts[name]) then(parts[name] as Part);
  else if (waiting[name]) waiting[name]!.push(then);
  else if (hash) {
    waiting[name] = [then];
    load(core.base + "/v1/banner/" + hash + ".js", () => {
      delete waiting[name];
      if (failed) failed();
    });
  }
}

export function receive(name: string, make: (kit: Kit) => unknown): void {
  if (parts[name]) return;
  parts[name] = make(kit);
  for (const then of waiting[name] || []) then(parts[name] as never);
}
