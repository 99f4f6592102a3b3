// What a running server tells, by its patterns. How a row is written: phrase.h.
//
// Thread-safety: constants.
#ifndef TEMOIN_SERVER_CLI_MESSAGE_PHRASES_H_
#define TEMOIN_SERVER_CLI_MESSAGE_PHRASES_H_

#include "server/cli/phrase.h"

namespace temoin::cli {

// NOLINTBEGIN(bugprone-suspicious-missing-comma): sentences are longer than lines.
inline constexpr Phrase kMessagePhrases[] = {
    {"the clock was confirmed by {}: it is {}; {} entries were dated later (entry {})",
     "l’horloge a été confirmée par {} : il est {} ; {} entrées étaient datées plus tard (entrée "
     "{})"},
    {"{}/clock is not used, and is written anew: {}", "{}/clock ne sert pas, et est réécrit : {}"},
    {"the time cannot be kept in {}/clock, which is tried again every minute: {}",
     "l’heure ne peut pas être gardée dans {}/clock, ce qui est tenté à nouveau chaque minute : "
     "{}"},
    {"no time stamp was had: {}", "aucun horodatage n’a été obtenu : {}"},
    {"log.vkeys was {}: it is made again, with {} keys that verify",
     "log.vkeys était {} : il est refait, avec {} clés qui vérifient"},
    {"log.vkeys lacks earlier keys of this log, with the ids {}: what they signed verifies no "
     "more. Put their lines back from a backup",
     "il manque à log.vkeys des clés antérieures de ce journal, d’identifiants {} : ce qu’elles "
     "ont signé ne se vérifie plus. Remettez leurs lignes d’après une sauvegarde"},
    {"published/{}.{}.json cannot be used: {}", "published/{}.{}.json ne peut pas servir : {}"},
    {"what {} published last, revision {}, cannot be put together from catalogue and database: {}",
     "ce que {} a publié en dernier, version {}, ne peut pas être recomposé du catalogue et de la "
     "base : {}"},
    {"published all the same, for the demonstration: {}",
     "publié quand même, pour la démonstration : {}"},
    {"published {}: revision {}, generation {}", "{} est publié : version {}, génération {}"},
    {"{} cannot be served: {}", "{} ne peut pas être servi : {}"},
    {"the catalogue was not published, the last published one is served: {}",
     "le catalogue n’a pas été publié, le dernier publié est servi : {}"},
    {"{} goes on from generation {}, as published/{}.history.json tells: the database lost what it "
     "had published last",
     "{} repart de la génération {}, d’après published/{}.history.json : la base a perdu ce "
     "qu’elle avait publié en dernier"},
    {"{} cannot be compared with what it published last: {}",
     "{} ne peut pas être comparé à ce qu’il a publié en dernier : {}"},
    {"a page's retry of a choice that was just erased would be recorded after a restart: {}",
     "un choix tout juste effacé, qu’une page répéterait, serait enregistré après un redémarrage : "
     "{}"},
    {"an erasure was not noted beside the checkpoint log: {}",
     "un effacement n’a pas été noté à côté du journal des points de contrôle : {}"},
    {"not ready: {}: {}", "pas prêt : {} : {}"},
    {"{} is in order again{}", "{} est de nouveau en règle{}"},
    {"keys of choices erased just now are not known: {}",
     "les clés des choix tout juste effacés ne sont pas connues : {}"},
    {"keys of the last minutes are not known again: {}",
     "les clés des dernières minutes ne sont pas retrouvées : {}"},
    {"something keeps reading the database, so that what was erased stays in its write-ahead log: "
     "another program has it open (fuser temoin.db-shm names it)",
     "quelque chose lit la base sans cesse, si bien que ce qui a été effacé reste dans son journal "
     "d’écriture : un autre programme l’a ouverte (« fuser temoin.db-shm » le nomme)"},
    {"no token was made: {}", "aucun jeton n’a été fait : {}"},
    {"the settings stay as they were: {}", "les réglages restent ce qu’ils étaient : {}"},
    {"{} was changed and needs a restart", "{} a été changé et demande un redémarrage"},
    {"stopping", "arrêt"},
    {"the command {} failed: {}", "la commande {} a échoué : {}"},
    {"{} by command: {}", "{} par commande : {}"},
    {"nothing to serve yet: {}", "rien à servir encore : {}"},
    {"the anchors were not filed: {}", "les horodatages n’ont pas été classés : {}"},
    {"server.key was missing and a new one was made: a choice that a page repeats from before gets "
     "a new token; tokens given out stay good",
     "server.key manquait et un autre a été fait : un choix d’avant qu’une page répète reçoit un "
     "nouveau jeton ; les jetons déjà remis restent bons"},
    {"staff-tokens.json is missing: nobody of the staff can sign in. Restore it, or make new "
     "tokens: temoin token create",
     "staff-tokens.json manque : personne du personnel ne peut se connecter. Restaurez-le, ou "
     "faites de nouveaux jetons : « temoin token create »"},
    {"the database had forgotten {} erasures that wait: they are scheduled again",
     "la base avait oublié {} effacements en attente : ils sont reprogrammés"},
    {"erasure on time did not finish: {}", "l’effacement à l’échéance n’est pas allé au bout : {}"},
    {"more is due than on a usual day, and waits: {}",
     "il y a plus d’échéances qu’un jour ordinaire, et cela attend : {}"},
    {"erased {} records that were due, {} are held",
     "{} preuves échues effacées, {} sont suspendues"},
    {"the access log was not brought up to date: {}",
     "le journal des accès n’a pas été mis à jour : {}"},
    {"work that runs by itself failed ({}); it is tried again",
     "un travail qui se fait de lui-même a échoué ({}) ; il est tenté à nouveau"},
    {"a request failed: {}", "une requête a échoué : {}"},
    {"a handler of a {} request failed: {}", "le traitement d’une requête {} a échoué : {}"},
    {"nothing is published while choices are not recorded; `temoin status` says why. It is done "
     "once they are",
     "rien n’est publié tant que les choix ne sont pas enregistrés ; « temoin status » dit "
     "pourquoi. Cela se fait dès qu’ils le sont"},
    {"{} Nothing was signed and nothing will be until this is settled, because signing now would "
     "make "
     "two histories of one log.",
     "{} Rien n’a été signé et rien ne le sera tant que ce n’est pas réglé, car signer maintenant "
     "ferait deux histoires d’un même journal."},
    {"{} Start the server again once that is done.",
     "{} Redémarrez le serveur une fois que c’est fait."},
};
// NOLINTEND(bugprone-suspicious-missing-comma)

}  // namespace temoin::cli

#endif  // TEMOIN_SERVER_CLI_MESSAGE_PHRASES_H_
