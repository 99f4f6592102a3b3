// What changed of the records of processing that the cookie page prints. They are no part of the
// revision that visitors answer, so that they are compared as the site's files have them.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "catalog/change_words.h"
#include "catalog/compare.h"
#include "catalog/document_view.h"
#include "catalog/to_json.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

const json* RecordOf(const json& records, const json& id) {
  for (const json& record : records) {
    if (At(record, "id") == id) return &record;
  }
  return nullptr;
}

std::string TitleIn(const json& record, const char* language) {
  const std::string id = StringOr(At(record, "id"), "—");
  return StringOr(At(At(record, "title"), language), id);
}

void AddEditorial(std::vector<Change>& out, std::string code, std::string pointer, Text sentence) {
  out.push_back({false, std::move(code), std::move(pointer), {}, std::move(sentence)});
}

void CompareRecord(const json& was, const json& now, const std::string& pointer,
                   std::vector<Change>& out) {
  const std::string fr = TitleIn(now, "fr");
  const std::string en = TitleIn(now, "en");
  for (const char* member : {"title", "purpose", "sub_purposes", "people", "data", "legal_basis",
                             "legal_texts", "recipients", "retention", "processors", "transfers",
                             "security", "rights", "updated", "mentions_trackers", "published"}) {
    const json& from = At(was, member);
    const json& to = At(now, member);
    if (from == to) continue;
    Text sentence{
        fmt::format("Traitement « {} » : rubrique modifiée ({}).", fr, MemberWords(member).fr),
        fmt::format("Processing “{}”: changed ({}).", en, MemberWords(member).en)};
    if (std::string_view(member) == "retention") {
      sentence = {
          fmt::format("Traitement « {} » : la durée de conservation passe de « {} » à « {} ».", fr,
                      LifetimeWordsOf(from, "fr"), LifetimeWordsOf(to, "fr")),
          fmt::format("Processing “{}”: the retention goes from “{}” to “{}”.", en,
                      LifetimeWordsOf(from, "en"), LifetimeWordsOf(to, "en"))};
    }
    AddEditorial(out, fmt::format("record-{}-changed", member), pointer + PointerToken(member),
                 std::move(sentence));
  }
}

}  // namespace

void CompareRecords(const Site& before, const Site& after, Comparison& comparison) {
  const json old_list = RecordsJson(before);
  const json new_list = RecordsJson(after);
  std::vector<Change>& out = comparison.changes;
  std::vector<json> old_order;
  std::vector<json> new_order;
  for (const json& record : old_list) {
    if (RecordOf(new_list, At(record, "id")) != nullptr) old_order.push_back(At(record, "id"));
  }
  for (size_t i = 0; i < new_list.size(); ++i) {
    const json& now = new_list[i];
    const std::string pointer = "/records/" + std::to_string(i);
    if (const json* const was = RecordOf(old_list, At(now, "id"))) {
      new_order.push_back(At(now, "id"));
      CompareRecord(*was, now, pointer, out);
      continue;
    }
    AddEditorial(out, "record-added", pointer,
                 {fmt::format("Un traitement est publié : « {} ».", TitleIn(now, "fr")),
                  fmt::format("A record of processing is published: “{}”.", TitleIn(now, "en"))});
  }
  if (old_order != new_order) {
    AddEditorial(out, "records-reordered", "/records",
                 {"L’ordre des traitements publiés change.",
                  "The order of the published records of processing changes."});
  }
  for (size_t i = 0; i < old_list.size(); ++i) {
    const json& was = old_list[i];
    if (RecordOf(new_list, At(was, "id")) != nullptr) continue;
    AddEditorial(
        out, "record-removed", "/records/" + std::to_string(i),
        {fmt::format("Le traitement « {} » n’est plus publié.", TitleIn(was, "fr")),
         fmt::format("The record of processing “{}” is no longer published.", TitleIn(was, "en"))});
  }
}

void CompareKeeping(const Site& before, const Site& after, Comparison& comparison) {
  std::vector<Change>& out = comparison.changes;
  if (before.refusal_token != after.refusal_token) {
    const bool gets = after.refusal_token;
    AddEditorial(out, "refusal-token-changed", "/refusal_token",
                 {gets ? "Un refus reçoit désormais un identifiant (refusal_token : linked)."
                       : "Un refus ne reçoit plus d’identifiant (refusal_token : none).",
                  gets ? "A refusal now gets an identifier (refusal_token: linked)."
                       : "A refusal no longer gets an identifier (refusal_token: none)."});
  }
  const auto changed = [&](bool differs, const char* member, const char* fr, const char* en) {
    if (!differs) return;
    std::string code(member);
    std::replace(code.begin(), code.end(), '_', '-');
    AddEditorial(out, code + "-changed", std::string("/") + member,
                 {fmt::format("La durée de conservation change : {}.", fr),
                  fmt::format("How long something is kept changes: {}.", en)});
  };
  const AccessLogRetention& was = before.access_log_retention;
  const AccessLogRetention& now = after.access_log_retention;
  changed(before.evidence_retention.duration != after.evidence_retention.duration,
          "evidence_retention", "preuve des choix", "the evidence of choices");
  changed(before.erasure_delay != after.erasure_delay, "erasure_delay",
          "délai d’un effacement demandé", "the delay of an erasure that was asked for");
  changed(was.duration != now.duration || was.calendar_years != now.calendar_years,
          "journal_retention", "journal des accès", "the access log");
}

}  // namespace temoin::catalog
