#include "catalog/suggest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "catalog/adopt_words.h"
#include "catalog/csv_record.h"
#include "catalog/fields.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

json DraftOf(std::string_view name, const KnownCookie& row, std::string_view language) {
  // A pattern stands for one character or more: the bare prefix is a name of its own.
  const bool pattern = row.prefix && name.size() > row.name.size();
  json draft = {{"name", pattern ? row.name + "<id>" : std::string(name)},
                {"kind", "cookie"},
                {"purpose", {{"fr", kToCompleteFr}, {"en", row.description}}},
                {"lifetime", nullptr}};
  if (row.prefix && !pattern) draft["aliases"] = json::array({row.name + "<id>"});
  draft["host"] = HasForm(row.domain, Form::kHost) ? row.domain : std::string(ToComplete(language));
  if (const std::string lifetime = LifetimeFromWords(row.retention); !lifetime.empty()) {
    draft["lifetime"] = lifetime;
  }
  return draft;
}

std::string DumpLine(const json& value) {
  return value.dump(2, ' ', false, json::error_handler_t::replace);
}

}  // namespace

Result<CookieDatabase> CookieDatabase::Read(std::string_view csv) {
  if (csv.size() > kMaxBytes) {
    return Error(ErrorCode::kTooLarge, "a cookie database of at most 64 MiB is expected");
  }
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  size_t at = 0;
  const auto titles = NextRecord(csv, at);
  constexpr std::array<std::string_view, 9> kTitles = {
      "ID",          "Platform",         "Category",        "Cookie / Data Key name", "Domain",
      "Description", "Retention period", "Data Controller", "Wildcard match"};
  std::array<size_t, 9> columns{};
  for (size_t i = 0; i < kTitles.size(); ++i) {
    const auto found = titles ? std::find(titles->begin(), titles->end(), kTitles[i])
                              : std::vector<std::string>::const_iterator();
    if (!titles || found == titles->end()) {
      return Error(ErrorCode::kInvalidArgument,
                   fmt::format("not the Open Cookie Database: no column \"{}\"", kTitles[i]));
    }
    columns[i] = static_cast<size_t>(found - titles->begin());
  }
  CookieDatabase out;
  while (at < csv.size()) {
    auto record = NextRecord(csv, at);
    if (!record) {
      return Error(ErrorCode::kInvalidArgument,
                   fmt::format("a quote is never closed, after row {}", out.rows_.size()));
    }
    if (record->size() == 1 && record->front().empty()) continue;
    const auto field = [&](size_t i) {
      return columns[i] < record->size() ? std::move((*record)[columns[i]]) : std::string();
    };
    KnownCookie row{field(0), field(1), field(2), field(3),       field(4),
                    field(5), field(6), field(7), field(8) == "1"};
    if (!row.name.empty()) out.rows_.push_back(std::move(row));
  }
  return out;
}

std::vector<const KnownCookie*> CookieDatabase::Find(std::string_view name) const {
  std::vector<const KnownCookie*> out;
  for (const KnownCookie& row : rows_) {
    if (row.name == name) out.push_back(&row);
  }
  if (!out.empty()) return out;
  size_t longest = 0;
  for (const KnownCookie& row : rows_) {
    if (!row.prefix || !name.starts_with(row.name) || row.name.size() < longest) continue;
    if (row.name.size() > longest) out.clear();
    longest = row.name.size();
    out.push_back(&row);
  }
  return out;
}

std::string LifetimeFromWords(std::string_view words) {
  std::string low;
  for (const char c : words) low += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (low == "session" || low == "end of session") return "session";
  const size_t space = low.find(' ');
  if (space == std::string::npos || space == 0 || space > 4) return {};
  const std::string number = low.substr(0, space);
  if (number.find_first_not_of("0123456789") != std::string::npos || number[0] == '0') return {};
  std::string unit = low.substr(space + 1);
  if (unit.ends_with('s')) unit.pop_back();
  struct Unit {
    std::string_view word;
    const char* before;
    const char* after;
  };
  constexpr std::array<Unit, 9> kUnits = {{{"year", "P", "Y"},
                                           {"month", "P", "M"},
                                           {"week", "P", "W"},
                                           {"day", "P", "D"},
                                           {"hour", "PT", "H"},
                                           {"minute", "PT", "M"},
                                           {"min", "PT", "M"},
                                           {"second", "PT", "S"},
                                           {"sec", "PT", "S"}}};
  for (const Unit& known : kUnits) {
    if (unit == known.word) return known.before + number + known.after;
  }
  return {};
}

std::string SuggestionsJson(std::string_view name, const std::vector<const KnownCookie*>& rows) {
  json out = {{"schema", 1}, {"name", name}, {"suggestions", json::array()}};
  for (const KnownCookie* row : rows) {
    out["suggestions"].push_back({{"row", row->id},
                                  {"platform", row->platform},
                                  {"category", row->category},
                                  {"controller", row->controller},
                                  {"retention", row->retention},
                                  {"basis", "consent"},
                                  {"draft", DraftOf(name, *row, "fr")}});
  }
  return DumpLine(out) + "\n";
}

std::string SuggestionsText(std::string_view name, const std::vector<const KnownCookie*>& rows,
                            std::string_view language) {
  const bool english = language == "en";
  if (rows.empty()) {
    return fmt::format(
        fmt::runtime(english ? "{}: not in the database.\n" : "{} : absent de la base.\n"), name);
  }
  std::string out;
  for (const KnownCookie* row : rows) {
    out += fmt::format("{} ({}, {}, {}) {} {}\n{}\n", row->name, row->platform, row->category,
                       row->retention, english ? "row" : "ligne", row->id,
                       DumpLine(DraftOf(name, *row, language)));
  }
  return out + (english ? "To be judged by a person; under consent, never exempt, whatever the "
                          "category says.\n"
                        : "À juger par une personne ; soumis à l’accord, jamais exempté, quoi que "
                          "dise la catégorie.\n");
}

}  // namespace temoin::catalog
