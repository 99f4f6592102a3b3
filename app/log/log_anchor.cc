#include "app/log/log_anchor.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pkcs7.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>

#include "base/crypto.h"
#include "base/file.h"

namespace temoin::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kNoteSuffix = ".checkpoint";
constexpr std::string_view kTokenSuffix = ".tsr";
constexpr size_t kDigits = 20;
constexpr size_t kTagDigits = 16;
constexpr size_t kMaxToken = 256 * 1024;
constexpr size_t kMaxNote = 64 * 1024;

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using Request = std::unique_ptr<TS_REQ, Deleter<TS_REQ_free>>;
using Response = std::unique_ptr<TS_RESP, Deleter<TS_RESP_free>>;
using Imprint = std::unique_ptr<TS_MSG_IMPRINT, Deleter<TS_MSG_IMPRINT_free>>;
using Algorithm = std::unique_ptr<X509_ALGOR, Deleter<X509_ALGOR_free>>;
using Number = std::unique_ptr<ASN1_INTEGER, Deleter<ASN1_INTEGER_free>>;
using Token = std::unique_ptr<PKCS7, Deleter<PKCS7_free>>;
using Info = std::unique_ptr<TS_TST_INFO, Deleter<TS_TST_INFO_free>>;
using VerifyContext = std::unique_ptr<TS_VERIFY_CTX, Deleter<TS_VERIFY_CTX_free>>;
using Store = std::unique_ptr<X509_STORE, Deleter<X509_STORE_free>>;
using Stream = std::unique_ptr<BIO, Deleter<BIO_free_all>>;

void Require(bool ok) {
  if (ok) return;
  std::fprintf(stderr, "temoin: OpenSSL failed to make a time stamp request; stopping\n");
  std::abort();
}

// What OpenSSL complained about last; its queue is emptied.
std::string Reason() {
  const unsigned long code = ERR_peek_last_error();  // NOLINT(google-runtime-int): OpenSSL's type
  ERR_clear_error();
  const char* const reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "no reason given" : reason;
}

Error Malformed(std::string_view what) {
  return {ErrorCode::kInvalidArgument, fmt::format("{} ({})", what, Reason())};
}

Request ParseRequest(ByteView bytes) {
  const uint8_t* at = bytes.data();
  return Request(d2i_TS_REQ(nullptr, &at, static_cast<long>(bytes.size())));
}

Token ParseToken(ByteView bytes) {
  const uint8_t* at = bytes.data();
  Token token(d2i_PKCS7(nullptr, &at, static_cast<long>(bytes.size())));
  // One token and nothing after it.
  if (token && at != bytes.data() + bytes.size()) token.reset();
  return token;
}

Bytes EncodeToken(PKCS7* token) {
  uint8_t* der = nullptr;
  const int size = i2d_PKCS7(token, &der);
  if (size <= 0) return {};
  Bytes out(der, der + size);
  OPENSSL_free(der);
  return out;
}

std::optional<Time> ReadTime(const ASN1_GENERALIZEDTIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  const auto day = std::chrono::year(parts.tm_year + 1900) /
                   std::chrono::month(static_cast<unsigned>(parts.tm_mon + 1)) /
                   std::chrono::day(static_cast<unsigned>(parts.tm_mday));
  return std::chrono::sys_days(day) + std::chrono::hours(parts.tm_hour) +
         std::chrono::minutes(parts.tm_min) + std::chrono::seconds(parts.tm_sec);
}

std::string ReadAuthority(TS_TST_INFO* info) {
  const GENERAL_NAME* const name = TS_TST_INFO_get_tsa(info);
  if (name == nullptr || name->type != GEN_DIRNAME) return {};
  char text[256];
  return X509_NAME_oneline(name->d.directoryName, text, sizeof text);
}

std::string FileOf(const std::string& data_dir, uint64_t size, std::string_view suffix) {
  return (fs::path(data_dir) / "anchors" / fmt::format("{:020}{}", size, suffix)).string();
}

