// What the catalogue's own tests read as well.
import { readFileSync } from "node:fs";

export function repositoryFile(path: string): string {
  // The runner stands in banner-js or beside it.
  for (const root of ["..", "."])
    try {
      return readFileSync(`${root}/${path}`, "utf8");
    } catch {
      /* the other one */
    }
  throw new Error(`${path} was not found`);
}

export const vectors = <Row>(name: string): Row[] =>
  JSON.parse(repositoryFile(`tests/conformance/${name}`)) as Row[];
