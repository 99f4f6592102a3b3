#include "catalog/audit/open_questions.h"

#include <fmt/format.h>

#include <utility>

namespace temoin::catalog {
namespace {

struct Wording {
  std::string_view code;
  std::string_view fr;
  std::string_view en;
};

constexpr Wording kPhase = {
    "phase",
    "La phase n’est pas indiquée (--phase) : ce qui a été déposé sans accord n’est pas jugé.",
    "The phase is not given (--phase): what was set without consent is not judged."};
constexpr Wording kRequests = {"storage",
                               "Ce format ne montre ni le stockage du navigateur (local, de "
                               "session, IndexedDB) ni les cookies "
                               "qu’un script a posés sans qu’ils soient envoyés.",
                               "This format shows neither what the browser stores (local, session, "
                               "IndexedDB) nor cookies that "
                               "a script set and nothing sent."};
constexpr Wording kNoStorage = {
    "storage", "Ce format ne montre aucun stockage local ni de session, ni base IndexedDB.",
    "This format shows neither local nor session storage, nor IndexedDB."};
constexpr Wording kNoSessionStorage = {
    "storage",
    "Ce format ne montre pas le stockage de session, ni les bases IndexedDB quand elles n’ont pas "
    "été demandées.",
    "This format shows no session storage, and IndexedDB only where it was asked for."};
constexpr Wording kExport = {
    "export",
    "Un export dit quand chaque cookie expire, non quand il a été posé : sa durée est comptée "
    "depuis le moment de l’export (--at ; à défaut, maintenant), c’est la durée qui reste au "
    "moins. Il ne montre ni ce qui avait été effacé, ni ce qui a été envoyé.",
    "An export says when each cookie ends, not when it was set: its life is counted from the "
    "moment of the export (--at; otherwise, now) and is what is left at least. It shows neither "
    "what had been deleted nor what was sent."};
constexpr Wording kCalls = {
    "calls",
    "Cette analyse ne dit pas quels hôtes les pages ont appelés : elle est d’une version d’avant "
    "0.2. L’enregistrer de nouveau.",
    "This scan does not say which hosts the pages called: it is of a version before 0.2. Record it "
    "again."};
constexpr Wording kInspectionCalls = {
    "calls",
    "Cette inspection ne dit pas quels hôtes les pages ont appelés (hosts.requests) : seuls ses "
    "cookies et son stockage sont jugés.",
    "This inspection does not say which hosts the pages called (hosts.requests): only its cookies "
    "and its storage are judged."};
constexpr Wording kSite = {
    "site",
    "Rien de ce site n’a été vu, ou seulement des erreurs : l’enregistrement est peut-être celui "
    "d’un autre site.",
    "Nothing of this site was seen, or only errors: the recording may be of another site."};
constexpr Wording kTruncated = {
    "truncated", "L’enregistrement dépasse ce qui est retenu : la suite n’est pas jugée.",
    "The recording exceeds what is kept: the rest is not judged."};

// Of one thing or several, with their first places.
struct NumberWording {
  std::string_view code;
  std::string_view fr_one;
  std::string_view fr_many;
  std::string_view en_one;
  std::string_view en_many;
};

constexpr NumberWording kUnread[] = {
    {"cookie", "Ressemble à un cookie et n’a pas été compris : {} fois ({}).",
     "Ressemble à un cookie et n’a pas été compris : {} fois ({}).",
     "Looks like a cookie and was not understood: {} time ({}).",
     "Looks like a cookie and was not understood: {} times ({})."},
    {"date", "Date de {} réponse non comprise ({}).", "Date de {} réponses non comprise ({}).",
     "Not understood: the date of {} answer ({}).", "Not understood: the date of {} answers ({})."},
    {"deletions",
     "Effacement incertain de {} cookie : domaine et chemin non vus, ou cookie Secure effacé par "
     "une réponse http:// ({}).",
     "Effacement incertain de {} cookies : domaine et chemin non vus, ou cookie Secure effacé par "
     "une réponse http:// ({}).",
     "Uncertain deletion of {} cookie: domain and path not seen, or a Secure cookie deleted by an "
     "http:// answer ({}).",
     "Uncertain deletion of {} cookies: domain and path not seen, or a Secure cookie deleted by an "
     "http:// answer ({})."},
    {"host", "Hôte non vu, non compris ou incertain : {} fois ({}).",
     "Hôte non vu, non compris ou incertain : {} fois ({}).",
     "Host not seen, not understood or uncertain: {} time ({}).",
     "Host not seen, not understood or uncertain: {} times ({})."},
    {"hosts",
     "{} hôte tiers appelé que rien ne déclare et que la bibliothèque ne connaît pas ({}) : "
     "l’appel "
     "n’est pas jugé.",
     "{} hôtes tiers appelés que rien ne déclare et que la bibliothèque ne connaît pas ({}) : ces "
     "appels ne sont pas jugés.",
     "{} host of others was called that nothing declares and the library does not know ({}): the "
     "call is not judged.",
     "{} hosts of others were called that nothing declares and the library does not know ({}): the "
     "calls are not judged."},
    {"lifetimes", "{} cookie n’a été vu qu’envoyé ({}) : sa durée n’est pas jugée.",
     "{} cookies n’ont été vus qu’envoyés ({}) : leur durée n’est pas jugée.",
     "{} cookie was only seen being sent ({}): its lifetime is not judged.",
     "{} cookies were only seen being sent ({}): their lifetimes are not judged."},
    {"pages",
     "Des pages manquent ou n’ont pas été enregistrées en entier ({} fois : {}) ; l’enregistrement "
     "les nomme.",
     "Des pages manquent ou n’ont pas été enregistrées en entier ({} fois : {}) ; l’enregistrement "
     "les nomme.",
     "Pages are missing or were not recorded whole ({} time: {}); the recording names them.",
     "Pages are missing or were not recorded whole ({} times: {}); the recording names them."},
    {"phase",
     "La phase n’est pas indiquée (--phase) : {} traceur ou appel dépend de la réponse du visiteur "
     "et n’est pas jugé ({}).",
     "La phase n’est pas indiquée (--phase) : {} traceurs ou appels dépendent de la réponse du "
     "visiteur et ne sont pas jugés ({}).",
     "The phase is not given (--phase): {} tracker or call depends on the visitor’s answer and is "
     "not judged ({}).",
     "The phase is not given (--phase): {} trackers or calls depend on the visitor’s answer and "
     "are not judged ({})."},
    {"redacted", "Masqué par l’outil d’enregistrement : {} fois ({}).",
     "Masqué par l’outil d’enregistrement : {} fois ({}).",
     "Redacted by the recording tool: {} time ({}).",
     "Redacted by the recording tool: {} times ({})."},
    {"shape", "Forme inattendue, non lue : {} fois ({}).",
     "Forme inattendue, non lue : {} fois ({}).", "Unexpected shape, not read: {} time ({}).",
     "Unexpected shape, not read: {} times ({})."},
    {"stopped",
     "{} requête arrêtée avant son départ, par une extension, une règle ou le site lui-même ({}) : "
     "l’hôte appelé n’est pas jugé. Enregistrer de nouveau sans ce blocage.",
     "{} requêtes arrêtées avant leur départ, par une extension, une règle ou le site lui-même "
     "({}) : les hôtes appelés ne sont pas jugés. Enregistrer de nouveau sans ce blocage.",
     "{} request was stopped before it left, by an extension, a policy or the site itself ({}): "
     "the host that was called is not judged. Record again without what blocks it.",
     "{} requests were stopped before they left, by an extension, a policy or the site itself "
     "({}): the hosts that were called are not judged. Record again without what blocks them."},
    {"third-parties",
     "Dans {} phase ({}), les requêtes vers d’autres hôtes ont été notées et arrêtées : ce que ces "
     "hôtes auraient déposé n’a pas été vu (--third-parties load).",
     "Dans {} phases ({}), les requêtes vers d’autres hôtes ont été notées et arrêtées : ce que "
     "ces hôtes auraient déposé n’a pas été vu (--third-parties load).",
     "In {} phase ({}) requests to other hosts were written down and stopped: what these hosts "
     "would have set was not seen (--third-parties load).",
     "In {} phases ({}) requests to other hosts were written down and stopped: what these hosts "
     "would have set was not seen (--third-parties load)."},
    {"time", "Durée de {} cookie non comptée, faute de date comprise ({}).",
     "Durée de {} cookies non comptée, faute de date comprise ({}).",
     "Life of {} cookie not counted, for want of a date that is understood ({}).",
     "Life of {} cookies not counted, for want of a date that is understood ({})."},
};

// Places are named for programs; a French sentence says "ligne".
std::string PlacesIn(const Unread& unread, bool french) {
  constexpr std::string_view kLine = "line ";
  std::string out;
  for (const std::string& place : unread.places) {
    if (!out.empty()) out += ", ";
    out += french && place.starts_with(kLine) ? "ligne " + place.substr(kLine.size()) : place;
  }
  return unread.count > unread.places.size() ? out + ", …" : out;
}

OpenQuestion Asking(const Wording& wording, bool inconclusive = false) {
  return {std::string(wording.code),
          {std::string(wording.fr), std::string(wording.en)},
          0,
          {},
          inconclusive};
}

OpenQuestion NumberOf(std::string_view code, const Unread& unread, bool inconclusive = true) {
  OpenQuestion question{std::string(code), {}, unread.count, unread.places, inconclusive};
  const bool one = unread.count == 1;
  for (const NumberWording& wording : kUnread) {
    if (wording.code != code) continue;
    question.sentence = {fmt::format(fmt::runtime(one ? wording.fr_one : wording.fr_many),
                                     unread.count, PlacesIn(unread, true)),
                         fmt::format(fmt::runtime(one ? wording.en_one : wording.en_many),
                                     unread.count, PlacesIn(unread, false))};
  }
  return question;
}

// What this format cannot show.
void Unseen(Recording::Format format, std::vector<OpenQuestion>& out) {
  switch (format) {
    case Recording::Format::kHar:
    case Recording::Format::kSetCookieLog:
      out.push_back(Asking(kRequests));
      break;
    case Recording::Format::kInspection:
    case Recording::Format::kScan:
      break;
    case Recording::Format::kPlaywright:
      out.push_back(Asking(kNoSessionStorage));
      break;
    default:
      out.push_back(Asking(kNoStorage));
  }
  if (IsExport(format)) out.push_back(Asking(kExport));
}

}  // namespace

std::vector<OpenQuestion> OpenQuestions(const Recording& recording, const OpenFacts& facts) {
  std::vector<OpenQuestion> out;
  if (facts.anything_seen) {
    if (facts.phase_unknown) {
      const bool matters = facts.by_phase.count > 0;
      out.push_back(matters ? NumberOf("phase", facts.by_phase) : Asking(kPhase));
    }
    if (facts.lifeless.count > 0) {
      out.push_back(NumberOf("lifetimes", facts.lifeless, /*inconclusive=*/false));
    }
    Unseen(recording.format, out);
    if (recording.calls_unseen) {
      const bool scan = recording.format == Recording::Format::kScan;
      out.push_back(Asking(scan ? kCalls : kInspectionCalls));
    }
  }
  if (facts.unknown_hosts.count > 0) {
    out.push_back(NumberOf("hosts", facts.unknown_hosts, /*inconclusive=*/false));
  }
  // What was not understood may have been the site.
  if (facts.site_unseen && recording.unread.empty() && !recording.truncated) {
    out.push_back(Asking(kSite, /*inconclusive=*/true));
  }
  if (facts.deletions.count > 0) out.push_back(NumberOf("deletions", facts.deletions));
  for (const auto& [code, unread] : recording.unread) out.push_back(NumberOf(code, unread));
  if (recording.truncated) out.push_back(Asking(kTruncated, /*inconclusive=*/true));
  return out;
}

}  // namespace temoin::catalog
