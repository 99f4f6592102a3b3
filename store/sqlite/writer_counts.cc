// The writer's counts: of choices by day, of first layers shown, of names seen.
#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "store/sqlite/columns.h"
#include "store/sqlite/writer.h"

namespace temoin::store {
namespace {

// A page that reports invented names must neither fill the disk nor push out within a day what was
// really seen: few names a site are new in a day, and the one seen longest ago makes room.
constexpr int64_t kMaxNewNames = 100;        // a site and day
constexpr int64_t kMaxObservedNames = 2000;  // a site

}  // namespace

Result<int64_t> Writer::CountedDay(const Work& work, const std::string& site, const TimeZone& zone,
                                   Time at) {
  const Told now{std::string(zone.name()), zone.OffsetAt(at)};
  const auto known = day_zones_->find(site);
  const Told& last = known == day_zones_->end() ? Told() : known->second;
  const int64_t day = DayOf(at + now.offset);
  if (last.zone == now.zone && last.offset == now.offset) return day;
  std::string before;
  if (last.zone != now.zone) {
    TEMOIN_ASSIGN_OR_RETURN(const bool counted, AnythingCounted(site));
    if (counted) before = last.zone;
  }
  // Twice before one entry: only first layers were counted meanwhile.
  Query query(*db_,
              "INSERT INTO day_zone(site,idx,since,zone,seconds,before) VALUES(?1,?2,?3,?4,?5,?6) "
              "ON CONFLICT DO UPDATE SET since=iif(zone=?4,since,?3),zone=?4,seconds=?5,"
              "before=iif(before='',?6,before)");
  query.Bind(1, std::string_view(site)).Bind(2, Next(work)).Bind(3, Seconds(at));
  query.Bind(4, std::string_view(now.zone)).Bind(5, int64_t{now.offset.count()});
  TEMOIN_RETURN_IF_ERROR(query.Bind(6, std::string_view(before)).Run());
  auto next = std::make_shared<DayZones>(*day_zones_);
  next->insert_or_assign(site, now);
  day_zones_ = std::move(next);
  return day;
}

Result<bool> Writer::AnythingCounted(const std::string& site) {
  struct Anything {
    bool counted = false;
  };
  using AnythingColumns =
      Columns<Anything,
              Column<"EXISTS(SELECT 1 FROM publication p JOIN count c ON c.publication=p.idx "
                     "WHERE p.site=?1) OR EXISTS(SELECT 1 FROM impression WHERE site=?1)",
                     &Anything::counted>>;
  Select<AnythingColumns, ""> query(*db_);
  Anything anything;
  TEMOIN_RETURN_IF_ERROR(query.Bind(1, std::string_view(site)).Next(anything));
  return anything.counted;
}

void Writer::Count(Work& work, Index publication, int64_t day,
                   const consent::Record& record) const {
  Spoken& spoken = work.languages[{publication, day, record.event, record.language}];
  auto& tallies = work.tallies[{publication, day, record.event}];
  if (tallies.empty()) tallies.push_back({});
  Tally& all = tallies[0];
  switch (CountedAsWhat(record, [this](const auto& hash) { return banners_->contains(hash); })) {
    case CountedAs::kChoice:
      ++spoken.count;
      ++all.accepted;
      break;
    case CountedAs::kRepeat:
      ++spoken.repeats;
      ++all.repeats;
      return;  // its services are counted with what it repeats
    case CountedAs::kScan:
      ++spoken.scans;
      ++all.scans;
      return;
    case CountedAs::kMarked:
      ++spoken.marked;
      ++all.marked;
      return;
  }
  // The services of one publication come in the same order each time.
  size_t at = 1;
  for (const auto& [service, decision] : record.decisions) {
    if (at >= tallies.size() || tallies[at].service != service) {
      const auto known = std::ranges::find(tallies, service, &Tally::service);
      at = static_cast<size_t>(known - tallies.begin());
      if (known == tallies.end()) tallies.push_back({.service = service});
    }
    ++(decision ? tallies[at].accepted : tallies[at].refused);
    ++at;
  }
}

Status Writer::AddImpressions(const Work& work, const NewImpressions& impressions) {
  TEMOIN_ASSIGN_OR_RETURN(
      const int64_t day, CountedDay(work, impressions.site, impressions.time_zone, impressions.at));
  Query query(*db_,
              "INSERT INTO impression(site,day,revision,count) VALUES(?1,?2,?3,?4) "
              "ON CONFLICT DO UPDATE SET count=count+?4");
  query.Bind(1, std::string_view(impressions.site));
  query.Bind(2, day);
  query.Bind(3, std::string_view(impressions.revision)).Bind(4, impressions.count);
  return query.Run();
}

Result<int64_t> Writer::RoomForNames(std::string_view site, Time day) {
  struct Names {
    int64_t all = 0;
    int64_t fresh = 0;  // on that day
  };
  using NamesColumns = Columns<Names, Column<"count(*)", &Names::all>,
                               Column<"count(*) FILTER (WHERE first>=?)", &Names::fresh>>;
  Select<NamesColumns, "FROM observation WHERE site=?"> query(*db_);
  Names names;
  TEMOIN_RETURN_IF_ERROR(query.Bind(1, Seconds(day)).Bind(2, site).Next(names));
  const int64_t room = kMaxNewNames - names.fresh;
  const int64_t excess = std::min(names.all + room - kMaxObservedNames, room);
  if (excess <= 0) return room;
  Query oldest(*db_,
               "DELETE FROM observation WHERE site=?1 AND name IN (SELECT name FROM observation "
               "WHERE site=?1 ORDER BY last,name LIMIT ?2)");
  oldest.Bind(1, site).Bind(2, excess);
  TEMOIN_RETURN_IF_ERROR(oldest.Run());
  return room;
}

Status Writer::AddObservations(const std::vector<Observation>& observations) {
  std::map<std::string_view, int64_t> room;  // by site, in this batch
  for (const Observation& observation : observations) {
    Query known(*db_,
                "UPDATE observation SET first=min(first,?3),last=max(last,?3),count=count+?4 "
                "WHERE site=?1 AND name=?2 RETURNING 1");
    known.Bind(1, std::string_view(observation.site)).Bind(2, std::string_view(observation.name));
    known.Bind(3, Seconds(observation.seen_at)).Bind(4, observation.count);
    TEMOIN_ASSIGN_OR_RETURN(const bool row, known.Step());
    if (row) continue;
    auto left = room.find(observation.site);
    if (left == room.end()) {
      const Time day = std::chrono::floor<std::chrono::days>(observation.seen_at);
      TEMOIN_ASSIGN_OR_RETURN(const int64_t names, RoomForNames(observation.site, day));
      left = room.emplace(observation.site, names).first;
    }
    if (left->second <= 0) continue;
    --left->second;
    Query fresh(*db_, "INSERT INTO observation(site,name,first,last,count) VALUES(?1,?2,?3,?3,?4)");
    fresh.Bind(1, std::string_view(observation.site)).Bind(2, std::string_view(observation.name));
    fresh.Bind(3, Seconds(observation.seen_at)).Bind(4, observation.count);
    TEMOIN_RETURN_IF_ERROR(fresh.Run());
  }
  return {};
}

}  // namespace temoin::store
