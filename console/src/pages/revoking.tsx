// Ending somebody's access, or a token: what came of it is shown before, and ends with it unless
// the box is ticked. Where nothing came of it, a question is enough.

import { useEffect, useRef, useState } from "preact/hooks";
import { call, type Given, url } from "../api";
import { useSay } from "../i18n";
import { Card, ProblemNotice, useAction } from "../ui";
import * as words from "../words";

interface Revoking {
  path: string; // of the person or token
  title: string;
  question: string;
  given: Given;
}

// Asks what came of it; where there is something to look at, `card` shows it. `done` once it is
// revoked.
export function useRevoking(done: () => void) {
  const action = useAction();
  const [shown, setShown] = useState<Revoking | null>(null);
  const hide = () => setShown(null);
  const over = () => {
    hide();
    done();
  };
  const begin = (asked: Omit<Revoking, "given">) =>
    void action.run(
      async () => {
        const given = await call<Given>("DELETE", url(asked.path, { dry_run: "true" }));
        const came = given.tokens.length + given.invitations.length + given.people.length;
        if (came > 0) {
          setShown({ ...asked, given });
          return false;
        }
        if (!confirm(asked.question)) return false;
        await call("DELETE", asked.path);
        return true;
      },
      (ended) => {
        if (ended) over();
      },
    );
  const card = shown && (
    <RevokingCard key={shown.path} revoking={shown} onDone={over} onCancel={hide} />
  );
  return { ...action, begin, card, hide };
}

function RevokingCard({
  revoking: { path, title, question, given },
  onDone,
  onCancel,
}: {
  revoking: Revoking;
  onDone: () => void;
  onCancel: () => void;
}) {
  const say = useSay();
  const [keeps, setKeeps] = useState(false);
  const { busy, problem, run } = useAction();
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const ends = [
    ...given.tokens.map((each) => say(words.theToken(each.name))),
    ...given.invitations.map((each) => say(words.theInvitationOf(each.name))),
  ];
  const revoke = () =>
    void run(() => call("DELETE", url(path, { given: keeps ? "keep" : "" })), onDone);
  return (
    <Card title={title} wide>
      <div ref={heading} tabIndex={-1}>
        <p>{question}</p>
        {ends.length > 0 && (
          <>
            <p>{say(keeps ? words.staysGood : words.endsWithIt)}</p>
            <ul>
              {ends.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
            <label class="tick">
              <input
                type="checkbox"
                checked={keeps}
                onChange={(e) => setKeeps(e.currentTarget.checked)}
              />
              {say(words.keepWhatCameOfIt)}
            </label>
          </>
        )}
        {given.people.length > 0 && (
          <p>{say(words.joinedAndStay(given.people.map((each) => each.name).join(", ")))}</p>
        )}
        {problem && <ProblemNotice problem={problem} />}
        <div class="buttons">
          <button type="button" disabled={busy} onClick={revoke}>
            {say(words.revoke)}
          </button>
          <button type="button" class="quiet" onClick={onCancel}>
            {say(words.cancel)}
          </button>
        </div>
      </div>
    </Card>
  );
}
