#include "app/staff/requests.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <tuple>
#include <utility>

#include "app/staff/unfit.h"
#include "base/calendar.h"

namespace temoin::app {
namespace {

using store::RequestAct;
using store::RequestNote;

constexpr int64_t kMonths = 1;          // article 12(3)
constexpr int64_t kExtendedMonths = 3;  // likewise: two further ones
constexpr std::array<std::string_view, 5> kKinds = {"access", "rectification", "limitation",
                                                    "erasure", "objection"};
constexpr std::array<std::string_view, 3> kShown = {"", "token", "receipt"};
constexpr std::string_view kAsksForProof = "proof";
constexpr std::array<std::string_view, 9> kLetters = {"access",  kAsksForProof, "erased",
                                                      "refused", "withdrawal",  "limited",
                                                      "lifted",  "other",       "none"};

Status OneOf(std::span<const std::string_view> all, std::string_view value, const char* pointer) {
  if (std::ranges::find(all, value) != all.end()) return {};
  return Unfit(fmt::format("It is one of {}.", fmt::join(all, ", ")), pointer);
}

Time Today(const Context& context, std::string_view site) {
  return ZoneOf(context, site).DateAt(context.now);
}

void Apply(const RequestNote& note, Request& request) {
  if (request.number.empty()) request.number = note.number;
  if (!note.shown.empty()) request.shown = note.shown;
  if (note.record) request.record = note.record;
  switch (note.act) {
    case RequestAct::kReceive:
      request.site = note.site;
      request.kind = note.kind;
      request.author = note.author;
      request.received = note.received;
      request.due = note.due;
      return;
    case RequestAct::kExtend:
      request.extended = true;
      request.due = note.due;
      request.reason = note.reason;
      return;
    case RequestAct::kAnswer:
      request.letters.push_back(
          {.answered = note.answered, .letter = note.letter, .author = note.author});
      if (request.answered) return;
      if (note.letter == kAsksForProof) {
        request.state = Request::State::kWaiting;
      } else {
        request.state = Request::State::kAnswered;
        request.answered = note.answered;
      }
  }
}

bool IsLate(const Context& context, const Request& request) {
  return request.answered.value_or(Today(context, request.site)) > request.due;
}

using RequestMap = std::map<int64_t, Request>;

Result<RequestMap> ReadRequests(const Context& context, const store::RequestStore& store) {
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<RequestNote> notes, store.RequestNotes());
  RequestMap out;
  for (const RequestNote& note : notes) {
    Request& request = out[note.request];
    request.id = note.request;
    Apply(note, request);
  }
  for (auto& [id, request] : out) request.late = IsLate(context, request);
  return out;
}

Status CheckRecord(const store::ConsentStore& store, std::string_view site,
                   const std::optional<store::Index>& record) {
  if (!record) return {};
  const auto found = store.FindByIndex(*record);
  const bool consent = found.ok() && found->type == store::EntryType::kConsent;
  // Of one that was erased nothing says of which site it was.
  if (consent && (found->row.site.empty() || found->row.site == site)) return {};
  if (!found.ok() && found.error().code != ErrorCode::kNotFound) return found.error();
  return Unfit("There is no choice of this site at this index.", "/record");
}

// Adds what `make` says of the request as it stands, on the writer's thread, where nothing comes in
// between.
template <typename Make>
Result<Request> AddNote(const Context& context, const Actor& actor, int64_t id, Make make) {
  Request out;
  const Status written = AddEntry(context, [&](store::Store& store) -> Status {
    TEMOIN_ASSIGN_OR_RETURN(const RequestMap requests, ReadRequests(context, store));
    const auto request = requests.find(id);
    if (request == requests.end() || !actor.Sees(request->second.site)) {
      return Error(ErrorCode::kNotFound, fmt::format("There is no request {}.", id));
    }
    RequestNote note;
    TEMOIN_RETURN_IF_ERROR(make(store, request->second, note));
    note.request = id;
    note.site = request->second.site;
    note.number = request->second.number;
    note.time = context.now;
    note.author = actor.name;
    note.role = actor.role;
    if (const auto added = store.AddRequestNote(note); !added) return added.error();
    out = request->second;
    Apply(note, out);
    out.late = IsLate(context, out);
    return {};
  });
  if (!written) return written.error();
  return out;
}

}  // namespace

bool IsRequestNumber(std::string_view text) {
  constexpr std::string_view kOthers = "-_./";
  return text.size() <= kMaxRequestNumber && std::ranges::all_of(text, [kOthers](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                  kOthers.find(c) != std::string_view::npos;
         });
}

std::string_view RequestStateName(Request::State state) {
  switch (state) {
    case Request::State::kOpen:
      return "open";
    case Request::State::kWaiting:
      return "waiting";
    case Request::State::kAnswered:
      return "answered";
  }
  return "";
}

