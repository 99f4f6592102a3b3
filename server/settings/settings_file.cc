// The file of settings, by toml++ (https://marzer.github.io/tomlplusplus).
#include <fmt/format.h>
#include <toml++/toml.h>

#include <string>
#include <utility>

#include "base/near_word.h"
#include "server/settings/settings.h"

namespace temoin::settings {
namespace {

// Of a table below the root; a setting stands at the root or one table deep.
constexpr size_t kMostDepth = 2;

class FileReader {
 public:
  explicit FileReader(const std::string& name) : name_(name) {}

  Status Take(const toml::table& table, const std::string& above, size_t depth) {
    for (const auto& [key, node] : table) {
      const std::string path =
          above.empty() ? std::string(key.str()) : above + "." + std::string(key.str());
      const Setting* const setting = FindByKey(path);
      if (setting == nullptr && node.is_table() && depth < kMostDepth) {
        TEMOIN_RETURN_IF_ERROR(Take(*node.as_table(), path, depth + 1));
        continue;
      }
      if (setting == nullptr) return Bad(node, Unknown(path));
      Value value{{}, Source::kFile, Place(node)};
      TEMOIN_RETURN_IF_ERROR(Write(*setting, node, value));
      out_.emplace(setting->option, std::move(value));
    }
    return {};
  }
  Given Out() { return std::move(out_); }

 private:
  std::string Place(const toml::node& node) const {
    return fmt::format("{}:{}", name_, node.source().begin.line);
  }
  Error Bad(const toml::node& node, std::string_view what) const {
    return {ErrorCode::kInvalidArgument, fmt::format("{}: {}", Place(node), what)};
  }

  static std::string Unknown(const std::string& path) {
    std::vector<std::string> known;
    for (const Setting& setting : Table()) known.emplace_back(setting.key);
    const std::string near = NearWord(path, known);
    return fmt::format("there is no setting '{}'{}", path,
                       near.empty() ? ". `temoin config options` lists them"
                                    : fmt::format("; did you mean '{}'?", near));
  }

  Status Write(const Setting& setting, const toml::node& node, Value& out) const {
    switch (setting.form) {
      case Form::kText:
      case Form::kChoice:
        if (const auto text = node.value_exact<std::string>()) {
          out.written = {*text};
          return {};
        }
        return Bad(node, fmt::format("{}: write a text in quotes", setting.key));
      case Form::kNumber:
        if (const auto number = node.value_exact<int64_t>()) {
          out.written = {fmt::to_string(*number)};
          return {};
        }
        return Bad(node, fmt::format("{}: write a number without quotes", setting.key));
      case Form::kSwitch:
        if (const auto on = node.value_exact<bool>()) {
          out.written = {*on ? "true" : "false"};
          return {};
        }
        return Bad(node, fmt::format("{}: write true or false", setting.key));
      case Form::kList:
        break;
    }
    const toml::array* const list = node.as_array();
    for (size_t i = 0; list != nullptr && i < list->size(); ++i) {
      const auto text = (*list)[i].value_exact<std::string>();
      if (!text) return Bad((*list)[i], fmt::format("{}: write texts in quotes", setting.key));
      out.written.push_back(*text);
    }
    if (list != nullptr) return {};
    return Bad(node, fmt::format("{}: write a list, such as [\"…\", \"…\"]", setting.key));
  }

  const std::string& name_;
  Given out_;
};

}  // namespace

Result<Given> ParseSettingsFile(std::string_view toml, const std::string& name) {
  try {
    const toml::table table = toml::parse(toml, name);
    FileReader reader(name);
    TEMOIN_RETURN_IF_ERROR(reader.Take(table, {}, 1));
    return reader.Out();
  } catch (const toml::parse_error& error) {
    return Error(ErrorCode::kInvalidArgument,
                 fmt::format("{}:{}: it is no TOML: {}", name, error.source().begin.line,
                             std::string(error.description())));
  }
}

}  // namespace temoin::settings
