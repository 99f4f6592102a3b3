#include "app/log/verify/tokens.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/calendar.h"
#include "store/walk.h"

namespace temoin::app {
void TokenCheck::End() {
  if (options().data_dir.empty()) return;
  if (auto losses = store().Losses()) losses_ = std::move(*losses);
  std::vector<std::string> findings = Look();
  // A line is written before its file: a server that runs beside may have been between them.
  if (!findings.empty()) findings = Look();
  for (std::string& finding : findings) Find(std::move(finding));
}

std::vector<std::string> TokenCheck::Look() {
  const auto tokens = StaffTokens::Load(options().data_dir);
  if (!tokens) return {"The staff's tokens cannot be read: " + tokens.error().message};
  const std::vector<StaffToken> all = (*tokens)->List();
  if (all.empty()) return {};
  if (const Status read = ReadLines(); !read) {
    return {"The access log cannot be read: " + read.error().message};
  }
  std::vector<std::string> findings;
  for (const StaffToken& token : all) Compare(token, findings);
  return findings;
}

Status TokenCheck::ReadLines() {
  auto lines = store::WalkAccesses(store());
  while (const store::AccessRow* const row = lines.Next()) {
    const store::Access& line = row->access;
    if (line.action == "token.create") created_.emplace(line.at, line.detail);
    if (line.action == "token.revoke") revoked_.emplace(line.detail, line.at);
  }
  return lines.status();
}

// Some of those from before there were such lines had none.
bool TokenCheck::Told(const StaffToken& token) {
  const bool before = report().adoption && token.created <= report().adopted_at;
  return before || created_.contains({token.created, TokenLine(token)}) ||
         created_.contains({token.created, EarlierTokenLine(token)}) ||
         MayBeGone(losses_, token.created);
}

void TokenCheck::Compare(const StaffToken& token, std::vector<std::string>& findings) {
  if (!Told(token)) {
    findings.push_back(fmt::format(
        "The token {} ({}, {}) is not as the access log says that it was made on {}: it was "
        "altered or slipped in. Revoke it.",
        token.id, token.name, StaffRoleName(token.role), FormatTime(token.created)));
  }
  const auto line = revoked_.find(token.id);
  if (!token.revoked && line != revoked_.end()) {
    findings.push_back(
        fmt::format("The token {} ({}) was revoked on {} and is in force. Revoke it again.",
                    token.id, token.name, FormatTime(line->second)));
  }
  if (token.revoked && line == revoked_.end() && !MayBeGone(losses_, *token.revoked)) {
    findings.push_back(
        fmt::format("The token {} ({}) is revoked, and the access log does not say by whom.",
                    token.id, token.name));
  }
}

}  // namespace temoin::app
