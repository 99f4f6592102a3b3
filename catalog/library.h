// What is known of the services that sites use: a folder with one file a service,
// library/<id>.json, where every fact names its source and is null without one.
//
// A site adopts a service (catalog/adopt.h) and owns it from then on. docs/catalogue.md describes
// the files, catalog/schema/library.schema.json their structure.
//
// All or nothing, as catalog/reader.h reads a catalogue: a Library, or a list of problems, each
// with file, pointer and what was expected. Bounded by ReadLimits.
//
// Thread-safety: free functions; a Library is immutable.
#ifndef TEMOIN_CATALOG_LIBRARY_H_
#define TEMOIN_CATALOG_LIBRARY_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/fields.h"
#include "catalog/model.h"
#include "catalog/reader.h"

namespace temoin::catalog {

// Whose word a source is.
enum class SourceKind { kVendor, kAuthority, kThirdParty };

struct LibrarySource {
  std::string title;
  SourceKind by = SourceKind::kThirdParty;
  std::string address;  // https, or empty where it is a package
  std::string package;  // "npm:tarteaucitronjs"
  std::string version;  // of the package or the address; may be empty
  std::string dated;    // the day that the text bears; may be empty
  std::string read;     // the day on which it, or a stored copy of it, was read
};

template <typename T>
struct Fact {
  T value{};
  std::string source;  // a key of LibraryService::sources
};

struct LibraryTracker {
  Tracker tracker;          // host, lifetime and purpose are empty where they are unknown
  bool kind_known = false;  // else tracker.kind says nothing
  Text when;                // only in these settings; empty: always
};

// Something that a person answers for this site's configuration, by "yes", "no" or "unknown".
struct LibraryQuestion {
  std::string criterion;  // a member of a site's "exemption"
  Text text;
  Text how;  // how this tool is set so; may be empty
};

struct LibraryChange {
  int64_t version = 0;
  std::string date;
  Text what;
};

struct FactCount {
  size_t facts = 0;  // nulls included
  size_t nulls = 0;
  size_t vendor = 0;  // by whose word they are known
  size_t authority = 0;
  size_t third_party = 0;

  FactCount& operator+=(const FactCount& other);
};

struct LibraryService {
  std::string id;
  int64_t version = 0;
  bool whole = false;  // else thin: names and addresses, little more
  std::string name;
  std::vector<std::string> also;  // other names that people use
  std::string category;
  Text description;    // to start from; no fact
  std::string vendor;  // id of the vendor's file
  std::optional<Fact<std::string>> entity;
  std::optional<Fact<std::string>> country;
  std::optional<Fact<std::string>> policy_url;
  std::optional<Fact<Location>> location;
  std::optional<Fact<std::string>> role;
  std::vector<Fact<std::string>> hosts;  // where its requests go
  std::vector<Fact<std::string>> loads;  // "host/path" by which its tag is known
  std::optional<Fact<std::string>> basis;
  Text basis_reason;
  std::optional<Fact<std::vector<std::string>>> tagging;  // HTML to start from
  Text tagging_note;
  std::optional<Fact<std::vector<std::string>>> consent_mode;
  std::optional<std::vector<LibraryTracker>> trackers;  // nullopt: unknown
  std::vector<LibraryQuestion> questions;
  std::vector<LibraryChange> changes;  // the last one made this version
  std::map<std::string, LibrarySource, std::less<>> sources;
  FactCount count;
  std::string file;
  std::string source;  // the file's text
};

class Library {
 public:
  using Services = std::map<std::string, std::shared_ptr<const LibraryService>, std::less<>>;

  explicit Library(Services services) : services_(std::move(services)) {}

  const Services& services() const { return services_; }  // by id, sorted
  const LibraryService* Find(std::string_view id) const;  // nullptr: none

 private:
  Services services_;
};

struct LibraryOutcome {
  std::shared_ptr<const Library> library;  // null exactly when there are problems
  std::vector<Problem> problems;

  bool ok() const { return library != nullptr; }
  std::string ToString() const;  // one problem a line
};

[[nodiscard]] LibraryOutcome LoadLibrary(const std::string& directory,
                                         const ReadLimits& limits = {});
// The same over files in memory; each path is "library/<id>.json".
[[nodiscard]] LibraryOutcome ReadLibrary(const std::vector<SourceFile>& files,
                                         const ReadLimits& limits = {});

// One file's value; what is wrong is reported to `reading`.
LibraryService ReadLibraryService(const nlohmann::json& value, Reading& reading);

std::string_view SourceKindName(SourceKind kind);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_LIBRARY_H_
