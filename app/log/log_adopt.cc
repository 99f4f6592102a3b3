#include "app/log/log_adopt.h"

#include <fmt/format.h>

#include <utility>

#include "app/log/log_anchor.h"
#include "app/log/log_completion.h"
#include "app/log/log_keys.h"
#include "app/log/log_start.h"
#include "app/log/log_survey.h"
#include "app/log/log_tiles.h"
#include "prooflog/verify.h"

namespace temoin::app {
namespace {

// That the database is at least as long as, and of one history with, a signed checkpoint.
Status CheckCheckpoint(const store::LogStore& store, const store::Head& head, const LogKeys& keys,
                       uint64_t size, std::string_view note) {
  const auto opened = prooflog::OpenCheckpoint(note, keys.verifiers);
  if (!opened) {
    return Error(ErrorCode::kConflict,
                 fmt::format("the checkpoint of {} entries does not verify under log.vkeys: {}. "
                             "Restore this log's keys first",
                             size, opened.error().message));
  }
  if (opened->checkpoint.size > head.size) {
    return Error(
        ErrorCode::kConflict,
        fmt::format("the database ends at {} entries and a checkpoint of {} was signed: it "
                    "is not the latest, and adopting it would make two histories. Restore "
                    "the latest database or checkpoint log",
                    head.size, opened->checkpoint.size));
  }
  StoreTiles tiles(store, opened->checkpoint.size);
  TEMOIN_ASSIGN_OR_RETURN(const Digest root,
                          prooflog::TreeReader(tiles).Root(opened->checkpoint.size));
  if (root == opened->checkpoint.root) return {};
  return Error(ErrorCode::kConflict,
               fmt::format("the database contradicts the checkpoint of {} entries: it is another "
                           "log's, or it was altered",
                           size));
}

}  // namespace

Status CheckIdentity(const std::string& data_dir, const store::LogStore& store) {
  TEMOIN_ASSIGN_OR_RETURN(const store::Head head, store.ReadHead());
  TEMOIN_ASSIGN_OR_RETURN(const auto kept, store.KeptCheckpoints());
  TEMOIN_ASSIGN_OR_RETURN(const auto anchors, ReadAnchors(data_dir));
  if (head.size == 0 || !kept.empty() || !anchors.empty()) return {};
  return Error(ErrorCode::kConflict,
               "the database keeps no checkpoint, and nothing else tells whose it is: it may be "
               "another log's, and adopting it would sign what that one recorded. Restore the "
               "latest database or checkpoint log of this log; if both are lost for good, "
               "docs/operate.md (Loss) says how to go on");
}

Status MakeCheckpointLog(const std::string& data_dir, const std::string& checkpoint_log_dir,
                         const store::LogStore& store, std::string beyond, Time now) {
  TEMOIN_ASSIGN_OR_RETURN(const LogKeys keys, LoadLogKeys(data_dir));
  if (keys.standing == KeyStanding::kForeign || keys.standing == KeyStanding::kEarlier) {
    const LogStart start =
        keys.standing == KeyStanding::kForeign ? LogStart::kKeyForeign : LogStart::kKeyEarlier;
    return Error(ErrorCode::kConflict, StartSentence(start, {data_dir, checkpoint_log_dir, ""}));
  }
  TEMOIN_ASSIGN_OR_RETURN(const store::Head head, store.ReadHead());
  if (head.size == 0 && !keys.unused) {
    return Error(
        ErrorCode::kConflict,
        "the database holds no entry, and log.key has signed: it is not the latest, and "
        "adopting it would make two histories. Restore the latest database or checkpoint log");
  }
  if (std::string signed_beyond = SignedBeyond(data_dir, head.size); !signed_beyond.empty()) {
    beyond = std::move(signed_beyond);
  }
  if (!beyond.empty()) {
    return Error(
        ErrorCode::kConflict,
        "the database is not the latest: " + beyond +
            ". Adopting it would make two histories. Restore the latest database or checkpoint "
            "log; if both are lost for good, docs/operate.md (Loss) says how to go on");
  }
  TEMOIN_ASSIGN_OR_RETURN(const auto kept, store.KeptCheckpoints());
  TEMOIN_ASSIGN_OR_RETURN(const auto anchors, ReadAnchors(data_dir));
  if (!kept.empty()) {
    TEMOIN_RETURN_IF_ERROR(CheckCheckpoint(store, head, keys, kept.back().size, kept.back().note));
  }
  if (!anchors.empty()) {
    TEMOIN_RETURN_IF_ERROR(
        CheckCheckpoint(store, head, keys, anchors.back().size, anchors.back().note));
  }
  TEMOIN_ASSIGN_OR_RETURN(const auto checkpoint_log,
                          CheckpointLog::Create(checkpoint_log_dir, keys.current.name(), now));
  TEMOIN_RETURN_IF_ERROR(checkpoint_log->NoteKeys(keys.vkeys));
  prooflog::Appender tree;
  while (tree.size() < head.size) {
    TEMOIN_ASSIGN_OR_RETURN(const CheckpointBatch batch,
                            NextBatch(store, head, keys.current.name(), now, tree));
    TEMOIN_RETURN_IF_ERROR(checkpoint_log->Append(batch));
  }
  return {};
}

}  // namespace temoin::app
