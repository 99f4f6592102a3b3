#include "server/facts/facts.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/staff/grants.h"
#include "base/calendar.h"

namespace temoin::facts {

using nlohmann::json;

namespace {

constexpr size_t kMaxSites = 256;

json ListOf(const auto& values, const auto& write) {
  json out = json::array();
  std::ranges::transform(values, std::back_inserter(out), write);
  return out;
}

}  // namespace

json OfHold(const app::ShownHold& shown) {
  const auto& hold = shown.hold;
  json out = {{"id", hold.id},           {"site", hold.site},
              {"records", hold.records}, {"reason", hold.reason},
              {"author", hold.author},   {"created", FormatTime(hold.created)}};
  if (hold.released) {
    out["released"] = FormatTime(*hold.released);
    out["released_by"] = hold.released_by;
  }
  return out;
}

json OfLimitation(const app::Limitation& limitation) {
  json out = {{"id", limitation.id},
              {"site", limitation.site},
              {"records", limitation.records},
              {"author", limitation.author},
              {"created", FormatTime(limitation.created)}};
  if (!limitation.ground.empty()) out["ground"] = limitation.ground;
  if (!limitation.request.empty()) out["request"] = limitation.request;
  if (limitation.lifted) {
    out["lifted"] = FormatTime(*limitation.lifted);
    out["lifted_by"] = limitation.lifted_by;
  }
  return out;
}

json OfRequest(const app::Request& request) {
  json letters = json::array();
  for (const app::Request::Letter& letter : request.letters) {
    letters.push_back({{"letter", letter.letter},
                       {"answered", FormatDate(letter.answered)},
                       {"author", letter.author}});
  }
  json out = {{"id", request.id},
              {"site", request.site},
              {"number", request.number},
              {"kind", request.kind},
              {"received", FormatDate(request.received)},
              {"due", FormatDate(request.due)},
              {"state", app::RequestStateName(request.state)},
              {"late", request.late},
              {"letters", std::move(letters)}};
  if (!request.shown.empty()) out["shown"] = request.shown;
  if (request.record) out["record"] = *request.record;
  if (request.extended) out["reason"] = request.reason;
  return out;
}

json OfToken(const app::StaffToken& token) {
  json out = {{"id", token.id},
              {"name", token.name},
              {"role", app::StaffRoleName(token.role)},
              {"created", FormatTime(token.created)}};
  if (token.last_resort) out["last_resort"] = true;
  if (token.expires) out["expires"] = FormatTime(*token.expires);
  if (token.revoked) out["revoked"] = FormatTime(*token.revoked);
  if (token.used) out["used"] = FormatDate(*token.used);
  if (!token.from.empty()) out["from"] = token.from;
  return out;
}

json OfInvitation(const app::Invitation& invitation, json grants) {
  return {{"id", invitation.id},
          {"name", invitation.name},
          {"grants", std::move(grants)},
          {"by", invitation.by},
          {"ends", FormatTime(invitation.ends)}};
}

json OfPerson(const app::StaffPerson& person, json grants) {
  return {{"id", person.id},
          {"name", person.name},
          {"issuer", person.issuer},
          {"grants", std::move(grants)},
          {"passkeys", person.passkeys.size()},
          {"used", FormatDate(person.used)},
          {"revoked", person.revoked}};
}

json OfGiven(const app::Given& given, const std::function<json(const app::StaffToken&)>& token,
             const std::function<json(const app::Invitation&)>& invitation,
             const std::function<json(const app::StaffPerson&)>& person) {
  return {{"tokens", ListOf(given.tokens, token)},
          {"invitations", ListOf(given.invitations, invitation)},
          {"people", ListOf(given.people, person)}};
}

Result<std::vector<std::string>> ReadSites(const json& object) {
  std::vector<std::string> out;
  const auto found = object.find("sites");
  if (found == object.end() || found->is_null()) return out;
  if (!found->is_array() || found->size() > kMaxSites) {
    return Error(ErrorCode::kUnprocessable, "Expected a list of sites.", "/sites");
  }
  for (const json& site : *found) {
    if (!site.is_string()) {
      return Error(ErrorCode::kUnprocessable, "A site is named by its id.", "/sites");
    }
    out.push_back(site.get<std::string>());
  }
  return out;
}

}  // namespace temoin::facts
