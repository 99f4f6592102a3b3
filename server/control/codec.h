// Reading the commands of app/ from an operation's arguments, and writing their values: one pair of
// functions a row of the table (operations.cc).
//
// Thread-safety: pure functions.
#ifndef TEMOIN_SERVER_CONTROL_CODEC_H_
#define TEMOIN_SERVER_CONTROL_CODEC_H_

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/clock/settle.h"
#include "app/log/keys.h"
#include "app/log/losses.h"
#include "app/publish/pictures.h"
#include "app/publish/publications.h"
#include "app/recording/upkeep.h"
#include "app/staff/dossiers.h"
#include "app/staff/holds.h"
#include "app/staff/invitations.h"
#include "app/staff/limitations.h"
#include "app/staff/made.h"
#include "app/staff/people.h"
#include "app/staff/requests.h"
#include "app/staff/tokens.h"
#include "base/result.h"

namespace temoin::control {

// Whoever decides a hold or answers a request is named by the command: the system's user only types
// it.
Result<app::Actor> AuthorOf(const nlohmann::json& arguments);

// For a command without arguments.
template <typename Command>
Result<Command> Nothing(const nlohmann::json& /*arguments*/) {
  return Command{};
}

Result<app::AddHold> ReadAddHold(const nlohmann::json& arguments);
Result<app::ListHolds> ReadListHolds(const nlohmann::json& arguments);
Result<int64_t> ReadId(const nlohmann::json& arguments);
Result<app::Limit> ReadLimit(const nlohmann::json& arguments);
Result<app::LiftLimitation> ReadLift(const nlohmann::json& arguments);
Result<app::ListLimitations> ReadListLimitations(const nlohmann::json& arguments);
Result<app::NewRequest> ReadNewRequest(const nlohmann::json& arguments);
Result<app::Extension> ReadExtension(const nlohmann::json& arguments);
Result<app::Answer> ReadAnswer(const nlohmann::json& arguments);
Result<app::ListRequests> ReadListRequests(const nlohmann::json& arguments);
Result<app::CreateToken> ReadCreateToken(const nlohmann::json& arguments);
Result<app::Revocation> ReadRevocation(const nlohmann::json& arguments);
Result<app::GrantRoles> ReadGrantRoles(const nlohmann::json& arguments);
Result<std::string> ReadInvitationId(const nlohmann::json& arguments);
Result<app::InvitePerson> ReadInvitePerson(const nlohmann::json& arguments);
Result<app::SetUp> ReadSetUp(const nlohmann::json& arguments);
Result<app::MakeReport> ReadMakeReport(const nlohmann::json& arguments);
Result<app::RegisterDossier> ReadRegisterDossier(const nlohmann::json& arguments);
Result<app::PublishCatalogue> ReadPublish(const nlohmann::json& arguments);
Result<app::ListRevisions> ReadListRevisions(const nlohmann::json& arguments);
Result<app::ShowRevision> ReadShowRevision(const nlohmann::json& arguments);
Result<app::FilePictures> ReadFilePictures(const nlohmann::json& arguments);
Result<app::ListPictures> ReadListPictures(const nlohmann::json& arguments);
Result<app::Purge> ReadPurge(const nlohmann::json& arguments);
Result<app::Backup> ReadBackup(const nlohmann::json& arguments);
Result<app::ConfirmTime> ReadConfirmTime(const nlohmann::json& arguments);

nlohmann::json WriteHoldId(const app::ShownHold& hold);
nlohmann::json WriteHolds(const std::vector<app::ShownHold>& holds);
nlohmann::json WriteLimited(const app::Limitation& limitation);
nlohmann::json WriteLimitations(const std::vector<app::Limitation>& limitations);
nlohmann::json WriteRequest(const app::Request& request);
nlohmann::json WriteRequests(const std::vector<app::Request>& requests);
nlohmann::json WriteRegistered(const app::RegisteredDossier& dossier);
nlohmann::json WriteCreated(const app::StaffTokens::Created& created);
nlohmann::json WriteTokens(const std::vector<app::StaffToken>& tokens);
nlohmann::json WritePerson(const app::StaffPerson& person);
nlohmann::json WriteGiven(const app::Given& given);
nlohmann::json WritePeople(const std::vector<app::StaffPerson>& people);
nlohmann::json WriteInvited(const app::Invited& invited);
nlohmann::json WriteInvitations(const std::vector<app::Invitation>& invitations);
nlohmann::json WritePublished(const app::PublishedCatalogue& published);
nlohmann::json WriteRevisions(const std::vector<store::Publication>& publications);
nlohmann::json WriteDocument(const std::string& document);
nlohmann::json WriteFiled(const app::FiledPictures& filed);
nlohmann::json WritePictured(const std::vector<app::PicturedRevision>& revisions);
nlohmann::json WritePurged(const app::Purged& purged);
nlohmann::json WriteBytes(const uint64_t& bytes);
nlohmann::json WriteKeys(const std::vector<std::string>& vkeys);
nlohmann::json WriteKept(const size_t& kept);
nlohmann::json WriteConfirmed(const std::optional<store::ClockCorrected>& corrected);
nlohmann::json WriteLosses(const std::vector<store::Loss>& losses);
nlohmann::json WriteStatus(const app::ServiceStatus& status);

}  // namespace temoin::control

#endif  // TEMOIN_SERVER_CONTROL_CODEC_H_
