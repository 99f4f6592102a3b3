// Who looked at what, and when. Reading the access log is itself a line of it.

import { useEffect, useState } from "preact/hooks";
import type { JournalLine as Line, JournalPage as Lines, Problem, Site } from "../api";
import { call, url } from "../api";
import { rolesWords, useSay } from "../i18n";
import { Card, csvFormat, Input, Page, ProblemNotice, Select, Table } from "../ui";
import * as words from "../words";

const kEmpty = { from: "", to: "", who: "", action: "", site: "" };
const kPageLines = 50;
// A page of the filtered access log may look at many lines and find few.
const kLooks = 20;

export function AccessLogPage({ sites, site }: { sites: Site[]; site: Site }) {
  const say = useSay();
  const [form, setForm] = useState(kEmpty);
  const [asked, setAsked] = useState(kEmpty);
  const [lines, setLines] = useState<Line[]>([]);
  const [next, setNext] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(true);
  const change = (name: keyof typeof form) => (value: string) =>
    setForm({ ...form, [name]: value });
  const address = (filter: typeof form, rest: Record<string, string | number | null>) =>
    url("/v1/journal", { ...filter, days_of: site.id, ...rest });

  const load = async (filter: typeof form, before: Line[], from: number | null) => {
    setBusy(true);
    setProblem(null);
    setAsked(filter);
    try {
      const found: Line[] = [];
      let cursor = from;
      for (let look = 0; look < kLooks && found.length < kPageLines; ++look) {
        const limit = kPageLines - found.length;
        const page = await call<Lines>("GET", address(filter, { before: cursor, limit }));
        found.push(...page.lines);
        cursor = page.next;
        if (cursor === null) break;
      }
      setLines([...before, ...found]);
      setNext(cursor);
    } catch (error) {
      setProblem(error as Problem);
    }
    setBusy(false);
  };
  useEffect(() => {
    void load(kEmpty, [], null);
  }, [site.id]);

  return (
    <Page
      title={say(words.accessLog)}
      intro={say(words.eachClosedDaysDigestGoesInto)}
      actions={
        <>
          <a class="button quiet" href={address(asked, { format: csvFormat(say) })} download>
            CSV
          </a>
          <a class="button quiet" href={address(asked, { format: "xlsx" })} download>
            XLSX
          </a>
          <button
            type="button"
            class="quiet"
            disabled={busy}
            onClick={() => void load(asked, [], null)}
          >
            {say(words.refresh)}
          </button>
        </>
      }
    >
      <Card wide>
        <form
          class="filters"
          onSubmit={(e) => {
            e.preventDefault();
            void load(form, [], null);
          }}
        >
          <Input
            label={say(words.dayFrom)}
            type="date"
            value={form.from}
            onValue={change("from")}
          />
          <Input label={say(words.to)} type="date" value={form.to} onValue={change("to")} />
          <Input
            label={say(words.who)}
            autocomplete="off"
            value={form.who}
            onValue={change("who")}
          />
          <Select
            label={say(words.action)}
            value={form.action}
            onValue={change("action")}
            options={[
              ["", say(words.everyAction)],
              ...words.accessActions.map(([id, text]): [string, string] => [id, say(text)]),
            ]}
          />
          {sites.length > 1 && (
            <Select
              label={say(words.site)}
              value={form.site}
              onValue={change("site")}
              options={[
                ["", say(words.allTous)],
                ...sites.map((s): [string, string] => [s.id, s.name]),
              ]}
            />
          )}
          <button type="submit" disabled={busy}>
            {say(words.filter)}
          </button>
        </form>
        <p class="fine">{say(words.daysAreThoseOf(site.time_zone))}</p>
      </Card>
      {problem && <ProblemNotice problem={problem} />}
      <Card wide>
        {lines.length === 0 && busy ? (
          <p class="loading" role="status">
            {say(words.loading)}
          </p>
        ) : (
          !(problem && lines.length === 0) && (
            <Table<Line>
              caption={say(words.accessesNewestFirst)}
              hideCaption
              rows={lines}
              empty={say(words.noAccessFits)}
              keyOf={(l) => l.id}
              columns={[
                { title: say(words.when), cell: (l) => say.time(l.at) },
                {
                  title: say(words.who),
                  cell: (l) => (l.who === "?" ? say(words.unknown) : l.who),
                },
                {
                  title: say(words.role),
                  cell: (l) => (l.role ? rolesWords(say, l.role) : say(words.noRole)),
                },
                { title: say(words.action), cell: (l) => say.words(l.action_words) },
                { title: say(words.site), cell: (l) => l.site || say(words.notOfASite) },
                {
                  title: say(words.detail),
                  long: true,
                  cell: (l) => say.words(l.detail_words) || say(words.noDetail),
                },
              ]}
            />
          )
        )}
        {next !== null && (
          <button
            type="button"
            class="quiet"
            disabled={busy}
            onClick={() => void load(asked, lines, next)}
          >
            {say(words.more)}
          </button>
        )}
      </Card>
    </Page>
  );
}
