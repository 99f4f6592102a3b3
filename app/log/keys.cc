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

Status Adopt(const Context& context, const Actor& actor, const AdoptLog& command) {
  TEMOIN_RETURN_IF_ERROR(
      MakeJournal(command.data_directory, command.journal_directory, context.store, context.now));
  return Note(context, actor, "log.adopt", "", "");
}

}  // namespace temoin::app
