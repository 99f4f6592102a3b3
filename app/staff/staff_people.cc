#include "app/staff/staff_people.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/calendar.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/file.h"
#include "base/json.h"

namespace temoin::app {
namespace {

using nlohmann::json;

constexpr size_t kMaxPeopleFile = size_t{8} << 20;
constexpr size_t kIdDigits = 16;

// One that came, and may do nothing: nobody gave them anything, or took it away.
bool Waits(const StaffPerson& person) { return !person.changed; }

std::optional<Grant> ReadGrant(const json& entry) {
  if (!entry.is_object() || !entry.contains("role") || !entry["role"].is_string()) {
    return std::nullopt;
  }
  const auto role = StaffRoleFromName(entry["role"].get<std::string>());
  if (!role) return std::nullopt;
  Grant grant{.role = *role};
  if (const auto sites = entry.find("sites"); sites != entry.end()) {
    if (!sites->is_array() || sites->empty()) return std::nullopt;
    for (const json& site : *sites) {
      if (!site.is_string()) return std::nullopt;
      grant.sites.push_back(site.get<std::string>());
    }
  }
  if (const auto until = entry.find("until"); until != entry.end()) {
    const Result<Time> end =
        until->is_string() ? ParseTime(until->get<std::string>()) : Error(ErrorCode::kDataLoss, "");
    if (!end) return std::nullopt;
    grant.until = *end;
  }
  return grant;
}

std::optional<StaffPerson> ReadPerson(const json& entry) {
  if (!entry.is_object()) return std::nullopt;
  const auto text = [&](const char* member) {
    const auto found = entry.find(member);
    return found != entry.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  StaffPerson person{
      .id = text("id"), .issuer = text("issuer"), .subject = text("subject"), .name = text("name")};
  const Result<Time> used = ParseDate(text("used"));
  const auto grants = entry.find("grants");
  if (person.id != PersonId(person.issuer, person.subject) || !used || grants == entry.end() ||
      !grants->is_array()) {
    return std::nullopt;
  }
  person.used = *used;
  for (const json& each : *grants) {
    const std::optional<Grant> grant = ReadGrant(each);
    if (!grant) return std::nullopt;
    person.grants.push_back(*grant);
  }
  if (entry.contains("changed")) {
    const Result<Time> changed = ParseTime(text("changed"));
    if (!changed) return std::nullopt;
    person.changed = *changed;
  }
  const auto revoked = entry.find("revoked");
  if (revoked != entry.end() && !revoked->is_boolean()) return std::nullopt;
  person.revoked = revoked != entry.end() && revoked->get<bool>();
  return person;
}

json PersonEntry(const StaffPerson& person) {
  json grants = json::array();
  for (const Grant& grant : person.grants) {
    json each = {{"role", StaffRoleName(grant.role)}};
    if (!grant.sites.empty()) each["sites"] = grant.sites;
    if (grant.until) each["until"] = FormatTime(*grant.until);
    grants.push_back(std::move(each));
  }
  json out = {
      {"id", person.id},     {"issuer", person.issuer},     {"subject", person.subject},
      {"name", person.name}, {"grants", std::move(grants)}, {"used", FormatDate(person.used)}};
  if (person.changed) out["changed"] = FormatTime(*person.changed);
  if (person.revoked) out["revoked"] = true;
  return out;
}

}  // namespace

std::string StaffPerson::LogName() const { return fmt::format("{} [{}]", name, id); }

std::string PersonId(std::string_view issuer, std::string_view subject) {
  std::string text(issuer);
  text += '\0';
  text += subject;
  return EncodeHex(Sha256(text)).substr(0, kIdDigits);
}

std::string PersonLine(const StaffPerson& person) {
  if (person.revoked) return person.id;
  std::string out = person.id + ":";
  for (const Grant& grant : person.grants) {
    out += fmt::format("{} {}", out.back() == ':' ? "" : ";", GrantWords(grant));
  }
  return person.grants.empty() ? out + " nothing" : out;
}

Result<std::unique_ptr<StaffPeople>> StaffPeople::Load(const std::string& data_directory) {
  std::unique_ptr<StaffPeople> people(new StaffPeople(data_directory + "/staff-people.json"));
  const Result<std::string> text = ReadFile(people->path_, kMaxPeopleFile);
  if (!text) {
    if (text.error().code == ErrorCode::kNotFound) return people;
    return text.error();
  }
  const Error damaged(ErrorCode::kDataLoss,
                      fmt::format("{} is damaged; restore it from a backup", people->path_));
  const Result<json> list = ParseJson(*text, {.max_bytes = kMaxPeopleFile});
  if (!list || !list->is_array()) return damaged;
  for (const json& entry : *list) {
    std::optional<StaffPerson> person = ReadPerson(entry);
    if (!person) return damaged;
    people->people_.push_back(std::move(*person));
  }
  return people;
}

std::unique_ptr<StaffPeople> StaffPeople::Unreadable(Error why) {
  std::unique_ptr<StaffPeople> people(new StaffPeople(""));
  people->usable_ = Error(ErrorCode::kUnavailable, std::move(why.message));
  return people;
}

Status StaffPeople::Save(std::vector<StaffPerson> people) {
  TEMOIN_RETURN_IF_ERROR(usable_);
  json list = json::array();
  for (const StaffPerson& person : people) list.push_back(PersonEntry(person));
  const std::string text = list.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
  TEMOIN_RETURN_IF_ERROR(WriteFileDurably(path_, text, 0600));
  people_ = std::move(people);
  return {};
}

Result<StaffPerson> StaffPeople::SignedIn(std::string_view issuer, std::string_view subject,
                                          std::string_view name, Time now) {
  const Time day = std::chrono::floor<std::chrono::days>(now);
  const std::string id = PersonId(issuer, subject);
  const std::lock_guard lock(mutex_);
  TEMOIN_RETURN_IF_ERROR(usable_);
  std::vector<StaffPerson> people = people_;
  auto found = std::ranges::find(people, id, &StaffPerson::id);
  if (found == people.end()) {
    // Who came first of those who wait gives way.
    if (static_cast<size_t>(std::ranges::count_if(people, Waits)) >= kMaxWaiting) {
      people.erase(std::ranges::find_if(people, Waits));
    }
    if (people.size() >= kMaxPeople) {
      return Error(ErrorCode::kUnavailable, "Too many people are known here.");
    }
    people.push_back(
        {.id = id, .issuer = std::string(issuer), .subject = std::string(subject), .name = {}});
    found = std::prev(people.end());
  }
  const bool same = found->used == day && found->name == name;
  found->used = day;
  found->name = name;
  const StaffPerson person = *found;
  if (!same) TEMOIN_RETURN_IF_ERROR(Save(std::move(people)));
  return person;
}

std::optional<StaffPerson> StaffPeople::Find(std::string_view id) const {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(people_, id, &StaffPerson::id);
  return found == people_.end() ? std::nullopt : std::optional(*found);
}

std::vector<StaffPerson> StaffPeople::List() const {
  const std::lock_guard lock(mutex_);
  return people_;
}

Status StaffPeople::Replace(const StaffPerson& person) {
  const std::lock_guard lock(mutex_);
  std::vector<StaffPerson> people = people_;
  const auto found = std::ranges::find(people, person.id, &StaffPerson::id);
  if (found == people.end()) return Error(ErrorCode::kNotFound, "There is nobody of this id.");
  *found = person;
  return Save(std::move(people));
}

}  // namespace temoin::app
