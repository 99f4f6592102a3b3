// The proof log against data of others: proof cases and a real C2SP log. The vectors lie beside the
// repository; without them these tests are skipped.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/json.h"
#include "prooflog/entry.h"
#include "prooflog/hash.h"
#include "prooflog/note.h"
#include "prooflog/tile.h"
#include "prooflog/tree.h"
#include "prooflog/verify.h"
#include "tests/unit/prooflog/reference.h"

namespace temoin::prooflog {
namespace {

namespace fs = std::filesystem;

fs::path Vectors() { return fs::path(TEMOIN_SOURCE_DIR).parent_path() / "shared" / "vectors"; }
fs::path FindVectors() {
  const char* given = std::getenv("TEMOIN_VECTORS");
  return given != nullptr ? fs::path(given) : Vectors();
}

std::string Read(const fs::path& path) {
  const auto text = ReadFile(path.string(), 1 << 20);
  EXPECT_TRUE(text.ok()) << path;
  return text.ok() ? *text : std::string();
}

// A hash of a case; some cases give one of a wrong length on purpose.
std::optional<Digest> ReadDigest(const nlohmann::json& value) {
  if (!value.is_string()) return std::nullopt;
  const auto bytes = DecodeBase64(value.get<std::string>());
  if (!bytes || bytes->size() != 32) return std::nullopt;
  Digest out{};
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}

// The roots of the consistency cases: where only their equality matters, some cases give a few
// words instead of a hash. Those are told apart by their SHA-256.
std::optional<Digest> ReadRoot(const nlohmann::json& value) {
  if (const auto digest = ReadDigest(value)) return digest;
  const auto bytes = DecodeBase64(value.get<std::string>());
  if (!bytes || bytes->empty()) return std::nullopt;
  return Sha256(*bytes);
}

std::optional<std::vector<Digest>> ReadProof(const nlohmann::json& value) {
  std::vector<Digest> out;
  if (value.is_null()) return out;
  for (const auto& hash : value) {
    const auto digest = ReadDigest(hash);
    if (!digest) return std::nullopt;
    out.push_back(*digest);
  }
  return out;
}

std::vector<std::pair<std::string, nlohmann::json>> ReadCases(const fs::path& folder) {
  std::vector<std::pair<std::string, nlohmann::json>> out;
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    if (file.path().extension() != ".json") continue;
    const auto parsed = ParseJson(Read(file.path()));
    EXPECT_TRUE(parsed.ok()) << file.path();
    if (parsed.ok()) out.emplace_back(file.path().string(), *parsed);
  }
  return out;
}

class Vectored : public testing::Test {
 protected:
  void SetUp() override {
    root_ = FindVectors();
    if (!fs::exists(root_)) GTEST_SKIP() << "no vectors beside the repository";
  }
  fs::path root_;
};

using MerkleCases = Vectored;

TEST_F(MerkleCases, Inclusion) {
  size_t accepted = 0;
  size_t refused = 0;
  for (const auto& [name, c] : ReadCases(root_ / "merkle" / "inclusion")) {
    const auto leaf = ReadDigest(c["leafHash"]);
    const auto root = ReadDigest(c["root"]);
    const auto proof = ReadProof(c["proof"]);
    const bool ok = leaf && root && proof &&
                    VerifyInclusion(c["leafIdx"].get<uint64_t>(), c["treeSize"].get<uint64_t>(),
                                    *leaf, *proof, *root)
                        .ok();
    EXPECT_EQ(ok, !c.value("wantErr", false)) << name;
    ++(ok ? accepted : refused);
  }
  EXPECT_EQ(accepted + refused, 98u);
  EXPECT_GE(accepted, 5u);
}

TEST_F(MerkleCases, Consistency) {
  size_t accepted = 0;
  size_t refused = 0;
  for (const auto& [name, c] : ReadCases(root_ / "merkle" / "consistency")) {
    const auto root1 = ReadRoot(c["root1"]);
    const auto root2 = ReadRoot(c["root2"]);
    const auto proof = ReadProof(c["proof"]);
    const bool ok = root1 && root2 && proof &&
                    VerifyConsistency(c["size1"].get<uint64_t>(), c["size2"].get<uint64_t>(),
                                      *root1, *root2, *proof)
                        .ok();
    EXPECT_EQ(ok, !c.value("wantErr", false)) << name;
    ++(ok ? accepted : refused);
  }
  EXPECT_EQ(accepted + refused, 98u);
  EXPECT_GE(accepted, 5u);
}

class C2spLog : public Vectored {
 protected:
  void SetUp() override {
    Vectored::SetUp();
    if (IsSkipped()) return;
    root_ /= "tessera-log";
    keys_.push_back(*ParseVerifierKey(
        "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"));
  }

