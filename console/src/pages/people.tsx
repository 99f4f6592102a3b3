// Who signs in at the provider, and what was given to them here: roles, their sites and last day.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Grant, People, Person, Role, Session, Site } from "../api";
import { call } from "../api";
import { lastDay, may, sitesOfRole } from "../grants";
import { roleWords, type Say, siteNames, useSay } from "../i18n";
import {
  Await,
  Badge,
  Card,
  Choices,
  Input,
  Page,
  ProblemNotice,
  Select,
  Table,
  useAction,
  useLoad,
} from "../ui";
import * as words from "../words";

const kRoles: Role[] = ["marketing", "auditor", "dpo", "approver", "operator"];
const kEmpty = { role: "marketing" as Role, sites: [] as string[], until: "" };

// "Auditeur · ameli.fr · jusqu’au 31 mars 2027"
function grantWords(say: Say, grant: Grant, sites: Site[]): string {
  const parts = [roleWords(say, grant.role), siteNames(say, grant.sites, sites)];
  if (grant.until) parts.push(say(words.untilDay(say.date(lastDay(grant.until)))));
  return parts.join(" · ");
}

export function PeoplePage({ session, sites }: { session: Session; sites: Site[] }) {
  const say = useSay();
  const people = useLoad<People>("/v1/people");
  const revoking = useAction();
  const [changed, setChanged] = useState<Person | null>(null);
  const operator = may(session, ["operator"]);
  const everySite = operator && sitesOfRole(session, "operator").length === 0;
  const revoke = (person: Person) => {
    if (!confirm(say(words.revokeThePersonsAccess(person.name)))) return;
    void revoking.run(
      () => call("DELETE", `/v1/people/${person.id}`),
      () => {
        setChanged(null);
        people.reload();
      },
    );
  };
  const actions = (person: Person, own: string) =>
    person.id === own ? (
      "–"
    ) : (
      <div class="buttons">
        <button
          type="button"
          class="quiet small"
          aria-label={say(words.changeTheRolesOf(person.name))}
          onClick={() => setChanged(person)}
        >
          {say(words.changeTheRoles)}
        </button>
        {everySite && !person.revoked && (
          <button
            type="button"
            class="quiet small"
            aria-label={say(words.revokeTheAccessOf(person.name))}
            disabled={revoking.busy}
            onClick={() => revoke(person)}
          >
            {say(words.revokeTheAccess)}
          </button>
        )}
      </div>
    );
  return (
    <Page title={say(words.people)} intro={say(words.peopleSignInAtTheProvider)}>
      {revoking.problem && <ProblemNotice problem={revoking.problem} />}
      <div class="grid">
        {changed && (
          <Roles
            key={changed.id}
            person={changed}
            own={sitesOfRole(session, "operator")}
            sites={sites.filter((site) => may(session, ["operator"], site.id))}
            onDone={() => {
              setChanged(null);
              people.reload();
            }}
          />
        )}
        <Card title={say(words.peopleWhoSignedIn)} wide>
          <Await of={people}>
            {(data) => (
              <Table<Person>
                caption={say(words.peopleWhoSignedIn)}
                hideCaption
                atOnce={50}
                empty={say(words.nobodySignedInYet)}
                keyOf={(p) => p.id}
                rows={[...data.people].sort((a, b) => b.used.localeCompare(a.used))}
                columns={[
                  {
                    title: say(words.person),
                    cell: (p) => (
                      <>
                        {p.name}
                        {p.id === data.own && (
                          <>
                            {" "}
                            <Badge tone="calm">{say(words.you)}</Badge>
                          </>
                        )}
                        <br />
                        <span class="fine">{p.id}</span>
                      </>
                    ),
                  },
                  {
                    title: say(words.rolesGivenHere),
                    cell: (p) =>
                      p.grants.length === 0
                        ? say(words.none)
                        : p.grants.map((grant) => (
                            <div key={JSON.stringify(grant)}>{grantWords(say, grant, sites)}</div>
                          )),
                  },
                  {
                    title: say(words.lastSignIn),
                    cell: (p) => <span class="keep">{say.date(p.used)}</span>,
                  },
                  {
                    title: say(words.state),
                    cell: (p) => (
                      <Badge tone={p.revoked ? "plain" : "good"}>
                        {say(p.revoked ? words.accessRevoked : words.accessOpen)}
                      </Badge>
                    ),
                  },
                  ...(operator
                    ? [
                        {
                          title: say(words.action),
                          cell: (p: Person) => actions(p, data.own),
                        },
                      ]
                    : []),
                ]}
              />
            )}
          </Await>
        </Card>
      </div>
    </Page>
  );
}

function Roles({
  person,
  own,
  sites,
  onDone,
}: {
  person: Person;
  own: string[];
  sites: Site[];
  onDone: () => void;
}) {
  const say = useSay();
  const [grants, setGrants] = useState(person.grants);
  const [form, setForm] = useState(kEmpty);
  const { busy, problem, run } = useAction();
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const add = (event: Event) => {
    event.preventDefault();
    const until = form.until ? new Date(Date.parse(form.until) + 86_400_000).toISOString() : null;
    setGrants([
      ...grants,
      {
        role: form.role,
        sites: form.sites.length > 0 ? form.sites : own,
        ...(until ? { until } : {}),
      },
    ]);
    setForm(kEmpty);
  };
  const save = () =>
    void run(
      () =>
        call("POST", `/v1/people/${person.id}/grants`, {
          grants: grants.map(({ until, ...grant }) =>
            until ? { ...grant, until: lastDay(until) } : grant,
          ),
        }),
      onDone,
    );
  return (
    <Card title={say(words.theRolesOf(person.name))} wide>
      <div ref={heading} tabIndex={-1}>
        {grants.length === 0 && <p class="empty">{say(words.none)}</p>}
        <ul class="grants">
          {grants.map((grant) => (
            <li key={JSON.stringify(grant)}>
              {grantWords(say, grant, sites)}{" "}
              <button
                type="button"
                class="quiet small"
                aria-label={say(words.takeAway(grantWords(say, grant, sites)))}
                onClick={() => setGrants(grants.filter((other) => other !== grant))}
              >
                {say(words.takeAwayShort)}
              </button>
            </li>
          ))}
        </ul>
        <form class="filters hinted" onSubmit={add}>
          <Select
            label={say(words.role)}
            value={form.role}
            onValue={(role) => setForm({ ...form, role: role as Role })}
            options={kRoles.map((role): [string, string] => [role, roleWords(say, role)])}
          />
          <Input
            label={say(words.lastDay)}
            hint={say(form.role === "auditor" ? words.anAuditorHasAnEnd : words.emptyNoEnd)}
            type="date"
            min={say.today(0)}
            required={form.role === "auditor"}
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
        {problem && <ProblemNotice problem={problem} />}
        <div class="buttons">
          <button type="button" disabled={busy} onClick={save}>
            {say(words.save)}
          </button>
          <button type="button" class="quiet" onClick={onDone}>
            {say(words.cancel)}
          </button>
        </div>
      </div>
    </Card>
  );
}
