#include "app/publish/published_sites.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "base/calendar.h"
#include "base/encoding.h"
#include "base/file.h"
#include "base/json.h"
#include "catalog/reader.h"

namespace temoin::app {
namespace {

constexpr size_t kMaxFileBytes = 64 * 1024 * 1024;
constexpr size_t kRevisionLength = 64;
constexpr int64_t kMaxGeneration = 1'000'000'000'000;  // exact in every reader of config.json
constexpr std::string_view kSuffix = ".json";
constexpr std::string_view kHistorySuffix = ".history.json";

std::string Folder(const std::string& data_directory) { return data_directory + "/published"; }

std::string Path(const std::string& data_directory, std::string_view site,
                 std::string_view revision) {
  return fmt::format("{}/{}.{}{}", Folder(data_directory), site, revision, kSuffix);
}

std::string HistoryPath(const std::string& data_directory, std::string_view site) {
  return fmt::format("{}/{}{}", Folder(data_directory), site, kHistorySuffix);
}

bool IsGeneration(const nlohmann::json& value, int64_t last) {
  return value.is_number_integer() && value >= 1 && value <= last;
}

bool ParseName(std::string_view name, PublishedName* out) {
  const size_t tail = 1 + kRevisionLength + kSuffix.size();
  if (name.size() <= tail || !name.ends_with(kSuffix)) return false;
  const std::string_view revision = name.substr(name.size() - tail + 1, kRevisionLength);
  if (name[name.size() - tail] != '.' ||
      revision.find_first_not_of("0123456789abcdef") != std::string_view::npos) {
    return false;
  }
  *out = {std::string(name.substr(0, name.size() - tail)), std::string(revision)};
  return true;
}

}  // namespace

Status WritePublishedSite(const std::string& data_directory, const catalog::Site& site,
                          std::string_view revision) {
  const std::string folder = Folder(data_directory);
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return ErrnoError("create", folder, errno);
  }
  const std::string text = catalog::WholeSiteText(site);
  const std::string path = Path(data_directory, site.id, revision);
  const auto there = ReadFile(path, kMaxFileBytes);
  if (there && *there == text) return {};
  return WriteFileDurably(path, text, 0600);
}

Result<std::vector<PublishedName>> ListPublishedSites(const std::string& data_directory) {
  std::vector<PublishedName> names;
  std::error_code problem;
  std::filesystem::directory_iterator files(Folder(data_directory), problem);
  if (problem == std::errc::no_such_file_or_directory) return names;
  for (; !problem && files != std::filesystem::directory_iterator(); files.increment(problem)) {
    PublishedName name;
    if (ParseName(files->path().filename().string(), &name)) names.push_back(std::move(name));
  }
  if (problem) return ErrnoError("list", Folder(data_directory), problem.value());
  return names;
}

Result<std::shared_ptr<const catalog::Site>> ReadPublishedSite(const std::string& data_directory,
                                                               const PublishedName& name) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, ReadPublishedText(data_directory, name));
  return catalog::ReadWholeSite(text);
}

Result<std::string> ReadPublishedText(const std::string& data_directory,
                                      const PublishedName& name) {
  return ReadFile(Path(data_directory, name.site, name.revision), kMaxFileBytes);
}

Result<std::vector<std::string>> ListHistories(const std::string& data_directory) {
  std::vector<std::string> sites;
  std::error_code problem;
  std::filesystem::directory_iterator files(Folder(data_directory), problem);
  if (problem == std::errc::no_such_file_or_directory || problem == std::errc::not_a_directory) {
    return sites;
  }
  for (; !problem && files != std::filesystem::directory_iterator(); files.increment(problem)) {
    std::string name = files->path().filename().string();
    if (!name.ends_with(kHistorySuffix)) continue;
    name.resize(name.size() - kHistorySuffix.size());
    sites.push_back(std::move(name));
  }
  if (problem) return ErrnoError("list", Folder(data_directory), problem.value());
  return sites;
}

