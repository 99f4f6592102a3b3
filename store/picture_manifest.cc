#include "store/picture_manifest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "base/calendar.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/json.h"
#include "base/png.h"
#include "base/text.h"

namespace temoin::store {
namespace {

using nlohmann::json;

constexpr int64_t kSchema = 1;
constexpr int64_t kMaxScale = 4;
constexpr int64_t kMaxGeneration = 1'000'000'000;
constexpr size_t kMaxSite = 64;
constexpr size_t kMaxBrowser = 64;
constexpr size_t kMaxLanguage = 35;  // RFC 5646 section 4.4.1

constexpr std::array kLayers = {PictureLayer::kFirst, PictureLayer::kSecond};
constexpr std::array kScreens = {PictureScreen::kPhone, PictureScreen::kDesktop};

Error Bad(std::string pointer, std::string_view what) {
  return {ErrorCode::kInvalidArgument, fmt::format("{}: {}", pointer, what), std::move(pointer)};
}

// One object of the manifest: exactly the members that are named, each within its bounds.
class Members {
 public:
  Members(const json& object, std::string pointer) : object_(object), at_(std::move(pointer)) {}

  Status Are(std::initializer_list<std::string_view> names) const {
    if (!object_.is_object()) return Bad(at_.empty() ? "/" : at_, "it must be an object");
    for (const std::string_view name : names) {
      if (!object_.contains(name)) return Bad(Pointer(name), "it is missing");
    }
    for (const auto& [name, value] : object_.items()) {
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        return Bad(Pointer(name), "there is no such member");
      }
    }
    return {};
  }

  // Printable ASCII without what JSON escapes: the text is written back as it is.
  Result<std::string> Text(std::string_view name, size_t max_bytes) const {
    const json& value = object_[std::string(name)];
    if (!value.is_string()) return Bad(Pointer(name), "it must be a text");
    const auto& text = value.get_ref<const std::string&>();
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
      return c >= ' ' && c <= '~' && c != '"' && c != '\\';
    });
    if (text.empty() || text.size() > max_bytes || !plain) {
      return Bad(Pointer(name), fmt::format("1 to {} plain characters are expected", max_bytes));
    }
    return text;
  }

  Result<std::string> Hash(std::string_view name) const {
    Result<std::string> text = Text(name, 64);
    if (text && !IsSha256Hex(*text)) {
      return Bad(Pointer(name), "64 lower-case hex digits are expected");
    }
    return text;
  }

  Result<int64_t> Number(std::string_view name, int64_t least, int64_t most) const {
    const json& value = object_[std::string(name)];
    const bool whole = value.is_number_unsigned() &&
                       value.get<uint64_t>() <= static_cast<uint64_t>(most) &&
                       value.get<int64_t>() >= least;
    if (!whole) {
      return Bad(Pointer(name), fmt::format("a number from {} to {} is expected", least, most));
    }
    return value.get<int64_t>();
  }

  template <typename Enum, size_t N>
  Result<Enum> OneOf(std::string_view name, const std::array<Enum, N>& values,
                     std::string_view (*name_of)(Enum)) const {
    TEMOIN_ASSIGN_OR_RETURN(const std::string text, Text(name, 16));
    for (const Enum value : values) {
      if (name_of(value) == text) return value;
    }
    return Bad(Pointer(name), "nothing is called so");
  }

  std::string Pointer(std::string_view name) const { return at_ + PointerToken(name); }

 private:
  const json& object_;
  const std::string at_;
};

bool IsSiteId(std::string_view text) {
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") ==
             std::string_view::npos &&
         text.front() != '.' && text.front() != '-';
}

// BCP 47 in outline, as it stands in a file's name, too.
bool IsLanguage(std::string_view text) {
  return text.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") ==
             std::string_view::npos &&
         text.front() != '-' && text.back() != '-';
}

