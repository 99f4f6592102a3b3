// Reads catalogue files named on standard input, one a line ("site", "vendor" or "library", then
// the path), and prints what the library says of the structure of each: "good", or "bad" and the
// first problem. For schema_test.py, which holds the JSON Schema files against it.

#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "base/json.h"
#include "catalog/file_readers.h"
#include "catalog/library.h"

int main() {
  using namespace temoin::catalog;  // NOLINT(google-build-using-namespace): a tool of one function
  std::string kind;
  std::string path;
  while (std::cin >> kind && std::getline(std::cin >> std::ws, path)) {
    std::ifstream in(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    const auto value = temoin::ParseJson(text, {.max_bytes = 1 << 22, .max_depth = 32});
    std::vector<Problem> problems;
    if (value.ok()) {
      Reading reading(path, 1000, problems);
      if (kind == "vendor") {
        static_cast<void>(ReadVendor(*value, reading));
      } else if (kind == "library") {
        static_cast<void>(ReadLibraryService(*value, reading));
      } else {
        static_cast<void>(ReadSite(*value, {}, reading));
      }
    } else {
      problems.push_back({Problem::Kind::kStructure, path, "", value.error().message});
    }
    const Problem* first = nullptr;
    for (const Problem& problem : problems) {
      if (problem.kind == Problem::Kind::kStructure && first == nullptr) first = &problem;
    }
    std::cout << (first == nullptr ? "good" : "bad " + first->pointer + " " + first->expected)
              << "\n";
  }
  return 0;
}
