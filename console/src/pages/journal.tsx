// Who looked at what, and when. Reading the journal is itself a line of it.

import { useEffect, useState } from "preact/hooks";
import type { JournalLine, JournalPage as Lines, Problem } from "../api";
import { call, url } from "../api";
import { roleWords, type Say, useSay } from "../i18n";
import { Card, Page, ProblemNotice, Table } from "../ui";

function actionWords(say: Say, action: string): string {
  switch (action) {
    case "sign-in":
      return say("connexion", "sign-in");
    case "sign-in.failed":
      return say("connexion refusée", "failed sign-in");
    case "sign-out":
      return say("déconnexion", "sign-out");
    case "consent.read":
      return say("consultation", "looked at a consent");
    case "consent.search":
      return say("recherche", "search");
    case "consent.find":
      return say("recherche directe", "direct search");
    case "consent.receipt":
      return say("reçu téléchargé", "receipt downloaded");
    case "consent.linked-data":
      return say("enregistrement téléchargé", "record downloaded");
    case "consent.page":
      return say("page de preuve", "evidence page");
    case "consent.dossier":
      return say("dossier téléchargé", "dossier downloaded");
    case "consent.letter":
      return say("éléments de réponse", "answer letter");
    case "consent.erase":
      return say("effacement", "erasure");
    case "hold.add":
      return say("conservation décidée", "hold added");
    case "hold.release":
      return say("conservation levée", "hold released");
    case "revision.republish":
      return say("révision remise en ligne", "revision put online again");
    case "revision.republish.look":
      return say("remise en ligne examinée", "republication looked at");
    case "token.create":
      return say("jeton créé", "token created");
    case "token.revoke":
      return say("jeton révoqué", "token revoked");
    case "publish":
      return say("catalogue publié", "catalogue published");
    case "pictures.add":
      return say("captures versées", "pictures filed");
    case "purge.approve":
      return say("effacement autorisé", "erasure approved");
    case "backup":
      return say("sauvegarde faite", "backup made");
    case "key.rotate":
      return say("clé du journal remplacée", "log key replaced");
    case "log.adopt":
      return say("journal de preuve repris", "log journal adopted");
    case "clock.confirm":
      return say("heure confirmée", "clock confirmed");
    case "loss.acknowledge":
      return say("perte reconnue", "loss acknowledged");
    case "export":
      return "export";
    case "report.statistics":
      return say("statistiques produites", "statistics made");
    case "report.register":
      return say("registre produit", "register made");
    case "report.compliance":
      return say("état de conformité produit", "compliance report made");
    case "report.dossier":
      return say("dossier de preuves produit", "evidence dossier made");
    case "journal.read":
      return say("lecture du journal", "journal read");
    case "refused":
      return say("action refusée", "refused");
    default:
      return action;
  }
}

export function JournalPage() {
  const say = useSay();
  const [pages, setPages] = useState<Lines[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const load = async (before: Lines[], cursor: number | null) => {
    setBusy(true);
    setProblem(null);
    try {
      const page = await call<Lines>("GET", url("/v1/journal", { before: cursor, limit: 50 }));
      setPages([...before, page]);
    } catch (error) {
      setProblem(error as Problem);
    }
    setBusy(false);
  };
  useEffect(() => {
    void load([], null);
  }, []);
  const lines = pages.flatMap((page) => page.lines);
  const next = pages.at(-1)?.next ?? null;
  return (
    <Page
      title={say("Journal des accès", "Access journal")}
      intro={say(
        "Chaque jour clos, son empreinte est inscrite dans le journal de preuve : aucune ligne ne peut disparaître sans trace.",
        "Each closed day’s digest goes into the proof log: no line can disappear unnoticed.",
      )}
      actions={
        <button type="button" class="quiet" disabled={busy} onClick={() => void load([], null)}>
          {say("Actualiser", "Refresh")}
        </button>
      }
    >
      {problem && <ProblemNotice problem={problem} />}
      <Card wide>
        {lines.length === 0 && !problem ? (
          <p class="loading" role="status">
            {say("Chargement…", "Loading…")}
          </p>
        ) : (
          <Table<JournalLine>
            caption={say("Accès, le plus récent d’abord", "Accesses, newest first")}
            hideCaption
            rows={lines}
            keyOf={(l) => l.id}
            columns={[
              { title: say("Quand", "When"), cell: (l) => say.time(l.at) },
              { title: say("Qui", "Who"), cell: (l) => l.who },
              { title: say("Rôle", "Role"), cell: (l) => roleWords(say, l.role) },
              { title: say("Action", "Action"), cell: (l) => actionWords(say, l.action) },
              { title: say("Site", "Site"), cell: (l) => l.site || "–" },
              { title: say("Détail", "Detail"), cell: (l) => l.detail || "–" },
            ]}
          />
        )}
        {next !== null && (
          <button
            type="button"
            class="quiet"
            disabled={busy}
            onClick={() => void load(pages, next)}
          >
            {say("Suite", "More")}
          </button>
        )}
      </Card>
    </Page>
  );
}
