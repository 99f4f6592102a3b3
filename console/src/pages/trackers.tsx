// Marketing's question, answered: may this be set, why, and what is the next step.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Site, Tracker, Trackers, Verdict } from "../api";
import { call, url } from "../api";
import { type Say, useSay, verdictWords } from "../i18n";
import {
  Await,
  Badge,
  Card,
  Field,
  Input,
  Page,
  ProblemNotice,
  Select,
  Table,
  useAction,
  useLoad,
} from "../ui";
import * as words from "../words";
import { Answer, verdictTone } from "./verdict";

// A name that a button asks about; each press is a question of its own.
interface Question {
  name: string;
}

export function TrackersPage({ site }: { site: Site }) {
  const say = useSay();
  const trackers = useLoad<Trackers>(url("/v1/trackers", { site: site.id }));
  const [question, setQuestion] = useState<Question | null>(null);
  return (
    <Page title={say(words.trackers)} intro={say(words.whatMayBeSetOnWhat)}>
      <Ask site={site} question={question} />
      <Await of={trackers}>
        {(data) => <Catalogue data={data} onAsk={(name) => setQuestion({ name })} />}
      </Await>
    </Page>
  );
}

function Ask({ site, question }: { site: Site; question: Question | null }) {
  const say = useSay();
  const [text, setText] = useState("");
  const [verdicts, setVerdicts] = useState<Verdict[] | null>(null);
  const { busy, problem, run } = useAction();
  const answers = useRef<HTMLDivElement>(null);
  const ask = (about: string, then?: () => void) => {
    setVerdicts(null);
    void run(
      () =>
        call<{ verdicts: Verdict[] }>("POST", url("/v1/trackers", { site: site.id }), {
          text: about,
        }),
      (judged) => {
        setVerdicts(judged.verdicts);
        then?.();
      },
    );
  };
  useEffect(() => {
    if (!question) return;
    setText(question.name);
    // The verdicts stand above the button that was pressed.
    ask(question.name, () => requestAnimationFrame(() => answers.current?.focus()));
  }, [question]);
  return (
    <Card title={say(words.mayThisTrackerBeSet)} wide>
      <form
        class="find"
        onSubmit={(event) => {
          event.preventDefault();
          ask(text);
        }}
      >
        <Field label={say(words.aNameAListSetCookie)} hint={say(words.forExampleGclAuWhatDocument)}>
          {(a) => (
            <textarea
              {...a}
              rows={2}
              required
              spellcheck={false}
              value={text}
              onInput={(e) => setText(e.currentTarget.value)}
            />
          )}
        </Field>
        <button type="submit" disabled={busy || text.trim() === ""}>
          {say(words.check)}
        </button>
      </form>
      {problem && <ProblemNotice problem={problem} />}
      {verdicts && (
        <div role="status" ref={answers} tabIndex={-1}>
          {verdicts.length === 0 && <p>{say(words.noNameFoundInThisText)}</p>}
          {verdicts.map((verdict) => (
            <Answer key={`${verdict.name} ${verdict.host}`} verdict={verdict} />
          ))}
        </div>
      )}
    </Card>
  );
}

