// Notes on people's requests: each is added with an entry of type 11 and a line of the access log,
// in one transaction; what the checkpoint log brings back of them is put back here. And those on
// dossiers, which are an entry of type 9 alone.

#include <fmt/format.h>

#include <utility>

#include "store/dossier_manifest.h"
#include "store/publication_manifest.h"
#include "store/request_manifest.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/rows.h"
#include "store/sqlite/writer.h"

namespace temoin::store {
namespace {

std::string_view ActionOf(RequestAct act) {
  switch (act) {
    case RequestAct::kReceive:
      return "request.add";
    case RequestAct::kExtend:
      return "request.extend";
    case RequestAct::kAnswer:
      return "request.answer";
  }
  return "";
}

}  // namespace

Result<std::vector<RequestNote>> ReadRequestNotes(Connection& db) {
  struct NoteRow {
    RequestNote note;
    std::string_view manifest;
  };
  using NoteColumns =
      Columns<RequestNote, Column<"entry", &RequestNote::entry>,
              Column<"number", &RequestNote::number>, Column<"reason", &RequestNote::reason>,
              Column<"author", &RequestNote::author>, Column<"random", &RequestNote::random>>;
  using RowColumns =
      Columns<NoteRow, Part<&NoteRow::note, NoteColumns>, Column<"bytes", &NoteRow::manifest>>;
  std::vector<RequestNote> out;
  Select<RowColumns, "FROM request LEFT JOIN manifest ON idx=entry ORDER BY entry"> query(db);
  while (true) {
    NoteRow row;
    TEMOIN_ASSIGN_OR_RETURN(const bool any, query.Next(row));
    if (!any) return out;
    auto said = ParseRequestManifest(row.manifest);
    if (!said) {
      return Error(ErrorCode::kDataLoss,
                   fmt::format("The request's entry {}: {}", row.note.entry, said.error().message));
    }
    RequestNote& note = said->note;
    note.entry = row.note.entry;
    note.number = std::move(row.note.number);
    note.reason = std::move(row.note.reason);
    note.author = std::move(row.note.author);
    note.random = std::move(row.note.random);
    out.push_back(std::move(note));
  }
}

Status Writer::InsertRequestNote(const RequestNote& note) {
  Query query(*db_, "INSERT INTO request(entry,number,reason,author,random) VALUES(?,?,?,?,?)");
  query.Bind(1, note.entry).Bind(2, std::string_view(note.number));
  query.Bind(3, std::string_view(note.reason)).Bind(4, std::string_view(note.author));
  return query.Bind(5, ByteView(note.random)).Run();
}

Result<int64_t> Writer::AddRequestNote(const RequestNote& note) {
  return Transact([&](Work& work) -> Result<int64_t> {
    RequestNote kept = note;
    if (kept.act == RequestAct::kReceive) {
      TEMOIN_ASSIGN_OR_RETURN(
          kept.request, db_->Number("SELECT 1+coalesce(max(json_extract(bytes,'$.request')),0) "
                                    "FROM request JOIN manifest ON idx=entry"));
    }
    kept.random.resize(std::tuple_size_v<Random>);
    FillRandom(kept.random);
    TEMOIN_ASSIGN_OR_RETURN(const Digest person, PersonOfRequest(kept));
    TEMOIN_ASSIGN_OR_RETURN(const std::string manifest,
                            FormatRequestManifest({.note = kept, .person = person}));
    TEMOIN_ASSIGN_OR_RETURN(kept.entry, AppendManifest(work, EntryType::kRequest, manifest));
    TEMOIN_RETURN_IF_ERROR(InsertRequestNote(kept));
    TEMOIN_RETURN_IF_ERROR(
        InsertAccess({.at = kept.time,
                      .who = kept.author,
                      .role = kept.role,
                      .action = std::string(ActionOf(kept.act)),
                      .site = kept.site,
                      .detail = fmt::format("{}: {}", kept.request, kept.number)}));
    return kept.request;
  });
}

// A dossier has no row of its own: its manifest says all there is.
Result<Index> Writer::AddDossierNote(const DossierNote& note) {
  return Transact([&](Work& work) -> Result<Index> {
    TEMOIN_ASSIGN_OR_RETURN(const std::string manifest, FormatDossierNote(note));
    return AppendManifest(work, EntryType::kDossier, manifest);
  });
}

Status Writer::ReplayRequest(const ManifestEntry& manifest) {
  TEMOIN_ASSIGN_OR_RETURN(RequestManifest said, ParseRequestManifest(manifest.manifest));
  said.note.author = kLostWithDatabase;
  said.note.entry = manifest.index;
  return InsertRequestNote(said.note);
}

}  // namespace temoin::store
