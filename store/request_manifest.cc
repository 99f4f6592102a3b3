#include "store/request_manifest.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/calendar.h"
#include "base/json.h"
#include "store/manifest_members.h"

namespace temoin::store {
namespace {

constexpr std::string_view kReceive = "receive";
constexpr std::string_view kExtend = "extend";
constexpr std::string_view kAnswer = "answer";

std::string_view ActName(RequestAct act) {
  switch (act) {
    case RequestAct::kReceive:
      return kReceive;
    case RequestAct::kExtend:
      return kExtend;
    case RequestAct::kAnswer:
      return kAnswer;
  }
  return "";
}

}  // namespace

Result<Digest> PersonOfRequest(const RequestNote& note) {
  TEMOIN_ASSIGN_OR_RETURN(
      const std::string text,
      CanonicalJson({{"author", note.author}, {"number", note.number}, {"reason", note.reason}}));
  return HmacSha256(note.random, AsBytes(text));
}

Result<std::string> FormatRequestManifest(const RequestManifest& manifest) {
  const RequestNote& note = manifest.note;
  nlohmann::json out{{"act", ActName(note.act)},
                     {"person", EncodeHex(manifest.person)},
                     {"request", note.request},
                     {"schema", 1},
                     {"time", FormatTime(note.time)}};
  if (note.act == RequestAct::kReceive) {
    out["site"] = note.site;
    out["kind"] = note.kind;
    out["received"] = FormatDate(note.received);
  }
  if (note.act == RequestAct::kAnswer) {
    out["answered"] = FormatDate(note.answered);
    out["letter"] = note.letter;
  } else {
    out["due"] = FormatDate(note.due);
  }
  if (note.act != RequestAct::kExtend) {
    out["shown"] = note.shown;
    out["record"] = note.record ? nlohmann::json(*note.record) : nlohmann::json();
  }
  return CanonicalJson(out);
}

Result<RequestManifest> ParseRequestManifest(std::string_view bytes) {
  ManifestMembers members(bytes, "a request");
  RequestManifest out;
  RequestNote& note = out.note;
  const std::string act = members.Text("act");
  note.act = act == kReceive  ? RequestAct::kReceive
             : act == kExtend ? RequestAct::kExtend
                              : RequestAct::kAnswer;
  note.request = static_cast<int64_t>(members.Number("request"));
  note.time = members.Instant("time");
  out.person = members.Hash("person");
  if (note.act == RequestAct::kReceive) {
    note.site = members.Text("site");
    note.kind = members.Text("kind");
    note.received = members.Day("received");
  }
  if (note.act == RequestAct::kAnswer) {
    note.answered = members.Day("answered");
    note.letter = members.Text("letter");
  } else {
    note.due = members.Day("due");
  }
  if (note.act != RequestAct::kExtend) {
    note.shown = members.Text("shown");
    note.record = members.MaybeNumber("record");
  }
  TEMOIN_RETURN_IF_ERROR(members.status());
  TEMOIN_RETURN_IF_ERROR(members.Same(FormatRequestManifest(out)));
  return out;
}

}  // namespace temoin::store