function Catalogue({ data, onAsk }: { data: Trackers; onAsk: (name: string) => void }) {
  const say = useSay();
  const [filter, setFilter] = useState("");
  const [category, setCategory] = useState("");
  const categories = new Map(
    data.trackers.map((t) => [t.category.id, say.words(t.category.title)]),
  );
  const needle = filter.toLowerCase();
  const rows = data.trackers.filter(
    (t) =>
      (!category || t.category.id === category) &&
      (!needle ||
        `${t.name} ${t.aliases?.join(" ") ?? ""} ${say.words(t.host_words)} ${t.service.name} ${t.vendor}`
          .toLowerCase()
          .includes(needle)),
  );
  return (
    <div class="grid">
      <Card title={say(words.namesSeenWithoutADeclaration)} wide>
        <Table
          caption={say(words.namesSeenWithoutADeclaration)}
          hideCaption
          rows={data.observed}
          keyOf={(o) => o.name}
          atOnce={8}
          empty={say(words.noNameSeenOrThisSite)}
          columns={[
            { title: say(words.name), cell: (o) => <code>{o.name}</code> },
            {
              title: say(words.firstSeen),
              cell: (o) => say.date(o.first_seen),
            },
            { title: say(words.lastSeen), cell: (o) => say.date(o.last_seen) },
            { title: say(words.times), cell: (o) => say.number(o.count), number: true },
            {
              title: say(words.action),
              cell: (o) => (
                <button
                  type="button"
                  class="quiet small"
                  aria-label={say(words.checkName(o.name))}
                  onClick={() => onAsk(o.name)}
                >
                  {say(words.check)}
                </button>
              ),
            },
          ]}
        />
      </Card>
      <Card title={say(words.catalogue)} wide>
        <form class="filters" onSubmit={(e) => e.preventDefault()}>
          <Input label={say(words.filter)} type="search" value={filter} onValue={setFilter} />
          <Select
            label={say(words.category)}
            value={category}
            onValue={setCategory}
            options={[["", say(words.all)], ...categories]}
          />
        </form>
        <p class="fine" role="status">
          {say(words.trackersWithCount(rows.length))}
        </p>
        <Table<Tracker>
          caption={say(words.declaredTrackers)}
          hideCaption
          rows={rows}
          keyOf={(t) => t.pointer ?? t.name}
          atOnce={8}
          columns={[
            {
              title: say(words.name),
              cell: (t) => (
                <>
                  <code>{t.name}</code>
                  <br />
                  <span class="dim">{say.words(t.host_words)}</span>
                  {t.aliases && (
                    <>
                      <br />
                      <span class="dim">
                        {say(words.also)} {t.aliases.join(", ")}
                      </span>
                    </>
                  )}
                </>
              ),
            },
            { title: "Service", cell: (t) => t.service.name },
            { title: say(words.purpose), cell: (t) => say.words(t.purpose) },
            { title: say(words.lifetime), cell: (t) => say.words(t.lifetime) },
            {
              title: say(words.answer),
              cell: (t) => (
                <Badge tone={verdictTone(t.verdict)}>{verdictWords(say, t.verdict)}</Badge>
              ),
            },
          ]}
        />
        {data.services_without_trackers.length > 0 && (
          <p class="fine">
            {say(words.servicesWhoseTrackersAreNotEnumerated)}{" "}
            {data.services_without_trackers.map((s) => s.name).join(", ")}.
          </p>
        )}
      </Card>
      <Card title={say(words.findings)} wide>
        <Table
          caption={say(words.findingsOfTheCatalogueCheck)}
          hideCaption
          rows={[...data.findings].sort((x, y) => Number(x.waived) - Number(y.waived))}
          keyOf={(f) => `${f.rule} ${f.pointer} ${f.subject}`}
          atOnce={4}
          empty={say(words.noFinding)}
          columns={[
            {
              title: say(words.severity),
              cell: (f) => (
                <Badge
                  tone={
                    f.waived
                      ? "plain"
                      : f.severity === "error"
                        ? "bad"
                        : f.severity === "warning"
                          ? "warn"
                          : "calm"
                  }
                >
                  {severityWords(say, f.severity)}
                </Badge>
              ),
            },
            {
              title: say(words.finding),
              cell: (f) => (
                <>
                  {say.words(f.sentence)}
                  <br />
                  <span class="dim">{say.words(f.source)}</span>
                </>
              ),
            },
            {
              title: say(words.waiver),
              cell: (f) =>
                f.waiver ? (
                  <>
                    {f.waiver.lapsed ? say(words.lapsed) : say(words.untilLower)}
                    {say.date(f.waiver.until)}
                  </>
                ) : (
                  "–"
                ),
            },
          ]}
        />
      </Card>
      <Card title={say(words.waivers)} wide>
        <Table
          caption={say(words.waiversAndTheirEnd)}
          hideCaption
          rows={[...data.waivers].sort((a, b) => a.until.localeCompare(b.until))}
          keyOf={(w) => `${w.rule} ${w.subject}`}
          atOnce={4}
          empty={say(words.noWaiver)}
          columns={[
            { title: say(words.subject), cell: (w) => <code>{w.subject}</code> },
            {
              title: say(words.rule),
              cell: (w) => say.words(data.findings.find((f) => f.rule === w.rule)?.title) || w.rule,
            },
            { title: say(words.reason), cell: (w) => say.words(w.reason) },
            {
              title: say(words.untilJusquAu),
              cell: (w) => (
                <>
                  {say.date(w.until)} {w.over && <Badge tone="bad">{say(words.over)}</Badge>}
                </>
              ),
            },
          ]}
        />
      </Card>
    </div>
  );
}

function severityWords(say: Say, severity: string): string {
  switch (severity) {
    case "error":
      return say(words.error);
    case "warning":
      return say(words.warning);
    default:
      return say(words.notice);
  }
}
