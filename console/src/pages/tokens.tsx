// Who may sign in: tokens made here are shown once, end on their day, and can be revoked at any
// time.

import { useEffect, useRef, useState } from "preact/hooks";
import type { MadeToken, Role, Session, Site, Token, Tokens } from "../api";
import { call } from "../api";
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
import {
  Await,
  Badge,
  Card,
  Choices,
  Input,
  Page,
  ProblemNotice,
  RowButton,
  Select,
  Table,
  useAction,
  useLoad,
} from "../ui";
import * as words from "../words";
import { useRevoking } from "./revoking";

const kEmpty = { name: "", expires: "", sites: [] as string[] };

function stateWords(say: Say, token: Token): string {
  if (token.revoked) return say(words.revoked(say.date(token.revoked)));
  if (!token.in_force) return say(words.expiredLower);
  return say(words.inForceLower);
}

export function TokensPage({ session, sites }: { session: Session; sites: Site[] }) {
  const say = useSay();
  const tokens = useLoad<Tokens>("/v1/tokens");
  const [made, setMade] = useState<MadeToken | null>(null);
  const done = () => {
    // A secret that opens nothing any more is handed to nobody.
    setMade(null);
    tokens.reload();
  };
  const revoking = useRevoking(done);
  const revoke = (token: Token, own: boolean) =>
    revoking.begin({
      path: `/v1/tokens/${token.id}`,
      title: say(words.revokeSToken(token.name)),
      question: own
        ? say(words.revokeYourOwnTokenYourSession)
        : say(words.revokeSTokenItsSessionsEnd(token.name)),
    });
  const gives = rolesToGive(session).length > 0;
  return (
    <Page title={say(words.tokens)} intro={say(words.eachPersonAndEachProgramHas)}>
      {revoking.problem && <ProblemNotice problem={revoking.problem} />}
      <div class="grid">
        {revoking.card}
        {gives && (
          <NewToken
            session={session}
            sites={sites}
            made={made}
            setMade={setMade}
            onMade={tokens.reload}
          />
        )}
        <Card title={say(words.tokensGivenOut)} wide>
          <Await of={tokens}>
            {(data) => (
              <Table<Token>
                caption={say(words.tokensGivenOut)}
                hideCaption
                keyOf={(t) => t.id}
                rows={[...data.tokens].sort(
                  (a, b) =>
                    Number(b.in_force) - Number(a.in_force) || b.created.localeCompare(a.created),
                )}
                columns={[
                  {
                    title: say(words.toWhom),
                    cell: (t) => (
                      <>
                        {t.name}
                        {t.id === data.own && (
                          <>
                            {" "}
                            <Badge tone="calm">{say(words.yours)}</Badge>
                          </>
                        )}
                        {t.last_resort && (
                          <>
                            {" "}
                            <Badge tone="bad">{say(words.lastResort)}</Badge>
                          </>
                        )}
                      </>
                    ),
                  },
                  {
                    title: say(words.role),
                    cell: (t) => (
                      <>
                        {roleWords(say, t.role)}
                        <span class="dim">, {siteNames(say, t.sites, sites)}</span>
                      </>
                    ),
                  },
                  {
                    title: say(words.created),
                    cell: (t) => say.date(t.created),
                  },
                  {
                    title: say(words.lastDay),
                    cell: (t) => (t.expires ? say.date(lastDay(t.expires)) : say(words.noEnd)),
                  },
                  {
                    title: say(words.lastUse),
                    cell: (t) => (t.used ? say.date(t.used) : say(words.never)),
                  },
                  {
                    title: say(words.state),
                    cell: (t) => (
                      <Badge tone={t.in_force ? "good" : "plain"}>{stateWords(say, t)}</Badge>
                    ),
                  },
                  ...(gives
                    ? [
                        {
                          title: say(words.action),
                          cell: (t: Token) =>
                            t.in_force && mayTake(session, t.role, t.sites) ? (
                              <RowButton
                                text={say(words.revoke)}
                                of={say(words.revokeSToken(t.name))}
                                disabled={revoking.busy}
                                onClick={() => revoke(t, t.id === data.own)}
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
      </div>
    </Page>
  );
}

function NewToken({
  session,
  sites: every,
  made,
  setMade,
  onMade,
}: {
  session: Session;
  sites: Site[];
  made: MadeToken | null;
  setMade: (made: MadeToken | null) => void;
  onMade: () => void;
}) {
  const say = useSay();
  const roles = rolesToGive(session);
  const first = { ...kEmpty, role: roles[0] as Role };
  const [form, setForm] = useState(first);
  const givers = giversOf(form.role);
  const own = sitesOfRoles(session, givers);
  const sites = every.filter((site) => may(session, givers, site.id));
  const { busy, problem, run } = useAction();
  const shown = useRef<HTMLDivElement>(null);
  const change =
    <Name extends keyof typeof form>(name: Name) =>
    (value: (typeof form)[Name]) =>
      setForm({ ...form, [name]: value });
  useEffect(() => {
    if (made) shown.current?.focus();
  }, [made]);
  const create = (event: Event) => {
    event.preventDefault();
    setMade(null);
    void run(
      () =>
        call<MadeToken>("POST", "/v1/tokens", {
          ...form,
          sites: form.sites.length > 0 ? form.sites : own,
        }),
      (token) => {
        setMade(token);
        setForm(first);
        onMade();
      },
    );
  };
  return (
    <Card title={say(words.newToken)} wide>
      <form class="filters hinted" onSubmit={create}>
        <Input
          label={say(words.forWhom)}
          hint={say(words.firstAndLastNameOrThe)}
          value={form.name}
          required
          maxLength={100}
          autocomplete="off"
          onValue={change("name")}
        />
        <Select
          label={say(words.role)}
          value={form.role}
          onValue={(role) => setForm({ ...form, role: role as Role, sites: [] })}
          options={roles.map((r): [string, string] => [r, roleWords(say, r)])}
        />
        <Input
          label={say(words.lastDay)}
          hint={say(words.emptyAYear)}
          type="date"
          min={say.today(0)}
          max={lastDayToGive(session, form.role, form.sites.length > 0 ? form.sites : own)}
          value={form.expires}
          onValue={change("expires")}
        />
        {sites.length > 1 && (
          <Choices
            label={say(words.sites)}
            hint={say(own.length > 0 ? words.noneTickedYourSites : words.noneTickedEverySite)}
            options={sites.map((s): [string, string] => [s.id, s.name])}
            chosen={form.sites}
            onChosen={change("sites")}
          />
        )}
        <button type="submit" disabled={busy}>
          {say(words.create)}
        </button>
      </form>
      {problem && <ProblemNotice problem={problem} />}
      {made && (
        <div class="secret" ref={shown} tabIndex={-1} role="status">
          <p>{say(words.handThisTokenToBySafe(made.name))}</p>
          <p>
            <code>{made.token}</code>
          </p>
          <button type="button" class="quiet" onClick={() => setMade(null)}>
            {say(words.notedHideIt)}
          </button>
        </div>
      )}
    </Card>
  );
}