Result<Request> Receive(const Context& context, const Actor& actor, const NewRequest& command) {
  TEMOIN_RETURN_IF_ERROR(RequireSeen(actor, command.site));
  TEMOIN_RETURN_IF_ERROR(RequireSite(context, command.site));
  if (command.number.empty() || !IsRequestNumber(command.number)) {
    return Unfit(
        fmt::format("The number has 1 to {} letters, digits and -_./ only.", kMaxRequestNumber),
        "/number");
  }
  TEMOIN_RETURN_IF_ERROR(OneOf(kKinds, command.kind, "/kind"));
  TEMOIN_RETURN_IF_ERROR(OneOf(kShown, command.shown, "/shown"));
  if (command.received > Today(context, command.site)) {
    return Unfit("A request is noted once it came.", "/received");
  }
  TEMOIN_RETURN_IF_ERROR(CheckRecord(context.store, command.site, command.record));
  RequestNote note{.site = command.site,
                   .time = context.now,
                   .kind = command.kind,
                   .received = command.received,
                   .due = AddMonths(command.received, kMonths),
                   .shown = command.shown,
                   .record = command.record,
                   .number = command.number,
                   .author = actor.name,
                   .role = actor.role};
  Request out;
  const Status written = AddEntry(context, [&](store::Store& store) -> Status {
    TEMOIN_ASSIGN_OR_RETURN(const RequestMap requests, ReadRequests(context, store));
    for (const auto& [id, other] : requests) {
      if (other.site != command.site || other.number != command.number) continue;
      return Error(ErrorCode::kConflict, "This number is in the register already.", "/number");
    }
    TEMOIN_ASSIGN_OR_RETURN(out.id, store.AddRequestNote(note));
    return {};
  });
  if (!written) return written.error();
  Apply(note, out);
  out.late = IsLate(context, out);
  return out;
}

Result<Request> Extend(const Context& context, const Actor& actor, const Extension& command) {
  if (command.reason.empty() || command.reason.size() > kMaxExtensionReason) {
    return Unfit(fmt::format("An extension has a reason of 1 to {} bytes.", kMaxExtensionReason),
                 "/reason");
  }
  return AddNote(
      context, actor, command.request,
      [&](const store::Store& /*store*/, const Request& request, RequestNote& note) -> Status {
        if (request.extended || request.answered) {
          return Error(ErrorCode::kConflict, request.extended ? "The request is extended already."
                                                              : "The request is answered already.");
        }
        if (request.late) {
          return Unfit("The person is told of an extension within the first month, which is over.",
                       "/request");
        }
        note.act = RequestAct::kExtend;
        note.due = AddMonths(request.received, kExtendedMonths);
        note.reason = command.reason;
        return {};
      });
}

Result<Request> NoteAnswer(const Context& context, const Actor& actor, const Answer& command) {
  TEMOIN_RETURN_IF_ERROR(OneOf(kLetters, command.letter, "/letter"));
  TEMOIN_RETURN_IF_ERROR(OneOf(kShown, command.shown, "/shown"));
  return AddNote(
      context, actor, command.request,
      [&](const store::Store& store, const Request& request, RequestNote& note) -> Status {
        if (command.answered < request.received ||
            command.answered > Today(context, request.site)) {
          return Unfit("An answer goes out after the request came, and is noted then.",
                       "/answered");
        }
        TEMOIN_RETURN_IF_ERROR(CheckRecord(store, request.site, command.record));
        note.act = RequestAct::kAnswer;
        note.answered = command.answered;
        note.letter = command.letter;
        note.shown = command.shown;
        note.record = command.record;
        return {};
      });
}

Result<std::vector<Request>> Requests(const Context& context, const Actor& actor,
                                      const ListRequests& command) {
  if (!command.site.empty()) TEMOIN_RETURN_IF_ERROR(RequireSeen(actor, command.site));
  TEMOIN_ASSIGN_OR_RETURN(RequestMap requests, ReadRequests(context, context.store));
  std::vector<Request> out;
  for (auto& [id, request] : requests) {
    if (!actor.Sees(request.site)) continue;
    if (!command.site.empty() && request.site != command.site) continue;
    if (command.due && request.due > *command.due) continue;
    if (command.open && request.answered) continue;
    out.push_back(std::move(request));
  }
  std::ranges::sort(out, [](const Request& a, const Request& b) {
    if (!a.answered || !b.answered) {
      return std::tuple(a.answered.has_value(), a.due, a.id) <
             std::tuple(b.answered.has_value(), b.due, b.id);
    }
    return std::tuple(*b.answered, b.id) < std::tuple(*a.answered, a.id);
  });
  return out;
}

}  // namespace temoin::app
