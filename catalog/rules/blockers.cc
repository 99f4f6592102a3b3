#include <fmt/format.h>

#include "catalog/rules/check.h"
#include "catalog/rules/decide.h"
#include "catalog/rules/rule.h"

namespace temoin::catalog {

std::string BlockersText(const CheckReport& report, std::string_view language, size_t most) {
  const bool english = language == "en";
  std::string out;
  size_t count = 0;
  for (const Finding& finding : report.findings) {
    if (!finding.blocks()) continue;
    if (++count > most) continue;
    out += fmt::format("  {}. [{} {}] {}\n     {}#{}\n", count, finding.rule->id, finding.subject,
                       finding.sentence.In(language), finding.file, finding.pointer);
    const std::string command = DecideCommand(finding);
    if (!command.empty()) out += fmt::format("     {}\n", command);
  }
  if (count == 0) return "";
  const std::string head = english ? fmt::format("Not publishable: {} to settle.\n", count)
                                   : fmt::format("Pas encore publiable : {} point{} à régler.\n",
                                                 count, count > 1 ? "s" : "");
  if (count > most) {
    out += fmt::format(fmt::runtime(english ? "  … and {} more: temoin catalog check --blocking\n"
                                            : "  … et {} de plus : temoin catalog check "
                                              "--blocking\n"),
                       count - most);
  }
  return head + out +
         (english
              ? "Decide by the command below each point, or in the file. \"=yes\": what it says is "
                "right. \"=later --reason …\": a waiver of six months, for any point with a "
                "command; --rest-later for all the rest.\n"
              : "Décidez par la commande sous chaque point, ou dans le fichier. « =yes » : ce "
                "qu’il dit est juste. « =later --reason … » : une dérogation de six mois, pour "
                "tout point qui a une commande ; --rest-later pour tout le reste.\n");
}

std::string TrialsText(const CheckReport& report, std::string_view language) {
  std::string out;
  for (const Finding& finding : report.findings) {
    if (finding.rule->id != kToTry || finding.waived()) continue;
    out += finding.sentence.In(language) + "\n";
  }
  return out;
}

}  // namespace temoin::catalog
