#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/utf8.h"
#include "catalog/import.h"

// Any text, handed to each importer: bounded, and fit for a catalogue's file.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin::catalog;  // NOLINT(google-build-using-namespace)
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const std::string& tool : ImportTools()) {
    const auto imported = ReadImport(tool, text);
    if (!imported.ok()) continue;
    if (imported->traces.empty() || imported->traces.size() > kMostImported) std::abort();
    for (const Trace& trace : imported->traces) {
      if (trace.text.empty() || trace.text.size() > 1000) std::abort();
      if (!temoin::IsUtf8(trace.text) || !temoin::IsUtf8(trace.about.fr)) std::abort();
    }
    const temoin::catalog::Library nothing({});
    const auto decisions = DecisionsOn(Recognise(nothing, imported->traces, {}));
    if (decisions.empty() || decisions.size() > kMostDecisions + 1) std::abort();
    for (const OpenDecision& decision : decisions) {
      if (decision.id.size() > 64 || !temoin::IsUtf8(decision.question.fr)) std::abort();
    }
  }
  return 0;
}
