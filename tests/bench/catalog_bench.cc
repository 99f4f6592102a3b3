// A large catalogue: reading and checking it, in seconds and memory, and one verdict in it, in
// microseconds.
//
//   catalog_bench [SITES] [TRACKERS A SITE]        1000 and 100 unless told
//
// Beside them stands what they are compared with in the same run: parsing the same files as JSON
// and nothing else, and looking each declared name over one after the other.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "catalog/match.h"
#include "catalog/reader.h"
#include "catalog/rules/check.h"
#include "catalog/verdict_report.h"

namespace {

using namespace temoin;
using nlohmann::json;
using SteadyClock = std::chrono::steady_clock;

const Time kNow = Time(std::chrono::seconds(1'795'262'400));

double Since(SteadyClock::time_point start) {
  return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

double PeakMib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

json Words(const std::string& words) { return {{"fr", words}, {"en", words}}; }

json Tracker(const std::string& name, const std::string& host) {
  return {{"name", name},
          {"host", host},
          {"kind", "cookie"},
          {"purpose", Words("Ce que fait " + name + ".")},
          {"lifetime", "P6M"}};
}

json Service(const std::string& id, const std::string& vendor, json trackers) {
  return {{"id", id},
          {"name", id},
          {"vendor", vendor},
          {"role", "processor"},
          {"trackers", std::move(trackers)}};
}

// One name in ten is a pattern; a tenth of the names is shared by all sites.
std::string NameOf(int site, int tracker) {
  const std::string own = tracker % 10 == 1 ? "shared" : "s" + std::to_string(site);
  const std::string name = own + "_t" + std::to_string(tracker);
  return tracker % 10 == 2 ? name + "_<Id>" : name;
}

std::vector<catalog::SourceFile> Generate(int sites, int trackers) {
  std::vector<catalog::SourceFile> files;
  constexpr int kVendors = 100;
  for (int v = 0; v < kVendors; ++v) {
    const std::string id = "vendor-" + std::to_string(v);
    const json vendor = {{"schema", 1},
                         {"id", id},
                         {"name", "Société " + std::to_string(v)},
                         {"nationality", "FR"},
                         {"location", {{"countries", {"FR"}}, {"text", Words("France")}}},
                         {"transfer", {{"status", "none"}}},
                         {"domains", {id + ".example"}}};
    files.push_back({"vendors/" + id + ".json", vendor.dump()});
  }
  for (int s = 0; s < sites; ++s) {
    const std::string id = "site-" + std::to_string(s) + ".example";
    json services = json::array();
    json processors = json::array();
    constexpr int kServices = 5;
    for (int v = 0; v < kServices; ++v) {
      const std::string vendor = "vendor-" + std::to_string((s * kServices + v) % kVendors);
      json declared = json::array();
      for (int t = v; t < trackers; t += kServices) {
        declared.push_back(Tracker(NameOf(s, t), vendor + ".example"));
      }
      services.push_back(Service("service-" + std::to_string(v), vendor, std::move(declared)));
      processors.push_back({{"vendor", vendor}, {"purpose", Words("Mesurer.")}});
    }
    const json site = {{"schema", 1},
                       {"id", id},
                       {"name", id},
                       {"languages", {"fr", "en"}},
                       {"origins", {"https://" + id}},
                       {"cookie", {{"domain", id}}},
                       {"controller", {{"name", "Exemple"}}},
                       {"rights", {{"contact", Words("Écrivez-nous.")}}},
                       {"choice_validity", "P6M"},
                       {"evidence_retention", {{"duration", "P13M"}, {"reason", Words("Preuve.")}}},
                       {"journal_retention", {{"calendar_years", 4}, {"reason", Words("Suivi.")}}},
                       {"texts",
                        {{"title", Words("Titre")},
                         {"text", Words("Texte")},
                         {"preferences_title", Words("Préférences")},
                         {"preferences_text", Words("Choisissez.")}}},
                       {"purposes",
                        {{{"id", "campaigns"},
                          {"basis", "consent"},
                          {"title", Words("Campagnes")},
                          {"description", Words("Mesurer des campagnes.")},
                          {"services", std::move(services)}}}},
                       {"processors", std::move(processors)}};
    files.push_back({"sites/" + id + ".json", site.dump()});
  }
  return files;
}

struct Question {
  std::string name;
  std::string host;
  std::string site;
};

// Microseconds of each call: mean and 99th percentile.
template <typename Ask>
void Measure(const char* what, const std::vector<Question>& questions, Ask ask) {
  std::vector<double> micros;
  size_t found = 0;
  for (const Question& question : questions) {
    const auto start = SteadyClock::now();
    found += ask(question);
    micros.push_back(Since(start) * 1e6);
  }
  double sum = 0;
  for (const double one : micros) sum += one;
  std::sort(micros.begin(), micros.end());
  std::printf("  %-44s %8.2f us mean  %8.2f us p99  (%zu of %zu declared)\n", what,
              sum / static_cast<double>(micros.size()), micros[micros.size() * 99 / 100], found,
              questions.size());
}

}  // namespace

int main(int argc, char** argv) {
  const int sites = argc > 1 ? std::atoi(argv[1]) : 1000;
  const int trackers = argc > 2 ? std::atoi(argv[2]) : 100;
  if (sites < 1 || trackers < 10) {
    std::fprintf(stderr, "catalog_bench: at least 1 site and 10 trackers\n");
    return 2;
  }
  const std::vector<catalog::SourceFile> files = Generate(sites, trackers);
  size_t bytes = 0;
  for (const auto& file : files) bytes += file.text.size();
  std::printf("%d sites, %d trackers, %.1f MiB of files; %.0f MiB resident before\n", sites,
              sites * trackers, static_cast<double>(bytes) / 1048576, PeakMib());

  auto start = SteadyClock::now();
  size_t members = 0;
  for (const auto& file : files) members += json::parse(file.text).size();
  const double bare = Since(start);
  std::printf("parse as JSON and nothing else  %6.2f s  (%zu members)\n", bare, members);
  start = SteadyClock::now();
  const catalog::ReadOutcome outcome = catalog::ReadCatalog(files, {.max_files = files.size() + 1});
  const double read = Since(start);
  if (!outcome.ok()) {
    std::fprintf(stderr, "%s", outcome.ToString().c_str());
    return 1;
  }
  std::printf("read and validate               %6.2f s  %.1f times as long  %.0f MiB at most\n",
              read, read / bare, PeakMib());
  start = SteadyClock::now();
  const catalog::CheckReport report = catalog::CheckCatalog(*outcome.catalog, kNow, "");
  std::printf("check by every rule             %6.2f s  %zu findings  %.0f MiB at most\n",
              Since(start), report.findings.size(), PeakMib());
  start = SteadyClock::now();
  const catalog::Matcher matcher(outcome.catalog);
  std::printf("index for verdicts              %6.2f s  %.0f MiB at most\n", Since(start),
              PeakMib());

  std::mt19937 random(7);
  const auto pick = [&](int below) {
    return static_cast<int>(random() % static_cast<unsigned>(below));
  };
  std::vector<Question> exact;
  std::vector<Question> pattern;
  std::vector<Question> unknown;
  for (int i = 0; i < 20'000; ++i) {
    const int s = pick(sites);
    const std::string site = "site-" + std::to_string(s) + ".example";
    const std::string host = "vendor-1.example";
    exact.push_back({NameOf(s, pick(trackers / 10) * 10 + 3), host, site});
    const std::string name = NameOf(s, pick(trackers / 10) * 10 + 2);
    pattern.push_back({name.substr(0, name.find('<')) + std::to_string(i), host, site});
    unknown.push_back({"_nobody" + std::to_string(i), host, site});
  }
  const auto one_site = [&](const Question& question) {
    return matcher.Match(question.name, question.host, question.site).candidates.size();
  };
  const auto everywhere = [&](const Question& question) {
    return std::min<size_t>(1, matcher.Match(question.name, question.host).candidates.size());
  };
  std::printf("one verdict\n");
  Measure("exact name, one site", exact, one_site);
  Measure("pattern, one site", pattern, one_site);
  Measure("not declared (with near names), one site", unknown, one_site);
  Measure("exact name, all sites", exact, everywhere);
  Measure("pattern, all sites", pattern, everywhere);
  std::vector<Question> few(unknown.begin(), unknown.begin() + 200);
  Measure("not declared (with near names), all sites", few, everywhere);
  Measure("the whole answer for staff, one site", exact, [&](const Question& question) {
    catalog::SeenCookie seen;
    seen.name = question.name;
    seen.host = question.host;
    const auto answer = catalog::ReportOn(matcher, seen, question.site, kNow);
    return answer.matched.candidates.size();
  });
  few.assign(exact.begin(), exact.begin() + 200);
  Measure("looking all names over, one after the other", few, [&](const Question& question) {
    size_t found = 0;
    for (const auto& [id, site] : outcome.catalog->sites()) {
      catalog::ForEachTracker(*site, [&](const std::string&, const catalog::Purpose&,
                                         const catalog::Service&, const catalog::Tracker& tracker) {
        found += catalog::NameMatches(tracker.name, question.name) ? 1 : 0;
      });
    }
    return std::min<size_t>(1, found);
  });
  return 0;
}
