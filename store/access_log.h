// The access log: who looked at what. New lines come in a batch (store.h), or with the call that
// they are about.
//
// Errors: kUnprocessable for a day that is not over; kUnavailable for what passes (disk full, I/O
// error, busy). A writing call that returns an error has changed nothing.
//
// Thread-safety: CloseAccessDay and ForgetAccesses belong to the store's one writing thread; the
// reading calls may be made from any thread at the same time.
#ifndef TEMOIN_STORE_ACCESS_LOG_H_
#define TEMOIN_STORE_ACCESS_LOG_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/result.h"
#include "store/types.h"

namespace temoin::store {

// Who looked at what.
struct Access {
  Time at{};
  std::string who{};
  std::string role{};
  std::string action{};  // "consent.read", "export", "sign-in", "hold.add", …
  std::string site{};    // may be empty
  std::string detail{};  // index, query in words; never personal data of visitors
};

// Accesses that are past their time: those before `before`, to `sites`, or to all others than
// these and to none.
struct PastAccesses {
  Time now{};  // of the line about it
  Time before{};
  bool sign_ins_only = false;
  std::vector<std::string> sites{};
  bool others = true;
};

// What the program notes when it forgets lines: without such a line none is empty.
inline constexpr std::string_view kForgetAction = "journal.forget";
// "lines 12, before 2025-11-28".
std::string ForgetDetail(uint64_t lines, Time before);
// How many were forgotten, as this line says; 0 of any other.
uint64_t ForgottenLines(const Access& access);

struct AccessRow {
  int64_t id = 0;
  Access access{};
};

// The running hash of the lines, and how many it covers: each batch of the checkpoint log says it,
// so that no line is altered, removed or slipped in unnoticed. A line is bound by its number, its
// time and its commitment, HMAC-SHA256(32 random bytes of its own, its content); both bytes and
// content go when it is forgotten, the commitment stays. Lines from before format 11 have none and
// are not counted.
struct AccessChain {
  uint64_t count = 0;
  Digest hash{};  // of none: zeros

  bool operator==(const AccessChain&) const = default;
};
// SHA-256(hash, id, at, commitment), the numbers as 8 bytes, big-endian.
AccessChain Linked(const AccessChain& chain, int64_t id, Time at, const Digest& commitment);

// What verifying needs of a line.
struct AccessLink {
  int64_t id = 0;
  Time at{};
  std::optional<Digest> commitment{};  // none: from before format 11
  std::optional<Digest> computed{};    // again, from the content and its random bytes
  bool emptied = false;                // the content was forgotten
  bool closed = false;                 // its day was closed with it
  uint64_t forgotten = 0;              // lines that this one says were forgotten
};

// A day of the access log that has accesses, or had and was closed. A day is closed once; when
// a clock that was ahead was put right, accesses come to a day that was closed already, and it is
// closed again for those: then there is one of these for each time.
struct AccessDay {
  Time day{};                    // midnight UTC
  std::optional<Index> entry{};  // the entry that closed the day, once it is closed
  // What the entry commits to, computed again from the accesses. None when some of them were
  // forgotten since, so that nothing can be said of the day any more.
  std::optional<Digest> digest{};
};

class AccessLogStore {
 public:
  virtual ~AccessLogStore() = default;

  // Closes a day that is over: its digest becomes an entry of type 4. Nothing to do (no access that
  // day, or closed already) is no error and returns nothing.
  virtual Result<std::optional<Index>> CloseAccessDay(Time day, Time now) = 0;
  // Forgets accesses that are past their time, of days that are closed, at most `limit` of them,
  // and notes how many. True: more. Stays what is compared with something that stays: the lines
  // that say who made or revoked a token, or took note of a loss, and those about forgetting.
  virtual Result<bool> ForgetAccesses(const PastAccesses& past, size_t limit) = 0;

  virtual Result<std::vector<AccessRow>> ReadAccesses(int64_t after_id, size_t limit) const = 0;
  // Lines after `after_id`, those that were forgotten, too.
  virtual Result<std::vector<AccessLink>> ReadAccessLinks(int64_t after_id, size_t limit) const = 0;
  // Days from `from_day` on, at most `limit` of them, oldest first; more values than that when days
  // were closed more than once.
  virtual Result<std::vector<AccessDay>> ReadAccessDays(Time from_day, size_t limit) const = 0;
};

}  // namespace temoin::store

#endif  // TEMOIN_STORE_ACCESS_LOG_H_
