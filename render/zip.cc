#include "render/zip.h"

#include <zlib.h>

#include <algorithm>
#include <chrono>
#include <limits>

namespace temoin::render {

namespace {

constexpr uint32_t kMaxFiles = 0xFFFF;
constexpr uint64_t kMaxBytes = 0xFFFF'FFFF;
constexpr uint16_t kVersion = 20;
constexpr uint16_t kUtf8Names = 0x0800;
constexpr uint16_t kMadeByUnix = 3U << 8;
constexpr uint32_t kReadableFile = 0100644U << 16;

void Put(std::string& out, uint64_t number, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(number >> (8 * i) & 0xFF);
}

uint32_t DosTime(Time at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - day));
  const int year = std::clamp(static_cast<int>(date.year()), 1980, 2107) - 1980;
  const auto part = [](auto value) { return static_cast<uint32_t>(value); };
  return (part(year) << 25) | (part(static_cast<unsigned>(date.month())) << 21) |
         (part(static_cast<unsigned>(date.day())) << 16) | (part(time.hours().count()) << 11) |
         (part(time.minutes().count()) << 5) | (part(time.seconds().count()) / 2);
}

uint32_t Crc(std::string_view bytes) {
  // zlib takes 32-bit lengths; what is added is under 4 GiB.
  const auto* data = reinterpret_cast<const Bytef*>(bytes.data());
  return static_cast<uint32_t>(crc32(0, data, static_cast<uInt>(bytes.size())));
}

}  // namespace

ZipWriter::ZipWriter(Time at) : stamp_(DosTime(at)) {}

Status ZipWriter::Add(std::string_view path, std::string_view contents, std::string& out) {
  constexpr size_t kHeads = 30 + 46 + 22;
  if (files_ == kMaxFiles || path.size() > std::numeric_limits<uint16_t>::max() ||
      offset_ + directory_.size() + contents.size() + 2 * path.size() + kHeads > kMaxBytes) {
    return Error(ErrorCode::kTooLarge,
                 "This is more than a ZIP archive holds (65,535 files, 4 GiB): name a folder.");
  }
  std::string facts;  // what both heads say
  Put(facts, kVersion, 2);
  Put(facts, kUtf8Names, 2);
  Put(facts, 0, 2);  // stored
  Put(facts, stamp_, 4);
  Put(facts, Crc(contents), 4);
  Put(facts, contents.size(), 4);
  Put(facts, contents.size(), 4);
  Put(facts, path.size(), 2);
  Put(facts, 0, 2);  // no extra field

  directory_ += "PK\x01\x02";
  Put(directory_, kMadeByUnix | kVersion, 2);
  directory_ += facts;
  Put(directory_, 0, 2);  // no comment
  Put(directory_, 0, 2);  // the first disk
  Put(directory_, 0, 2);
  Put(directory_, kReadableFile, 4);
  Put(directory_, offset_, 4);
  directory_ += path;

  const size_t before = out.size();
  out += "PK\x03\x04";
  out += facts;
  out += path;
  out += contents;
  offset_ += out.size() - before;
  ++files_;
  return {};
}

void ZipWriter::Finish(std::string& out) {
  out += directory_;
  out += "PK\x05\x06";
  Put(out, 0, 4);  // one disk
  Put(out, files_, 2);
  Put(out, files_, 2);
  Put(out, directory_.size(), 4);
  Put(out, offset_, 4);
  Put(out, 0, 2);
}

}  // namespace temoin::render
