// Rates and counts of a period: each chart with its table and its file.

import { useMemo } from "preact/hooks";
import type { Around, Bucket, Publication, Revisions, Site, Statistics } from "../api";
import { url } from "../api";
import { RateBar, StackedColumns, type Series } from "../charts";
import { languageWords, type Say, useSay } from "../i18n";
import { go, type Route } from "../route";
import {
  Await,
  Card,
  csvFormat,
  Figure,
  Files,
  Input,
  isDay,
  Page,
  Select,
  Table,
  useLoad,
} from "../ui";
import { versionWords } from "../versions";
import * as words from "../words";

export function answerSeries(say: Say): Series[] {
  return [
    { id: "given", label: say(words.acceptedAllToutAccepte), className: "given" },
    { id: "partial", label: say(words.inPart), className: "partial" },
    { id: "refused", label: say(words.refused), className: "refused" },
  ];
}

// Displays without an answer; answers may outnumber the displays that a share of browsers reports.
const ignored = (bucket: Bucket): number => Math.max(0, (bucket.shown ?? 0) - bucket.answers);

export function StatisticsPage({ site, route }: { site: Site; route: Route }) {
  const say = useSay();
  const from = route.query.get("from") ?? say.today(-89);
  const to = route.query.get("to") ?? say.today(0);
  const step = route.query.get("step") ?? "week";
  const set = (change: Record<string, string>) => go("statistiques", { from, to, step, ...change });
  const statistics = useLoad<Statistics>(url("/v1/stats", { site: site.id, from, to, step }));
  const published =
    useLoad<Revisions>(url("/v1/revisions", { site: site.id })).data?.revisions ?? [];
  const file = (format: string) => url("/v1/stats", { site: site.id, from, to, step, format });
  const csv = (fr: string, en: string) => say(words.csvBy(fr, en));
  const names = useMemo(() => new Map(site.services.map((s) => [s.id, s.name])), [site]);
  return (
    <Page
      title={say(words.statistics)}
      intro={say(words.ratesAreOfTheAnswersTo)}
      actions={<Files file={file} />}
    >
      <form class="filters" onSubmit={(e) => e.preventDefault()}>
        <Input
          label={say(words.fromDu)}
          type="date"
          value={from}
          max={to}
          onValue={(v) => isDay(v) && set({ from: v })}
        />
        <Input
          label={say(words.to)}
          type="date"
          value={to}
          min={from}
          onValue={(v) => isDay(v) && set({ to: v })}
        />
        <Select
          label={say(words.by)}
          value={step}
          onValue={(v) => set({ step: v })}
          options={[
            ["day", say(words.day)],
            ["week", say(words.week)],
            ["month", say(words.month)],
          ]}
        />
      </form>
      <Await of={statistics}>
        {(data) => (
          <div class="grid">
            <Card title={say(words.overThePeriod)} wide>
              <dl class="figures">
                <Figure label={say(words.answers)} value={say.number(data.total.answers)} />
                <Figure
                  label={say(words.acceptedAllToutAccepte)}
                  value={say.percent(data.total.acceptance_permille)}
                  note={say.number(data.total.given)}
                />
                <Figure
                  label={say(words.refused)}
                  value={say.percent(data.total.refusal_permille)}
                  note={say.number(data.total.refused)}
                />
                <Figure label={say(words.withdrawals)} value={say.number(data.total.withdrawn)} />
                {data.ignored !== null && data.shown !== null && (
                  <Figure
                    label={say(words.ignored)}
                    value={say.number(data.ignored)}
                    note={say(words.ofDisplays(say.number(data.shown)))}
                  />
                )}
                {data.scans > 0 && (
                  <Figure
                    label={say(words.scans)}
                    value={say.number(data.scans)}
                    note={say(words.notCounted)}
                  />
                )}
                {data.marked > 0 && (
                  <Figure
                    label={say(words.unknownBanner)}
                    value={say.number(data.marked)}
                    note={say(words.notCounted)}
                  />
                )}
              </dl>
            </Card>
            <Card title={say(words.overTime)} wide>
              <p class="fine">{daysInWords(say, data)}</p>
              <OverTime data={data} />
            </Card>
            <Card
              title={say(words.byService)}
              wide
              extra={
                <a href={file(csvFormat(say, "services-csv"))} download>
                  {csv("service", "service")}
                </a>
              }
            >
              <Table
                caption={say(words.servicesUnderConsent)}
                hideCaption
                rows={data.services.filter((s) => !s.opt_out)}
                keyOf={(s) => s.service}
                columns={[
                  { title: "Service", cell: (s) => names.get(s.service) ?? s.service },
                  {
                    title: say(words.acceptance),
                    cell: (s) => (
                      <RateBar
                        permille={s.acceptance_permille}
                        label={say(words.acceptanceAcceptation)}
                      />
                    ),
                  },
                  {
                    title: say(words.accepted),
                    cell: (s) => say.number(s.accepted),
                    number: true,
                  },
                  {
                    title: say(words.refused),
                    cell: (s) => say.number(s.refused),
                    number: true,
                  },
                ]}
              />
              {data.services.some((s) => s.opt_out) && (
                <Table
                  caption={say(words.exemptServicesWithOptOut)}
                  rows={data.services.filter((s) => s.opt_out)}
                  keyOf={(s) => s.service}
                  columns={[
                    { title: "Service", cell: (s) => names.get(s.service) ?? s.service },
                    {
                      title: say(words.opposition),
                      cell: (s) => (
                        <RateBar
                          permille={s.opposition_permille}
                          label={say(words.oppositionOpposition)}
                        />
                      ),
                    },
                    {
                      title: say(words.oppositions),
                      cell: (s) => say.number(s.refused),
                      number: true,
                    },
                  ]}
                />
              )}
            </Card>
            <Card
              title={say(words.byRevisionShown)}
              wide
              extra={
                <a href={file(csvFormat(say, "revisions-csv"))} download>
                  {csv("version", "version")}
                </a>
              }
            >
              <Table
                caption={say(words.answersByRevision)}
                hideCaption
                rows={data.revisions}
                keyOf={(r) => r.revision}
                columns={[
                  {
                    title: say(words.revision),
                    cell: (r) => (
                      <a href={`#/revisions/${r.revision}`}>
                        {versionWords(say, published, r.revision)}
                      </a>
                    ),
                  },
                  {
                    title: say(words.answers),
                    cell: (r) => say.number(r.answers),
                    number: true,
                  },
                  {
                    title: say(words.acceptanceAcceptation),
                    cell: (r) => say.percent(r.acceptance_permille),
                    number: true,
                  },
                  {
                    title: say(words.refusal),
                    cell: (r) => say.percent(r.refusal_permille),
                    number: true,
                  },
                ]}
              />
            </Card>
            <Card
              title={say(words.byLanguageOfTheBanner)}
              wide
              extra={
                <a href={file(csvFormat(say, "languages-csv"))} download>
                  {csv("langue", "language")}
                </a>
              }
            >
              <Table
                caption={say(words.answersByLanguage)}
                hideCaption
                rows={data.languages}
                keyOf={(l) => l.language}
                empty={say(words.noAnswerInThisPeriod)}
                columns={[
                  { title: say(words.language), cell: (l) => languageWords(say, l.language) },
                  {
                    title: say(words.acceptance),
                    cell: (l) => (
                      <RateBar
                        permille={l.acceptance_permille}
                        label={say(words.acceptanceAcceptation)}
                      />
                    ),
                  },
                  {
                    title: say(words.acceptedAllToutAccepte),
                    cell: (l) => say.number(l.given),
                    number: true,
                  },
                  {
                    title: say(words.inPart),
                    cell: (l) => say.number(l.partial),
                    number: true,
                  },
                  {
                    title: say(words.refused),
                    cell: (l) => say.number(l.refused),
                    number: true,
                  },
                ]}
              />
            </Card>
            {data.around && data.around.length > 0 && (
              <Card
                title={say(words.beforeAndAfterARevision)}
                wide
                extra={
                  <a href={file(csvFormat(say, "around-csv"))} download>
                    {csv("publication", "publication")}
                  </a>
                }
              >
                <BeforeAfter rows={data.around} published={published} />
              </Card>
            )}
          </div>
        )}
      </Await>
    </Page>
  );
}

