#include "catalog/asked_json.h"

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>

#include "base/ascii.h"
#include "base/host.h"
#include "base/json.h"
#include "catalog/written_host.h"

namespace temoin::catalog {
namespace {

constexpr size_t kMostJson = size_t{1024} * 1024;

// Cookies in JSON: objects with a name and a domain, as exports have them, wherever they stand, and
// at the top a name alone or a list of them.
void AddJsonCookies(const nlohmann::json& value, size_t most, std::vector<Question>& out,
                    bool top = true) {
  const auto add = [&](const std::string& name, const std::string& host) {
    if (name.empty() || out.size() >= most) return;
    Question& question = out.emplace_back();
    question.seen.name = name;
    if (!host.empty()) question.seen.host = GivenHost(host);
  };
  if (value.is_array()) {
    for (const auto& each : value) {
      if (top && each.is_string()) add(each.get<std::string>(), {});
      AddJsonCookies(each, most, out, top && each.is_object());
    }
  }
  if (!value.is_object() || out.size() >= most) return;
  const auto text = [&](std::initializer_list<const char*> members) {
    for (const char* const member : members) {
      const auto found = value.find(member);
      if (found == value.end() || !found->is_string()) continue;
      if (std::string out_of = found->get<std::string>(); !out_of.empty()) return out_of;
    }
    return std::string();
  };
  const std::string name = text({"name", "Name raw"});
  const std::string host = text({"domain", "host", "Host raw"});
  const bool alone = top && std::none_of(value.begin(), value.end(),
                                         [](const auto& each) { return each.is_structured(); });
  if (!name.empty() && (!host.empty() || alone)) return add(name, host);
  for (const auto& [key, each] : value.items()) AddJsonCookies(each, most, out, false);
}

}  // namespace

std::vector<Question> JsonCookies(std::string_view text, size_t most) {
  std::vector<Question> out;
  if (!text.starts_with('{') && !text.starts_with('[')) return out;
  const auto read = [](std::string_view bytes) {
    return ParseJson(bytes, {.max_bytes = kMostJson, .max_depth = 32});
  };
  if (const auto value = read(text); value.ok()) {
    AddJsonCookies(*value, most, out);
    return out;
  }
  while (!text.empty()) {  // an object a line
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = TrimAscii(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    const auto value = read(line);
    if (!value.ok()) return {};
    AddJsonCookies(*value, most, out);
  }
  return out;
}

}  // namespace temoin::catalog
