#include "store/sqlite/search.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "consent/record.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/rows.h"

namespace temoin::store {
namespace {

// What of the log a search has to look through: [first, last] by index.
struct Window {
  Index first = 0;
  Index last = 0;
};

// The period's outermost blocks, from the `block` table; exact rows are judged later.
Result<std::optional<Window>> WindowOf(Connection& db, const SearchQuery& search) {
  using Out = std::optional<Window>;
  if (!search.from && !search.to) {
    TEMOIN_ASSIGN_OR_RETURN(const int64_t size,
                            db.Number("SELECT coalesce(max(idx)+1,0) FROM entry"));
    if (size == 0) return Out();
    return Out({.first = 0, .last = static_cast<Index>(size - 1)});
  }
  struct Blocks {
    std::optional<uint64_t> first;
    std::optional<uint64_t> last;
  };
  Select<Columns<Blocks, Column<"min(n)", &Blocks::first>, Column<"max(n)", &Blocks::last>>,
         "FROM block WHERE max_time IS NOT NULL AND max_time>=? AND min_time<?">
      query(db);
  query.Bind(1, search.from ? Seconds(*search.from) : INT64_MIN);
  query.Bind(2, search.to ? Seconds(*search.to) : INT64_MAX);
  Blocks blocks;
  TEMOIN_RETURN_IF_ERROR(query.Next(blocks));
  if (!blocks.first || !blocks.last) return Out();
  return Out(
      {.first = *blocks.first * kBlockSize, .last = *blocks.last * kBlockSize + (kBlockSize - 1)});
}

constexpr unsigned kAnyEvent = (1U << kEvents) - 1;

struct Seen {
  Index index = 0;
  std::optional<Index> publication;
  consent::Event event = consent::Event::kGiven;
};
using SeenColumns =
    Columns<Seen, Column<"idx", &Seen::index>, Column<"publication", &Seen::publication>,
            Column<"event", &Seen::event>>;

// Events are a set of bits here, as in `block_events`.
#define TEMOIN_SEEN                                                            \
  "FROM entry WHERE idx BETWEEN ?1 AND ?2 AND type=1 AND (state=0 OR ?3) AND " \
  "(?4=15 OR (?4>>event)&1) AND (?5 IS NULL OR given_at>=?5) AND "             \
  "(?6 IS NULL OR given_at<?6) AND (scan IS NULL OR ?7) ORDER BY idx "

class Search {
 public:
  Search(Connection& db, const HoldSet& holds, const SearchQuery& search)
      : db_(db),
        holds_(holds),
        search_(search),
        limit_(std::clamp<size_t>(search.limit, 1, kMaxSearchLimit)),
        events_(search.event ? 1U << static_cast<unsigned>(*search.event) : kAnyEvent) {}

  Result<SearchPage> Run(const std::function<bool()>& late) {
    SearchPage page;
    TEMOIN_ASSIGN_OR_RETURN(std::optional<Window> window, WindowOf(db_, search_));
    if (!window) return page;
    const bool down = search_.newest_first;
    if (search_.cursor && down) window->last = std::min(window->last, *search_.cursor);
    if (search_.cursor && !down) window->first = std::max(window->first, *search_.cursor);
    TEMOIN_RETURN_IF_ERROR(ReadPublications());
    if (publications_ && publications_->empty()) return page;
    while (window->first <= window->last) {
      const Index at = down ? window->last : window->first;
      const Index block = at / kBlockSize;
      TEMOIN_ASSIGN_OR_RETURN(const bool look, MayHold(block));
      // The step ends with its block at the latest, so that each block is judged by itself.
      Window step{.first = std::max(window->first, block * kBlockSize),
                  .last = std::min(window->last, block * kBlockSize + (kBlockSize - 1))};
      if (look && down) step.first = std::max(step.first, at - std::min(at, kSearchStep - 1));
      if (look && !down) step.last = std::min(step.last, at + (kSearchStep - 1));
      if (look) {
        TEMOIN_RETURN_IF_ERROR(LookThrough(step, page));
        if (page.rows.size() == limit_) {
          const Index last = page.rows.back().index;
          if (down ? last > window->first : last < window->last) {
            page.next = down ? last - 1 : last + 1;
          }
          return page;
        }
      }
      if (down ? step.first == window->first : step.last == window->last) return page;
      (down ? window->last : window->first) = down ? step.first - 1 : step.last + 1;
      if (late()) {
        page.next = down ? window->last : window->first;
        page.out_of_time = true;
        return page;
      }
    }
    return page;
  }

 private:
  // What decides a service's answer in the records of one publication.
  enum class Ground : uint8_t { kNotAsked, kConsent, kOptOut };