// In which time zone the days were told, and where that changed.
function daysInWords(say: Say, data: Statistics): string {
  const fr = (zone: string) => (zone === "UTC" ? "en temps universel" : `à l’heure de ${zone}`);
  const en = (zone: string) => (zone === "UTC" ? "UTC" : `the time of ${zone}`);
  const seams = data.seams.map((s) =>
    say(words.untilThenIn(say.time(s.since), fr(s.zone), en(s.zone))),
  );
  const mixed = seams.length > 0 ? say(words.theDayOfSuchAChange) : "";
  return `${say(words.daysAreCountedIn(fr(data.days), en(data.days)))}${seams.join("")}.${mixed}`;
}

function OverTime({ data }: { data: Statistics }) {
  const say = useSay();
  const label = (from: string) => (data.step === "month" ? say.month(from) : say.date(from));
  const axis = (from: string) => (data.step === "month" ? say.month(from) : say.short(from));
  return (
    <>
      <StackedColumns
        title={say(words.answersOverTime)}
        description={say(words.theSameNumbersAreInThe)}
        series={[
          ...answerSeries(say),
          ...(data.shown === null
            ? []
            : [{ id: "ignored", label: say(words.ignored), className: "ignored" }]),
        ]}
        points={data.buckets.map((b) => ({
          label: axis(b.from),
          title: label(b.from),
          values: [b.given, b.partial, b.refused, ...(data.shown === null ? [] : [ignored(b)])],
        }))}
      />
      <Table
        caption={say(words.answersByPeriod)}
        hideCaption
        rows={data.buckets}
        keyOf={(b) => b.from}
        columns={[
          {
            title: data.step === "day" ? say(words.dayJour) : say(words.fromAPartirDu),
            cell: (b) => say.date(b.from),
          },
          {
            title: say(words.acceptedAllToutAccepte),
            cell: (b) => say.number(b.given),
            number: true,
          },
          { title: say(words.inPart), cell: (b) => say.number(b.partial), number: true },
          { title: say(words.refused), cell: (b) => say.number(b.refused), number: true },
          {
            title: say(words.withdrawals),
            cell: (b) => say.number(b.withdrawn),
            number: true,
          },
          ...(data.shown === null
            ? []
            : [
                {
                  title: say(words.ignored),
                  cell: (b: Bucket) => say.number(ignored(b)),
                  number: true,
                },
              ]),
          {
            title: say(words.acceptanceAcceptation),
            cell: (b) => say.percent(b.acceptance_permille),
            number: true,
          },
        ]}
      />
    </>
  );
}

function BeforeAfter({ rows, published }: { rows: Around[]; published: Publication[] }) {
  const say = useSay();
  return (
    <Table
      caption={say(words.acceptanceAroundEachPublication)}
      hideCaption
      rows={rows}
      keyOf={(r) => r.published_at}
      columns={[
        { title: say(words.published), cell: (r) => say.date(r.published_at) },
        {
          title: say(words.revision),
          cell: (r) => (
            <a href={`#/revisions/${r.revision}`}>{versionWords(say, published, r.revision)}</a>
          ),
        },
        {
          title: say(words.n14DaysBefore),
          cell: (r) => say.percent(r.before.acceptance_permille),
          number: true,
        },
        {
          title: say(words.n14DaysAfter),
          cell: (r) => say.percent(r.after.acceptance_permille),
          number: true,
        },
        {
          title: say(words.answersBeforeAfter),
          cell: (r) => `${say.number(r.before.answers)} / ${say.number(r.after.answers)}`,
          number: true,
        },
      ]}
    />
  );
}
