#include "reports/accesses.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/calendar.h"
#include "consent/reference.h"
#include "render/locale.h"

namespace temoin::reports {

namespace {

struct Naming {
  std::string_view key;
  std::string_view french;
  std::string_view english;
};

constexpr std::array kActions{
    Naming{"sign-in", "connexion", "sign-in"},
    Naming{"sign-in.failed", "connexion refusée", "failed sign-in"},
    Naming{"sign-out", "déconnexion", "sign-out"},
    Naming{"consent.read", "consultation d’un choix", "choice viewed"},
    Naming{"consent.search", "recherche de choix", "search"},
    Naming{"consent.find", "recherche directe", "direct search"},
    Naming{"consent.receipt", "reçu téléchargé", "receipt downloaded"},
    Naming{"consent.linked-data", "enregistrement téléchargé", "record downloaded"},
    Naming{"consent.page", "page de preuve", "evidence page"},
    Naming{"consent.dossier", "dossier téléchargé", "dossier downloaded"},
    Naming{"consent.letter", "lettre de réponse", "answer letter"},
    Naming{"consent.erase.ask", "effacement demandé", "erasure asked for"},
    Naming{"consent.erase", "effacement", "erasure"},
    Naming{"consent.erase.schedule", "effacement programmé", "erasure scheduled"},
    Naming{"consent.erase.held", "effacement suspendu par une mesure",
           "erasure suspended by a hold"},
    Naming{"hold.add", "suspension des effacements", "hold added"},
    Naming{"hold.release", "suspension levée", "hold released"},
    Naming{"limitation.add", "traitement limité", "processing restricted"},
    Naming{"limitation.informed", "levée de la limitation annoncée", "lifting announced"},
    Naming{"limitation.lift", "limitation levée", "restriction lifted"},
    Naming{"request.add", "demande inscrite", "request noted"},
    Naming{"request.extend", "délai de réponse prolongé", "request extended"},
    Naming{"request.answer", "réponse inscrite", "answer noted"},
    Naming{"revision.republish", "version remise en ligne", "version put online again"},
    Naming{"revision.republish.look", "remise en ligne examinée", "republication looked at"},
    Naming{"token.create", "jeton créé", "token created"},
    Naming{"token.revoke", "jeton révoqué", "token revoked"},
    Naming{"publish", "catalogue publié", "catalogue published"},
    Naming{"pictures.add", "captures versées", "pictures filed"},
    Naming{"purge.approve", "effacement autorisé", "erasure approved"},
    Naming{"backup", "sauvegarde faite", "backup made"},
    Naming{"key.rotate", "clé du journal remplacée", "log key replaced"},
    Naming{"log.adopt", "journal de preuves repris", "checkpoint log adopted"},
    Naming{"clock.confirm", "heure confirmée", "clock confirmed"},
    Naming{"loss.acknowledge", "perte reconnue", "loss acknowledged"},
    Naming{"export", "export", "export"},
    Naming{"report.statistics", "statistiques produites", "statistics made"},
    Naming{"report.register", "registre produit", "register made"},
    Naming{"report.compliance", "état de conformité produit", "compliance report made"},
    Naming{"report.dossier", "dossier de preuves produit", "evidence dossier made"},
    Naming{"person.grant", "rôles d’une personne fixés", "person’s roles set"},
    Naming{"person.revoke", "accès d’une personne retiré", "person’s access revoked"},
    Naming{"person.invite", "personne invitée", "person invited"},
    Naming{"person.withdraw", "invitation annulée", "invitation withdrawn"},
    Naming{"person.join", "invitation acceptée", "invitation accepted"},
    Naming{"passkey.add", "clé d’accès ajoutée", "passkey added"},
    Naming{"passkey.remove", "clé d’accès ôtée", "passkey removed"},
    Naming{"token.last-resort", "jeton de dernier recours utilisé", "token of last resort used"},
    Naming{"journal.read", "lecture du journal", "journal read"},
    Naming{"journal.export", "export du journal", "journal exported"},
    Naming{"journal.forget", "lignes effacées à leur terme", "lines forgotten in time"},
    Naming{"refused", "action refusée", "refused"},
};

// How a part of a detail begins.
constexpr std::array kDetails{
    Naming{"by reference", "par la référence", "by reference"},
    Naming{"by index", "par l’indice", "by index"},
    Naming{"by token", "par le cookie", "by cookie"},
    Naming{"by receipt", "par le reçu", "by receipt"},
    Naming{"by ", "par ", "by "},
    Naming{"page from ", "suite à partir de ", "page from "},
    Naming{"from ", "du ", "from "},
    Naming{"to ", "au ", "to "},
    Naming{"lines ", "nombre de lignes : ", "lines: "},
    Naming{"before ", "d’avant le ", "before "},
    Naming{"revision ", "version ", "revision "},
    Naming{"request ", "demande ", "request "},
    Naming{"key ", "clé ", "key "},
    Naming{"accepts ", "accepte ", "accepts "},
    Naming{"refuses ", "refuse ", "refuses "},
    Naming{"ground shown", "possession présentée", "possession shown"},
    Naming{"ground not-needed", "motif : données devenues inutiles", "ground: not needed any more"},
    Naming{"ground unlawful", "motif : traitement illicite", "ground: unlawful processing"},
    Naming{"ground obligation", "motif : obligation légale", "ground: legal obligation"},
    Naming{"despite a limitation: person", "malgré une limitation, avec l’accord de la personne",
           "despite a restriction: the person agrees"},
    Naming{"despite a limitation: claims", "malgré une limitation, pour des droits en justice",
           "despite a restriction: legal claims"},
    Naming{"despite a limitation: rights",
           "malgré une limitation, pour les droits d’une autre personne",
           "despite a restriction: rights of another"},
    Naming{"despite a limitation: interest", "malgré une limitation, pour un intérêt public",
           "despite a restriction: public interest"},
    Naming{"sample ", "tirage de ", "sample of "},
    Naming{"extract ", "extrait pour ", "extract for "},
    Naming{"format ", "format ", "format "},
    Naming{"with scans", "analyses comprises", "with scans"},
    Naming{"last resort", "dernier recours", "last resort"},
    Naming{"of ", "pour ", "of "},
    Naming{"until ", "jusqu’au ", "until "},
    Naming{"on ", "le ", "on "},
    Naming{"nothing", "aucun rôle", "no role"},
    Naming{"event given", "réponse « tout accepté »", "answer “all accepted”"},
    Naming{"event partial", "réponse « accepté en partie »", "answer “accepted in part”"},
    Naming{"event refused", "réponse « tout refusé »", "answer “all refused”"},
    Naming{"event withdrawn", "réponse « retiré »", "answer “withdrawn”"},
};

constexpr std::array kRoles{
    Naming{"marketing", "Marketing", "Marketing"},
    Naming{"auditor", "Auditeur", "Auditor"},
    Naming{"dpo", "Délégué à la protection des données", "Data protection officer"},
    Naming{"approver", "Approbateur", "Approver"},
    Naming{"scanner", "Automate de capture", "Scanner"},
    Naming{"operator", "Opérateur", "Operator"},
};

std::string_view In(const Naming& words, std::string_view language) {
  return language == "en" ? words.english : words.french;
}

std::optional<uint64_t> NumberIn(std::string_view digits) {
  uint64_t number = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number);
  return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

// "12 13" as references; nothing where one is no index.
std::string ReferencesIn(std::string_view indices) {
  std::string out;
  while (!indices.empty()) {
    const std::string_view one = indices.substr(0, indices.find(' '));
    indices.remove_prefix(std::min(one.size() + 1, indices.size()));
    const std::optional<uint64_t> index = NumberIn(one);
    if (!index) return {};
    out += (out.empty() ? "" : " ") + consent::FormatReference(*index);
  }
  return out;
}

std::string PartWords(std::string_view part, std::string_view language) {
  const bool english = language == "en";
  for (const auto& [begin, french_word, english_word] :
       {Naming{"index ", "référence ", "reference "}, Naming{"records ", "choix ", "choices "}}) {
    if (!part.starts_with(begin)) continue;
    const std::string references = ReferencesIn(part.substr(begin.size()));
    if (!references.empty()) {
      return std::string(english ? english_word : french_word) + references;
    }
  }
  constexpr std::string_view kRecords = " records";
  if (part.ends_with(kRecords) && NumberIn(part.substr(0, part.size() - kRecords.size()))) {
    return std::string(part.substr(0, part.size() - kRecords.size())) +
           (english ? " choices" : "\u00a0choix");
  }
  constexpr std::string_view kAction = "action ";
  if (part.starts_with(kAction)) {
    return std::string(kAction).append(AccessActionWords(part.substr(kAction.size()), language));
  }
  const auto role = std::ranges::find(kRoles, part, &Naming::key);
  if (role != kRoles.end()) return std::string(In(*role, language));
  for (const Naming& words : kDetails) {
    if (!part.starts_with(words.key)) continue;
    const std::string_view rest = part.substr(words.key.size());
    const Result<Time> day = ParseDate(rest);
    return std::string(In(words, language))
        .append(day ? render::DateWords(*day, language) : std::string(rest));
  }
  // "43a25840: Essai".
  const size_t colon = part.find(": ");
  if (colon == std::string_view::npos) return std::string(part);
  return std::string(part.substr(0, colon)) + (english ? ": " : "\u00a0: ") +
         PartWords(part.substr(colon + 2), language);
}

// Of several, with "+" between.
std::string RoleWords(std::string_view roles) {
  std::string out;
  while (!roles.empty()) {
    const std::string_view role = roles.substr(0, roles.find('+'));
    roles.remove_prefix(std::min(role.size() + 1, roles.size()));
    const auto found = std::ranges::find(kRoles, role, &Naming::key);
    out += out.empty() ? "" : ", ";
    out += found != kRoles.end() ? found->french : role;
  }
  return out;
}

}  // namespace

std::string_view AccessActionWords(std::string_view action, std::string_view language) {
  const auto found = std::ranges::find(kActions, action, &Naming::key);
  return found != kActions.end() ? In(*found, language) : action;
}

std::string AccessDetailWords(std::string_view detail, std::string_view language) {
  std::string out;
  while (!detail.empty()) {
    const size_t end = std::min(detail.find(", "), detail.size());
    if (!out.empty()) out += ", ";
    out += PartWords(detail.substr(0, end), language);
    detail.remove_prefix(std::min(end + 2, detail.size()));
  }
  return out;
}

render::DataTable AccessTable(std::span<const store::AccessRow> rows, const TimeZone& zone) {
  render::DataTable table{.title = "Journal des accès",
                          .zone = zone,
                          .columns = {{"at", "Date et heure (" + std::string(zone.name()) + ")"},
                                      {"who", "Qui"},
                                      {"role", ""},
                                      {"", "Rôle"},
                                      {"action", ""},
                                      {"", "Action"},
                                      {"site", "Site"},
                                      {"detail", ""},
                                      {"", "Détail"}}};
  const auto text = [](std::string_view words) {
    return words.empty() ? render::Cell() : render::Cell(std::string(words));
  };
  for (const auto& [id, access] : rows) {
    table.rows.push_back({access.at, access.who, text(access.role), text(RoleWords(access.role)),
                          access.action, std::string(AccessActionWords(access.action, "fr")),
                          text(access.site), text(access.detail),
                          text(AccessDetailWords(access.detail, "fr"))});
  }
  return table;
}

}  // namespace temoin::reports
