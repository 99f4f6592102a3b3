// A file that only the holders of some keys can read: CMS AuthEnvelopedData (RFC 5083) of
// AES-256-GCM (RFC 5084), in DER, for the certificates of its receivers. They open it with
//
//   openssl cms -decrypt -inform DER -in FILE -inkey KEY.pem -out OUT      (OpenSSL 3)
//
// It is written in one pass; nothing of it lies in clear on a disk.
//
// Thread-safety: one thread.
#ifndef TEMOIN_BASE_SEALED_FILE_H_
#define TEMOIN_BASE_SEALED_FILE_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace temoin {

class SealedFile {
 public:
  static constexpr size_t kMostReceivers = 16;
  static constexpr size_t kMostCertificateBytes = size_t{64} * 1024;

  // To an open descriptor, which it does not close. `certificates`: one or more in PEM, of which
  // every holder of a key can read the file. kInvalidArgument for what is no certificate, one that
  // is not valid at `now`, a key under 2,048 bits of RSA or 256 of a curve, or one that cannot
  // encrypt (RFC 5280 section 4.2.1.3).
  static Result<SealedFile> Create(int descriptor, std::string_view certificates, Time now);

  SealedFile(SealedFile&&) noexcept;
  SealedFile& operator=(SealedFile&&) noexcept;
  ~SealedFile();

  // kUnavailable when the disk refuses.
  Status Write(std::string_view contents);
  // What ends it, with the mark by which a change is noticed; nothing may follow.
  Status Finish();

 private:
  struct Impl;
  explicit SealedFile(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace temoin

#endif  // TEMOIN_BASE_SEALED_FILE_H_