std::string TokenSuffix(std::string_view tag) {
  return tag.empty() ? std::string(kTokenSuffix) : fmt::format(".{}{}", tag, kTokenSuffix);
}

// What the name of a file in the folder says; nothing: it is none of ours.
struct FileName {
  uint64_t size = 0;
  std::optional<std::string> token_of{};  // the tag; none: the note
};
std::optional<FileName> ReadName(std::string_view name) {
  FileName out;
  if (name.size() < kDigits) return std::nullopt;
  const char* const end = name.data() + kDigits;
  const auto [stop, bad] = std::from_chars(name.data(), end, out.size);
  if (bad != std::errc() || stop != end) return std::nullopt;
  name.remove_prefix(kDigits);
  if (name == kNoteSuffix) return out;
  if (!name.ends_with(kTokenSuffix)) return std::nullopt;
  name.remove_suffix(kTokenSuffix.size());
  if (name.empty()) {
    out.token_of.emplace();
    return out;
  }
  const bool is_tag = name.size() == 1 + kTagDigits && name.front() == '.' &&
                      name.find_first_not_of("0123456789abcdef", 1) == std::string_view::npos;
  if (!is_tag) return std::nullopt;
  out.token_of = name.substr(1);
  return out;
}

}  // namespace

Bytes MakeTimestampRequest(ByteView data) {
  const Digest digest = Sha256(data);
  const auto random = RandomArray<8>();
  const Request request(TS_REQ_new());
  const Imprint imprint(TS_MSG_IMPRINT_new());
  const Algorithm algorithm(X509_ALGOR_new());
  const Number nonce(ASN1_INTEGER_new());
  Require(request && imprint && algorithm && nonce);
  uint64_t number = 0;
  for (const uint8_t byte : random) number = number << 8 | byte;
  Digest copy = digest;  // OpenSSL's parameter is not const
  Require(X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) == 1 &&
          TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1 &&
          TS_MSG_IMPRINT_set_msg(imprint.get(), copy.data(), static_cast<int>(copy.size())) == 1 &&
          TS_REQ_set_version(request.get(), 1) == 1 &&
          TS_REQ_set_msg_imprint(request.get(), imprint.get()) == 1 &&
          ASN1_INTEGER_set_uint64(nonce.get(), number) == 1 &&
          TS_REQ_set_nonce(request.get(), nonce.get()) == 1 &&
          TS_REQ_set_cert_req(request.get(), 1) == 1);
  uint8_t* der = nullptr;
  const int size = i2d_TS_REQ(request.get(), &der);
  Require(size > 0);
  Bytes out(der, der + size);
  OPENSSL_free(der);
  return out;
}

Result<Bytes> ReadTimestampResponse(ByteView response, ByteView request) {
  ERR_clear_error();
  const Request asked = ParseRequest(request);
  if (!asked) return Malformed("The time stamp request cannot be read");
  const uint8_t* at = response.data();
  const Response parsed(d2i_TS_RESP(nullptr, &at, static_cast<long>(response.size())));
  if (!parsed) return Malformed("The authority's answer is no time stamp response");
  const int64_t status =
      ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(parsed.get())));
  PKCS7* const token = TS_RESP_get_token(parsed.get());
  if ((status != TS_STATUS_GRANTED && status != TS_STATUS_GRANTED_WITH_MODS) || token == nullptr) {
    std::string words;
    const auto* const texts = TS_STATUS_INFO_get0_text(TS_RESP_get_status_info(parsed.get()));
    for (int i = 0; texts != nullptr && i < sk_ASN1_UTF8STRING_num(texts); ++i) {
      const ASN1_UTF8STRING* const text = sk_ASN1_UTF8STRING_value(texts, i);
      words += ": ";
      words.append(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                   static_cast<size_t>(ASN1_STRING_length(text)));
    }
    return Error(ErrorCode::kUnprocessable,
                 fmt::format("The time stamping authority refused, status {}{}", status, words));
  }
  const VerifyContext context(TS_REQ_to_TS_VERIFY_CTX(asked.get(), nullptr));
  if (!context) return Malformed("The time stamp request cannot be verified against");
  TS_VERIFY_CTX_set_flags(context.get(), TS_VFY_VERSION | TS_VFY_IMPRINT | TS_VFY_NONCE);
  if (TS_RESP_verify_token(context.get(), token) != 1) {
    return Malformed("The authority's answer is not to this request");
  }
  Bytes out = EncodeToken(token);
  if (out.empty()) return Malformed("The authority's token cannot be written");
  return out;
}

