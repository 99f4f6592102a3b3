#include "app/log/verify/people.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/calendar.h"

namespace temoin::app {
namespace {

constexpr size_t kPeopleLines = 500;

}  // namespace

void PeopleCheck::End() {
  if (options().data_dir.empty()) return;
  auto people = StaffPeople::Load(options().data_dir);
  if (!people) return Find("The staff's people cannot be read: " + people.error().message);
  if ((*people)->List().empty()) return;
  if (auto losses = store().Losses()) losses_ = std::move(*losses);
  if (const Status read = ReadLines(); !read) {
    return Find("The access log cannot be read: " + read.error().message);
  }
  std::vector<StaffPerson> unlike = Unlike((*people)->List());
  if (unlike.empty()) return;
  // Somebody may have been granted something since the file was read.
  people = StaffPeople::Load(options().data_dir);
  if (people) unlike = Unlike((*people)->List());
  for (const StaffPerson& person : unlike) {
    Find(fmt::format(
        "What {} may do ({}) is not as the access log says: it was altered or slipped in, or was "
        "decided and not kept. Grant it again, or revoke them.",
        person.LogName(), PersonLine(person)));
  }
}

Status PeopleCheck::ReadLines() {
  for (int64_t after = 0;;) {
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::AccessRow> page,
                            store().ReadAccesses(after, kPeopleLines));
    for (const auto& [id, line] : page) {
      if (line.action == "person.grant" || line.action == "person.revoke") {
        told_.insert_or_assign(line.detail.substr(0, line.detail.find(':')), line.detail);
      }
    }
    if (page.size() < kPeopleLines) return {};
    after = page.back().id;
  }
}

std::vector<StaffPerson> PeopleCheck::Unlike(const std::vector<StaffPerson>& people) const {
  std::vector<StaffPerson> out;
  std::ranges::copy_if(people, std::back_inserter(out),
                       [&](const StaffPerson& person) { return !IsAsTold(person); });
  return out;
}

bool PeopleCheck::IsAsTold(const StaffPerson& person) const {
  if (const auto line = told_.find(person.id); line != told_.end()) {
    return line->second == PersonLine(person);
  }
  if (person.grants.empty() && !person.revoked) return true;
  return person.changed && MayBeGone(*person.changed);
}

bool PeopleCheck::MayBeGone(Time at) const {
  return std::ranges::any_of(losses_, [&](const store::Loss& loss) { return at <= loss.found; });
}

}  // namespace temoin::app
