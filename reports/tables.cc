#include "reports/tables.h"

#include <chrono>

#include "catalog/rules/rule.h"
#include "render/locale.h"
#include "reports/statistics_page.h"

namespace temoin::reports {

namespace {

using render::Cell;
using render::Column;
using render::DataTable;
using Row = std::vector<Cell>;

void Append(Row& row, std::initializer_list<Cell> cells) {
  row.insert(row.end(), cells.begin(), cells.end());
}

Cell RateCell(uint64_t part, uint64_t whole) {
  const std::optional<uint32_t> rate = RatePermille(part, whole);
  return rate ? Cell(render::Rate{*rate}) : Cell();
}

Cell DateCell(const std::optional<Time>& date) { return date ? Cell(render::Day{*date}) : Cell(); }

// The four counts, and what follows from them. `when` goes before the headers, as "before_" and
// "avant : ".
void AddEventColumns(std::vector<Column>& columns, const std::string& when = {},
                     const std::string& when_french = {}) {
  for (const auto& [key, french] :
       {std::pair("given", "Tout accepté"), std::pair("partial", "Accepté en partie"),
        std::pair("refused", "Tout refusé"), std::pair("withdrawn", "Retraits")}) {
    columns.push_back({when + key, when_french + french});
  }
  columns.push_back({"", when_french + "Choix faits dans le bandeau"});
  columns.push_back({"", when_french + "Taux d’acceptation"});
  columns.push_back({"", when_french + "Taux de refus"});
}

void AddEvents(Row& row, const EventCounts& events) {
  Append(row,
         {events.given, events.partial, events.refused, events.withdrawn, events.answers(),
          RateCell(events.given, events.answers()), RateCell(events.refused, events.answers())});
}

Cell Shown(const Statistics& statistics, uint64_t shown) {
  return statistics.shown ? Cell(shown) : Cell();
}

std::string Lines(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += '\n';
    out += part;
  }
  return out;
}

}  // namespace

DataTable StepsTable(const Statistics& statistics, const catalog::Site& site) {
  DataTable table{.title = "Par période", .zone = site.time_zone};
  table.columns = {{"from", "Du"}, {"to", ""}, {"", "Au"}};
  AddEventColumns(table.columns);
  table.columns.push_back({"shown", "Affichages du bandeau"});
  table.columns.push_back({"days", "Fuseau horaire des jours"});
  for (const Bucket& bucket : statistics.buckets) {
    Row row = {render::Day{bucket.from}, render::Day{bucket.to},
               render::Day{bucket.to - std::chrono::days(1)}};
    AddEvents(row, bucket.events);
    Append(row,
           {Shown(statistics, bucket.shown), ZonesOf(statistics.days, bucket.from, bucket.to)});
    table.rows.push_back(std::move(row));
  }
  return table;
}

DataTable ServicesTable(const Statistics& statistics, const catalog::Site& site) {
  DataTable table{.title = "Par service", .zone = site.time_zone};
  table.columns = {{"", "Service"},
                   {"service", ""},
                   {"ground", ""},
                   {"", "Régime"},
                   {"accepted", "Acceptations"},
                   {"refused", "Refus ou oppositions"},
                   {"", "Taux d’acceptation"},
                   {"", "Taux d’opposition"}};
  for (const ServiceCount& count : statistics.services) {
    const catalog::Service* service = site.FindService(count.service);
    const uint64_t all = count.accepted + count.refused;
    table.rows.push_back({service != nullptr ? service->name : count.service, count.service,
                          std::string(count.opt_out ? "exempt-with-opt-out" : "consent"),
                          std::string(count.opt_out ? "Exempté avec opposition" : "Consentement"),
                          count.accepted, count.refused,
                          count.opt_out ? Cell() : RateCell(count.accepted, all),
                          count.opt_out ? RateCell(count.refused, all) : Cell()});
  }
  return table;
}

DataTable RevisionsTable(const Statistics& statistics, const catalog::Site& site) {
  DataTable table{.title = "Par version", .zone = site.time_zone};
  table.columns = {{"revision", ""}, {"", "Version"}};
  AddEventColumns(table.columns);
  table.columns.push_back({"shown", "Affichages du bandeau"});
  table.columns.push_back({"", "Empreinte de la version"});
  for (const RevisionCount& revision : statistics.revisions) {
    Row row = {revision.revision, VersionWords(statistics, revision.revision, site.time_zone)};
    AddEvents(row, revision.events);
    Append(row, {Shown(statistics, revision.shown), revision.revision});
    table.rows.push_back(std::move(row));
  }
  return table;
}

