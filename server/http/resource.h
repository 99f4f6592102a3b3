// A response that is built once a publication and served until the next: the same bytes plain, gzip
// and brotli, each with its own strong ETag, and the 304 that goes with it.
//
// Thread-safety: immutable once built; share between threads.
#ifndef TEMOIN_SERVER_HTTP_RESOURCE_H_
#define TEMOIN_SERVER_HTTP_RESOURCE_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/http/compress.h"
#include "server/http/transport/exchange.h"

namespace temoin::http {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

// 128 bits of the digest of the bytes as sent, in quotes: different bytes, different tag.
std::string StrongEtag(std::string_view bytes);

struct ResourceSpec {
  std::string content_type;
  std::string cache_control;
  std::string body;
  HeaderList headers;       // further ones, sent with 200 and 304
  bool compress = true;     // false for bytes that are compressed already
  std::string script_of{};  // the site whose pages carry it as their script

  bool operator==(const ResourceSpec&) const = default;
};

class Resource {
 public:
  Resource(ResourceSpec spec, Effort effort);

  // The response to a GET with these Accept-Encoding and If-None-Match fields: 200 or 304. Brotli
  // is preferred to gzip, gzip to plain; a coding that does not make the body smaller is not kept.
  std::shared_ptr<const PreparedResponse> Respond(std::string_view accept_encoding,
                                                  std::string_view if_none_match) const;

  const ResourceSpec& spec() const { return spec_; }
  Effort effort() const { return effort_; }

 private:
  struct Variant {
    std::string etag;
    std::shared_ptr<const PreparedResponse> full;
    std::shared_ptr<const PreparedResponse> not_modified;
  };
  Variant MakeVariant(std::string body, std::string_view encoding) const;

  ResourceSpec spec_;
  Effort effort_;
  Variant identity_;
  Variant gzip_;  // `full` null: not kept
  Variant brotli_;
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_RESOURCE_H_
