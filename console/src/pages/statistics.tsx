// Rates and counts of a period: each chart with its table and its file.

import { useMemo } from "preact/hooks";
import type { Around, Bucket, Site, Statistics } from "../api";
import { url } from "../api";
import { RateBar, StackedColumns, type Series } from "../charts";
import { type Say, useSay } from "../i18n";
import { go, type Route } from "../route";
import { Await, Card, Figure, Input, isDay, Mono, Page, Select, Table, useLoad } from "../ui";

export function answerSeries(say: Say): Series[] {
  return [
    { id: "given", label: say("Tout accepté", "Accepted all"), className: "given" },
    { id: "partial", label: say("En partie", "In part"), className: "partial" },
    { id: "refused", label: say("Refusé", "Refused"), className: "refused" },
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
  const file = (format: string) => url("/v1/stats", { site: site.id, from, to, step, format });
  const csv = (fr: string, en: string) => say(`CSV par ${fr}`, `CSV by ${en}`);
  const names = useMemo(() => new Map(site.services.map((s) => [s.id, s.name])), [site]);
  return (
    <Page
      title={say("Statistiques", "Statistics")}
      intro={say(
        "Les taux portent sur les réponses au bandeau. Les services exemptés n’y entrent pas.",
        "Rates are of the answers to the banner. Exempt services do not enter them.",
      )}
      actions={
        <>
          <a class="button quiet" href={file("html")} target="_blank" rel="noopener">
            {say("Page à imprimer", "Page to print")}
          </a>
          <a class="button quiet" href={file("csv")} download>
            CSV
          </a>
        </>
      }
    >
      <form class="filters" onSubmit={(e) => e.preventDefault()}>
        <Input
          label={say("Du", "From")}
          type="date"
          value={from}
          max={to}
          onValue={(v) => isDay(v) && set({ from: v })}
        />
        <Input
          label={say("Au", "To")}
          type="date"
          value={to}
          min={from}
          onValue={(v) => isDay(v) && set({ to: v })}
        />
        <Select
          label={say("Par", "By")}
          value={step}
          onValue={(v) => set({ step: v })}
          options={[
            ["day", say("jour", "day")],
            ["week", say("semaine", "week")],
            ["month", say("mois", "month")],
          ]}
        />
      </form>
      <Await of={statistics}>
        {(data) => (
          <div class="grid">
            <Card title={say("Sur la période", "Over the period")} wide>
              <dl class="figures">
                <Figure label={say("Réponses", "Answers")} value={say.number(data.total.answers)} />
                <Figure
                  label={say("Tout accepté", "Accepted all")}
                  value={say.percent(data.total.acceptance_permille)}
                  note={say.number(data.total.given)}
                />
                <Figure
                  label={say("Refusé", "Refused")}
                  value={say.percent(data.total.refusal_permille)}
                  note={say.number(data.total.refused)}
                />
                <Figure
                  label={say("Retraits", "Withdrawals")}
                  value={say.number(data.total.withdrawn)}
                />
                {data.ignored !== null && data.shown !== null && (
                  <Figure
                    label={say("Sans réponse", "Ignored")}
                    value={say.number(data.ignored)}
                    note={say(
                      `sur ${say.number(data.shown)} affichages`,
                      `of ${say.number(data.shown)} displays`,
                    )}
                  />
                )}
              </dl>
            </Card>
            <Card title={say("Dans le temps", "Over time")} wide>
              <p class="fine">{daysInWords(say, data)}</p>
              <OverTime data={data} />
            </Card>
            <Card
              title={say("Par service", "By service")}
              wide
              extra={
                <a href={file("services-csv")} download>
                  {csv("service", "service")}
                </a>
              }
            >
              <Table
                caption={say("Services soumis au consentement", "Services under consent")}
                hideCaption
                rows={data.services.filter((s) => !s.opt_out)}
                keyOf={(s) => s.service}
                columns={[
                  { title: "Service", cell: (s) => names.get(s.service) ?? s.service },
                  {
                    title: say("Taux d’acceptation", "Acceptance"),
                    cell: (s) => (
                      <RateBar
                        permille={s.acceptance_permille}
                        label={say("Acceptation", "Acceptance")}
                      />
                    ),
                  },
                  {
                    title: say("Accepté", "Accepted"),
                    cell: (s) => say.number(s.accepted),
                    number: true,
                  },
                  {
                    title: say("Refusé", "Refused"),
                    cell: (s) => say.number(s.refused),
                    number: true,
                  },
                ]}
              />
              {data.services.some((s) => s.opt_out) && (
                <Table
                  caption={say(
                    "Services exemptés, avec droit d’opposition",
                    "Exempt services, with opt-out",
                  )}
                  rows={data.services.filter((s) => s.opt_out)}
                  keyOf={(s) => s.service}
                  columns={[
                    { title: "Service", cell: (s) => names.get(s.service) ?? s.service },
                    {
                      title: say("Taux d’opposition", "Opposition"),
                      cell: (s) => (
                        <RateBar
                          permille={s.opposition_permille}
                          label={say("Opposition", "Opposition")}
                        />
                      ),
                    },
                    {
                      title: say("Oppositions", "Oppositions"),
                      cell: (s) => say.number(s.refused),
                      number: true,
                    },
                  ]}
                />
              )}
            </Card>
            <Card
              title={say("Par révision présentée", "By revision shown")}
              wide
              extra={
                <a href={file("revisions-csv")} download>
                  {csv("révision", "revision")}
                </a>
              }
            >
              <Table
                caption={say("Réponses par révision", "Answers by revision")}
                hideCaption
                rows={data.revisions}
                keyOf={(r) => r.revision}
                columns={[
                  {
                    title: say("Révision", "Revision"),
                    cell: (r) => (
                      <a href={`#/revisions/${r.revision}`}>
                        <Mono>{r.revision}</Mono>
                      </a>
                    ),
                  },
                  {
                    title: say("Réponses", "Answers"),
                    cell: (r) => say.number(r.answers),
                    number: true,
                  },
                  {
                    title: say("Acceptation", "Acceptance"),
                    cell: (r) => say.percent(r.acceptance_permille),
                    number: true,
                  },
                  {
                    title: say("Refus", "Refusal"),
                    cell: (r) => say.percent(r.refusal_permille),
                    number: true,
                  },
                ]}
              />
            </Card>
            <Card
              title={say("Par langue du bandeau", "By language of the banner")}
              wide
              extra={
                <a href={file("languages-csv")} download>
                  {csv("langue", "language")}
                </a>
              }
            >
              <Table
                caption={say("Réponses par langue", "Answers by language")}
                hideCaption
                rows={data.languages}
                keyOf={(l) => l.language}
                empty={say("Aucune réponse sur la période.", "No answer in this period.")}
                columns={[
                  { title: say("Langue", "Language"), cell: (l) => languageWords(say, l.language) },
                  {
                    title: say("Taux d’acceptation", "Acceptance"),
                    cell: (l) => (
                      <RateBar
                        permille={l.acceptance_permille}
                        label={say("Acceptation", "Acceptance")}
                      />
                    ),
                  },
                  {
                    title: say("Tout accepté", "Accepted all"),
                    cell: (l) => say.number(l.given),
                    number: true,
                  },
                  {
                    title: say("En partie", "In part"),
                    cell: (l) => say.number(l.partial),
                    number: true,
                  },
                  {
                    title: say("Refusé", "Refused"),
                    cell: (l) => say.number(l.refused),
                    number: true,
                  },
                ]}
              />
            </Card>
            {data.around && data.around.length > 0 && (
              <Card
                title={say("Avant et après une révision", "Before and after a revision")}
                wide
                extra={
                  <a href={file("around-csv")} download>
                    {csv("publication", "publication")}
                  </a>
                }
              >
                <BeforeAfter rows={data.around} />
              </Card>
            )}
          </div>
        )}
      </Await>
    </Page>
  );
}

function languageWords(say: Say, language: string): string {
  return new Intl.DisplayNames([say.language], { type: "language" }).of(language) ?? language;
}

// In which time zone the days were told, and where that changed.
function daysInWords(say: Say, data: Statistics): string {
  const fr = (zone: string) => (zone === "UTC" ? "en temps universel" : `à l’heure de ${zone}`);
  const en = (zone: string) => (zone === "UTC" ? "UTC" : `the time of ${zone}`);
  const seams = data.seams.map((s) =>
    say(
      ` jusqu’au ${say.time(s.since)}, puis ${fr(s.zone)}`,
      ` until ${say.time(s.since)}, then in ${en(s.zone)}`,
    ),
  );
  const mixed =
    seams.length > 0
      ? say(
          " Le jour d’un tel changement mêle les deux.",
          " The day of such a change has some of both.",
        )
      : "";
  return `${say(`Jours comptés ${fr(data.days)}`, `Days are counted in ${en(data.days)}`)}${seams.join("")}.${mixed}`;
}

function OverTime({ data }: { data: Statistics }) {
  const say = useSay();
  const label = (from: string) => (data.step === "month" ? say.month(from) : say.date(from));
  const axis = (from: string) => (data.step === "month" ? say.month(from) : say.short(from));
  return (
    <>
      <StackedColumns
        title={say("Réponses dans le temps", "Answers over time")}
        description={say(
          "Les mêmes nombres sont dans le tableau qui suit.",
          "The same numbers are in the table below.",
        )}
        series={[
          ...answerSeries(say),
          ...(data.shown === null
            ? []
            : [{ id: "ignored", label: say("Sans réponse", "Ignored"), className: "ignored" }]),
        ]}
        points={data.buckets.map((b) => ({
          label: axis(b.from),
          title: label(b.from),
          values: [b.given, b.partial, b.refused, ...(data.shown === null ? [] : [ignored(b)])],
        }))}
      />
      <Table
        caption={say("Réponses par période", "Answers by period")}
        hideCaption
        rows={data.buckets}
        keyOf={(b) => b.from}
        columns={[
          {
            title: data.step === "day" ? say("Jour", "Day") : say("À partir du", "From"),
            cell: (b) => say.date(b.from),
          },
          {
            title: say("Tout accepté", "Accepted all"),
            cell: (b) => say.number(b.given),
            number: true,
          },
          { title: say("En partie", "In part"), cell: (b) => say.number(b.partial), number: true },
          { title: say("Refusé", "Refused"), cell: (b) => say.number(b.refused), number: true },
          {
            title: say("Retraits", "Withdrawals"),
            cell: (b) => say.number(b.withdrawn),
            number: true,
          },
          ...(data.shown === null
            ? []
            : [
                {
                  title: say("Sans réponse", "Ignored"),
                  cell: (b: Bucket) => say.number(ignored(b)),
                  number: true,
                },
              ]),
          {
            title: say("Acceptation", "Acceptance"),
            cell: (b) => say.percent(b.acceptance_permille),
            number: true,
          },
        ]}
      />
    </>
  );
}

function BeforeAfter({ rows }: { rows: Around[] }) {
  const say = useSay();
  return (
    <Table
      caption={say(
        "Taux d’acceptation autour de chaque publication",
        "Acceptance around each publication",
      )}
      hideCaption
      rows={rows}
      keyOf={(r) => r.published_at}
      columns={[
        { title: say("Publiée le", "Published"), cell: (r) => say.date(r.published_at) },
        {
          title: say("Révision", "Revision"),
          cell: (r) => (
            <a href={`#/revisions/${r.revision}`}>
              <Mono>{r.revision}</Mono>
            </a>
          ),
        },
        {
          title: say("14 jours avant", "14 days before"),
          cell: (r) => say.percent(r.before.acceptance_permille),
          number: true,
        },
        {
          title: say("14 jours après", "14 days after"),
          cell: (r) => say.percent(r.after.acceptance_permille),
          number: true,
        },
        {
          title: say("Réponses avant / après", "Answers before / after"),
          cell: (r) => `${say.number(r.before.answers)} / ${say.number(r.after.answers)}`,
          number: true,
        },
      ]}
    />
  );
}
