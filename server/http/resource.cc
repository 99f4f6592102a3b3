#include "server/http/resource.h"

#include "base/crypto.h"
#include "base/encoding.h"
#include "server/http/fields.h"

namespace temoin::http {

std::string StrongEtag(std::string_view bytes) {
  const Digest digest = Sha256(bytes);
  return '"' + EncodeBase64Url(ByteView(digest).first(16)) + '"';
}

Resource::Resource(ResourceSpec spec, Effort effort) : spec_(std::move(spec)), effort_(effort) {
  if (spec_.compress) {
    std::string gzip = Gzip(spec_.body, effort);
    std::string brotli = Brotli(spec_.body, effort);
    if (gzip.size() < spec_.body.size()) gzip_ = MakeVariant(std::move(gzip), "gzip");
    if (brotli.size() < spec_.body.size()) brotli_ = MakeVariant(std::move(brotli), "br");
  }
  identity_ = MakeVariant(spec_.body, "");
}

Resource::Variant Resource::MakeVariant(std::string body, std::string_view encoding) const {
  Variant variant;
  variant.etag = StrongEtag(body);

  Response response;
  response.AddHeader("ETag", variant.etag);
  response.AddHeader("Cache-Control", spec_.cache_control);
  if (spec_.compress) response.AddHeader("Vary", "Accept-Encoding");
  for (const auto& [name, value] : spec_.headers) response.AddHeader(name, value);
  response.status = 304;
  variant.not_modified = Prepare(response);

  response.status = 200;
  response.AddHeader("Content-Type", spec_.content_type);
  if (!encoding.empty()) response.AddHeader("Content-Encoding", std::string(encoding));
  response.body = std::move(body);
  variant.full = Prepare(std::move(response));
  return variant;
}

std::shared_ptr<const PreparedResponse> Resource::Respond(std::string_view accept_encoding,
                                                          std::string_view if_none_match) const {
  const Encodings accepted = ParseAcceptEncoding(accept_encoding);
  const Variant* variant = &identity_;
  if (accepted.gzip && gzip_.full) variant = &gzip_;
  if (accepted.brotli && brotli_.full) variant = &brotli_;
  if (!if_none_match.empty() && MatchesEtag(if_none_match, variant->etag)) {
    return variant->not_modified;
  }
  return variant->full;
}

}  // namespace temoin::http
