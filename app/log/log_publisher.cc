#include "app/log/log_publisher.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/log/log_completion.h"

namespace temoin::app {
namespace {

Time DayOf(Time now) { return std::chrono::floor<std::chrono::days>(now); }

constexpr std::string_view kNeverSigned =
    " Nothing was signed and nothing will be until this is settled, because signing now would make "
    "two histories of one log.";

std::string OriginOf(const LogOptions& options, const LogSurvey& survey) {
  if (!survey.known.verifiers.empty()) return survey.known.verifiers.front().name;
  if (survey.checkpoint_log) return survey.checkpoint_log->last().origin;
  return options.origin.empty() ? std::string(kDefaultLogOrigin) : options.origin;
}

std::string Joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

}  // namespace

LogPublisher::LogPublisher(LogOptions options, store::LogStore& store, std::string origin)
    : options_(std::move(options)), store_(store), origin_(std::move(origin)) {}

Result<std::unique_ptr<LogPublisher>> LogPublisher::Open(LogOptions options, store::LogStore& store,
                                                         Time now) {
  if (options.checkpoint_log_dir.empty()) {
    options.checkpoint_log_dir = (std::filesystem::path(options.data_dir) / "log-journal").string();
  }
  TEMOIN_ASSIGN_OR_RETURN(LogSurvey survey,
                          SurveyLog(options.data_dir, options.checkpoint_log_dir, store));
  if (options.had_server_keys && survey.found.database == LogFound::Database::kMade) {
    survey.found.used = true;
    if (survey.about_remains.empty()) survey.about_remains = "server.key";
  }
  if (options.publications != nullptr) {
    TEMOIN_RETURN_IF_ERROR(
        LookAtPublications(options.data_dir, *options.publications, store, survey));
  }
  const std::string origin = OriginOf(options, survey);
  if (!options.origin.empty() && options.origin != origin) {
    return Error(ErrorCode::kConflict, "This log is named \"" + origin +
                                           "\" since its first entry; --log-origin says \"" +
                                           options.origin + "\". A log keeps its name for ever.");
  }
  std::unique_ptr<LogPublisher> out(new LogPublisher(std::move(options), store, origin));
  const auto kept = store.KeptCheckpoints();
  if (!kept && kept.error().code != ErrorCode::kDataLoss) return kept.error();
  if (kept) out->LearnKept(*kept, now);
  if (const Status begun = out->Begin(std::move(survey), now); !begun) {
    if (begun.error().code != ErrorCode::kDataLoss) return begun.error();
    (void)out->Refuse(begun.error().message);
  }
  return out;
}

void LogPublisher::LearnKept(const std::vector<store::KeptCheckpoint>& kept, Time now) {
  for (const store::KeptCheckpoint& checkpoint : kept) {
    kept_size_ = std::max(kept_size_, checkpoint.size);
    // One of a day to come was kept by a clock that was wrong.
    if (checkpoint.day <= now) kept_day_ = checkpoint.day;
  }
}

Status LogPublisher::Begin(LogSurvey survey, Time now) {
  const LogFound found = survey.found;
  start_ = JudgeStart(found);
  if (Signs(start_)) missing_keys_ = survey.missing_keys;
  checkpoint_log_ = std::move(survey.checkpoint_log);
  if (checkpoint_log_)
    checkpoint_log_end_.emplace(checkpoint_log_->last().size, checkpoint_log_->last_at());
  switch (start_) {
    case LogStart::kFirst:
      if (!checkpoint_log_) {
        TEMOIN_ASSIGN_OR_RETURN(checkpoint_log_,
                                CheckpointLog::Create(options_.checkpoint_log_dir, origin_, now));
      }
      break;
    case LogStart::kContinues:
    case LogStart::kContinuesWithoutList:
      tree_ = std::move(survey.comparison.tree);
      break;
    case LogStart::kDatabaseLost: {
      store::Loss loss = survey.comparison.loss;
      loss.found = now;
      loss.whole = loss.whole || found.database == LogFound::Database::kMade;
      TEMOIN_RETURN_IF_ERROR(store_.NoteLoss(loss));
      if (found.relation == LogFound::Relation::kBehind) {
        TEMOIN_RETURN_IF_ERROR(
            CompleteFromCheckpointLog(store_, options_.checkpoint_log_dir, loss));
      }
      tree_ = std::move(survey.comparison.tree);
      break;
    }
    case LogStart::kDatabaseContradicts:
    case LogStart::kDatabaseDamaged:
    case LogStart::kDatabaseUnopened:
    case LogStart::kCheckpointLogMissing:
    case LogStart::kCheckpointLogDamaged:
    case LogStart::kCheckpointLogOfAnotherLog:
    case LogStart::kCheckpointLogShort:
    case LogStart::kOlderTogether:
    case LogStart::kCheckpointContradicts:
    case LogStart::kOnlyRemains:
    case LogStart::kKeyMissing:
    case LogStart::kKeyDamaged:
    case LogStart::kKeyEarlier:
    case LogStart::kKeyForeign:
    case LogStart::kKeyUnproven:
    case LogStart::kListForeign:
    case LogStart::kAnchorForeign:
      checkpoint_log_.reset();
      // The next start finds the database that this one made: it must not take it for a first one.
      if (start_ == LogStart::kOnlyRemains && found.database == LogFound::Database::kMade) {
        store::Loss loss;
        loss.whole = true;
        loss.found = now;
        TEMOIN_RETURN_IF_ERROR(store_.NoteLoss(loss));
      }
      (void)Refuse(StartSentence(start_, {options_.data_dir, options_.checkpoint_log_dir,
                                          DetailOf(survey, start_)}),
                   app::HoldsChoices(start_, found));
      if (survey.keys) keys_ = std::make_shared<const LogKeys>(std::move(*survey.keys));
      return {};
  }
  Watch();
  TEMOIN_RETURN_IF_ERROR(TakeKeys(survey));
  TEMOIN_RETURN_IF_ERROR(store_.Adopt(now));
  if (checkpoint_log_->last().size == 0) return {};
  TEMOIN_RETURN_IF_ERROR(checkpoint_log_->NoteKeys(keys()->vkeys));
  TEMOIN_RETURN_IF_ERROR(Sign(checkpoint_log_->last(), checkpoint_log_->last_at()));
  return MarkLogKeyUsed(options_.data_dir);
}

// The keys of a log that signs: made, completed, and from now on used.
Status LogPublisher::TakeKeys(LogSurvey& survey) {
  if (!survey.keys) {
    TEMOIN_ASSIGN_OR_RETURN(survey.keys, GenerateLogKeys(options_.data_dir, origin_));
  } else {
    survey.keys->vkeys = std::move(survey.known.vkeys);
    survey.keys->verifiers = std::move(survey.known.verifiers);
  }
  const auto listed = ReadLogVkeys(options_.data_dir);
  if (!listed || *listed != survey.keys->vkeys) {
    TEMOIN_RETURN_IF_ERROR(WriteLogVkeys(options_.data_dir, survey.keys->vkeys));
    spdlog::warn("log.vkeys was {}: it is made again, with {} keys that verify",
                 listed ? "incomplete" : "missing", survey.keys->vkeys.size());
  }
  if (!missing_keys_.empty()) {
    spdlog::warn(
        "log.vkeys lacks earlier keys of this log, with the ids {}: what they signed verifies no "
        "more. Put their lines back from a backup",
        Joined(missing_keys_));
  }
  survey.keys->standing = KeyStanding::kFirst;
  keys_ = std::make_shared<const LogKeys>(std::move(*survey.keys));
  return {};
}

Status LogPublisher::Refuse(std::string what, bool holds) {
  what += kNeverSigned;
  const std::lock_guard lock(mutex_);
  refusal_ = what;
  holds_ = holds;
  return Error(ErrorCode::kDataLoss, std::move(what));
}

// What is written into the checkpoint log from now on, nobody would ever read.
void LogPublisher::GiveUp(const Error& why) {
  const std::lock_guard lock(mutex_);
  refusal_ = why.message;
  holds_ = true;
  checkpoint_log_lost_ = why;
}

void LogPublisher::Watch() {
  const std::lock_guard lock(mutex_);
  watched_ = checkpoint_log_->served();
}

Status LogPublisher::CheckServed() {
  std::shared_ptr<const ServedFile> watched;
  {
    const std::lock_guard lock(mutex_);
    TEMOIN_RETURN_IF_ERROR(checkpoint_log_lost_);
    watched = watched_;
  }
  if (watched == nullptr) return {};
  Status place = watched->CheckPlace();
  if (!place) GiveUp(place.error());
  return place;
}

// The key that signs stands in the checkpoint log before its first signature.
Status LogPublisher::NameKey() {
  const auto signing = keys();
  if (checkpoint_log_->key() == signing->vkeys.front()) return {};
  return checkpoint_log_->NoteKey(signing->vkeys.front());
}

Status LogPublisher::Sign(const prooflog::Checkpoint& checkpoint, Time at) {
  TEMOIN_RETURN_IF_ERROR(NameKey());
  const auto signing = keys();
  TEMOIN_ASSIGN_OR_RETURN(
      std::string note,
      prooflog::SignNote(prooflog::FormatCheckpoint(checkpoint), std::span(&signing->current, 1)));
  auto published = std::make_shared<const PublishedLog>(
      PublishedLog{.checkpoint = checkpoint, .note = std::move(note), .at = at});
  const std::lock_guard lock(mutex_);
  current_ = std::move(published);
  return {};
}

// The first checkpoint of a day that says more than the one kept last.
void LogPublisher::KeepDaily(Time now) {
  const auto current = Current();
  const Time day = DayOf(now);
  if (!current || !options_.keep || (kept_day_ && *kept_day_ == day) ||
      kept_size_ >= current->checkpoint.size) {
    return;
  }
  store::KeptCheckpoint keep;
  keep.day = day;
  keep.size = current->checkpoint.size;
  keep.note = current->note;
  if (!options_.keep(keep)) return;  // tried again at the next call
  kept_day_ = day;
  kept_size_ = keep.size;
}

Result<std::shared_ptr<const LogKeys>> LogPublisher::Rotate() {
  const std::lock_guard publishing(publishing_);
  TEMOIN_ASSIGN_OR_RETURN(LogKeys next, RotateLogKeys(options_.data_dir));
  {
    const std::lock_guard lock(mutex_);
    keys_ = std::make_shared<const LogKeys>(std::move(next));
  }
  // A start that refused the old key judges the new one when the server is started again.
  if (const auto current = Current(); current && !Refusal()) {
    TEMOIN_RETURN_IF_ERROR(Sign(current->checkpoint, current->at));
    TEMOIN_RETURN_IF_ERROR(MarkLogKeyUsed(options_.data_dir));
  }
  return keys();
}

Status LogPublisher::Publish(Time now) {
  const std::lock_guard publishing(publishing_);
  if (auto refusal = Refusal()) return Error(ErrorCode::kDataLoss, std::move(*refusal));
  TEMOIN_ASSIGN_OR_RETURN(const store::Head head, store_.ReadHead());
  if (head.size < tree_.size() || (head.size == tree_.size() && head.root != tree_.Root())) {
    return Refuse(fmt::format(
        "The database went back behind what was signed ({} entries, {} signed) while the server "
        "was running: something else writes to it. Stop the server, and start it again on the "
        "database that belongs to this log.",
        head.size, tree_.size()));
  }
  while (tree_.size() < head.size) {
    prooflog::Appender next = tree_;
    const auto batch = NextBatch(store_, head, origin(), now, next);
    if (!batch) {
      if (batch.error().code != ErrorCode::kDataLoss) return batch.error();
      return Refuse(batch.error().message);
    }
    const bool first = tree_.size() == 0;
    Status appended = first ? checkpoint_log_->NoteKeys(keys()->vkeys) : Status();
    const auto begun = std::chrono::steady_clock::now();
    if (appended) appended = checkpoint_log_->Append(*batch);
    if (appended) syncs_.Observe(std::chrono::steady_clock::now() - begun);
    Watch();
    if (!appended) {
      // A full disk passes, a file that is gone does not.
      if (const Status served = checkpoint_log_->CheckServed(); !served) GiveUp(served.error());
      return appended;
    }
    tree_ = std::move(next);
    // Before the first batch the key is unused: an empty checkpoint log beside a used key was cut.
    if (first) TEMOIN_RETURN_IF_ERROR(MarkLogKeyUsed(options_.data_dir));
    TEMOIN_RETURN_IF_ERROR(Sign(batch->checkpoint, batch->at));
  }
  KeepDaily(now);
  return {};
}

std::shared_ptr<const LogKeys> LogPublisher::keys() const {
  const std::lock_guard lock(mutex_);
  return keys_;
}

std::shared_ptr<const PublishedLog> LogPublisher::Current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

std::optional<std::string> LogPublisher::Refusal() const {
  const std::lock_guard lock(mutex_);
  return refusal_;
}

bool LogPublisher::HoldsChoices() const {
  const std::lock_guard lock(mutex_);
  return holds_;
}

}  // namespace temoin::app
