// Copies from a browser's developer tools, which write the name of a field on one line and its
// value on the next: what a line is, by the line before it.
//
// Names are kept up to 64 bytes, values never. Thread-safety: one thread at a time.
#ifndef TEMOIN_CATALOG_AUDIT_TWO_LINES_H_
#define TEMOIN_CATALOG_AUDIT_TWO_LINES_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace temoin::catalog {

// "Request URL", "URL de requête", "Anfrage-URL": what the tools call the address that was asked
// for.
bool IsRequestUrl(std::string_view name);

// "Vary: Cookie", "Cache-Control: no-cache="Set-Cookie"": fields, in small letters, whose value
// names fields.
bool TellsOfNames(std::string_view low);

class TwoLines {
 public:
  enum class Line {
    kAlone,      // no value: it is read by itself
    kName,       // "Set-Cookie:", and the other fields below: the value may come next
    kSetCookie,  // the value of that field, and so on
    kCookie,
    kHost,
    kDate,
    kRequestUrl,
    kElsewhere,  // the address in another field: Referer, Location, Access-Control-Allow-Origin
    kUncertain   // an address of which nobody says what it is
  };
  struct Lost {  // a name that no value followed
    Line kind = Line::kAlone;
    size_t number = 0;   // of its line; 0: none
    bool colon = false;  // stands behind it
  };

  // `structured`: request or status lines are written down too.
  Line Take(std::string_view line, size_t number, bool structured);
  // Of the Take before, or of the end.
  Lost TakeLost();
  // The line that waits for its value becomes one that has none.
  void End();
  bool waits_for_cookie() const;

 private:
  Line AddressBehind(std::string_view name, bool structured) const;

  std::string name_;     // on the line before, as it is written; empty: none
  size_t number_ = 0;    // of that line
  bool colon_ = false;   // stands behind it
  bool copied_ = false;  // a name that stands alone was seen
  Lost lost_;
};

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_AUDIT_TWO_LINES_H_
