#include "base/sealed_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <memory>
#include <string>

#include "base/file.h"
#include "tests/unit/temporary_directory.h"

namespace temoin {
namespace TEMOIN_TEST_FILE {

using ::testing::HasSubstr;

constexpr Time kNow{std::chrono::seconds(1'800'000'000)};

struct Holder {
  std::shared_ptr<EVP_PKEY> key;
  std::shared_ptr<X509> certificate;

  std::string Pem() const {
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_X509(out.get(), certificate.get());
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<size_t>(size)};
  }
};

Holder MakeHolder(EVP_PKEY* key, const char* usage = "keyEncipherment,keyAgreement",
                  int64_t from = kNow.time_since_epoch().count() - 86400,
                  int64_t to = kNow.time_since_epoch().count() + 86400) {
  Holder out{{key, EVP_PKEY_free}, {X509_new(), X509_free}};
  X509* const made = out.certificate.get();
  X509_set_version(made, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made), 7);
  ASN1_TIME_set(X509_getm_notBefore(made), from);
  ASN1_TIME_set(X509_getm_notAfter(made), to);
  X509_set_pubkey(made, key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("holder"), -1, -1, 0);
  X509_set_issuer_name(made, X509_get_subject_name(made));
  X509_EXTENSION* const said = X509V3_EXT_conf_nid(nullptr, nullptr, NID_key_usage, usage);
  X509_add_ext(made, said, -1);
  X509_EXTENSION_free(said);
  X509_sign(made, key, EVP_sha256());
  return out;
}

class SealedFileTest : public ::testing::Test {
 protected:
  Result<std::string> Seal(const std::string& certificates, std::string_view contents) {
    const FileDescriptor file(::open(path_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    TEMOIN_ASSIGN_OR_RETURN(SealedFile sealed, SealedFile::Create(file.get(), certificates, kNow));
    for (size_t at = 0; at < contents.size(); at += 10'000) {
      TEMOIN_RETURN_IF_ERROR(sealed.Write(contents.substr(at, 10'000)));
    }
    TEMOIN_RETURN_IF_ERROR(sealed.Finish());
    return ReadFile(path_, size_t{1} << 24U);
  }
  // Empty where it cannot be opened, or was changed.
  static std::string Opened(const std::string& sealed, const Holder& holder) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> in(
        BIO_new_mem_buf(sealed.data(), static_cast<int>(sealed.size())), BIO_free);
    const std::unique_ptr<CMS_ContentInfo, decltype(&CMS_ContentInfo_free)> cms(
        d2i_CMS_bio(in.get(), nullptr), CMS_ContentInfo_free);
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
    if (!cms || CMS_decrypt(cms.get(), holder.key.get(), holder.certificate.get(), nullptr,
                            out.get(), CMS_BINARY) != 1) {
      return {};
    }
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<size_t>(size)};
  }
  std::string Refused(const std::string& certificates) {
    const auto sealed = Seal(certificates, "x");
    return sealed.ok() ? "sealed" : sealed.error().message;
  }

  TemporaryDirectory folder_;
  std::string path_ = folder_ / "sealed";
};

TEST_F(SealedFileTest, EachReceiverOpensItAndNobodyElse) {
  const Holder rsa = MakeHolder(EVP_RSA_gen(2048));
  const Holder curve = MakeHolder(EVP_EC_gen("P-256"));
  const Holder other = MakeHolder(EVP_RSA_gen(2048));
  std::string contents;
  for (int i = 0; i < 40'000; ++i) contents += std::to_string(i);
  const auto sealed = Seal(rsa.Pem() + curve.Pem(), contents);
  ASSERT_TRUE(sealed.ok()) << sealed.error().message;
  EXPECT_EQ(Opened(*sealed, rsa), contents);
  EXPECT_EQ(Opened(*sealed, curve), contents);
  EXPECT_EQ(Opened(*sealed, other), "");
  EXPECT_EQ(sealed->find("12345678"), std::string::npos);
}

TEST_F(SealedFileTest, AChangeIsNoticed) {
  const Holder holder = MakeHolder(EVP_EC_gen("P-256"));
  const auto sealed = Seal(holder.Pem(), std::string(5000, 'a'));
  ASSERT_TRUE(sealed.ok()) << sealed.error().message;
  for (const size_t at : {sealed->size() / 2, sealed->size() - 40, sealed->size() - 10}) {
    std::string changed = *sealed;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_NE(Opened(changed, holder), std::string(5000, 'a')) << at;
  }
}

TEST_F(SealedFileTest, ACertificateThatCannotReceiveIsRefused) {
  const int64_t now = kNow.time_since_epoch().count();
  EXPECT_THAT(Refused(MakeHolder(EVP_RSA_gen(1024)).Pem()), HasSubstr("2,048 bits"));
  EXPECT_THAT(Refused(MakeHolder(EVP_RSA_gen(2048), "digitalSignature").Pem()),
              HasSubstr("for signatures"));
  EXPECT_THAT(Refused(MakeHolder(EVP_EC_gen("P-256"), "keyEncipherment").Pem()),
              HasSubstr("for signatures"));
  EXPECT_THAT(Refused(MakeHolder(EVP_EC_gen("P-256"), "keyAgreement", now - 100, now - 1).Pem()),
              HasSubstr("it has ended"));
  EXPECT_THAT(Refused(MakeHolder(EVP_EC_gen("P-256"), "keyAgreement", now + 60, now + 100).Pem()),
              HasSubstr("not valid yet"));
  const std::string good = MakeHolder(EVP_EC_gen("P-256")).Pem();
  EXPECT_THAT(Refused(good + good.substr(0, good.size() / 2)), HasSubstr("certificate 2"));
  EXPECT_THAT(Refused(""), HasSubstr("no certificate in PEM"));
  EXPECT_THAT(Refused("-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n"),
              HasSubstr("no certificate in PEM"));
  EXPECT_THAT(Refused(std::string(SealedFile::kMostCertificateBytes + 1, 'a')),
              HasSubstr("64 KiB"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin
