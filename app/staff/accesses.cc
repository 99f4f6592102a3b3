#include "app/staff/accesses.h"

#include <algorithm>
#include <chrono>

#include "app/staff/access_detail.h"

namespace temoin::app {
namespace {

using std::chrono::steady_clock;

constexpr size_t kAccessesAtOnce = 500;
constexpr std::chrono::milliseconds kExportTime{3000};

// The id of the newest line, 0 when there is none: found by doubling and halving over ids that rise
// and may have gaps.
Result<int64_t> NewestAccess(const store::Store& store) {
  const auto any_after = [&store](int64_t id) -> Result<bool> {
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::AccessRow> rows, store.ReadAccesses(id, 1));
    return !rows.empty();
  };
  int64_t low = 0;  // something stands after low, unless the log is empty
  TEMOIN_ASSIGN_OR_RETURN(const bool any, any_after(low));
  if (!any) return int64_t{0};
  int64_t high = 1;
  for (;;) {
    TEMOIN_ASSIGN_OR_RETURN(const bool more, any_after(high));
    if (!more) break;
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const int64_t middle = low + (high - low) / 2;
    TEMOIN_ASSIGN_OR_RETURN(const bool more, any_after(middle));
    (more ? low : high) = middle;
  }
  return high;
}

bool Fits(const Actor& actor, const ReadAccesses& asked, const store::Access& access) {
  if (!actor.Sees(access.site)) return false;
  if (asked.from && access.at < *asked.from) return false;
  if (asked.to && access.at >= *asked.to) return false;
  if (asked.who && access.who != *asked.who) return false;
  if (asked.site && access.site != *asked.site) return false;
  if (!asked.action || access.action == *asked.action) return true;
  return access.action.starts_with(*asked.action + ".");
}

// The newest lines before `end` (included) that fit, `limit` at most; stops at `deadline`. Ids of
// forgotten lines are gaps, so a window may hold fewer lines than ids.
Result<AccessPage> ReadNewest(const store::Store& store, const Actor& actor,
                              const ReadAccesses& asked, int64_t end, size_t limit,
                              steady_clock::time_point deadline) {
  AccessPage page;
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::AccessRow> first, store.ReadAccesses(0, 1));
  const int64_t oldest = first.empty() ? end + 1 : first.front().id;
  while (end >= oldest) {
    if (page.rows.size() >= limit || steady_clock::now() >= deadline) {
      page.next = end + 1;
      break;
    }
    const int64_t begin = std::max<int64_t>(0, end - static_cast<int64_t>(kAccessesAtOnce));
    TEMOIN_ASSIGN_OR_RETURN(std::vector<store::AccessRow> rows,
                            store.ReadAccesses(begin, kAccessesAtOnce));
    std::erase_if(rows, [end](const store::AccessRow& row) { return row.id > end; });
    end = begin;
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
      if (!Fits(actor, asked, row->access)) continue;
      if (page.rows.size() == limit) {
        end = row->id;
        break;
      }
      page.rows.push_back(std::move(*row));
    }
  }
  return page;
}

// What was asked for, in words for the line about it.
std::string Words(const ReadAccesses& asked) {
  AccessDetail detail;
  detail.SayDays(asked.zone, asked.from, asked.to);
  if (asked.who) detail.Say("by", *asked.who);
  if (asked.action) detail.Say("action", *asked.action);
  return detail.words();
}

}  // namespace

Result<AccessPage> Accesses(const Context& context, const Actor& actor,
                            const ReadAccesses& command) {
  if (command.site) TEMOIN_RETURN_IF_ERROR(RequireSeen(actor, *command.site));
  TEMOIN_RETURN_IF_ERROR(
      Note(context, actor, "journal.read", command.site.value_or(""), Words(command)));
  int64_t end = 0;
  if (command.before) {
    end = *command.before - 1;
  } else {
    TEMOIN_ASSIGN_OR_RETURN(end, NewestAccess(context.store));
  }
  return ReadNewest(context.store, actor, command, end,
                    std::clamp<size_t>(command.limit, 1, kMaxShownAccesses),
                    steady_clock::now() + kSearchTime);
}

Result<std::vector<store::AccessRow>> ExportAccesses(const Context& context, const Actor& actor,
                                                     const ReadAccesses& command) {
  if (command.site) TEMOIN_RETURN_IF_ERROR(RequireSeen(actor, *command.site));
  TEMOIN_RETURN_IF_ERROR(
      Note(context, actor, "journal.export", command.site.value_or(""), Words(command)));
  TEMOIN_ASSIGN_OR_RETURN(const int64_t newest, NewestAccess(context.store));
  TEMOIN_ASSIGN_OR_RETURN(AccessPage page,
                          ReadNewest(context.store, actor, command, newest, kMaxExportedAccesses,
                                     steady_clock::now() + kExportTime));
  if (!page.next) return std::move(page.rows);
  return Error(ErrorCode::kUnprocessable,
               "These are more accesses than one file takes: ask for fewer days.", "/from");
}

}  // namespace temoin::app
