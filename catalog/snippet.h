// What the code that a vendor gives does in a page, as far as it can be read: the addresses it
// loads from, the functions of vendors that it calls, what it stores itself, and what may load or
// store something and could not be read. Written any way that a browser reads: with backslashes,
// character references, escapes, and put together out of pieces.
//
// Nothing is run. Bounds: kMost of each; what is beyond counts as not read.
// Thread-safety: pure functions and values.
#ifndef TEMOIN_CATALOG_SNIPPET_H_
#define TEMOIN_CATALOG_SNIPPET_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/model.h"

namespace temoin::catalog {

// What a code keeps in the visitor's browser.
struct StoredItem {
  std::string name;
  TrackerKind kind = TrackerKind::kCookie;
  std::string host{};  // of a cookie, the domain that the code gives it; empty: none

  bool operator==(const StoredItem&) const = default;
};

struct Snippet {
  static constexpr size_t kMost = 20;

  std::vector<std::string> addresses;  // from the host on: "player.vimeo.com/video/1"
  std::vector<std::string> calls;      // addresses of vendors whose functions are called
  std::vector<StoredItem> stored;
  std::vector<std::string> unread;  // pieces of the code
};

Snippet ReadSnippet(std::string_view code);

// Whether a line gives document.cookie what is put together when it runs.
bool ComputesCookie(std::string_view line);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_SNIPPET_H_
