// Pictures to file: real PNG files of any size, and manifests that fit them.
#ifndef TEMOIN_TESTS_UNIT_STORE_PICTURE_TESTING_H_
#define TEMOIN_TESTS_UNIT_STORE_PICTURE_TESTING_H_

#include <zlib.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/crypto.h"
#include "base/encoding.h"
#include "store/picture_manifest.h"
#include "store/publications.h"

namespace temoin::picture_testing {

using store::NewPictureSet;
using store::Picture;
using store::PictureLayer;
using store::PictureManifest;
using store::PictureScreen;

inline std::string BigEndian(uint32_t value) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
  return out;
}

inline std::string PngChunk(const std::string& name, const std::string& contents) {
  const std::string named = name + contents;
  const auto check = ::crc32(0, AsBytes(named).data(), static_cast<uInt>(named.size()));
  return BigEndian(static_cast<uint32_t>(contents.size())) + named +
         BigEndian(static_cast<uint32_t>(check));
}

inline const std::string kPngSignature("\x89PNG\r\n\x1a\n");

inline std::string PngHeader(uint32_t width, uint32_t height,
                             std::string_view rest = {"\x08\x00\x00\x00\x00", 5}) {
  return PngChunk("IHDR", BigEndian(width) + BigEndian(height) + std::string(rest));
}

// A grey picture, whose shade tells it from others of its size.
inline std::string MakePng(uint32_t width, uint32_t height, char shade = 0) {
  std::string row(1 + width, shade);
  row[0] = 0;  // no filter
  std::string pixels;
  for (uint32_t y = 0; y < height; ++y) pixels += row;
  uLongf size = ::compressBound(static_cast<uLong>(pixels.size()));
  Bytes packed(size);
  ::compress2(packed.data(), &size, AsBytes(pixels).data(), static_cast<uLong>(pixels.size()), 9);
  packed.resize(size);
  return kPngSignature + PngHeader(width, height) + PngChunk("IDAT", std::string(AsText(packed))) +
         PngChunk("IEND", "");
}

struct Pictures {
  PictureManifest manifest;
  std::map<std::string, std::string, std::less<>> files;  // by PictureName
};

// Both layers on both screens in French and English.
inline Pictures MakePictures(std::string site, std::string revision, std::string banner,
                             Time taken_at, char shade = 0) {
  Pictures out;
  out.manifest = {.site = std::move(site),
                  .revision = std::move(revision),
                  .generation = 1,
                  .banner = std::move(banner),
                  .browser_name = "Chromium",
                  .browser_version = "156.0.8078.108",
                  .taken_at = taken_at,
                  .pictures = {}};
  for (const char* language : {"fr", "en"}) {
    for (const PictureScreen screen : {PictureScreen::kPhone, PictureScreen::kDesktop}) {
      for (const PictureLayer layer : {PictureLayer::kFirst, PictureLayer::kSecond}) {
        Picture picture{.layer = layer, .language = language, .screen = screen, .scale = 1};
        picture.width = PictureScreenWidth(screen);
        picture.height = 2 + static_cast<int64_t>(out.files.size());
        const std::string bytes = MakePng(static_cast<uint32_t>(picture.width),
                                          static_cast<uint32_t>(picture.height), shade);
        picture.bytes = static_cast<int64_t>(bytes.size());
        picture.sha256 = EncodeHex(Sha256(bytes));
        out.files.emplace(PictureName(picture), bytes);
        out.manifest.pictures.push_back(std::move(picture));
      }
    }
  }
  return out;
}

inline NewPictureSet SetOf(const Pictures& pictures) {
  NewPictureSet set;
  set.site = pictures.manifest.site;
  set.revision = pictures.manifest.revision;
  set.manifest = FormatPictureManifest(pictures.manifest);
  set.hash = EncodeHex(Sha256(set.manifest));
  set.taken_at = pictures.manifest.taken_at;
  for (const auto& [name, bytes] : pictures.files) {
    set.pictures.push_back({.hash = EncodeHex(Sha256(bytes)), .bytes = bytes});
  }
  return set;
}

}  // namespace temoin::picture_testing

#endif  // TEMOIN_TESTS_UNIT_STORE_PICTURE_TESTING_H_
