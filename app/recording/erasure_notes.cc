#include "app/recording/erasure_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>

#include "base/calendar.h"

namespace temoin::app {
namespace {

constexpr std::string_view kNotesHeader = "temoin erasures v1\n";

std::string NoteLine(const ErasureNote& note) {
  return fmt::format("{} {}\n", note.index, FormatTime(note.at));
}

std::optional<ErasureNote> ParseNote(std::string_view line) {
  ErasureNote out;
  const auto [stop, error] = std::from_chars(line.data(), line.data() + line.size(), out.index);
  if (error != std::errc()) return std::nullopt;
  line.remove_prefix(static_cast<size_t>(stop - line.data()));
  if (!line.starts_with(' ')) return std::nullopt;
  const auto at = ParseTime(line.substr(1));
  if (!at) return std::nullopt;
  out.at = *at;
  return out;
}

// Whether the database knows of a request that is as early; nullopt: the record is gone.
Result<std::optional<bool>> Knows(const store::Store& store, const ErasureNote& note) {
  const auto found = store.FindByIndex(note.index);
  if (!found && found.error().code != ErrorCode::kNotFound) return found.error();
  if (!found || found->type != store::EntryType::kConsent ||
      found->row.state != store::State::kKept) {
    return std::optional<bool>();
  }
  const store::ChoiceRow& row = found->row;
  return std::optional(row.erasure_requested && row.erased_after && *row.erased_after <= note.at);
}

}  // namespace

Result<std::vector<ErasureNote>> ParseErasureNotes(std::string_view text) {
  if (text.size() > kMaxErasureNotes) return Error(ErrorCode::kDataLoss, "no list of erasures");
  return ParseNotes<ErasureNote>(text, kNotesHeader, ParseNote, NoteLine);
}

std::string FormatErasureNotes(std::span<const ErasureNote> notes) {
  std::string out(kNotesHeader);
  for (const ErasureNote& note : notes) out += NoteLine(note);
  return out;
}

Result<std::unique_ptr<ErasureNotes>> ErasureNotes::Open(const std::string& directory) {
  std::unique_ptr<ErasureNotes> out(new ErasureNotes(directory + "/erasures"));
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, out->file_.Read(kMaxErasureNotes));
  auto notes = ParseErasureNotes(text);
  if (!notes) {
    return Error(notes.error().code,
                 fmt::format("{} is damaged. Restore it with the checkpoint log; if it is lost for "
                             "good, move it away: erasures that wait are then known from the "
                             "database alone",
                             out->file_.path()));
  }
  out->notes_ = std::move(*notes);
  return out;
}

Result<size_t> ErasureNotes::Remind(store::Store& store, Time now) {
  std::vector<ErasureNote> kept;
  std::vector<store::ErasureRequest> forgotten;
  for (const ErasureNote& note : notes_) {
    TEMOIN_ASSIGN_OR_RETURN(const auto known, Knows(store, note));
    if (!known) continue;
    kept.push_back(note);
    if (!*known) forgotten.push_back({note.index, note.at});
  }
  // As at a time before any of them was due: they are scheduled, and none is erased.
  for (const store::ErasureRequest& each : forgotten) {
    now = std::min(now, each.at - std::chrono::seconds(1));
  }
  for (size_t at = 0; at < forgotten.size(); at += store::kEraseAtOnce) {
    const size_t end = std::min(forgotten.size(), at + store::kEraseAtOnce);
    store::Batch batch;
    batch.now = now;
    batch.erasures.assign(forgotten.begin() + static_cast<std::ptrdiff_t>(at),
                          forgotten.begin() + static_cast<std::ptrdiff_t>(end));
    const auto appended = store.Append(batch);
    if (!appended) return appended.error();
  }
  if (kept.size() != notes_.size()) {
    notes_ = std::move(kept);
    TEMOIN_RETURN_IF_ERROR(file_.Replace(FormatErasureNotes(notes_)));
  }
  return forgotten.size();
}

Status ErasureNotes::Add(std::span<const store::Index> records, Time at) {
  if (!file_.ready()) TEMOIN_RETURN_IF_ERROR(file_.Replace(FormatErasureNotes(notes_)));
  std::string lines;
  for (const store::Index record : records) {
    notes_.push_back({record, at});
    lines += NoteLine(notes_.back());
  }
  if (file_.bytes() + lines.size() > kMaxErasureNotes) {
    return Error(ErrorCode::kUnavailable, "too many erasures wait for a hold to be released");
  }
  return file_.Append(lines);  // after a failure the next call writes all of them
}

}  // namespace temoin::app
