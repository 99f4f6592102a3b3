#include "server/http/message/message.h"

#include <strings.h>

#include <algorithm>
#include <cstring>

namespace temoin::http {
namespace {

// As strcasecmp orders them.
int Compare(std::string_view a, std::string_view b) {
  const int order = ::strncasecmp(a.data(), b.data(), std::min(a.size(), b.size()));
  if (order != 0) return order;
  if (a.size() == b.size()) return 0;
  return a.size() < b.size() ? -1 : 1;
}

struct Before {
  bool operator()(const Headers::Field& field, std::string_view name) const {
    return Compare(field.first, name) < 0;
  }
  bool operator()(std::string_view name, const Headers::Field& field) const {
    return Compare(name, field.first) < 0;
  }
};

}  // namespace

void Headers::Add(std::string_view name, std::string_view value) {
  fields_.emplace(std::upper_bound(fields_.begin(), fields_.end(), name, Before{}), name, value);
}

void Headers::Remove(std::string_view name) {
  const auto [first, last] = std::equal_range(fields_.begin(), fields_.end(), name, Before{});
  fields_.erase(first, last);
}

std::vector<Headers::Field>::const_iterator Headers::Find(std::string_view name) const {
  const auto found = std::lower_bound(fields_.begin(), fields_.end(), name, Before{});
  return found != fields_.end() && Compare(found->first, name) == 0 ? found : fields_.end();
}

bool Headers::Has(std::string_view name) const { return Find(name) != fields_.end(); }

const std::string& Headers::Get(std::string_view name) const {
  static const std::string kNone;
  const auto found = Find(name);
  return found == fields_.end() ? kNone : found->second;
}

std::span<const Headers::Field> Headers::All(std::string_view name) const {
  const auto [first, last] = std::equal_range(fields_.begin(), fields_.end(), name, Before{});
  return {first, last};
}

std::string_view Request::Query() const {
  const size_t mark = target.find('?');
  return mark == std::string::npos ? std::string_view() : std::string_view(target).substr(mark + 1);
}

void Response::SetContent(std::string content, std::string_view type) {
  body = std::move(content);
  headers.Remove("Content-Type");
  headers.Add("Content-Type", type);
}

}  // namespace temoin::http
