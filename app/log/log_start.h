// How a log starts: what was found in a directory, and the one case that this is. Loss is never a
// normal start: a first start is one where nothing tells that the log ever signed.
//
// Pure: log_survey.h looks, LogPublisher::Open acts.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_APP_LOG_LOG_START_H_
#define TEMOIN_APP_LOG_LOG_START_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace temoin::app {

struct LogFound {
  enum class Key : uint8_t {
    kNone,     // neither log.key nor log.vkeys
    kUnused,   // made for this directory, it has signed nothing
    kLost,     // log.vkeys without log.key
    kDamaged,  // one of the two cannot be read
    kFirst,    // the first of log.vkeys
    kEarlier,  // another of log.vkeys
    kForeign,  // none of log.vkeys
    kNoList,   // log.vkeys is missing
  };
  // Whether the key that signed last is one that is known: by the checkpoint log, which names it,
  // and by the newest signed checkpoint that is kept (in the database, beside an anchor).
  enum class Proof : uint8_t { kNone, kVerified, kFails };
  enum class CheckpointLogState : uint8_t { kMissing, kDamaged, kOfAnotherLog, kEmpty, kSigned };
  // kMade: there was none. kEmpty: it holds no entry, as one that a start made which then refused.
  enum class Database : uint8_t { kMade, kEmpty, kFilled };
  // Of the database to the checkpoint log's last checkpoint.
  enum class Relation : uint8_t {
    kUnknown,
    kContinues,
    kBehind,
    kContradicts,
    kDamaged,
    kUnopened
  };
  // Of the newest signed checkpoints to checkpoint log and database.
  enum class Checkpoints : uint8_t { kNone, kCovered, kBeyondCheckpointLog, kContradict };

  Key key = Key::kNone;
  Proof proof = Proof::kNone;
  CheckpointLogState checkpoint_log = CheckpointLogState::kMissing;
  Database database = Database::kMade;
  Relation relation = Relation::kUnknown;
  Checkpoints checkpoints = Checkpoints::kNone;
  bool used = false;      // what is left tells that the directory has been served from
  bool served = false;    // and that it was a server for visitors, which signs what it records
  bool newer = false;     // what is left tells of more than database and checkpoint log both hold
  bool stranger = false;  // log.vkeys lists a key that nothing tells has signed this log
  bool foreign_anchor = false;  // signed by none of the keys that its checkpoint log has

  bool operator==(const LogFound&) const = default;
};

enum class LogStart : uint8_t {
  kFirst,      // nothing was ever signed: key and checkpoint log are made where they are missing
  kContinues,  // all agree
  kContinuesWithoutList,  // all agree; log.vkeys is made again from what verifies
  kDatabaseLost,          // the database is missing or older: completed, to be acknowledged
  // Nothing is signed from here on.
  kDatabaseContradicts,
  kDatabaseDamaged,
  kDatabaseUnopened,  // whether it is whole nobody knows: its store says why
  kCheckpointLogMissing,
  kCheckpointLogDamaged,
  kCheckpointLogOfAnotherLog,
  kCheckpointLogShort,     // more was signed than the checkpoint log holds
  kOlderTogether,          // database and checkpoint log were both set back
  kCheckpointContradicts,  // a signed checkpoint is of another history
  kOnlyRemains,            // key, checkpoint log and database are missing, and other files are left
  kKeyUnproven,            // what was signed last does not verify under a known key
  // From here on the key alone is not in order.
  kKeyMissing,
  kKeyDamaged,
  kKeyEarlier,
  kKeyForeign,
  kListForeign,    // log.vkeys lists a key that is none of this log
  kAnchorForeign,  // the newest anchor is of another log
};
inline constexpr LogStart kLastLogStart = LogStart::kAnchorForeign;

LogStart JudgeStart(const LogFound& found);

// Whether the log may go on signing.
bool Signs(LogStart start);

// Whether nothing may be recorded, because the database cannot be vouched for. Where database and
// checkpoint log are known to be those of the listed keys, and only the key is not in order,
// choices are recorded and signed later. kDatabaseLost holds by the loss that it notes.
bool HoldsChoices(LogStart start, const LogFound& found);

struct StartPlace {
  std::string data_dir;
  std::string checkpoint_log_dir;
  std::string detail;  // what was found, a clause without its full stop; may be empty
};

// For the operator: what is wrong and what to do; empty for those that sign.
std::string StartSentence(LogStart start, const StartPlace& place);

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_LOG_START_H_
