#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/host.h"

// Hosts, authorities and addresses: what comes out is normal, and normal once more.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const std::string& host :
       {temoin::NormalHost(text), temoin::HostOfUrl(text), temoin::HostOfAuthority(text)}) {
    if (host.size() > temoin::kMaxHost || temoin::NormalHost(host) != host) std::abort();
    (void)temoin::IsPublicSuffix(host);
    if (!host.empty() && !temoin::HostWithin(host, host)) std::abort();
  }
  if (temoin::PathOfUrl(text)[0] != '/') std::abort();
  return 0;
}
