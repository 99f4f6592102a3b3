#include "app/log/verify/requests.h"

#include <fmt/format.h>

#include <utility>

#include "store/publication_manifest.h"
#include "store/request_manifest.h"

namespace temoin::app {
namespace {

// Of one that came back from the checkpoint log, without what only the database knew.
bool Emptied(const store::RequestNote& note) {
  return note.random.empty() && note.number.empty() && note.reason.empty() &&
         note.author == store::kLostWithDatabase;
}

// Whether the manifest, which ManifestCheck holds against the entry, commits to the row.
bool Bound(const store::RequestNote& note, const Digest& commitment) {
  if (note.random.size() != sizeof(store::Random)) return false;
  const auto person = store::PersonOfRequest(note);
  if (!person) return false;
  const auto manifest = store::FormatRequestManifest({.note = note, .person = *person});
  return manifest.ok() && Sha256(*manifest) == commitment;
}

}  // namespace

void RequestCheck::Begin() {
  auto losses = store().Losses();
  if (losses) losses_ = std::move(*losses);
  auto notes = store().RequestNotes();
  if (!notes) return Find("The requests cannot be read: " + notes.error().message);
  for (store::RequestNote& note : *notes) notes_.emplace(note.entry, std::move(note));
}

void RequestCheck::Entry(const WalkedEntry& entry) {
  if (entry.found.type != store::EntryType::kRequest) return;
  ++report().request_notes;
  const auto note = notes_.find(entry.index);
  if (note == notes_.end()) {
    return Find(
        fmt::format("Entry {} noted something of a request, and it is not there.", entry.index));
  }
  const bool returned = Emptied(note->second) && WasLost(losses_, entry.index);
  if (!returned && !Bound(note->second, entry.commitment)) {
    Find(fmt::format("Request {}: the row is not what entry {} committed to.", note->second.request,
                     entry.index));
  }
  notes_.erase(note);
}

void RequestCheck::End() {
  for (const auto& [index, note] : notes_) {
    if (!Since(index))
      Find(fmt::format("A request's note is filed under {}, which is no entry of one.", index));
  }
}

}  // namespace temoin::app
