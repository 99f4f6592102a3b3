// Finding consents: directly by what a visitor gives, or by searching. Results come page by page;
// a search that runs out of its time says so and goes on from there.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Found, Revisions, Row, SearchPage, Site } from "../api";
import { call, Problem, url } from "../api";
import { eventWords, useSay } from "../i18n";
import { go, type Route } from "../route";
import { readShown } from "../shown";
import {
  Badge,
  Card,
  Field,
  Input,
  Page,
  ProblemNotice,
  Select,
  Table,
  type Tone,
  useAction,
  useLoad,
} from "../ui";
import { versionWords } from "../versions";
import * as words from "../words";

export function eventTone(row: Row): Tone {
  if (row.state !== "kept") return "plain";
  return row.event === "given" ? "good" : row.event === "partial" ? "warn" : "calm";
}

export function ConsentsPage({ sites, site, route }: { sites: Site[]; site: Site; route: Route }) {
  const say = useSay();
  return (
    <Page title={say(words.consents)} intro={say(words.eachSearchAndEachLookIs)}>
      <FindCard onFound={(found) => go(`consentements/${found.index}`)} />
      <Search sites={sites} site={site} route={route} />
    </Page>
  );
}

// As the server takes it.
const kMaxReceiptBytes = 60 * 1024;

// What the latest look-up showed, as long as this page is open: the letter may tell and erase what
// a record's own token or receipt opens; nothing on a reference alone, whoever showed it before.
let shown: { index: number; kind: "token" | "receipt"; text: string } | null = null;
const shownHere = (index: number) => (shown?.index === index ? shown : null);
export const shownOf = (index: number) => shownHere(index)?.kind ?? null;
/** What opens the record, for the service to judge again when it is erased or limited. */
export const shownText = (index: number) => shownHere(index)?.text ?? "";
function remember(found: Found, text: string): void {
  shown = null;
  if (found.kind === "receipt" || (found.kind === "token" && found.opens)) {
    shown = { index: found.index, kind: found.kind, text };
  }
}

