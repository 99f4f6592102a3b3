#include "app/log/keys.h"

#include <fmt/format.h>

#include "app/log/log_adopt.h"
#include "app/log/log_anchor.h"
#include "app/log/log_keys.h"

namespace temoin::app {

Result<std::vector<std::string>> Rotate(const Machine& machine, const Actor& actor,
                                        const RotateKey& /*command*/) {
  if (machine.log == nullptr) {
    return RotateStopped(machine.data_directory, &machine.context, actor);
  }
  TEMOIN_RETURN_IF_ERROR(Note(machine.context, actor, "key.rotate", "", ""));
  TEMOIN_ASSIGN_OR_RETURN(const auto keys, machine.log->Rotate());
  return keys->vkeys;
}

Result<std::vector<std::string>> RotateStopped(const std::string& data_directory,
                                               const Context* context, const Actor& actor) {
  if (context != nullptr) TEMOIN_RETURN_IF_ERROR(Note(*context, actor, "key.rotate", "", ""));
  TEMOIN_ASSIGN_OR_RETURN(LogKeys keys, RotateLogKeys(data_directory));
  return std::move(keys.vkeys);
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

namespace {

// What only the files beside the database know of is lost from it, and waits for who takes note.
Status NotePublicationsLost(const Context& context, const std::string& data_directory) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string beyond,
                          PublishedBeyond(data_directory, context.store, context.store));
  if (beyond.empty()) return {};
  return context.write([&](store::Store& store) -> Status {
    TEMOIN_ASSIGN_OR_RETURN(const store::Head head, store.ReadHead());
    store::Loss loss;
    loss.first = loss.end = head.size;
    loss.others = 1;
    loss.found = context.now;
    return store.NoteLoss(loss);
  });
}

}  // namespace

Status Adopt(const Context& context, const Actor& actor, const AdoptLog& command) {
  TEMOIN_RETURN_IF_ERROR(
      MakeJournal(command.data_directory, command.journal_directory, context.store, context.now));
  TEMOIN_RETURN_IF_ERROR(NotePublicationsLost(context, command.data_directory));
  return Note(context, actor, "log.adopt", "", "");
}

}  // namespace temoin::app
