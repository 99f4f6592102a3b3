// A receipt in words, for the visitor and for whoever they show it to: the page that the browser
// gets, and the lines that `temoin receipt verify` prints. French first; `language` is "fr" or
// "en".
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_REPORTS_RECEIPT_H_
#define TEMOIN_REPORTS_RECEIPT_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/zones.h"
#include "catalog/revision.h"
#include "consent/record.h"
#include "render/html.h"

namespace temoin::reports {

// "tout accepté", "tout refusé", "choisi service par service", "retiré votre accord": what follows
// "vous avez" and "you have".
std::string ChoiceInWords(const consent::Record& record, std::string_view language);

struct ShownService {
  std::string name;
  std::string purpose;
};
// By service id; from the revision document. What is not there is called by its id.
using ShownServices = std::map<std::string, ShownService, std::less<>>;

ShownServices NamesIn(const catalog::RevisionView& revision, std::string_view language);

struct ReceiptView {
  consent::Record record;
  ShownServices names;  // French
  bool english = true;  // the site speaks English, too
  TimeZone time_zone;   // of the site; UTC to who verifies a receipt and knows no catalogue
  uint64_t index = 0;
  uint64_t size = 0;  // of the checkpoint
  std::string origin;
  std::string vkey;   // of the key that signed
  std::string proof;  // the tlog-proof text, verbatim
};

// A whole page: no script, no request to anywhere, readable without style and by a screen reader,
// and itself a receipt file that `temoin receipt verify` reads.
render::HtmlPage ReceiptPage(const ReceiptView& view);

// The proof text of a receipt file: the text itself, or the one inside a saved page. Empty when
// there is none.
std::string ExtractProof(std::string_view file);

// What `receipt verify` prints of a receipt that verified.
std::string ReceiptInWords(const ReceiptView& view, std::string_view language);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_RECEIPT_H_
