#include "store/sqlite/lineage.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/crypto.h"
#include "base/file.h"

namespace temoin::store {
namespace {

constexpr std::string_view kMagic{"SQLite format 3\0", 16};
constexpr size_t kVersions = 18;       // of who writes and of who reads: 2 with a write-ahead log
constexpr size_t kApplicationId = 68;  // of the header, big-endian

constexpr size_t kLogHeader = 32;
constexpr size_t kFrameHeader = 24;
constexpr uint32_t kLogMagic = 0x377f0682;  // the last bit says the byte order of the checksums

constexpr uint32_t kFirst = 1013904223;  // NextLineage(0)

uint32_t BigEndian(ByteView bytes) {
  return (uint32_t{bytes[0]} << 24) | (uint32_t{bytes[1]} << 16) | (uint32_t{bytes[2]} << 8) |
         uint32_t{bytes[3]};
}

bool ReadAt(int fd, uint64_t offset, std::span<uint8_t> bytes) {
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count =
        ::pread(fd, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    done += static_cast<size_t>(count);
  }
  return true;
}

// Big-endian; not 0.
std::array<uint8_t, 4> NewNumber() {
  std::array<uint8_t, 4> number{};
  while (BigEndian(number) == 0) FillRandom(number);
  return number;
}

Status SetNumber(Connection& db, uint32_t number) {
  // Written as a signed number of the same 32 bits.
  return db.Execute(fmt::format("PRAGMA application_id={}", static_cast<int32_t>(number)).c_str());
}

struct Pair {
  bool missing = false;             // no file, or an empty one
  std::optional<FileLineage> file;  // nullopt too for what begins no database
  LogLineage log;

  bool operator==(const Pair&) const = default;
};

Result<Pair> Look(const std::string& path) {
  Pair out;
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!file.valid() && errno != ENOENT) return ErrnoError("open", path, errno);
  std::array<uint8_t, kDatabaseHeader> header{};
  out.missing = !file.valid() || !ReadAt(file.get(), 0, std::span(header).first(1));
  if (!out.missing) {
    if (!ReadAt(file.get(), 0, header)) return out;
    out.file = ReadFileLineage(header);
  }
  const std::string log_path = path + "-wal";
  const FileDescriptor log(::open(log_path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!log.valid()) {
    if (errno == ENOENT) return out;
    return ErrnoError("open", log_path, errno);
  }
  out.log = ReadLogLineage(
      [&](uint64_t offset, std::span<uint8_t> bytes) { return ReadAt(log.get(), offset, bytes); });
  return out;
}

}  // namespace

uint32_t NextLineage(uint32_t number) {
  // Full period (Hull and Dobell): the increment is odd, the multiplier one more than a multiple
  // of 4. 0 is left out of it.
  const auto next = [](uint32_t n) { return n * 1664525U + 1013904223U; };
  const uint32_t out = next(number);
  return out != 0 ? out : next(out);
}

std::optional<FileLineage> ReadFileLineage(ByteView header) {
  if (header.size() < kDatabaseHeader || AsText(header.first(kMagic.size())) != kMagic) {
    return std::nullopt;
  }
  return FileLineage{.number = BigEndian(header.subspan(kApplicationId)),
                     .has_log = header[kVersions] == 2 && header[kVersions + 1] == 2};
}

LogLineage ReadLogLineage(const std::function<bool(uint64_t, std::span<uint8_t>)>& read) {
  LogLineage out;
  std::array<uint8_t, kLogHeader> header{};
  if (!read(0, header) || (BigEndian(header) & ~1U) != kLogMagic) return out;
  const uint32_t page = BigEndian(ByteView(header).subspan(8));
  if (page < 512 || page > 65536 || (page & (page - 1)) != 0) return out;
  uint64_t at = kLogHeader;
  for (uint64_t i = 0; i < kMaxLogFrames; ++i, at += kFrameHeader + page) {
    // A frame of an earlier round has other salts.
    std::array<uint8_t, kFrameHeader> frame{};
    if (!read(at, frame) || !std::equal(frame.begin() + 8, frame.begin() + 16, &header[16])) break;
    ++out.frames;
    out.commits |= BigEndian(ByteView(frame).subspan(4)) != 0;
    if (BigEndian(frame) != 1) continue;
    std::array<uint8_t, 4> number{};
    if (!read(at + kFrameHeader + kApplicationId, number)) break;
    const uint32_t seen = BigEndian(number);
    if (out.numbers.empty() || out.numbers.back() != seen) out.numbers.push_back(seen);
  }
  return out;
}

bool BelongTogether(const FileLineage& file, const LogLineage& log) {
  if (log.frames == 0) return true;
  if (!file.has_log) return false;  // a copy, on which nothing has written yet
  const std::vector<uint32_t>& numbers = log.numbers;
  // The first of our commits shows a number: those without are of an earlier version.
  if (numbers.empty()) return file.number == 0 || !log.commits;
  if (std::ranges::find(numbers, file.number) != numbers.end()) return true;
  if (file.number == kFirst) return true;  // the drawn one is next
  return NextLineage(file.number) == numbers.front();
}

Status CheckLineage(const std::string& path) {
  constexpr int kTries = 10;
  for (int i = 0; i < kTries; ++i) {
    TEMOIN_ASSIGN_OR_RETURN(const Pair pair, Look(path));
    if (pair.missing ? pair.log.frames == 0 : !pair.file || BelongTogether(*pair.file, pair.log)) {
      return {};
    }
    // A server that writes meanwhile may have begun another round between the two files.
    TEMOIN_ASSIGN_OR_RETURN(const Pair again, Look(path));
    if (again != pair) continue;
    if (pair.missing) {
      return Error(ErrorCode::kDataLoss,
                   fmt::format("{0} is missing, and {0}-wal lies there: its write-ahead log, with "
                               "choices that only the two together give back. It is not changed. "
                               "Put {0} back where it was; if it is lost for good, move {0}-wal "
                               "away and restore the latest backup.",
                               path));
    }
    return Error(
        ErrorCode::kDataLoss,
        fmt::format("{0}-wal is the write-ahead log of another database, or of another "
                    "state of this one: one of the two was copied here by hand, or another "
                    "program wrote into it. Neither is read or changed. Put the database that "
                    "belongs to it back, or move "
                    "{0}-wal away: the database is then judged against the checkpoint log.",
                    path));
  }
  return {};
}

Status StepLineage(Connection& db) {
  TEMOIN_ASSIGN_OR_RETURN(const int64_t number, db.Number("PRAGMA application_id"));
  return SetNumber(db, NextLineage(static_cast<uint32_t>(number)));
}

Status BeginLineage(Connection& db) {
  TEMOIN_ASSIGN_OR_RETURN(const int64_t number, db.Number("PRAGMA application_id"));
  if (number != 0 && number != kFirst) return {};
  TEMOIN_RETURN_IF_ERROR(SetNumber(db, kFirst));
  return SetNumber(db, BigEndian(NewNumber()));
}

Status BeginLineage(int fd) {
  std::array<uint8_t, kDatabaseHeader> header{};
  if (!ReadAt(fd, 0, header) || !ReadFileLineage(header)) return {};
  const std::array<uint8_t, 4> number = NewNumber();
  if (::pwrite(fd, number.data(), number.size(), kApplicationId) !=
      static_cast<ssize_t>(number.size())) {
    return ErrnoError("write", "the copy", errno);
  }
  return {};
}

}  // namespace temoin::store
