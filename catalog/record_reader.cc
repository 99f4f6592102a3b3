#include "catalog/file_readers.h"

namespace temoin::catalog {

using nlohmann::json;

RegisterRecord ReadRecord(const json& value, const std::string& pointer, Reading& reading) {
  Fields row(reading, value, pointer);
  RegisterRecord record;
  record.id = row.String("id", kRequired, Form::kServiceId);
  record.title = row.TextOf("title", kRequired);
  record.purpose = row.TextOf("purpose", kOptional);
  record.sub_purposes = row.TextsOf("sub_purposes", kOptional);
  record.people = row.TextsOf("people", kOptional);
  record.data = row.TextOf("data", kOptional);
  if (row.GetNullable("legal_basis", kRequired) != nullptr) {
    record.legal_basis = row.OneOf("legal_basis", kRequired,
                                   {"consent", "contract", "legal-obligation", "vital-interests",
                                    "public-interest", "legitimate-interests"});
  }
  record.legal_texts = row.TextOf("legal_texts", kOptional);
  record.recipients = row.TextsOf("recipients", kOptional);
  const json* retention = row.GetNullable("retention", kRequired);
  if (retention != nullptr && retention->is_object()) {
    Fields words(reading, *retention, row.Pointer("retention"));
    record.retention.kind = Lifetime::Kind::kInWords;
    record.retention.words = words.TextOf("words", kRequired);
    words.Done();
  } else if (retention != nullptr) {
    record.retention.kind = Lifetime::Kind::kFixed;
    record.retention.fixed = row.DurationOf("retention", kRequired);
  }
  record.processors = row.TextOf("processors", kOptional);
  record.transfers = row.TextOf("transfers", kOptional);
  record.security = row.TextOf("security", kOptional);
  record.rights = row.TextOf("rights", kOptional);
  const auto day = [&](std::string_view member) -> std::optional<Time> {
    const std::string text = row.String(member, kOptional, Form::kDate);
    if (text.empty()) return {};
    const auto date = ParseDate(text);
    if (date.ok()) return *date;
    reading.Meaning(row.Pointer(member), "a day that exists in the calendar");
    return {};
  };
  record.created = day("created");
  record.updated = day("updated");
  record.mentions_trackers = row.Boolean("mentions_trackers", kRequired);
  record.published = row.PublishedOf("published");
  row.Done();
  return record;
}

}  // namespace temoin::catalog