  // The publications of the site and revision that are asked for; any, when neither is.
  Status ReadPublications() {
    if (!search_.site && !search_.revision) return {};
    publications_.emplace();
    struct Named {
      Index index = 0;
    };
    Select<Columns<Named, Column<"idx", &Named::index>>,
           "FROM publication WHERE (?1 IS NULL OR site=?1) AND (?2 IS NULL OR hash=?2)">
        query(db_);
    const auto view = [](const std::optional<std::string>& text) {
      return text ? std::optional<std::string_view>(*text) : std::nullopt;
    };
    query.Bind(1, view(search_.site)).Bind(2, view(search_.revision));
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<Named> named, query.All());
    for (const Named& publication : named) publications_->insert(publication.index);
    return {};
  }

  bool Asked(Index publication) const {
    return !publications_ || publications_->contains(publication);
  }

  Result<bool> MayHold(Index block) {
    if (!publications_ && events_ == kAnyEvent) return true;
    if (judged_ && judged_->first == block) return judged_->second;
    bool may = false;
    struct Held {
      Index publication = 0;
      unsigned events = 0;
    };
    Select<
        Columns<Held, Column<"publication", &Held::publication>, Column<"events", &Held::events>>,
        "FROM block_events WHERE n=?">
        query(db_);
    query.Bind(1, block);
    for (Held held; !may;) {
      TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Next(held));
      if (!row) break;
      may = (held.events & events_) != 0 && Asked(held.publication);
    }
    judged_ = {block, may};
    return may;
  }

  Status LookThrough(const Window& step, SearchPage& page) {
    if (!search_.newest_first) return LookThrough<TEMOIN_SEEN "ASC">(step, page);
    return LookThrough<TEMOIN_SEEN "DESC">(step, page);
  }

  template <SqlText kSql>
  Status LookThrough(const Window& step, SearchPage& page) {
    const auto seconds = [](const std::optional<Time>& time) {
      return time ? std::optional(Seconds(*time)) : std::nullopt;
    };
    Select<SeenColumns, kSql> query(db_);
    query.Bind(1, step.first).Bind(2, step.last).Bind(3, search_.purged_too ? 1 : 0);
    query.Bind(4, uint64_t{events_}).Bind(5, seconds(search_.from)).Bind(6, seconds(search_.to));
    query.Bind(7, search_.scans_too ? 1 : 0);
    while (page.rows.size() < limit_) {
      Seen seen;
      TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Next(seen));
      if (!row) return {};
      if (seen.publication ? !Asked(*seen.publication) : publications_.has_value()) continue;
      if (search_.decision) {
        if (!seen.publication) continue;
        TEMOIN_ASSIGN_OR_RETURN(const bool so, Decides(seen.index, *seen.publication, seen.event));
        if (!so) continue;
      }
      TEMOIN_ASSIGN_OR_RETURN(Found found, search_.contents
                                               ? ReadFound(db_, holds_, seen.index)
                                               : ReadFoundRow(db_, holds_, seen.index));
      if (found.row.limited_since && !search_.limited_too) continue;
      page.rows.push_back(std::move(found.row));
      if (search_.contents) {
        page.contents.push_back(found.content ? std::move(*found.content) : Content());
      }
    }
    return {};
  }

  // Whether the record answers the service in the way that is asked for. The event says so where
  // it can (consent::EventOf), the record otherwise.
  Result<bool> Decides(Index index, Index publication, consent::Event event) {
    const ServiceDecision& asked = *search_.decision;
    const auto known = grounds_.find(publication);
    if (known != grounds_.end()) {
      if (known->second == Ground::kNotAsked) return false;
      if (event == consent::Event::kWithdrawn) return !asked.accepted;
      if (known->second == Ground::kConsent && event != consent::Event::kPartial) {
        return asked.accepted == (event == consent::Event::kGiven);
      }
    }
    TEMOIN_ASSIGN_OR_RETURN(const Found found, ReadFound(db_, holds_, index));
    if (!found.content) return false;
    TEMOIN_ASSIGN_OR_RETURN(const consent::Record record,
                            consent::ParseRecord(found.content->record));
    const auto decision = record.decisions.find(asked.service);
    if (known == grounds_.end()) {
      const auto basis = record.basis.find(asked.service);
      grounds_[publication] =
          decision == record.decisions.end() ? Ground::kNotAsked
          : basis != record.basis.end() && basis->second == consent::Basis::kExemptWithOptOut
              ? Ground::kOptOut
              : Ground::kConsent;
    }
    return decision != record.decisions.end() && decision->second == asked.accepted;
  }

  Connection& db_;
  const HoldSet& holds_;
  const SearchQuery& search_;
  const size_t limit_;
  const unsigned events_;
  std::optional<std::set<Index>> publications_;
  std::optional<std::pair<Index, bool>> judged_;  // the block looked at last
  std::map<Index, Ground> grounds_;               // by publication, learnt from its first record
};

}  // namespace

Result<SearchPage> SearchRows(Connection& db, const HoldSet& holds, const SearchQuery& search,
                              const std::function<bool()>& late) {
  return Search(db, holds, search).Run(late);
}

}  // namespace temoin::store
