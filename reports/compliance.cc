#include "reports/compliance.h"

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "catalog/cookie_table.h"
#include "catalog/words.h"
#include "render/html.h"
#include "render/locale.h"
#include "store/purge_manifest.h"
#include "store/walk.h"

namespace temoin::reports {

namespace {

Result<std::vector<PurgeDone>> PurgesOf(const store::Store& store) {
  std::vector<PurgeDone> out;
  auto entries = store::WalkPurges(store, 0);
  while (const store::PurgeEntry* const entry = entries.Next()) {
    TEMOIN_ASSIGN_OR_RETURN(const store::PurgeManifest manifest,
                            store::ParsePurgeManifest(entry->manifest));
    PurgeDone purge;
    purge.index = entry->index;
    purge.reason = store::PurgeReasonName(manifest.reason);
    purge.at = FormatTime(manifest.time);
    purge.records = store::CountOf(manifest.ranges);
    out.push_back(std::move(purge));
  }
  TEMOIN_RETURN_IF_ERROR(entries.status());
  return out;
}

nlohmann::json TextJson(const catalog::Text& text) {
  return {{"fr", text.In("fr")}, {"en", text.In("en")}};
}

std::string WaiverWords(const catalog::Finding& finding) {
  if (!finding.waiver) return "–";
  return (finding.waiver->lapsed ? "échue le " : "jusqu’au ") +
         render::DateWords(finding.waiver->until) + " : " + finding.waiver->reason.In("fr");
}

std::string FindingsTable(const catalog::CheckReport& report) {
  std::vector<std::vector<std::string>> rows;
  for (const catalog::Finding& finding : report.findings) {
    rows.push_back({std::string(FrenchSeverity(finding.rule->severity)), finding.sentence.In("fr"),
                    std::string(finding.rule->source_fr), WaiverWords(finding)});
  }
  return render::Table("", {"Gravité", "Constat", "Source", "Dérogation"}, rows);
}

}  // namespace

std::string_view FrenchSeverity(catalog::Severity severity) {
  switch (severity) {
    case catalog::Severity::kError:
      return "Erreur";
    case catalog::Severity::kWarning:
      return "Avertissement";
    case catalog::Severity::kNotice:
      return "Remarque";
  }
  return "";
}

Result<Compliance> MakeCompliance(std::shared_ptr<const catalog::Site> site,
                                  const store::Store& store, Time now) {
  Compliance out;
  out.now = now;
  out.check = catalog::CheckSite(*site, now);
  TEMOIN_ASSIGN_OR_RETURN(out.purges, PurgesOf(store));
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::Hold> holds, store.Holds(false));
  for (const store::Hold& hold : holds) {
    if (hold.kind == store::HoldKind::kLimitation) {
      if (hold.site == site->id) out.limitations.push_back(hold);
    } else if (hold.site.empty() || hold.site == site->id) {
      out.holds.push_back(hold);
    }
  }
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::KeptCheckpoint> kept, store.KeptCheckpoints());
  out.checkpoints = kept.size();
  for (const store::KeptCheckpoint& checkpoint : kept) {
    if (checkpoint.anchored_at) out.anchored = checkpoint;
  }
  out.site = std::move(site);
  return out;
}

nlohmann::json FindingsJson(const catalog::CheckReport& report) {
  nlohmann::json out = nlohmann::json::array();
  for (const catalog::Finding& finding : report.findings) {
    nlohmann::json row = {
        {"rule", finding.rule->id},
        {"severity", catalog::SeverityName(finding.rule->severity)},
        {"title", {{"fr", finding.rule->title_fr}, {"en", finding.rule->title_en}}},
        {"subject", finding.subject},
        {"pointer", finding.pointer},
        {"sentence", TextJson(finding.sentence)},
        {"source", {{"fr", finding.rule->source_fr}, {"en", finding.rule->source_en}}},
        {"waived", finding.waived()}};
    if (finding.waiver) {
      row["waiver"] = {{"until", FormatDate(finding.waiver->until)},
                       {"lapsed", finding.waiver->lapsed},
                       {"reason", TextJson(finding.waiver->reason)}};
    }
    out.push_back(std::move(row));
  }
  return out;
}

