// Reading the commands of app/ from a call of the staff API, and answering with their values: one
// pair of functions a row of the table (api.cc). Beside the rows that only show something.
//
// Thread-safety: belongs to the worker that answers.
#ifndef TEMOIN_SERVER_HTTP_STAFF_CODEC_H_
#define TEMOIN_SERVER_HTTP_STAFF_CODEC_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/publish/pictures.h"
#include "app/publish/publications.h"
#include "app/staff/consents.h"
#include "app/staff/erase_record.h"
#include "app/staff/holds.h"
#include "app/staff/invitations.h"
#include "app/staff/limitations.h"
#include "app/staff/made.h"
#include "app/staff/people.h"
#include "app/staff/requests.h"
#include "app/staff/tokens.h"
#include "render/data_table.h"
#include "reports/site_report.h"
#include "server/http/staff/call.h"

namespace temoin::http {

Result<app::AddHold> ReadAddHold(const StaffCall& call);
Result<app::ListHolds> ReadListHolds(const StaffCall& call);
Result<int64_t> ReadHoldId(const StaffCall& call);
Result<app::ListWanted> ReadListWanted(const StaffCall& call);
Result<app::FilePictures> ReadPictureSet(const StaffCall& call);
Result<app::Limit> ReadLimit(const StaffCall& call);
Result<app::LiftLimitation> ReadLift(const StaffCall& call);
Result<app::ListLimitations> ReadListLimitations(const StaffCall& call);
Result<app::NewRequest> ReadNewRequest(const StaffCall& call);
Result<app::Extension> ReadExtension(const StaffCall& call);
Result<app::Answer> ReadAnswer(const StaffCall& call);
Result<app::ListRequests> ReadListRequests(const StaffCall& call);
Result<app::CreateToken> ReadCreateToken(const StaffCall& call);
Result<app::ListTokens> ReadListTokens(const StaffCall& call);
Result<app::ListPeople> ReadListPeople(const StaffCall& call);
Result<app::GrantRoles> ReadGrantRoles(const StaffCall& call);
// Of the person or token that the path names: `given=keep`, `dry_run=true`.
Result<app::Revocation> ReadRevocation(const StaffCall& call);
Result<app::ListInvitations> ReadListInvitations(const StaffCall& call);
Result<app::InvitePerson> ReadInvitePerson(const StaffCall& call);
Result<std::string> ReadInvitationId(const StaffCall& call);
Result<app::SearchConsents> ReadSearch(const StaffCall& call);
template <app::ConsentForm kForm>
Result<app::ReadConsent> ReadReadConsent(const StaffCall& call);
Result<app::EraseRecord> ReadEraseRecord(const StaffCall& call);
Result<app::EraseRecord> ReadErasure(const StaffCall& call);
Result<app::RepublishRevision> ReadRepublish(const StaffCall& call);
Result<app::ShowRevision> ReadShowRevision(const StaffCall& call);

void WriteHold(const StaffCall& call, const app::ShownHold& hold);
void WriteHolds(const StaffCall& call, const std::vector<app::ShownHold>& holds);
void WriteWanted(const StaffCall& call, const std::vector<store::Publication>& wanted);
void WritePictureSet(const StaffCall& call, const app::FiledPictures& filed);
void WriteLimited(const StaffCall& call, const app::Limitation& limitation);
void WriteLimitations(const StaffCall& call, const std::vector<app::Limitation>& limitations);
void WriteNewRequest(const StaffCall& call, const app::Request& request);
void WriteRequest(const StaffCall& call, const app::Request& request);
void WriteRequests(const StaffCall& call, const std::vector<app::Request>& requests);
void WriteCreated(const StaffCall& call, const app::StaffTokens::Created& created);
void WriteTokens(const StaffCall& call, const std::vector<app::StaffToken>& tokens);
void WritePeople(const StaffCall& call, const std::vector<app::StaffPerson>& people);
void WritePerson(const StaffCall& call, const app::StaffPerson& person);
void WriteGiven(const StaffCall& call, const app::Given& given);
void WriteInvitations(const StaffCall& call, const std::vector<app::Invitation>& invitations);
void WriteInvited(const StaffCall& call, const app::Invited& invited);
void WriteSearch(const StaffCall& call, const store::SearchPage& page);
Status WriteConsent(const StaffCall& call, const store::Found& found);
Status WriteReceipt(const StaffCall& call, const store::Found& found);
Status WriteLinkedData(const StaffCall& call, const store::Found& found);
Status WriteConsentPage(const StaffCall& call, const store::Found& found);
Status WriteLetter(const StaffCall& call, const store::Found& found);
Status WriteDossier(const StaffCall& call, const store::Found& found);
void WriteErased(const StaffCall& call, const app::EraseOutcome& outcome);
void WriteRepublished(const StaffCall& call, const app::Republished& republished);
void WriteDocument(const StaffCall& call, const std::string& document);

nlohmann::json TokenJson(const app::StaffToken& token, Time now);
// {"role","sites"[,"until"]}.
nlohmann::json GrantJson(const app::Grant& grant);
nlohmann::json GrantsJson(const std::vector<app::Grant>& grants);
// The member `role` of a body.
Result<StaffRole> RoleMember(const nlohmann::json& object);

// The line for a report that is handed out as a file or a page of its own; what the console shows
// of it on the way leaves none.
Status NoteMade(const StaffCall& call, std::string_view kind, std::string_view site,
                std::string detail);

// Answers with a report in the form that the parameter `format` names: its JSON, which the console
// shows, unless asked otherwise. What is handed out leaves its line first.
Status HandOut(const StaffCall& call, const reports::SiteReport& report, std::string_view kind,
               std::string_view site, std::string detail);

// Answers with the tables as a file that is called `name`, before its ending.
Status DownloadTables(const StaffCall& call, std::string_view format,
                      std::span<const render::DataTable> tables, std::string_view name);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_STAFF_CODEC_H_
