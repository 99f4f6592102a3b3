#include "catalog/json_folder.h"

#include <dirent.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/file.h"
#include "base/result.h"
#include "catalog/fields.h"

namespace temoin::catalog {
namespace {

constexpr std::string_view kJson = ".json";

// Names of the .json files in a folder, sorted. A missing folder is an error.
Result<std::vector<std::string>> ListJson(const std::string& directory) {
  DIR* open = opendir(directory.c_str());
  if (open == nullptr) return ErrnoError("open", directory, errno);
  std::vector<std::string> names;
  while (const dirent* entry = readdir(open)) {
    const std::string_view name = entry->d_name;
    if (name.size() > kJson.size() && name.ends_with(kJson) && name[0] != '.') {
      names.emplace_back(name);
    }
  }
  closedir(open);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

void ReadJsonFolder(const std::string& folder, std::string_view prefix, const ReadLimits& limits,
                    std::vector<SourceFile>& files, std::vector<Problem>& problems) {
  const auto report = [&](std::string file, std::string expected) {
    Reading(std::move(file), limits.max_problems, problems)
        .Report(Problem::Kind::kFile, "", std::move(expected));
  };
  const auto names = ListJson(folder);
  if (!names.ok()) {
    return report(std::string(prefix), fmt::format("a readable folder: {}", names.error().message));
  }
  for (const std::string& name : *names) {
    const std::string path = std::string(prefix) + name;
    if (files.size() >= limits.max_files) {
      return report(std::string(prefix), fmt::format("at most {} files", limits.max_files));
    }
    std::error_code failed;
    const auto kind = std::filesystem::status(folder + name, failed).type();
    if (!failed && kind != std::filesystem::file_type::regular) {
      report(path, "a regular file");  // a pipe or a device would never end
      continue;
    }
    auto text = ReadFile(folder + name, limits.max_file_bytes);
    if (text.ok()) {
      files.push_back({path, std::move(text).value()});
    } else {
      report(path, fmt::format("a readable file: {}", text.error().message));
    }
  }
}

}  // namespace temoin::catalog