nlohmann::json ComplianceJson(const Compliance& compliance) {
  const catalog::Site& site = *compliance.site;
  nlohmann::json purges = nlohmann::json::array();
  for (const PurgeDone& purge : compliance.purges) {
    purges.push_back({{"index", purge.index},
                      {"reason", purge.reason},
                      {"at", purge.at},
                      {"records", purge.records}});
  }
  nlohmann::json holds = nlohmann::json::array();
  for (const store::Hold& hold : compliance.holds) {
    holds.push_back({{"id", hold.id},
                     {"reason", hold.reason},
                     {"author", hold.author},
                     {"review", FormatDate(hold.review)}});
  }
  nlohmann::json out = {{"site", site.id},
                        {"at", FormatTime(compliance.now)},
                        {"clean", compliance.check.clean()},
                        {"findings", FindingsJson(compliance.check)},
                        {"retention",
                         {{"choice_validity", FormatDuration(site.choice_validity)},
                          {"validity_reason", TextJson(site.validity_reason)},
                          {"evidence", FormatDuration(site.evidence_retention.duration)},
                          {"evidence_reason", TextJson(site.evidence_retention.reason)},
                          {"journal_calendar_years", nullptr},
                          {"journal_duration", nullptr},
                          {"journal_reason", TextJson(site.access_log_retention.reason)}}},
                        {"holds", std::move(holds)},
                        {"limitations", compliance.limitations.size()},
                        {"purges", std::move(purges)},
                        {"checkpoints_kept", compliance.checkpoints}};
  const catalog::AccessLogRetention& kept = site.access_log_retention;
  if (kept.duration) {
    out["retention"]["journal_duration"] = FormatDuration(*kept.duration);
  } else {
    out["retention"]["journal_calendar_years"] = kept.calendar_years;
  }
  if (compliance.anchored) {
    out["anchored"] = {{"day", FormatDate(compliance.anchored->day)},
                       {"size", compliance.anchored->size},
                       {"at", FormatTime(*compliance.anchored->anchored_at)}};
  }
  return out;
}

render::HtmlPage CompliancePage(const Compliance& compliance) {
  const catalog::Site& site = *compliance.site;
  const catalog::CheckReport& check = compliance.check;
  std::string body =
      check.clean()
          ? "<p class=\"ok\">Aucun constat sans dérogation : la publication est admise.</p>\n"
          : "<p class=\"bad\">Des constats appellent une décision avant la prochaine "
            "publication.</p>\n";
  body +=
      render::Facts({{"Erreurs", std::to_string(check.Count(catalog::Severity::kError))},
                     {"Avertissements", std::to_string(check.Count(catalog::Severity::kWarning))},
                     {"Remarques", std::to_string(check.Count(catalog::Severity::kNotice))},
                     {"Constats acceptés avec motif", std::to_string(check.Waived())}});
  body += "<h2>Constats</h2>\n" + FindingsTable(check);
  body += "<h2>Durées de conservation</h2>\n" +
          render::Facts(
              {{"Validité d’un choix",
                render::DurationWords(site.choice_validity, "fr") +
                    (site.validity_reason.empty() ? "" : ". " + site.validity_reason.In("fr"))},
               {"Preuve, après la fin d’effet",
                render::DurationWords(site.evidence_retention.duration, "fr") + ". " +
                    site.evidence_retention.reason.In("fr")},
               {"Journal des accès", catalog::AccessLogWords(site.access_log_retention, "fr") +
                                         ". " + site.access_log_retention.reason.In("fr")}});
  std::vector<std::vector<std::string>> holds;
  for (const store::Hold& hold : compliance.holds) {
    holds.push_back({hold.reason, hold.author,
                     render::DateWords(site.time_zone.DateAt(hold.created)),
                     render::DateWords(hold.review)});
  }
  body += "<h2>Mesures de conservation en cours</h2>\n";
  body += holds.empty()
              ? "<p>Aucune.</p>\n"
              : render::Table("", {"Motif", "Décidée par", "Le", "À réexaminer le"}, holds);
  std::vector<std::vector<std::string>> limitations;
  for (const store::Hold& limitation : compliance.limitations) {
    limitations.push_back({render::NumberWords(limitation.records.size()), limitation.author,
                           render::DateWords(site.time_zone.DateAt(limitation.created)),
                           render::DateWords(limitation.review)});
  }
  body +=
      "<h2>Limitations du traitement en cours</h2>\n<p>À la demande de la personne (RGPD, article "
      "18), ces choix sont conservés et ne sont plus utilisés.</p>\n";
  body +=
      limitations.empty()
          ? "<p>Aucune.</p>\n"
          : render::Table("", {"Choix", "Enregistrée par", "Le", "À réexaminer le"}, limitations);
  uint64_t by_retention = 0;
  uint64_t by_request = 0;
  for (const PurgeDone& purge : compliance.purges) {
    (purge.reason == "request" ? by_request : by_retention) += purge.records;
  }
  body +=
      "<h2>Effacements réalisés</h2>\n<p>Tous sites confondus : "
      "l’effacement ne laisse pas savoir de quel site il s’agissait.</p>\n";
  body += render::Facts(
      {{"Au terme de la conservation", render::NumberWords(by_retention)},
       {"À la demande des visiteurs", render::NumberWords(by_request)},
       {"Entrées d’effacement au journal", render::NumberWords(compliance.purges.size())},
       {"Dernier effacement", compliance.purges.empty() ? "aucun" : compliance.purges.back().at}});
  body +=
      "<h2>Journal de preuves</h2>\n" +
      render::Facts({{"Points de contrôle conservés", render::NumberWords(compliance.checkpoints)},
                     {"Dernier ancrage extérieur",
                      compliance.anchored
                          ? render::TimeWords(*compliance.anchored->anchored_at, site.time_zone) +
                                ", " + render::NumberWords(compliance.anchored->size) + " entrées"
                          : "aucun"}});
  body += "<footer>État au " + render::TimeWords(compliance.now, site.time_zone) + ".</footer>\n";
  return render::MakeDocument("État de conformité – " + site.name,
                              "Traceurs, dérogations et conservation", body);
}

}  // namespace temoin::reports
