// A data directory as a service of several sites leaves it after 13 months: made by the service's
// own code under a clock that is moved, so that every row, leaf, link, count and due date is as
// `temoin serve` would have written it.
//
//   console_data CATALOGUE DIRECTORY RECORDS
//
// CATALOGUE is the project's; DIRECTORY/catalog gets four sites made from its ameli.fr, which
// change twice while the time passes, and DIRECTORY/data what is served. RECORDS consents are given
// by new visitors and by some who come back: to change their mind, to withdraw, to have everything
// erased. A directory that this program finished with as many records is left as it is.

#include <unistd.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "app/log/log_publisher.h"
#include "app/publish/publisher.h"
#include "app/recording/choice_batch.h"
#include "app/recording/erasures.h"
#include "app/recording/readiness.h"
#include "app/recording/recorder.h"
#include "app/recording/retention.h"
#include "app/recording/server_keys.h"
#include "app/staff/access_log.h"
#include "base/file.h"
#include "consent/cookies.h"
#include "store/sqlite/sqlite_store.h"
#include "tests/bench/bench_tools.h"

namespace {

namespace fs = std::filesystem;
using namespace temoin;
using namespace temoin::bench;
using nlohmann::ordered_json;
using std::chrono::days;
using std::chrono::seconds;

struct SiteShare {
  const char* id;
  double share;  // of all choices
};
// Large, middling, small and so small that a search of it is a search for needles.
constexpr std::array kSites = {SiteShare{"ameli.fr", 0.80}, SiteShare{"second.example", 0.15},
                               SiteShare{"third.example", 0.049}, SiteShare{"rare.example", 0.001}};
constexpr size_t kBatch = 512;          // choices a transaction
constexpr size_t kReturning = 100'000;  // visitors of a site who may come back
// How many choices an hour of the day gets, in parts of them all.
constexpr std::array kHours = {4,  3,  2,  1,  1,  2,  5,  12, 22, 30, 32, 30,
                               24, 26, 30, 30, 28, 26, 24, 22, 22, 20, 14, 8};

std::string ReadText(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) Stop("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

void WriteText(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  if (!file.flush()) Stop("cannot write " + path.string());
}

// The sites' files as they are in one third of the time: the first has a tracker that lives
// shorter (so the second asks everybody again), the last differs by a word.
void WriteSites(const fs::path& from, const fs::path& to, int third) {
  fs::create_directories(to / "sites");
  fs::copy(from / "vendors", to / "vendors",
           fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  const ordered_json model = ordered_json::parse(ReadText(from / "sites/ameli.fr.json"));
  for (const SiteShare& share : kSites) {
    ordered_json site = model;
    const std::string id = share.id;
    site["id"] = id;
    site["name"] = id;
    site["cookie"]["domain"] = id;
    site["origins"] = {"https://www." + id, "https://" + id};
    if (id != kSite) {
      site["settings"]["impressions"] = 5;
      site["waivers"].push_back({{"rule", "observed-without-basis"},
                                 {"subject", "impressions"},
                                 {"reason", {{"fr", "Analyse d’essai."}, {"en", "A test’s."}}},
                                 {"until", "2027-06-30"}});
    }
    if (third == 0) site["purposes"][0]["services"][0]["trackers"][0]["lifetime"] = "P6M";
    if (third == 2) {
      auto& title = site["texts"]["preferences_title"];
      title["fr"] = title["fr"].get<std::string>() + " (" + id + ")";
    }
    WriteText(to / "sites" / (id + ".json"), site.dump(2) + "\n");
  }
}

// One site's visitors: those whose cookie this program keeps, to come back with.
struct Visitors {
  std::vector<consent::Token> tokens;

  void Remember(const consent::Token& token, std::mt19937_64& dice) {
    if (tokens.size() < kReturning) {
      tokens.push_back(token);
    } else {
      tokens[dice() % tokens.size()] = token;
    }
  }
};

class Generator {
 public:
  Generator(const fs::path& source, const fs::path& directory, uint64_t records)
      : source_(source),
        catalogue_(directory / "catalog"),
        data_(directory / "data"),
        wanted_(records),
        last_(std::chrono::floor<days>(SystemClock().Now())),
        first_(AddMonths(last_, -13)),
        clock_(first_) {
    WriteSites(source_, catalogue_, 0);
    store_ = Need(store::OpenSqliteStore({.directory = data_}));
    keys_ = Need(app::LoadOrCreateServerKeys(data_));
    recorder_ = std::make_unique<app::Recorder>(*store_, clock_, keys_, readiness_,
                                                app::RecorderOptions{.data_directory = data_});
    app::LogOptions log;
    log.data_dir = data_;
    log.keep = [this](const store::KeptCheckpoint& kept) {
      return recorder_->Run([&](store::Store& store) { return store.KeepCheckpoint(kept); });
    };
    log_ = Need(app::LogPublisher::Open(std::move(log), *store_, clock_.Now()));
    publisher_ = std::make_unique<app::Publisher>(
        *store_, *recorder_, clock_, readiness_,
        app::PublisherOptions{catalogue_, data_, &clock_, false, {"/* a banner */"}});
    recorder_->Start();
    Need(publisher_->Start());
  }

  void Run() {
    const auto begun = SteadyClock::now();
    const auto total = (last_ - first_) / days(1);
    const bool terminal = ::isatty(STDERR_FILENO) != 0;
    for (int64_t day = 0; day < total; ++day) {
      const Time midnight = first_ + days(day);
      if (day == total / 3 || day == 2 * total / 3) {
        clock_.Set(midnight);
        WriteSites(source_, catalogue_, day == total / 3 ? 1 : 2);
        Need(publisher_->Publish("bench"));
      }
      const uint64_t target =
          wanted_ * static_cast<uint64_t>(day + 1) / static_cast<uint64_t>(total);
      Need(recorder_->Run([&](store::Store& store) -> Status {
        Day(store, midnight, target - given_);
        return {};
      }));
      Staff(midnight);
      clock_.Set(midnight + days(1));
      Need(log_->Publish(clock_.Now()));
      // What the server does each hour. Here it would cost more than the choices do.
      if (day % 7 == 0 || day + 1 == total) {
        Need(app::PurgeNow(*store_, *recorder_, judged_, {.percent = 100}));
        Need(
            app::KeepAccessLog(*recorder_, judged_, app::AccessLogTermsOf(*publisher_->Current())));
      }
      if (terminal) {
        std::fprintf(stderr, "\r%llu records, day %lld of %lld, %.0f/s ",
                     static_cast<unsigned long long>(given_), static_cast<long long>(day + 1),
                     static_cast<long long>(total), static_cast<double>(given_) / Since(begun));
      }
    }
    Need(recorder_->Run([](store::Store& store) -> Status {
      const Result<bool> emptied = store.Truncate();
      return emptied ? Status() : Status(emptied.error());
    }));
    recorder_->Stop();
    Need(log_->Publish(clock_.Now()));
    const double taken = Since(begun);
    std::printf(
        "%s%llu consents (%llu withdrawn or changed by visitors who came back, %llu erased) "
        "in %.0f s\n",
        terminal ? "\n" : "", static_cast<unsigned long long>(given_),
        static_cast<unsigned long long>(returned_), static_cast<unsigned long long>(erased_),
        taken);
  }

 private:
  // Runs on the writer's thread.
  void Day(store::Store& store, Time midnight, uint64_t choices) {
    const auto published = publisher_->Current();
    double done = 0;
    double hours = 0;
    for (const int share : kHours) hours += share;
    for (uint64_t at = 0; at < choices;) {
      // The hour whose share of the day this batch falls into.
      const double part = static_cast<double>(at) / static_cast<double>(choices) * hours;
      size_t hour = 0;
      for (done = 0; hour + 1 < kHours.size() && done + kHours[hour] <= part; ++hour) {
        done += kHours[hour];
      }
      const double within = (part - done) / kHours[hour];
      clock_.Set(midnight +
                 seconds(static_cast<int64_t>((static_cast<double>(hour) + within) * 3600)));
      app::ChoiceBatch batch(store, keys_, memory_, spent_, metrics_, erasures_, clock_.Now());
      const uint64_t before = given_;
      for (size_t i = 0; i < kBatch && at + i < choices; ++i) Visit(*published, batch);
      if (Chance(0.01)) Count(*published, batch.counts());
      batch.Commit([] { return Status(); }, [](const Error& error) { Stop(error.message); });
      at += std::max<uint64_t>(1, given_ - before);
    }
  }

  void Visit(const app::Published& published, app::ChoiceBatch& batch) {
    const size_t which = Pick();
    const auto& site = published.sites.find(kSites[which].id)->second;
    Visitors& visitors = visitors_[which];
    app::ChoiceJob job{.terms = site.terms, .choice = {}, .tokens = {}};
    consent::ChoiceRequest& choice = job.choice;
    choice.revision = site.revision;
    choice.language = Chance(0.93) ? "fr" : "en";
    choice.gpc = Chance(0.04);
    choice.banner = published.banner;
    if (!visitors.tokens.empty() && Chance(0.08)) {
      job.tokens = {visitors.tokens[dice_() % visitors.tokens.size()]};
      if (Chance(0.01)) {
        ++erased_;
        batch.Add(app::EraseJob{.terms = site.terms, .tokens = job.tokens},
                  [](const Result<app::EraseOutcome>& /*outcome*/) {});
        return;
      }
    }
    const double answer = Uniform();
    const bool withdraws = !job.tokens.empty() && Chance(0.3);
    choice.action = withdraws       ? consent::Action::kWithdraw
                    : answer < 0.52 ? consent::Action::kAcceptAll
                    : answer < 0.88 ? consent::Action::kRefuseAll
                                    : consent::Action::kSave;
    choice.layer = choice.action == consent::Action::kSave || withdraws
                       ? consent::Layer::kPreferences
                       : consent::Layer::kBanner;
    for (const consent::RefusableService& service : site.terms->services) {
      choice.decisions[service.id] =
          choice.action == consent::Action::kAcceptAll ||
          (choice.action == consent::Action::kSave && Chance(service.id == "vimeo" ? 0.8 : 0.3));
    }
    const bool again = !job.tokens.empty();
    batch.Add(std::move(job), [this, &visitors, again](Result<app::ChoiceOutcome> outcome) {
      if (!outcome.ok()) Stop(outcome.error().message);
      if (outcome->kind != app::ChoiceOutcome::Kind::kRecorded) return;
      ++given_;
      returned_ += again ? 1 : 0;
      if (outcome->token) visitors.Remember(*outcome->token, dice_);
    });
  }

  void Count(const app::Published& published, store::Batch& batch) {
    for (const auto& [id, site] : published.sites) {
      if (id != kSite) {
        batch.impressions.push_back({id, clock_.Now(), site.terms->time_zone, site.revision, 40});
      }
      batch.observations.push_back(
          {id, "unknown_" + std::to_string(dice_() % 40), clock_.Now(), 1});
    }
  }

  // What staff looked at in a day.
  void Staff(Time midnight) {
    std::vector<store::Access> accesses;
    for (int i = 0; i < 60; ++i) {
      accesses.push_back({midnight + seconds(9 * 3600 + i * 300), "auditor", "auditor",
                          i % 20 == 0 ? "sign-in" : "consent.read", kSites[0].id,
                          "index " + std::to_string(dice_() % (given_ + 1))});
    }
    clock_.Set(midnight + std::chrono::hours(23));
    Need(recorder_->Run([&](store::Store& store) -> Status {
      TEMOIN_ASSIGN_OR_RETURN(const store::Appended appended,
                              store.Append({.now = clock_.Now(), .accesses = accesses}));
      (void)appended;
      return {};
    }));
  }

  size_t Pick() {
    double at = Uniform();
    for (size_t i = 0; i + 1 < kSites.size(); ++i) {
      if (at < kSites[i].share) return i;
      at -= kSites[i].share;
    }
    return kSites.size() - 1;
  }
  double Uniform() { return std::uniform_real_distribution<double>()(dice_); }
  bool Chance(double share) { return Uniform() < share; }

  const fs::path source_;
  const fs::path catalogue_;
  const fs::path data_;
  const uint64_t wanted_;
  const Time last_;   // midnight of today, excluded
  const Time first_;  // 13 months before
  ManualClock clock_;
  const app::UnjudgedClock judged_{clock_};
  std::mt19937_64 dice_{1};
  std::array<Visitors, kSites.size()> visitors_;
  uint64_t given_ = 0;
  uint64_t returned_ = 0;
  uint64_t erased_ = 0;

  app::Readiness readiness_;
  app::RecorderMetrics metrics_;
  app::KeyMemory memory_{consent::kRetryLifetime, 1};
  app::SpentKeys spent_{"", consent::kRetryLifetime};
  app::Erasures erasures_{clock_, std::chrono::milliseconds(0)};
  std::unique_ptr<store::Store> store_;
  app::ServerKeys keys_;
  std::unique_ptr<app::Recorder> recorder_;
  std::unique_ptr<app::LogPublisher> log_;
  std::unique_ptr<app::Publisher> publisher_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "Usage: %s CATALOGUE DIRECTORY RECORDS\n", argv[0]);
    return 2;
  }
  const fs::path directory = argv[2];
  const uint64_t records = std::strtoull(argv[3], nullptr, 10);
  if (records == 0) Stop("RECORDS is a number above zero");
  const fs::path mark = directory / "records";
  if (fs::exists(mark) && ReadText(mark) == std::to_string(records)) return 0;
  // Only what this program made is ever removed.
  for (const char* part : {"catalog", "data", "records"}) fs::remove_all(directory / part);
  fs::create_directories(directory);
  Generator(argv[1], directory, records).Run();
  WriteText(mark, std::to_string(records));
  std::printf("%.0f bytes a consent on disk\n",
              static_cast<double>(DiskSize(directory / "data")) / static_cast<double>(records));
  return 0;
}
