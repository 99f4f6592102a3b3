#include <fmt/format.h>

#include "catalog/rules/check.h"
#include "catalog/rules/rule.h"

namespace temoin::catalog {

std::string BlockersText(const CheckReport& report, std::string_view language) {
  const bool english = language == "en";
  std::string out;
  size_t count = 0;
  for (const Finding& finding : report.findings) {
    if (finding.waived() || finding.rule->severity == Severity::kNotice) continue;
    ++count;
    out += fmt::format("  {}. [{} {}] {}\n     {}#{}\n", count, finding.rule->id, finding.subject,
                       finding.sentence.In(language), finding.file, finding.pointer);
  }
  if (count == 0) return "";
  const std::string head = english ? fmt::format("Not publishable: {} to settle.\n", count)
                                   : fmt::format("Pas encore publiable : {} point{} à régler.\n",
                                                 count, count > 1 ? "s" : "");
  return head + out +
         (english ? "Correct the file, delete an entry of \"to_decide\" once it is decided, or "
                    "waive it with a reason and a date (temoin catalog check --draft-waivers).\n"
                  : "Corrigez le fichier, retirez un point de « to_decide » une fois décidé, ou "
                    "accordez une dérogation motivée et datée (temoin catalog check "
                    "--draft-waivers).\n");
}

}  // namespace temoin::catalog
