#include "server/cli/cli.h"

#include <fmt/format.h>

#include <cstdio>

namespace temoin::cli {

int Fail(const Error& error) {
  if (error.pointer) {
    fmt::print(stderr, "temoin: {} (at {})\n", error.message, *error.pointer);
  } else {
    fmt::print(stderr, "temoin: {}\n", error.message);
  }
  return kExitFailed;
}

}  // namespace temoin::cli
