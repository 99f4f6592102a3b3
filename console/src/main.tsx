// The console: who is signed in, which site, which page.

import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import {
  call,
  type Ended,
  idleFor,
  noteRequest,
  type Problem,
  type Role,
  type Session,
  type SignedOut,
  type Site,
  watch,
  whenSignedOut,
} from "./api";
import { type Language, LanguageContext, rolesWords, type Say, useSay, ZoneContext } from "./i18n";
import { ConsentPage } from "./pages/consent";
import { ConsentsPage } from "./pages/consents";
import { ExportsPage } from "./pages/exports";
import { HoldsPage } from "./pages/holds";
import { AccessLogPage } from "./pages/access-log";
import { OverviewPage } from "./pages/overview";
import { PasskeysPage } from "./pages/passkeys";
import { PeoplePage } from "./pages/people";
import { RegisterPage } from "./pages/register";
import { RequestsPage } from "./pages/requests";
import { RevisionPage, RevisionsPage } from "./pages/revisions";
import { RightsPage } from "./pages/rights";
import { StatisticsPage } from "./pages/statistics";
import { TokensPage } from "./pages/tokens";
import { TrackersPage } from "./pages/trackers";
import { may } from "./grants";
import { Join } from "./join";
import { readRoute, type Route, useRoute } from "./route";
import { Brand, LanguageSwitch, SignIn } from "./sign-in";
import { Await, Page, ProblemNotice, useLoad } from "./ui";
import type { Text } from "./words";
import * as words from "./words";

interface Item {
  path: string;
  title: Text;
  roles: Role[];
  anySite?: true; // it is of all of a person's sites together
}

// The table of server/http/staff/api.cc, page by page.
const kEveryone: Role[] = ["marketing", "auditor", "dpo", "approver", "operator"];
const kReaders: Role[] = ["auditor", "dpo"];
const kControllers: Role[] = [...kReaders, "operator"];
const kCompliance: Role[] = [...kControllers, "approver"];
const kPublishing: Role[] = ["approver", "operator"];
const kMenu: Item[] = [
  { path: "", title: words.overview, roles: kEveryone },
  { path: "consentements", title: words.consents, roles: kReaders },
  { path: "droits", title: words.rights, roles: ["operator"] },
  { path: "demandes", title: words.requests, roles: kControllers },
  { path: "statistiques", title: words.statistics, roles: kEveryone },
  { path: "traceurs", title: words.trackers, roles: kEveryone },
  { path: "revisions", title: words.revisions, roles: kEveryone },
  { path: "registre", title: words.menuRegister, roles: kEveryone },
  { path: "conservation", title: words.holds, roles: kControllers, anySite: true },
  { path: "journal", title: words.menuAccessLog, roles: kReaders, anySite: true },
  { path: "jetons", title: words.tokens, roles: kControllers, anySite: true },
  { path: "personnes", title: words.people, roles: kControllers, anySite: true },
  { path: "exports", title: words.exports, roles: kReaders },
];

// For those who came with a passkey, whatever their roles.
const kOwnItem: Item = { path: "cles", title: words.myPasskeys, roles: kEveryone, anySite: true };

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

function itemsOf(session: Session): Item[] {
  return session.passkeys ? [...kMenu, kOwnItem] : kMenu;
}

