// The daily counts and the names that were seen, read from their tables.
#include <fmt/format.h>

#include <chrono>

#include "store/sqlite/columns.h"
#include "store/sqlite/rows.h"

namespace temoin::store {
namespace {

template <typename Row>
Result<std::vector<Row>> OfSite(Result<std::vector<Row>> rows, std::string_view site) {
  if (rows.ok()) {
    for (Row& row : *rows) row.site = site;
  }
  return rows;
}

}  // namespace

Result<std::vector<DayZone>> ReadDayZoneRows(Connection& db, std::string_view site) {
  using ZoneColumns =
      Columns<DayZone, Column<"site", &DayZone::site>, Column<"idx", &DayZone::first>,
              Column<"since", &DayZone::since>, Column<"zone", &DayZone::zone>,
              Column<"seconds", &DayZone::offset>, Column<"before", &DayZone::before>>;
  Select<ZoneColumns, "FROM day_zone WHERE site=? ORDER BY site,idx"> query(db);
  TEMOIN_ASSIGN_OR_RETURN(auto out, query.Bind(1, site).All());
  // No place is further from UTC: what says so was not written by us.
  constexpr std::chrono::hours kMost{26};
  for (const DayZone& zone : out) {
    if (zone.offset <= kMost && zone.offset >= -kMost) continue;
    return Error(ErrorCode::kDataLoss,
                 fmt::format("The days of {} are told {} seconds ahead of UTC, which no time zone "
                             "is.",
                             site, zone.offset.count()));
  }
  return out;
}

Result<std::vector<DailyCount>> ReadCountRows(Connection& db, std::string_view site, Time from_day,
                                              Time to_day) {
  using CountColumns = Columns<
      DailyCount, DayColumn<"c.day", &DailyCount::day>, Column<"p.hash", &DailyCount::revision>,
      Column<"c.event", &DailyCount::event>, Column<"c.service", &DailyCount::service>,
      Column<"sum(c.accepted)", &DailyCount::accepted>,
      Column<"sum(c.refused)", &DailyCount::refused>,
      Column<"sum(c.repeats)", &DailyCount::repeats>, Column<"sum(c.scans)", &DailyCount::scans>,
      Column<"sum(c.marked)", &DailyCount::marked>>;
  Select<CountColumns,
         "FROM publication p JOIN count c ON c.publication=p.idx WHERE p.site=? AND c.day>=? AND "
         "c.day<=? GROUP BY c.day,p.hash,c.event,c.service "
         "ORDER BY c.day,p.hash,c.event,c.service">
      query(db);
  return OfSite(query.Bind(1, site).Bind(2, DayOf(from_day)).Bind(3, DayOf(to_day)).All(), site);
}

Result<std::vector<LanguageCount>> ReadLanguageRows(Connection& db, std::string_view site,
                                                    Time from_day, Time to_day) {
  using LanguageColumns =
      Columns<LanguageCount, DayColumn<"l.day", &LanguageCount::day>,
              Column<"p.hash", &LanguageCount::revision>, Column<"l.event", &LanguageCount::event>,
              Column<"l.language", &LanguageCount::language>,
              Column<"sum(l.count)", &LanguageCount::count>,
              Column<"sum(l.repeats)", &LanguageCount::repeats>,
              Column<"sum(l.scans)", &LanguageCount::scans>,
              Column<"sum(l.marked)", &LanguageCount::marked>>;
  Select<LanguageColumns,
         "FROM publication p JOIN language l ON l.publication=p.idx WHERE p.site=? AND l.day>=? "
         "AND l.day<=? GROUP BY l.day,p.hash,l.event,l.language "
         "ORDER BY l.day,p.hash,l.event,l.language">
      query(db);
  return OfSite(query.Bind(1, site).Bind(2, DayOf(from_day)).Bind(3, DayOf(to_day)).All(), site);
}

Result<std::vector<ImpressionCount>> ReadImpressionRows(Connection& db, std::string_view site,
                                                        Time from_day, Time to_day) {
  using ShownColumns = Columns<ImpressionCount, Column<"site", &ImpressionCount::site>,
                               DayColumn<"day", &ImpressionCount::day>,
                               Column<"revision", &ImpressionCount::revision>,
                               Column<"count", &ImpressionCount::count>>;
  Select<ShownColumns, "FROM impression WHERE site=? AND day>=? AND day<=? ORDER BY day,revision">
      query(db);
  return query.Bind(1, site).Bind(2, DayOf(from_day)).Bind(3, DayOf(to_day)).All();
}

Result<std::vector<ObservedName>> ReadObservationRows(Connection& db, std::string_view site) {
  using NameColumns =
      Columns<ObservedName, Column<"site", &ObservedName::site>,
              Column<"name", &ObservedName::name>, Column<"first", &ObservedName::first_seen>,
              Column<"last", &ObservedName::last_seen>, Column<"count", &ObservedName::count>>;
  Select<NameColumns, "FROM observation WHERE site=? ORDER BY name"> query(db);
  return query.Bind(1, site).All();
}

}  // namespace temoin::store
