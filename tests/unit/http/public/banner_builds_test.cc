// What was shown on a day can be shown again, whatever program serves it now.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include "app/publish/publisher.h"
#include "server/http/server.h"
#include "tests/unit/catalog/catalog_testing.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

class BannerBuildsTest : public store::StoreTest {
 protected:
  // A run of the program whose banner is `build`; none: the one that is built in.
  void Start(std::vector<std::string> build) {
    Stop();
    Open();
    recorder_ =
        std::make_unique<app::Recorder>(*store_, clock_, keys_, readiness_,
                                        app::RecorderOptions{.data_directory = directory_.path()});
    recorder_->Start();
    HttpOptions options;
    options.listen = "127.0.0.1:0";
    options.staff_listen = "";
    auto server = HttpServer::Create(clock_, *store_, *recorder_, readiness_, std::move(options));
    ASSERT_TRUE(server.ok()) << server.error().message;
    server_ = std::move(*server);
    if (build.empty()) build = server_->banner().Build();
    publisher_ = std::make_unique<app::Publisher>(
        *store_, *recorder_, clock_, readiness_,
        app::PublisherOptions{catalog::testing::RealCatalogDir(), directory_.path(), &clock_, false,
                              std::move(build)});
    publisher_->OnPrepare(server_->PrepareHook());
    ASSERT_TRUE(publisher_->Start().ok());
    const Status started = server_->Start();
    ASSERT_TRUE(started.ok()) << started.error().message;
  }
  void Stop() {
    server_.reset();
    publisher_.reset();
    recorder_.reset();
    store_.reset();
  }
  void TearDown() override { Stop(); }

  httplib::Result Get(const std::string& path) {
    httplib::Client client("127.0.0.1", server_->port());
    return client.Get(path.c_str());
  }

  ManualClock clock_{store::At("2026-03-01T12:00:00Z")};
  const app::ServerKeys keys_;
  app::Readiness readiness_;
  std::unique_ptr<app::Recorder> recorder_;
  std::unique_ptr<HttpServer> server_;
  std::unique_ptr<app::Publisher> publisher_;
};

TEST_F(BannerBuildsTest, PartsOfAnOlderBuildAreServedForEver) {
  const std::vector<std::string> old = {"(()=>{})()", "second()", "guard()", R"({"core":{}})"};
  Start(old);
  Start({});
  for (const std::string& part : old) {
    const auto response = Get("/v1/banner/" + EncodeHex(Sha256(part)) + ".js");
    ASSERT_TRUE(response) << httplib::to_string(response.error());
    EXPECT_EQ(response->status, 200) << part;
    EXPECT_EQ(response->body, part);
    EXPECT_THAT(response->get_header_value("Cache-Control"), testing::HasSubstr("immutable"));
  }
  const auto manifest = Get("/v1/banner/" + EncodeHex(Sha256(old.back())) + ".json");
  ASSERT_TRUE(manifest);
  EXPECT_EQ(manifest->body, old.back());
  EXPECT_EQ(manifest->get_header_value("Content-Type"), "application/json");
  EXPECT_EQ(Get("/v1/banner/" + EncodeHex(Sha256(old[0])))->status, 404);
  EXPECT_EQ(Get("/v1/banner/" + std::string(64, '0') + ".json")->status, 404);
}

TEST_F(BannerBuildsTest, EachPartOfTheBuildInUseIsAnEntryOfTheLog) {
  Start({});
  const auto entries = store_->ReadEntries(0, 1000);
  ASSERT_TRUE(entries.ok());
  const auto logged = [&](std::string_view bytes) {
    const auto entry = prooflog::EncodeEntry(
        {.type = prooflog::EntryType::kRevision, .commitment = Sha256(bytes)});
    return std::ranges::count(*entries, entry);
  };
  const BannerAssets& banner = server_->banner();
  EXPECT_EQ(logged(banner.core), 1);
  EXPECT_GE(banner.chunks.size(), 4U);
  for (const BannerChunk& chunk : banner.chunks) EXPECT_EQ(logged(chunk.code), 1) << chunk.name;
  EXPECT_EQ(logged(banner.manifest), 1);
  for (const BannerChunk& chunk : banner.chunks) {
    EXPECT_THAT(std::string(banner.manifest), testing::HasSubstr(chunk.sha256));
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
