// Holds: what must not be erased while an inspection or a dispute lasts, and why.

import { useState } from "preact/hooks";
import type { Hold, Site } from "../api";
import { call, Problem } from "../api";
import { useSay } from "../i18n";
import { Await, Card, Input, Page, ProblemNotice, Select, Table, useAction, useLoad } from "../ui";
import { indicesOf, referenceOf } from "../shown";
import * as words from "../words";
import { LimitationsCard } from "./limitations";
import { Review } from "./review";

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
    const records = indicesOf(form.records);
    void run(
      async () => {
        if (!records) throw new Problem(422, "", "no-reference");
        return call("POST", "/v1/holds", { ...form, records });
      },
      () => {
        setForm(kEmpty);
        holds.reload();
      },
    );
  };
  const release = (hold: Hold) => {
    if (!confirm(say(words.releaseThisHoldWhatIsDue))) return;
    void run(() => call("DELETE", `/v1/holds/${hold.id}`), holds.reload);
  };
  return (
    <Page title={say(words.holds)} intro={say(words.aHoldSuspendsErasureForAn)}>
      {problem && <ProblemNotice problem={problem} />}
      <div class="grid">
        <Card title={say(words.newHold)} wide>
          <form class="filters hinted" onSubmit={add}>
            <Select
              label="Site"
              value={form.site}
              onValue={change("site")}
              options={[
                ["", say(words.allTous)],
                ...sites.map((s): [string, string] => [s.id, s.name]),
              ]}
            />
            <Input
              label={say(words.choicesGivenFrom)}
              type="date"
              value={form.from}
              onValue={change("from")}
            />
            <Input label={say(words.toLower)} type="date" value={form.to} onValue={change("to")} />
            <Input
              label={say(words.orTheseReferences)}
              hint={say(words.theirReferences)}
              value={form.records}
              autocomplete="off"
              onValue={change("records")}
            />
            <Input
              label={say(words.reason)}
              value={form.reason}
              required
              maxLength={300}
              onValue={change("reason")}
            />
            <Input
              label={say(words.reviewOn)}
              type="date"
              required
              min={now.slice(0, 10)}
              value={form.review}
              onValue={change("review")}
            />
            <button type="submit" disabled={busy}>
              {say(words.hold)}
            </button>
          </form>
        </Card>
        <Card title={say(words.holdsMesures)} wide>
          <Await of={holds}>
            {(data) => (
              <Table
                caption={say(words.holdsMesuresDeConservation)}
                hideCaption
                rows={[...data.holds].reverse()}
                keyOf={(h) => h.id}
                empty={say(words.noHold)}
                columns={[
                  { title: say(words.reason), cell: (h) => h.reason },
                  {
                    title: say(words.covers),
                    cell: (h) => covers(h, say(words.everySite), say.date),
                  },
                  {
                    title: say(words.added),
                    cell: (h) => `${say.date(h.created)}, ${h.author}`,
                  },
                  {
                    title: say(words.review),
                    cell: (h) => <Review day={h.review} now={now} over={!!h.released} />,
                  },
                  {
                    title: say(words.state),
                    cell: (h) =>
                      h.released ? (
                        <>
                          {say(words.released(say.date(h.released)))}, {h.released_by}
                        </>
                      ) : (
                        <button
                          type="button"
                          class="quiet small"
                          disabled={busy}
                          onClick={() => release(h)}
                        >
                          {say(words.release)}
                        </button>
                      ),
                  },
                ]}
              />
            )}
          </Await>
        </Card>
        <LimitationsCard now={now} />
      </div>
    </Page>
  );
}

function covers(hold: Hold, everySite: string, date: (iso: string) => string): string {
  const parts = [hold.site || everySite];
  if (hold.from || hold.to)
    parts.push(`${hold.from ? date(hold.from) : "…"} – ${hold.to ? date(hold.to) : "…"}`);
  if (hold.records.length > 0)
    parts.push(
      hold.records.slice(0, 8).map(referenceOf).join(", ") + (hold.records.length > 8 ? "…" : ""),
    );
  return parts.join(" · ");
}
