#include "app/staff/staff_tokens.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/staff/staff_people.h"
#include "base/calendar.h"
#include "base/encoding.h"
#include "base/file.h"
#include "base/json.h"
#include "base/utf8.h"

namespace temoin::app {
namespace {

constexpr size_t kMaxFileBytes = 1 << 20;
constexpr size_t kMaxName = 100;

std::string FingerprintOf(const Digest& hash) { return EncodeHex(hash).substr(0, 32); }

Error Damaged(const std::string& path) {
  return {ErrorCode::kDataLoss, fmt::format("{} is damaged; restore it from a backup", path)};
}

}  // namespace

Result<std::unique_ptr<StaffTokens>> StaffTokens::Load(const std::string& data_directory) {
  std::unique_ptr<StaffTokens> tokens(new StaffTokens(data_directory + "/staff-tokens.json"));
  const Result<std::string> text = ReadFile(tokens->path_, kMaxFileBytes);
  if (!text) {
    if (text.error().code == ErrorCode::kNotFound) return tokens;
    return text.error();
  }
  TEMOIN_RETURN_IF_ERROR(CheckPrivate(tokens->path_));
  const Result<nlohmann::json> list = ParseJson(*text, {.max_bytes = kMaxFileBytes});
  if (!list || !list->is_array()) return Damaged(tokens->path_);
  for (const nlohmann::json& entry : *list) {
    if (!entry.is_object()) return Damaged(tokens->path_);
    const auto text_of = [&](const char* member) -> std::string {
      const auto found = entry.find(member);
      return found != entry.end() && found->is_string() ? found->get<std::string>() : "";
    };
    Kept kept;
    const auto role = StaffRoleFromName(text_of("role"));
    const auto hash = DecodeHex(text_of("sha256"));
    const Result<Time> created = ParseTime(text_of("created"));
    if (!role || !hash || hash->size() != kept.hash.size() || !created) {
      return Damaged(tokens->path_);
    }
    std::copy(hash->begin(), hash->end(), kept.hash.begin());
    kept.token = {text_of("id"), text_of("name"),          *role, *created, std::nullopt,
                  std::nullopt,  FingerprintOf(kept.hash), {}};
    if (const auto sites = entry.find("sites"); sites != entry.end()) {
      if (!sites->is_array() || sites->empty()) return Damaged(tokens->path_);
      for (const nlohmann::json& site : *sites) {
        if (!site.is_string()) return Damaged(tokens->path_);
        kept.token.sites.push_back(site.get<std::string>());
      }
    }
    if (entry.contains("expires")) {
      const Result<Time> expires = ParseTime(text_of("expires"));
      if (!expires) return Damaged(tokens->path_);
      kept.token.expires = *expires;
    }
    if (entry.contains("revoked")) {
      const Result<Time> revoked = ParseTime(text_of("revoked"));
      if (!revoked) return Damaged(tokens->path_);
      kept.token.revoked = *revoked;
    }
    if (entry.contains("used")) {
      const Result<Time> used = ParseDate(text_of("used"));
      if (!used) return Damaged(tokens->path_);
      kept.token.used = *used;
    }
    const auto last_resort = entry.find("last_resort");
    kept.token.last_resort = last_resort != entry.end() && *last_resort == true;
    kept.token.from = text_of("from");
    tokens->tokens_.push_back(std::move(kept));
  }
  return tokens;
}

std::unique_ptr<StaffTokens> StaffTokens::Unreadable(Error why) {
  std::unique_ptr<StaffTokens> tokens(new StaffTokens(""));
  tokens->usable_ = Error(ErrorCode::kUnavailable, std::move(why.message));
  return tokens;
}

Status StaffTokens::Save(const std::vector<Kept>& tokens) const {
  TEMOIN_RETURN_IF_ERROR(usable_);
  nlohmann::json list = nlohmann::json::array();
  for (const Kept& kept : tokens) {
    nlohmann::json entry = {{"id", kept.token.id},
                            {"name", kept.token.name},
                            {"role", StaffRoleName(kept.token.role)},
                            {"sha256", EncodeHex(kept.hash)},
                            {"created", FormatTime(kept.token.created)}};
    if (!kept.token.sites.empty()) entry["sites"] = kept.token.sites;
    if (kept.token.expires) entry["expires"] = FormatTime(*kept.token.expires);
    if (kept.token.revoked) entry["revoked"] = FormatTime(*kept.token.revoked);
    if (kept.token.used) entry["used"] = FormatDate(*kept.token.used);
    if (kept.token.last_resort) entry["last_resort"] = true;
    if (!kept.token.from.empty()) entry["from"] = kept.token.from;
    list.push_back(std::move(entry));
  }
  return WriteFileDurably(path_, list.dump(1) + "\n", 0600);
}

Status CheckTokenName(std::string_view name) {
  if (EndsAsPerson(name)) {
    return Error(ErrorCode::kInvalidArgument, "A name does not end as a person's in the log.",
                 "/name");
  }
  if (name.empty() || name.size() > kMaxName) {
    return Error(ErrorCode::kInvalidArgument, "A name has 1 to 100 bytes.", "/name");
  }
  if (IsPlainName(name)) return {};
  return Error(ErrorCode::kInvalidArgument,
               "A name has no characters that nobody sees or that turn the direction of writing.",
               "/name");
}

std::string EarlierTokenLine(const StaffToken& token) {
  return fmt::format("{}, {}", token.name, StaffRoleName(token.role));
}

std::string TokenLine(const StaffToken& token) {
  return fmt::format("{}: {}, {}, {}{}key {}", token.id, token.name, GrantWords(token.grant()),
                     token.last_resort ? "last resort, " : "", FromWords(token.from),
                     token.fingerprint);
}

Result<StaffTokens::Created> StaffTokens::Mint(StaffToken wanted, Time now) {
  TEMOIN_RETURN_IF_ERROR(CheckTokenName(wanted.name));
  if (wanted.expires && *wanted.expires <= now) {
    return Error(ErrorCode::kInvalidArgument, "a token ends in the future", "/expires");
  }
  Created created{.token = std::move(wanted), .secret = {}};
  created.token.id = EncodeHex(RandomArray<4>());
  created.token.created = now;
  SortSites(created.token.sites);
  created.secret =
      fmt::format("temoin-{}-{}", created.token.id, EncodeBase64Url(RandomArray<32>()));
  created.token.fingerprint = FingerprintOf(Sha256(created.secret));
  return created;
}

Status StaffTokens::Keep(const Created& minted) {
  const std::lock_guard lock(mutex_);
  std::vector<Kept> tokens = tokens_;
  tokens.push_back({minted.token, Sha256(minted.secret)});
  TEMOIN_RETURN_IF_ERROR(Save(tokens));
  tokens_ = std::move(tokens);
  return {};
}

Result<StaffTokens::Created> StaffTokens::Create(StaffRole role, std::string_view name, Time now,
                                                 std::optional<Time> expires) {
  TEMOIN_ASSIGN_OR_RETURN(Created created,
                          Mint({.name = std::string(name), .role = role, .expires = expires}, now));
  TEMOIN_RETURN_IF_ERROR(Keep(created));
  return created;
}

Status StaffTokens::Revoke(const std::vector<std::string>& ids, Time now) {
  const std::lock_guard lock(mutex_);
  std::vector<Kept> tokens = tokens_;
  for (const std::string& id : ids) {
    const auto found =
        std::ranges::find(tokens, id, [](const Kept& kept) { return kept.token.id; });
    if (found == tokens.end()) {
      return Error(ErrorCode::kNotFound, "no token has this id; `temoin token list` shows them",
                   "/id");
    }
    if (!found->token.revoked) found->token.revoked = now;
  }
  TEMOIN_RETURN_IF_ERROR(Save(tokens));
  tokens_ = std::move(tokens);
  return {};
}

std::vector<StaffToken> StaffTokens::List() const {
  const std::lock_guard lock(mutex_);
  std::vector<StaffToken> out;
  for (const Kept& kept : tokens_) out.push_back(kept.token);
  return out;
}

std::optional<StaffToken> StaffTokens::Find(std::string_view secret, Time now) const {
  const Digest hash = Sha256(secret);
  const std::lock_guard lock(mutex_);
  std::optional<StaffToken> found;
  for (const Kept& kept : tokens_) {
    if (ConstantTimeEqual(hash, kept.hash) && kept.token.InForce(now)) found = kept.token;
  }
  return found;
}

std::optional<StaffToken> StaffTokens::FindById(std::string_view id, Time now) const {
  const std::lock_guard lock(mutex_);
  for (const Kept& kept : tokens_) {
    if (kept.token.id == id && kept.token.InForce(now)) return kept.token;
  }
  return std::nullopt;
}

void StaffTokens::NoteUse(std::string_view id, Time now) {
  const Time day = std::chrono::floor<std::chrono::days>(now);
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(tokens_, id, [](const Kept& kept) { return kept.token.id; });
  if (found == tokens_.end() || found->token.used == day) return;
  found->token.used = day;
  (void)Save(tokens_);
}

}  // namespace temoin::app
