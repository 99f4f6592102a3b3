#include "reports/dossier_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "consent/reference.h"
#include "render/html.h"
#include "render/locale.h"
#include "reports/letter.h"

namespace temoin::reports {

ChoiceIndex::ChoiceIndex(const DossierSource& source, const DossierQuery& query,
                         const FileSink& sink)
    : source_(source), query_(query), sink_(sink), standings_(source.store, query.time_zone) {}

Status ChoiceIndex::Add(const store::Found& found, const std::optional<consent::Record>& record) {
  const bool extract = !query_.services.empty();
  std::vector<std::string> row = {consent::FormatReference(found.row.index)};
  // What is in force may not be readable; what is proved is handed out all the same.
  const Result<std::string> words = standings_.Words(found, source_.now, render::kFrench);
  const std::string standing = words ? *words : "non établie";
  if (!record) {
    for (int column = 0; column < (extract ? 3 : 4); ++column) row.emplace_back();
    if (!extract) row.push_back(standing);
  } else {
    std::string accepted;
    std::string refused;
    for (const auto& [id, yes] : record->decisions) {
      if (extract && std::ranges::find(query_.services, id) == query_.services.end()) continue;
      const Result<std::string> name = standings_.ServiceName(record->site, id);
      std::string& list = yes ? accepted : refused;
      list += (list.empty() ? "" : ", ") + (name ? *name : id);
    }
    row.push_back(render::TimeWords(record->given_at, query_.time_zone));
    if (!extract) row.emplace_back(EventWords(record->event));
    row.push_back(std::move(accepted));
    row.push_back(std::move(refused));
    if (!extract) row.push_back(standing);
  }
  rows_.push_back(std::move(row));
  return rows_.size() < kRows ? Status() : Flush();
}

Status ChoiceIndex::Finish() { return rows_.empty() ? Status() : Flush(); }

Status ChoiceIndex::Flush() {
  const bool extract = !query_.services.empty();
  std::vector<std::string> head = {"Référence", "Date"};
  if (!extract) head.emplace_back("Réponse");
  head.insert(head.end(), {"Accepté, ou sans opposition", "Refusé, ou opposition"});
  if (!extract) {
    head.push_back("Situation le " + render::DateWords(query_.time_zone.DateAt(source_.now)));
  }
  const std::string body =
      "<p><a href=\"../LISEZMOI.html\">Ce que contient ce dossier, et comment le "
      "vérifier</a></p>\n" +
      render::Table("", head, rows_, head.size());
  ++written_;
  TEMOIN_RETURN_IF_ERROR(
      sink_(fmt::format("index/{:04}.html", written_),
            render::MakeDocument("Les choix de ce dossier",
                                 fmt::format("{}, page {}", query_.site, written_), body)
                .html));
  rows_.clear();
  return {};
}

}  // namespace temoin::reports
