// Who looked at what, and when. Reading the journal is itself a line of it.

import { useEffect, useState } from "preact/hooks";
import type { JournalLine, JournalPage as Lines, Problem } from "../api";
import { call, url } from "../api";
import { roleWords, type Say, useSay } from "../i18n";
import { Card, Page, ProblemNotice, Table } from "../ui";
import * as words from "../words";

function actionWords(say: Say, action: string): string {
  switch (action) {
    case "sign-in":
      return say(words.signInLower);
    case "sign-in.failed":
      return say(words.failedSignIn);
    case "sign-out":
      return say(words.signOutLower);
    case "consent.read":
      return say(words.lookedAtAConsent);
    case "consent.search":
      return say(words.searchLower);
    case "consent.find":
      return say(words.directSearch);
    case "consent.receipt":
      return say(words.receiptDownloaded);
    case "consent.linked-data":
      return say(words.recordDownloaded);
    case "consent.page":
      return say(words.evidencePage);
    case "consent.dossier":
      return say(words.dossierDownloaded);
    case "consent.letter":
      return say(words.answerLetter);
    case "consent.erase":
      return say(words.erasureLower);
    case "hold.add":
      return say(words.holdAdded);
    case "hold.release":
      return say(words.holdReleased);
    case "revision.republish":
      return say(words.revisionPutOnlineAgain);
    case "revision.republish.look":
      return say(words.republicationLookedAt);
    case "token.create":
      return say(words.tokenCreated);
    case "token.revoke":
      return say(words.tokenRevoked);
    case "publish":
      return say(words.cataloguePublished);
    case "pictures.add":
      return say(words.picturesFiled);
    case "purge.approve":
      return say(words.erasureApproved);
    case "backup":
      return say(words.backupMade);
    case "key.rotate":
      return say(words.logKeyReplaced);
    case "log.adopt":
      return say(words.logJournalAdopted);
    case "clock.confirm":
      return say(words.clockConfirmed);
    case "loss.acknowledge":
      return say(words.lossAcknowledged);
    case "export":
      return "export";
    case "report.statistics":
      return say(words.statisticsMade);
    case "report.register":
      return say(words.registerMade);
    case "report.compliance":
      return say(words.complianceReportMade);
    case "report.dossier":
      return say(words.evidenceDossierMade);
    case "journal.read":
      return say(words.journalRead);
    case "refused":
      return say(words.refusedActionRefusee);
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
      title={say(words.accessJournal)}
      intro={say(words.eachClosedDaysDigestGoesInto)}
      actions={
        <button type="button" class="quiet" disabled={busy} onClick={() => void load([], null)}>
          {say(words.refresh)}
        </button>
      }
    >
      {problem && <ProblemNotice problem={problem} />}
      <Card wide>
        {lines.length === 0 && !problem ? (
          <p class="loading" role="status">
            {say(words.loading)}
          </p>
        ) : (
          <Table<JournalLine>
            caption={say(words.accessesNewestFirst)}
            hideCaption
            rows={lines}
            keyOf={(l) => l.id}
            columns={[
              { title: say(words.when), cell: (l) => say.time(l.at) },
              { title: say(words.who), cell: (l) => l.who },
              { title: say(words.role), cell: (l) => roleWords(say, l.role) },
              { title: say(words.action), cell: (l) => actionWords(say, l.action) },
              { title: say(words.site), cell: (l) => l.site || "–" },
              { title: say(words.detail), cell: (l) => l.detail || "–" },
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
            {say(words.more)}
          </button>
        )}
      </Card>
    </Page>
  );
}
