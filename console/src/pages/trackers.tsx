// Marketing's question, answered: may this be set, why, and what is the next step.

import { useState } from "preact/hooks";
import type { Candidate, Site, Tracker, Trackers, Verdict } from "../api";
import { call, url } from "../api";
import { basisWords, type Say, useSay, verdictWords } from "../i18n";
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
  type Tone,
  useAction,
  useLoad,
} from "../ui";

function verdictTone(verdict: string): Tone {
  switch (verdict) {
    case "always":
      return "good";
    case "after-consent":
    case "exempt-with-opt-out":
      return "calm";
    case "over-limit":
    case "not-declared":
      return "bad";
    default:
      return "warn";
  }
}

export function TrackersPage({ site }: { site: Site }) {
  const say = useSay();
  const trackers = useLoad<Trackers>(url("/v1/trackers", { site: site.id }));
  return (
    <Page
      title={say("Traceurs", "Trackers")}
      intro={say(
        "Ce qui peut être déposé, à quelle condition, et pourquoi.",
        "What may be set, on what condition, and why.",
      )}
    >
      <Ask site={site} />
      <Await of={trackers}>{(data) => <Catalogue data={data} />}</Await>
    </Page>
  );
}

function Ask({ site }: { site: Site }) {
  const say = useSay();
  const [text, setText] = useState("");
  const [verdicts, setVerdicts] = useState<Verdict[] | null>(null);
  const { busy, problem, run } = useAction();
  const ask = (event: Event) => {
    event.preventDefault();
    setVerdicts(null);
    void run(
      () => call<{ verdicts: Verdict[] }>("POST", url("/v1/trackers", { site: site.id }), { text }),
      (answer) => setVerdicts(answer.verdicts),
    );
  };
  return (
    <Card title={say("Peut-on déposer ce traceur ?", "May this tracker be set?")} wide>
      <form class="find" onSubmit={ask}>
        <Field
          label={say(
            "Un nom, une liste, des lignes Set-Cookie, un produit, une adresse ou un extrait de code",
            "A name, a list, Set-Cookie lines, a product, an address or a snippet",
          )}
          hint={say(
            "Par exemple _gcl_au, le contenu de document.cookie, ou « Meta pixel ». Les valeurs sont écartées et ne sont pas conservées.",
            "For example _gcl_au, what document.cookie holds, or “Meta pixel”. Values are dropped and not kept.",
          )}
        >
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
          {say("Vérifier", "Check")}
        </button>
      </form>
      {problem && <ProblemNotice problem={problem} />}
      {verdicts && (
        <div role="status">
          {verdicts.length === 0 && (
            <p>{say("Aucun nom reconnu dans ce texte.", "No name found in this text.")}</p>
          )}
          {verdicts.map((verdict) => (
            <Answer key={`${verdict.name} ${verdict.host}`} verdict={verdict} />
          ))}
        </div>
      )}
    </Card>
  );
}

function Answer({ verdict }: { verdict: Verdict }) {
  const say = useSay();
  return (
    <article class="answer">
      <h3>
        <code>{verdict.name}</code>
        {verdict.host && <span class="dim"> {verdict.host}</span>}{" "}
        <Badge tone={verdictTone(verdict.verdict)}>{verdictWords(say, verdict.verdict)}</Badge>
      </h3>
      <p>
        {say.words(verdict.reason)} {say.words(verdict.next_step)}
      </p>
      {verdict.candidates.map((candidate) => (
        <CandidateFacts key={candidate.pointer ?? candidate.name} candidate={candidate} />
      ))}
      {verdict.hints.length > 0 && (
        <ul class="fine">
          {verdict.hints.map((hint) => (
            <li key={hint.name}>
              {say("Nom proche déclaré :", "A near name is declared:")} <code>{hint.name}</code> (
              {hint.service}). {hint.note.fr !== "" && say.words(hint.note)}
            </li>
          ))}
        </ul>
      )}
      {verdict.draft !== undefined && (
        <details>
          <summary>{say("Déclaration à compléter", "Declaration to complete")}</summary>
          <pre tabIndex={0}>{JSON.stringify(verdict.draft, null, 2)}</pre>
        </details>
      )}
    </article>
  );
}

function CandidateFacts({ candidate }: { candidate: Candidate }) {
  const say = useSay();
  return (
    <dl class="facts">
      <dt>{say("Déclaré comme", "Declared as")}</dt>
      <dd>
        <code>{candidate.matched}</code>, {candidate.host} ({say.words(candidate.rule_words)})
        {!candidate.host_seen && (
          <>
            {" "}
            <Badge tone="calm">{say("hôte non vu", "host not seen")}</Badge>
          </>
        )}
      </dd>
      <dt>{say("Finalité", "Purpose")}</dt>
      <dd>{say.words(candidate.purpose)}</dd>
      <dt>{say("Durée", "Lifetime")}</dt>
      <dd>{say.words(candidate.lifetime)}</dd>
      <dt>{say("Service et fournisseur", "Service and vendor")}</dt>
      <dd>
        {candidate.service.name}, {candidate.vendor}
      </dd>
      <dt>{say("Catégorie", "Category")}</dt>
      <dd>
        {say.words(candidate.category.title)} ({basisWords(say, candidate.category.basis)})
      </dd>
      <dt>{say("Transfert hors UE", "Transfer outside the EU")}</dt>
      <dd>
        {say.words(candidate.transfer_words)}
        {candidate.transfer_text && <>. {say.words(candidate.transfer_text)}</>}
      </dd>
      {candidate.published && (
        <>
          <dt>{say("Publié ainsi", "Published as")}</dt>
          <dd>
            {candidate.published.cell && (
              <>
                <q>{candidate.published.cell}</q>.{" "}
              </>
            )}
            {say.words(candidate.published.note)}
          </dd>
        </>
      )}
      {candidate.waivers.map((waiver) => (
        <>
          <dt>{say("Dérogation", "Waiver")}</dt>
          <dd>
            {say.words(waiver.reason)} (
            {say(`jusqu’au ${say.date(waiver.until)}`, `until ${say.date(waiver.until)}`)})
          </dd>
        </>
      ))}
    </dl>
  );
}

