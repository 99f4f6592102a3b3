#include "app/log/log_loss.h"

#include <fmt/format.h>

#include <algorithm>

namespace temoin::app {
namespace {

std::string Counted(uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

}  // namespace

Result<std::vector<store::Loss>> PendingLosses(const store::LogStore& store) {
  TEMOIN_ASSIGN_OR_RETURN(auto losses, store.Losses());
  std::erase_if(losses, [](const store::Loss& loss) { return loss.acknowledged.has_value(); });
  return losses;
}

bool WasLost(std::span<const store::Loss> losses, store::Index index) {
  return std::ranges::any_of(
      losses, [&](const store::Loss& loss) { return loss.first <= index && index < loss.end; });
}

bool WasLostAt(std::span<const store::Loss> losses, uint64_t size) {
  return std::ranges::any_of(
      losses, [&](const store::Loss& loss) { return loss.first <= size && size <= loss.end; });
}

bool MayBeGone(std::span<const store::Loss> losses, Time at) {
  return std::ranges::any_of(losses, [&](const store::Loss& loss) { return at <= loss.found; });
}

std::string LossRange(const store::Loss& loss) {
  if (loss.first >= loss.end) {
    if (loss.whole) return "the database, from which nothing had been signed";
    return loss.others > 0 ? "publications of which only published/ still tells"
                           : "lines of the access log, or erasures that were asked for and "
                             "waited, which are scheduled again";
  }
  std::string what = Counted(loss.consents, "choice", "choices");
  if (loss.others > 0) {
    what +=
        ", " + Counted(loss.others, "revision or other document", "revisions or other documents");
  }
  if (loss.purges > 0) {
    what += "; " + Counted(loss.purges, "erasure", "erasures") + " carried out again";
  }
  return fmt::format("entries {} to {} ({})", loss.first, loss.end - 1, what);
}

std::string LossSentence(const std::vector<store::Loss>& losses) {
  std::string ranges;
  bool whole = false;
  for (const store::Loss& loss : losses) {
    ranges += (ranges.empty() ? "" : "; ") + LossRange(loss);
    whole |= loss.whole;
  }
  return fmt::format(
      "The database was {} when the server started. Lost: {}; whatever came after the last "
      "checkpoint; and the holds, counts and lines of the access log that no backup has. The log "
      "was completed from the checkpoint log. Nothing is recorded and nothing falls due until "
      "somebody "
      "takes note: if a later database exists, stop the server and put that in place; if not, "
      "\"temoin restore --acknowledge-loss --data DIR\", then set the holds again.",
      whole ? "missing or empty" : "older than what the log had signed", ranges);
}

}  // namespace temoin::app
