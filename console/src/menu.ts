// The pages of the console: in which order the menu names them, and who opens which.

import type { Role, Session, Site } from "./api";
import { may } from "./grants";
import type { Text } from "./words";
import * as words from "./words";

export interface Item {
  path: string;
  title: Text;
  roles: Role[];
  anySite?: true; // it is of all of a person's sites together
}

// The table of server/http/staff/api.cc, page by page.
const kEveryone: Role[] = ["marketing", "auditor", "dpo", "approver", "operator"];
const kReaders: Role[] = ["auditor", "dpo"];
const kControllers: Role[] = [...kReaders, "operator"];
export const kCompliance: Role[] = [...kControllers, "approver"];
export const kPublishing: Role[] = ["approver", "operator"];
const kMenu: Item[] = [
  { path: "", title: words.overview, roles: kEveryone },
  { path: "consentements", title: words.consents, roles: kReaders },
  { path: "droits", title: words.rights, roles: ["operator"] },
  { path: "demandes", title: words.requests, roles: kControllers },
  { path: "statistiques", title: words.statistics, roles: kEveryone },
  { path: "traceurs", title: words.trackers, roles: kEveryone },
  { path: "revisions", title: words.revisions, roles: kEveryone },
  { path: "registre", title: words.menuRegister, roles: kEveryone },
  { path: "conservation", title: words.holds, roles: kControllers, anySite: true },
  { path: "journal", title: words.menuAccessLog, roles: kReaders, anySite: true },
  { path: "jetons", title: words.tokens, roles: kControllers, anySite: true },
  { path: "personnes", title: words.people, roles: kControllers, anySite: true },
  { path: "exports", title: words.exports, roles: kReaders },
];

// For those who came with a passkey, whatever their roles.
const kOwnItem: Item = { path: "cles", title: words.myPasskeys, roles: kEveryone, anySite: true };

export function itemsOf(session: Session): Item[] {
  return session.passkeys ? [...kMenu, kOwnItem] : kMenu;
}

export function opens(item: Item, session: Session, site: Site | undefined): boolean {
  return may(session, item.roles, item.anySite ? undefined : site?.id);
}
