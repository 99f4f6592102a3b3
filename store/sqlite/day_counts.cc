#include "store/sqlite/day_counts.h"

#include <string>

#include "store/sqlite/columns.h"

namespace temoin::store {
namespace {

struct Line {
  std::string_view text;
};
using LineColumns = Columns<Line, Column<"line", &Line::text>>;

// Every row as a line of text; texts in hexadecimal, so that a line says one thing only. With ?4
// those who are told apart have a column each.
using Rows =
    Select<LineColumns,
           "FROM ("
           "SELECT 1 AS part, c.publication AS a, c.event AS b, c.service AS c, "
           "'count '||c.publication||' '||c.event||' '||hex(c.service)||' '||c.accepted||' '||"
           "c.refused||' '||c.repeats||iif(?4,' '||c.scans||' '||c.marked,'') AS line FROM "
           "publication p JOIN count c ON "
           "c.publication=p.idx WHERE p.site=?1 AND c.day=?2 "
           "UNION ALL SELECT 2, l.publication, l.event, l.language, "
           "'language '||l.publication||' '||l.event||' '||hex(l.language)||' '||l.count||' '||"
           "l.repeats||iif(?4,' '||l.scans||' '||l.marked,'') FROM publication p JOIN language l "
           "ON l.publication=p.idx WHERE p.site=?1 AND l.day=?2 "
           "UNION ALL SELECT 3, 0, 0, revision, 'impression '||hex(revision)||' '||count "
           "FROM impression WHERE site=?1 AND day=?2 "
           "UNION ALL SELECT 4, idx, 0, duration, 'retention '||hex(duration)||' '||idx "
           "FROM retention WHERE site=?1 AND idx<?3 "
           "UNION ALL SELECT 5, idx, 0, zone, 'zone '||idx||' '||since||' '||hex(zone)||' '||"
           "seconds||' '||hex(before) FROM day_zone WHERE site=?1 AND idx<?3 "
           // What was signed in the week before, up to a day that is over everywhere.
           "UNION ALL SELECT 6, size, 0, note, 'checkpoint '||day||' '||size||' '||hex(note) "
           "FROM checkpoint WHERE day>=?2-7 AND day<?2"
           ") ORDER BY part,a,b,c">;

}  // namespace

Result<DayCounts> ReadDayCounts(Connection& db, std::string_view site, Time day, Index entry,
                                bool apart) {
  DayCounts out{.apart = apart};
  Sha256Stream rows;
  {
    Rows query(db);
    query.Bind(1, site).Bind(2, DayOf(day)).Bind(3, entry).Bind(4, int64_t{apart});
    for (Line line;;) {
      TEMOIN_ASSIGN_OR_RETURN(const bool any, query.Next(line));
      if (!any) break;
      rows.Update(AsBytes(line.text)).Update(AsBytes("\n"));
    }
  }
  out.rows = rows.Finish();
  using SumColumns =
      Columns<DayCounts,
              Column<"coalesce(sum(c.accepted+c.repeats+c.scans+c.marked),0)", &DayCounts::records>,
              Column<"coalesce(sum(c.repeats),0)", &DayCounts::repeats>,
              Column<"coalesce(sum(c.scans),0)", &DayCounts::scans>,
              Column<"coalesce(sum(c.marked),0)", &DayCounts::marked>>;
  Select<SumColumns,
         "FROM publication p JOIN count c ON c.publication=p.idx WHERE p.site=? AND c.day=? AND "
         "c.service=''">
      sums(db);
  TEMOIN_RETURN_IF_ERROR(sums.Bind(1, site).Bind(2, DayOf(day)).Next(out));
  return out;
}

Result<std::vector<CountedDay>> ReadCountedDays(Connection& db, Time from_day) {
  using DayColumns =
      Columns<CountedDay, Column<"site", &CountedDay::site>, DayColumn<"day", &CountedDay::day>,
              Column<"EXISTS(SELECT 1 FROM counted_before b WHERE b.site=d.site AND "
                     "b.day=d.day)",
                     &CountedDay::before>>;
  Select<DayColumns,
         "FROM (SELECT p.site AS site, c.day AS day FROM publication p JOIN count c ON "
         "c.publication=p.idx AND c.day>=?1 UNION "
         "SELECT p.site, l.day FROM publication p JOIN language l ON l.publication=p.idx AND "
         "l.day>=?1 UNION SELECT site, day FROM impression WHERE day>=?1) d ORDER BY day,site">
      query(db);
  return query.Bind(1, DayOf(from_day)).All();
}

}  // namespace temoin::store
