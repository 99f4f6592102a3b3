#include "app/staff/given.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace temoin::app {
namespace {

std::vector<StaffToken> TokensInForce(const Context& context) {
  if (context.tokens == nullptr) return {};
  std::vector<StaffToken> out = context.tokens->List();
  std::erase_if(out, [&](const StaffToken& each) { return !each.InForce(context.now); });
  return out;
}

std::vector<std::string> IdsOf(const std::vector<StaffToken>& tokens) {
  std::vector<std::string> out;
  std::ranges::transform(tokens, std::back_inserter(out), &StaffToken::id);
  return out;
}

std::vector<std::string> IdsOf(const std::vector<Invitation>& invitations) {
  std::vector<std::string> out;
  std::ranges::transform(invitations, std::back_inserter(out), &Invitation::id);
  return out;
}

}  // namespace

Given GivenBy(const Context& context, const std::string& id, const TakesGrants& takes) {
  Given out;
  if (id.empty()) return out;
  std::vector<StaffToken> tokens = TokensInForce(context);
  // Those of the token are all taken: they came of one that ends.
  const auto came_of = [&](const std::string& from, const std::vector<Grant>& grants) {
    if (from == id) return takes(grants);
    return std::ranges::find(out.tokens, from, &StaffToken::id) != out.tokens.end();
  };
  for (bool more = true; more;) {
    const auto taken = std::ranges::find_if(
        tokens, [&](const StaffToken& each) { return came_of(each.from, {each.grant()}); });
    more = taken != tokens.end();
    if (!more) break;
    out.tokens.push_back(std::move(*taken));
    tokens.erase(taken);
  }
  for (Invitation& each : context.people->Invitations(context.now)) {
    if (came_of(each.from, each.grants)) out.invitations.push_back(std::move(each));
  }
  for (StaffPerson& each : context.people->List()) {
    if (!each.revoked && came_of(each.from, each.grants)) out.people.push_back(std::move(each));
  }
  return out;
}

Given GivenBy(const Context& context, const std::string& id) {
  return GivenBy(context, id, [](const std::vector<Grant>&) { return true; });
}

Status EndGiven(const Context& context, const Actor& actor, std::vector<store::Access> first,
                const std::function<Status()>& keep, const Given& given) {
  std::vector<store::Access> lines = std::move(first);
  for (const StaffToken& each : given.tokens) {
    lines.push_back(Line(context, actor, "token.revoke", "", each.id));
  }
  for (const Invitation& each : given.invitations) {
    lines.push_back(Line(context, actor, "person.withdraw", "", each.id));
  }
  if (!lines.empty()) TEMOIN_RETURN_IF_ERROR(NoteAll(context, lines));
  TEMOIN_RETURN_IF_ERROR(keep());
  if (!given.tokens.empty()) {
    TEMOIN_RETURN_IF_ERROR(context.tokens->Revoke(IdsOf(given.tokens), context.now));
  }
  return given.invitations.empty() ? Status() : context.people->Withdraw(IdsOf(given.invitations));
}

Status RequireInForce(const Context& context, const Actor& actor) {
  const std::optional<StaffPerson> person = context.people->Find(actor.id);
  const std::vector<StaffToken> tokens =
      context.tokens == nullptr ? std::vector<StaffToken>() : context.tokens->List();
  const auto token = std::ranges::find(tokens, actor.id, &StaffToken::id);
  const bool ended =
      (person && person->revoked) || (token != tokens.end() && !token->InForce(context.now));
  return ended ? Status(Error(ErrorCode::kForbidden, "Your access was revoked.")) : Status();
}

}  // namespace temoin::app
