// Anchoring: someone else says that a checkpoint existed at a time (RFC 3161 time stamps; OpenSSL
// does the protocol). Self-signing alone is no timestamp: docs/threat-model.md says what an
// unanchored log does not prove.
//
// Files in <data>/anchors/, never changed:
//   <20 digits of size>.checkpoint       the signed note, byte for byte what was stamped
//   <20 digits of size>.<authority>.tsr  the token (DER TimeStampToken) of each authority that
//                                        stamped it, by AuthorityTag of its address
// A token of before there were several is <20 digits of size>.tsr: its authority's tag is empty.
//
// Thread-safety: free functions; two processes that anchor at once write the same bytes.
#ifndef TEMOIN_APP_LOG_LOG_ANCHOR_H_
#define TEMOIN_APP_LOG_LOG_ANCHOR_H_

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/outbound.h"
#include "base/clock.h"
#include "base/encoding.h"
#include "base/result.h"
#include "store/log.h"

namespace temoin::app {

// A request to stamp SHA-256 of `data`, asking for the authority's certificate (DER TimeStampReq).
Bytes MakeTimestampRequest(ByteView data);

// The token in the authority's answer (DER TimeStampResp) to `request`. kUnprocessable when the
// authority refused, with its words; kInvalidArgument when the response is none, or to another
// request.
Result<Bytes> ReadTimestampResponse(ByteView response, ByteView request);

// Has the authority at `url` stamp SHA-256 of `data`: the token. RFC 3161 section 3.4: the request
// is posted, the response is the body.
Result<Bytes> AskTimestamp(Outbound& outbound, const std::string& url, ByteView data);

struct Timestamp {
  Time at{};
  std::string authority;       // as the token names it; may be empty
  bool chain_checked = false;  // up to a certificate of `ca_file`
};

// Whether `token` stamps SHA-256 of `data` and its signature holds. With `ca_file` (PEM) the
// authority's certificate must lead there and hold at the time that the token names (RFC 3161, 4),
// whatever it is now; without, its own certificate in the token is all that is checked. kDataLoss
// otherwise.
Result<Timestamp> CheckTimestamp(ByteView token, ByteView data, const std::string& ca_file);

// How a file names the authority at `url`: the first 16 hexadecimal digits of its SHA-256.
std::string AuthorityTag(std::string_view url);

struct Anchor {
  uint64_t size = 0;
  std::string note;
  std::map<std::string, Bytes, std::less<>> tokens;  // by the authority's tag
};

// By size. An unreadable directory is an error, a missing one an empty list.
Result<std::vector<Anchor>> ReadAnchors(const std::string& data_dir);

// Keeps note and tokens, beside those that are there. kConflict when another note of that size is
// kept already.
Status WriteAnchor(const std::string& data_dir, const Anchor& anchor);

// Files the tokens of anchors with the kept checkpoints that they stamp, by `keep`
// (Store::KeepCheckpoint), where reports and the staff API find them: one a checkpoint. Returns how
// many were new.
using KeepCheckpoint = std::function<Status(const store::KeptCheckpoint&)>;
Result<size_t> KeepAnchors(const std::string& data_dir, const store::LogStore& store,
                           const KeepCheckpoint& keep);

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_LOG_ANCHOR_H_
