#include "server/control/operations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "server/control/codec.h"

namespace temoin::control {
namespace {

using nlohmann::json;

// For a command that says no more than that it is done.
struct NoValue {};

template <auto kCommand, typename Command>
auto Call(const app::Machine& machine, const app::Actor& actor, const Command& command) {
  using Function = decltype(kCommand);
  if constexpr (std::is_invocable_v<Function, const app::Machine&, const app::Actor&,
                                    const Command&>) {
    return kCommand(machine, actor, command);
  } else {
    return kCommand(machine.context, actor, command);
  }
}

template <auto kCommand, auto kEncode, typename Command>
Result<json> CallAndEncode(const app::Machine& machine, const app::Actor& actor,
                           const Command& command) {
  const auto value = Call<kCommand>(machine, actor, command);
  if (!value.ok()) return value.error();
  if constexpr (std::is_same_v<std::remove_cv_t<decltype(kEncode)>, NoValue>) {
    return json::object();
  } else {
    return kEncode(*value);
  }
}

template <auto kDecode, auto kCommand, auto kEncode>
Result<json> Run(const app::Machine& machine, const app::Actor& actor, const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(const auto command, kDecode(arguments));
  return CallAndEncode<kCommand, kEncode>(machine, actor, command);
}

// The same in the name of whoever decided it.
template <auto kDecode, auto kCommand, auto kEncode>
Result<json> RunForAuthor(const app::Machine& machine, const app::Actor& /*user*/,
                          const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(const auto command, kDecode(arguments));
  TEMOIN_ASSIGN_OR_RETURN(const app::Actor author, AuthorOf(arguments));
  return CallAndEncode<kCommand, kEncode>(machine, author, command);
}

template <auto kDecode, auto kCommand, auto kEncode = NoValue{}>
constexpr Operation Row(std::string_view name) {
  return {name, app::CommandIdOf<kCommand>(), &Run<kDecode, kCommand, kEncode>};
}

template <auto kDecode, auto kCommand, auto kEncode = NoValue{}>
constexpr Operation RowForAuthor(std::string_view name) {
  return {name, app::CommandIdOf<kCommand>(), &RunForAuthor<kDecode, kCommand, kEncode>};
}

constexpr std::array kOperations = {
    Row<&Nothing<app::FileAnchors>, &app::FileStamps, &WriteKept>("anchor.keep"),
    Row<&ReadBackup, &app::CopyDatabase, &WriteBytes>("backup"),
    Row<&ReadConfirmTime, &app::Confirm, &WriteConfirmed>("clock.confirm"),
    Row<&Nothing<app::AskClock>, &app::Vouched>("clock.vouched"),
    Row<&ReadRegisterDossier, &app::Register, &WriteRegistered>("dossier.register"),
    RowForAuthor<&ReadAddHold, &app::Add, &WriteHoldId>("hold.add"),
    Row<&ReadListHolds, &app::Holds, &WriteHolds>("hold.list"),
    RowForAuthor<&ReadId, &app::ReleaseHold>("hold.release"),
    Row<&Nothing<app::RotateKey>, &app::Rotate, &WriteKeys>("key.rotate"),
    RowForAuthor<&ReadLimit, &app::LimitProcessing, &WriteLimited>("limitation.add"),
    RowForAuthor<&ReadLift, &app::Lift>("limitation.lift"),
    Row<&ReadListLimitations, &app::Limitations, &WriteLimitations>("limitation.list"),
    Row<&Nothing<app::AcknowledgeLosses>, &app::Acknowledge, &WriteLosses>("loss.acknowledge"),
    Row<&ReadMakeReport, &app::NoteMade>("made"),
    Row<&ReadGrantRoles, &app::Grants, &WritePerson>("person.grant"),
    Row<&Nothing<app::ListInvitations>, &app::Invitations, &WriteInvitations>("person.invitations"),
    Row<&ReadInvitePerson, &app::Invite, &WriteInvited>("person.invite"),
    Row<&Nothing<app::ListPeople>, &app::People, &WritePeople>("person.list"),
    Row<&ReadRevocation, &app::RevokePerson, &WriteGiven>("person.revoke"),
    Row<&ReadSetUp, &app::InviteFirst, &WriteInvited>("person.set-up"),
    Row<&ReadInvitationId, &app::WithdrawInvitation>("person.withdraw"),
    Row<&ReadFilePictures, &app::FileSet, &WriteFiled>("pictures.add"),
    Row<&ReadListPictures, &app::PicturesOf, &WritePictured>("pictures.list"),
    Row<&ReadPublish, &app::Publish, &WritePublished>("publish"),
    Row<&ReadPurge, &app::EraseDue, &WritePurged>("purge"),
    RowForAuthor<&ReadNewRequest, &app::Receive, &WriteRequest>("request.add"),
    RowForAuthor<&ReadAnswer, &app::NoteAnswer, &WriteRequest>("request.answer"),
    RowForAuthor<&ReadExtension, &app::Extend, &WriteRequest>("request.extend"),
    Row<&ReadListRequests, &app::Requests, &WriteRequests>("request.list"),
    Row<&ReadListRevisions, &app::Revisions, &WriteRevisions>("revision.list"),
    Row<&ReadShowRevision, &app::Document, &WriteDocument>("revision.show"),
    Row<&Nothing<app::ShowStatus>, &app::StatusOf, &WriteStatus>("status"),
    Row<&ReadCreateToken, &app::Create, &WriteCreated>("token.create"),
    Row<&Nothing<app::ListTokens>, &app::Tokens, &WriteTokens>("token.list"),
    Row<&ReadRevocation, &app::RevokeToken, &WriteGiven>("token.revoke"),
};

}  // namespace

std::span<const Operation> Operations() { return kOperations; }

Result<json> Operate(const app::Machine& machine, const app::Actor& actor, std::string_view name,
                     const json& arguments) {
  const auto found = std::ranges::find(kOperations, name, &Operation::name);
  if (found == kOperations.end()) {
    return Error(ErrorCode::kNotFound, fmt::format("there is no operation \"{}\" here", name));
  }
  if (!arguments.is_object()) {
    return Error(ErrorCode::kInvalidArgument, "arguments are an object");
  }
  return found->run(machine, actor, arguments);
}

}  // namespace temoin::control
