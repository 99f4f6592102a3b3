#include "app/log/verify/keys.h"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "app/log/listed_keys.h"
#include "app/log/log_keys.h"

namespace temoin::app {

void KeyListCheck::End() {
  const std::vector<std::string>& named = journal_keys();
  if (options().data_dir.empty() || named.empty()) return;
  const auto listed = ReadLogVkeys(options().data_dir);
  if (!listed) {
    if (listed.error().code != ErrorCode::kNotFound) Find(listed.error().message);
    return;
  }
  const auto kept = store().KeptCheckpoints();
  if (!kept) return;  // said by CheckpointCheck
  const ListedKeys keys{*listed, *kept, IsFreshLogKey(options().data_dir, listed->front())};
  for (const std::string& id : Strangers(keys, named)) {
    Find(
        fmt::format("log.vkeys lists the key with the id {}, which is none of this log: the log "
                    "journal does not name it, and no kept checkpoint verifies under it.",
                    id));
  }
}

}  // namespace temoin::app
