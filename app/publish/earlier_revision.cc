#include "app/publish/earlier_revision.h"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "base/file.h"
#include "base/json.h"

namespace temoin::app {
namespace {

using nlohmann::json;

constexpr size_t kMaxFile = size_t{16} * 1024 * 1024;

}  // namespace

Result<std::vector<catalog::SourceFile>> FilesOfRevision(const std::string& data_directory,
                                                         const std::string& catalog_directory,
                                                         const PublishedName& name) {
  const auto text = ReadPublishedText(data_directory, name);
  if (!text) {
    return Error(ErrorCode::kNotFound,
                 fmt::format("the files of revision {} are not kept in {}; take them from the "
                             "catalogue's version control and publish",
                             name.revision, data_directory));
  }
  TEMOIN_ASSIGN_OR_RETURN(const json whole,
                          ParseJson(*text, {.max_bytes = 4 * kMaxFile, .max_depth = 34}));
  std::string site_file = "sites/" + name.site + ".json";
  const catalog::ReadOutcome present = catalog::LoadCatalog(catalog_directory);
  if (present.ok()) {
    if (const auto site = present.catalog->FindSite(name.site)) site_file = site->file;
  }
  std::vector<catalog::SourceFile> files = {{site_file, whole.at("site").dump(2) + "\n"}};
  for (const json& vendor : whole.at("vendors")) {
    files.push_back({"vendors/" + vendor.value("id", "") + ".json", vendor.dump(2) + "\n"});
  }
  return files;
}

Status ReplacedFiles::Replace(const catalog::SourceFile& file) {
  const std::string path = root_ + "/" + file.path;
  const auto before = ReadFile(path, kMaxFile);
  if (!before && before.error().code != ErrorCode::kNotFound) return before.error();
  if (before) {
    const JsonLimits limits{.max_bytes = kMaxFile, .max_depth = 32};
    const auto old_value = ParseJson(*before, limits);
    const auto new_value = ParseJson(file.text, limits);
    if (old_value && new_value && *old_value == *new_value) return {};
  }
  before_.emplace(path, before ? std::optional(*before) : std::nullopt);
  return WriteFileDurably(path, file.text, 0644);
}

Status ReplacedFiles::PutBack() {
  Status first;
  for (const auto& [path, text] : before_) {
    std::error_code ignored;
    const Status done = text ? WriteFileDurably(path, *text, 0644) : Status();
    if (!text) std::filesystem::remove(path, ignored);
    if (!done && first.ok()) first = done;
  }
  before_.clear();
  return first;
}

std::vector<std::string> ReplacedFiles::changed() const {
  std::vector<std::string> names;
  for (const auto& [path, text] : before_) names.push_back(path);
  return names;
}

Result<ReplacedFiles> PutBackRevision(const std::string& data_directory,
                                      const std::string& catalog_directory,
                                      const PublishedName& name) {
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<catalog::SourceFile> earlier,
                          FilesOfRevision(data_directory, catalog_directory, name));
  ReplacedFiles files(catalog_directory);
  for (const catalog::SourceFile& file : earlier) {
    if (Status replaced = files.Replace(file); !replaced) {
      if (const Status back = files.PutBack(); !back) {
        return Error(back.error().code, replaced.error().message + "; " + back.error().message);
      }
      return replaced.error();
    }
  }
  return files;
}

}  // namespace temoin::app
