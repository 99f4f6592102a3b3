#include "app/staff/staff_people.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
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
constexpr size_t kFingerprint = 32;

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

// Nothing for what is no list of grants.
std::optional<std::vector<Grant>> ReadGrants(const json& entry) {
  const auto grants = entry.find("grants");
  if (grants == entry.end() || !grants->is_array()) return std::nullopt;
  std::vector<Grant> out;
  for (const json& each : *grants) {
    const std::optional<Grant> grant = ReadGrant(each);
    if (!grant) return std::nullopt;
    out.push_back(*grant);
  }
  return out;
}

json GrantEntries(const std::vector<Grant>& grants) {
  json out = json::array();
  for (const Grant& grant : grants) {
    json each = {{"role", StaffRoleName(grant.role)}};
    if (!grant.sites.empty()) each["sites"] = grant.sites;
    if (grant.until) each["until"] = FormatTime(*grant.until);
    out.push_back(std::move(each));
  }
  return out;
}

std::string TextOf(const json& entry, const char* member) {
  const auto found = entry.find(member);
  return found != entry.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<identity::PasskeyAlgorithm> ReadAlgorithm(const json& entry) {
  const auto number = entry.find("algorithm");
  if (number == entry.end() || !number->is_number_integer()) return std::nullopt;
  for (const auto algorithm : identity::kPasskeyAlgorithms) {
    if (*number == static_cast<int>(algorithm)) return algorithm;
  }
  return std::nullopt;
}

std::optional<StaffPasskey> ReadPasskey(const json& entry) {
  if (!entry.is_object()) return std::nullopt;
  const auto id = DecodeBase64Url(TextOf(entry, "id"));
  const auto key = DecodeBase64Url(TextOf(entry, "key"));
  const auto algorithm = ReadAlgorithm(entry);
  const auto counter = entry.find("counter");
  const Result<Time> added = ParseTime(TextOf(entry, "added"));
  if (!id || !key || !algorithm || counter == entry.end() || !counter->is_number_unsigned() ||
      *counter > std::numeric_limits<uint32_t>::max() || !added) {
    return std::nullopt;
  }
  StaffPasskey out{.passkey = {.id = std::string(AsText(*id)),
                               .algorithm = *algorithm,
                               .key = std::string(AsText(*key)),
                               .counter = counter->get<uint32_t>()},
                   .name = TextOf(entry, "name"),
                   .added = *added};
  if (entry.contains("used")) {
    const Result<Time> used = ParseDate(TextOf(entry, "used"));
    if (!used) return std::nullopt;
    out.used = *used;
  }
  return identity::IsUsable(out.passkey) ? std::optional(std::move(out)) : std::nullopt;
}

json PasskeyEntry(const StaffPasskey& passkey) {
  json out = {{"id", EncodeBase64Url(AsBytes(passkey.passkey.id))},
              {"algorithm", static_cast<int>(passkey.passkey.algorithm)},
              {"key", EncodeBase64Url(AsBytes(passkey.passkey.key))},
              {"counter", passkey.passkey.counter},
              {"name", passkey.name},
              {"added", FormatTime(passkey.added)}};
  if (passkey.used) out["used"] = FormatDate(*passkey.used);
  return out;
}

std::optional<Invitation> ReadInvitation(const json& entry) {
  Invitation out{.id = TextOf(entry, "invitation"),
                 .name = TextOf(entry, "name"),
                 .by = TextOf(entry, "by"),
                 .from = TextOf(entry, "from")};
  const auto hash = DecodeHex(TextOf(entry, "sha256"));
  const Result<Time> ends = ParseTime(TextOf(entry, "ends"));
  auto grants = ReadGrants(entry);
  if (!hash || hash->size() != out.hash.size() || !ends || !grants) return std::nullopt;
  std::ranges::copy(*hash, out.hash.begin());
  out.ends = *ends;
  out.grants = std::move(*grants);
  return out;
}

json InvitationEntry(const Invitation& invitation) {
  json out = {{"invitation", invitation.id},
              {"name", invitation.name},
              {"grants", GrantEntries(invitation.grants)},
              {"by", invitation.by},
              {"ends", FormatTime(invitation.ends)},
              {"sha256", EncodeHex(invitation.hash)}};
  if (!invitation.from.empty()) out["from"] = invitation.from;
  return out;
}

bool IsOpen(const Invitation& invitation, Time now) { return now < invitation.ends; }

std::string GrantsLine(const std::vector<Grant>& grants) {
  std::string out;
  for (const Grant& grant : grants) {
    out += fmt::format("{}{}", out.empty() ? "" : "; ", GrantWords(grant));
  }
  return out;
}

std::optional<StaffPerson> ReadPerson(const json& entry) {
  const auto text = [&](const char* member) { return TextOf(entry, member); };
  StaffPerson person{
      .id = text("id"), .issuer = text("issuer"), .subject = text("subject"), .name = text("name")};
  const Result<Time> used = ParseDate(text("used"));
  auto grants = ReadGrants(entry);
  if (person.id != PersonId(person.issuer, person.subject) || !used || !grants) {
    return std::nullopt;
  }
  person.used = *used;
  person.grants = std::move(*grants);
  if (entry.contains("changed")) {
    const Result<Time> changed = ParseTime(text("changed"));
    if (!changed) return std::nullopt;
    person.changed = *changed;
  }
  const auto revoked = entry.find("revoked");
  if (revoked != entry.end() && !revoked->is_boolean()) return std::nullopt;
  person.revoked = revoked != entry.end() && revoked->get<bool>();
  person.from = text("from");
  const auto passkeys = entry.find("passkeys");
  if (passkeys == entry.end()) return person;
  if (!passkeys->is_array()) return std::nullopt;
  for (const json& each : *passkeys) {
    std::optional<StaffPasskey> passkey = ReadPasskey(each);
    if (!passkey) return std::nullopt;
    person.passkeys.push_back(std::move(*passkey));
  }
  return person;
}

json PersonEntry(const StaffPerson& person) {
  json out = {{"id", person.id},
              {"issuer", person.issuer},
              {"subject", person.subject},
              {"name", person.name},
              {"grants", GrantEntries(person.grants)},
              {"used", FormatDate(person.used)}};
  if (person.changed) out["changed"] = FormatTime(*person.changed);
  if (person.revoked) out["revoked"] = true;
  if (!person.from.empty()) out["from"] = person.from;
  for (const StaffPasskey& passkey : person.passkeys) {
    out["passkeys"].push_back(PasskeyEntry(passkey));
  }
  return out;
}

}  // namespace

