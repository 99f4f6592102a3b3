#include "reports/shown.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/encoding.h"
#include "consent/reference.h"

namespace temoin::reports {

namespace {

constexpr std::string_view kReceiptHead = "c2sp.org/tlog-proof@v1";
constexpr size_t kHashLength = 44;  // 32 bytes in base64
constexpr size_t kMaxSignatureLength = 1024;
// "1 048 576 - HK": a reference that is read out or typeset in parts.
constexpr size_t kMaxReferenceParts = 8;

Error NothingShown() {
  return {ErrorCode::kUnprocessable,
          "This is no reference (such as 1048576-HK), index, token or receipt.", "/text"};
}

// What typesetting and mail programs put in the place of plain spaces, hyphens and quotes, and what
// they add unseen.
std::string Plain(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kPlain{{
      {"\u00a0", " "},
      {"\u202f", " "},
      {"\u2009", " "},
      {"\u2028", "\n"},
      {"\u200b", ""},
      {"\ufeff", ""},
      {"\u00ad", ""},
      {"\u2010", "-"},
      {"\u2011", "-"},
      {"\u2012", "-"},
      {"\u2013", "-"},
      {"\u2212", "-"},
      {"\u00ab", "\""},
      {"\u00bb", "\""},
      {"\u201c", "\""},
      {"\u201d", "\""},
      {"\u2019", "\""},
  }};
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto found = std::ranges::find_if(
        kPlain, [text](const auto& each) { return text.starts_with(each.first); });
    if (found == kPlain.end()) {
      out += text.front();
      text.remove_prefix(1);
    } else {
      out += found->second;
      text.remove_prefix(found->first.size());
    }
  }
  return out;
}

std::string_view Trimmed(std::string_view text, std::string_view around) {
  const size_t begin = text.find_first_not_of(around);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(around) - begin + 1);
}

// The words of a receipt, without the marks that quote a mail and the tags of a page.
std::vector<std::string_view> ReceiptWords(std::string_view text) {
  std::vector<std::string_view> words;
  while (words.size() < kMaxReceiptWords) {
    const size_t begin = text.find_first_not_of(" \t\r\n\f\v");
    if (begin == std::string_view::npos) break;
    text.remove_prefix(begin);
    const std::string_view word = text.substr(0, text.find_first_of(" \t\r\n\f\v"));
    text.remove_prefix(word.size());
    const std::string_view bare = Trimmed(word.substr(0, word.find('<', 1)), ">|\"'`*<");
    if (!bare.empty()) words.push_back(bare);
  }
  return words;
}

bool IsSignatureMark(std::string_view word) {
  return word == "\u2014" || word == "-" || word == "--" || word == "&mdash;";
}

// Writes anew, from its words, what stands in docs/formats.md under "receipt".
class ReceiptReader {
 public:
  explicit ReceiptReader(std::vector<std::string_view> words) : words_(std::move(words)) {}

  std::optional<ShownChoice> Read() {
    ShownChoice shown;
    shown.kind = ShownKind::kReceipt;
    shown.receipt.append(kReceiptHead) += '\n';
    if (Next() != "extra") return std::nullopt;
    shown.receipt += "extra ";
    std::string_view word = Next();
    for (; !word.empty() && word != "index"; word = Next()) shown.receipt += word;
    const std::string_view index = Next();
    const char* const end = index.data() + index.size();
    const auto [stop, error] = std::from_chars(index.data(), end, shown.index);
    if (word.empty() || error != std::errc() || stop != end) return std::nullopt;
    shown.receipt.append("\nindex ").append(index) += '\n';
    word = Next();
    for (; word.size() == kHashLength && word.ends_with('='); word = Next()) {
      shown.receipt.append(word) += '\n';
    }
    // The checkpoint: the log's name, its size, its root, and the signatures.
    shown.receipt.append("\n").append(word) += '\n';
    shown.receipt.append(Next()) += '\n';
    shown.receipt.append(Next()) += "\n\n";
    while (IsSignatureMark(Next()) && AppendSignature(shown.receipt)) {
    }
    return shown;
  }

 private:
  std::string_view Next() { return at_ < words_.size() ? words_[at_++] : std::string_view(); }

