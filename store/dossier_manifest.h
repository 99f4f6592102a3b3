// What an entry of type 9 commits to: the key that signs dossiers, before the first that it signs,
// or a dossier that was made. Canonical JSON, kept for ever; docs/formats.md has every byte.
//
//   {"kind":"key","schema":1,"time":"2026-11-28T09:00:00Z",
//    "vkey":"temoin.example/log/dossiers+7a1c9d02+AS…"}
//   {"kind":"dossier","manifest":"<64 hex>","schema":1,"site":"ameli.fr",
//    "time":"2026-11-28T09:00:00Z"}
//
// `manifest` is the SHA-256 of the dossier's manifest.json; `site` is empty where it is of no
// single site. Nothing in it leads to a person.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_STORE_DOSSIER_MANIFEST_H_
#define TEMOIN_STORE_DOSSIER_MANIFEST_H_

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace temoin::store {

struct DossierNote {
  Time time{};
  std::string vkey{};  // of the key; then there is no dossier
  std::string site{};
  std::string manifest{};  // 64 lower hex digits

  bool operator==(const DossierNote&) const = default;
};

Result<std::string> FormatDossierNote(const DossierNote& note);

// kInvalidArgument for anything FormatDossierNote would not have written.
Result<DossierNote> ParseDossierNote(std::string_view bytes);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_DOSSIER_MANIFEST_H_
