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

// The sites of roles, none for every one: what a grant to others may open at most.
export function sitesOfRoles(session: Session, roles: readonly Role[]): string[] {
  const grants: Grant[] = session.grants.filter((grant) => roles.includes(grant.role));
  if (grants.some((grant) => grant.sites.length === 0)) return [];
  return [...new Set(grants.flatMap((grant) => grant.sites))];
}

// Who may give each role: nobody gives what theirs does not hold.
const kGivers: Record<Role, Role[]> = {
  marketing: ["operator", "dpo"],
  auditor: ["dpo"],
  dpo: ["dpo"],
  approver: ["operator"],
  operator: ["operator"],
  scanner: ["operator"],
};
export const giversOf = (role: Role): Role[] => kGivers[role];

// The roles that somebody may give, of some site at least.
export function rolesToGive(session: Session): Role[] {
  const roles = Object.keys(kGivers) as Role[];
  return roles.filter((role) => may(session, giversOf(role)));
}

// The last whole day on which what they give may be good, as it is typed: nothing outlives the
// rights by which it is given. None where these have no end.
export function lastDayToGive(session: Session, role: Role, sites: string[]): string | undefined {
  const givers = giversOf(role);
  const endAt = (site: string | undefined) =>
    Math.max(
      ...session.grants
        .filter((grant) => givers.includes(grant.role))
        .filter(({ sites }) => sites.length === 0 || (site !== undefined && sites.includes(site)))
        .map(({ until }) => (until ? Date.parse(until) : Number.POSITIVE_INFINITY)),
    );
  const end = Math.min(...(sites.length > 0 ? sites : [undefined]).map(endAt));
  return Number.isFinite(end) ? new Date(end - 86_400_000).toISOString().slice(0, 10) : undefined;
}

// Whether somebody may take a role for these sites away: who may give it, and who operates them.
export function mayTake(session: Session, role: Role, sites: string[]): boolean {
  const takers: Role[] = ["operator", ...giversOf(role)];
  if (sites.length > 0) return sites.every((site) => may(session, takers, site));
  return session.grants.some((grant) => takers.includes(grant.role) && grant.sites.length === 0);
}

// The last day on which something is good, as it was typed: the day before its end, which is a
// midnight in UTC.
export function lastDay(end: string): string {
  return new Date(Date.parse(end) - 1000).toISOString().slice(0, 10);
}
