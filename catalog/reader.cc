#include "catalog/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/json.h"
#include "catalog/file_readers.h"
#include "catalog/json_folder.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

constexpr std::string_view kSites = "sites/";
constexpr std::string_view kVendors = "vendors/";
constexpr std::string_view kSuffix = ".json";
constexpr size_t kMaxWholeSiteBytes = 64 * 1024 * 1024;

void FileProblem(std::vector<Problem>& problems, const ReadLimits& limits, std::string file,
                 std::string pointer, std::string expected) {
  Reading(std::move(file), limits.max_problems, problems)
      .Report(Problem::Kind::kFile, std::move(pointer), std::move(expected));
}

// "ameli.fr" from "sites/ameli.fr.json".
std::string_view StemOf(std::string_view path) {
  path.remove_prefix(std::min(path.size(), path.find('/') + 1));
  if (path.ends_with(kSuffix)) path.remove_suffix(kSuffix.size());
  return path;
}

std::optional<json> Parse(const SourceFile& file, const ReadLimits& limits,
                          std::vector<Problem>& problems) {
  const auto parsed = ParseJson(file.text, {.max_bytes = limits.max_file_bytes, .max_depth = 32});
  if (parsed.ok()) return *parsed;
  FileProblem(problems, limits, file.path, parsed.error().pointer.value_or(""),
              fmt::format("readable JSON: {}", parsed.error().message));
  return std::nullopt;
}

// The value's canonical text; floats cannot get here in a file without problems.
std::string SourceText(const json& value) {
  const auto canonical = CanonicalJson(value);
  return canonical.ok() ? *canonical : std::string();
}

template <typename T>
void CheckId(const T& value, std::string_view stem, Reading& reading) {
  if (!value.id.empty() && value.id != stem) {
    reading.Meaning("/id", fmt::format("\"{}\", as the file is called", stem));
  }
}

void ReadVendors(const std::vector<SourceFile>& files, const ReadLimits& limits,
                 std::vector<Problem>& problems, Catalog::Vendors& vendors) {
  for (const SourceFile& file : files) {
    if (!file.path.starts_with(kVendors)) continue;
    // A broken vendor file still stands for its id: a site that names it is not at fault for that.
    std::string id(StemOf(file.path));
    const auto value = Parse(file, limits, problems);
    Vendor vendor;
    if (value) {
      Reading reading(file.path, limits.max_problems, problems);
      vendor = ReadVendor(*value, reading);
      vendor.source = SourceText(*value);
      CheckId(vendor, id, reading);
    }
    vendors.emplace(std::move(id), std::make_shared<const Vendor>(std::move(vendor)));
  }
}

void ReadSites(const std::vector<SourceFile>& files, const ReadLimits& limits,
               const Catalog::Vendors& vendors, std::vector<Problem>& problems,
               Catalog::Sites& sites) {
  for (const SourceFile& file : files) {
    if (!file.path.starts_with(kSites)) continue;
    const auto value = Parse(file, limits, problems);
    if (!value) continue;
    Reading reading(file.path, limits.max_problems, problems);
    Site site = ReadSite(*value, vendors, reading);
    site.source = SourceText(*value);
    CheckId(site, StemOf(file.path), reading);
    std::string id = site.id;
    sites.emplace(std::move(id), std::make_shared<const Site>(std::move(site)));
  }
}

}  // namespace

std::string Problem::ToString() const {
  return fmt::format("{}#{}: expected {}", file, pointer, expected);
}

std::string ReadOutcome::ToString() const {
  std::string out;
  for (const Problem& problem : problems) out += problem.ToString() + "\n";
  return out;
}

ReadOutcome ReadCatalog(const std::vector<SourceFile>& files, const ReadLimits& limits) {
  ReadOutcome outcome;
  Catalog::Vendors vendors;
  Catalog::Sites sites;
  ReadVendors(files, limits, outcome.problems, vendors);
  ReadSites(files, limits, vendors, outcome.problems, sites);
  if (outcome.problems.empty() && sites.empty()) {
    FileProblem(outcome.problems, limits, std::string(kSites), "", "at least one site");
  }
  if (outcome.problems.empty()) {
    outcome.catalog = std::make_shared<const Catalog>(std::move(sites), std::move(vendors));
  }
  return outcome;
}

ReadOutcome LoadCatalog(const std::string& directory, const ReadLimits& limits,
                        const std::vector<SourceFile>& over) {
  std::vector<SourceFile> files;
  std::vector<Problem> problems;
  for (const std::string_view folder : {kVendors, kSites}) {
    ReadJsonFolder(directory + "/" + std::string(folder), folder, limits, files, problems);
  }
  for (const SourceFile& file : over) {
    const auto same = std::find_if(files.begin(), files.end(), [&file](const SourceFile& each) {
      return each.path == file.path;
    });
    if (same != files.end()) {
      same->text = file.text;
    } else {
      files.push_back(file);
    }
  }
  ReadOutcome outcome = ReadCatalog(files, limits);
  if (!problems.empty()) {
    outcome.catalog = nullptr;
    outcome.problems.insert(outcome.problems.begin(), problems.begin(), problems.end());
  }
  return outcome;
}

std::string WholeSiteText(const Site& site) {
  std::map<std::string, const Vendor*> used;
  for (const Purpose& purpose : site.purposes) {
    for (const Service& service : purpose.services) {
      used.emplace(service.vendor->id, service.vendor.get());
    }
  }
  for (const Processor& processor : site.processors) {
    used.emplace(processor.vendor->id, processor.vendor.get());
  }
  for (const auto& vendor : site.worded_vendors) used.emplace(vendor->id, vendor.get());
  // Members in sorted order and canonical parts: the whole is canonical.
  std::string out = "{\"site\":" + site.source + ",\"vendors\":[";
  bool first = true;
  for (const auto& [id, vendor] : used) {
    if (!first) out += ',';
    first = false;
    out += vendor->source;
  }
  return out + "]}";
}

Result<std::shared_ptr<const Site>> ReadWholeSite(std::string_view text) {
  const auto parsed = ParseJson(text, {.max_bytes = kMaxWholeSiteBytes, .max_depth = 32});
  TEMOIN_RETURN_IF_ERROR(parsed.ok() ? Status() : Status(parsed.error()));
  const auto site = parsed->is_object() ? parsed->find("site") : parsed->end();
  const auto vendors = parsed->is_object() ? parsed->find("vendors") : parsed->end();
  if (site == parsed->end() || vendors == parsed->end() || !site->is_object() ||
      !vendors->is_array()) {
    return Error(ErrorCode::kInvalidArgument, "expected an object with site and vendors", "");
  }
  const auto id_of = [](const json& value) {
    const auto id = value.is_object() ? value.find("id") : value.end();
    return id != value.end() && id->is_string() ? id->get<std::string>() : std::string();
  };
  std::vector<SourceFile> files;
  for (const json& vendor : *vendors) {
    files.push_back({std::string(kVendors) + id_of(vendor) + std::string(kSuffix), vendor.dump()});
  }
  files.push_back({std::string(kSites) + id_of(*site) + std::string(kSuffix), site->dump()});
  const ReadOutcome outcome = ReadCatalog(files, {.max_file_bytes = kMaxWholeSiteBytes});
  if (!outcome.ok()) {
    return Error(ErrorCode::kInvalidArgument, outcome.problems.front().ToString());
  }
  return outcome.catalog->sites().begin()->second;
}

}  // namespace temoin::catalog