DataTable LanguagesTable(const Statistics& statistics, const catalog::Site& site) {
  DataTable table{.title = "Par langue", .zone = site.time_zone};
  table.columns = {{"language", ""}, {"", "Langue du bandeau"}};
  AddEventColumns(table.columns);
  for (const LanguageAnswers& language : statistics.languages) {
    Row row = {language.language, render::LanguageName(language.language)};
    AddEvents(row, language.events);
    table.rows.push_back(std::move(row));
  }
  return table;
}

DataTable AroundTable(std::span<const RevisionAround> around, const catalog::Site& site) {
  DataTable table{.title = "Avant et après une version", .zone = site.time_zone};
  table.columns = {{"published_at", "Publiée le"},
                   {"revision", ""},
                   {"generation", "Version"},
                   {"days", "Jours comparés"}};
  AddEventColumns(table.columns, "before_", "Avant : ");
  AddEventColumns(table.columns, "after_", "Après : ");
  for (const RevisionAround& revision : around) {
    Row row = {revision.publication.published_at, revision.publication.hash,
               static_cast<uint64_t>(revision.publication.generation),
               static_cast<uint64_t>(revision.around.days)};
    AddEvents(row, revision.around.before);
    AddEvents(row, revision.around.after);
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::vector<DataTable> StatisticsTables(const Statistics& statistics,
                                        std::span<const RevisionAround> around,
                                        const catalog::Site& site) {
  return {StepsTable(statistics, site), ServicesTable(statistics, site),
          RevisionsTable(statistics, site), LanguagesTable(statistics, site),
          AroundTable(around, site)};
}

DataTable ComplianceTable(const Compliance& compliance, const catalog::Site& site) {
  DataTable table{.title = "Constats", .zone = site.time_zone};
  table.columns = {{"rule", ""},
                   {"", "Règle"},
                   {"severity", ""},
                   {"", "Gravité"},
                   {"subject", "Objet"},
                   {"pointer", ""},
                   {"finding", "Constat"},
                   {"source", "Source"},
                   {"waived", ""},
                   {"", "Dérogation"},
                   {"until", "Fin de la dérogation"}};
  for (const catalog::Finding& finding : compliance.check.findings) {
    const bool waived = finding.waived();
    table.rows.push_back(
        {std::string(finding.rule->id), std::string(finding.rule->title_fr),
         std::string(catalog::SeverityName(finding.rule->severity)),
         std::string(FrenchSeverity(finding.rule->severity)), finding.subject, finding.pointer,
         finding.sentence.In("fr"), std::string(finding.rule->source_fr),
         std::string(waived ? "true" : "false"), std::string(waived ? "oui" : "non"),
         finding.waiver ? DateCell(finding.waiver->until) : Cell()});
  }
  return table;
}

DataTable RegisterTable(const Register& reg, const catalog::Site& site) {
  DataTable table{.title = "Registre", .zone = site.time_zone};
  for (const char* header :
       {"Site", "Responsable du traitement", "Fiche", "Finalité", "Sous-finalités", "Base légale",
        "Personnes concernées", "Types de données", "Données sensibles", "Destinataires",
        "Durée de conservation", "Sous-traitance et transferts", "Mesures de sécurité", "Droits",
        "Coordonnées du responsable", "Responsable conjoint", "Délégué à la protection des données",
        "Création", "Mise à jour"}) {
    table.columns.push_back({header, header});
  }
  for (const RegisterSheet& sheet : reg.sheets) {
    table.rows.push_back({reg.site, reg.controller, sheet.title, sheet.purpose,
                          Lines(sheet.sub_purposes), sheet.legal_basis, sheet.people,
                          Lines(sheet.data), sheet.sensitive, Lines(sheet.recipients),
                          sheet.retention, Lines(sheet.processors), sheet.security, sheet.rights,
                          reg.contact, Lines(reg.joint_controllers), reg.dpo,
                          DateCell(sheet.created), DateCell(sheet.updated)});
  }
  return table;
}

}  // namespace temoin::reports
