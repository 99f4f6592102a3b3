// Putting an earlier revision online again: first what it would change, then the publication of
// exactly that, by whoever is an operator.

import { useState } from "preact/hooks";
import type { Republication, Site } from "../api";
import { call, type Problem } from "../api";
import { type Say, useSay } from "../i18n";
import { Card, ProblemNotice } from "../ui";
import { ChangedTexts, Changes } from "./changes";
import * as words from "../words";

export function RepublishCard({
  site,
  hash,
  current,
}: {
  site: Site;
  hash: string;
  current: string | undefined;
}) {
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
        site: site.id,
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
    if (!plan || !confirm(say(words.putThisRevisionOnlineNow))) return;
    const expected = Object.fromEntries(plan.sites.map((s) => [s.site, s.revision]));
    const published = await ask({ expected });
    setPlan(null);
    setDone(published);
  };
  return (
    <Card title={say(words.putOnlineAgain)} wide>
      <p>{say(words.thisRevisionBecomesWhatVisitorsAre)}</p>
      {problem && <ProblemNotice problem={problem} />}
      <div role="status">
        {done && <p>{say(words.theRevisionIsOnlineAgainCarry)}</p>}
        {plan && <Plan say={say} plan={plan} site={site} />}
        {plan && current && plan.sites.some((s) => s.site === site.id && s.changed) && (
          <ChangedTexts from={current} to={hash} />
        )}
      </div>
      <div class="actions spaced">
        {plan?.sites.some((s) => s.changed) ? (
          <>
            <button type="button" disabled={busy} onClick={() => void publish()}>
              {say(words.putOnline)}
            </button>
            <button type="button" class="quiet" disabled={busy} onClick={() => setPlan(null)}>
              {say(words.changeNothing)}
            </button>
          </>
        ) : (
          <button type="button" class="quiet" disabled={busy} onClick={() => void look()}>
            {say(words.seeWhatWouldChange)}
          </button>
        )}
      </div>
    </Card>
  );
}

function Plan({ say, plan, site }: { say: Say; plan: Republication; site: Site }) {
  const changed = plan.sites.filter((s) => s.changed);
  if (changed.length === 0) return <p>{say(words.nothingWouldChangeThisRevisionIs)}</p>;
  return (
    <>
      {changed.map((s) => (
        <section class="answer" key={s.site}>
          <h3>
            {s.site} · {say(words.generationWithGeneration(s.generation))}
          </h3>
          <Changes data={s} site={s.site === site.id ? site : undefined} />
        </section>
      ))}
    </>
  );
}
