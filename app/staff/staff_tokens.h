// The tokens of the staff: random, shown once, kept as a hash in DATA/staff-tokens.json (0600).
//
// A token reads "temoin-<id>-<43 characters>": 256 random bits, so that a plain SHA-256 is enough
// to keep. A token may have an end from the start; it is judged at every use. Revoked and expired
// tokens stay in the file with their end, so that the access log's names keep meaning something.
// The day of a token's last use is kept beside it, written at most once a day.
//
// Thread-safety: all functions may be called from any thread; changes are durable when they return.
#ifndef TEMOIN_APP_STAFF_STAFF_TOKENS_H_
#define TEMOIN_APP_STAFF_STAFF_TOKENS_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/staff/grants.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/result.h"

namespace temoin::app {

struct StaffToken {
  std::string id{};    // 8 hex digits, no secret
  std::string name{};  // of the person or program it was given to
  StaffRole role = StaffRole::kMarketing;
  Time created{};
  std::optional<Time> expires{};  // from then on it is nobody's
  std::optional<Time> revoked{};
  std::string fingerprint{};         // the first 32 hex digits of what is kept of the secret
  std::vector<std::string> sites{};  // sorted, each once; none: of every site
  std::optional<Time> used{};        // the day of its last use, midnight UTC
  bool last_resort = false;          // each use of it leaves a line, and is counted
  std::string from{};                // id of the person or token that made it; none: a command

  Grant grant() const { return {role, sites, expires}; }
  bool InForce(Time now) const { return !revoked && (!expires || now < *expires); }
};

// kInvalidArgument, with a sentence, unless a token may bear this name: 1 to 100 bytes, a plain
// name (base/utf8.h).
Status CheckTokenName(std::string_view name);

// What the access log says when a token is made, which `temoin log verify` compares with the kept
// one: "1f2e3d4c: Lucie, auditor, of cramif, until 2027-01-01T00:00:00Z, key " and the
// fingerprint (of several sites with spaces between, of every site without that part; "last
// resort, " before "key " for one of those, and "from 9a8b7c6d, " for one that another token or a
// person made); and what versions before 0.2 said: "Lucie, auditor".
std::string TokenLine(const StaffToken& token);
std::string EarlierTokenLine(const StaffToken& token);

class StaffTokens {
 public:
  // A directory without the file has no tokens. kDataLoss when the file is damaged, kForbidden when
  // others may read or change it.
  static Result<std::unique_ptr<StaffTokens>> Load(const std::string& data_directory);
  // In the place of a file that cannot be read: nobody is known, nothing is written over it, and
  // whoever asks is told `why`.
  static std::unique_ptr<StaffTokens> Unreadable(Error why);

  struct Created {
    StaffToken token;
    std::string secret;  // the whole token, to be shown once
  };
  // One that Keep has yet to keep: of the name, role, sites, end and origin of `wanted`.
  // kInvalidArgument for a name that CheckTokenName refuses, or an end that does not lie ahead.
  static Result<Created> Mint(StaffToken wanted, Time now);
  Status Keep(const Created& minted);
  // Both.
  Result<Created> Create(StaffRole role, std::string_view name, Time now,
                         std::optional<Time> expires = std::nullopt);
  // All of them or none. kNotFound for an unknown id; revoking twice keeps the first time.
  Status Revoke(const std::vector<std::string>& ids, Time now);
  std::vector<StaffToken> List() const;
  // kUnavailable where the file cannot be read.
  const Status& usable() const { return usable_; }

  // Whom a presented token belongs to; nothing when unknown, revoked or expired. Compares hashes in
  // constant time.
  std::optional<StaffToken> Find(std::string_view secret, Time now) const;
  // The token of this id while it is still good.
  std::optional<StaffToken> FindById(std::string_view id, Time now) const;
  // Keeps the day as that of the token's last use; what cannot be written is not kept.
  void NoteUse(std::string_view id, Time now);

  // How often tokens of last resort were used since the start.
  uint64_t last_resort_uses() const { return last_resort_uses_.load(std::memory_order_relaxed); }
  void CountLastResort() { last_resort_uses_.fetch_add(1, std::memory_order_relaxed); }

 private:
  struct Kept {
    StaffToken token;
    Digest hash{};
  };

  explicit StaffTokens(std::string path) : path_(std::move(path)) {}
  Status Save(const std::vector<Kept>& tokens) const;

  const std::string path_;
  Status usable_;
  mutable std::mutex mutex_;
  std::vector<Kept> tokens_;
  std::atomic<uint64_t> last_resort_uses_{0};
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_STAFF_TOKENS_H_
