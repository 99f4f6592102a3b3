// Limitations of processing (GDPR, Article 18): asking for one with what a person shows, the list
// of them with its way out, and the reason for which a limited choice is looked at all the same.

import { useState } from "preact/hooks";
import type { Consent, Limitation } from "../api";
import { call, url } from "../api";
import { useSay } from "../i18n";
import { Await, Card, Input, isDay, ProblemNotice, Select, Table, useAction, useLoad } from "../ui";
import * as words from "../words";
import { Review } from "./review";

/** `text`: the cookie or the receipt that the person shows. */
export function LimitForm({
  index,
  text,
  onLimited,
}: {
  index: number;
  text: string;
  onLimited: () => void;
}) {
  const say = useSay();
  const [form, setForm] = useState({ ground: "accuracy", request: "", review: "" });
  const { busy, problem, run } = useAction();
  const change = (name: keyof typeof form) => (value: string) =>
    setForm({ ...form, [name]: value });
  return (
    <details>
      <summary>{say(words.limitTheProcessing)}</summary>
      <p class="fine">{say(words.whatALimitationDoes)}</p>
      {problem && <ProblemNotice problem={problem} />}
      <form
        class="filters hinted"
        onSubmit={(e) => {
          e.preventDefault();
          void run(() => call("POST", "/v1/limitations", { ...form, index, text }), onLimited);
        }}
      >
        <Select
          label={say(words.groundOfTheLimitation)}
          value={form.ground}
          options={words.limitationGrounds.map(([id, name]) => [id, say(name)])}
          onValue={change("ground")}
        />
        <Input
          label={say(words.requestNumber)}
          hint={say(words.forTheAccessLog)}
          autocomplete="off"
          maxLength={32}
          pattern="[A-Za-z0-9._\/\-]*"
          value={form.request}
          onValue={change("request")}
        />
        <Input
          label={say(words.reviewOn)}
          type="date"
          required
          min={say.today(1)}
          value={form.review}
          onValue={change("review")}
        />
        <button type="submit" disabled={busy}>
          {say(words.limitTheProcessing)}
        </button>
      </form>
    </details>
  );
}

export function LimitationsCard({ now }: { now: string }) {
  const say = useSay();
  const list = useLoad<{ limitations: Limitation[] }>("/v1/limitations?lifted=1");
  const [told, setTold] = useState<Record<number, string>>({});
  const { busy, problem, run } = useAction();
  const lift = (id: number) =>
    void run(
      () => call("DELETE", url(`/v1/limitations/${id}`, { informed: told[id] ?? "" })),
      list.reload,
    );
  const ground = (id: string | undefined) =>
    words.limitationGrounds.find(([one]) => one === id)?.[1] ?? words.lostWithDatabase;
  return (
    <Card title={say(words.limitations)} wide>
      <p class="fine">{say(words.whatALimitationDoes)}</p>
      {problem && <ProblemNotice problem={problem} />}
      <Await of={list}>
        {(data) => (
          <Table
            caption={say(words.limitations)}
            hideCaption
            rows={[...data.limitations].reverse()}
            keyOf={(l) => l.id}
            empty={say(words.noLimitation)}
            columns={[
              { title: say(words.groundOfTheLimitation), cell: (l) => say(ground(l.ground)) },
              {
                title: say(words.covers),
                cell: (l) => `${l.site} · ${say(words.limitedChoices(l.records.length))}`,
              },
              { title: say(words.requestNumberShort), cell: (l) => l.request ?? "" },
              { title: say(words.added), cell: (l) => `${say.date(l.created)}, ${l.author}` },
              {
                title: say(words.review),
                cell: (l) => <Review day={l.review} now={now} over={!!l.lifted} />,
              },
              {
                title: say(words.state),
                cell: (l) =>
                  l.lifted ? (
                    `${say(words.lifted(say.date(l.lifted)))}, ${l.lifted_by ?? ""}`
                  ) : (
                    <form
                      class="filters"
                      onSubmit={(e) => {
                        e.preventDefault();
                        lift(l.id);
                      }}
                    >
                      <Input
                        label={say(words.personToldOn)}
                        type="date"
                        required
                        max={say.today(0)}
                        value={told[l.id] ?? ""}
                        onValue={(value) => setTold({ ...told, [l.id]: value })}
                      />
                      <button
                        type="submit"
                        class="quiet small"
                        disabled={busy || !isDay(told[l.id] ?? "")}
                      >
                        {say(words.lift)}
                      </button>
                    </form>
                  ),
              },
            ]}
          />
        )}
      </Await>
    </Card>
  );
}

/** Beside the documents of a choice that is limited, or whose line holds one that is. */
export function LimitedDocuments({ consent, despite }: { consent: Consent; despite: string }) {
  const say = useSay();
  const reason = words.reasonsToLook.find(([id]) => id === despite)?.[1];
  if (consent.row.limited_since && reason)
    return <p class="note">{say(words.handedOutDespite(say(reason)))}</p>;
  return consent.line.some((row) => row.limited_since) ? (
    <p class="note">{say(words.limitedOnesAreNotInTheDossier)}</p>
  ) : null;
}

/** In place of a limited choice: since when, and for which reason it is shown. */
export function LimitedNotice({ onLook }: { onLook: (despite: string) => void }) {
  const say = useSay();
  const [despite, setDespite] = useState("person");
  return (
    <>
      <p>{say(words.aLimitedChoiceIsNotShown)}</p>
      <form
        class="filters"
        onSubmit={(e) => {
          e.preventDefault();
          onLook(despite);
        }}
      >
        <Select
          label={say(words.reasonToLook)}
          value={despite}
          options={words.reasonsToLook.map(([id, name]) => [id, say(name)])}
          onValue={setDespite}
        />
        <button type="submit">{say(words.look)}</button>
      </form>
    </>
  );
}
