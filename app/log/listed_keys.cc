#include "app/log/listed_keys.h"

#include <fmt/format.h>

#include <algorithm>

namespace temoin::app {

std::string KeyId(const prooflog::VerifierKey& key) { return fmt::format("{:08x}", key.id); }

std::vector<std::string> Strangers(const ListedKeys& listed, std::span<const std::string> named) {
  std::vector<std::string> out;
  if (named.empty()) return out;
  const auto last = std::ranges::find(listed.vkeys, named.back());
  for (auto vkey = listed.vkeys.begin(); vkey != listed.vkeys.end(); ++vkey) {
    if (std::ranges::find(named, *vkey) != named.end() || (listed.rotated && vkey < last)) continue;
    const auto key = prooflog::ParseVerifierKey(*vkey);
    const auto signed_by_it = [&](const store::KeptCheckpoint& checkpoint) {
      return prooflog::OpenCheckpoint(checkpoint.note, std::span(&*key, 1)).ok();
    };
    if (key && std::ranges::any_of(listed.kept, signed_by_it)) continue;
    out.push_back(key ? KeyId(*key) : "");
  }
  return out;
}

}  // namespace temoin::app