Result<Bytes> AskTimestamp(Outbound& outbound, const std::string& url, ByteView data) {
  if (!url.starts_with("https://") && !url.starts_with("http://")) {
    return Error(ErrorCode::kInvalidArgument,
                 "--tsa " + url + ": write it like https://freetsa.example/tsr");
  }
  const Bytes request = MakeTimestampRequest(data);
  const auto response = outbound.Send({.url = url,
                                       .body = std::string(AsText(request)),
                                       .type = "application/timestamp-query",
                                       .max_bytes = kMaxToken});
  if (!response) {
    return Error(ErrorCode::kUnavailable,
                 fmt::format("the time stamping authority at {} does not answer: {}", url,
                             response.error().message));
  }
  if (response->status != 200) {
    return Error(
        ErrorCode::kUnavailable,
        fmt::format("the time stamping authority at {} answered {}", url, response->status));
  }
  return ReadTimestampResponse(AsBytes(response->body), request);
}

Result<Timestamp> CheckTimestamp(ByteView token, ByteView data, const std::string& ca_file) {
  ERR_clear_error();
  const auto refuse = [](std::string_view what) {
    return Error(ErrorCode::kDataLoss, fmt::format("{} ({})", what, Reason()));
  };
  const Token parsed = ParseToken(token);
  if (!parsed || PKCS7_type_is_signed(parsed.get()) == 0) {
    return refuse("the file is no time stamp token");
  }
  const Info info(PKCS7_to_TS_TST_INFO(parsed.get()));
  if (!info) return refuse("the token holds no time stamp");
  const auto at = ReadTime(TS_TST_INFO_get_time(info.get()));
  if (!at) return refuse("the token names no time");

  const Digest digest = Sha256(data);
  const VerifyContext context(TS_VERIFY_CTX_new());
  Require(context != nullptr);
  auto* const copy = static_cast<uint8_t*>(OPENSSL_memdup(digest.data(), digest.size()));
  TS_VERIFY_CTX_set_imprint(context.get(), copy, static_cast<long>(digest.size()));
  TS_VERIFY_CTX_set_flags(context.get(), TS_VFY_VERSION | TS_VFY_IMPRINT);
  if (TS_RESP_verify_token(context.get(), parsed.get()) != 1) {
    return refuse("the token stamps something else");
  }

  if (!ca_file.empty()) {
    Store store(X509_STORE_new());
    Require(store != nullptr);
    if (X509_STORE_load_file(store.get(), ca_file.c_str()) != 1) {
      return refuse("the authority's certificates cannot be read from " + ca_file);
    }
    // Certificates run out, stamps do not: the chain is judged at the time that the token names.
    X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store.get()), at->time_since_epoch().count());
    if (TS_RESP_verify_signature(parsed.get(), nullptr, store.get(), nullptr) != 1) {
      return refuse("the token's signature does not lead to a certificate of " + ca_file);
    }
  } else {
    // Without an authority to trust: the signature of the certificate inside, for its own sake.
    const Stream content(PKCS7_dataInit(parsed.get(), nullptr));
    STACK_OF(PKCS7_SIGNER_INFO)* const signers = PKCS7_get_signer_info(parsed.get());
    if (!content || signers == nullptr || sk_PKCS7_SIGNER_INFO_num(signers) != 1) {
      return refuse("the token has no signature");
    }
    char buffer[4096];
    while (BIO_read(content.get(), buffer, sizeof buffer) > 0) {
    }
    PKCS7_SIGNER_INFO* const signer = sk_PKCS7_SIGNER_INFO_value(signers, 0);
    X509* const certificate = PKCS7_cert_from_signer_info(parsed.get(), signer);
    if (certificate == nullptr) {
      return refuse("the token carries no certificate; give the authority's with --ca");
    }
    if (PKCS7_signatureVerify(content.get(), parsed.get(), signer, certificate) != 1) {
      return refuse("the token's signature does not hold");
    }
  }
  return Timestamp{
      .at = *at, .authority = ReadAuthority(info.get()), .chain_checked = !ca_file.empty()};
}

