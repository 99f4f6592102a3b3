#include "app/staff/consents.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/staff/access_detail.h"
#include "app/staff/limitations.h"
#include "consent/choice.h"

namespace temoin::app {
namespace {

// What was asked, in words for the line about it.
std::string SearchWords(const store::SearchQuery& query, const TimeZone& zone) {
  AccessDetail detail;
  detail.SayDays(zone, query.from, query.to);
  if (query.event) detail.Say("event", consent::EventName(*query.event));
  if (query.revision) detail.Say("revision", query.revision->substr(0, 12));
  if (query.decision) {
    detail.Say(query.decision->accepted ? "accepts" : "refuses", query.decision->service);
  }
  if (query.scans_too) detail.Say("with", "scans");
  if (query.cursor) detail.Say("page from", std::to_string(*query.cursor));
  return detail.words();
}

// The line about what stands at an index, of whatever site it is, then that.
Result<store::Found> FindAndNote(const Context& context, const Actor& actor,
                                 std::string_view action, store::Index index,
                                 const std::string& detail) {
  Result<store::Found> found = context.store.FindByIndex(index);
  if (found.ok()) TEMOIN_RETURN_IF_ERROR(RequireSeenEntry(context, actor, *found));
  const std::string site = found.ok() ? found->row.site : std::string();
  TEMOIN_RETURN_IF_ERROR(Note(context, actor, action, site, detail));
  return found;
}

}  // namespace

Result<store::SearchPage> Search(const Context& context, const Actor& actor,
                                 const SearchConsents& command) {
  const std::string site = command.query.site.value_or("");
  TEMOIN_RETURN_IF_ERROR(RequireSeen(actor, site));
  TEMOIN_RETURN_IF_ERROR(Note(context, actor, "consent.search", site,
                              SearchWords(command.query, ZoneOf(context, site))));
  return context.store.Search(command.query, std::chrono::steady_clock::now() + kSearchTime);
}

Result<store::Found> Find(const Context& context, const Actor& actor, const FindConsent& command) {
  return FindAndNote(context, actor, "consent.find", command.index,
                     fmt::format("index {}, by {}", command.index, command.by));
}

std::string_view ConsentFormName(ConsentForm form) {
  switch (form) {
    case ConsentForm::kRead:
      return "read";
    case ConsentForm::kReceipt:
      return "receipt";
    case ConsentForm::kLinkedData:
      return "linked-data";
    case ConsentForm::kPage:
      return "page";
    case ConsentForm::kLetter:
      return "letter";
    case ConsentForm::kDossier:
      return "dossier";
  }
  return "";
}

Result<store::Found> Read(const Context& context, const Actor& actor, const ReadConsent& command) {
  if (!command.despite.empty() && std::ranges::count(kDespiteLimitation, command.despite) == 0) {
    return Error(ErrorCode::kInvalidArgument,
                 "'despite' is person, claims, rights or interest (GDPR, article 18(2)).");
  }
  std::string detail = fmt::format("index {}", command.index);
  if (!command.request.empty()) detail += ", request " + command.request;
  if (!command.despite.empty()) detail += ", despite a limitation: " + command.despite;
  Result<store::Found> found =
      FindAndNote(context, actor, fmt::format("consent.{}", ConsentFormName(command.form)),
                  command.index, detail);
  if (found && found->type != store::EntryType::kConsent) {
    return Error(ErrorCode::kNotFound, "The entry at this index is no consent.");
  }
  if (!found || !found->row.limited_since || !command.despite.empty()) return found;
  if (command.form != ConsentForm::kRead) {
    return Error(ErrorCode::kConflict,
                 "The processing of this choice is limited at the person's request: say with "
                 "'despite' why it is used all the same.");
  }
  found->row = Withheld(found->row);
  found->content.reset();
  return found;
}

}  // namespace temoin::app
