// Putting an earlier revision online again: first what it would change, then the publication of
// exactly that, by whoever is an operator.

import { useState } from "preact/hooks";
import type { Republication } from "../api";
import { call, type Problem } from "../api";
import { type Say, useSay } from "../i18n";
import { Card, ProblemNotice } from "../ui";
import { Changes } from "./changes";

export function RepublishCard({ site, hash }: { site: string; hash: string }) {
  const say = useSay();
  const [plan, setPlan] = useState<Republication | null>(null);
  const [done, setDone] = useState<Republication | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const ask = async (body: object): Promise<Republication | null> => {
    setBusy(true);
    setProblem(null);
    try {
      return await call<Republication>("POST", `/v1/revisions/${hash}/republish`, {
        site,
        ...body,
      });
    } catch (error) {
      setProblem(error as Problem);
      return null;
    } finally {
      setBusy(false);
    }
  };
  const look = async () => {
    setDone(null);
    setPlan(await ask({ dry_run: true }));
  };
  const publish = async () => {
    if (
      !plan ||
      !confirm(
        say("Remettre cette révision en ligne maintenant ?", "Put this revision online now?"),
      )
    )
      return;
    const expected = Object.fromEntries(plan.sites.map((s) => [s.site, s.revision]));
    const published = await ask({ expected });
    setPlan(null);
    setDone(published);
  };
  return (
    <Card title={say("Remettre en ligne", "Put online again")} wide>
      <p>
        {say(
          "Cette révision redevient ce qui est montré aux visiteurs. Les fichiers du catalogue sont remis dans l’état correspondant, et la publication est inscrite au journal de preuve.",
          "This revision becomes what visitors are shown. The catalogue’s files are put back accordingly, and the publication goes into the proof log.",
        )}
      </p>
      {problem && <ProblemNotice problem={problem} />}
      <div role="status">
        {done && (
          <p>
            {say(
              "La révision est de nouveau en ligne. Reportez les fichiers du catalogue là où il est versionné.",
              "The revision is online again. Carry the catalogue’s files over to its version control.",
            )}
          </p>
        )}
        {plan && <Plan say={say} plan={plan} />}
      </div>
      <div class="actions spaced">
        {plan?.sites.some((s) => s.changed) ? (
          <>
            <button type="button" disabled={busy} onClick={() => void publish()}>
              {say("Remettre en ligne", "Put online")}
            </button>
            <button type="button" class="quiet" disabled={busy} onClick={() => setPlan(null)}>
              {say("Ne rien changer", "Change nothing")}
            </button>
          </>
        ) : (
          <button type="button" class="quiet" disabled={busy} onClick={() => void look()}>
            {say("Voir ce qui changerait", "See what would change")}
          </button>
        )}
      </div>
    </Card>
  );
}

function Plan({ say, plan }: { say: Say; plan: Republication }) {
  const changed = plan.sites.filter((s) => s.changed);
  if (changed.length === 0)
    return (
      <p>
        {say(
          "Rien ne changerait : cette révision est celle en ligne.",
          "Nothing would change: this revision is the one online.",
        )}
      </p>
    );
  return (
    <>
      {changed.map((s) => (
        <section class="answer" key={s.site}>
          <h3>
            {s.site} · {say(`génération ${s.generation}`, `generation ${s.generation}`)}
          </h3>
          <Changes data={s} />
        </section>
      ))}
    </>
  );
}
