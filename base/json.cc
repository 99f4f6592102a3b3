#include "base/json.h"

#include <fmt/format.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <vector>

namespace temoin {
namespace {

using nlohmann::json;

constexpr int64_t kMaxExactInteger = (int64_t{1} << 53) - 1;

// Builds the value while checking what the library's own builder does not: depth and duplicates.
// The members that override json_sax keep its naming.
class GuardedBuilder final : public json::json_sax_t {
 public:
  explicit GuardedBuilder(int max_depth) : max_depth_(max_depth) {}

  bool null() override { return Put(nullptr); }
  bool boolean(bool value) override { return Put(value); }
  bool number_integer(number_integer_t value) override { return Put(value); }
  bool number_unsigned(number_unsigned_t value) override { return Put(value); }
  bool number_float(number_float_t value, const string_t& /*text*/) override { return Put(value); }
  bool string(string_t& value) override { return Put(std::move(value)); }
  bool binary(binary_t& /*value*/) override { return false; }

  bool start_object(std::size_t /*elements*/) override { return Open(json::object()); }
  bool key(string_t& value) override {
    json& object = *open_.back();
    const auto [member, inserted] = object.emplace(value, nullptr);
    if (!inserted) {
      return Fail(fmt::format("the key {} appears twice in one object", json(value).dump()),
                  Pointer() + PointerToken(value));
    }
    slot_ = &*member;
    keys_.back() = value;
    return true;
  }
  bool end_object() override { return Close(); }
  bool start_array(std::size_t /*elements*/) override { return Open(json::array()); }
  bool end_array() override { return Close(); }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    return Fail(fmt::format("not JSON: syntax or UTF-8 error at byte {}", position), {});
  }

  json& root() { return root_; }
  const std::string& message() const { return message_; }
  const std::string& pointer() const { return pointer_; }

 private:
  bool Fail(std::string message, std::string pointer) {
    if (message_.empty()) {
      message_ = std::move(message);
      pointer_ = std::move(pointer);
    }
    return false;
  }

  json* Place(json value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    json& parent = *open_.back();
    if (parent.is_array()) {
      parent.push_back(std::move(value));
      return &parent.back();
    }
    *slot_ = std::move(value);
    return slot_;
  }

  bool Put(json value) {
    Place(std::move(value));
    return true;
  }

  bool Open(json container) {
    if (static_cast<int>(open_.size()) >= max_depth_) {
      return Fail(fmt::format("nested deeper than {} levels", max_depth_), {});
    }
    open_.push_back(Place(std::move(container)));
    keys_.emplace_back();
    return true;
  }

  bool Close() {
    open_.pop_back();
    keys_.pop_back();
    return true;
  }

  // Where the innermost open container stands.
  std::string Pointer() const {
    std::string out;
    for (size_t i = 0; i + 1 < open_.size(); ++i) {
      out +=
          open_[i]->is_array() ? fmt::format("/{}", open_[i]->size() - 1) : PointerToken(keys_[i]);
    }
    return out;
  }

  const int max_depth_;
  json root_;
  std::vector<json*> open_;        // the containers being filled, outermost first
  std::vector<std::string> keys_;  // the current key of each
  json* slot_ = nullptr;           // where the value of the current key goes
  std::string message_;
  std::string pointer_;
};

Status CheckCanonical(const json& value, const std::string& pointer) {
  if (value.is_object()) {
    for (const auto& [key, member] : value.items()) {
      const std::string at = pointer + PointerToken(key);
      for (const char c : key) {
        if (static_cast<unsigned char>(c) >= 0x80) {
          return Error(ErrorCode::kInvalidArgument, "a key is not ASCII", at);
        }
      }
      TEMOIN_RETURN_IF_ERROR(CheckCanonical(member, at));
    }
  } else if (value.is_array()) {
    for (size_t i = 0; i < value.size(); ++i) {
      TEMOIN_RETURN_IF_ERROR(CheckCanonical(value[i], fmt::format("{}/{}", pointer, i)));
    }
  } else if (value.is_number_float() || value.is_binary() || value.is_discarded()) {
    return Error(ErrorCode::kInvalidArgument, "only integers, no other numbers", pointer);
  } else if (value.is_number_unsigned()) {
    if (value.get<uint64_t>() > static_cast<uint64_t>(kMaxExactInteger)) {
      return Error(ErrorCode::kInvalidArgument, "an integer beyond 2^53 - 1", pointer);
    }
  } else if (value.is_number_integer()) {
    if (value.get<int64_t>() < -kMaxExactInteger || value.get<int64_t>() > kMaxExactInteger) {
      return Error(ErrorCode::kInvalidArgument, "an integer beyond 2^53 - 1", pointer);
    }
  }
  return {};
}

}  // namespace

Result<json> ParseJson(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return Error(ErrorCode::kTooLarge, fmt::format("{} bytes of JSON, at most {} are accepted",
                                                   text.size(), limits.max_bytes));
  }
  if (text.substr(0, 3) == "\xEF\xBB\xBF") {
    return Error(ErrorCode::kInvalidArgument, "not JSON: it begins with a byte order mark");
  }
  // The library takes a zero byte for the end, and what follows for nothing.
  if (const size_t zero = text.find('\0'); zero != std::string_view::npos) {
    return Error(ErrorCode::kInvalidArgument, fmt::format("not JSON: byte {} is zero", zero));
  }
  GuardedBuilder builder(limits.max_depth);
  if (!json::sax_parse(text, &builder, json::input_format_t::json, /*strict=*/true)) {
    if (builder.pointer().empty()) {
      return Error(ErrorCode::kInvalidArgument, builder.message());
    }
    return Error(ErrorCode::kInvalidArgument, builder.message(), builder.pointer());
  }
  return std::move(builder.root());
}

Result<std::string> CanonicalJson(const json& value) {
  TEMOIN_RETURN_IF_ERROR(CheckCanonical(value, ""));
  try {
    // nlohmann::json keeps object keys sorted by bytes, which for ASCII is the order of RFC 8785,
    // and escapes exactly what that RFC escapes.
    return value.dump();
  } catch (const json::exception&) {
    return Error(ErrorCode::kInvalidArgument, "a string is not valid UTF-8");
  }
}

std::string PointerToken(std::string_view key) {
  std::string out = "/";
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace temoin
