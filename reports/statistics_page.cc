#include "reports/statistics_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/calendar.h"
#include "render/html.h"
#include "render/locale.h"
#include "render/svg_chart.h"

namespace temoin::reports {

namespace {

std::string Rate(uint64_t part, uint64_t whole) {
  const std::optional<uint32_t> rate = RatePermille(part, whole);
  return rate ? render::PercentWords(*rate) : "sans objet";
}

std::string BucketName(const Bucket& bucket, Step step) {
  if (step == Step::kDay) return render::DateWords(bucket.from);
  return "du " + render::DateWords(bucket.from) + " au " +
         render::DateWords(bucket.to - std::chrono::days(1));
}

// "21/11", "11/2026".
std::string ShortLabel(const Bucket& bucket, Step step) {
  const std::string date = FormatDate(bucket.from);
  if (step == Step::kMonth) return date.substr(5, 2) + "/" + date.substr(0, 4);
  return date.substr(8, 2) + "/" + date.substr(5, 2);
}

std::string Summary(const Statistics& statistics) {
  const EventCounts& total = statistics.total;
  std::vector<std::pair<std::string, std::string>> facts = {
      {"Choix faits dans le bandeau", render::NumberWords(total.answers())},
      {"Tout accepté",
       render::NumberWords(total.given) + " – " + Rate(total.given, total.answers())},
      {"Accepté en partie",
       render::NumberWords(total.partial) + " – " + Rate(total.partial, total.answers())},
      {"Refusé", render::NumberWords(total.refused) + " – " + Rate(total.refused, total.answers())},
      {"Retraits", render::NumberWords(total.withdrawn)},
      {"Seconds envois d’un choix compté une fois",
       statistics.repeats == 0 ? "" : render::NumberWords(statistics.repeats)},
      {"Choix d’une analyse du site, non comptés",
       statistics.scans == 0 ? "" : render::NumberWords(statistics.scans)},
      {"Choix d’un bandeau inconnu du service, non comptés",
       statistics.marked == 0 ? "" : render::NumberWords(statistics.marked)}};
  if (statistics.shown) {
    facts.emplace_back("Affichages du bandeau", render::NumberWords(*statistics.shown));
    facts.emplace_back("Sans réponse", render::NumberWords(*statistics.ignored) + " – " +
                                           Rate(*statistics.ignored, *statistics.shown));
  }
  return render::Facts(facts);
}

std::string OverTime(const Statistics& statistics) {
  std::vector<render::ChartColumn> columns;
  std::vector<std::vector<std::string>> rows;
  for (const Bucket& bucket : statistics.buckets) {
    const EventCounts& events = bucket.events;
    columns.push_back(
        {ShortLabel(bucket, statistics.step), {events.given, events.partial, events.refused}});
    rows.push_back({BucketName(bucket, statistics.step), render::NumberWords(events.given),
                    render::NumberWords(events.partial), render::NumberWords(events.refused),
                    render::NumberWords(events.withdrawn), Rate(events.given, events.answers())});
  }
  return "<h2>Dans le temps</h2>\n<figure>" +
         render::StackedColumns("Choix faits dans le bandeau, dans le temps",
                                "Les mêmes nombres sont dans le tableau qui suit.",
                                {"Tout accepté", "Accepté en partie", "Tout refusé"}, columns) +
         "</figure>\n" +
         render::Table("Choix par période",
                       {"Période", "Tout accepté", "En partie", "Tout refusé", "Retraits",
                        "Taux d’acceptation"},
                       rows, 1);
}

std::string ByService(const Statistics& statistics, const catalog::Site& site) {
  std::vector<render::ChartBar> bars;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::vector<std::string>> exempt;
  for (const ServiceCount& count : statistics.services) {
    const catalog::Service* service = site.FindService(count.service);
    const std::string name = service != nullptr ? service->name : count.service;
    const uint64_t answers = count.accepted + count.refused;
    if (count.opt_out) {
      exempt.push_back({name, render::NumberWords(count.refused), Rate(count.refused, answers)});
      continue;
    }
    bars.push_back(
        {name, RatePermille(count.accepted, answers).value_or(0), Rate(count.accepted, answers)});
    rows.push_back({name, render::NumberWords(count.accepted), render::NumberWords(count.refused),
                    Rate(count.accepted, answers)});
  }
  std::string out = "<h2>Par service</h2>\n";
  if (!bars.empty()) {
    out += "<figure>" +
           render::RateBars("Taux d’acceptation par service",
                            "Les mêmes nombres sont dans le tableau qui suit.", bars) +
           "</figure>\n" +
           render::Table("Services soumis au consentement",
                         {"Service", "Accepté", "Refusé", "Taux d’acceptation"}, rows, 1);
  }
  if (!exempt.empty()) {
    out += render::Table(
        "Services exemptés de consentement, avec droit d’opposition (hors taux d’acceptation)",
        {"Service", "Oppositions", "Taux d’opposition"}, exempt, 1);
  }
  return out;
}

std::string ByRevision(const Statistics& statistics, const TimeZone& zone) {
  std::vector<std::vector<std::string>> rows;
  for (const RevisionCount& count : statistics.revisions) {
    rows.push_back(
        {VersionWords(statistics, count.revision, zone), render::NumberWords(count.events.given),
         render::NumberWords(count.events.partial), render::NumberWords(count.events.refused),
         Rate(count.events.given, count.events.answers())});
  }
  return "<h2>Par version présentée</h2>\n" +
         render::Table(
             "", {"Version", "Tout accepté", "En partie", "Tout refusé", "Taux d’acceptation"},
             rows, 1);
}

std::string ByLanguage(const Statistics& statistics) {
  std::vector<std::vector<std::string>> rows;
  for (const LanguageAnswers& count : statistics.languages) {
    rows.push_back({render::LanguageName(count.language), render::NumberWords(count.events.given),
                    render::NumberWords(count.events.partial),
                    render::NumberWords(count.events.refused),
                    Rate(count.events.given, count.events.answers())});
  }
  return "<h2>Par langue du bandeau</h2>\n" +
         render::Table("",
                       {"Langue", "Tout accepté", "En partie", "Tout refusé", "Taux d’acceptation"},
                       rows, 1);
}

std::string BeforeAndAfter(std::span<const RevisionAround> around, const TimeZone& zone) {
  if (around.empty()) return {};
  std::vector<std::vector<std::string>> rows;
  for (const RevisionAround& revision : around) {
    const EventCounts& before = revision.around.before;
    const EventCounts& after = revision.around.after;
    rows.push_back({render::DateWords(zone.DateAt(revision.publication.published_at)),
                    fmt::format("Version {}", revision.publication.generation),
                    render::NumberWords(before.answers()), Rate(before.given, before.answers()),
                    render::NumberWords(after.answers()), Rate(after.given, after.answers())});
  }
  return "<h2>Avant et après une version</h2>\n<p>Les quatorze jours de part et d’autre ; le jour "
         "de la publication n’est pas compté.</p>\n" +
         render::Table("",
                       {"Publiée le", "Version", "Choix avant", "Taux d’acceptation avant",
                        "Choix après", "Taux d’acceptation après"},
                       rows, 2);
}

// How the days of the period were told, and where that changed.
std::string DaysInWords(const Statistics& statistics, const TimeZone& zone) {
  const auto of = [](const std::string& name) {
    return name == "UTC" ? std::string("en temps universel")
                         : "à l’heure de " + render::EscapeHtml(name);
  };
  std::string out = "Jours comptés " + of(statistics.days.zone);
  for (const Seam& seam : statistics.days.seams) {
    out += " jusqu’au " + render::TimeWords(seam.since, zone) + ", puis " + of(seam.zone);
  }
  out += ".";
  if (!statistics.days.seams.empty()) out += " Le jour d’un tel changement mêle les deux.";
  return out;
}

}  // namespace

StatisticsQuery QueryFor(const catalog::Site& site, Time from, Time to, Step step) {
  StatisticsQuery query;
  query.site = site.id;
  query.from = from;
  query.to = to;
  query.step = step;
  query.time_zone = site.time_zone;
  query.impressions_percent = site.settings.impressions;
  for (const catalog::Purpose& purpose : site.purposes) {
    if (purpose.basis != catalog::Basis::kExemptWithOptOut) continue;
    for (const catalog::Service& service : purpose.services) {
      query.opt_out_services.insert(service.id);
    }
  }
  return query;
}

std::string VersionWords(const Statistics& statistics, const std::string& hash,
                         const TimeZone& zone) {
  const auto& all = statistics.publications;
  const auto published =
      std::find_if(all.rbegin(), all.rend(), [&hash](const auto& one) { return one.hash == hash; });
  if (published == all.rend()) return hash.substr(0, 16);
  const auto day = [&zone](const store::Publication& one) {
    return render::DateWords(zone.DateAt(one.published_at));
  };
  return fmt::format("Version {}, ", published->generation) +
         (published == all.rbegin() ? "depuis le " + day(*published)
                                    : "du " + day(*published) + " au " + day(*(published - 1)));
}

render::HtmlPage StatisticsPage(const Statistics& statistics,
                                std::span<const RevisionAround> around, const catalog::Site& site,
                                Time now) {
  const std::string body = Summary(statistics) + OverTime(statistics) +
                           ByService(statistics, site) + ByRevision(statistics, site.time_zone) +
                           ByLanguage(statistics) + BeforeAndAfter(around, site.time_zone) +
                           "<footer>Les taux portent sur les choix faits dans le bandeau ; les "
                           "retraits n’en sont pas. " +
                           DaysInWords(statistics, site.time_zone) + " Édité le " +
                           render::TimeWords(now, site.time_zone) + ".</footer>\n";
  return render::MakeDocument("Statistiques de consentement – " + site.name,
                              "Du " + render::DateWords(statistics.from) + " au " +
                                  render::DateWords(statistics.to - std::chrono::days(1)),
                              body);
}

}  // namespace temoin::reports
