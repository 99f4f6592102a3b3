// Holds: what must not be erased while an inspection or a dispute lasts, and why.

import { useState } from "preact/hooks";
import type { Hold, Site } from "../api";
import { call } from "../api";
import { useSay } from "../i18n";
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

const kEmpty = { site: "", from: "", to: "", records: "", reason: "", review: "" };

export function HoldsPage({ sites, now }: { sites: Site[]; now: string }) {
  const say = useSay();
  const holds = useLoad<{ holds: Hold[] }>("/v1/holds?released=1");
  const [form, setForm] = useState(kEmpty);
  const { busy, problem, run } = useAction();
  const change = (name: keyof typeof form) => (value: string) =>
    setForm({ ...form, [name]: value });
  const add = (event: Event) => {
    event.preventDefault();
    const records = form.records
      .split(/[^0-9]+/)
      .filter(Boolean)
      .map(Number);
    void run(
      () => call("POST", "/v1/holds", { ...form, records }),
      () => {
        setForm(kEmpty);
        holds.reload();
      },
    );
  };
  const release = (hold: Hold) => {
    if (
      !confirm(
        say(
          "Lever cette mesure ? Ce qui est échu sera effacé.",
          "Release this hold? What is due will be erased.",
        ),
      )
    )
      return;
    void run(() => call("DELETE", `/v1/holds/${hold.id}`), holds.reload);
  };
  return (
    <Page
      title={say("Conservation", "Holds")}
      intro={say(
        "Une mesure de conservation suspend l’effacement pour un contrôle ou un litige, avec son motif et sa date de réexamen.",
        "A hold suspends erasure for an inspection or a dispute, with its reason and the day of its review.",
      )}
    >
      {problem && <ProblemNotice problem={problem} />}
      <div class="grid">
        <Card title={say("Nouvelle mesure", "New hold")} wide>
          <form class="filters" onSubmit={add}>
            <Select
              label="Site"
              value={form.site}
              onValue={change("site")}
              options={[
                ["", say("Tous", "All")],
                ...sites.map((s): [string, string] => [s.id, s.name]),
              ]}
            />
            <Input
              label={say("Choix donnés du", "Choices given from")}
              type="date"
              value={form.from}
              onValue={change("from")}
            />
            <Input label={say("au", "to")} type="date" value={form.to} onValue={change("to")} />
            <Input
              label={say("Ou indices précis", "Or these indices")}
              value={form.records}
              inputMode="numeric"
              onValue={change("records")}
            />
            <Input
              label={say("Motif", "Reason")}
              value={form.reason}
              required
              maxLength={300}
              onValue={change("reason")}
            />
            <Input
              label={say("À réexaminer le", "Review on")}
              type="date"
              required
              min={now.slice(0, 10)}
              value={form.review}
              onValue={change("review")}
            />
            <button type="submit" disabled={busy}>
              {say("Conserver", "Hold")}
            </button>
          </form>
        </Card>
        <Card title={say("Mesures", "Holds")} wide>
          <Await of={holds}>
            {(data) => (
              <Table
                caption={say("Mesures de conservation", "Holds")}
                hideCaption
                rows={[...data.holds].reverse()}
                keyOf={(h) => h.id}
                empty={say("Aucune mesure de conservation.", "No hold.")}
                columns={[
                  { title: say("Motif", "Reason"), cell: (h) => h.reason },
                  {
                    title: say("Porte sur", "Covers"),
                    cell: (h) => covers(h, say("tous les sites", "every site"), say.date),
                  },
                  {
                    title: say("Décidée", "Added"),
                    cell: (h) => `${say.date(h.created)}, ${h.author}`,
                  },
                  {
                    title: say("Réexamen", "Review"),
                    cell: (h) => (
                      <>
                        {say.date(h.review)}{" "}
                        {!h.released && h.review <= now.slice(0, 10) && (
                          <Badge tone="warn">{say("à faire", "due")}</Badge>
                        )}
                      </>
                    ),
                  },
                  {
                    title: say("État", "State"),
                    cell: (h) =>
                      h.released ? (
                        <>
                          {say(
                            `levée le ${say.date(h.released)}`,
                            `released ${say.date(h.released)}`,
                          )}
                          , {h.released_by}
                        </>
                      ) : (
                        <button
                          type="button"
                          class="quiet small"
                          disabled={busy}
                          onClick={() => release(h)}
                        >
                          {say("Lever", "Release")}
                        </button>
                      ),
                  },
                ]}
              />
            )}
          </Await>
        </Card>
      </div>
    </Page>
  );
}

function covers(hold: Hold, everySite: string, date: (iso: string) => string): string {
  const parts = [hold.site || everySite];
  if (hold.from || hold.to)
    parts.push(`${hold.from ? date(hold.from) : "…"} – ${hold.to ? date(hold.to) : "…"}`);
  if (hold.records.length > 0)
    parts.push(hold.records.slice(0, 8).join(", ") + (hold.records.length > 8 ? "…" : ""));
  return parts.join(" · ");
}
