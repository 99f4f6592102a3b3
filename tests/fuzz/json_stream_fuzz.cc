#include <nlohmann/json.hpp>

#include "tests/fuzz/audit_reading.h"

namespace {

// Writes the events down again.
class Writer final : public temoin::catalog::JsonEvents {
 public:
  void StartObject() override { Open('{'); }
  void EndObject() override { Close('}'); }
  void StartArray() override { Open('['); }
  void EndArray() override { Close(']'); }
  void Key(std::string_view) override { ++keys; }
  void String(std::string_view value, bool) override {
    if (value.size() > 64 * 1024) std::abort();
  }
  void Scalar(std::string_view text) override {
    if (text.empty()) std::abort();
  }
  size_t keys = 0;
  std::string open;

 private:
  void Open(char c) { open += c; }
  void Close(char c) {
    if (open.empty() || open.back() != (c == '}' ? '{' : '[')) std::abort();
    open.pop_back();
  }
};

}  // namespace

// What the library takes for JSON the stream reader reads too, within its depth, to balanced
// events. (It is more lenient about numbers' grammar and UTF-8, which it hands on as they are
// written.)
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (std::count(text.begin(), text.end(), '[') + std::count(text.begin(), text.end(), '{') > 60) {
    return 0;
  }
  Writer whole;
  Writer pieces;
  const bool read = catalog::ReadJsonStream(fuzz::SourceOf(text, size + 1), whole).ok();
  if (read != catalog::ReadJsonStream(fuzz::SourceOf(text, 3), pieces).ok()) std::abort();
  if (whole.keys != pieces.keys) std::abort();
  if (read && !whole.open.empty()) std::abort();
  const bool bom = text.starts_with("\xEF\xBB\xBF");
  // The library takes a zero byte for the end of the text.
  const bool zero = text.find('\0') != std::string_view::npos;
  if (!read && !bom && !zero && nlohmann::json::accept(text)) {
    // Only a number of more than 64 characters is refused that the library takes.
    size_t run = 0;
    size_t longest = 0;
    for (const char c : text) {
      const bool digit =
          (c >= '0' && c <= '9') || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
      run = digit ? run + 1 : 0;
      longest = std::max(longest, run);
    }
    if (longest < 64) std::abort();
  }
  return 0;
}
