#include "app/log/log_start.h"

#include <fmt/format.h>

namespace temoin::app {
namespace {

using Key = LogFound::Key;
using Proof = LogFound::Proof;
using CheckpointLogState = LogFound::CheckpointLogState;
using Database = LogFound::Database;
using Relation = LogFound::Relation;
using Checkpoints = LogFound::Checkpoints;

LogStart JudgeWithoutCheckpointLog(const LogFound& found) {
  const bool never_signed = (found.key == Key::kNone || found.key == Key::kUnused) &&
                            found.checkpoints == Checkpoints::kNone;
  // A key that counts as unused, or that is missing, does not make it a first start.
  const bool served = found.served && found.database == Database::kFilled;
  if (!never_signed || served) return LogStart::kCheckpointLogMissing;
  // What is served from has a database that is filled.
  if (found.used && found.database != Database::kFilled) return LogStart::kOnlyRemains;
  return LogStart::kFirst;
}

LogStart JudgeDatabase(const LogFound& found) {
  if (found.stranger) return LogStart::kListForeign;
  if (found.foreign_anchor) return LogStart::kAnchorForeign;
  if (found.relation == Relation::kBehind || found.database != Database::kFilled) {
    return LogStart::kDatabaseLost;
  }
  return found.key == Key::kNoList ? LogStart::kContinuesWithoutList : LogStart::kContinues;
}

LogStart JudgeKey(const LogFound& found) {
  const bool empty = found.checkpoint_log == CheckpointLogState::kEmpty;
  const bool unproven = found.proof == Proof::kFails;
  switch (found.key) {
    case Key::kNone:
    case Key::kUnused:
      if (empty) {  // cut between making the checkpoint log and the first signature
        return found.database == Database::kMade ? LogStart::kDatabaseLost : LogStart::kFirst;
      }
      if (found.key == Key::kNone) return LogStart::kKeyMissing;
      // Cut between the first batch and the note that the key is used.
      return found.proof == Proof::kVerified ? JudgeDatabase(found) : LogStart::kKeyForeign;
    case Key::kLost:
      return unproven ? LogStart::kKeyUnproven : LogStart::kKeyMissing;
    case Key::kDamaged:
      return unproven ? LogStart::kKeyUnproven : LogStart::kKeyDamaged;
    case Key::kEarlier:
      return unproven ? LogStart::kKeyUnproven : LogStart::kKeyEarlier;
    case Key::kForeign:
      return unproven ? LogStart::kKeyUnproven : LogStart::kKeyForeign;
    case Key::kNoList:
      if (empty) return LogStart::kCheckpointLogShort;
      if (found.proof != Proof::kVerified) return LogStart::kKeyUnproven;
      return JudgeDatabase(found);
    case Key::kFirst:
      if (empty) return LogStart::kCheckpointLogShort;
      if (found.proof == Proof::kFails) return LogStart::kKeyUnproven;
      return JudgeDatabase(found);
  }
  return LogStart::kKeyDamaged;
}

}  // namespace

LogStart JudgeStart(const LogFound& found) {
  if (found.relation == Relation::kDamaged) return LogStart::kDatabaseDamaged;
  if (found.relation == Relation::kUnopened) return LogStart::kDatabaseUnopened;
  switch (found.checkpoint_log) {
    case CheckpointLogState::kMissing:
      return JudgeWithoutCheckpointLog(found);
    case CheckpointLogState::kDamaged:
      return LogStart::kCheckpointLogDamaged;
    case CheckpointLogState::kOfAnotherLog:
      return LogStart::kCheckpointLogOfAnotherLog;
    case CheckpointLogState::kEmpty:
    case CheckpointLogState::kSigned:
      break;
  }
  if (found.checkpoints == Checkpoints::kBeyondCheckpointLog) {
    return found.foreign_anchor ? LogStart::kAnchorForeign : LogStart::kCheckpointLogShort;
  }
  if (found.relation == Relation::kContradicts) return LogStart::kDatabaseContradicts;
  if (found.checkpoints == Checkpoints::kContradict) return LogStart::kCheckpointContradicts;
  // Of another log, or beside keys of another, is said first.
  if (found.newer && found.checkpoint_log == CheckpointLogState::kSigned &&
      found.proof != Proof::kFails) {
    return LogStart::kOlderTogether;
  }
  return JudgeKey(found);
}

bool Signs(LogStart start) { return start <= LogStart::kDatabaseLost; }

bool HoldsChoices(LogStart start, const LogFound& found) {
  if (Signs(start)) return false;
  const bool key_only = start >= LogStart::kKeyMissing;
  return !key_only || found.proof == Proof::kFails ||
         found.checkpoints == Checkpoints::kBeyondCheckpointLog ||
         found.relation != Relation::kContinues || found.database != Database::kFilled;
}

std::string StartSentence(LogStart start, const StartPlace& place) {
  const auto& [data, checkpoint_log, detail] = place;
  const std::string found = detail.empty() ? "" : ": " + detail;
  switch (start) {
    case LogStart::kFirst:
    case LogStart::kContinues:
    case LogStart::kContinuesWithoutList:
    case LogStart::kDatabaseLost:
      return "";
    case LogStart::kDatabaseContradicts:
      return fmt::format(
          "The database contradicts the checkpoint log{}. It is not this log's, or it was altered. "
          "Keep both for an inquiry; restore the latest backup of this log's database from "
          "before, and start again: what is missing then is completed from the checkpoint log.",
          found);
    case LogStart::kDatabaseDamaged:
      return fmt::format(
          "The database in {0} is damaged{1}. Stop the server, move temoin.db away with its -wal "
          "and -shm, put the latest backup in place (temoin restore --data {0} FILE) and start "
          "again: what was signed since is completed from the checkpoint log.",
          data, found);
    case LogStart::kDatabaseUnopened:
      return fmt::format(
          "The database in {} could not be opened; the part \"store\" says why and what to do. "
          "Neither move, replace nor restore it before that is known. Nothing is signed until "
          "then.",
          data);
    case LogStart::kCheckpointLogMissing:
      return fmt::format(
          "The checkpoint log is missing: {} holds none, and this log has signed before. Mount or "
          "restore it (--log-journal DIR). If it is lost for good, \"temoin log adopt --data {}\" "
          "starts a new one from the database; do that only when the database is the latest, "
          "never after restoring an older backup.",
          checkpoint_log, data);
    case LogStart::kCheckpointLogDamaged:
      return fmt::format(
          "The checkpoint log cannot be read{}. Restore it from its own backup or mirror; \"temoin "
          "log verify\" says whether the database is whole.",
          found);
    case LogStart::kCheckpointLogOfAnotherLog:
      return fmt::format(
          "Checkpoint log and key do not belong together{}. Point --log-journal at this log's "
          "own, or restore this log's log.key and log.vkeys to {}.",
          found, data);
    case LogStart::kCheckpointLogShort:
      return fmt::format(
          "The checkpoint log in {} was cut, or restored to an earlier state{}. Restore the latest "
          "one from its mirror. If that is lost for good and the database is the latest, move "
          "this one away and run \"temoin log adopt --data {}\".",
          checkpoint_log, found, data);
    case LogStart::kOlderTogether:
      return fmt::format(
          "Database and checkpoint log in {} are both older than this log{}. Restore the latest of "
          "either: a later checkpoint log completes the database, a later database continues the "
          "checkpoint log. If both are lost for good, docs/operate.md (Loss) says how to go "
          "on.",
          data, found);
    case LogStart::kCheckpointContradicts:
      return fmt::format(
          "A checkpoint that this log signed is of another history than database and checkpoint "
          "log{}. Keep all of them for an inquiry; restore the database and the checkpoint "
          "log that belong to it.",
          found);
    case LogStart::kOnlyRemains:
      return fmt::format(
          "What is left in {} shows that it has been served from{}. Its database, its checkpoint "
          "log and log.key are missing: restore them (--log-journal DIR). To begin a new log under "
          "another name, use an empty directory.",
          data, found);
    case LogStart::kKeyMissing:
      return fmt::format(
          "The log's key is missing from {0}, and this log has signed before. Restore log.key and "
          "log.vkeys from their backup, and start again. If log.key is lost for good, \"temoin key "
          "rotate --data {0}\" makes a new key of the same log, as long as log.vkeys is there.",
          data);
    case LogStart::kKeyDamaged:
      return fmt::format("The log's keys cannot be read{}. Restore them from their backup to {}.",
                         found, data);
    case LogStart::kKeyEarlier:
      return fmt::format(
          "log.key in {0} is an earlier key of this log: log.vkeys begins with a later one. "
          "Restore the latest log.key and log.vkeys, or run \"temoin key rotate --data {0}\" with "
          "the server stopped, and start again.",
          data);
    case LogStart::kKeyForeign:
      return fmt::format(
          "log.key in {0} is no key of this log: log.vkeys does not name it, or the log was signed "
          "by another before. Move it away and restore this log's log.key and log.vkeys; if "
          "log.key is lost for good, \"temoin key rotate --data {0}\" then makes a new one.",
          data);
    case LogStart::kKeyUnproven:
      return fmt::format(
          "What this log signed last does not verify under the keys in {}{}. Either log.key and "
          "log.vkeys are of another log, or log.vkeys lacks the key that signed: restore this "
          "log's. Or database and checkpoint log are of another log: put this log's in place. "
          "Nothing is recorded until they belong together.",
          data, found);
    case LogStart::kListForeign:
      return fmt::format(
          "log.vkeys in {} lists what is no key of this log{}: the checkpoint log does not name "
          "it, "
          "and no kept checkpoint verifies under it. Keep a copy for an inquiry, restore log.vkeys "
          "or remove that line, and start again.",
          data, found);
    case LogStart::kAnchorForeign:
      return fmt::format(
          "None of this log's keys signed the newest anchor in {}/anchors{}. It is another log's: "
          "keep a copy for an inquiry, move it away and start again. Or log.vkeys and checkpoint "
          "log lack the key that signed it: restore the latest of both.",
          data, found);
  }
  return "";
}

}  // namespace temoin::app
