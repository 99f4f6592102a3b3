#include "prooflog/checkpoint.h"

#include <algorithm>

#include "base/encoding.h"
#include "prooflog/text.h"
#include "prooflog/tile.h"

namespace temoin::prooflog {

std::string FormatCheckpoint(const Checkpoint& checkpoint) {
  return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" +
         EncodeBase64(checkpoint.root) + "\n";
}

Result<Checkpoint> ParseCheckpoint(std::string_view text) {
  const auto refuse = [](const char* why) {
    return Error(ErrorCode::kInvalidArgument, std::string("The checkpoint's ") + why + ".");
  };
  Checkpoint out;
  const auto origin = TakeLine(text);
  if (!origin || origin->empty()) return refuse("first line, the log's name, is missing");
  out.origin = *origin;
  const auto size = TakeLine(text);
  const auto leaves = ParseDecimal(size.value_or(""), kMaxTreeSize - 1);
  if (!leaves) return refuse("second line is no tree size");
  out.size = *leaves;
  const auto root = TakeLine(text);
  const auto hash = DecodeBase64(root.value_or(""));
  if (!hash || hash->size() != out.root.size()) return refuse("third line is no root hash");
  std::copy(hash->begin(), hash->end(), out.root.begin());
  while (!text.empty()) {
    const auto extension = TakeLine(text);
    if (!extension) return refuse("last line does not end");
    if (extension->empty()) return refuse("extension line is empty");
  }
  return out;
}

}  // namespace temoin::prooflog