std::string AuthorityTag(std::string_view url) {
  return EncodeHex(Sha256(AsBytes(url))).substr(0, kTagDigits);
}

Result<std::vector<Anchor>> ReadAnchors(const std::string& data_dir) {
  const fs::path directory = fs::path(data_dir) / "anchors";
  std::vector<Anchor> out;
  std::error_code error;
  if (!fs::exists(directory, error)) return out;
  std::map<uint64_t, Anchor> by_size;
  fs::directory_iterator it(directory, error);
  for (; !error && it != fs::directory_iterator(); it.increment(error)) {
    const auto name = ReadName(it->path().filename().string());
    if (!name) continue;
    Anchor& anchor = by_size[name->size];
    anchor.size = name->size;
    const std::string path = it->path().string();
    if (name->token_of) {
      TEMOIN_ASSIGN_OR_RETURN(const std::string token, ReadFile(path, kMaxToken));
      anchor.tokens.emplace(*name->token_of, Bytes(token.begin(), token.end()));
    } else {
      TEMOIN_ASSIGN_OR_RETURN(anchor.note, ReadFile(path, kMaxNote));
    }
  }
  if (error) return ErrnoError("read", directory.string(), error.value());
  for (auto& [size, anchor] : by_size) {
    if (!anchor.note.empty()) out.push_back(std::move(anchor));
  }
  return out;
}

Status WriteAnchor(const std::string& data_dir, const Anchor& anchor) {
  const std::string directory = (fs::path(data_dir) / "anchors").string();
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
    return ErrnoError("create", directory, errno);
  }
  const std::string path = FileOf(data_dir, anchor.size, kNoteSuffix);
  const auto there = ReadFile(path, kMaxNote);
  if (there && *there != anchor.note) {
    return Error(ErrorCode::kConflict, path +
                                           " is another checkpoint of that size. Keep it: it "
                                           "proves that two were signed.");
  }
  if (!there) TEMOIN_RETURN_IF_ERROR(WriteFileDurably(path, anchor.note, 0644));
  for (const auto& [tag, token] : anchor.tokens) {
    TEMOIN_RETURN_IF_ERROR(
        WriteFileDurably(FileOf(data_dir, anchor.size, TokenSuffix(tag)), AsText(token), 0644));
  }
  return {};
}

Result<size_t> KeepAnchors(const std::string& data_dir, const store::LogStore& store,
                           const KeepCheckpoint& keep) {
  TEMOIN_ASSIGN_OR_RETURN(const auto anchors, ReadAnchors(data_dir));
  TEMOIN_ASSIGN_OR_RETURN(const auto kept, store.KeptCheckpoints());
  size_t added = 0;
  for (const Anchor& anchor : anchors) {
    const auto stamped = std::ranges::find_if(kept, [&](const store::KeptCheckpoint& checkpoint) {
      return checkpoint.size == anchor.size && checkpoint.note == anchor.note;
    });
    if (anchor.tokens.empty() || stamped == kept.end() || !stamped->anchor.empty()) continue;
    const Bytes& token = anchor.tokens.begin()->second;
    TEMOIN_ASSIGN_OR_RETURN(const Timestamp stamp, CheckTimestamp(token, AsBytes(anchor.note), ""));
    store::KeptCheckpoint filed = *stamped;
    filed.anchor = token;
    filed.anchored_at = stamp.at;
    TEMOIN_RETURN_IF_ERROR(keep(filed));
    ++added;
  }
  return added;
}

}  // namespace temoin::app