std::string StaffPerson::LogName() const { return fmt::format("{} [{}]", name, id); }

bool StaffPerson::IsNamed(std::string_view log_name) const {
  return log_name.ends_with(fmt::format(" [{}]", id));
}

bool EndsAsPerson(std::string_view name) {
  constexpr size_t kEnd = 2 + kIdDigits;  // "[0123456789abcdef]"
  if (name.size() < kEnd || !name.ends_with(']')) return false;
  const std::string_view end = name.substr(name.size() - kEnd);
  return end.starts_with('[') && DecodeHex(end.substr(1, kEnd - 2)).has_value();
}

std::string PersonId(std::string_view issuer, std::string_view subject) {
  std::string text(issuer);
  text += '\0';
  text += subject;
  return EncodeHex(Sha256(text)).substr(0, kIdDigits);
}

std::string PersonLine(const StaffPerson& person) {
  if (person.revoked) return person.id;
  const std::string grants = person.grants.empty() ? "nothing" : GrantsLine(person.grants);
  return fmt::format("{}: {}", person.id, grants);
}

std::string StaffPasskey::Fingerprint() const {
  Bytes parts;
  for (const Digest& part : {Sha256(passkey.id), Sha256(passkey.key)}) {
    parts.insert(parts.end(), part.begin(), part.end());
  }
  return EncodeHex(Sha256(parts)).substr(0, kFingerprint);
}

std::string FromWords(std::string_view from) {
  return from.empty() ? "" : fmt::format("from {}, ", from);
}

std::string InvitationLine(const Invitation& invitation) {
  return fmt::format("{}: {}, {}, {}key {}", invitation.id, invitation.name,
                     GrantsLine(invitation.grants), FromWords(invitation.from),
                     EncodeHex(invitation.hash).substr(0, kFingerprint));
}

std::string JoinLine(const StaffPerson& person, const Invitation& invitation) {
  return fmt::format("{}: {}", person.id, InvitationLine(invitation));
}

std::string PasskeyLine(const StaffPerson& person, const StaffPasskey& passkey) {
  return fmt::format("{}: key {}", person.id, passkey.Fingerprint());
}

Result<std::unique_ptr<StaffPeople>> StaffPeople::Load(const std::string& data_directory) {
  std::unique_ptr<StaffPeople> people(new StaffPeople(data_directory + "/staff-people.json"));
  const Result<std::string> text = ReadFile(people->path_, kMaxPeopleFile);
  if (!text) {
    if (text.error().code == ErrorCode::kNotFound) return people;
    return text.error();
  }
  people->kept_ = true;
  const Error damaged(ErrorCode::kDataLoss,
                      fmt::format("{} is damaged; restore it from a backup", people->path_));
  TEMOIN_RETURN_IF_ERROR(CheckPrivate(people->path_));
  const Result<json> list = ParseJson(*text, {.max_bytes = kMaxPeopleFile});
  if (!list || !list->is_array()) return damaged;
  for (const json& entry : *list) {
    if (!entry.is_object()) return damaged;
    if (entry.contains("invitation")) {
      std::optional<Invitation> invitation = ReadInvitation(entry);
      if (!invitation) return damaged;
      people->invitations_.push_back(std::move(*invitation));
      continue;
    }
    std::optional<StaffPerson> person = ReadPerson(entry);
    if (!person || people->Find(person->id)) return damaged;
    people->people_.push_back(std::move(*person));
  }
  return people;
}

