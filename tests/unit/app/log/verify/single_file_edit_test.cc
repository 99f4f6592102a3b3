// Any single edit of any file beside the database is refused at the start, found by VerifyLog, or
// without effect: what was signed, and the keys it verifies under, are the same afterwards.
// TEMOIN_EDITS=5000 makes a campaign of it.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "tests/unit/app/log/log_verify_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

namespace fs = std::filesystem;
using testing::IsEmpty;

class SingleFileEditTest : public LogVerifyTest {
 protected:
  SingleFileEditTest() : LogVerifyTest(30) {}

  // Two keys, two anchors, two segments of the checkpoint log.
  void SetUp() override {
    LogVerifyTest::SetUp();
    ASSERT_TRUE(WriteAnchor(data_.path(), anchor()).ok());
    ASSERT_TRUE(publisher_->Rotate().ok());
    Append({.now = now_, .choices = {store::Choice(now_)}});
    Publish();
    ASSERT_TRUE(WriteAnchor(data_.path(), anchor()).ok());
    publisher_.reset();
    OpenPublisher();
    Append({.now = now_, .choices = {store::Choice(now_)}});
    Publish();
    ASSERT_THAT(Verify().findings, IsEmpty());
    signed_ = publisher_->Current()->checkpoint;
    publisher_.reset();
    store_.reset();
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(data_.path())) {
      const std::string name = fs::relative(entry.path(), data_.path()).string();
      if (entry.is_regular_file() && !name.starts_with("temoin.db") && name != "lock") {
        files_.push_back(name);
      }
    }
    std::ranges::sort(files_);
    fs::copy(data_.path(), whole_.path(),
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  }

  Anchor anchor() const {
    const auto current = publisher_->Current();
    return {.size = current->checkpoint.size, .note = current->note, .tokens = {}};
  }

  void Restore() {
    for (const fs::directory_entry& entry : fs::directory_iterator(data_.path())) {
      fs::remove_all(entry.path());
    }
    fs::copy(whole_.path(), data_.path(),
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  }

  size_t Below(size_t end) {
    return std::uniform_int_distribution<size_t>(0, end == 0 ? 0 : end - 1)(random_);
  }

  // What was done, in words.
  std::string Edit() {
    const std::string& name = files_[Below(files_.size())];
    const std::string path = data_ / name;
    std::string bytes = Slurp(path);
    switch (Below(6)) {
      case 0:
        fs::remove(path);
        return name + " removed";
      case 1: {
        const size_t at = Below(bytes.size());
        fs::resize_file(path, at);
        return name + " cut at " + std::to_string(at);
      }
      case 2:
        Spill(path, bytes + std::string(1 + Below(40), static_cast<char>(Below(256))));
        return name + " lengthened";
      case 3: {
        const std::string& other = files_[Below(files_.size())];
        Spill(path, Slurp(data_ / other));
        return name + " is " + other;
      }
      default: {
        if (bytes.empty()) return name + " left";
        const size_t at = Below(bytes.size());
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << Below(8)));
        Spill(path, bytes);
        return name + " altered at " + std::to_string(at);
      }
    }
  }

  // Before the start, which mends what it can, and after it.
  bool FoundByVerify() const {
    const auto keys = LoadLogKeys(data_.path());
    if (!keys.ok()) return true;
    LogVerifyOptions options;
    options.checkpoint_log_dir = data_ / "log-journal";
    options.data_dir = data_.path();
    options.keys = keys->verifiers;
    const auto report = VerifyLog(*store_, options);
    return !report.ok() || !report->ok();
  }

  bool RefusedAtStart() {
    LogOptions options;
    options.data_dir = data_.path();
    auto publisher = LogPublisher::Open(options, *store_, now_);
    if (!publisher.ok()) return true;
    publisher_ = std::move(*publisher);
    return publisher_->Refusal().has_value();
  }

  std::mt19937 random_{20261126};
  std::vector<std::string> files_;
  TemporaryDirectory whole_;
  prooflog::Checkpoint signed_;
};

TEST_F(SingleFileEditTest, IsRefusedFoundOrWithoutEffect) {
  const char* const wanted = std::getenv("TEMOIN_EDITS");
  const int edits = wanted == nullptr ? 150 : std::atoi(wanted);
  for (int done = 0; done < edits; ++done) {
    Restore();
    const std::string edit = Edit();
    OpenStore();
    if (FoundByVerify() || RefusedAtStart()) {
      publisher_.reset();
      store_.reset();
      continue;
    }
    // What was cut from the end of the checkpoint log is written again.
    EXPECT_TRUE(publisher_->Publish(now_).ok()) << edit;
    const auto current = publisher_->Current();
    const bool same = current && current->checkpoint == signed_ && !FoundByVerify();
    publisher_.reset();
    store_.reset();
    EXPECT_TRUE(same) << edit;
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
