#include "server/service/retention.h"

namespace temoin::service {
namespace {

// One page is one transaction: small enough that nobody's choice waits long behind it.
constexpr size_t kPage = 500;

}  // namespace

Result<PurgeReport> PurgeNow(Recorder& recorder, const Clock& clock) {
  PurgeReport report;
  while (true) {
    store::PurgeResult page;
    TEMOIN_RETURN_IF_ERROR(recorder.Run([&](store::Store& store) -> Status {
      Result<store::PurgeResult> purged = store.PurgeDue(clock.Now(), kPage);
      if (!purged) return purged.error();
      page = std::move(purged).value();
      return {};
    }));
    report.purged += page.purged;
    report.held = page.held;
    if (!page.more) return report;
  }
}

}  // namespace temoin::service