function opens(item: Item, session: Session, site: Site | undefined): boolean {
  return may(session, item.roles, item.anySite ? undefined : site?.id);
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

function App() {
  const [language, setLanguage] = useState<Language>(rememberedLanguage);
  const [session, setSession] = useState<Session | null | undefined>(undefined);
  const [ended, setEnded] = useState<Ended | null>(null);
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
    whenSignedOut((why) => {
      setEnded(why);
      setSession(null);
    });
    call<Session>("GET", "/v1/session").then(setSession, () => setSession(null));
  }, []);
  // What was left on the screen goes with the session, not at the next click.
  useEffect(() => {
    if (!session) return undefined;
    const look = () => {
      if (idleFor() < session.idle_seconds * 1000) return void watch();
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
            setEnded(null);
            setSession(next);
          }}
        />
      ) : session === undefined ? null : session === null ? (
        <SignIn
          ended={ended}
          onSession={(next) => {
            setEnded(null);
            setSession(next);
          }}
          language={language}
          onLanguage={setLanguage}
        />
      ) : (
        <Console
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

function Console({
  session,
  onSignOut,
  stays,
  language,
  onLanguage,
}: {
  session: Session;
  onSignOut: () => void;
  stays: Problem | null;
  language: Language;
  onLanguage: (language: Language) => void;
}) {
  const say = useSay();
  const route = useRoute();
  const sites = useLoad<{ sites: Site[]; now: string }>("/v1/sites");
  const [siteId, setSiteId] = useState("");
  const main = useRef<HTMLElement>(null);
  const [open, setOpen] = useState(false);
  const here = route.path[0] ?? "";
  const first = useRef(true);
  // A new page is announced by moving to its heading, and shown from its top.
  useEffect(() => {
    setOpen(false);
    if (first.current) {
      first.current = false;
      return;
    }
    scrollTo(0, 0);
    main.current?.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  }, [route.path.join("/")]);
  const site = sites.data?.sites.find((s) => s.id === siteId) ?? startSite(sites.data?.sites);
  const menu = itemsOf(session).filter((item) => opens(item, session, site));
  return (
    <div class="frame">
      {/* biome-ignore lint/a11y/useValidAnchor: it goes where it says */}
      <a
        class="skip"
        href="#contenu"
        onClick={(e) => {
          e.preventDefault();
          main.current?.focus();
        }}
      >
        {say(words.skipToContent)}
      </a>
      <header class="top">
        <Brand />
        <button
          type="button"
          class="menu-button"
          aria-expanded={open}
          aria-controls="menu"
          onClick={() => setOpen(!open)}
        >
          {say(words.menu)}
        </button>
        {sites.data && sites.data.sites.length > 1 && (
          <label class="site-choice">
            <span class="unseen">{say(words.siteShown)}</span>
            <select value={site?.id} onChange={(e) => setSiteId(e.currentTarget.value)}>
              {sites.data.sites.map((s) => (
                <option key={s.id} value={s.id}>
                  {s.name}
                </option>
              ))}
            </select>
          </label>
        )}
        <div class="who">
          <LanguageSwitch language={language} onLanguage={onLanguage} />
          <span class="name">
            {session.name}
            <span class="dim">
              {" · "}
              {rolesWords(
                say,
                session.grants.map((grant) => grant.role),
              )}
            </span>
          </span>
          <button type="button" class="plain" onClick={onSignOut}>
            {say(words.signOut)}
          </button>
        </div>
      </header>
      <nav id="menu" class={open ? "menu open" : "menu"} aria-label={say(words.pages)}>
        <ul>
          {menu.map((item) => (
            <li key={item.path}>
              <a href={`#/${item.path}`} aria-current={here === item.path ? "page" : undefined}>
                {say(item.title)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main id="contenu" ref={main} tabIndex={-1}>
        {session.last_resort && (
          <p class="last-resort" role="status">
            {say(words.lastResortInUse)}
          </p>
        )}
        {stays && <ProblemNotice problem={stays} retry={onSignOut} />}
        <Await of={sites}>
          {(data) => {
            if (!site)
              return (
                <Page title="Témoin">
                  <p>{say(words.theCatalogueDeclaresNoSite)}</p>
                </Page>
              );
            return (
              <ZoneContext.Provider value={site.time_zone}>
                <Body
                  key={site.id}
                  route={route}
                  session={session}
                  sites={data.sites}
                  site={site}
                  now={data.now}
                />
              </ZoneContext.Provider>
            );
          }}
        </Await>
      </main>
    </div>
  );
}

// The first published site: the others have nothing to count yet.
function startSite(sites: Site[] = []): Site | undefined {
  return (
    sites.find(
      (s) => s.publication !== null && s.services.some((service) => service.basis !== "exempt"),
    ) ?? sites[0]
  );
}

function Body({
  route,
  session,
  sites,
  site,
  now,
}: {
  route: Route;
  session: Session;
  sites: Site[];
  site: Site;
  now: string;
}) {
  const say = useSay();
  const [page = "", detail] = route.path;
  const item = itemsOf(session).find((i) => i.path === page);
  if (!item || !opens(item, session, site)) return <NotHere say={say} />;
  // A page that chooses among sites offers those that it opens.
  const open = sites.filter((s) => may(session, item.roles, s.id));
  switch (page) {
    case "":
      return <OverviewPage site={site} checks={may(session, kCompliance, site.id)} />;
    case "consentements":
      return detail === undefined ? (
        <ConsentsPage sites={open} site={site} route={route} />
      ) : (
        <ConsentPage key={detail} index={detail} sites={open} />
      );
    case "droits":
      return <RightsPage sites={open} site={site} />;
    case "demandes":
      return <RequestsPage site={site} />;
    case "statistiques":
      return <StatisticsPage site={site} route={route} />;
    case "traceurs":
      return <TrackersPage site={site} />;
    case "revisions":
      return detail === undefined ? (
        <RevisionsPage site={site} />
      ) : (
        <RevisionPage
          key={detail}
          hash={detail}
          site={site}
          publishes={may(session, kPublishing, site.id)}
        />
      );
    case "registre":
      return <RegisterPage site={site} />;
    case "conservation":
      return <HoldsPage sites={open} now={now} />;
    case "journal":
      return <AccessLogPage sites={open} site={open.includes(site) ? site : (open[0] ?? site)} />;
    case "jetons":
      return <TokensPage session={session} sites={open} />;
    case "personnes":
      return <PeoplePage session={session} sites={open} />;
    case "cles":
      return <PasskeysPage />;
    case "exports":
      return <ExportsPage sites={open} site={site} />;
    default:
      return <NotHere say={say} />;
  }
}

function NotHere({ say }: { say: Say }) {
  return (
    <Page title={say(words.noSuchPage)}>
      <p>{say(words.thisPageDoesNotExistOr)}</p>
      <p>
        <a href="#/">{say(words.overview)}</a>
      </p>
    </Page>
  );
}

const root = document.getElementById("app");
if (root) render(<App />, root);
