// A receipt in words, for the visitor and for whoever they show it to: the page that the browser
// gets, and the lines that `temoin receipt verify` prints. French first.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_SERVER_HTTP_PUBLIC_RECEIPT_TEXT_H_
#define TEMOIN_SERVER_HTTP_PUBLIC_RECEIPT_TEXT_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/zones.h"
#include "consent/record.h"

namespace temoin::http {

enum class Language { kFrench, kEnglish };

// "21 novembre 2026 à 13 h 05 (UTC)", "21 November 2026 at 13:05 (UTC)".
std::string TimeInWords(Time time, Language language, const TimeZone& zone = {});

// "tout accepté", "tout refusé", "choisi service par service", "retiré votre accord": what follows
// "vous avez" and "you have".
std::string ChoiceInWords(const consent::Record& record, Language language);

struct ServiceName {
  std::string name;
  std::string purpose;
};
// By service id; from the revision document. What is not there is called by its id.
using ServiceNames = std::map<std::string, ServiceName, std::less<>>;

// Reads the names out of a revision document in that language; empty when it cannot be read.
ServiceNames ReadServiceNames(std::string_view document, Language language);

struct ReceiptView {
  consent::Record record;
  ServiceNames names;  // French
  TimeZone time_zone;  // of the site; UTC to who verifies a receipt and knows no catalogue
  uint64_t index = 0;
  uint64_t size = 0;  // of the checkpoint
  std::string origin;
  std::string vkey;   // of the key that signed
  std::string proof;  // the tlog-proof text, verbatim
};

// A whole page: no script, no request to anywhere, readable without style and by a screen reader,
// and itself a receipt file that `temoin receipt verify` reads.
std::string ReceiptPage(const ReceiptView& view);

// The Content-Security-Policy that fits it.
std::string ReceiptPagePolicy();

// The proof text of a receipt file: the text itself, or the one inside a saved page. Empty when
// there is none.
std::string ExtractProof(std::string_view file);

// What `receipt verify` prints of a receipt that verified.
std::string ReceiptInWords(const ReceiptView& view, Language language);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_PUBLIC_RECEIPT_TEXT_H_
