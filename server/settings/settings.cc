#include "server/settings/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/file.h"

namespace temoin::settings {
namespace {

constexpr size_t kMostFile = size_t{64} * 1024;
constexpr size_t kMostText = 4096;
constexpr size_t kMostOfList = 1000;

Error Bad(const Value& value, const Setting& setting, std::string_view what) {
  return {ErrorCode::kInvalidArgument,
          value.source == Source::kFile ? fmt::format("{}: {}: {}", value.place, setting.key, what)
                                        : fmt::format("{}: {}", value.place, what)};
}

std::optional<int64_t> NumberIn(std::string_view text) {
  int64_t number = 0;
  const char* const last = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), last, number);
  return error == std::errc() && stop == last ? std::optional(number) : std::nullopt;
}

bool IsOneOf(std::string_view word, std::string_view words) {
  while (!words.empty()) {
    const size_t end = std::min(words.find(' '), words.size());
    if (words.substr(0, end) == word) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

// Whether what was given is what the setting takes.
Status Check(const Setting& setting, const Value& value) {
  if (setting.form == Form::kList) {
    if (value.written.size() > kMostOfList) return Bad(value, setting, "too many of them");
  } else if (value.written.size() != 1) {
    return Bad(value, setting, "give it once");
  }
  for (const std::string& text : value.written) {
    const bool odd = std::any_of(text.begin(), text.end(), [](char c) {
      return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    });
    if (odd || text.size() > kMostText) {
      return Bad(value, setting, "it is too long, or a control character stands in it");
    }
  }
  const std::string& text = value.written.empty() ? std::string() : value.written.front();
  switch (setting.form) {
    case Form::kText:
    case Form::kList:
      return {};
    case Form::kNumber: {
      const auto number = NumberIn(text);
      if (number && *number >= 0 && *number <= setting.most) return {};
      return Bad(value, setting, fmt::format("give a number from 0 to {}", setting.most));
    }
    case Form::kSwitch:
      return text == "true" || text == "false" ? Status()
                                               : Bad(value, setting, "write true or false");
    case Form::kChoice:
      break;
  }
  if (IsOneOf(text, setting.choices)) return {};
  return Bad(value, setting, fmt::format("it is one of: {}", setting.choices));
}

// A list in a variable has spaces or commas between its parts.
std::vector<std::string> PartsOf(std::string_view text) {
  std::vector<std::string> out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find_first_of(", \t\n", at), text.size());
    if (end > at) out.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

std::optional<Value> FromEnvironment(const Sources& sources, const Setting& setting) {
  if (!sources.environment) return std::nullopt;
  const std::string variable = VariableOf(setting);
  const std::optional<std::string> text = sources.environment(variable);
  if (!text) return std::nullopt;
  return Value{setting.form == Form::kList ? PartsOf(*text) : std::vector{*text},
               Source::kEnvironment, variable};
}

Value ByDefault(const Setting& setting) {
  const bool empty_list = setting.form == Form::kList && setting.by_default.empty();
  return {empty_list ? std::vector<std::string>() : std::vector{std::string(setting.by_default)},
          Source::kDefault, "default"};
}

}  // namespace

const std::string& Settings::Text(std::string_view option) const {
  return At(option).written.front();
}

const std::vector<std::string>& Settings::List(std::string_view option) const {
  return At(option).written;
}

int64_t Settings::Number(std::string_view option) const {
  return NumberIn(Text(option)).value_or(0);  // judged when it was read
}

bool Settings::Switch(std::string_view option) const { return Text(option) == "true"; }

std::vector<std::string_view> Settings::Reload(const Settings& later) {
  std::vector<std::string_view> waiting;
  for (const Setting& setting : Table()) {
    Value& value = values_.find(setting.option)->second;
    const Value& next = later.At(setting.option);
    if (setting.reloads) {
      value = next;
    } else if (value.written != next.written) {
      waiting.push_back(setting.key);
    }
  }
  return waiting;
}

Result<Settings> ReadSettings(const Sources& sources) {
  Given file;
  if (!sources.file.empty()) {
    TEMOIN_ASSIGN_OR_RETURN(const std::string text, ReadFile(sources.file, kMostFile));
    TEMOIN_ASSIGN_OR_RETURN(file, ParseSettingsFile(text, sources.file));
  }
  Settings out;
  for (const Setting& setting : Table()) {
    Value value = ByDefault(setting);
    if (const auto found = file.find(setting.option); found != file.end()) value = found->second;
    if (auto variable = FromEnvironment(sources, setting)) value = std::move(*variable);
    if (const auto found = sources.options.find(setting.option); found != sources.options.end()) {
      value = found->second;
    }
    if (value.source != Source::kDefault) TEMOIN_RETURN_IF_ERROR(Check(setting, value));
    if (setting.required && value.written.front().empty()) {
      return Error(ErrorCode::kInvalidArgument,
                   fmt::format("no {0} is given: write --{0}, set {1}, or write `{2}` into the "
                               "file of --config",
                               setting.option, VariableOf(setting), setting.key));
    }
    out.values_.emplace(setting.option, std::move(value));
  }
  return out;
}

}  // namespace temoin::settings
