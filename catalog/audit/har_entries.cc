#include "catalog/audit/har_entries.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <utility>

#include "base/host.h"
#include "catalog/cookie_date.h"
#include "catalog/redaction.h"

namespace temoin::catalog {
namespace {

// Whether a cookie taken apart is another than its header says: of another domain, or with an end
// that is a day from each that the header has. A member that is left out says nothing.
bool Contradicts(const HarPart& part, const SetCookie& cookie, const Origin& origin,
                 std::optional<Time> started) {
  const std::string domain = NormalHost(part.domain);
  if (!domain.empty() && domain != origin.host && domain != cookie.domain) return true;
  constexpr std::chrono::hours kApart{24};
  std::vector<Time> ends;
  if (cookie.expires) ends.push_back(*cookie.expires);
  for (const auto& base : {started, origin.time}) {
    if (cookie.max_age && base) ends.push_back(*base + std::chrono::seconds(*cookie.max_age));
  }
  const auto end = ReadEnd(part.expires);
  const auto age = ReadHarNumber(part.max_age);
  if (age && cookie.max_age) return std::abs(*age - static_cast<double>(*cookie.max_age)) > 86400;
  if (part.odd_members || !end || end->session || (ends.empty() && cookie.max_age)) return false;
  return std::none_of(ends.begin(), ends.end(), [&](Time each) {
    return *end->at < each + kApart && each < *end->at + kApart;
  });
}

}  // namespace

std::optional<double> ReadHarNumber(std::string_view text) {
  double number = 0;
  const char* const last = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), last, number);
  return error == std::errc() && stop == last ? std::optional(number) : std::nullopt;
}

std::string HarEntries::Where(std::string_view below) const {
  return fmt::format("log.entries[{}]{}", count_, below);
}

void HarEntries::Pass() {
  AddUnread(recording_, "shape", Where());
  ++count_;
}

void HarEntries::Finish() {
  jar_.Finish(Time());
  Visit& visit = recording_.visits.front();
  visit.requests = count_;
  visit.nothing_recorded = count_ == 0;
}

void HarEntries::Take(HarEntry entry) {
  const std::string named = HostOfAuthority(entry.authority);
  if (entry.host.empty()) entry.host = named;
  if (entry.redacted && entry.host.empty()) {
    AddUnread(recording_, "redacted", Where(".request.url"));
  } else if (entry.host.empty() ? entry.addressed && !entry.hostless
                                : !named.empty() && named != entry.host) {
    AddUnread(recording_, "host", Where());
  }
  const bool asked = entry.addressed && entry.asked_listed;
  const bool responded = entry.responded && entry.listed;
  if (!entry.strange && !(asked && responded)) {
    AddUnread(recording_, "shape", Where(asked ? ".response" : responded ? ".request" : ""));
  }
  if (entry.responded && !entry.failed) {
    AddHost(recording_.visits.front(), entry.host);
  } else if (entry.stopped && (entry.no_response || !entry.responded)) {
    AddUnread(recording_, "stopped", Where());
  } else {
    AddCall(recording_.visits.front(), entry.host);
  }
  Origin origin{entry.host,    entry.path,          entry.over_http,
                entry.started, entry.RespondedAt(), Where()};
  if (!entry.dates.empty() && !(entry.set_cookie.empty() && entry.received.empty())) {
    const auto date =
        entry.dates.size() == 1 ? Plausible(ParseCookieDate(*entry.dates.begin())) : std::nullopt;
    if (!date) AddUnread(recording_, "date", Where());
    // Browsers count an Expires from the server's clock, however the visitor's is set.
    if (date) origin.time = date;
  }
  for (const HarPart& part : entry.asked) TakeAsked(part, entry, origin);
  std::set<std::string> sent = std::move(entry.sent);
  for (const std::string& pairs : entry.cookie) {
    sent.merge(NamesSent(recording_, pairs, Where(".request.headers")));
  }
  jar_.Send(sent, entry.host, entry.path, entry.SentAt());
  std::vector<SetCookie> told;
  for (const std::string& value : entry.set_cookie) {
    for (SetCookie& cookie : TakeSetCookie(recording_, jar_, value, origin)) {
      told.push_back(std::move(cookie));
    }
  }
  TakeReceived(std::move(entry.received), std::move(told), origin, entry.started);
  ++count_;
}

