// The roles that somebody is given: a list to take from, and one role to add.

import { useState } from "preact/hooks";
import type { Grant, Role, Session, Site } from "../api";
import {
  giversOf,
  lastDay,
  lastDayToGive,
  may,
  mayTake,
  rolesToGive,
  sitesOfRoles,
} from "../grants";
import { roleWords, type Say, siteNames, useSay } from "../i18n";
import { Choices, Input, RowButton, Select } from "../ui";
import * as words from "../words";

const kEmpty = { role: "marketing" as Role, sites: [] as string[], until: "" };

// "Auditeur · ameli.fr · jusqu’au 31 mars 2027"
export function grantWords(say: Say, grant: Grant, sites: Site[]): string {
  const parts = [roleWords(say, grant.role), siteNames(say, grant.sites, sites)];
  if (grant.until) parts.push(say(words.untilDay(say.date(lastDay(grant.until)))));
  return parts.join(" · ");
}

// As the service reads them: with the last day in the place of the end.
export function sentGrants(grants: Grant[]) {
  return grants.map(({ until, ...grant }) => (until ? { ...grant, until: lastDay(until) } : grant));
}

export function GrantsEditor({
  grants,
  setGrants,
  session,
  sites: every,
}: {
  grants: Grant[];
  setGrants: (grants: Grant[]) => void;
  session: Session;
  sites: Site[];
}) {
  const say = useSay();
  const [form, setForm] = useState(kEmpty);
  const givers = giversOf(form.role);
  const own = sitesOfRoles(session, givers);
  const sites = every.filter((site) => may(session, givers, site.id));
  const given = form.sites.length > 0 ? form.sites : own;
  const last = lastDayToGive(session, form.role, given);
  const hint = form.role === "auditor" ? words.anAuditorHasAnEnd : words.emptyNoEnd;
  const add = (event: Event) => {
    event.preventDefault();
    const until = form.until ? new Date(Date.parse(form.until) + 86_400_000).toISOString() : null;
    setGrants([
      ...grants,
      {
        role: form.role,
        sites: given,
        ...(until ? { until } : {}),
      },
    ]);
    setForm(kEmpty);
  };
  return (
    <>
      {grants.length === 0 && <p class="empty">{say(words.noRoleYet)}</p>}
      <ul class="grants">
        {grants.map((grant) => (
          <li key={JSON.stringify(grant)}>
            {grantWords(say, grant, every)}{" "}
            {mayTake(session, grant.role, grant.sites) && (
              <RowButton
                text={say(words.takeAwayShort)}
                of={say(words.takeAway(grantWords(say, grant, every)))}
                onClick={() => setGrants(grants.filter((other) => other !== grant))}
              />
            )}
          </li>
        ))}
      </ul>
      <form class="filters hinted" onSubmit={add}>
        <Select
          label={say(words.role)}
          value={form.role}
          onValue={(role) => setForm({ ...form, role: role as Role, sites: [] })}
          options={rolesToGive(session).map((role): [string, string] => [
            role,
            roleWords(say, role),
          ])}
        />
        <Input
          label={say(words.lastDay)}
          hint={say(last ? words.untilYourOwnRightsEnd(say.date(last)) : hint)}
          type="date"
          min={say.today(0)}
          max={last}
          required={form.role === "auditor" || last !== undefined}
          value={form.until}
          onValue={(until) => setForm({ ...form, until })}
        />
        {sites.length > 1 && (
          <Choices
            label={say(words.sites)}
            hint={say(own.length > 0 ? words.noneTickedYourSites : words.noneTickedEverySite)}
            options={sites.map((s): [string, string] => [s.id, s.name])}
            chosen={form.sites}
            onChosen={(chosen) => setForm({ ...form, sites: chosen })}
          />
        )}
        <button type="submit" class="quiet">
          {say(words.addThisRole)}
        </button>
      </form>
    </>
  );
}