  Checkpoint Open(size_t size) {
    const auto opened = OpenCheckpoint(Read(root_ / ("checkpoint." + std::to_string(size))), keys_);
    EXPECT_TRUE(opened.ok()) << opened.error().message;
    return opened->checkpoint;
  }

  std::vector<VerifierKey> keys_;
};

TEST_F(C2spLog, CheckpointsVerifyAndTheirTilesHaveTheirRoots) {
  for (size_t size = 0; size <= 15; ++size) {
    const Checkpoint checkpoint = Open(size);
    EXPECT_EQ(checkpoint.size, size);
    if (size == 0) {
      EXPECT_EQ(checkpoint.root, EmptyRoot());
      continue;
    }
    const TilePath hashes{.index = 0, .width = static_cast<unsigned>(size)};
    const TilePath entries{.entries = true, .index = 0, .width = static_cast<unsigned>(size)};
    MemoryTiles storage;
    const std::string tile = Read(root_ / FormatTilePath(hashes));
    storage.tiles[{0, 0}] = Bytes(tile.begin(), tile.end());
    EXPECT_EQ(*TreeReader(storage).Root(size), checkpoint.root);
    EXPECT_EQ(Appender::Load(size, storage)->Root(), checkpoint.root);

    // The entries hash to the tile; appended by this builder they give the same tile and root.
    const std::string bundle = Read(root_ / FormatTilePath(entries));
    const auto decoded = DecodeEntryBundle(AsBytes(bundle));
    ASSERT_TRUE(decoded.ok());
    ASSERT_EQ(decoded->size(), size);
    std::vector<Digest> leaves;
    RootAccumulator accumulator;
    for (const Bytes& entry : *decoded) {
      leaves.push_back(LeafHash(entry));
      accumulator.Add(VerifierLeafHash(entry));
    }
    EXPECT_EQ(MakeTiles(leaves).tiles, storage.tiles);
    EXPECT_EQ(accumulator.Root(), checkpoint.root);
  }
}

TEST_F(C2spLog, EveryCheckpointIsConsistentWithEveryLaterOne) {
  MemoryTiles storage;
  const std::string tile = Read(root_ / FormatTilePath({.index = 0, .width = 15}));
  storage.tiles[{0, 0}] = Bytes(tile.begin(), tile.end());
  for (size_t old = 1; old <= 15; ++old) {
    for (size_t size = old; size <= 15; ++size) {
      const auto proof = TreeReader(storage).ConsistencyProof(old, size);
      ASSERT_TRUE(proof.ok());
      EXPECT_TRUE(VerifyConsistency(old, size, Open(old).root, Open(size).root, *proof).ok());
    }
  }
}

TEST_F(C2spLog, CheckpointsOfAnotherKeyAreRefused) {
  const auto other = *SignerKey::FromSeed("example.com/log/testdata", Sha256("other"));
  const std::vector<VerifierKey> keys = {*ParseVerifierKey(other.Vkey())};
  EXPECT_FALSE(OpenCheckpoint(Read(root_ / "checkpoint.15"), keys).ok());
}

}  // namespace
}  // namespace temoin::prooflog