Result<Picture> ParsePicture(const json& value, const std::string& pointer) {
  const Members members(value, pointer);
  TEMOIN_RETURN_IF_ERROR(
      members.Are({"bytes", "height", "language", "layer", "scale", "screen", "sha256", "width"}));
  Picture out;
  TEMOIN_ASSIGN_OR_RETURN(out.bytes, members.Number("bytes", 1, int64_t{kMaxPictureBytes}));
  TEMOIN_ASSIGN_OR_RETURN(out.height, members.Number("height", 1, int64_t{kMaxPngSide}));
  TEMOIN_ASSIGN_OR_RETURN(out.language, members.Text("language", kMaxLanguage));
  if (!IsLanguage(out.language)) {
    return Bad(members.Pointer("language"), "a language tag is expected");
  }
  TEMOIN_ASSIGN_OR_RETURN(out.layer, members.OneOf("layer", kLayers, &PictureLayerName));
  TEMOIN_ASSIGN_OR_RETURN(out.scale, members.Number("scale", 1, kMaxScale));
  TEMOIN_ASSIGN_OR_RETURN(out.screen, members.OneOf("screen", kScreens, &PictureScreenName));
  TEMOIN_ASSIGN_OR_RETURN(out.sha256, members.Hash("sha256"));
  const int64_t width = PictureScreenWidth(out.screen) * out.scale;
  TEMOIN_ASSIGN_OR_RETURN(out.width, members.Number("width", width, width));
  return out;
}

// Each language on each screen with each layer, and nothing twice.
Status CheckComplete(const PictureManifest& manifest) {
  using Key = std::tuple<std::string, PictureScreen, PictureLayer>;
  std::set<Key> there;
  std::set<std::string> languages;
  int64_t total = 0;
  for (size_t i = 0; i < manifest.pictures.size(); ++i) {
    const Picture& picture = manifest.pictures[i];
    if (!there.emplace(picture.language, picture.screen, picture.layer).second) {
      return Bad(fmt::format("/pictures/{}", i), "this picture is there twice");
    }
    languages.insert(picture.language);
    total += picture.bytes;
  }
  if (total > int64_t{kMaxPictureTotal}) {
    return Bad("/pictures", fmt::format("they are over {} MiB together", kMaxPictureTotal >> 20));
  }
  for (const std::string& language : languages) {
    for (const PictureScreen screen : kScreens) {
      for (const PictureLayer layer : kLayers) {
        if (there.contains({language, screen, layer})) continue;
        Picture missing;
        missing.language = language;
        missing.screen = screen;
        missing.layer = layer;
        return Bad("/pictures", fmt::format("{} is missing", PictureName(missing)));
      }
    }
  }
  return {};
}

}  // namespace

std::string_view PictureLayerName(PictureLayer layer) {
  return layer == PictureLayer::kFirst ? "first" : "second";
}

std::string_view PictureScreenName(PictureScreen screen) {
  return screen == PictureScreen::kPhone ? "phone" : "desktop";
}

int64_t PictureScreenWidth(PictureScreen screen) {
  return screen == PictureScreen::kPhone ? 390 : 1280;
}

std::string PictureName(const Picture& picture) {
  return fmt::format("{}-{}-{}", PictureLayerName(picture.layer), picture.language,
                     PictureScreenName(picture.screen));
}

std::string FormatPictureManifest(const PictureManifest& manifest) {
  std::string pictures;
  for (const Picture& picture : manifest.pictures) {
    if (!pictures.empty()) pictures += ',';
    pictures += fmt::format(
        R"({{"bytes":{},"height":{},"language":"{}","layer":"{}","scale":{},"screen":"{}",)"
        R"("sha256":"{}","width":{}}})",
        picture.bytes, picture.height, picture.language, PictureLayerName(picture.layer),
        picture.scale, PictureScreenName(picture.screen), picture.sha256, picture.width);
  }
  return fmt::format(R"({{"banner":"{}","browser":{{"name":"{}","version":"{}"}},"generation":{},)"
                     R"("pictures":[{}],"revision":"{}","schema":{},"site":"{}","taken_at":"{}"}})",
                     manifest.banner, manifest.browser_name, manifest.browser_version,
                     manifest.generation, pictures, manifest.revision, kSchema, manifest.site,
                     FormatTime(manifest.taken_at));
}

