// What the person who is signed in may do, and of which sites. The service judges each call again.

import type { Grant, Role, Session } from "./api";

// Of a site; of any of them without one.
export function may(session: Session, roles: readonly Role[], site?: string): boolean {
  return session.grants.some(
    (grant) =>
      roles.includes(grant.role) &&
      (site === undefined || grant.sites.length === 0 || grant.sites.includes(site)),
  );
}

// The sites of a role, none for every one: what a grant to others may open at most.
export function sitesOfRole(session: Session, role: Role): string[] {
  const grants: Grant[] = session.grants.filter((grant) => grant.role === role);
  if (grants.some((grant) => grant.sites.length === 0)) return [];
  return [...new Set(grants.flatMap((grant) => grant.sites))];
}

// The last day on which something is good, as it was typed: the day before its end, which is a
// midnight in UTC.
export function lastDay(end: string): string {
  return new Date(Date.parse(end) - 1000).toISOString().slice(0, 10);
}
