#include "server/cli/cli.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/near_word.h"

namespace temoin::cli {

nlohmann::json ErrorDocument(const Error& error) {
  nlohmann::json out = {{"code", ErrorCodeName(error.code)}, {"message", error.message}};
  if (error.pointer) out["pointer"] = *error.pointer;
  return out;
}

int Fail(const Error& error) {
  if (error.pointer) {
    Remark("temoin: {} (at {})", InWords(error.message), *error.pointer);
  } else {
    Remark("temoin: {}", InWords(error.message));
  }
  if (Spoken().json) PrintedAsJson("json", {{"schema", 1}, {"error", ErrorDocument(error)}});
  return kExitFailed;
}

int Fail(const catalog::ReadOutcome& outcome) {
  const std::string problems = outcome.ToString();
  fmt::print(stderr, "{}", InWords(problems));
  const Error error(ErrorCode::kUnprocessable, problems);
  if (Spoken().json) PrintedAsJson("json", {{"schema", 1}, {"error", ErrorDocument(error)}});
  return kExitFailed;
}

Error NoSuchSite(const catalog::Catalog& catalog, const std::string& site) {
  constexpr size_t kMostListed = 20;
  std::vector<std::string> ids;
  std::string list;
  for (const auto& [id, found] : catalog.sites()) {
    ids.push_back(id);
    if (ids.size() <= kMostListed) list += (list.empty() ? "" : ", ") + id;
  }
  if (ids.size() > kMostListed) list += fmt::format(" and {} more", ids.size() - kMostListed);
  const std::string near = NearWord(site, ids);
  std::string words = "there is no site " + site;
  if (!near.empty()) words += "; did you mean " + near + "?";
  if (list.empty()) return {ErrorCode::kNotFound, words + "; this catalogue has none"};
  return {ErrorCode::kNotFound,
          fmt::format("{} Sites in this catalogue: {}", near.empty() ? words + "." : words, list)};
}

CLI::Validator Digits() {
  return {[](const std::string& text) -> std::string {
            const bool digits =
                !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
            const bool plain = text == "0" || !text.starts_with('0');
            if (digits && plain) return {};
            return fmt::format("\"{}\" is no number: write it in decimal digits, like 1250", text);
          },
          "NUMBER"};
}

void AddFormatOption(CLI::App& command, std::string& format) {
  command.add_option("--format", format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->default_str("text");
}

bool PrintedAsJson(const std::string& format, const nlohmann::json& document) {
  if (format != "json") return false;
  Print(document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  return true;
}

void AddCheckpointLogOption(CLI::App& command, std::string& checkpoint_log) {
  command.add_option("--log-journal", checkpoint_log,
                     "When no server runs: directory of the checkpoint log, where it is elsewhere");
}

std::string OwnFolder() {
  std::array<char, 4096> path{};
  const ssize_t length = readlink("/proc/self/exe", path.data(), path.size());
  if (length <= 0 || static_cast<size_t>(length) >= path.size()) return {};
  const std::string whole(path.data(), static_cast<size_t>(length));
  return whole.substr(0, whole.rfind('/') + 1);
}

}  // namespace temoin::cli
