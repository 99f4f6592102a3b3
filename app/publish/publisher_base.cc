// Of which generation a publication goes on.

#include <spdlog/spdlog.h>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/publish/kept_history.h"
#include "app/publish/last_published.h"
#include "app/publish/published_sites.h"
#include "app/publish/publisher.h"
#include "app/publish/unknown_publications.h"
#include "base/crypto.h"
#include "base/encoding.h"

namespace temoin::app {
namespace {

// More than a database that cannot be read knew of.
constexpr int64_t kMorePublications = 100'000'000;

}  // namespace

// Of a database that cannot be read nothing is known, and nothing is written into it.
bool Publisher::Unread(const Error& error) const {
  return error.code == ErrorCode::kDataLoss && readiness_.holds_choices();
}

// How many publications of a site were lost behind those of `history`, the database's, that no file
// knows either.
Result<int64_t> Publisher::Unknown(const std::vector<store::Publication>& history) const {
  std::set<std::string> banners;
  for (const std::string& code : options_.banner_build) banners.insert(EncodeHex(Sha256(code)));
  auto unknown =
      UnknownPublications(store_, options_.data_directory, banners,
                          history.empty() ? std::nullopt : std::optional(history.back().index));
  if (!unknown && Unread(unknown.error())) return 0;
  return unknown;
}

// What was published last of a site. A database that is missing or older than it was knows less
// than the files beside it: a generation never goes down, or a choice would count for what it was
// not asked about.
Result<Publisher::Base> Publisher::BaseOf(const catalog::Site& site,
                                          const catalog::Revision& revision,
                                          const std::vector<store::Publication>& history) const {
  const bool known = !history.empty();
  const auto losses = store_.Losses();
  const bool lost = losses ? LostBehind(*losses, history) : true;
  auto read = KeptBehind(options_.data_directory, site.id, history, EntriesOf(store_));
  if (!read) spdlog::warn("{}", read.error().message);
  const std::vector<store::Publication> kept =
      read && lost ? std::move(*read) : std::vector<store::Publication>();
  Base base;
  base.lost = !kept.empty() && (!known || kept.back().generation > history.back().generation);
  if (base.lost) {
    spdlog::warn(
        "{} goes on from generation {}, as published/{}.history.json tells: the database "
        "lost what it had published last",
        site.id, kept.back().generation, site.id);
  }
  TEMOIN_ASSIGN_OR_RETURN(const int64_t unknown, Unknown(history));
  if (!known && !base.lost) {
    const int64_t published = losses ? unknown : kMorePublications;
    if (published > 0) base.generation = AskingAgain(site, 1 + published);
    return base;
  }
  if (unknown > 0) {
    const int64_t told = base.lost ? kept.back().generation : history.back().generation;
    base.generation = AskingAgain(site, told + unknown + 1);
    return base;
  }
  const store::Publication& last = base.lost ? kept.back() : history.back();
  TEMOIN_ASSIGN_OR_RETURN(const catalog::Since since, ParseSince(last.since));
  base.generation = {last.generation, since};
  if (last.hash == revision.hash) {
    base.revision = revision;
    return base;
  }
  if (!base.lost) {
    TEMOIN_ASSIGN_OR_RETURN(store::Document document, store_.ReadDocument(last.hash));
    TEMOIN_ASSIGN_OR_RETURN(base.revision, catalog::ReadRevision(std::move(document.bytes)));
    return base;
  }
  if (const auto whole = ReadPublishedSite(options_.data_directory, {site.id, last.hash})) {
    base.revision = catalog::RevisionDocument(**whole);
  } else {
    spdlog::warn("{} cannot be compared with what it published last: {}", site.id,
                 whole.error().message);
    base.generation = AskingAgain(site, last.generation + 1);
  }
  return base;
}

}  // namespace temoin::app
