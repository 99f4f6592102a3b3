#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/json.h"
#include "store/picture_manifest.h"

// What is read as a manifest is written in the one canonical spelling, which reads back the same;
// and names of its pictures are safe as names of files.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin;
  using namespace temoin::store;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto manifest = ParsePictureManifest(text);
  if (!manifest.ok()) return 0;
  const std::string written = FormatPictureManifest(*manifest);
  const auto value = ParseJson(written, {.max_bytes = kMaxPictureManifest});
  if (!value.ok() || *CanonicalJson(*value) != written) std::abort();
  const auto again = ParsePictureManifest(written);
  if (!again.ok() || !(*again == *manifest)) std::abort();
  for (const Picture& picture : manifest->pictures) {
    if (PictureName(picture).find_first_of("/.\\") != std::string::npos) std::abort();
  }
  return 0;
}
