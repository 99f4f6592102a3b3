// Who is invited: a link that is shown once, and those that are still open.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Grant, Invitation, Invitations, Invited, Session, Site } from "../api";
import { call } from "../api";
import { mayTake, rolesToGive } from "../grants";
import { useSay } from "../i18n";
import { Await, Card, Input, ProblemNotice, RowButton, Table, useAction, useLoad } from "../ui";
import * as words from "../words";
import { GrantsEditor, grantWords, sentGrants } from "./grants-editor";

export function InvitationsCards({ session, sites }: { session: Session; sites: Site[] }) {
  const say = useSay();
  const invitations = useLoad<Invitations>("/v1/invitations");
  const withdrawing = useAction();
  const gives = rolesToGive(session).length > 0;
  return (
    <>
      {gives && <Invite session={session} sites={sites} onInvited={invitations.reload} />}
      <Card title={say(words.openInvitations)} wide>
        {withdrawing.problem && <ProblemNotice problem={withdrawing.problem} />}
        <Await of={invitations}>
          {(data) => (
            <Table<Invitation>
              caption={say(words.openInvitations)}
              hideCaption
              empty={say(words.nobodyIsInvited)}
              keyOf={(each) => each.id}
              rows={data.invitations}
              columns={[
                { title: say(words.person), cell: (each) => each.name },
                {
                  title: say(words.rolesGivenHere),
                  cell: (each) =>
                    each.grants.map((grant) => (
                      <div key={JSON.stringify(grant)}>{grantWords(say, grant, sites)}</div>
                    )),
                },
                { title: say(words.invitedBy), cell: (each) => each.by },
                {
                  title: say(words.lastDay),
                  cell: (each) => <span class="keep">{say.time(each.ends)}</span>,
                },
                ...(gives
                  ? [
                      {
                        title: say(words.action),
                        cell: (each: Invitation) =>
                          each.grants.every((g) => mayTake(session, g.role, g.sites)) ? (
                            <RowButton
                              text={say(words.withdraw)}
                              of={say(words.withdrawTheInvitationOf(each.name))}
                              disabled={withdrawing.busy}
                              onClick={() =>
                                void withdrawing.run(
                                  () => call("DELETE", `/v1/invitations/${each.id}`),
                                  invitations.reload,
                                )
                              }
                            />
                          ) : (
                            "–"
                          ),
                      },
                    ]
                  : []),
              ]}
            />
          )}
        </Await>
      </Card>
    </>
  );
}

function Invite({
  session,
  sites,
  onInvited,
}: {
  session: Session;
  sites: Site[];
  onInvited: () => void;
}) {
  const say = useSay();
  const [name, setName] = useState("");
  const [grants, setGrants] = useState<Grant[]>([]);
  const [invited, setInvited] = useState<Invited | null>(null);
  const { busy, problem, run } = useAction();
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (invited) shown.current?.focus();
  }, [invited]);
  const invite = () =>
    void run(
      () => call<Invited>("POST", "/v1/invitations", { name, grants: sentGrants(grants) }),
      (made) => {
        setInvited(made);
        setName("");
        setGrants([]);
        onInvited();
      },
    );
  return (
    <Card title={say(words.inviteSomebody)} wide>
      <Input
        label={say(words.forWhom)}
        hint={say(words.asTheAccessLogWillCallThem)}
        value={name}
        maxLength={80}
        autocomplete="off"
        onValue={setName}
      />
      <GrantsEditor grants={grants} setGrants={setGrants} session={session} sites={sites} />
      {problem && <ProblemNotice problem={problem} />}
      <div class="buttons">
        <button
          type="button"
          disabled={busy || grants.length === 0 || name.trim() === ""}
          onClick={invite}
        >
          {say(words.makeTheLink)}
        </button>
      </div>
      {invited && (
        <div class="secret" ref={shown} tabIndex={-1} role="status">
          <p>{say(words.handThisLinkTo(invited.name, say.time(invited.ends)))}</p>
          <p>
            <code>{invited.link}</code>
          </p>
          <button type="button" class="quiet" onClick={() => setInvited(null)}>
            {say(words.sentHideIt)}
          </button>
        </div>
      )}
    </Card>
  );
}
