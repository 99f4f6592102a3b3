// What toml++ says of a file of settings that is no TOML, by its patterns. How a row is written:
// phrase.h.
//
// Thread-safety: constants.
#ifndef TEMOIN_SERVER_CLI_TOML_PHRASES_H_
#define TEMOIN_SERVER_CLI_TOML_PHRASES_H_

#include "server/cli/phrase.h"

namespace temoin::cli {

// NOLINTBEGIN(bugprone-suspicious-missing-comma): sentences are longer than lines.
inline constexpr Phrase kTomlPhrases[] = {
    {"Error while parsing string: {}", "texte entre guillemets : {}"},
    {"Error while parsing array: {}", "liste : {}"},
    {"Error while parsing date: {}", "date : {}"},
    {"Error while parsing time: {}", "heure : {}"},
    {"Error while parsing boolean: {}", "vrai ou faux : {}"},
    {"Error while parsing value: {}", "valeur : {}"},
    {"Error while parsing key: {}", "clé : {}"},
    {"Error while parsing {}: {}", "{} : {}"},
    {"table header", "en-tête de table"},
    {"key-value pair", "clé et valeur"},
    {"root table", "table principale"},
    {"inline table", "table en ligne"},
    {"decimal integer", "nombre entier"},
    {"hexadecimal integer", "nombre hexadécimal"},
    {"literal string", "texte entre apostrophes"},
    {"encountered end-of-file", "le fichier finit là"},
    {"expected value, saw {}", "il faut une valeur, et il y a {}"},
    {"expected digit, saw {}", "il faut un chiffre, et il y a {}"},
    {"expected {}, saw {}", "il faut {}, et il y a {}"},
    {"month between 1 and 12 (inclusive)", "un mois de 1 à 12"},
    {"minute between 0 and 59 (inclusive)", "une minute de 0 à 59"},
    {"second between 0 and 59 (inclusive)", "une seconde de 0 à 59"},
    {"hour between 0 and 23 (inclusive)", "une heure de 0 à 23"},
    {"day between 1 and {} (inclusive)", "un jour de 1 à {}"},
    {"keys, tables, whitespace or comments", "une clé, une table, un blanc ou un commentaire"},
    {"a comment or whitespace", "un commentaire ou un blanc"},
    {"comma or closing ']'", "une virgule ou « ] »"},
    {"comma or closing '}'", "une virgule ou « } »"},
    {"key or closing '}'", "une clé ou « } »"},
    {"closing '}' (dangling comma)", "« } » après une virgule de trop"},
    {"decimal digit", "un chiffre"},
    {"cannot redefine existing {} '{}'", "« {1} » est déjà défini"},
    {"cannot redefine existing {} '{}' as {}", "« {1} » est déjà défini, et d’une autre sorte"},
    {"unknown escape sequence '{}'", "« {} » n’est pas une séquence d’échappement connue"},
    {"'{}' is not representable in 64 bits", "« {} » ne tient pas sur 64 bits"},
    {"underscores may only follow digits", "un tiret bas ne peut suivre qu’un chiffre"},
    {"underscores must be followed by digits", "un tiret bas doit précéder un chiffre"},
    {"leading zeroes are prohibited", "un nombre ne commence pas par un zéro"},
    {"could not determine value type", "la sorte de la valeur n’est pas reconnue"},
    {"unescaped control characters other than TAB (U+0009) are explicitly prohibited",
     "les caractères de commande sont interdits, hors la tabulation"},
    {"tables with blank bare keys are explicitly prohibited", "une table a un nom"},
    {"Encountered invalid utf-8 sequence", "une suite d’octets n’est pas de l’UTF-8"},
};
// NOLINTEND(bugprone-suspicious-missing-comma)

}  // namespace temoin::cli

#endif  // TEMOIN_SERVER_CLI_TOML_PHRASES_H_
