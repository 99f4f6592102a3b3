// What an entry of type 11 commits to: that something was noted of a person's request. Canonical
// JSON, kept for ever, for staff only; docs/formats.md has every byte.
//
//   {"act":"receive","due":"2026-12-26","kind":"erasure","person":"<64 hex>",
//    "received":"2026-11-26","record":12,"request":3,"schema":1,"shown":"token",
//    "site":"ameli.fr","time":"2026-11-26T09:00:00Z"}
//   {"act":"extend","due":"2027-02-26","person":"<64 hex>","request":3,"schema":1,
//    "time":"2026-12-01T09:00:00Z"}
//   {"act":"answer","answered":"2026-12-02","letter":"erased","person":"<64 hex>","record":null,
//    "request":3,"schema":1,"shown":"","time":"2026-12-02T09:00:00Z"}
//
// `person` is HMAC-SHA256(32 random bytes that stay with the row, {"author","number","reason"},
// canonical JSON): it binds them and tells nothing.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_STORE_REQUEST_MANIFEST_H_
#define TEMOIN_STORE_REQUEST_MANIFEST_H_

#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/result.h"
#include "store/requests.h"

namespace temoin::store {

// `note` without number, reason, author and random bytes, which `person` stands for.
struct RequestManifest {
  RequestNote note{};
  Digest person{};
};

// What a note is committed to as, under its own random bytes.
Result<Digest> PersonOfRequest(const RequestNote& note);

Result<std::string> FormatRequestManifest(const RequestManifest& manifest);

// kInvalidArgument for anything FormatRequestManifest would not have written.
Result<RequestManifest> ParseRequestManifest(std::string_view bytes);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_REQUEST_MANIFEST_H_
