// What a visitor shows of their choice, found in any copy of it: a receipt (its file, or its text
// quoted, indented or wrapped by a mail), a pcid with or without its name, a reference, an index.
//
// Bounds: text of any length is read once; a receipt has at most kMaxReceiptWords words. Nothing
// is verified here: a receipt is written anew in its exact form for prooflog::VerifyReceipt.
//
// Errors: kUnprocessable with what the text should hold; nothing of the text is repeated.
// Thread-safety: pure functions and values.
#ifndef TEMOIN_REPORTS_SHOWN_H_
#define TEMOIN_REPORTS_SHOWN_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "consent/token.h"

namespace temoin::reports {

inline constexpr size_t kMaxReceiptWords = 4096;

enum class ShownKind : uint8_t { kReference, kIndex, kToken, kReceipt, kFalseToken };

struct ShownChoice {
  ShownKind kind = ShownKind::kReference;
  uint64_t index = 0;                     // of a receipt: what it says itself
  std::optional<consent::Token> token{};  // kToken
  std::string receipt{};                  // kReceipt: as the service writes it
};

// `token_names`: how the sites' cookies of the choice are called ("pcid"). What follows such a name
// and is no token is kFalseToken. A text that names several choices is none.
Result<ShownChoice> ReadShown(std::string_view text, std::span<const std::string> token_names);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_SHOWN_H_
