// The console: who is signed in, and in which language it speaks.

import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import {
  call,
  type Ended,
  idleFor,
  noteRequest,
  type Problem,
  type Session,
  type SignedOut,
  watch,
  whenSignedOut,
} from "./api";
import { type Language, LanguageContext } from "./i18n";
import { Join } from "./join";
import { readRoute } from "./route";
import { Console } from "./shell";
import { SignIn } from "./sign-in";

// An open page learns so soon that its access was taken away.
const kWatchEvery = 5_000;

// The secret of an invitation goes from the address as soon as it is read.
function takeInvitation(): string | null {
  const [where, secret] = readRoute().path;
  if (where !== "invitation" || !secret) return null;
  history.replaceState(null, "", "#/");
  return secret;
}

const kLanguageKey = "temoin.language";

// What a page was opened with.
function rightsOf(session: Session): string {
  return JSON.stringify(session.grants);
}

function rememberedLanguage(): Language {
  try {
    const kept = localStorage.getItem(kLanguageKey);
    if (kept === "fr" || kept === "en") return kept;
  } catch {
    /* private windows may refuse */
  }
  return "fr";
}

// Why an earlier sign-in failed is over with the one that did not.
function leaveRefusal(): void {
  if (readRoute().path[0] === "connexion") history.replaceState(null, "", "#/");
}

function App() {
  const [language, setLanguage] = useState<Language>(rememberedLanguage);
  const [session, setSession] = useState<Session | null | undefined>(undefined);
  const [ended, setEnded] = useState<Ended | null>(null);
  const enter = (next: Session) => {
    leaveRefusal();
    setEnded(null);
    setSession(next);
  };
  const [invitation, setInvitation] = useState<string | null>(takeInvitation);
  useEffect(() => {
    const changed = () => {
      const secret = takeInvitation();
      if (secret) setInvitation(secret);
    };
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
    try {
      localStorage.setItem(kLanguageKey, language);
    } catch {
      /* as above */
    }
  }, [language]);
  useEffect(() => {
    // Of several requests under way the first one alone is told that the access was taken away.
    whenSignedOut((why) => {
      setEnded((before) => (before === "revoked" ? before : why));
      setSession(null);
    });
    call<Session>("GET", "/v1/session").then(enter, () => setSession(null));
  }, []);
  // What was left on the screen goes with the session or the role, not at the next click.
  useEffect(() => {
    if (!session) return undefined;
    const looked = (now: Session | undefined) =>
      now && setSession((was) => (was && rightsOf(was) !== rightsOf(now) ? now : was));
    const look = () => {
      if (idleFor() < session.idle_seconds * 1000) return void watch().then(looked);
      setEnded("over");
      setSession(null);
      call("DELETE", "/v1/session").catch(() => undefined);
    };
    const timer = setInterval(look, kWatchEvery);
    addEventListener("focus", look);
    return () => {
      clearInterval(timer);
      removeEventListener("focus", look);
    };
  }, [session]);
  // Links and downloads are requests, too.
  useEffect(() => {
    const followed = (event: Event) => {
      if ((event.target as Element).closest('a[href^="/v1/"]')) noteRequest();
    };
    addEventListener("click", followed);
    return () => removeEventListener("click", followed);
  }, []);
  // Who could not be signed out is told so: the cookie would still open the console to the next
  // one.
  const [stays, setStays] = useState<Problem | null>(null);
  const signOut = () => {
    setStays(null);
    call<SignedOut | undefined>("DELETE", "/v1/session").then(
      (out) => {
        setSession(null);
        // Who came from a provider is signed out there, too.
        if (out) location.assign(out.leave);
      },
      (problem: Problem) => (problem.status === 401 ? setSession(null) : setStays(problem)),
    );
  };
  return (
    <LanguageContext.Provider value={language}>
      {invitation !== null ? (
        <Join
          key={invitation}
          secret={invitation}
          onSession={(next) => {
            setInvitation(null);
            enter(next);
          }}
        />
      ) : session === undefined ? null : session === null ? (
        <SignIn ended={ended} onSession={enter} language={language} onLanguage={setLanguage} />
      ) : (
        <Console
          key={rightsOf(session)}
          session={session}
          onSignOut={signOut}
          stays={stays}
          language={language}
          onLanguage={setLanguage}
        />
      )}
    </LanguageContext.Provider>
  );
}

const root = document.getElementById("app");
if (root) render(<App />, root);
