#include "server/service/bundle_files.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "base/file.h"
#include "catalog/src/reader.h"

namespace temoin::service {
namespace {

constexpr size_t kMaxBundleBytes = 64 * 1024 * 1024;
constexpr size_t kRevisionLength = 64;
constexpr std::string_view kBundleSuffix = ".json";

std::string Folder(const std::string& data_directory) { return data_directory + "/published"; }

std::string Path(const std::string& data_directory, std::string_view site,
                 std::string_view revision) {
  return fmt::format("{}/{}.{}{}", Folder(data_directory), site, revision, kBundleSuffix);
}

bool ParseName(std::string_view name, BundleName* out) {
  const size_t tail = 1 + kRevisionLength + kBundleSuffix.size();
  if (name.size() <= tail || !name.ends_with(kBundleSuffix)) return false;
  const std::string_view revision = name.substr(name.size() - tail + 1, kRevisionLength);
  if (name[name.size() - tail] != '.' ||
      revision.find_first_not_of("0123456789abcdef") != std::string_view::npos) {
    return false;
  }
  *out = {std::string(name.substr(0, name.size() - tail)), std::string(revision)};
  return true;
}

}  // namespace

Status WriteBundle(const std::string& data_directory, const catalog::Site& site,
                   std::string_view revision) {
  const std::string folder = Folder(data_directory);
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return ErrnoError("create", folder, errno);
  }
  const std::string bundle = catalog::BundleOf(site);
  const std::string path = Path(data_directory, site.id, revision);
  const auto there = ReadFile(path, kMaxBundleBytes);
  if (there && *there == bundle) return {};
  return WriteFileDurably(path, bundle, 0600);
}

Result<std::vector<BundleName>> ListBundles(const std::string& data_directory) {
  std::vector<BundleName> bundles;
  std::error_code problem;
  std::filesystem::directory_iterator files(Folder(data_directory), problem);
  if (problem == std::errc::no_such_file_or_directory) return bundles;
  for (; !problem && files != std::filesystem::directory_iterator(); files.increment(problem)) {
    BundleName name;
    if (ParseName(files->path().filename().string(), &name)) bundles.push_back(std::move(name));
  }
  if (problem) return ErrnoError("list", Folder(data_directory), problem.value());
  return bundles;
}

Result<std::shared_ptr<const catalog::Site>> ReadBundleFile(const std::string& data_directory,
                                                            const BundleName& name) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, ReadBundleText(data_directory, name));
  return catalog::ReadBundle(text);
}

Result<std::string> ReadBundleText(const std::string& data_directory, const BundleName& name) {
  return ReadFile(Path(data_directory, name.site, name.revision), kMaxBundleBytes);
}

void RemoveOtherBundles(const std::string& data_directory,
                        const std::set<std::pair<std::string, std::string>>& kept) {
  const auto bundles = ListBundles(data_directory);
  if (!bundles) return;
  for (const BundleName& name : *bundles) {
    if (kept.contains({name.site, name.revision})) continue;
    std::error_code ignored;
    std::filesystem::remove(Path(data_directory, name.site, name.revision), ignored);
  }
}

}  // namespace temoin::service
