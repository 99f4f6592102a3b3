#include "app/publish/last_published.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "app/publish/kept_history.h"
#include "app/publish/published.h"
#include "app/publish/published_sites.h"
#include "catalog/revision_site.h"

namespace temoin::app {
namespace {

class Finder {
 public:
  Finder(const store::PublicationStore& store, const LastPublishedPlaces& places)
      : store_(store), places_(places) {
    auto names = ListPublishedSites(places.data_directory);
    if (!names) spdlog::error("{}", names.error().message);
    if (names) names_ = std::move(*names);
  }

  std::vector<LastPublication> Run() const {
    std::vector<LastPublication> out;
    for (const std::string& id : Sites()) {
      if (auto last = Find(id)) out.push_back(std::move(*last));
    }
    return out;
  }

 private:
  std::set<std::string> Sites() const {
    std::set<std::string> out;
    for (const PublishedName& name : names_) out.insert(name.site);
    if (places_.catalogue != nullptr) {
      for (const auto& [id, site] : places_.catalogue->sites()) out.insert(id);
      return out;
    }
    // Files that are broken still say of which sites they were.
    std::error_code problem;
    std::filesystem::directory_iterator files(places_.catalog_directory + "/sites", problem);
    for (; !problem && files != std::filesystem::directory_iterator(); files.increment(problem)) {
      if (files->path().extension() == ".json") out.insert(files->path().stem().string());
    }
    return out;
  }

  // The database's, or where it lost them those that the files tell. With neither, while the
  // database cannot be vouched for, the only file is what was published.
  std::vector<store::Publication> HistoryOf(const std::string& id) const {
    auto known = store_.Publications(id);
    if (!known) spdlog::error("{}", known.error().message);
    auto history = known ? std::move(*known) : std::vector<store::Publication>();
    const auto kept = KeptBehind(places_.data_directory, id, history, places_.entries);
    if (!kept) spdlog::error("{}", kept.error().message);
    const bool lost = LostBehind(places_.losses, history) || (history.empty() && places_.held);
    if (kept && lost && !kept->empty() &&
        (history.empty() || kept->back().generation > history.back().generation)) {
      history.insert(history.end(), kept->begin(), kept->end());
      return history;
    }
    const auto of_site = [&id](const PublishedName& name) { return name.site == id; };
    if (history.empty() && places_.held && std::ranges::count_if(names_, of_site) == 1) {
      const auto only = std::ranges::find_if(names_, of_site);
      history.push_back({.site = id, .hash = only->revision, .since = "{}"});
    }
    return history;
  }

  // As the log has it.
  Result<catalog::Revision> RevisionOf(const std::string& hash) const {
    TEMOIN_ASSIGN_OR_RETURN(store::Document document, store_.ReadDocument(hash));
    TEMOIN_ASSIGN_OR_RETURN(catalog::Revision revision,
                            catalog::ReadRevision(std::move(document.bytes)));
    if (revision.hash != hash) return Error(ErrorCode::kDataLoss, "the database's is another");
    return revision;
  }

  // Of the file; one that was put together by an earlier version gives another text.
  Status FromPublishedText(const PublishedName& name, LastPublication& last) const {
    TEMOIN_ASSIGN_OR_RETURN(last.site, ReadPublishedSite(places_.data_directory, name));
    last.revision = catalog::RevisionDocument(*last.site);
    if (last.revision.hash == name.revision) return {};
    TEMOIN_ASSIGN_OR_RETURN(last.revision, RevisionOf(name.revision));
    if (last.site->id == name.site) return {};
    return Error(ErrorCode::kDataLoss, "it is the file of another site");
  }

  Status FromCatalogue(const PublishedName& name, LastPublication& last) const {
    const auto present =
        places_.catalogue == nullptr ? nullptr : places_.catalogue->FindSite(name.site);
    if (present != nullptr) {
      last.site = present;
      last.revision = catalog::RevisionDocument(*present);
      if (last.revision.hash == name.revision) return {};
    }
    TEMOIN_ASSIGN_OR_RETURN(last.revision, RevisionOf(name.revision));
    TEMOIN_ASSIGN_OR_RETURN(last.site, catalog::SiteOfRevision(last.revision, present.get()));
    last.settings_known = present != nullptr;
    return {};
  }

  // A file that was written just before a publication failed is not the published one.
  std::optional<LastPublication> Find(const std::string& id) const {
    auto last = LastKnown(id);
    if (last) RaiseGeneration(id, *last);
    return last;
  }

  // What was published after it may have asked visitors under a later generation: nothing is
  // recorded of them under one that they were not asked in.
  void RaiseGeneration(const std::string& id, LastPublication& last) const {
    if (!places_.unknown) return;
    const auto stored = store_.Publications(id);
    const int64_t unknown = stored ? places_.unknown(*stored) : 0;
    if (unknown == 0) return;
    store::Publication& shown = last.history.back();
    const auto asked = AskingAgain(*last.site, shown.generation + unknown + 1);
    shown.generation = asked.number;
    shown.since = SinceJson(asked.since);
    last.settings_known = last.settings_known && places_.held;
  }

  std::optional<LastPublication> LastKnown(const std::string& id) const {
    LastPublication last;
    last.history = HistoryOf(id);
    if (last.history.empty()) return std::nullopt;
    const PublishedName name{id, last.history.back().hash};
    const Status file = FromPublishedText(name, last);
    if (file) return last;
    spdlog::error("published/{}.{}.json cannot be used: {}", id, name.revision,
                  file.error().message);
    const Status rebuilt = FromCatalogue(name, last);
    if (rebuilt) return last;
    spdlog::error(
        "what {} published last, revision {}, cannot be put together from catalogue and "
        "database: {}",
        id, name.revision, rebuilt.error().message);
    return std::nullopt;
  }

  const store::PublicationStore& store_;
  const LastPublishedPlaces& places_;
  std::vector<PublishedName> names_;
};

}  // namespace

std::vector<LastPublication> FindLastPublished(const store::PublicationStore& store,
                                               const LastPublishedPlaces& places) {
  return Finder(store, places).Run();
}

catalog::Generation AskingAgain(const catalog::Site& site, int64_t generation) {
  catalog::Generation out{generation, {}};
  for (const catalog::Purpose& purpose : site.purposes) {
    for (const auto& service : purpose.services) out.since.emplace(service.id, generation);
  }
  return out;
}

}  // namespace temoin::app