  // A signature ends with the padding of its base64; a mail may have broken it before. What is none
  // (the words under a mail) ends the receipt.
  bool AppendSignature(std::string& out) {
    const std::string_view signer = Next();
    std::string signature;
    while (!signature.ends_with('=')) {
      const std::string_view part = Next();
      if (part.empty() || signature.size() > kMaxSignatureLength) return false;
      signature += part;
    }
    if (!DecodeBase64(signature)) return false;
    out.append("\u2014 ").append(signer).append(" ").append(signature) += '\n';
    return true;
  }

  std::vector<std::string_view> words_;
  size_t at_ = 0;
};

std::optional<uint64_t> WholeNumber(std::string_view text) {
  uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || number > consent::kMaxIndex) return std::nullopt;
  return number;
}

bool IsWordLetter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
         c == '_';
}

// Runs of the letters that tokens and references are made of.
std::vector<std::string_view> LetterRuns(std::string_view text) {
  std::vector<std::string_view> words;
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    while (end < text.size() && IsWordLetter(text[end])) ++end;
    if (end > i) words.push_back(text.substr(i, end - i));
    i = end + 1;
  }
  return words;
}

// The references among the words, each as long as it can be read.
std::set<uint64_t> ReferencesIn(const std::vector<std::string_view>& words) {
  std::set<uint64_t> out;
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i].front() < '0' || words[i].front() > '9') continue;
    std::string joined;
    std::optional<uint64_t> index;
    size_t last = i;
    for (size_t j = i; j < std::min(words.size(), i + kMaxReferenceParts); ++j) {
      joined += words[j];
      if (joined.size() > 32) break;
      if (const auto read = consent::ParseReference(joined)) {
        index = read;
        last = j;
      }
    }
    if (index) out.insert(*index);
    i = last;
  }
  return out;
}

}  // namespace

Result<ShownChoice> ReadShown(std::string_view text, std::span<const std::string> token_names) {
  const std::string plain = Plain(text);
  if (const size_t head = plain.find(kReceiptHead); head != std::string::npos) {
    std::optional<ShownChoice> receipt =
        ReceiptReader(ReceiptWords(std::string_view(plain).substr(head + kReceiptHead.size())))
            .Read();
    if (receipt) return *std::move(receipt);
    return Error(ErrorCode::kUnprocessable,
                 "This receipt is not whole: paste all of it, or give its file.", "/text");
  }
  const std::string_view whole = Trimmed(plain, " \t\r\n\"'`<>()[]*.,;:");
  if (const auto index = consent::ParseReference(whole)) {
    return ShownChoice{.kind = ShownKind::kReference, .index = *index};
  }
  if (const auto index = WholeNumber(whole)) {
    return ShownChoice{.kind = ShownKind::kIndex, .index = *index};
  }
  const std::vector<std::string_view> words = LetterRuns(plain);
  // What stands for a token, whether or not it is one.
  const auto claims_token = [&](std::string_view word) {
    return word.size() == consent::kTokenLength ||
           std::ranges::any_of(token_names, [word](const std::string& name) {
             return LowerAscii(word) == LowerAscii(name);
           });
  };
  std::vector<consent::Token> tokens;
  bool claimed = false;
  for (const std::string_view word : words) {
    claimed = claimed || claims_token(word);
    const auto token = consent::DecodeToken(word);
    if (token && std::ranges::none_of(tokens, [&token](const consent::Token& known) {
          return known.index == token->index && known.secret == token->secret;
        })) {
      tokens.push_back(*token);
    }
  }
  if (tokens.size() == 1) {
    return ShownChoice{.kind = ShownKind::kToken, .index = tokens[0].index, .token = tokens[0]};
  }
  const std::set<uint64_t> references = ReferencesIn(words);
  if (tokens.size() > 1 || references.size() > 1) {
    return Error(ErrorCode::kUnprocessable, "This names several choices: give one of them.",
                 "/text");
  }
  if (references.size() == 1) {
    return ShownChoice{.kind = ShownKind::kReference, .index = *references.begin()};
  }
  if (claimed) return ShownChoice{.kind = ShownKind::kFalseToken};
  return NothingShown();
}

}  // namespace temoin::reports
