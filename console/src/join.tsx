// Who opens the link of an invitation sees this: what is offered, and the passkey to make.

import { useEffect, useRef, useState } from "preact/hooks";
import { call, type JoinBegun, type Problem, type Session } from "./api";
import { roleWords, useSay } from "./i18n";
import { kNoPasskey, makePasskey } from "./passkeys";
import { Brand } from "./sign-in";
import { PasskeyName, ProblemNotice } from "./ui";
import * as words from "./words";

export function Join({
  secret,
  onSession,
}: {
  secret: string;
  onSession: (session: Session) => void;
}) {
  const say = useSay();
  const [begun, setBegun] = useState<JoinBegun | null>(null);
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const look = () => call<JoinBegun>("POST", "/v1/invitations/look", { secret });
  useEffect(() => {
    document.title = `${say(words.joinTheStaff)} · Témoin`;
  }, [say]);
  useEffect(() => {
    heading.current?.focus();
    look().then(setBegun, setProblem);
  }, []);
  const join = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      // A challenge does not last as long as one may read.
      const made = await makePasskey(await look());
      onSession(
        await call<Session>("POST", "/v1/invitations/join", { secret, passkey: name, ...made }),
      );
    } catch (error) {
      setProblem(error as Problem);
      setBusy(false);
    }
  };
  return (
    <div class="sign-in">
      <main>
        <Brand />
        <h1 ref={heading} tabIndex={-1}>
          {say(words.joinTheStaff)}
        </h1>
        {begun && (
          <>
            <p>{say(words.invitedAs(begun.by, begun.name))}</p>
            <ul>
              {begun.grants.map((grant) => (
                <li key={JSON.stringify(grant)}>
                  {[roleWords(say, grant.role), grant.sites.join(", ")].filter(Boolean).join(" · ")}
                </li>
              ))}
            </ul>
            <form onSubmit={(e) => void join(e)}>
              <PasskeyName value={name} onValue={setName} />
              <button type="submit" disabled={busy}>
                {say(words.makeThePasskey)}
              </button>
            </form>
          </>
        )}
        {problem?.status === 404 ? (
          <p class="refused" role="alert">
            {say(words.invitationIsOver)}
          </p>
        ) : problem?.kind === kNoPasskey ? (
          <p class="refused" role="alert">
            {say(words.noPasskeyWasMade)}
          </p>
        ) : (
          problem && <ProblemNotice problem={problem} />
        )}
      </main>
    </div>
  );
}