export function FindCard({
  onFound,
  waits = false,
}: {
  onFound: (found: Found) => void;
  waits?: boolean;
}) {
  const say = useSay();
  const [text, setText] = useState("");
  const { busy, problem, run } = useAction();
  const find = (event: Event) => {
    event.preventDefault();
    if (waits) return;
    void run(
      async () => {
        const shown = readShown(text);
        if (shown === "several") throw new Problem(422, "", "several");
        if (shown.kind === "token" && !shown.text) throw new Problem(422, "", "false-token");
        const given = shown.text;
        const found = await call<Found>("POST", "/v1/consents/find", { text: given }).catch(
          (problem: Problem) => {
            // What has the form of a token and names no choice was never given.
            const none = problem.status === 404 || problem.kind === "unprocessable";
            if (none && shown.kind === "token") throw new Problem(422, "", "false-token");
            if (problem.kind !== "unprocessable") throw problem;
            throw new Problem(422, problem.message, "not-recognised");
          },
        );
        // A token that opens nothing finds nothing: whose record it names is not told.
        if (found.opens === false) throw new Problem(422, "", "false-token");
        return { found, given };
      },
      ({ found, given }) => {
        setText("");
        remember(found, given);
        onFound(found);
      },
    );
  };
  const read = (file: File | undefined) => {
    if (!file) return;
    if (file.size > kMaxReceiptBytes) setText("");
    else void file.text().then(setText);
  };
  return (
    <Card title={say(words.findDirectly)} wide>
      <form class="find" onSubmit={find}>
        <Field
          label={say(words.referenceIndexCookieOrReceipt)}
          hint={say(words.theShortReferenceThatTheVisitor)}
        >
          {(a) => (
            <textarea
              {...a}
              rows={2}
              required
              spellcheck={false}
              autocomplete="off"
              value={text}
              onInput={(e) => setText(e.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={say(words.orTheReceiptsFile)}>
          {(a) => (
            <input
              {...a}
              type="file"
              accept=".tlog-proof,.txt,.html,text/plain,text/html"
              onChange={(e) => read(e.currentTarget.files?.[0])}
            />
          )}
        </Field>
        <button type="submit" disabled={busy || waits || text.trim() === ""}>
          {say(words.find)}
        </button>
      </form>
      {problem && <ProblemNotice problem={problem} />}
    </Card>
  );
}

function Search({ sites, site, route }: { sites: Site[]; site: Site; route: Route }) {
  const say = useSay();
  const asked = (name: string) => route.query.get(name) ?? "";
  const [form, setForm] = useState({
    site: asked("site") || site.id,
    from: asked("from"),
    to: asked("to"),
    event: asked("event"),
    service: asked("service"),
    decision: asked("decision"),
    revision: asked("revision"),
  });
  const [pages, setPages] = useState<SearchPage[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (name: keyof typeof form) => (value: string) =>
    setForm({ ...form, [name]: value });
  const chosen = sites.find((s) => s.id === form.site) ?? site;
  const published =
    useLoad<Revisions>(url("/v1/revisions", { site: chosen.id })).data?.revisions ?? [];
  const hashes = new Set([...published.map((p) => p.hash), form.revision].filter(Boolean));
  const versions = [...hashes].map((hash): [string, string] => [
    hash,
    versionWords(say, published, hash),
  ]);

  // What is asked for goes on with the conditions it began with, whatever the form says by then.
  const submitted = useRef(form);
  const load = async (before: SearchPage[], cursor: number | null) => {
    if (cursor === null) submitted.current = form;
    const { current } = submitted;
    setBusy(true);
    setProblem(null);
    try {
      const decision = current.service ? current.decision || "accepted" : "";
      const page = await call<SearchPage>(
        "GET",
        url("/v1/consents", { ...current, decision, limit: 50, cursor }),
      );
      setPages([...before, page]);
    } catch (error) {
      setProblem(error as Problem);
    }
    setBusy(false);
  };
  // A link with conditions in it is a search already asked for.
  useEffect(() => {
    if ([...route.query.keys()].length > 0) void load([], null);
  }, []);

  const rows = pages?.flatMap((page) => page.rows) ?? [];
  const last = pages?.at(-1);
  return (
    <Card title={say(words.search)} wide>
      <form
        class="filters"
        onSubmit={(e) => {
          e.preventDefault();
          setPages(null);
          void load([], null);
        }}
      >
        <Select
          label={say(words.site)}
          value={form.site}
          onValue={(id) => setForm({ ...form, site: id, service: "", decision: "", revision: "" })}
          options={sites.map((s) => [s.id, s.name])}
        />
        <Input label={say(words.fromDu)} type="date" value={form.from} onValue={change("from")} />
        <Input label={say(words.to)} type="date" value={form.to} onValue={change("to")} />
        <Select
          label={say(words.answer)}
          value={form.event}
          onValue={change("event")}
          options={[
            ["", say(words.allTous)],
            ["given", eventWords(say, "given")],
            ["partial", eventWords(say, "partial")],
            ["refused", eventWords(say, "refused")],
            ["withdrawn", eventWords(say, "withdrawn")],
          ]}
        />
        <Select
          label="Service"
          value={form.service}
          onValue={change("service")}
          options={[
            ["", say(words.allTous)],
            ...chosen.services
              .filter((s) => s.basis !== "exempt")
              .map((s): [string, string] => [s.id, s.name]),
          ]}
        />
        {form.service && (
          <Select
            label={say(words.decision)}
            value={form.decision || "accepted"}
            onValue={change("decision")}
            options={[
              ["accepted", say(words.acceptedLower)],
              ["refused", say(words.refusedLower)],
            ]}
          />
        )}
        <Select
          label={say(words.revision)}
          value={form.revision}
          onValue={change("revision")}
          options={[["", say(words.all)], ...versions]}
        />
        <button type="submit" disabled={busy}>
          {say(words.search)}
        </button>
      </form>
      {problem && <ProblemNotice problem={problem} />}
      {pages && (
        <>
          <p role="status" class="fine">
            {rows.length === 0
              ? (last?.next ?? null) === null
                ? say(words.noConsentFound)
                : say(words.nothingYetInWhatWasWalked)
              : say(words.shown(say.number(rows.length)))}
            {last?.out_of_time && ` ${say(words.theSearchStoppedAtItsTime)}`}
          </p>
          {rows.length > 0 && <ConsentTable rows={rows} caption={say(words.consentsFound)} />}
          {last && last.next !== null && (
            <button
              type="button"
              class="quiet"
              disabled={busy}
              onClick={() => void load(pages, last.next)}
            >
              {say(words.more)}
            </button>
          )}
        </>
      )}
    </Card>
  );
}

export function ConsentTable({
  rows,
  caption,
  current,
}: {
  rows: Row[];
  caption: string;
  current?: number;
}) {
  const say = useSay();
  return (
    <Table
      caption={caption}
      hideCaption
      rows={rows}
      keyOf={(r) => r.index}
      columns={[
        {
          title: say(words.reference),
          cell: (r) =>
            r.index === current ? (
              <strong class="keep">{r.reference}</strong>
            ) : (
              <a class="keep" href={`#/consentements/${r.index}`}>
                {r.reference}
              </a>
            ),
        },
        { title: say(words.date), cell: (r) => say.time(r.given_at) },
        {
          title: say(words.answer),
          cell: (r) => (
            <Badge tone={eventTone(r)}>
              {r.limited_since && !r.event
                ? say(words.processingLimited)
                : r.state === "kept"
                  ? eventWords(say, r.event)
                  : r.state === "purged"
                    ? say(words.erased)
                    : say(words.lost)}
            </Badge>
          ),
        },
        { title: say(words.site), cell: (r) => r.site ?? "–" },
        {
          title: say(words.revision),
          cell: (r) => r.generation ?? "–",
        },
        {
          title: say(words.thenWord),
          cell: (r) =>
            r.superseded_by !== undefined
              ? say(words.supersededLower)
              : r.limited_since
                ? say(words.processingLimited)
                : r.held
                  ? say(words.held)
                  : say(words.lastChoice),
        },
      ]}
    />
  );
}
