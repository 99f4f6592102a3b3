// A request as it came and a response as it goes: the one pair of types that routes, handlers and
// the transport share, of both listeners.
//
// Thread-safety: plain values.
#ifndef TEMOIN_SERVER_HTTP_MESSAGE_MESSAGE_H_
#define TEMOIN_SERVER_HTTP_MESSAGE_MESSAGE_H_

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace temoin::http {

// Header fields, sorted by name; names are compared without case, fields of one name stand in the
// order in which they were added (RFC 9110 section 5.2, 5.3).
class Headers {
 public:
  using Field = std::pair<std::string, std::string>;

  void Add(std::string_view name, std::string_view value);
  void Remove(std::string_view name);
  void Clear() { fields_.clear(); }

  bool Has(std::string_view name) const;
  // The first field of that name, empty without one.
  const std::string& Get(std::string_view name) const;
  // All fields of that name.
  std::span<const Field> All(std::string_view name) const;

  size_t size() const { return fields_.size(); }
  std::vector<Field>::const_iterator begin() const { return fields_.begin(); }
  std::vector<Field>::const_iterator end() const { return fields_.end(); }

 private:
  std::vector<Field>::const_iterator Find(std::string_view name) const;

  std::vector<Field> fields_;
};

struct Request {
  std::string method;
  std::string target;   // as it was sent, with its query
  std::string path;     // of the target, nothing decoded
  std::string version;  // "HTTP/1.1"
  Headers headers;      // without Accept-Encoding and Range (transport/exchange.h)
  std::string body;
  std::string remote_addr;
  int remote_port = 0;

  const std::string& Header(std::string_view name) const { return headers.Get(name); }
  bool HasHeader(std::string_view name) const { return headers.Has(name); }
  // What stands behind the "?", empty without one.
  std::string_view Query() const;
};

struct Response {
  int status = -1;  // -1: not set, sent as 200
  Headers headers;
  std::string body;
  std::string_view problem{};  // what was wrong (problem.h), of static storage; empty: nothing

  const std::string& Header(std::string_view name) const { return headers.Get(name); }
  bool HasHeader(std::string_view name) const { return headers.Has(name); }
  void AddHeader(std::string_view name, std::string_view value) { headers.Add(name, value); }
  // The body and its type, in place of another one.
  void SetContent(std::string content, std::string_view type);
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_MESSAGE_MESSAGE_H_
