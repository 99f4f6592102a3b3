// Letters without their accents, by which words are compared: "Viméo" is "Vimeo".
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_ACCENTS_H_
#define TEMOIN_CATALOG_ACCENTS_H_

#include <string>
#include <string_view>

namespace temoin::catalog {

// Letters of Latin-1 without their accents, accents that follow their letter left out, each run of
// spaces as one space.
std::string WithoutAccents(std::string_view text);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_ACCENTS_H_
