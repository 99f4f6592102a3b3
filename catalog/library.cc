#include "catalog/library.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/json.h"
#include "catalog/json_folder.h"

namespace temoin::catalog {
namespace {

constexpr std::string_view kLibraryPrefix = "library/";

// Services of one vendor name the same company.
void CheckVendors(const Library::Services& services, const ReadLimits& limits,
                  std::vector<Problem>& problems) {
  std::map<std::string_view, const LibraryService*> first;
  for (const auto& [id, service] : services) {
    if (!service->entity) continue;
    const auto [known, added] = first.emplace(service->vendor, service.get());
    if (added || known->second->entity->value == service->entity->value) continue;
    Reading(service->file, limits.max_problems, problems)
        .Meaning("/entity/value",
                 fmt::format("\"{}\", as {} says of the vendor {}", known->second->entity->value,
                             known->second->file, service->vendor));
  }
}

}  // namespace

FactCount& FactCount::operator+=(const FactCount& other) {
  facts += other.facts;
  nulls += other.nulls;
  vendor += other.vendor;
  authority += other.authority;
  third_party += other.third_party;
  return *this;
}

std::string_view SourceKindName(SourceKind kind) {
  switch (kind) {
    case SourceKind::kVendor:
      return "vendor";
    case SourceKind::kAuthority:
      return "authority";
    case SourceKind::kThirdParty:
      return "third-party";
  }
  return "";
}

const LibraryService* Library::Find(std::string_view id) const {
  const auto found = services_.find(id);
  return found == services_.end() ? nullptr : found->second.get();
}

std::string LibraryOutcome::ToString() const {
  std::string out;
  for (const Problem& problem : problems) out += problem.ToString() + "\n";
  return out;
}

LibraryOutcome ReadLibrary(const std::vector<SourceFile>& files, const ReadLimits& limits) {
  LibraryOutcome outcome;
  Library::Services services;
  for (const SourceFile& file : files) {
    const auto value = ParseJson(file.text, {.max_bytes = limits.max_file_bytes, .max_depth = 32});
    Reading reading(file.path, limits.max_problems, outcome.problems);
    if (!value.ok()) {
      reading.Report(Problem::Kind::kFile, value.error().pointer.value_or(""),
                     fmt::format("readable JSON: {}", value.error().message));
      continue;
    }
    LibraryService service = ReadLibraryService(*value, reading);
    service.source = file.text;
    std::string_view stem = file.path;
    stem.remove_prefix(std::min(stem.size(), stem.find('/') + 1));
    if (stem.ends_with(".json")) stem.remove_suffix(5);
    if (!service.id.empty() && service.id != stem) {
      reading.Meaning("/id", fmt::format("\"{}\", as the file is called", stem));
    }
    std::string id(stem);
    services.emplace(std::move(id), std::make_shared<const LibraryService>(std::move(service)));
  }
  CheckVendors(services, limits, outcome.problems);
  if (outcome.problems.empty()) {
    outcome.library = std::make_shared<const Library>(std::move(services));
  }
  return outcome;
}

LibraryOutcome LoadLibrary(const std::string& directory, const ReadLimits& limits) {
  std::vector<SourceFile> files;
  LibraryOutcome outcome;
  ReadJsonFolder(directory + "/", kLibraryPrefix, limits, files, outcome.problems);
  if (!outcome.problems.empty()) return outcome;
  return ReadLibrary(files, limits);
}

}  // namespace temoin::catalog
