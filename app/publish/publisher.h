// Publishing, one function: check, diff, log entry, durable, swap.
//
// A revision is served only once it stands in the log; a catalogue that cannot be published changes
// nothing, and what was published last goes on being served. So that this holds over a restart,
// too, each published site is kept whole in DATA/published/<site>.<revision>.json; the files of its
// earlier revisions stay there, to be put back by `temoin catalog rollback`.
//
// Thread-safety: Publish, Republish and Start wait for each other; Current from any thread.
#ifndef TEMOIN_APP_PUBLISH_PUBLISHER_H_
#define TEMOIN_APP_PUBLISH_PUBLISHER_H_

#include <atomic>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/publish/published.h"
#include "app/publish/published_sites.h"
#include "app/recording/readiness.h"
#include "app/recording/recorder.h"
#include "base/clock.h"
#include "base/result.h"
#include "catalog/compare.h"
#include "catalog/reader.h"

namespace temoin::app {

struct PublisherOptions {
  std::string catalog_directory;
  std::string data_directory;
  // Rules are judged by the true time, also when a demonstration pretends that it is later; a
  // demonstration publishes what breaks them, and says so.
  const Clock* wall = nullptr;
  bool enforce_rules = true;
  // The build of the banner: its core first, then every chunk and the manifest that names them.
  // Each is an entry of the log once. Empty: no banner built in.
  std::vector<std::string> banner_build;
};

// What a publication did, or would do, to one site.
struct SitePublication {
  std::string site;
  bool changed = false;  // the revision differs from the last published one
  std::string revision;
  int64_t generation = 1;
  catalog::Comparison comparison;  // empty for a site's first publication
  // The site, where nothing that was published before can be compared with it; else null.
  std::shared_ptr<const catalog::Site> first{};
  // Of an unchanged revision: the members of the site's file that a running server goes by, and
  // that stand there otherwise now ("time_zone").
  std::vector<std::string> settings{};
};

class Publisher {
 public:
  // Builds whatever else must be ready before the swap (compressed responses) and returns what
  // makes it visible. A failure stops the publication while nothing has changed.
  using Activate = std::function<void()>;
  using Prepare = std::function<Result<Activate>(std::shared_ptr<const Published>)>;
  Publisher(store::Store& store, Recorder& recorder, const Clock& clock, Readiness& readiness,
            PublisherOptions options);

  // Before Start.
  void OnPrepare(Prepare prepare) { prepare_ = std::move(prepare); }

  // At start: publishes the catalogue when it differs, else serves it as it is; falls back on what
  // was published last, or, while the choices are held and nothing tells what that was, on what
  // will be published when they are not. An error means that there is nothing to serve (the server
  // is unready and may be told to publish again).
  Status Start();

  // On SIGHUP and on command. `dry_run` only says what would change. `expected`: the revision of
  // each site that somebody agreed to; kConflict when the catalogue has become another since.
  // `line` of the access log is written with what is new, settings included, and only then.
  using Expected = std::map<std::string, std::string, std::less<>>;
  Result<std::vector<SitePublication>> Publish(std::string_view author, bool dry_run = false,
                                               const Expected& expected = {},
                                               const std::optional<store::Access>& line = {});

  // Publishes an earlier revision of a site again, under a generation that never goes down: its
  // files are put into the catalogue's folder (earlier_revision.h), which must be writable, and the
  // folder is published. A dry run touches no file. kNotFound for a revision that the site never
  // published or whose files are not kept; otherwise as Publish.
  Result<std::vector<SitePublication>> Republish(std::string_view site, std::string_view revision,
                                                 std::string_view author, bool dry_run = false,
                                                 const Expected& expected = {});

  // Whether to publish again: a publication waited until choices are recorded again
  // (Readiness::HoldChoices), because nothing new goes into a database that cannot be vouched for;
  // or nothing can be served, and rules that go by the date refused it on another day.
  bool waits() const;

  std::shared_ptr<const Published> Current() const;
  const std::string& catalog_directory() const { return options_.catalog_directory; }

 private:
  struct Plan;
  struct Base {
    catalog::Generation generation;
    // Unset: nothing was published that can be compared with.
    std::optional<catalog::Revision> revision;
    bool lost = false;  // the database does not have this publication
  };
  bool Unread(const Error& error) const;
  Result<int64_t> Unknown(const std::vector<store::Publication>& history) const;
  Result<Base> BaseOf(const catalog::Site& site, const catalog::Revision& revision,
                      const std::vector<store::Publication>& history) const;
  Result<Plan> MakePlan(const std::vector<catalog::SourceFile>& over);
  std::vector<std::string> NewSettings(const catalog::Site& site) const;
  Result<std::vector<store::NewBanner>> NewBuild() const;
  Status Record(const store::Batch& batch);
  std::string BannerHash() const;
  Result<std::vector<SitePublication>> PublishLocked(std::string_view author, bool dry_run,
                                                     const Expected& expected,
                                                     const std::vector<catalog::SourceFile>& over,
                                                     const std::optional<store::Access>& line = {});
  // Site and revision of files in published/.
  using SiteFiles = std::set<std::pair<std::string, std::string>>;
  // Writes the history of each site and, where that is `whole`, leaves no file there but those of
  // `kept` and of the histories.
  void KeepFiles(const Plan& plan, bool whole, SiteFiles kept) const;
  void HoldDamaged(const Error& why);
  Status Fallback(const Error& why);
  int64_t Today() const;

  static constexpr int64_t kNeverRefused = std::numeric_limits<int64_t>::min();

  store::Store& store_;
  Recorder& recorder_;
  const Clock& clock_;
  Readiness& readiness_;
  const PublisherOptions options_;
  Prepare prepare_;

  std::mutex publishing_;
  std::atomic<bool> waits_{false};
  std::atomic<int64_t> refused_day_{kNeverRefused};  // days since 1970, while nothing is served
  mutable std::mutex mutex_;
  std::shared_ptr<const Published> current_;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_PUBLISH_PUBLISHER_H_