bool SamePublication(const store::Publication& a, const store::Publication& b) {
  return a.hash == b.hash && a.generation == b.generation && a.published_at == b.published_at;
}

Result<std::vector<store::Publication>> ReadHistory(const std::string& data_directory,
                                                    std::string_view site) {
  const std::string path = HistoryPath(data_directory, site);
  const auto text = ReadFile(path, kMaxHistoryBytes);
  if (!text && text.error().code == ErrorCode::kNotFound) return std::vector<store::Publication>();
  if (!text) return text.error();
  auto history = ParseHistory(site, *text);
  if (history) return history;
  return Error(ErrorCode::kDataLoss,
               fmt::format("{} is damaged; restore it, or remove it when the database is whole: it "
                           "is written again at the next start",
                           path));
}

Result<std::vector<store::Publication>> ParseHistory(std::string_view site, std::string_view text) {
  const Error damaged(ErrorCode::kDataLoss, "no history of publications");
  const auto list = ParseJson(text, {.max_bytes = kMaxHistoryBytes});
  if (!list || !list->is_array()) return damaged;
  std::vector<store::Publication> history;
  for (const nlohmann::json& row : *list) {
    if (!row.is_object()) return damaged;
    const auto text_of = [&](const char* member) -> std::string {
      const auto found = row.find(member);
      return found != row.end() && found->is_string() ? found->get<std::string>() : "";
    };
    const auto at = ParseTime(text_of("published_at"));
    const auto revision = DecodeHex(text_of("revision"));
    const auto generation = row.find("generation");
    const auto since = row.find("since");
    if (!at || !revision || revision->size() * 2 != kRevisionLength || since == row.end() ||
        !since->is_object() || generation == row.end() ||
        !IsGeneration(*generation, kMaxGeneration)) {
      return damaged;
    }
    const auto asked = generation->get<int64_t>();
    const bool falls = !history.empty() && asked < history.back().generation;
    const auto before = [asked](const nlohmann::json& value) { return IsGeneration(value, asked); };
    if (falls || !std::ranges::all_of(*since, before)) return damaged;
    history.push_back({.site = std::string(site),
                       .hash = text_of("revision"),
                       .generation = asked,
                       .since = since->dump(),
                       .published_at = *at});
  }
  return history;
}

Status WriteHistory(const std::string& data_directory, std::string_view site,
                    const std::vector<store::Publication>& history, bool whole) {
  std::vector<store::Publication> all = history;
  if (auto known = ReadHistory(data_directory, site); known && !whole) all = std::move(*known);
  for (const store::Publication& each : history) {
    const bool there = std::ranges::any_of(
        all, [&](const store::Publication& other) { return SamePublication(other, each); });
    if (!there) all.push_back(each);
  }
  nlohmann::json list = nlohmann::json::array();
  for (const store::Publication& each : all) {
    TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json since,
                            ParseJson(each.since, {.max_bytes = kMaxHistoryBytes}));
    list.push_back({{"revision", each.hash},
                    {"generation", each.generation},
                    {"since", since},
                    {"published_at", FormatTime(each.published_at)}});
  }
  const std::string path = HistoryPath(data_directory, site);
  const std::string text = list.dump(1) + "\n";
  const auto there = ReadFile(path, kMaxHistoryBytes);
  if (there && *there == text) return {};
  return WriteFileDurably(path, text, 0600);
}

void RemoveOtherPublishedSites(const std::string& data_directory,
                               const std::set<std::pair<std::string, std::string>>& kept) {
  const auto names = ListPublishedSites(data_directory);
  if (!names) return;
  for (const PublishedName& name : *names) {
    if (kept.contains({name.site, name.revision})) continue;
    std::error_code ignored;
    std::filesystem::remove(Path(data_directory, name.site, name.revision), ignored);
  }
}

}  // namespace temoin::app
