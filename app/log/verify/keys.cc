#include "app/log/verify/keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "app/log/listed_keys.h"
#include "app/log/log_keys.h"

namespace temoin::app {

void KeyListCheck::End() {
  const std::vector<std::string>& named = named_keys();
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
    Find(fmt::format(
        "log.vkeys lists the key with the id {}, which is none of this log: the checkpoint "
        "log does not name it, and no kept checkpoint verifies under it.",
        id));
  }
  if (!options().copy) FindDisorder(*listed, named);
}

void KeyListCheck::FindDisorder(const std::vector<std::string>& listed,
                                const std::vector<std::string>& named) {
  for (const std::string& vkey : named) {
    const auto key = prooflog::ParseVerifierKey(vkey);
    if (!key || std::ranges::find(listed, vkey) != listed.end()) continue;
    Find(fmt::format(
        "log.vkeys lacks the key with the id {}, which the checkpoint log names: without "
        "it nothing that it signed verifies. Put its line back from a backup; of an "
        "earlier key the next start does so.",
        KeyId(*key)));
  }
  // One that the checkpoint log does not name yet came by a rotation.
  const bool known = std::ranges::find(named, listed.front()) != named.end();
  if (known && listed.front() != named.back()) {
    Find(
        "log.vkeys begins with another key than the one that signed last: it is out of order. "
        "Restore it from a backup.");
  }
  const std::string signing = SigningVkey(options().data_dir);
  if (!signing.empty() && signing != listed.front()) {
    Find(
        "log.key is not the key that log.vkeys begins with: the server does not sign with it. "
        "Restore the latest log.key and log.vkeys.");
  }
}

}  // namespace temoin::app
