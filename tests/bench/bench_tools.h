// What the measuring programs share: time, memory, and a choice as ameli.fr's visitors make it.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_TESTS_BENCH_BENCH_TOOLS_H_
#define TEMOIN_TESTS_BENCH_BENCH_TOOLS_H_

#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "consent/record.h"
#include "consent/token.h"
#include "store/store.h"

namespace temoin::bench {

using SteadyClock = std::chrono::steady_clock;

inline const Time kNow = Time(std::chrono::seconds(1'800'000'000));
inline constexpr char kSite[] = "ameli.fr";
inline const std::vector<std::string> kServices = {
    "adform", "campaign-manager", "facebook", "linkedin", "piano-analytics", "vimeo", "x"};

[[noreturn]] inline void Stop(const std::string& why) {
  std::fprintf(stderr, "bench: %s\n", why.c_str());
  std::exit(1);
}

template <typename T>
T Need(Result<T> result) {
  if (!result.ok()) Stop(result.error().message);
  return std::move(result).value();
}
inline void Need(const Status& status) {
  if (!status.ok()) Stop(status.error().message);
}

inline double Since(SteadyClock::time_point start) {
  return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

inline double ProcessorSeconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// The most this process ever had in memory, MiB.
inline double PeakMemory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

inline double Percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  const auto at = static_cast<size_t>(share * static_cast<double>(values.size()));
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(std::min(at, values.size() - 1));
  std::ranges::nth_element(values, nth);
  return *nth;
}

inline uintmax_t DiskSize(const std::string& directory) {
  uintmax_t bytes = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(directory)) {
    if (file.is_regular_file()) bytes += file.file_size();
  }
  return bytes;
}

inline store::NewRevision Revision() {
  const std::string document = "{}";
  return {.site = kSite,
          .hash = EncodeHex(Sha256(document)),
          .document = document,
          .generation = 1,
          .since = "{}",
          .author = "",
          .published_at = kNow};
}

inline store::NewChoice Choice(Time now) {
  store::NewChoice choice;
  consent::Record& record = choice.record;
  record.site = kSite;
  record.controller = "Caisse nationale de l’Assurance Maladie";
  for (const std::string& service : kServices) {
    record.decisions[service] = true;
    record.basis[service] = consent::Basis::kConsent;
  }
  record.revision = Revision().hash;
  record.banner = Revision().hash;
  record.language = "fr";
  record.given_at = now;
  record.valid_until = AddMonths(now, 13);
  record.token = consent::HashTokenSecret(consent::NewTokenSecret());
  choice.evidence_retention = {.months = 13};
  return choice;
}

}  // namespace temoin::bench

#endif  // TEMOIN_TESTS_BENCH_BENCH_TOOLS_H_
