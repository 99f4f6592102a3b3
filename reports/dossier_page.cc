#include "reports/dossier_page.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "render/html.h"
#include "render/locale.h"

namespace temoin::reports {
namespace {

// The reasons of article 18(2).
std::string_view DespiteWords(std::string_view despite) {
  if (despite == "person") return "avec l’accord de la personne";
  if (despite == "claims")
    return "pour la constatation, l’exercice ou la défense de droits en justice";
  if (despite == "rights") return "pour protéger les droits d’une autre personne";
  return "pour un motif important d’intérêt public";
}

std::string Summary(const DossierSource& source, const DossierQuery& query, const DossierPlan& plan,
                    const DossierSummary& summary) {
  std::vector<std::pair<std::string, std::string>> facts = {
      {"Établi le", render::TimeWords(source.now, query.time_zone)},
      {"Site", query.site},
      {"Choix donnés à partir du",
       query.from ? render::DateWords(query.time_zone.DateAt(*query.from)) : ""},
      {"Choix donnés jusqu’au",
       query.to ? render::DateWords(query.time_zone.DateAt(*query.to - std::chrono::seconds(1)))
                : ""},
      {"Preuves conservées", render::NumberWords(summary.kept)},
      {"dont seconds envois d’un choix",
       summary.repeats == 0 ? "" : render::NumberWords(summary.repeats)},
      {"Preuves effacées, dont le scellé demeure",
       summary.gone == 0 ? "" : render::NumberWords(summary.gone)}};
  if (summary.limited > 0) {
    facts.emplace_back(
        "Choix dont le traitement est limité",
        fmt::format("{} : la personne a demandé que rien n’en soit utilisé (RGPD, article 18, "
                    "paragraphe 1) ; remis {} (paragraphe 2)",
                    render::NumberWords(summary.limited), DespiteWords(query.despite)));
  }
  // Who has it, what for and until when: what is not said is asked for here.
  const std::string unsaid = "non indiqué";
  facts.emplace_back("Remis à", query.recipient.empty() ? unsaid : query.recipient);
  facts.emplace_back("Finalité de la remise", query.purpose.empty() ? unsaid : query.purpose);
  facts.emplace_back("À détruire au plus tard le",
                     query.destroy_by ? render::DateWords(*query.destroy_by) : unsaid);
  if (!query.services.empty()) {
    facts.emplace_back("Extrait limité aux services",
                       fmt::format("{}", fmt::join(query.services, ", ")));
  }
  if (query.sample) {
    facts.emplace_back("Échantillon", render::NumberWords(*query.sample) +
                                          " choix tirés au sort parmi " +
                                          render::NumberWords(summary.drawn_from));
    facts.emplace_back("Mot du tirage", query.word.empty()
                                            ? "aucun : tirage choisi par le responsable"
                                            : query.word);
    facts.emplace_back("Origine du tirage", plan.seed);
  }
  return render::Facts(facts);
}

constexpr char kComplete[] = "complet";

// Whether the numbers of a day agree, in words.
std::string Judged(const ListedDay& day, const Listing& listing) {
  if (!day.counted) return "nombre non scellé";
  const uint64_t all = day.given + day.undrawn + day.limited + day.erased;
  if (all == *day.counted) return kComplete;
  if (all < *day.counted && listing.uncounted + listing.lost > 0) return "non compté par jour";
  return "ne concorde pas";
}

std::string Completeness(const DossierQuery& query, const DossierPlan& plan) {
  if (!plan.between) {
    return "<h2>Ce que ce dossier ne prouve pas</h2>\n<p>Il porte sur des choix désignés : il ne "
           "dit "
           "rien de ceux qu’il ne contient pas.</p>\n";
  }
  const Listing& listing = plan.listing;
  const bool whole = listing.lost == 0 && std::ranges::all_of(listing.days, [&](const auto& day) {
                       return Judged(day.second, listing) == kComplete;
                     });
  const uint64_t end = plan.between->after.size;
  std::string out = whole ? "<h2>Rien n’est omis</h2>\n" : "<h2>Ce qui peut manquer</h2>\n";
  out += "<p>Le dossier contient toutes les entrées du journal de " +
         render::NumberWords(plan.between->before.size) + " à " +
         render::NumberWords(end - std::min<uint64_t>(end, 1)) +
         ", entre deux points de contrôle signés, et dit de chaque choix s’il est remis ici, " +
         (query.sample ? "non tiré au sort, " : "") +
         "effacé, d’un autre jour ou d’un autre site. Pour chaque jour du site, le nombre de choix "
         "que le journal a scellé à la fin de la journée se retrouve dans ce qui est remis" +
         (query.sample ? ", non tiré" : "") + " ou effacé. " +
         (query.sample ? "Des choix non tirés, seul le nombre est prouvé : lesquels ils sont "
                         "repose sur la parole du responsable. "
                       : "") +
         "Cela porte sur les choix que le service a reçus ; aucun journal ne peut dire "
         "si une page a transmis tous les siens.</p>\n";
  std::vector<std::string> head = {"Jour", "Remis ici"};
  if (query.sample) head.emplace_back("Non tirés");
  const bool limited =
      std::ranges::any_of(listing.days, [](const auto& day) { return day.second.limited > 0; });
  if (limited) head.emplace_back("Limités");
  for (const char* const name : {"Effacés", "Comptés par le journal", "Constat"}) {
    head.emplace_back(name);
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& [date, day] : listing.days) {
    std::vector<std::string> row = {render::DateWords(date), render::NumberWords(day.given)};
    if (query.sample) row.push_back(render::NumberWords(day.undrawn));
    if (limited) row.push_back(render::NumberWords(day.limited));
    row.push_back(render::NumberWords(day.erased));
    row.push_back(day.counted ? render::NumberWords(*day.counted) : "sans objet");
    row.push_back(Judged(day, listing));
    rows.push_back(std::move(row));
  }
  out += rows.empty() ? "<p>Aucun choix n’a été donné sur le site pendant cette période.</p>\n"
                      : render::Table("Les choix du site, jour par jour", head, rows, 1);
  if (limited) {
    out +=
        "<p>Les choix « limités » sont conservés et ne sont pas remis : la personne a demandé la "
        "limitation de leur traitement (RGPD, article 18). L’entrée du journal qui l’atteste est "
        "dans limitations/ ; qu’elle n’ait pas été levée depuis repose sur la parole du "
        "responsable.</p>\n";
  }
  if (listing.uncounted > 0) {
    out += "<p>" + render::NumberWords(listing.uncounted) +
           " choix ont été effacés par une version du service qui ne notait pas de quel jour ils "
           "étaient : non compté par jour.</p>\n";
  }
  if (listing.lost > 0) {
    out += "<p>Le contenu de " + render::NumberWords(listing.lost) +
           " choix a été perdu avec une base de données : leur scellé demeure, leur site et leur "
           "jour ne sont plus connus.</p>\n";
  }
  return out;
}

}  // namespace

std::string DossierPage(const DossierSource& source, const DossierQuery& query,
                        const DossierPlan& plan, const DossierSummary& summary) {
  std::string body = Summary(source, query, plan, summary);
  body +=
      "<h2>Vérifier</h2>\n<p>Avec Python (3.9 ou plus récent) et openssl, sans rien installer "
      "d’autre, et la clé de vérification que le responsable du traitement a publiée par "
      "ailleurs :</p>\n<pre>python3 verifier.py --cle \"…\"</pre>\n<p>Le programme recalcule tout, "
      "dit en une phrase ce qu’il a constaté, et nomme chaque fichier qui ne convient pas. "
      "Vous pouvez le relire, ou en prendre le texte ailleurs qu’ici.</p>\n";
  body += Completeness(query, plan);
  body +=
      "<h2>Ce que contient ce dossier</h2>\n<dl>\n"
      "<dt>index/</dt><dd><a href=\"index/0001.html\">Les choix, un par ligne</a>, pour les lire : "
      "ce qu’ils prouvent est dans records/ et proofs/.</dd>\n"
      "<dt>records/</dt><dd>Les faits et l’enregistrement exact de chaque choix.</dd>\n"
      "<dt>proofs/</dt><dd>La preuve de chaque choix au format C2SP tlog-proof : elle contient "
      "l’enregistrement, sa clé, son chemin dans le journal et le point de contrôle signé.</dd>\n"
      "<dt>checkpoint</dt><dd>Le point de contrôle signé sous lequel tout est prouvé.</dd>\n"
      "<dt>keys</dt><dd>Les clés de vérification du journal. Comparez-les à celles que le "
      "responsable du traitement a publiées par ailleurs.</dd>\n"
      "<dt>checkpoints/</dt><dd>Les points de contrôle conservés jour après jour, avec leur "
      "horodatage extérieur (RFC 3161) lorsqu’il y en a un.</dd>\n"
      "<dt>revisions/</dt><dd>Ce qui était montré aux visiteurs : le nom de chaque fichier est son "
      "empreinte SHA-256.</dd>\n"
      "<dt>pictures/</dt><dd>Les captures d’écran datées des deux niveaux du bandeau, quand il y "
      "en a : un manifeste par prise de vue (son nom est son empreinte, celle que le journal a "
      "scellée), la preuve qu’il est dans le journal, et les images.</dd>\n"
      "<dt>banner/</dt><dd>Le code du bandeau que les pages exécutaient : le nom de chaque fichier "
      "est son empreinte SHA-256, celle que nomment les enregistrements et que le journal a "
      "scellée.</dd>\n";
  if (plan.between) {
    body +=
        "<dt>entries/</dt><dd>Toutes les entrées du journal entre les deux points de contrôle, et "
        "de quoi recalculer son arbre.</dd>\n"
        "<dt>choices/</dt><dd>Ce qu’il en est de chaque choix de cet intervalle : "
        "<code>given</code> "
        "remis ici, <code>undrawn</code> non tiré au sort, <code>scan</code> d’un contrôle "
        "automatique, hors "
        "tirage, <code>other-day</code> d’un autre jour, "
        "<code>other-site</code> d’un autre site, <code>limited</code> conservé sans être utilisé, "
        "à la demande de la personne, <code>erased</code> effacé, <code>lost</code> perdu.</dd>\n"
        "<dt>counts/</dt><dd>Ce que le journal a scellé du nombre de choix de chaque journée du "
        "site.</dd>\n"
        "<dt>purges/</dt><dd>Ce que le journal a scellé de chaque effacement : quels choix, quand, "
        "pourquoi, et de quels jours ils étaient.</dd>\n"
        "<dt>limitations/</dt><dd>Ce que le journal a scellé de chaque limitation de traitement en "
        "cours, s’il y en a.</dd>\n";
  }
  body +=
      "<dt>guide.fr.html, guide.en.html</dt><dd><a href=\"guide.fr.html\">Comment lire et vérifier "
      "ce dossier</a>, en français et en anglais.</dd>\n"
      "<dt>verifier.py, verify.md</dt><dd>Le programme de vérification, et la méthode pas à pas, "
      "sans notre intervention.</dd>\n"
      "<dt>manifest.json</dt><dd>L’empreinte SHA-256 de chaque fichier.</dd>\n"
      "<dt>registration/</dt><dd>Si ce dossier a été enregistré dans le journal quand il a été "
      "fait : la note signée qui porte l’empreinte de son manifeste, et sa preuve.</dd>\n</dl>\n";
  if (!query.services.empty()) {
    body +=
        "<h2>Un extrait</h2>\n<p>Cet extrait est destiné au responsable de ces seuls services : il "
        "dit ce qui a été décidé pour eux, et rien des autres. Le journal prouve qu’un choix a été "
        "scellé pour chaque ligne et qu’aucun n’est omis ; l’enregistrement entier, qui prouverait "
        "aussi ce que le choix disait, n’est remis qu’à l’autorité de contrôle ou à un auditeur. "
        "<code>proofs/</code> contient donc la preuve du scellé seul.</p>\n";
  }
  if (summary.repeats > 0) {
    body +=
        "<h2>Les seconds envois</h2>\n<p>Quand la réponse du service se perd, le navigateur envoie "
        "son choix une seconde fois sous une autre clé. Cet enregistrement porte <code>repeats"
        "</code>, l’empreinte de la clé du premier ; les statistiques comptent les deux pour un "
        "seul choix. Les deux preuves figurent dans ce dossier.</p>\n";
  }
  if (query.sample) {
    body +=
        "<h2>Le tirage</h2>\n<p>La graine est l’empreinte SHA-256 du mot, suivi de la racine de "
        "l’arbre du journal avant la période : personne ne la choisit. L’échantillon est formé des "
        "choix dont l’empreinte SHA-256 est la plus petite : celle de la graine (en hexadécimal), "
        "d’un octet nul et de l’indice (en décimal). Avec le même mot et le même journal, "
        "quiconque obtient le même échantillon.</p>\n";
  }
  return render::MakeDocument("Dossier de preuves", query.site, body).html;
}

}  // namespace temoin::reports
