#include "app/log/anchor_watch.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "app/log/keys.h"
#include "app/log/log_anchor.h"
#include "base/encoding.h"

namespace temoin::app {
namespace {

constexpr std::chrono::seconds kFirstPause{60};
constexpr std::chrono::seconds kLongestPause{3600};

}  // namespace

AnchorWatch::AnchorWatch(std::string data_directory, AnchorSettings settings)
    : data_directory_(std::move(data_directory)), ca_file_(std::move(settings.ca_file)) {
  for (std::string& authority : settings.authorities) {
    asked_.push_back({.authority = std::move(authority)});
  }
}

Status AnchorWatch::Load() {
  TEMOIN_ASSIGN_OR_RETURN(const auto anchors, ReadAnchors(data_directory_));
  const std::lock_guard lock(mutex_);
  for (Asked& asked : asked_) {
    const std::string tag = AuthorityTag(asked.authority);
    // From the newest: a token that does not hold is for `log verify` to say, and stamps nothing.
    for (auto anchor = anchors.rbegin(); anchor != anchors.rend() && !asked.at; ++anchor) {
      const auto token = anchor->tokens.find(tag);
      if (token == anchor->tokens.end()) continue;
      const auto stamp = CheckTimestamp(token->second, AsBytes(anchor->note), ca_file_);
      if (!stamp) continue;
      asked.size = anchor->size;
      asked.at = stamp->at;
    }
  }
  return {};
}

size_t AnchorWatch::Ask(const store::LogStore& log, Outbound& outbound, Time now) {
  const auto latest = LatestKept(log);
  if (!latest) return 0;  // nothing is signed yet
  std::vector<std::string> turns;
  {
    const std::lock_guard lock(mutex_);
    for (const Asked& asked : asked_) {
      if (asked.size < latest->size && asked.next <= now) turns.push_back(asked.authority);
    }
  }
  size_t fresh = 0;
  for (const std::string& authority : turns) {
    // Without the lock: it may take long, and the figures are asked for meanwhile.
    const auto stamped =
        Stamp(log, outbound,
              {.data_directory = data_directory_, .authority = authority, .ca_file = ca_file_});
    const std::lock_guard lock(mutex_);
    Asked& asked = *std::ranges::find(asked_, authority, &Asked::authority);
    if (!stamped) {
      asked.pause = std::clamp(asked.pause * 2, kFirstPause, kLongestPause);
      asked.next = now + asked.pause;
      spdlog::warn("no time stamp was had: {}", stamped.error().message);
      continue;
    }
    asked.pause = std::chrono::seconds(0);
    asked.size = stamped->size;
    // Stamped by a command meanwhile: its time is the present one, to the minute.
    asked.at = stamped->stamp ? stamped->stamp->at : now;
    ++fresh;
  }
  return fresh;
}

Result<std::vector<AuthorityStanding>> AnchorWatch::Read(const store::LogStore& log,
                                                         Time now) const {
  TEMOIN_ASSIGN_OR_RETURN(const auto kept, log.KeptCheckpoints());
  const std::lock_guard lock(mutex_);
  std::vector<AuthorityStanding> out;
  for (const Asked& asked : asked_) {
    const bool late = std::ranges::any_of(kept, [&](const store::KeptCheckpoint& checkpoint) {
      return checkpoint.size > asked.size && now - checkpoint.day > kAnchorLate;
    });
    out.push_back({.authority = asked.authority, .size = asked.size, .at = asked.at, .late = late});
  }
  return out;
}

std::string LateSentence(const AuthorityStanding& standing) {
  return fmt::format("The time stamping authority at {} is late: {}", standing.authority,
                     standing.at ? "its newest stamp is of " + FormatTime(*standing.at) + "."
                                 : "it has stamped nothing yet.");
}

}  // namespace temoin::app
