#include "app/log/keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "app/log/log_adopt.h"
#include "app/log/log_anchor.h"
#include "app/log/log_keys.h"
#include "app/log/log_survey.h"
#include "base/file.h"

namespace temoin::app {

Result<std::vector<std::string>> Rotate(const Machine& machine, const Actor& actor,
                                        const RotateKey& /*command*/) {
  // A new key beside a database that is older, another's or lost would vouch for it.
  const auto reasons = machine.readiness.reasons();
  const auto log = reasons.find("log");
  if (machine.readiness.holds_choices() && log != reasons.end()) {
    return Error(ErrorCode::kConflict,
                 "The key is not replaced while the log is not in order. " + log->second);
  }
  TEMOIN_RETURN_IF_ERROR(Note(machine.context, actor, "key.rotate", "", ""));
  if (machine.log == nullptr) {
    TEMOIN_ASSIGN_OR_RETURN(LogKeys keys, RotateLogKeys(machine.data_directory));
    return std::move(keys.vkeys);
  }
  TEMOIN_ASSIGN_OR_RETURN(const auto keys, machine.log->Rotate());
  return keys->vkeys;
}

Result<size_t> FileStamps(const Machine& machine, const Actor& /*actor*/,
                          const FileAnchors& /*command*/) {
  return KeepAnchors(machine.data_directory, machine.context.store,
                     [&machine](const store::KeptCheckpoint& checkpoint) {
                       return machine.context.write([&checkpoint](store::Store& store) {
                         return store.KeepCheckpoint(checkpoint);
                       });
                     });
}

Result<store::KeptCheckpoint> LatestKept(const store::LogStore& log) {
  TEMOIN_ASSIGN_OR_RETURN(const auto kept, log.KeptCheckpoints());
  const auto latest = std::ranges::max_element(kept, {}, &store::KeptCheckpoint::size);
  if (latest != kept.end()) return *latest;
  return Error(ErrorCode::kNotFound,
               "no checkpoint is kept yet: the first one of a day is, once the server signed it");
}

namespace {

// Whether the authority of this tag stamped the checkpoint of `size` entries.
Result<bool> IsStamped(const std::string& data_directory, uint64_t size, const std::string& tag) {
  TEMOIN_ASSIGN_OR_RETURN(const auto anchors, ReadAnchors(data_directory));
  const auto found = std::ranges::find(anchors, size, &Anchor::size);
  return found != anchors.end() && found->tokens.contains(tag);
}

}  // namespace

Result<uint64_t> Export(const store::LogStore& log, const ExportCheckpoint& command) {
  TEMOIN_ASSIGN_OR_RETURN(const store::KeptCheckpoint kept, LatestKept(log));
  TEMOIN_RETURN_IF_ERROR(WriteFileDurably(command.file, kept.note));
  TEMOIN_RETURN_IF_ERROR(
      WriteAnchor(command.data_directory, {.size = kept.size, .note = kept.note, .tokens = {}}));
  return kept.size;
}

Result<StampedCheckpoint> Stamp(const store::LogStore& log, Outbound& outbound,
                                const StampCheckpoint& command) {
  TEMOIN_ASSIGN_OR_RETURN(const store::KeptCheckpoint kept, LatestKept(log));
  const std::string tag = AuthorityTag(command.authority);
  TEMOIN_ASSIGN_OR_RETURN(const bool stamped, IsStamped(command.data_directory, kept.size, tag));
  if (stamped) return StampedCheckpoint{.size = kept.size};
  const ByteView note = AsBytes(kept.note);
  TEMOIN_ASSIGN_OR_RETURN(Bytes token, AskTimestamp(outbound, command.authority, note));
  TEMOIN_ASSIGN_OR_RETURN(Timestamp stamp, CheckTimestamp(token, note, command.ca_file));
  TEMOIN_RETURN_IF_ERROR(
      WriteAnchor(command.data_directory,
                  {.size = kept.size, .note = kept.note, .tokens = {{tag, std::move(token)}}}));
  return StampedCheckpoint{.size = kept.size, .stamp = std::move(stamp)};
}

namespace {

// What only the files beside an older database know of is lost from it, and waits for who takes
// note.
Status NoteOlder(const Context& context, bool publications) {
  return context.write([&](store::Store& store) -> Status {
    TEMOIN_ASSIGN_OR_RETURN(const store::Head head, store.ReadHead());
    store::Loss loss;
    loss.first = loss.end = head.size;
    loss.others = publications ? 1 : 0;
    loss.found = context.now;
    return store.NoteLoss(loss);
  });
}

}  // namespace

Status Adopt(const Context& context, const Actor& actor, const AdoptLog& command) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string published,
                          PublishedBeyond(command.data_directory, context.store, context.store));
  if (!command.older) {
    TEMOIN_RETURN_IF_ERROR(CheckIdentity(command.data_directory, context.store));
  }
  TEMOIN_RETURN_IF_ERROR(MakeCheckpointLog(command.data_directory, command.checkpoint_log_directory,
                                           context.store, command.older ? "" : published,
                                           context.now));
  if (command.older) {
    TEMOIN_RETURN_IF_ERROR(NoteOlder(context, !published.empty()));
    const auto rotated = RotateLogKeys(command.data_directory);
    if (!rotated) return rotated.error();
  }
  return Note(context, actor, "log.adopt", "", "");
}

}  // namespace temoin::app