Result<PictureManifest> ParsePictureManifest(std::string_view text) {
  TEMOIN_ASSIGN_OR_RETURN(const json value,
                          ParseJson(text, {.max_bytes = kMaxPictureManifest, .max_depth = 4}));
  const Members members(value, "");
  TEMOIN_RETURN_IF_ERROR(members.Are(
      {"banner", "browser", "generation", "pictures", "revision", "schema", "site", "taken_at"}));
  PictureManifest out;
  TEMOIN_RETURN_IF_ERROR([&]() -> Status {
    const Result<int64_t> schema = members.Number("schema", kSchema, kSchema);
    return schema ? Status() : schema.error();
  }());
  TEMOIN_ASSIGN_OR_RETURN(out.banner, members.Hash("banner"));
  const Members browser(value["browser"], "/browser");
  TEMOIN_RETURN_IF_ERROR(browser.Are({"name", "version"}));
  TEMOIN_ASSIGN_OR_RETURN(out.browser_name, browser.Text("name", kMaxBrowser));
  TEMOIN_ASSIGN_OR_RETURN(out.browser_version, browser.Text("version", kMaxBrowser));
  TEMOIN_ASSIGN_OR_RETURN(out.generation, members.Number("generation", 1, kMaxGeneration));
  TEMOIN_ASSIGN_OR_RETURN(out.revision, members.Hash("revision"));
  TEMOIN_ASSIGN_OR_RETURN(out.site, members.Text("site", kMaxSite));
  if (!IsSiteId(out.site)) return Bad("/site", "the id of a site is expected");
  TEMOIN_ASSIGN_OR_RETURN(const std::string taken_at, members.Text("taken_at", 20));
  const Result<Time> time = ParseTime(taken_at);
  if (!time) return Bad("/taken_at", "a time such as 2026-11-25T13:30:48Z is expected");
  out.taken_at = *time;
  const json& pictures = value["pictures"];
  if (!pictures.is_array() || pictures.empty() || pictures.size() > kMaxPictures) {
    return Bad("/pictures", fmt::format("1 to {} pictures are expected", kMaxPictures));
  }
  for (size_t i = 0; i < pictures.size(); ++i) {
    TEMOIN_ASSIGN_OR_RETURN(Picture picture,
                            ParsePicture(pictures[i], fmt::format("/pictures/{}", i)));
    out.pictures.push_back(std::move(picture));
  }
  TEMOIN_RETURN_IF_ERROR(CheckComplete(out));
  return out;
}

Status CheckPicture(const Picture& picture, std::string_view bytes) {
  const auto wrong = [&picture](std::string_view what) {
    return Error(ErrorCode::kUnprocessable,
                 fmt::format("The picture {}: {}.", PictureName(picture), what));
  };
  if (bytes.size() != static_cast<uint64_t>(picture.bytes)) {
    return wrong(fmt::format("it has {} bytes, the manifest says {}", bytes.size(), picture.bytes));
  }
  if (EncodeHex(Sha256(bytes)) != picture.sha256) {
    return wrong("its SHA-256 is not the manifest's");
  }
  const Result<PngSize> size = ReadPngSize(AsBytes(bytes));
  if (!size) return wrong(size.error().message);
  if (size->width != picture.width || size->height != picture.height) {
    return wrong(fmt::format("it measures {} x {} pixels, the manifest says {} x {}", size->width,
                             size->height, picture.width, picture.height));
  }
  return {};
}

}  // namespace temoin::store
