// Object literals out of JavaScript, as configurations are written, read as JSON.
//
// Nothing is run. Strings, numbers, true, false, arrays and objects are what they say; a regular
// expression becomes the string "/source/"; a name that stands alone becomes what the program
// declares it to be; all else (functions, calls, sums) becomes null. Comments, quoted and plain
// keys, methods and commas at the end are taken.
//
// Bounds: kMostLiteralBytes of text, 32 levels, kMostLiteralValues values, kMostLiteralNames names.
// Thread-safety: a pure function.
#ifndef TEMOIN_CATALOG_JS_LITERAL_H_
#define TEMOIN_CATALOG_JS_LITERAL_H_

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace temoin::catalog {

inline constexpr size_t kMostLiteralBytes = size_t{1024} * 1024;
inline constexpr size_t kMostLiteralValues = 50'000;
inline constexpr size_t kMostLiteralNames = 200;

// The first object literal in a program (or a JSON text) that has one of these members, best one
// that holds something: a list or an object. nullopt: there is none within the bounds.
std::optional<nlohmann::json> FindObjectLiteral(std::string_view code,
                                                const std::vector<std::string_view>& members);

// The strings that are handed to a call: "push" and "job" find 'x' and 'y' in "(t.job = t.job ||
// []).push('x', 'y')". `near` stands before the call, on the same line of the same statement;
// nothing stands in a comment, of HTML neither. At most `most`.
std::vector<std::string> StringsOfCalls(std::string_view code, std::string_view call,
                                        std::string_view near, size_t most = 1'000);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_JS_LITERAL_H_
