// Finding consents: directly by what a visitor gives, or by searching. Results come page by page;
// a search that runs out of its time says so and goes on from there.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Found, Row, SearchPage, Site } from "../api";
import { call, type Problem, url } from "../api";
import { eventWords, useSay } from "../i18n";
import { go, type Route } from "../route";
import {
  Badge,
  Card,
  Field,
  Input,
  Mono,
  Page,
  ProblemNotice,
  Select,
  Table,
  type Tone,
  useAction,
} from "../ui";

export function eventTone(row: Row): Tone {
  if (row.state !== "kept") return "plain";
  return row.event === "given" ? "good" : row.event === "partial" ? "warn" : "calm";
}

export function ConsentsPage({ sites, site, route }: { sites: Site[]; site: Site; route: Route }) {
  const say = useSay();
  return (
    <Page
      title={say("Consentements", "Consents")}
      intro={say(
        "Chaque recherche et chaque consultation est inscrite au journal des accès avant d’être montrée.",
        "Each search and each look is written into the access journal before it is shown.",
      )}
    >
      <FindCard onFound={(found) => go(`consentements/${found.index}`)} />
      <Search sites={sites} site={site} route={route} />
    </Page>
  );
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
      () => call<Found>("POST", "/v1/consents/find", { text }),
      (found) => {
        setText("");
        onFound(found);
      },
    );
  };
  return (
    <Card title={say("Retrouver directement", "Find directly")} wide>
      <form class="find" onSubmit={find}>
        <Field
          label={say("Référence, indice, cookie ou reçu", "Reference, index, cookie or receipt")}
          hint={say(
            "La référence courte lue par le visiteur (1048576-HK), la valeur de son cookie pcid, ou le texte entier de son reçu.",
            "The short reference that the visitor reads out (1048576-HK), the value of their pcid cookie, or the whole text of their receipt.",
          )}
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
        <button type="submit" disabled={busy || waits || text.trim() === ""}>
          {say("Retrouver", "Find")}
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
    <Card title={say("Rechercher", "Search")} wide>
      <form
        class="filters"
        onSubmit={(e) => {
          e.preventDefault();
          setPages(null);
          void load([], null);
        }}
      >
        <Select
          label={say("Site", "Site")}
          value={form.site}
          onValue={(id) => setForm({ ...form, site: id, service: "", decision: "" })}
          options={sites.map((s) => [s.id, s.name])}
        />
        <Input label={say("Du", "From")} type="date" value={form.from} onValue={change("from")} />
        <Input label={say("Au", "To")} type="date" value={form.to} onValue={change("to")} />
        <Select
          label={say("Réponse", "Answer")}
          value={form.event}
          onValue={change("event")}
          options={[
            ["", say("Toutes", "All")],
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
            ["", say("Tous", "All")],
            ...chosen.services
              .filter((s) => s.basis !== "exempt")
              .map((s): [string, string] => [s.id, s.name]),
          ]}
        />
        {form.service && (
          <Select
            label={say("Décision", "Decision")}
            value={form.decision || "accepted"}
            onValue={change("decision")}
            options={[
              ["accepted", say("accepté", "accepted")],
              ["refused", say("refusé", "refused")],
            ]}
          />
        )}
        <Input
          label={say("Révision", "Revision")}
          value={form.revision}
          maxLength={64}
          spellcheck={false}
          onValue={change("revision")}
        />
        <button type="submit" disabled={busy}>
          {say("Rechercher", "Search")}
        </button>
      </form>
      {problem && <ProblemNotice problem={problem} />}
      {pages && (
        <>
          <p role="status" class="fine">
            {rows.length === 0
              ? (last?.next ?? null) === null
                ? say("Aucun consentement trouvé.", "No consent found.")
                : say(
                    "Rien encore parmi ce qui a été parcouru.",
                    "Nothing yet in what was walked through.",
                  )
              : say(`${say.number(rows.length)} montrés.`, `${say.number(rows.length)} shown.`)}
            {last?.out_of_time &&
              ` ${say("La recherche s’est arrêtée à son temps imparti : poursuivez pour voir la suite.", "The search stopped at its time limit: go on to see more.")}`}
          </p>
          {rows.length > 0 && (
            <ConsentTable rows={rows} caption={say("Consentements trouvés", "Consents found")} />
          )}
          {last && last.next !== null && (
            <button
              type="button"
              class="quiet"
              disabled={busy}
              onClick={() => void load(pages, last.next)}
            >
              {say("Suite", "More")}
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
          title: say("Référence", "Reference"),
          cell: (r) =>
            r.index === current ? (
              <strong class="keep">{r.reference}</strong>
            ) : (
              <a class="keep" href={`#/consentements/${r.index}`}>
                {r.reference}
              </a>
            ),
        },
        { title: say("Date", "Date"), cell: (r) => say.time(r.given_at) },
        {
          title: say("Réponse", "Answer"),
          cell: (r) => (
            <Badge tone={eventTone(r)}>
              {r.state === "kept"
                ? eventWords(say, r.event)
                : r.state === "purged"
                  ? say("Effacé", "Erased")
                  : say("Perdu", "Lost")}
            </Badge>
          ),
        },
        { title: say("Site", "Site"), cell: (r) => r.site ?? "–" },
        {
          title: say("Révision", "Revision"),
          cell: (r) => (r.revision ? <Mono>{r.revision}</Mono> : "–"),
        },
        {
          title: say("Suite", "Then"),
          cell: (r) =>
            r.superseded_by !== undefined
              ? say("remplacé", "superseded")
              : r.held
                ? say("conservé", "held")
                : "",
        },
      ]}
    />
  );
}
