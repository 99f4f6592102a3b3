// Who may sign in: tokens made here are shown once, end on their day, and can be revoked at any
// time.

import { useEffect, useRef, useState } from "preact/hooks";
import type { MadeToken, Role, Token, Tokens } from "../api";
import { call } from "../api";
import { roleWords, type Say, useSay } from "../i18n";
import {
  Await,
  Badge,
  Card,
  Input,
  Page,
  ProblemNotice,
  Select,
  Table,
  useAction,
  useLoad,
} from "../ui";

const kEmpty = { role: "auditor", name: "", expires: "" };

// The last day on which a token is good: the day before its end, which is a midnight.
function lastDay(expires: string): string {
  return new Date(Date.parse(expires) - 1000).toISOString();
}

function stateWords(say: Say, token: Token): string {
  if (token.revoked)
    return say(`révoqué le ${say.date(token.revoked)}`, `revoked ${say.date(token.revoked)}`);
  if (!token.in_force) return say("expiré", "expired");
  return say("en vigueur", "in force");
}

export function TokensPage({ role, now }: { role: Role; now: string }) {
  const say = useSay();
  const tokens = useLoad<Tokens>("/v1/tokens");
  const revoking = useAction();
  const revoke = (token: Token, own: boolean) => {
    const question = own
      ? say(
          "Révoquer votre propre jeton ? Votre session prendra fin.",
          "Revoke your own token? Your session will end.",
        )
      : say(
          `Révoquer le jeton « ${token.name} » ? Ses sessions prendront fin aussitôt.`,
          `Revoke ${token.name}’s token? Its sessions end at once.`,
        );
    if (!confirm(question)) return;
    void revoking.run(() => call("DELETE", `/v1/tokens/${token.id}`), tokens.reload);
  };
  const operator = role === "operator";
  return (
    <Page
      title={say("Jetons", "Tokens")}
      intro={say(
        "Chaque personne, chaque programme a le sien. Seule son empreinte est conservée.",
        "Each person and each program has their own. Only its hash is kept.",
      )}
    >
      {revoking.problem && <ProblemNotice problem={revoking.problem} />}
      <div class="grid">
        {operator && <NewToken now={now} onMade={tokens.reload} />}
        <Card title={say("Jetons remis", "Tokens given out")} wide>
          <Await of={tokens}>
            {(data) => (
              <Table<Token>
                caption={say("Jetons remis", "Tokens given out")}
                hideCaption
                keyOf={(t) => t.id}
                rows={[...data.tokens].sort(
                  (a, b) =>
                    Number(b.in_force) - Number(a.in_force) || b.created.localeCompare(a.created),
                )}
                columns={[
                  {
                    title: say("À qui", "To whom"),
                    cell: (t) => (
                      <>
                        {t.name}
                        {t.id === data.own && (
                          <>
                            {" "}
                            <Badge tone="calm">{say("le vôtre", "yours")}</Badge>
                          </>
                        )}
                      </>
                    ),
                  },
                  { title: say("Rôle", "Role"), cell: (t) => roleWords(say, t.role) },
                  {
                    title: say("Créé le", "Created"),
                    cell: (t) => <span class="keep">{say.date(t.created)}</span>,
                  },
                  {
                    title: say("Dernier jour", "Last day"),
                    cell: (t) => (
                      <span class="keep">
                        {t.expires ? say.date(lastDay(t.expires)) : say("sans terme", "no end")}
                      </span>
                    ),
                  },
                  {
                    title: say("État", "State"),
                    cell: (t) => (
                      <Badge tone={t.in_force ? "good" : "plain"}>{stateWords(say, t)}</Badge>
                    ),
                  },
                  ...(operator
                    ? [
                        {
                          title: say("Action", "Action"),
                          cell: (t: Token) =>
                            t.in_force ? (
                              <button
                                type="button"
                                class="quiet small"
                                aria-label={say(
                                  `Révoquer le jeton « ${t.name} »`,
                                  `Revoke ${t.name}’s token`,
                                )}
                                disabled={revoking.busy}
                                onClick={() => revoke(t, t.id === data.own)}
                              >
                                {say("Révoquer", "Revoke")}
                              </button>
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

function NewToken({ now, onMade }: { now: string; onMade: () => void }) {
  const say = useSay();
  const [form, setForm] = useState(kEmpty);
  const [made, setMade] = useState<MadeToken | null>(null);
  const { busy, problem, run } = useAction();
  const shown = useRef<HTMLDivElement>(null);
  const change = (name: keyof typeof form) => (value: string) =>
    setForm({ ...form, [name]: value });
  useEffect(() => {
    if (made) shown.current?.focus();
  }, [made]);
  const create = (event: Event) => {
    event.preventDefault();
    setMade(null);
    void run(
      () => call<MadeToken>("POST", "/v1/tokens", form),
      (token) => {
        setMade(token);
        setForm(kEmpty);
        onMade();
      },
    );
  };
  return (
    <Card title={say("Nouveau jeton", "New token")} wide>
      <form class="filters hinted" onSubmit={create}>
        <Input
          label={say("À qui", "For whom")}
          hint={say("Prénom et nom, ou le programme", "First and last name, or the program")}
          value={form.name}
          required
          maxLength={100}
          autocomplete="off"
          onValue={change("name")}
        />
        <Select
          label={say("Rôle", "Role")}
          value={form.role}
          onValue={change("role")}
          options={(["marketing", "auditor", "operator"] as const).map((r): [string, string] => [
            r,
            roleWords(say, r),
          ])}
        />
        <Input
          label={say("Dernier jour", "Last day")}
          hint={say("Vide : sans terme", "Empty: no end")}
          type="date"
          min={now.slice(0, 10)}
          value={form.expires}
          onValue={change("expires")}
        />
        <button type="submit" disabled={busy}>
          {say("Créer", "Create")}
        </button>
      </form>
      {problem && <ProblemNotice problem={problem} />}
      {made && (
        <div class="secret" ref={shown} tabIndex={-1} role="status">
          <p>
            {say(
              `Remettez ce jeton à ${made.name} par un moyen sûr. Il n’est montré que cette fois.`,
              `Hand this token to ${made.name} by safe means. It is shown this once.`,
            )}
          </p>
          <p>
            <code>{made.token}</code>
          </p>
          <button type="button" class="quiet" onClick={() => setMade(null)}>
            {say("C’est noté, le masquer", "Noted, hide it")}
          </button>
        </div>
      )}
    </Card>
  );
}
