// The proof log against what another hand computed: proofs of RFC 6962 and a C2SP log, those of
// vectors/ (make_vectors.py), and those of others where TEMOIN_VECTORS names their folder.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
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
#include "tests/source_dir.h"
#include "tests/unit/prooflog/reference.h"

namespace temoin::prooflog {
namespace {

namespace fs = std::filesystem;

struct Source {
  const char* name;
  fs::path root;
  const char* vkey;  // null: log.json says it
  size_t inclusions;
  size_t consistencies;

  friend void PrintTo(const Source& source, std::ostream* out) { *out << source.name; }
};

std::vector<Source> Sources() {
  std::vector<Source> out = {{.name = "Ours",
                              .root = fs::path(TEMOIN_SOURCE_DIR) / "tests/conformance/vectors",
                              .vkey = nullptr,
                              .inclusions = 303,
                              .consistencies = 433}};
  if (const char* given = std::getenv("TEMOIN_VECTORS")) {
    out.push_back({.name = "Given",
                   .root = given,
                   .vkey = "example.com/log/testdata+33d7b496+"
                           "AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
                   .inclusions = 98,
                   .consistencies = 98});
  }
  return out;
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

// One case a file (.json), or one a line (.jsonl).
std::vector<std::pair<std::string, nlohmann::json>> ReadCases(const fs::path& folder) {
  std::vector<std::pair<std::string, nlohmann::json>> out;
  const auto add = [&](const std::string& name, const std::string& text) {
    const auto parsed = ParseJson(text);
    EXPECT_TRUE(parsed.ok()) << name;
    if (parsed.ok()) out.emplace_back(parsed->value("desc", name), *parsed);
  };
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    if (file.path().extension() == ".json") add(file.path().string(), Read(file.path()));
    if (file.path().extension() != ".jsonl") continue;
    std::istringstream lines(Read(file.path()));
    for (std::string line; std::getline(lines, line);) add(file.path().string(), line);
  }
  return out;
}

using MerkleCases = testing::TestWithParam<Source>;

TEST_P(MerkleCases, Inclusion) {
  size_t accepted = 0;
  size_t refused = 0;
  for (const auto& [name, c] : ReadCases(GetParam().root / "merkle" / "inclusion")) {
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
  EXPECT_EQ(accepted + refused, GetParam().inclusions);
  EXPECT_GE(accepted, 5u);
}

TEST_P(MerkleCases, Consistency) {
  size_t accepted = 0;
  size_t refused = 0;
  for (const auto& [name, c] : ReadCases(GetParam().root / "merkle" / "consistency")) {
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
  EXPECT_EQ(accepted + refused, GetParam().consistencies);
  EXPECT_GE(accepted, 5u);
}

class C2spLog : public testing::TestWithParam<Source> {
 protected:
  void SetUp() override {
    const Source& source = GetParam();
    std::string vkey;
    if (source.vkey != nullptr) {
      vkey = source.vkey;
    } else {
      const auto log = ParseJson(Read(source.root / "log.json"));
      ASSERT_TRUE(log.ok());
      vkey = (*log)["vkey"].get<std::string>();
      files_ = (*log)["files"];
    }
    const auto key = ParseVerifierKey(vkey);
    ASSERT_TRUE(key.ok()) << vkey;
    keys_.push_back(*key);
  }

  // A file of the log, by its path below the log's prefix.
  std::string File(const std::string& path) {
    if (GetParam().vkey != nullptr) return Read(GetParam().root / "tessera-log" / path);
    const auto bytes = DecodeBase64(files_[path].get<std::string>());
    EXPECT_TRUE(bytes.has_value()) << path;
    return std::string(bytes->begin(), bytes->end());
  }

  Checkpoint Open(size_t size) {
    const auto opened = OpenCheckpoint(File("checkpoint." + std::to_string(size)), keys_);
    EXPECT_TRUE(opened.ok()) << opened.error().message;
    return opened->checkpoint;
  }

  nlohmann::json files_;
  std::vector<VerifierKey> keys_;
};

TEST_P(C2spLog, CheckpointsVerifyAndTheirTilesHaveTheirRoots) {
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
    const std::string tile = File(FormatTilePath(hashes));
    storage.tiles[{0, 0}] = Bytes(tile.begin(), tile.end());
    EXPECT_EQ(*TreeReader(storage).Root(size), checkpoint.root);
    EXPECT_EQ(Appender::Load(size, storage)->Root(), checkpoint.root);

    // The entries hash to the tile; appended by this builder they give the same tile and root.
    const std::string bundle = File(FormatTilePath(entries));
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

TEST_P(C2spLog, EveryCheckpointIsConsistentWithEveryLaterOne) {
  MemoryTiles storage;
  const std::string tile = File(FormatTilePath({.index = 0, .width = 15}));
  storage.tiles[{0, 0}] = Bytes(tile.begin(), tile.end());
  for (size_t old = 1; old <= 15; ++old) {
    for (size_t size = old; size <= 15; ++size) {
      const auto proof = TreeReader(storage).ConsistencyProof(old, size);
      ASSERT_TRUE(proof.ok());
      EXPECT_TRUE(VerifyConsistency(old, size, Open(old).root, Open(size).root, *proof).ok());
    }
  }
}

TEST_P(C2spLog, CheckpointsOfAnotherKeyAreRefused) {
  const auto other = *SignerKey::FromSeed(keys_[0].name, Sha256("other"));
  const std::vector<VerifierKey> keys = {*ParseVerifierKey(other.Vkey())};
  EXPECT_FALSE(OpenCheckpoint(File("checkpoint.15"), keys).ok());
}

std::string NameOf(const testing::TestParamInfo<Source>& source) { return source.param.name; }

INSTANTIATE_TEST_SUITE_P(Vectors, MerkleCases, testing::ValuesIn(Sources()), NameOf);
INSTANTIATE_TEST_SUITE_P(Vectors, C2spLog, testing::ValuesIn(Sources()), NameOf);

}  // namespace
}  // namespace temoin::prooflog
