// Who signs in at the provider or was invited, and what was given to them here: roles, their sites
// and last day.

import { useEffect, useRef, useState } from "preact/hooks";
import type { People, Person, Session, Site } from "../api";
import { call } from "../api";
import { may, rolesToGive, sitesOfRoles } from "../grants";
import { useSay } from "../i18n";
import {
  Await,
  Badge,
  Card,
  Page,
  ProblemNotice,
  RowButton,
  Table,
  useAction,
  useLoad,
} from "../ui";
import * as words from "../words";
import { GrantsEditor, grantWords, sentGrants } from "./grants-editor";
import { InvitationsCards } from "./invitations";
import { useRevoking } from "./revoking";

export function PeoplePage({ session, sites }: { session: Session; sites: Site[] }) {
  const say = useSay();
  const people = useLoad<People>("/v1/people");
  const [changed, setChanged] = useState<Person | null>(null);
  const done = () => {
    setChanged(null);
    revoking.hide();
    people.reload();
  };
  const revoking = useRevoking(done);
  const gives = rolesToGive(session).length > 0;
  const everySite = may(session, ["operator"]) && sitesOfRoles(session, ["operator"]).length === 0;
  const revoke = (person: Person) =>
    revoking.begin({
      path: `/v1/people/${person.id}`,
      title: say(words.revokeTheAccessOf(person.name)),
      question: say(words.revokeThePersonsAccess(person.name)),
    });
  const actions = (person: Person, own: string) =>
    person.id === own ? (
      "–"
    ) : (
      <div class="buttons">
        <RowButton
          text={say(words.changeTheRoles)}
          of={say(words.changeTheRolesOf(person.name))}
          onClick={() => setChanged(person)}
        />
        {everySite && !person.revoked && (
          <RowButton
            text={say(words.revokeTheAccess)}
            of={say(words.revokeTheAccessOf(person.name))}
            disabled={revoking.busy}
            onClick={() => revoke(person)}
          />
        )}
      </div>
    );
  return (
    <Page title={say(words.people)} intro={say(words.peopleSignInAtTheProvider)}>
      {revoking.problem && <ProblemNotice problem={revoking.problem} />}
      <div class="grid">
        {changed && (
          <Roles key={changed.id} person={changed} session={session} sites={sites} onDone={done} />
        )}
        {revoking.card}
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
                    title: say(words.lastUse),
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
                  ...(gives
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
        <InvitationsCards session={session} sites={sites} />
      </div>
    </Page>
  );
}

function Roles({
  person,
  session,
  sites,
  onDone,
}: {
  person: Person;
  session: Session;
  sites: Site[];
  onDone: () => void;
}) {
  const say = useSay();
  const [grants, setGrants] = useState(person.grants);
  const { busy, problem, run } = useAction();
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const save = () =>
    void run(
      () =>
        call("POST", `/v1/people/${person.id}/grants`, {
          grants: sentGrants(grants),
        }),
      onDone,
    );
  return (
    <Card title={say(words.theRolesOf(person.name))} wide>
      <div ref={heading} tabIndex={-1}>
        <GrantsEditor grants={grants} setGrants={setGrants} session={session} sites={sites} />
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