function Catalogue({ data }: { data: Trackers }) {
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
        `${t.name} ${t.host} ${t.service.name} ${t.vendor}`.toLowerCase().includes(needle)),
  );
  return (
    <div class="grid">
      <Card title={say("Catalogue", "Catalogue")} wide>
        <form class="filters" onSubmit={(e) => e.preventDefault()}>
          <Input
            label={say("Filtrer", "Filter")}
            type="search"
            value={filter}
            onValue={setFilter}
          />
          <Select
            label={say("Catégorie", "Category")}
            value={category}
            onValue={setCategory}
            options={[["", say("Toutes", "All")], ...categories]}
          />
        </form>
        <p class="fine" role="status">
          {say(`${rows.length} traceurs`, `${rows.length} trackers`)}
        </p>
        <Table<Tracker>
          caption={say("Traceurs déclarés", "Declared trackers")}
          hideCaption
          rows={rows}
          keyOf={(t) => t.pointer ?? t.name}
          columns={[
            {
              title: say("Nom", "Name"),
              cell: (t) => (
                <>
                  <code>{t.name}</code>
                  <br />
                  <span class="dim">{t.host}</span>
                </>
              ),
            },
            { title: "Service", cell: (t) => t.service.name },
            { title: say("Finalité", "Purpose"), cell: (t) => say.words(t.purpose) },
            { title: say("Durée", "Lifetime"), cell: (t) => say.words(t.lifetime) },
            {
              title: say("Réponse", "Answer"),
              cell: (t) => (
                <Badge tone={verdictTone(t.verdict)}>{verdictWords(say, t.verdict)}</Badge>
              ),
            },
          ]}
        />
        {data.services_without_trackers.length > 0 && (
          <p class="fine">
            {say(
              "Services dont les traceurs ne sont pas énumérés :",
              "Services whose trackers are not enumerated:",
            )}{" "}
            {data.services_without_trackers.map((s) => s.name).join(", ")}.
          </p>
        )}
      </Card>
      <Card title={say("Constats", "Findings")} wide>
        <Table
          caption={say(
            "Constats de la vérification du catalogue",
            "Findings of the catalogue check",
          )}
          hideCaption
          rows={[...data.findings].sort((x, y) => Number(x.waived) - Number(y.waived))}
          keyOf={(f) => `${f.rule} ${f.pointer} ${f.subject}`}
          empty={say("Aucun constat.", "No finding.")}
          columns={[
            {
              title: say("Gravité", "Severity"),
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
              title: say("Constat", "Finding"),
              cell: (f) => (
                <>
                  {say.words(f.sentence)}
                  <br />
                  <span class="dim">{say.words(f.source)}</span>
                </>
              ),
            },
            {
              title: say("Dérogation", "Waiver"),
              cell: (f) =>
                f.waiver ? (
                  <>
                    {f.waiver.lapsed ? say("échue le ", "lapsed ") : say("jusqu’au ", "until ")}
                    {say.date(f.waiver.until)}
                  </>
                ) : (
                  "–"
                ),
            },
          ]}
        />
      </Card>
      <Card title={say("Dérogations", "Waivers")} wide>
        <Table
          caption={say("Dérogations et leur terme", "Waivers and their end")}
          hideCaption
          rows={[...data.waivers].sort((a, b) => a.until.localeCompare(b.until))}
          keyOf={(w) => `${w.rule} ${w.subject}`}
          empty={say("Aucune dérogation.", "No waiver.")}
          columns={[
            { title: say("Objet", "Subject"), cell: (w) => <code>{w.subject}</code> },
            { title: say("Règle", "Rule"), cell: (w) => w.rule },
            { title: say("Motif", "Reason"), cell: (w) => say.words(w.reason) },
            {
              title: say("Jusqu’au", "Until"),
              cell: (w) => (
                <>
                  {say.date(w.until)} {w.over && <Badge tone="bad">{say("échue", "over")}</Badge>}
                </>
              ),
            },
          ]}
        />
      </Card>
      <Card title={say("Noms observés sans déclaration", "Names seen without a declaration")} wide>
        <Table
          caption={say("Noms observés sans déclaration", "Names seen without a declaration")}
          hideCaption
          rows={data.observed}
          keyOf={(o) => o.name}
          empty={say(
            "Aucun nom observé, ou ce site n’envoie pas d’observations.",
            "No name seen, or this site sends no observations.",
          )}
          columns={[
            { title: say("Nom", "Name"), cell: (o) => <code>{o.name}</code> },
            {
              title: say("Vu la première fois", "First seen"),
              cell: (o) => say.date(o.first_seen),
            },
            { title: say("Vu la dernière fois", "Last seen"), cell: (o) => say.date(o.last_seen) },
            { title: say("Fois", "Times"), cell: (o) => say.number(o.count), number: true },
          ]}
        />
      </Card>
    </div>
  );
}

function severityWords(say: Say, severity: string): string {
  switch (severity) {
    case "error":
      return say("Erreur", "Error");
    case "warning":
      return say("Avertissement", "Warning");
    default:
      return say("Remarque", "Notice");
  }
}
