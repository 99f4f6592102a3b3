// Reading a JSON value member by member while collecting everything that is wrong with it.
//
//   Fields site(reading, value, "");
//   out.name = site.String("name", kRequired, 200);
//   site.Done();  // reports the members that nobody asked for
//
// What these functions refuse is exactly what catalog/schema/*.json refuses
// (tests/unit/catalog/schema_test.py holds one against the other), so a change here is a change
// there. Internal to the catalogue.
//
// Thread-safety: one thread at a time.
#ifndef TEMOIN_CATALOG_FIELDS_H_
#define TEMOIN_CATALOG_FIELDS_H_

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/forms.h"
#include "catalog/model.h"
#include "catalog/reader.h"

namespace temoin::catalog {

// The problems of one file so far.
class Reading {
 public:
  Reading(std::string file, size_t max_problems, std::vector<Problem>& problems)
      : file_(std::move(file)), max_problems_(max_problems), problems_(problems) {}

  void Report(Problem::Kind kind, std::string pointer, std::string expected);
  void Structure(std::string pointer, std::string expected) {
    Report(Problem::Kind::kStructure, std::move(pointer), std::move(expected));
  }
  void Meaning(std::string pointer, std::string expected) {
    Report(Problem::Kind::kMeaning, std::move(pointer), std::move(expected));
  }
  const std::string& file() const { return file_; }

  // The language that every text of the file has to be in; empty: any will do.
  const std::string& language() const { return language_; }
  void RequireLanguage(std::string language) { language_ = std::move(language); }

 private:
  std::string file_;
  std::string language_;
  size_t max_problems_;
  std::vector<Problem>& problems_;
};

enum Presence { kOptional, kRequired };

class Fields {
 public:
  // Reports when `value` is no object; every member is then absent.
  Fields(Reading& reading, const nlohmann::json& value, std::string pointer);

  // The member, or nullptr; a missing required one is reported.
  const nlohmann::json* Get(std::string_view key, Presence presence);
  // The same, and null counts as absent without a report.
  const nlohmann::json* GetNullable(std::string_view key, Presence presence);

  std::string String(std::string_view key, Presence presence, Form form);
  std::optional<std::string> NullableString(std::string_view key, Presence presence, Form form);
  std::string OneOf(std::string_view key, Presence presence,
                    std::initializer_list<std::string_view> words);
  std::vector<std::string> Strings(std::string_view key, Presence presence, Form form);
  std::vector<std::string> SomeOf(std::string_view key, Presence presence,
                                  std::initializer_list<std::string_view> words);
  bool Boolean(std::string_view key, Presence presence, bool absent = false);
  std::optional<bool> NullableBoolean(std::string_view key, Presence presence);
  int64_t Integer(std::string_view key, Presence presence, int64_t least, int64_t most,
                  int64_t absent);
  Duration DurationOf(std::string_view key, Presence presence);
  std::optional<Duration> NullableDuration(std::string_view key, Presence presence);
  Text TextOf(std::string_view key, Presence presence);
  std::vector<Text> TextsOf(std::string_view key, Presence presence);
  // Calls read(key, value, pointer) for each member of the object.
  template <typename Read>
  void EachMember(const Read& read) {
    if (value_ == nullptr) return;
    for (const auto& [key, member] : value_->items()) {
      known_.emplace(key);
      read(key, member, Pointer(key));
    }
  }
  Published PublishedOf(std::string_view key);
  // Calls read(element, pointer) for each element of an array.
  template <typename Read>
  void Each(std::string_view key, Presence presence, const Read& read) {
    const nlohmann::json* array = Get(key, presence);
    if (array == nullptr) return;
    if (!array->is_array()) return Expect(key, "an array");
    for (size_t i = 0; i < array->size(); ++i) {
      read((*array)[i], Pointer(key) + "/" + std::to_string(i));
    }
  }

  std::string Pointer(std::string_view key) const;
  void Expect(std::string_view key, std::string expected);
  // Reports the members that nobody asked for.
  void Done();

 private:
  std::vector<std::string> StringList(std::string_view key, Presence presence,
                                      const std::function<bool(std::string_view)>& good,
                                      const std::string& expected);

  Reading& reading_;
  const nlohmann::json* value_;  // null when it was no object
  std::string pointer_;
  std::set<std::string, std::less<>> known_;
};

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_FIELDS_H_
