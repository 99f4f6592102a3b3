#include "app/log/log_survey.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "app/clock/clock_file.h"
#include "app/log/listed_keys.h"
#include "app/log/log_anchor.h"
#include "app/log/log_loss.h"
#include "app/log/log_tiles.h"
#include "app/publish/published_sites.h"
#include "base/calendar.h"
#include "base/encoding.h"
#include "prooflog/verify.h"

namespace temoin::app {
namespace {

using Key = LogFound::Key;
using Proof = LogFound::Proof;
using CheckpointLogState = LogFound::CheckpointLogState;
using Database = LogFound::Database;
using Relation = LogFound::Relation;
using Checkpoints = LogFound::Checkpoints;

struct SignedCheckpoint {
  uint64_t size = 0;
  std::string note;
  const char* where = "";
  bool anchor = false;
};

bool Has(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

std::string Clause(std::string text) {
  while (text.ends_with('.')) text.pop_back();
  return text;
}

// The ids of the keys of `name` that signed a note: "— name base64(id, signature)" a line.
std::vector<std::string> SignerIds(std::string_view note, std::string_view name) {
  std::vector<std::string> out;
  const std::string begin = fmt::format("\n\xe2\x80\x94 {} ", name);
  for (size_t at = note.find(begin); at != std::string_view::npos; at = note.find(begin, at + 1)) {
    const std::string_view rest = note.substr(at + begin.size());
    const auto bytes = DecodeBase64(rest.substr(0, rest.find('\n')));
    if (bytes && bytes->size() > 4) out.push_back(EncodeHex(ByteView(*bytes).first(4)));
  }
  return out;
}

class Surveyor {
 public:
  Surveyor(const std::string& data_dir, const std::string& checkpoint_log_dir,
           const store::LogStore& store)
      : data_dir_(data_dir), checkpoint_log_dir_(checkpoint_log_dir), store_(store) {}

  Result<LogSurvey> Run() {
    TEMOIN_RETURN_IF_ERROR(ReadKeys());
    TEMOIN_RETURN_IF_ERROR(ReadCheckpointLog());
    FindRemains();
    if (const Status looked = LookAtDatabase(); !looked) {
      if (looked.error().code != ErrorCode::kDataLoss) return looked.error();
      out_.found.database = Database::kFilled;
      const bool opened = store_.ReadHead().ok();
      out_.found.relation = opened ? Relation::kDamaged : Relation::kUnopened;
      if (opened) out_.comparison.detail = Clause(looked.error().message);
    }
    return std::move(out_);
  }

 private:
  // kDataLoss for a database that cannot be read.
  Status LookAtDatabase() {
    TEMOIN_RETURN_IF_ERROR(ReadCheckpoints());
    TEMOIN_ASSIGN_OR_RETURN(const store::Head head, store_.ReadHead());
    out_.found.database = head.size > 0   ? Database::kFilled
                          : store_.made() ? Database::kMade
                                          : Database::kEmpty;
    JudgeProof();
    if (out_.checkpoint_log && out_.found.checkpoint_log != CheckpointLogState::kOfAnotherLog) {
      TEMOIN_RETURN_IF_ERROR(Compare(head));
      LookAtClockAndKeys(head);
      TEMOIN_RETURN_IF_ERROR(LookForStrangers());
    } else if (!newest_.empty()) {
      out_.found.checkpoints = Checkpoints::kCovered;
    }
    FindMissingKeys();
    return {};
  }

  Status ReadKeys() {
    auto keys = LoadLogKeys(data_dir_);
    if (keys) {
      switch (keys->standing) {
        case KeyStanding::kFirst:
          out_.found.key = keys->unused ? Key::kUnused : Key::kFirst;
          break;
        case KeyStanding::kEarlier:
          out_.found.key = Key::kEarlier;
          break;
        case KeyStanding::kForeign:
          out_.found.key = Key::kForeign;
          break;
        case KeyStanding::kNoList:
          out_.found.key = keys->unused ? Key::kUnused : Key::kNoList;
          break;
      }
      out_.known = {.vkeys = keys->vkeys,
                    .verifiers = keys->verifiers,
                    .listed = keys->standing != KeyStanding::kNoList};
      out_.keys = std::move(*keys);
      return {};
    }
    // What the public keys tell, they tell beside an unusable one as well.
    out_.known = ReadPublicKeys(data_dir_);
    if (keys.error().code == ErrorCode::kNotFound) {
      const std::string list = (std::filesystem::path(data_dir_) / "log.vkeys").string();
      out_.found.key = ::access(list.c_str(), F_OK) == 0 ? Key::kLost : Key::kNone;
      return {};
    }
    // One that others may read is none to sign with either.
    out_.found.key = Key::kDamaged;
    out_.about_keys = Clause(keys.error().message);
    return {};
  }

  Status ReadCheckpointLog() {
    auto checkpoint_log = CheckpointLog::Open(checkpoint_log_dir_);
    if (!checkpoint_log) {
      if (checkpoint_log.error().code == ErrorCode::kNotFound) return {};
      // In use by another process, or written by a newer version.
      if (checkpoint_log.error().code == ErrorCode::kConflict) return checkpoint_log.error();
      out_.found.checkpoint_log = CheckpointLogState::kDamaged;
      out_.about_checkpoint_log = Clause(checkpoint_log.error().message);
      return {};
    }
    out_.checkpoint_log = std::move(*checkpoint_log);
    const prooflog::Checkpoint& last = out_.checkpoint_log->last();
    out_.found.checkpoint_log =
        last.size > 0 ? CheckpointLogState::kSigned : CheckpointLogState::kEmpty;
    if (last.size == 0) out_.about_checkpoints = "it holds no checkpoint, and log.key has signed";
    // The list's name, which a foreign log.key need not have.
    const auto& verifiers = out_.known.verifiers;
    if (!verifiers.empty() && last.origin != verifiers.front().name) {
      out_.found.checkpoint_log = CheckpointLogState::kOfAnotherLog;
      out_.about_checkpoint_log =
          fmt::format(R"({} is of log "{}", the keys in {} are of log "{}")", checkpoint_log_dir_,
                      last.origin, data_dir_, verifiers.front().name);
    }
    return {};
  }

  // What only a server that served from here has left.
  void FindRemains() {
    const auto names = ListPublishedSites(data_dir_);
    if (!names || !names->empty()) out_.about_remains = "files in published";
    const auto clock = ReadClockFile(data_dir_);
    if (clock && clock->visitors) {
      out_.about_remains += out_.about_remains.empty() ? "" : " and ";
      out_.about_remains += "the file clock";
      out_.found.served = true;
    }
    out_.found.used = !out_.about_remains.empty();
  }

  // The newest one that the database keeps, and the newest anchored or exported one.
  Status ReadCheckpoints() {
    TEMOIN_ASSIGN_OR_RETURN(const auto kept, store_.KeptCheckpoints());
    auto read = ReadAnchors(data_dir_);  // that they cannot be read is the server's to say
    const std::vector<Anchor> anchors = read ? std::move(*read) : std::vector<Anchor>();
    const store::KeptCheckpoint* newest = nullptr;
    for (const store::KeptCheckpoint& each : kept) {
      notes_.push_back(each.note);
      if (newest == nullptr || each.size > newest->size) newest = &each;
    }
    for (const Anchor& each : anchors) notes_.push_back(each.note);
    if (newest != nullptr) {
      newest_.push_back({newest->size, newest->note, "the checkpoint kept in the database"});
    }
    if (!anchors.empty()) {
      newest_.push_back({anchors.back().size, anchors.back().note, "the newest anchor",
                         /*anchor=*/true});
    }
    std::stable_sort(newest_.begin(), newest_.end(),
                     [](const auto& a, const auto& b) { return a.size > b.size; });
    return {};
  }

  bool CheckpointLogKeyKnown() const {
    return out_.checkpoint_log && Has(out_.known.vkeys, out_.checkpoint_log->key());
  }

  // A key that the checkpoint log names was dropped from the list. Each of its segments names them
  // all.
  bool ListLacksKeys() const {
    return std::ranges::any_of(out_.checkpoint_log->keys(),
                               [&](const std::string& key) { return !Has(out_.known.vkeys, key); });
  }

  // Keys that the checkpoint log names are known, too, once it names one that the list holds last.
  // Each comes behind the next later one.
  void TakeKeysOfCheckpointLog() {
    const auto named = ReadCheckpointLogKeys(checkpoint_log_dir_);
    if (!named) return;
    auto& [vkeys, verifiers, listed] = out_.known;
    std::ptrdiff_t behind = 0;
    for (auto key = named->rbegin(); key != named->rend(); ++key) {
      const auto at = std::ranges::find(vkeys, *key);
      if (at != vkeys.end()) {
        behind = at - vkeys.begin() + 1;
        continue;
      }
      auto verifier = prooflog::ParseVerifierKey(*key);
      if (!verifier) continue;
      vkeys.insert(vkeys.begin() + behind, *key);
      verifiers.insert(verifiers.begin() + behind, std::move(*verifier));
      ++behind;
    }
  }

  std::optional<prooflog::Checkpoint> Verified(const SignedCheckpoint& kept) const {
    auto opened = prooflog::OpenCheckpoint(kept.note, out_.known.verifiers);
    if (!opened || opened->checkpoint.size != kept.size) return std::nullopt;
    return std::move(opened->checkpoint);
  }

  void JudgeProof() {
    const bool named = out_.checkpoint_log && !out_.checkpoint_log->key().empty();
    if (named && !CheckpointLogKeyKnown()) {
      out_.found.proof = Proof::kFails;
      const auto key = prooflog::ParseVerifierKey(out_.checkpoint_log->key());
      out_.about_keys = fmt::format("the checkpoint log names key {}", key ? KeyId(*key) : "");
      return;
    }
    if (out_.known.verifiers.empty()) return;
    bool verifies = newest_.empty() || Verified(newest_.front()).has_value();
    if (named && (!verifies || !out_.known.listed || ListLacksKeys())) {
      TakeKeysOfCheckpointLog();
      verifies = newest_.empty() || Verified(newest_.front()).has_value();
    }
    // Keys that the checkpoint log names are not doubted for what another log's signed.
    if (named && !verifies && newest_.front().anchor) {
      out_.found.foreign_anchor = true;
      out_.about_anchor = fmt::format("it covers {} entries", newest_.front().size);
      anchored_ = newest_.front().size;
      newest_.erase(newest_.begin());
      verifies = newest_.empty() || Verified(newest_.front()).has_value();
    }
    // A list that is made again holds what can be derived: the key that signs is proved by the
    // checkpoint log, and a checkpoint of an earlier key that nobody knows any more proves nothing.
    if (named && !out_.known.listed) verifies = true;
    if (!verifies) {
      out_.about_keys =
          fmt::format("{}, of {} entries, does not", newest_.front().where, newest_.front().size);
    }
    out_.found.proof = !verifies                   ? Proof::kFails
                       : named || !newest_.empty() ? Proof::kVerified
                                                   : Proof::kNone;
  }

  Status Compare(const store::Head& head) {
    const prooflog::Checkpoint& last = out_.checkpoint_log->last();
    std::vector<prooflog::Checkpoint> verified;
    for (const SignedCheckpoint& kept : newest_) {
      out_.found.checkpoints = std::max(out_.found.checkpoints, Checkpoints::kCovered);
      if (auto checkpoint = Verified(kept)) verified.push_back(std::move(*checkpoint));
    }
    TEMOIN_ASSIGN_OR_RETURN(out_.comparison,
                            CompareWithCheckpointLog(store_, checkpoint_log_dir_, last, verified));
    TEMOIN_RETURN_IF_ERROR(LookAtAccesses(last));
    out_.found.relation = out_.comparison.relation;
    if (anchored_ > last.size) {
      // Of a later state, if log.vkeys and checkpoint log were set back as well.
      out_.found.checkpoints = Checkpoints::kBeyondCheckpointLog;
      return {};
    }
    if (!newest_.empty() && newest_.front().size > last.size) {
      out_.found.checkpoints = Checkpoints::kBeyondCheckpointLog;
      out_.about_checkpoints = fmt::format("it ends at {} entries, {} covers {}", last.size,
                                           newest_.front().where, newest_.front().size);
      return {};
    }
    for (const prooflog::Checkpoint& checkpoint : verified) {
      if (checkpoint.size > head.size) continue;
      StoreTiles tiles(store_, checkpoint.size);
      const auto root = prooflog::TreeReader(tiles).Root(checkpoint.size);
      if (!root && root.error().code != ErrorCode::kDataLoss) return root.error();
      if (root && *root == checkpoint.root) continue;
      out_.found.checkpoints = Checkpoints::kContradict;
      out_.about_checkpoints =
          fmt::format("the one of {} entries has another root", checkpoint.size);
    }
    return {};
  }

  // A database that has all entries and fewer lines of the access log than were bound with the last
  // of them is older, too, unless that was noted already.
  Status LookAtAccesses(const prooflog::Checkpoint& last) {
    const auto& bound = out_.checkpoint_log->accesses();
    if (out_.comparison.relation != Relation::kContinues || !bound) return {};
    TEMOIN_ASSIGN_OR_RETURN(const store::AccessChain has, store_.ReadAccessChain());
    if (has.count >= bound->count) return {};
    TEMOIN_ASSIGN_OR_RETURN(const auto losses, store_.Losses());
    if (WasLostAt(losses, last.size)) return {};
    out_.comparison.relation = Relation::kBehind;
    out_.comparison.loss.first = out_.comparison.loss.end = last.size;
    return {};
  }

  // What was written beside a later state of database and checkpoint log. A database that goes on
  // where an older checkpoint log ends is none of these.
  void LookAtClockAndKeys(const store::Head& head) {
    const uint64_t size = std::max(out_.checkpoint_log->last().size, head.size);
    out_.about_newer = SignedBeyond(data_dir_, size);
    if (out_.about_newer.empty() && KeyIsBeyond()) {
      out_.about_newer =
          "log.vkeys begins with a key that has signed, and the checkpoint log does not name it; "
          "if nothing was set back, that line is no key of this log: remove it";
    }
    out_.found.newer = !out_.about_newer.empty();
  }

  // A key that has signed stands in the checkpoint log, unless that was written before it named
  // keys. Told by the list alone, whatever became of log.key.
  bool KeyIsBeyond() const {
    if (!out_.known.listed || !CheckpointLogKeyKnown()) return false;
    const std::string& newest = out_.known.vkeys.front();
    if (Has(out_.checkpoint_log->keys(), newest) || IsFreshLogKey(data_dir_, newest)) return false;
    const auto clock = ReadClockFile(data_dir_);
    if (clock && clock->signed_entries.value_or(0) > out_.checkpoint_log->last().size) return false;
    const auto named = ReadCheckpointLogKeys(checkpoint_log_dir_);
    return named && !Has(*named, newest);
  }

  // The checkpoint log is read as a whole only where its open segment does not name all that are
  // listed.
  Status LookForStrangers() {
    if (out_.found.proof != Proof::kVerified || !CheckpointLogKeyKnown()) return {};
    TEMOIN_ASSIGN_OR_RETURN(const auto kept, store_.KeptCheckpoints());
    const ListedKeys listed{out_.known.vkeys, kept, /*rotated=*/true};
    if (Strangers(listed, out_.checkpoint_log->keys()).empty()) return {};
    const auto named = ReadCheckpointLogKeys(checkpoint_log_dir_);
    if (!named) {
      out_.found.checkpoint_log = CheckpointLogState::kDamaged;
      out_.about_checkpoint_log = Clause(named.error().message);
      return {};
    }
    const std::vector<std::string> strangers = Strangers(listed, *named);
    if (strangers.empty()) return {};
    out_.found.stranger = true;
    out_.about_keys = "the key with the id " + strangers.front();
    return {};
  }

  void FindMissingKeys() {
    if (out_.known.verifiers.empty()) return;
    std::set<std::string> missing;
    for (const std::string& note : notes_) {
      for (const std::string& id : SignerIds(note, out_.known.verifiers.front().name)) {
        missing.insert(id);
      }
    }
    for (const prooflog::VerifierKey& key : out_.known.verifiers) missing.erase(KeyId(key));
    out_.missing_keys.assign(missing.begin(), missing.end());
  }

  const std::string& data_dir_;
  const std::string& checkpoint_log_dir_;
  const store::LogStore& store_;
  LogSurvey out_;
  std::vector<std::string> notes_;        // every signed checkpoint that is kept
  std::vector<SignedCheckpoint> newest_;  // of each place, largest first
  uint64_t anchored_ = 0;                 // entries under a foreign anchor
};

}  // namespace

std::string DetailOf(const LogSurvey& survey, LogStart start) {
  switch (start) {
    case LogStart::kDatabaseContradicts:
    case LogStart::kDatabaseDamaged:
      return survey.comparison.detail;
    case LogStart::kCheckpointLogDamaged:
    case LogStart::kCheckpointLogOfAnotherLog:
      return survey.about_checkpoint_log;
    case LogStart::kCheckpointLogShort:
    case LogStart::kCheckpointContradicts:
      return survey.about_checkpoints;
    case LogStart::kKeyDamaged:
    case LogStart::kKeyUnproven:
    case LogStart::kListForeign:
      return survey.about_keys;
    case LogStart::kOlderTogether:
      return survey.about_newer;
    case LogStart::kOnlyRemains:
      return survey.about_remains;
    case LogStart::kAnchorForeign:
      return survey.about_anchor;
    default:
      return "";
  }
}

Result<LogSurvey> SurveyLog(const std::string& data_dir, const std::string& checkpoint_log_dir,
                            const store::LogStore& store) {
  return Surveyor(data_dir, checkpoint_log_dir, store).Run();
}

}  // namespace temoin::app
