#include "app/log/verify/records.h"

#include <fmt/format.h>

namespace temoin::app {

std::optional<consent::Record> OpenRecord(Verification& verification, const Digest& commitment,
                                          const store::Found& found) {
  const store::Index index = found.row.index;
  switch (found.row.state) {
    case store::State::kPurged:
    case store::State::kLost:
      return std::nullopt;
    case store::State::kKept:
      break;
    default:
      verification.Find(fmt::format("Record {} is in no state that is known.", index));
      return std::nullopt;
  }
  if (found.type != store::EntryType::kConsent) return std::nullopt;
  if (!found.content) {
    verification.Find(fmt::format("Record {} is marked as kept and is not there.", index));
    return std::nullopt;
  }
  if (HmacSha256(found.content->random, AsBytes(found.content->record)) != commitment) {
    verification.Find(
        fmt::format("Record {} does not match its leaf: it was altered, or its random "
                    "bytes were.",
                    index));
    return std::nullopt;
  }
  auto record = consent::ParseRecord(found.content->record);
  if (!record) {
    verification.Find(fmt::format("Record {} matches its leaf and is no record: {}", index,
                                  record.error().message));
    return std::nullopt;
  }
  ++verification.report.kept;
  return std::move(*record);
}

}  // namespace temoin::app
