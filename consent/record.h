// The record of a choice: the evidence. Its canonical bytes are what is committed to the log, kept,
// handed out in a receipt and, one day, erased. Every byte: docs/formats.md.
//
// No IP address, no user agent, no page address: there is no member for them.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_CONSENT_RECORD_H_
#define TEMOIN_CONSENT_RECORD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/flat_map.h"
#include "base/result.h"
#include "consent/choice.h"
#include "consent/terms.h"

namespace temoin::consent {

inline constexpr size_t kMaxRecordBytes = 32 * 1024;

using Bases = FlatMap<Basis>;  // by service id, the decisions' own keys

// What is written now. Schema 1 knew neither `key` nor `repeats`, schema 2 no `origin`, and under
// neither were scans and unknown banners counted apart; their records are read as ever.
inline constexpr int64_t kRecordSchema = 3;
inline constexpr int64_t kCountedApartSchema = 3;

struct Record {
  int64_t schema = kRecordSchema;
  std::string site{};
  std::string controller{};
  Event event = Event::kGiven;
  Decisions decisions{};
  Bases basis{};
  std::string revision{};  // 64 lower hex
  int64_t generation = 1;
  std::optional<std::string> banner{};  // SHA-256 of the banner code that was running, 64 lower hex
  std::string language{};
  Action action = Action::kSave;
  Layer layer = Layer::kBanner;
  Time given_at{};
  Time valid_until{};
  std::optional<uint64_t> previous{};  // index of the record that this one replaces
  std::optional<Digest> token{};  // SHA-256 of the token's secret; none for an unlinked refusal
  std::optional<Digest> key{};    // HashChoiceKey of what it was sent under; only beside a token
  // The `key` of an earlier record of the same choice, whose token its sender could not show:
  // statistics count the two once. Nothing else follows it; only beside `key`.
  std::optional<Digest> repeats{};
  bool gpc = false;
  bool scan = false;  // `origin`: recorded, and kept out of rates, samples and searches

  bool operator==(const Record&) const = default;
};

// The record of a checked choice given now; of its `repeats` the caller knows that it is true.
// `token`, `previous`, `key` and `repeats` are dropped for a refusal when the site gives refusals
// no token; for a withdrawal all but `previous`.
Record MakeRecord(ChoiceRequest choice, const Terms& terms, Time now,
                  const std::optional<Digest>& token, std::optional<uint64_t> previous);

// Canonical JSON (base/json.h): sorted keys, no white space. Absent members are left out.
std::string CanonicalRecord(const Record& record);

// Reads canonical bytes back; kInvalidArgument for anything CanonicalRecord would not have written.
Result<Record> ParseRecord(std::string_view bytes);

}  // namespace temoin::consent

#endif  // TEMOIN_CONSENT_RECORD_H_
