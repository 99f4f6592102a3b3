// The name of a tracker without what may tell one visitor from another: "_ga_K2X9QPL7" becomes
// "_ga_*", "user:jean@exemple.fr" becomes "*". What is left says what kind of tracker it is, and
// keeps the number of distinct names small.
//
// Masked are: a name with an address in it, UUIDs, numbers of three digits or more, words of
// letters mixed with digits, long or oddly cased words, everything outside printable ASCII. Short
// numbers that belong to a name stay ("CM14"). banner-js/src/domain/mask.ts does the same
// before a name leaves the browser; tests/conformance/masked_names.json holds both to it.
//
// Thread-safety: a pure function.
#ifndef TEMOIN_CATALOG_MASK_H_
#define TEMOIN_CATALOG_MASK_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace temoin::catalog {

inline constexpr size_t kMaxMaskedName = 64;  // bytes; what is longer is cut

// Masking a masked name changes nothing.
std::string MaskName(std::string_view name);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_MASK_H_
