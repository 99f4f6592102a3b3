#include "server/cli/cli.h"

#include <fmt/format.h>

#include <cstdio>
#include <string>

namespace temoin::cli {

int Fail(const Error& error) {
  if (error.pointer) {
    fmt::print(stderr, "temoin: {} (at {})\n", error.message, *error.pointer);
  } else {
    fmt::print(stderr, "temoin: {}\n", error.message);
  }
  return kExitFailed;
}

CLI::Validator Digits() {
  return {[](const std::string& text) -> std::string {
            const bool digits =
                !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
            const bool plain = text == "0" || !text.starts_with('0');
            if (digits && plain) return {};
            return fmt::format("\"{}\" is no number: write it in decimal digits, like 1250", text);
          },
          "NUMBER"};
}

}  // namespace temoin::cli
