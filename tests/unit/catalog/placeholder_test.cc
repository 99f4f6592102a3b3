#include "catalog/rules/placeholder.h"

#include <gtest/gtest.h>

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

TEST(PlaceholderTest, MarksOfDrafts) {
  for (const char* text : {"Zu ergänzen",
                           "ZU ERGÄNZEN",
                           "Noch auszufüllen",
                           "Por completar",
                           "Da completare",
                           "Por preencher",
                           "Nog in te vullen",
                           "Do uzupełnienia",
                           "À COMPLÉTER",
                           "à compléter",
                           "À compléter.",
                           "À compléter plus tard",
                           "Mesure : à compléter",
                           "Finalité (à préciser)",
                           "[finalité à préciser]",
                           "À renseigner",
                           "A DEFINIR : à définir",
                           "A définir",
                           "a préciser",
                           "À  PRECISER",
                           "A\u00A0completer",
                           "a\u0300 comple\u0301ter",
                           "à préciser (DPO)",
                           "À DÉTERMINER",
                           "à confirmer ; voir le DPO",
                           "To be defined by the DPO",
                           "À compléter par le métier",
                           "À compléter par l’équipe juridique.",
                           "Finalité : à préciser par la DSI",
                           "[À renseigner par le service communication]",
                           "To be completed by the legal team",
                           "TO DO",
                           "to do",
                           "To do: say why",
                           "TBC",
                           "tbc",
                           "Purpose TBC",
                           "n/a",
                           "N/A",
                           "COMPLETE ME",
                           "complete me",
                           "Change me",
                           "LOREM IPSUM",
                           "Dolor Sit Amet.",
                           "XxX",
                           "À venir",
                           "TODO",
                           "todo",
                           "Texte (TODO).",
                           "TBD by DPO",
                           "To be completed: measure",
                           "To be confirmed.",
                           "FIXME later",
                           "Lorem ipsum dolor sit amet",
                           "lorem ipsum",
                           "???",
                           "Durée ??",
                           "…",
                           "...",
                           "-",
                           "   ",
                           "xxx",
                           "XXXX",
                           "Société XXX",
                           "<purpose>",
                           "[Nom de l’organisme]",
                           "{{ nom }}",
                           "<…>",
                           "dpo@example.com",
                           "https://example.org/politique",
                           "https://www.exemple.fr/donnees",
                           "https://votre-site.fr/"}) {
    EXPECT_TRUE(IsPlaceholder(text)) << text;
  }
}

TEST(PlaceholderTest, SentencesAreNone) {
  for (const char* text : {"",
                           "À compléter par le cas de Vimeo",
                           "Compléter la commande.",
                           "Conserver le formulaire à compléter par l’assuré.",
                           "To be completed with yours",
                           "Mesure d’audience",
                           "https://www.ameli.fr/politique",
                           "dpo@example.fr",
                           "https://counterexample.company/",
                           "Acceptez-vous ?",
                           "Identifiant SR<RotatorID> du visiteur",
                           "13 mois (voir [1])",
                           "methodology",
                           "maxxx",
                           "Que faire ?",
                           "P13M",
                           "XX",
                           "pcid",
                           "Remembers what you asked us to do.",
                           "Annonce les réunions à venir.",
                           "Le nom a changé.",
                           "Métadonnées",
                           "Wipe",
                           "Tbcard"}) {
    EXPECT_FALSE(IsPlaceholder(text)) << text;
  }
  // Brackets and signs of a tracker's own name.
  for (const char* text : {"<site>", "<a>", "SR<RotatorID>", "xxx", "_"}) {
    EXPECT_FALSE(IsPlaceholder(text, /*own_brackets=*/true)) << text;
  }
  EXPECT_TRUE(IsPlaceholder("TODO", /*own_brackets=*/true));
  // As it was published.
  EXPECT_FALSE(IsPlaceholder("N/A", /*own_brackets=*/true));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
