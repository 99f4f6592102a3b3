// What every use case is given: who acts, the store to read, the one way to write, and the time.
//
// A use case is a function of this room that validates a command, does it, and writes the line of
// the access log that says so. The staff's routes and the socket's operations only read a request
// into a command and write its value out again: what both offer is one function here.
//
// Thread-safety: a Context is a value of one call.
#ifndef TEMOIN_APP_CONTEXT_H_
#define TEMOIN_APP_CONTEXT_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/recording/erasures.h"
#include "app/staff/grant.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/zones.h"
#include "catalog/model.h"
#include "prooflog/note.h"
#include "store/store.h"

namespace temoin::app {

class Passkeys;
class StaffPeople;
class StaffTokens;
struct RepublishRevision;
struct SitePublication;

// Who acts, as the access log names them.
struct Actor {
  // Of the token, of the person with their id, or of the system's user who gave the command.
  std::string name{};
  std::string role{};  // "operator"; of several "auditor+dpo" (app/staff/grants.h)
  // The sites whose records, counts, requests and lines of the access log they see; none named: of
  // every site, and what is of no site.
  std::vector<std::string> sites{};
  std::string id{};             // of the token or the person; none: of a command
  std::vector<Grant> grants{};  // what they act with, which bounds what they may give
  bool at_machine = false;      // gave a command there, which no grant bounds

  bool Sees(std::string_view site) const;
};

struct Context {
  const store::Store& store;
  // Does the work on the writer's thread and returns when it is durable (Recorder::Run).
  std::function<Status(std::function<Status(store::Store&)>)> write;
  Time now{};
  // A line of the access log beside nothing else, durable when it returns (Recorder::LogAccess:
  // it rides with the choices that wait). Empty: `write` does it.
  std::function<Status(const store::Access&)> log_access{};
  // Why no entry may be added to the log now; empty: one may at any time.
  std::function<Status()> log_whole{};
  // What some of the use cases need beside; null where it is not to be had.
  StaffTokens* tokens = nullptr;
  StaffPeople* people = nullptr;
  Passkeys* passkeys = nullptr;
  std::shared_ptr<const catalog::Catalog> catalogue{};  // the sites as they were published last
  std::function<Result<EraseOutcome>(store::Index index, Time at)> erase{};
  std::function<Result<std::vector<SitePublication>>(const Actor& actor,
                                                     const RepublishRevision& command)>
      republish{};
  // The key that signs dossiers, on the writer's thread (app/log/dossier_key.h); empty while no
  // server runs, whose log would sign the entry of one.
  std::function<Result<prooflog::SignerKey>()> dossier_key{};
};

// A line of the access log, durable when this returns. `action` is of the list in docs/formats.md;
// `detail` holds no personal data of visitors.
Status Note(const Context& context, const Actor& actor, std::string_view action,
            std::string_view site, std::string_view detail);

// A line as Note writes it, and several of them in one transaction: all, or none.
store::Access Line(const Context& context, const Actor& actor, std::string_view action,
                   std::string_view site, std::string_view detail);
Status NoteAll(const Context& context, const std::vector<store::Access>& lines);

// kUnavailable while the log is missing, older or another's: what would be added to it would stand
// where another entry is.
Status RequireWholeLog(const Context& context);

// Does work that adds an entry to the log, as `context.write` does. RequireWholeLog first.
Status AddEntry(const Context& context, std::function<Status(store::Store&)> work);

// kUnprocessable with the pointer /site unless the site was ever published here: a hold or a report
// of a site that is not there says nothing.
Status RequireSite(const Context& context, std::string_view site);

// kNotFound, in the words for a site that is not there, where the actor does not see it;
// kInvalidArgument for no site at all, unless they see every one.
Status RequireSeen(const Actor& actor, std::string_view site);

// The same for what stands at an index, in the words for an index where nothing stands, and a line
// of the access log that says that it was asked for. Of what was erased nothing tells the site:
// only who sees every one sees that.
Status RequireSeenEntry(const Context& context, const Actor& actor, const store::Found& found);

// In which zone the days of a site are told: its own, or UTC for a site that is not published and
// for all of them together.
TimeZone ZoneOf(const Context& context, std::string_view site);

}  // namespace temoin::app

#endif  // TEMOIN_APP_CONTEXT_H_
