// `temoin pictures add | list`: pictures of what a revision showed, as scripts/picture takes them.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "base/encoding.h"
#include "base/file.h"
#include "server/cli/cli.h"
#include "server/cli/data.h"
#include "store/picture_manifest.h"

namespace temoin::cli {
namespace {

using nlohmann::json;

struct PictureOptions {
  std::string data;
  std::string checkpoint_log;
  std::string folder;
  std::string site;
  std::string format = "text";
};

// manifest.json of the folder, and each picture that it names. What is there is judged here
// already, so that a message names the file, and once more by whoever files it.
Result<json> ReadFolder(const std::string& folder) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string text,
                          ReadFile(folder + "/manifest.json", store::kMaxPictureManifest));
  TEMOIN_ASSIGN_OR_RETURN(const store::PictureManifest manifest, store::ParsePictureManifest(text));
  json pictures = json::object();
  for (const store::Picture& picture : manifest.pictures) {
    const std::string name = store::PictureName(picture);
    TEMOIN_ASSIGN_OR_RETURN(
        const std::string bytes,
        ReadFile(fmt::format("{}/{}.png", folder, name), store::kMaxPictureBytes));
    TEMOIN_RETURN_IF_ERROR(store::CheckPicture(picture, bytes));
    pictures[name] = EncodeBase64(AsBytes(bytes));
  }
  return json{{"manifest", text}, {"pictures", std::move(pictures)}};
}

int Add(const PictureOptions& options) {
  const Result<json> folder = ReadFolder(options.folder);
  if (!folder) return Fail(folder.error());
  const Result<json> filed =
      RunOnData({options.data, "", options.checkpoint_log}, "pictures.add", *folder);
  if (!filed) return Fail(filed.error());
  if (options.format == "json") {
    Print(filed->dump(2) + "\n");
    return kExitDone;
  }
  const auto index = (*filed)["index"].get<uint64_t>();
  if (filed->value("added", true)) {
    Say("filed as entry {} of the log: {}", index, filed->value("hash", ""));
  } else {
    Say("filed already, as entry {} of the log: {}", index, filed->value("hash", ""));
  }
  return kExitDone;
}

// Exit kExitFindings when the revision in force has none.
int List(const PictureOptions& options) {
  const Result<json> result =
      RunOnData({options.data, ""}, "pictures.list", {{"site", options.site}});
  if (!result) return Fail(result.error());
  bool missing = false;
  for (const json& row : (*result)["revisions"]) {
    missing = missing || (row.value("in_force", false) && row["pictures"].empty());
  }
  if (options.format == "json") {
    Print(
        json{{"schema", 1}, {"site", options.site}, {"revisions", (*result)["revisions"]}}.dump(2) +
        "\n");
    return missing ? kExitFindings : kExitDone;
  }
  for (const json& row : (*result)["revisions"]) {
    Say("{}  generation {}  {}{}", row.value("published_at", ""), row.value("generation", 1),
        row.value("revision", ""), row.value("in_force", false) ? Worded("  in force") : "");
    if (row["pictures"].empty()) Say("  no pictures");
    for (const json& set : row["pictures"]) {
      Say("  taken {}  entry {}  {}", set.value("taken_at", ""), set["index"].get<uint64_t>(),
          set.value("hash", ""));
    }
  }
  return missing ? kExitFindings : kExitDone;
}

}  // namespace

void AddPictureCommands(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<PictureOptions>();
  CLI::App* const group =
      app.add_subcommand("pictures", "Pictures of what was shown: file them, list them");
  group->require_subcommand(1);
  const auto command = [&](const char* name, const char* help, int (*run)(const PictureOptions&)) {
    CLI::App* const made = group->add_subcommand(name, help);
    made->add_option("--data", options->data, "Data directory")->required();
    AddCheckpointLogOption(*made, options->checkpoint_log);
    made->add_option("--format", options->format, "text or json")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    made->callback([options, run, &exit_code] { exit_code = run(*options); });
    return made;
  };
  command("add", "File what scripts/picture took: stored, and committed to the log", Add)
      ->add_option("folder", options->folder, "The folder with manifest.json and the pictures")
      ->required();
  command("list", "Which revisions have pictures (exit 1: the one in force has none)", List)
      ->add_option("--site", options->site, "Which site")
      ->required();
}

}  // namespace temoin::cli