std::unique_ptr<StaffPeople> StaffPeople::Unreadable(Error why) {
  std::unique_ptr<StaffPeople> people(new StaffPeople(""));
  people->usable_ = Error(ErrorCode::kUnavailable, std::move(why.message));
  return people;
}

Status StaffPeople::Keep() {
  const std::lock_guard lock(mutex_);
  return Save(people_);
}

Status StaffPeople::Save(std::vector<StaffPerson> people, std::vector<Invitation> invitations) {
  TEMOIN_RETURN_IF_ERROR(usable_);
  json list = json::array();
  for (const StaffPerson& person : people) list.push_back(PersonEntry(person));
  for (const Invitation& each : invitations) list.push_back(InvitationEntry(each));
  const std::string text = list.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
  if (text.size() > kMaxPeopleFile) {
    return Error(ErrorCode::kUnavailable, "Too many people and passkeys are known here.");
  }
  TEMOIN_RETURN_IF_ERROR(WriteFileDurably(path_, text, 0600));
  people_ = std::move(people);
  invitations_ = std::move(invitations);
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

std::optional<StaffPerson> StaffPeople::FindByPasskey(std::string_view credential) const {
  const std::lock_guard lock(mutex_);
  for (const StaffPerson& person : people_) {
    for (const StaffPasskey& each : person.passkeys) {
      if (each.passkey.id == credential) return person;
    }
  }
  return std::nullopt;
}

void StaffPeople::NoteUse(std::string_view id, Time now) {
  const Time day = std::chrono::floor<std::chrono::days>(now);
  const std::lock_guard lock(mutex_);
  std::vector<StaffPerson> people = people_;
  const auto found = std::ranges::find(people, id, &StaffPerson::id);
  if (found == people.end() || found->used == day) return;
  found->used = day;
  (void)Save(std::move(people));
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

Status StaffPeople::Invite(const Invitation& invitation, Time now) {
  const std::lock_guard lock(mutex_);
  std::vector<Invitation> invitations = invitations_;
  std::erase_if(invitations, [&](const Invitation& each) { return !IsOpen(each, now); });
  const auto own = std::ranges::count(invitations, invitation.from, &Invitation::from);
  if (static_cast<size_t>(own) >= kMaxInvitations) {
    return Error(ErrorCode::kUnavailable,
                 "Too many of your invitations are open: withdraw some, or wait until they end.");
  }
  invitations.push_back(invitation);
  return Save(people_, std::move(invitations));
}

std::vector<Invitation> StaffPeople::Invitations(Time now) const {
  const std::lock_guard lock(mutex_);
  std::vector<Invitation> out = invitations_;
  std::erase_if(out, [&](const Invitation& each) { return !IsOpen(each, now); });
  return out;
}

std::optional<Invitation> StaffPeople::FindInvitation(std::string_view secret, Time now) const {
  const Digest hash = Sha256(secret);
  std::optional<Invitation> found;
  for (const Invitation& each : Invitations(now)) {
    if (ConstantTimeEqual(hash, each.hash)) found = each;
  }
  return found;
}

Status StaffPeople::Withdraw(const std::vector<std::string>& ids) {
  const std::lock_guard lock(mutex_);
  std::vector<Invitation> invitations = invitations_;
  for (const std::string& id : ids) {
    if (std::erase_if(invitations, [&](const Invitation& each) { return each.id == id; }) == 0) {
      return Error(ErrorCode::kNotFound, "There is no open invitation of this id.");
    }
  }
  return Save(people_, std::move(invitations));
}

Status StaffPeople::Join(const StaffPerson& person, std::string_view invitation) {
  const std::lock_guard lock(mutex_);
  TEMOIN_RETURN_IF_ERROR(usable_);
  std::vector<Invitation> invitations = invitations_;
  if (std::erase_if(invitations, [&](const Invitation& each) { return each.id == invitation; }) ==
      0) {
    return Error(ErrorCode::kNotFound, "This invitation was used or withdrawn.");
  }
  if (std::ranges::find(people_, person.id, &StaffPerson::id) != people_.end()) {
    return Error(ErrorCode::kConflict, "Somebody joined by this invitation already.");
  }
  if (people_.size() >= kMaxPeople) {
    return Error(ErrorCode::kUnavailable, "Too many people are known here.");
  }
  std::vector<StaffPerson> people = people_;
  people.push_back(person);
  return Save(std::move(people), std::move(invitations));
}

}  // namespace temoin::app
