// What every report of the command line begins with: its options, the data directory opened to
// read, the site as it was published last, the period asked for.
//
// Thread-safety: none; a command has one thread.
#ifndef TEMOIN_SERVER_CLI_REPORT_SOURCE_H_
#define TEMOIN_SERVER_CLI_REPORT_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"
#include "base/zones.h"
#include "catalog/model.h"
#include "store/store.h"

namespace temoin::cli {

struct ReportOptions {
  std::string data, site, from, to, step = "month", format = "html", out, at, word, checkpoint_log;
  std::string purpose, recipient, destroy_by, despite;  // of a dossier
  std::vector<std::string> services;                    // of an extract
  std::string encrypt_to;                               // a file of certificates
  std::vector<uint64_t> indices;
  size_t sample = 0;
  bool all = false;
};

struct Opened {
  std::unique_ptr<store::Store> store;
  Time now{};  // of --at, else of the clock
};
Result<Opened> OpenReport(const ReportOptions& options);

// The site as it was published last, kept whole beside the database.
struct PublishedSite {
  std::shared_ptr<const catalog::Site> site;
  store::Publication publication;
};
// kNotFound when the site was never published here.
Result<PublishedSite> OpenSite(const Opened& opened, const ReportOptions& options);

struct Period {
  std::optional<Time> from;
  std::optional<Time> to;  // the day after the last
};
// As dates.
Result<Period> ReadPeriod(const ReportOptions& options);
// As the instants at which these dates begin in `zone`.
Result<Period> ReadPeriod(const ReportOptions& options, const TimeZone& zone);

// The zones of sites as they were published last; UTC of what was not, or cannot be read. Keeps
// references to both arguments.
class Zones {
 public:
  Zones(const Opened& opened, const ReportOptions& options) : opened_(opened), options_(options) {}

  const TimeZone& Of(const std::string& site);

 private:
  const Opened& opened_;
  const ReportOptions& options_;
  std::map<std::string, TimeZone> known_;
};

}  // namespace temoin::cli

#endif  // TEMOIN_SERVER_CLI_REPORT_SOURCE_H_
