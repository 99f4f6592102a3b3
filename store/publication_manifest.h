// What an entry of type 5 commits to: that a revision was published for a site, when, in which
// generation and by whom. Canonical JSON, kept for ever, public; docs/formats.md has every byte.
//
//   {"author":"<64 hex>","document":12,"generation":2,"revision":"<64 hex>","schema":1,
//    "since":{"vimeo":2},"site":"ameli.fr","time":"2026-11-26T09:00:00Z"}
//
// `document` is the entry of type 2 that commits to the revision document. `author` is
// HMAC-SHA256(32 random bytes that stay with the row, the author's name): whoever has both can show
// who it was, nobody else can guess.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_STORE_PUBLICATION_MANIFEST_H_
#define TEMOIN_STORE_PUBLICATION_MANIFEST_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/result.h"
#include "store/publications.h"
#include "store/types.h"

namespace temoin::store {

// In the place of what only the database knew of a row that came back from the checkpoint log.
inline constexpr std::string_view kLostWithDatabase = "lost with the database";

struct PublicationManifest {
  Index document = 0;
  std::string site{};
  std::string revision{};  // 64 lower hex
  int64_t generation = 1;
  std::string since{};  // a JSON object
  Time time{};
  Digest author{};

  bool operator==(const PublicationManifest&) const = default;
};

// What a publication is committed to as; `random` are the row's own bytes.
PublicationManifest ManifestOf(const Publication& publication, ByteView random);

// kInvalidArgument when `since` is no JSON object of ASCII keys and integers.
Result<std::string> FormatPublicationManifest(const PublicationManifest& manifest);

// kInvalidArgument for anything FormatPublicationManifest would not have written.
Result<PublicationManifest> ParsePublicationManifest(std::string_view bytes);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_PUBLICATION_MANIFEST_H_
