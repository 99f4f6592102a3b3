// What stands around every page: who is signed in, the menu, the site; and which page is shown.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Problem, Session, Site } from "./api";
import { type Language, rolesWords, type Say, useSay, ZoneContext } from "./i18n";
import { itemsOf, kCompliance, kPublishing, opens } from "./menu";
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
import { type Route, useRoute } from "./route";
import { Brand, LanguageSwitch } from "./sign-in";
import { Await, Page, ProblemNotice, useLoad } from "./ui";
import * as words from "./words";

export function Console({
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
