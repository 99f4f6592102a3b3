// Values between commas (RFC 4180) or another separator, record by record. Internal to the
// catalogue.
//
// Bounded by the text: whoever hands it in has judged its size. Thread-safety: a pure function.
#ifndef TEMOIN_CATALOG_CSV_RECORD_H_
#define TEMOIN_CATALOG_CSV_RECORD_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace temoin::catalog {

// The record at `at`, which moves past it. nullopt: a quote that is never closed.
std::optional<std::vector<std::string>> NextRecord(std::string_view csv, size_t& at,
                                                   char separator = ',');

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_CSV_RECORD_H_
