// What the log commits to when pictures of a published revision are filed: which revision and which
// build of the banner they show, when and with which browser they were taken, and the SHA-256 of
// each. Canonical JSON, public for ever; docs/formats.md, "Pictures of a revision", has every
// member.
//
// A set holds each language that the revision is published in, on every screen, with both layers:
// all of them, none twice.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_STORE_PICTURE_MANIFEST_H_
#define TEMOIN_STORE_PICTURE_MANIFEST_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace temoin::store {

inline constexpr size_t kMaxPictureManifest = size_t{64} * 1024;
inline constexpr size_t kMaxPictures = 64;                    // of one set
inline constexpr size_t kMaxPictureBytes = size_t{4} << 20;   // each
inline constexpr size_t kMaxPictureTotal = size_t{16} << 20;  // all of a set

enum class PictureLayer : uint8_t { kFirst = 1, kSecond = 2 };
enum class PictureScreen : uint8_t { kPhone = 1, kDesktop = 2 };

std::string_view PictureLayerName(PictureLayer layer);     // "first", "second"
std::string_view PictureScreenName(PictureScreen screen);  // "phone", "desktop"

// Of the screen, in CSS pixels.
int64_t PictureScreenWidth(PictureScreen screen);

struct Picture {
  PictureLayer layer = PictureLayer::kFirst;
  std::string language{};
  PictureScreen screen = PictureScreen::kPhone;
  int64_t scale = 1;  // pixels of the picture a CSS pixel
  int64_t width = 0;  // of the picture
  int64_t height = 0;
  int64_t bytes = 0;
  std::string sha256{};  // 64 lower hex

  bool operator==(const Picture&) const = default;
};

struct PictureManifest {
  std::string site{};
  std::string revision{};  // 64 lower hex
  int64_t generation = 1;
  std::string banner{};  // SHA-256 of the banner's core that ran, 64 lower hex
  std::string browser_name{};
  std::string browser_version{};
  Time taken_at{};
  std::vector<Picture> pictures{};

  bool operator==(const PictureManifest&) const = default;
};

// "second-fr-phone": how people and files name one of a set.
std::string PictureName(const Picture& picture);

std::string FormatPictureManifest(const PictureManifest& manifest);

// Any JSON spelling of a manifest; FormatPictureManifest writes the one that is committed to.
// kInvalidArgument with a pointer for a member that is missing, unknown or out of its bounds, a
// picture that is there twice, or a combination of language, screen and layer that is missing.
Result<PictureManifest> ParsePictureManifest(std::string_view text);

// Whether `bytes` are the picture that the manifest names: length, SHA-256, a whole PNG
// (base/png.h) of that size. kUnprocessable, naming the picture.
Status CheckPicture(const Picture& picture, std::string_view bytes);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_PICTURE_MANIFEST_H_
