// Who is not signed in sees this; the console's own name and language switch are the same.

import { useEffect, useRef, useState } from "preact/hooks";
import { call, type Ended, type Problem, type Session, type Ways } from "./api";
import { type Language, useSay } from "./i18n";
import { kNoPasskey, signInByPasskey } from "./passkeys";
import { readRoute } from "./route";
import { Input, ProblemNotice, useLoad } from "./ui";
import type { Text } from "./words";
import * as words from "./words";

export function Brand() {
  return (
    <span class="brand">
      <img src="/icon.svg" alt="" width="28" height="28" />
      Témoin
    </span>
  );
}

export function LanguageSwitch({
  language,
  onLanguage,
}: {
  language: Language;
  onLanguage: (language: Language) => void;
}) {
  return language === "fr" ? (
    <button type="button" class="plain" lang="en" onClick={() => onLanguage("en")}>
      English
    </button>
  ) : (
    <button type="button" class="plain" lang="fr" onClick={() => onLanguage("fr")}>
      Français
    </button>
  );
}

// Why the provider's answer signed nobody in; the access log has the whole sentence.
function refusalWords(refusal: string | undefined): Text {
  if (refusal === "forbidden") return words.noRoleOrNotAdmitted;
  if (refusal === "unavailable") return words.theProviderDoesNotAnswer;
  if (refusal === "not-found") return words.thisSignInIsOver;
  if (refusal === "rate-limited") return words.tooManyFailedSignIns;
  return words.theProvidersAnswerDoesNotHold;
}

function PasskeyNotice({ problem }: { problem: Problem }) {
  const say = useSay();
  const known =
    problem.kind === kNoPasskey
      ? words.noPasskeyWasMade
      : [401, 403].includes(problem.status)
        ? words.passkeyNotAccepted
        : problem.status === 404
          ? words.thisSignInIsOver
          : null;
  return known ? (
    <p class="refused" role="alert">
      {say(known)}
    </p>
  ) : (
    <ProblemNotice problem={problem} />
  );
}

export function SignIn({
  ended,
  onSession,
  language,
  onLanguage,
}: {
  ended: Ended | null;
  onSession: (session: Session) => void;
  language: Language;
  onLanguage: (language: Language) => void;
}) {
  const say = useSay();
  const [token, setToken] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const ways = useLoad<Ways>("/v1/session/ways");
  const [where, refusal] = readRoute().path;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${say(words.signIn)} · Témoin`;
  }, [say]);
  // What had the focus went with the session.
  useEffect(() => {
    if (ended) heading.current?.focus();
  }, [ended]);
  const [passkeyProblem, setPasskeyProblem] = useState<Problem | null>(null);
  const begin = async (way: () => Promise<Session>, failed: (problem: Problem) => void) => {
    setBusy(true);
    setProblem(null);
    setPasskeyProblem(null);
    try {
      onSession(await way());
    } catch (error) {
      failed(error as Problem);
      setBusy(false);
    }
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void begin(() => call<Session>("POST", "/v1/session", { token: token.trim() }), setProblem);
  };
  return (
    <div class="sign-in">
      <main>
        <Brand />
        <h1 ref={heading} tabIndex={-1}>
          {say(words.signInToTheConsole)}
        </h1>
        {ended && (
          <p class="ended" role="status">
            {say(
              ended === "revoked" ? words.yourAccessWasRevoked : words.yourSessionHasEndedSignIn,
            )}
          </p>
        )}
        {where === "connexion" && (
          <p class="refused" role="alert">
            {say(refusalWords(refusal))}
          </p>
        )}
        {ways.data?.provider && (
          <p>
            <a class="button" href="/v1/session/provider">
              {say(words.signInWith(ways.data.provider))}
            </a>
          </p>
        )}
        {ways.data?.passkeys && (
          <p>
            <button
              type="button"
              class="whole"
              disabled={busy}
              onClick={() => void begin(signInByPasskey, setPasskeyProblem)}
            >
              {say(words.signInWithAPasskey)}
            </button>
          </p>
        )}
        {passkeyProblem && <PasskeyNotice problem={passkeyProblem} />}
        {(ways.data?.provider || ways.data?.passkeys) && (
          <p class="or">{say(words.orWithAToken)}</p>
        )}
        <form onSubmit={submit}>
          <Input
            label={say(words.yourToken)}
            type="password"
            autocomplete="off"
            required
            value={token}
            onValue={setToken}
            hint={say(words.givenOnceByTheServicesOperator)}
          />
          {problem && <ProblemNotice problem={problem} />}
          <button type="submit" disabled={busy}>
            {say(words.signInSeConnecter)}
          </button>
        </form>
        <LanguageSwitch language={language} onLanguage={onLanguage} />
      </main>
    </div>
  );
}
