#include "app/log/verify/people.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/staff/invitations.h"
#include "app/staff/people.h"
#include "store/walk.h"

namespace temoin::app {
void PeopleCheck::End() {
  if (options().data_dir.empty()) return;
  auto people = StaffPeople::Load(options().data_dir);
  if (!people) return Find("The staff's people cannot be read: " + people.error().message);
  if (auto losses = store().Losses()) losses_ = std::move(*losses);
  if (const Status read = ReadLines(); !read) {
    return Find("The access log cannot be read: " + read.error().message);
  }
  if (!(*people)->kept() && !told_.empty()) return Find(PeopleMissing(options().data_dir).message);
  Unlikely unlike = Unlike(**people);
  if (!unlike.Any()) return;
  // Somebody may have been granted something since the file was read.
  people = StaffPeople::Load(options().data_dir);
  if (people) unlike = Unlike(**people);
  for (const StaffPerson& person : unlike.people) {
    Find(fmt::format(
        "What {} may do ({}) is not as the access log says: it was altered or slipped in, or was "
        "decided and not kept. Grant it again, or revoke them.",
        person.LogName(), PersonLine(person)));
  }
  for (const std::string& id : unlike.missing) {
    Find(
        fmt::format("The access of {} was revoked, and staff-people.json does not know them: they "
                    "could come in again. Restore the file from a backup.",
                    id));
  }
  for (const Invitation& invitation : unlike.invitations) {
    Find(fmt::format(
        "The invitation of {} ({}) is not as the access log says: it was altered or slipped in. "
        "Withdraw it.",
        invitation.name, InvitationLine(invitation)));
  }
}

void PeopleCheck::Hear(const store::Access& line) {
  const std::string& detail = line.detail;
  const auto id = [&] { return detail.substr(0, detail.find(':')); };
  if (line.action == "person.grant" || line.action == "person.revoke") {
    told_.insert_or_assign(id(), detail);
  } else if (line.action == "person.invite") {
    invited_.insert_or_assign(id(), detail);
  } else if (line.action == "person.withdraw") {
    invited_.erase(detail);
  } else if (line.action == "person.join") {
    // "person: invitation: …", as it was invited.
    const size_t invitation = detail.find(": ");
    if (invitation == std::string::npos) return;
    const std::string said = detail.substr(invitation + 2);
    const auto invited = invited_.find(said.substr(0, said.find(':')));
    if (invited == invited_.end() || invited->second != said) return;
    joined_.insert(id());
    invited_.erase(invited);
  } else if (line.action == "passkey.add") {
    passkeys_.insert(detail);
  } else if (line.action == "passkey.remove") {
    passkeys_.erase(detail);
  }
}

Status PeopleCheck::ReadLines() {
  auto lines = store::WalkAccesses(store());
  while (const store::AccessRow* const row = lines.Next()) Hear(row->access);
  return lines.status();
}

PeopleCheck::Unlikely PeopleCheck::Unlike(const StaffPeople& people) const {
  Unlikely out;
  for (StaffPerson& person : people.List()) {
    if (!IsAsTold(person)) out.people.push_back(std::move(person));
  }
  for (const auto& [id, line] : told_) {
    if (line == id && !people.Find(id)) out.missing.push_back(id);
  }
  out.invitations = SlippedIn(people.Invitations(Time::min()));
  return out;
}

bool PeopleCheck::CameInAsTold(const StaffPerson& person) const {
  const bool joined = person.issuer != kInvitedHere || joined_.contains(person.id) ||
                      (person.changed && MayBeGone(losses_, *person.changed));
  return joined && std::ranges::all_of(person.passkeys, [&](const StaffPasskey& each) {
           return passkeys_.contains(PasskeyLine(person, each)) || MayBeGone(losses_, each.added);
         });
}

std::vector<Invitation> PeopleCheck::SlippedIn(const std::vector<Invitation>& invitations) const {
  std::vector<Invitation> out;
  std::ranges::copy_if(invitations, std::back_inserter(out), [&](const Invitation& each) {
    const auto invited = invited_.find(each.id);
    const bool told = invited != invited_.end() && invited->second == InvitationLine(each);
    return !told && !MayBeGone(losses_, each.ends - kInvitationLife);
  });
  return out;
}

bool PeopleCheck::IsAsTold(const StaffPerson& person) const {
  if (!CameInAsTold(person)) return false;
  if (const auto line = told_.find(person.id); line != told_.end()) {
    return line->second == PersonLine(person);
  }
  if (person.grants.empty() && !person.revoked) return true;
  return person.changed && MayBeGone(losses_, *person.changed);
}

}  // namespace temoin::app
