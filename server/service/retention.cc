#include "server/service/retention.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace temoin::service {
namespace {

using SteadyClock = std::chrono::steady_clock;

// The writer is left alone as long as it was busy, so that half of its time at least is visitors'.
constexpr std::chrono::milliseconds kMaxRest{50};

}  // namespace

Result<PurgeReport> PurgeNow(Recorder& recorder, const Clock& clock,
                             const std::function<bool()>& stop) {
  PurgeReport report;
  while (true) {
    store::PurgeResult page;
    SteadyClock::duration busy{};
    TEMOIN_RETURN_IF_ERROR(recorder.Run([&](store::Store& store) -> Status {
      const auto begun = SteadyClock::now();
      Result<store::PurgeResult> purged = store.PurgeDue(clock.Now(), kPurgePage);
      busy = SteadyClock::now() - begun;
      if (!purged) return purged.error();
      page = std::move(purged).value();
      if (!page.entries.empty()) recorder.Erased(page.entries.back() + 1);
      return {};
    }));
    report.purged += page.purged;
    report.held = page.held;
    if (!page.more || (stop && stop())) return report;
    std::this_thread::sleep_for(std::min<SteadyClock::duration>(busy, kMaxRest));
  }
}

}  // namespace temoin::service