// The same cookies once more, taken apart, save those that a header has told of: of those it is
// only said where the two differ. `started`: what the recording browser counts from.
void HarEntries::TakeReceived(std::vector<HarPart> received, std::vector<SetCookie> told,
                              const Origin& origin, std::optional<Time> started) {
  const auto domain_of = [&](const std::string& domain) {
    return domain.empty() ? origin.host : domain;
  };
  std::erase_if(told, [](const SetCookie& cookie) { return cookie.redacted; });
  for (const bool same_domain : {true, false}) {
    std::erase_if(received, [&](const HarPart& part) {
      const auto found = std::find_if(told.begin(), told.end(), [&](const SetCookie& cookie) {
        return cookie.name == part.name &&
               (!same_domain || domain_of(cookie.domain) == domain_of(NormalHost(part.domain)));
      });
      if (found == told.end()) return false;
      if (Contradicts(part, *found, origin, started)) {
        AddUnread(recording_, "cookie", Where(".response.cookies"));
      }
      told.erase(found);
      return true;
    });
  }
  for (const HarPart& part : received) TakeApart(part, origin);
}

// A cookie that was sent, with the end and the domain that the browser's memory had of it.
void HarEntries::TakeAsked(const HarPart& part, const HarEntry& entry, const Origin& origin) {
  if (HoldsRedactionMark(part.domain) || part.odd_members) return;  // its name is known anyway
  const std::string domain = NormalHost(part.domain);
  if (!domain.empty() && !HostWithin(origin.host, domain)) return;
  const bool host_only = domain.empty() || !part.domain.starts_with('.');
  Life life;
  life.from = entry.started ? entry.started : origin.time;
  const auto end = ReadEnd(part.expires);
  if (!end && part.expires.find_first_of("0123456789") != std::string::npos) {
    AddUnread(recording_, "time", Where(".request.cookies"));
  }
  if (end && !end->session && life.from) life.seconds = (*end->at - *life.from).count();
  if (life.seconds && *life.seconds <= 0) life.seconds.reset();
  jar_.SendKnown({part.name, domain.empty() ? origin.host : domain,
                  part.path.starts_with('/') ? part.path : "/", host_only},
                 life, entry.SentAt());
}

void HarEntries::TakeApart(const HarPart& part, const Origin& origin) {
  const std::string place = Where(".response.cookies");
  // Some exporters write the host where there was no Domain.
  SetCookie cookie;
  cookie.name = part.name;
  cookie.domain = NormalHost(part.domain);
  cookie.bad_domain = cookie.domain.empty() ? part.domain : std::string();
  cookie.secure = part.secure;
  const bool redacted = HoldsRedactionMark(part.domain);
  if (redacted) {
    AddUnread(recording_, "redacted", place);
    cookie.domain = cookie.bad_domain = {};
  }
  if (cookie.domain == origin.host && !part.domain.starts_with('.')) cookie.domain.clear();
  const bool host_only = cookie.domain.empty();
  const std::string host = redacted ? std::string() : origin.host;
  const CookieId id{part.name, host_only ? host : cookie.domain,
                    part.path.starts_with('/') ? part.path : DefaultPath(origin.path), host_only};
  const Refusal refusal = RefusalOf(cookie, origin.host, origin.over_http);
  // The members that a prefix asks for are often left out.
  if (refusal != Refusal::kNone && refusal != Refusal::kPrefix) {
    return jar_.Refuse(id.name, origin.host, refusal);
  }
  Life life;
  life.from = origin.time;
  const bool aged = !part.max_age.empty();
  const auto seconds = ReadHarNumber(part.max_age);
  const auto end = ReadEnd(part.expires);
  const bool two = part.session && (aged || !end || !end->session);
  if (!part.odd_members && !two && seconds && *seconds < 1e11) {
    life.seconds = static_cast<int64_t>(std::max(*seconds, -1.0));
  } else if (!part.odd_members && !two && !aged && end && (end->session || origin.time)) {
    if (!end->session) life.seconds = (*end->at - *origin.time).count();
  } else {
    AddUnread(recording_, "time", place);
    // At the very beginning of time: how a session is written, or how a cookie is deleted.
    if (!part.odd_members && !end && ReadAnyTime(part.expires) == Time()) return;
  }
  if (life.seconds && *life.seconds <= 0) return jar_.Clear(id, origin.when, origin.over_http);
  jar_.Set(id, life, origin.when, part.secure);
}

}  // namespace temoin::catalog
