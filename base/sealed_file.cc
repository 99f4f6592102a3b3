#include "base/sealed_file.h"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <climits>
#include <utility>

namespace temoin {
namespace {

constexpr int kLeastRsaBits = 2048;
constexpr int kLeastCurveBits = 256;

template <auto kFree>
struct SealDeleter {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
void FreeCertificates(STACK_OF(X509) * list) { sk_X509_pop_free(list, X509_free); }

using Bio = std::unique_ptr<BIO, SealDeleter<BIO_free>>;
using Chain = std::unique_ptr<BIO, SealDeleter<BIO_free_all>>;
using Cms = std::unique_ptr<CMS_ContentInfo, SealDeleter<CMS_ContentInfo_free>>;
using Certificate = std::unique_ptr<X509, SealDeleter<X509_free>>;
using Certificates = std::unique_ptr<STACK_OF(X509), SealDeleter<FreeCertificates>>;

Error BadCertificate(size_t number, std::string_view what) {
  return {ErrorCode::kInvalidArgument, fmt::format("certificate {}: {}", number, what)};
}

Status CheckCertificate(X509& certificate, size_t number, Time now) {
  time_t at = now.time_since_epoch().count();
  if (X509_cmp_time(X509_get0_notBefore(&certificate), &at) >= 0) {
    return BadCertificate(number, "it is not valid yet");
  }
  if (X509_cmp_time(X509_get0_notAfter(&certificate), &at) <= 0) {
    return BadCertificate(number, "it has ended: ask its holder for the present one");
  }
  EVP_PKEY* const key = X509_get0_pubkey(&certificate);
  const int kind = key == nullptr ? EVP_PKEY_NONE : EVP_PKEY_get_base_id(key);
  const int bits = key == nullptr ? 0 : EVP_PKEY_get_bits(key);
  const uint32_t usage = X509_get_key_usage(&certificate);  // all bits where none are said
  if (kind == EVP_PKEY_RSA) {
    if (bits < kLeastRsaBits) return BadCertificate(number, "its RSA key is under 2,048 bits");
    if ((usage & KU_KEY_ENCIPHERMENT) != 0) return {};
  } else if (kind == EVP_PKEY_EC) {
    if (bits < kLeastCurveBits) return BadCertificate(number, "its key is under 256 bits");
    if ((usage & KU_KEY_AGREEMENT) != 0) return {};
  } else {
    return BadCertificate(number, "its key is neither RSA nor of a curve that can encrypt");
  }
  return BadCertificate(number, "it is for signatures, not for encryption");
}

Result<Certificates> ReadCertificates(std::string_view pem, Time now) {
  if (pem.size() > SealedFile::kMostCertificateBytes) {
    return Error(ErrorCode::kInvalidArgument, "over 64 KiB: give certificates alone");
  }
  const Bio in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Certificates out(sk_X509_new_null());
  if (!in || !out) return Error(ErrorCode::kUnavailable, "out of memory");
  size_t count = 0;
  while (Certificate each{PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)}) {
    TEMOIN_RETURN_IF_ERROR(CheckCertificate(*each, ++count, now));
    if (count > SealedFile::kMostReceivers) {
      return Error(ErrorCode::kInvalidArgument, "more than 16 certificates");
    }
    if (sk_X509_push(out.get(), each.get()) <= 0) {
      return Error(ErrorCode::kUnavailable, "out of memory");
    }
    (void)each.release();  // the list's
  }
  const unsigned long why = ERR_peek_last_error();
  const bool at_end = ERR_GET_REASON(why) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (!at_end) {
    return BadCertificate(count + 1, "it cannot be read");
  }
  if (count == 0) {
    return Error(ErrorCode::kInvalidArgument,
                 "there is no certificate in PEM (-----BEGIN CERTIFICATE-----)");
  }
  return out;
}

}  // namespace

struct SealedFile::Impl {
  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    if (chain) (void)file.release();  // the chain frees it
  }

  Bio file;
  Cms cms;
  Chain chain;  // what is written, encrypted and encoded, goes to `file`, its last link
};

SealedFile::SealedFile(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SealedFile::SealedFile(SealedFile&&) noexcept = default;
SealedFile& SealedFile::operator=(SealedFile&&) noexcept = default;
SealedFile::~SealedFile() = default;

Result<SealedFile> SealedFile::Create(int descriptor, std::string_view certificates, Time now) {
  TEMOIN_ASSIGN_OR_RETURN(const Certificates receivers, ReadCertificates(certificates, now));
  auto impl = std::make_unique<Impl>();
  impl->file.reset(BIO_new_fd(descriptor, BIO_NOCLOSE));
  impl->cms.reset(
      CMS_encrypt(receivers.get(), nullptr, EVP_aes_256_gcm(), CMS_BINARY | CMS_STREAM));
  if (!impl->file || !impl->cms) {
    ERR_clear_error();
    return Error(ErrorCode::kInvalidArgument, "the certificates cannot be encrypted to");
  }
  impl->chain.reset(BIO_new_CMS(impl->file.get(), impl->cms.get()));
  if (!impl->chain) {
    ERR_clear_error();
    return Error(ErrorCode::kUnavailable, "the sealed file cannot be begun");
  }
  return SealedFile(std::move(impl));
}

Status SealedFile::Write(std::string_view contents) {
  while (!contents.empty()) {
    const size_t piece = std::min(contents.size(), size_t{INT_MAX / 2});
    const int written = BIO_write(impl_->chain.get(), contents.data(), static_cast<int>(piece));
    if (written <= 0) {
      ERR_clear_error();
      return Error(ErrorCode::kUnavailable, "the sealed file cannot be written");
    }
    contents.remove_prefix(static_cast<size_t>(written));
  }
  return {};
}

Status SealedFile::Finish() {
  if (BIO_flush(impl_->chain.get()) == 1) return {};
  ERR_clear_error();
  return Error(ErrorCode::kUnavailable, "the sealed file cannot be ended");
}

}  // namespace temoin
