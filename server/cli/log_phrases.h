// Errors of the log, of publishing, of the clock and of the server itself.
// How a row is written: phrase.h.
//
// Thread-safety: constants.
#ifndef TEMOIN_SERVER_CLI_LOG_PHRASES_H_
#define TEMOIN_SERVER_CLI_LOG_PHRASES_H_

#include "server/cli/phrase.h"

namespace temoin::cli {

// NOLINTBEGIN(bugprone-suspicious-missing-comma): sentences are longer than lines.
inline constexpr Phrase kLogPhrases[] = {
    {"the file is damaged", "le fichier est endommagé"},
    {"{} was served with --demo-now: its times are pretended, and only `temoin serve --demo "
     "--demo-now TIME` opens it. Use another directory.",
     "{} a été servi avec --demo-now : ses dates sont fictives, et seul « temoin serve --demo "
     "--demo-now TIME » l’ouvre. Prenez un autre répertoire."},
    {"{} {}. --demo-now would erase what is due at the pretended time: use an empty directory.",
     "{} {}. --demo-now effacerait ce qui est échu à la date fictive : prenez un répertoire "
     "vide."},
    {"has served visitors", "a servi des visiteurs"},
    {"has a file `clock` that is damaged", "a un fichier « clock » endommagé"},
    {"{} holds a log of {} entries, of true times. --demo-now would erase what is due at the "
     "pretended time: use an empty directory.",
     "{} contient un journal de {} entrées, aux dates vraies. --demo-now effacerait ce qui "
     "est échu à la date fictive : prenez un répertoire vide."},
    {"Name one of your sites: {}.", "Nommez l’un de vos sites : {}."},
    {"A key for the checkpoint log is not of its log.",
     "Une clé du journal des points de contrôle n’est pas de son journal."},
    {"A batch for the checkpoint log does not continue it.",
     "Un lot du journal des points de contrôle ne le continue pas."},
    {"A purge manifest is over 1 MiB.", "Un manifeste de purge dépasse 1 Mio."},
    {"A manifest is over 1 MiB.", "Un manifeste dépasse 1 Mio."},
    {"A batch for the checkpoint log is over 64 MiB.",
     "Un lot du journal des points de contrôle dépasse 64 Mio."},
    {"byte {}: a whole record of the kind {}, which this program does not know: a newer "
     "version wrote it. Use that one.",
     "octet {} : un enregistrement entier de la sorte {}, que ce programme ne connaît pas : "
     "une version plus récente l’a écrit. Utilisez-la."},
    {"a whole record of the kind {}, which this program does not know: a newer version wrote "
     "it. Use that one.",
     "un enregistrement entier de la sorte {}, que ce programme ne connaît pas : une version "
     "plus récente l’a écrit. Utilisez-la."},
    {"{} is the key of another log. Put the right one there, or move it away: a new one is "
     "made and announced.",
     "{} est la clé d’un autre journal. Mettez la bonne à sa place, ou écartez-la : une "
     "nouvelle est créée et annoncée."},
    {"{} is not a regular file; put the key itself there.",
     "{} n’est pas un fichier ordinaire ; mettez-y la clé elle-même."},
    {"{} belongs to user {}, not to the user who runs this ({}); chown it.",
     "{} appartient à l’utilisateur {}, et non à celui qui exécute ceci ({}) ; changez-le par "
     "chown."},
    {"{} has mode {}: others may have read the key. Run \"chmod 600 {}\", and {} if they "
     "could.",
     "{} a le mode {} : d’autres ont pu lire la clé. Exécutez « chmod 600 {} », et {} si "
     "c’est le cas."},
    {"{} is no key file: {}", "{} n’est pas un fichier de clé : {}"},
    {"The key is not replaced while the log is not in order. {}",
     "La clé n’est pas remplacée tant que le journal n’est pas en ordre. {}"},
    {"the checkpoint of {} entries does not verify under log.vkeys: {}. Restore this log's "
     "keys first",
     "le point de contrôle de {} entrées ne se vérifie pas par log.vkeys : {}. Restaurez "
     "d’abord les clés de ce journal"},
    {"the database ends at {} entries and a checkpoint of {} was signed: it is not the "
     "latest, and adopting it would make two histories. Restore the latest database or "
     "checkpoint log",
     "la base finit à {} entrées et un point de contrôle de {} a été signé : elle n’est pas "
     "la dernière, et la reprendre ferait deux histoires. Restaurez la dernière base ou le "
     "dernier journal des points de contrôle"},
    {"the database contradicts the checkpoint of {} entries: it is another log's, or it was "
     "altered",
     "la base contredit le point de contrôle de {} entrées : elle est d’un autre journal, ou "
     "elle a été altérée"},
    {"the database keeps no checkpoint, and nothing else tells whose it is: it may be another "
     "log's, and adopting it would sign what that one recorded. Restore the latest database "
     "or checkpoint log of this log; if both are lost for good, docs/operate.md (Loss) says "
     "how to go on",
     "la base ne conserve aucun point de contrôle, et rien d’autre ne dit de quel journal "
     "elle est : elle est peut-être d’un autre, et la reprendre signerait ce que l’autre a "
     "inscrit. Restaurez la dernière base ou le dernier journal des points de contrôle de ce "
     "journal ; si les deux sont perdus pour de bon, docs/operate.md (« Loss ») dit comment "
     "continuer"},
    {"the database holds no entry, and log.key has signed: it is not the latest, and adopting "
     "it would make two histories. Restore the latest database or checkpoint log",
     "la base ne contient aucune entrée, et log.key a signé : elle n’est pas la dernière, et "
     "la reprendre ferait deux histoires. Restaurez la dernière base ou le dernier journal "
     "des points de contrôle"},
    {"the database is not the latest: {}. Adopting it would make two histories. Restore the "
     "latest database or checkpoint log; if both are lost for good, docs/operate.md (Loss) "
     "says how to go on",
     "la base n’est pas la dernière : {}. La reprendre ferait deux histoires. Restaurez la "
     "dernière base ou le dernier journal des points de contrôle ; si les deux sont perdus "
     "pour de bon, docs/operate.md (« Loss ») dit comment continuer"},
    {"The time stamp request cannot be read", "La demande d’horodatage ne se lit pas"},
    {"The authority's answer is no time stamp response",
     "La réponse de l’autorité n’est pas une réponse d’horodatage"},
    {"The time stamp request cannot be verified against",
     "La demande d’horodatage ne permet pas de vérifier la réponse"},
    {"The authority's answer is not to this request",
     "La réponse de l’autorité n’est pas à cette demande"},
    {"The authority's token cannot be written", "Le jeton de l’autorité ne peut pas être écrit"},
    {"the authority's certificates cannot be read from {}",
     "les certificats de l’autorité ne se lisent pas dans {}"},
    {"{} is another checkpoint of that size. Keep it: it proves that two were signed.",
     "{} est un autre point de contrôle de cette taille. Conservez-le : il prouve que deux "
     "ont été signés."},
    {"seen all", "tout est vu"},
    {"another root", "une autre racine"},
    {"purge entry {} has no manifest", "l’entrée de purge {} n’a pas de manifeste"},
    {"the manifest of purge entry {} is not the one that was committed to",
     "le manifeste de l’entrée de purge {} n’est pas celui dont elle porte l’empreinte"},
    {"a purge manifest names entry {}, which is no purge",
     "un manifeste de purge nomme l’entrée {}, qui n’est pas une purge"},
    {"entry {} ({}) has no manifest", "l’entrée {} ({}) n’a pas de manifeste"},
    {"the manifest of entry {} is not the one that was committed to",
     "le manifeste de l’entrée {} n’est pas celui dont elle porte l’empreinte"},
    {"a manifest names entry {}, which has none", "un manifeste nomme l’entrée {}, qui n’en a pas"},
    {"The database cannot be read: {}.", "La base ne se lit pas : {}."},
    {"The database is damaged: {}. Restore it from a backup and start again; what is missing "
     "is completed from the checkpoint log.",
     "La base est endommagée : {}. Restaurez-la depuis une sauvegarde et redémarrez ; ce qui "
     "manque est complété par le journal des points de contrôle."},
    {"The database's tree is not that of its entries: after entry {} the entries give another "
     "root than the tiles. Run \"temoin log verify\", restore the database from a backup from "
     "before, and start again.",
     "L’arbre de la base n’est pas celui de ses entrées : après l’entrée {}, les entrées "
     "donnent une autre racine que les tuiles. Exécutez « temoin log verify », restaurez la "
     "base depuis une sauvegarde antérieure et redémarrez."},
    {"The database, completed to entry {}, has another root than the checkpoint log: a defect "
     "of this program.",
     "La base, complétée jusqu’à l’entrée {}, a une autre racine que le journal des points de "
     "contrôle : c’est un défaut de ce programme."},
    {"{} has a line that is no key of log \"{}\". Restore it; its lines are public and stand "
     "in every backup.",
     "{} a une ligne qui n’est pas une clé du journal « {} ». Restaurez-le ; ses lignes sont "
     "publiques et figurent dans chaque sauvegarde."},
    {"{} is no list of keys.", "{} n’est pas une liste de clés."},
    {"{} {} since the server started, which signs on with the keys of then. Restore it before "
     "the next start, which would not sign; find out who changed it.",
     "{} {} depuis le démarrage du serveur, qui continue de signer avec les clés d’alors. "
     "Restaurez-le avant le prochain démarrage, qui ne signerait pas ; cherchez qui l’a "
     "modifié."},
    {"was changed", "a été modifié"},
    {"cannot be read any more", "ne se lit plus"},
    {"cannot be used any more", "ne peut plus servir"},
    {"was replaced", "a été remplacé"},
    {"{} is no key of this log: log.vkeys does not name it. Move it away, to where it "
     "belongs; then \"temoin key rotate\" makes a new key of this log.",
     "{} n’est pas une clé de ce journal : log.vkeys ne la nomme pas. Écartez-la, vers le "
     "journal dont elle est ; « temoin key rotate » crée alors une nouvelle clé de ce journal."},
    {"{} is missing: a new key would make a list without those that signed before. Restore "
     "it, or start the server, which makes it again from what verifies.",
     "{} manque : une nouvelle clé ferait une liste sans celles qui ont signé auparavant. "
     "Restaurez-le, ou démarrez le serveur, qui le refait de ce qui se vérifie."},
    {"This log is named \"{}\" since its first entry; --log-origin says \"{}\". A log keeps "
     "its name for ever.",
     "Ce journal se nomme « {} » depuis sa première entrée ; --log-origin dit « {} ». Un "
     "journal garde son nom pour toujours."},
    {"the files of revision {} are not kept in {}; take them from the catalogue's version "
     "control and publish",
     "les fichiers de la version {} ne sont pas conservés dans {} ; prenez-les dans le "
     "gestionnaire de versions du catalogue et publiez"},
    {"{}/published/{}.history.json ends with generation {}, which does not follow from the "
     "database's {}: it is damaged or was altered, and is not used. Once the database is "
     "whole it is written again",
     "{}/published/{}.history.json finit par la génération {}, qui ne découle pas de la {} de "
     "la base : il est endommagé ou a été altéré, et ne sert pas. Une fois la base entière, "
     "il est réécrit"},
    {"the database's is another", "celle de la base est une autre"},
    {"it is the file of another site", "c’est le fichier d’un autre site"},
    {"The pictures are not in the languages that the revision is published in.",
     "Les images ne sont pas dans les langues dans lesquelles la version est publiée."},
    {"No build {} of the banner was ever published here.",
     "Aucun code {} du bandeau n’a jamais été publié ici."},
    {"Revision {} has {} sets of pictures, which is plenty.",
     "La version {} a {} jeux d’images, ce qui suffit largement."},
    {"This hash names a banner build or a set of pictures, not a revision.",
     "Cette empreinte nomme un code du bandeau ou un jeu d’images, et non une version."},
    {"a publication's since is no object", "le « since » d’une publication n’est pas un objet"},
    {"a publication's since holds what is no generation",
     "le « since » d’une publication contient ce qui n’est pas une génération"},
    {"a site without publication", "un site sans publication"},
    {"{} is damaged; restore it, or remove it when the database is whole: it is written again "
     "at the next start",
     "{} est endommagé ; restaurez-le, ou supprimez-le quand la base est entière : il est "
     "réécrit au prochain démarrage"},
    {"{}; this service may not write the catalogue: `temoin catalog rollback`, run by whoever "
     "may, does the same{}",
     "{} ; ce service ne peut pas écrire le catalogue : « temoin catalog rollback », exécuté "
     "par qui le peut, fait la même chose{}"},
    {". What was written could not be taken back: {}",
     ". Ce qui était écrit n’a pas pu être défait : {}"},
    {"{} has changed since it was looked at; look again",
     "{} a changé depuis qu’il a été regardé ; regardez-le de nouveau"},
    {"there is no consent to erase", "il n’y a pas de consentement à effacer"},
    {"no list of erasures", "ce n’est pas une liste d’effacements"},
    {"{} is damaged. Restore it with the checkpoint log; if it is lost for good, move it "
     "away: erasures that wait are then known from the database alone",
     "{} est endommagé. Restaurez-le avec le journal des points de contrôle ; s’il est perdu "
     "pour de bon, écartez-le : les effacements en attente ne sont alors connus que par la "
     "base"},
    {"too many erasures wait for a hold to be released",
     "trop d’effacements attendent la levée d’une suspension"},
    {"too many choices are waiting; try again", "trop de choix sont en attente ; réessayez"},
    {"{} is damaged; restore it, or remove it to have a new one made (tokens already given "
     "out stay good)",
     "{} est endommagé ; restaurez-le, ou supprimez-le pour qu’un nouveau soit créé (les "
     "jetons déjà remis restent valables)"},
    {"no list of spent keys", "ce n’est pas une liste de clés utilisées"},
    {"a backup is written to an absolute path", "une sauvegarde s’écrit à un chemin absolu"},
    {"rename {} to {}: {}", "renommer {} en {} : {}"},
    {"{}nothing was written", "{}rien n’a été écrit"},
    {"{}no library of services in {}: name its folder with --library, or copy it beside the "
     "sites",
     "{}pas de bibliothèque de services dans {} : nommez son dossier avec --library, ou "
     "copiez-la à côté des sites"},
    {"{} is named twice", "{} est nommé deux fois"},
    {"the answer is over {} bytes", "la réponse dépasse {} octets"},
    {"no whole answer in {} s", "pas de réponse entière en {} s"},
    {"The database in {} ends at entry {}, its checkpoint log at {}: start the server first, "
     "which completes it.",
     "La base de {} finit à l’entrée {}, son journal des points de contrôle à {} : démarrez "
     "d’abord le serveur, qui la complète."},
    {"roles are a list", "les rôles sont une liste"},
    {"cannot write to the control socket: {}",
     "impossible d’écrire sur la socket de commande : {}"},
    {"cannot read from the control socket: {}", "impossible de lire la socket de commande : {}"},
    {"the control socket", "la socket de commande"},
    {"an eventfd", "un eventfd"},
    {"a JSON object that names an \"operation\" is expected",
     "un objet JSON qui nomme une « operation » est attendu"},
    {"index is missing: which choice?", "index manque : quel choix ?"},
    {"arguments are an object", "les arguments sont un objet"},
    {"expected must name a revision a site", "« expected » doit nommer une version par site"},
    {"the manifest must be a text", "le manifeste doit être un texte"},
    {"pictures must be an object", "les images doivent être un objet"},
    {"a picture must be base64", "une image doit être en base64"},
    {"the database cannot be read; try again later", "la base ne se lit pas ; réessayez plus tard"},
    {"Expected a list of sites.", "Une liste de sites est attendue."},
    {"A site is named by its id.", "Un site se nomme par son identifiant."},
    {"A front needs an address and a loop.",
     "Une entrée réseau demande une adresse et une boucle."},
    {"The system has no descriptor left for the front.",
     "Le système n’a plus de descripteur pour l’entrée réseau."},
    {"No socket for {}: {}.", "Pas de socket pour {} : {}."},
    {"Cannot listen on {}: {}.", "Impossible d’écouter sur {} : {}."},
    {"'{}' has no address: {}.", "« {} » n’a pas d’adresse : {}."},
    {"{}: write a text in quotes", "{} : écrivez un texte entre guillemets"},
    {"{}: write a number without quotes", "{} : écrivez un nombre sans guillemets"},
    {"{}: write true or false", "{} : écrivez true ou false"},
    {"{}: write texts in quotes", "{} : écrivez des textes entre guillemets"},
    {"{}: write a list, such as [\"…\", \"…\"]", "{} : écrivez une liste, comme [\"…\", \"…\"]"},
    {"{}:{}: it is no TOML: {}", "{}:{} : ce n’est pas du TOML : {}"},
    {"The time stamping authority at {} is late: {}",
     "L’autorité d’horodatage {} est en retard : {}"},
    {"its newest stamp is of {}.", "son horodatage le plus récent est du {}."},
    {"it has stamped nothing yet.", "elle n’a encore rien horodaté."},
    {"Stop the server, put the checkpoint log that it wrote in place (mount its disk, or "
     "restore its latest mirror) and start again: it is judged against the database.",
     "Arrêtez le serveur, remettez en place le journal des points de contrôle qu’il écrivait "
     "(montez son disque, ou restaurez son dernier miroir) et redémarrez : il est confronté à "
     "la base."},
    {"move it away for a new one", "écartez-la pour en avoir une nouvelle"},
    {"no reason given", "sans motif"},
    {"; entry {} is the first that differs", " ; l’entrée {} est la première qui diffère"},
    {"it ends at entry {}, before the {} that were signed, and is no beginning of them{}",
     "elle finit à l’entrée {}, avant les {} qui ont été signées, et n’en est pas le début{}"},
    {"the database is behind the checkpoint log, which cannot complete it: {}",
     "la base est en retard sur le journal des points de contrôle, qui ne peut pas la "
     "compléter : {}"},
    {"it ends otherwise than it says", "il finit autrement qu’il ne le dit"},
    {"it ends at entry {} and its own tree is damaged{}",
     "elle finit à l’entrée {} et son propre arbre est endommagé{}"},
    {"; {}", " ; {}"},
    {"its first {} entries are not those that were signed{}{}",
     "ses {} premières entrées ne sont pas celles qui ont été signées{}{}"},
    {"publications of which only published/ still tells",
     "des publications dont seul published/ garde la trace"},
    {"lines of the access log, or erasures that were asked for and waited, which are "
     "scheduled again",
     "des lignes du journal des accès, ou des effacements demandés et en attente, qui sont "
     "programmés de nouveau"},
    {"The database went back behind what was signed ({} entries, {} signed) while the server "
     "was running: something else writes to it. Stop the server, and start it again on the "
     "database that belongs to this log.",
     "La base est revenue en deçà de ce qui est signé ({} entrées, {} signées) pendant que le "
     "serveur était en service : un autre programme y écrit. Arrêtez le serveur, et "
     "redémarrez-le sur la base de ce journal."},
    {"it holds no checkpoint, and log.key has signed",
     "il ne contient aucun point de contrôle, et log.key a signé"},
    {R"({} is of log "{}", the keys in {} are of log "{}")",
     "{} est du journal « {} », les clés de {} sont du journal « {} »"},
    {"the file clock", "le fichier clock"},
    {"files in published", "des fichiers dans published"},
    {"files in published and the file clock", "des fichiers dans published et le fichier clock"},
    {"the checkpoint kept in the database", "le point de contrôle conservé dans la base"},
    {"the newest anchor", "l’horodatage le plus récent"},
    {"the checkpoint log names key {}", "le journal des points de contrôle nomme la clé {}"},
    {"it covers {} entries", "il couvre {} entrées"},
    {"{}, of {} entries, does not", "{}, de {} entrées, non"},
    {"the checkpoint kept in the database, of {} entries, does not",
     "le point de contrôle conservé dans la base, de {} entrées, non"},
    {"the newest anchor, of {} entries, does not",
     "l’horodatage le plus récent, de {} entrées, non"},
    {"it ends at {} entries, {} covers {}", "il finit à {} entrées, {} en couvre {}"},
    {"the one of {} entries has another root", "celui de {} entrées a une autre racine"},
    {"log.vkeys begins with a key that has signed, and the checkpoint log does not name it; "
     "if nothing was set back, that line is no key of this log: remove it",
     "log.vkeys commence par une clé qui a signé, et le journal des points de contrôle ne la "
     "nomme pas ; si rien n’a été ramené en arrière, cette ligne n’est pas une clé de ce "
     "journal : supprimez-la"},
    {"the key with the id {}", "la clé d’identifiant {}"},
    {"they hold {} entries, and the file clock says that {} were signed",
     "ils contiennent {} entrées, et le fichier clock dit que {} ont été signées"},
    {"the database has no publication of {} at {}, and {}/published/{}.history.json has; if "
     "nothing was set back, that file was altered: move it away",
     "la base n’a pas de publication de {} du {}, et {}/published/{}.history.json en a une ; "
     "si rien n’a été ramené en arrière, ce fichier a été altéré : écartez-le"},
    {"Entries {} to {} cannot be read{}.", "Les entrées {} à {} ne se lisent pas{}."},
    {": some are missing", " : il en manque"},
    {"{}. But the log is not in order: {}", "{}. Mais le journal n’est pas en ordre : {}"},
    {". But the log is not in order: {}", ". Mais le journal n’est pas en ordre : {}"},
    {"{}; the newest time kept was {}", "{} ; l’heure conservée la plus récente était {}"},
    {"this server goes by a pretended time, which is not judged",
     "ce serveur suit une date fictive, qui n’est pas jugée"},
    {"this key came with another choice less than 10 minutes ago, or what was recorded under "
     "it is gone; a new choice needs a new key",
     "cette clé est venue avec un autre choix il y a moins de 10 minutes, ou ce qui était "
     "inscrit sous elle a disparu ; un nouveau choix demande une nouvelle clé"},
    {"the server is stopping; try again", "le serveur s’arrête ; réessayez"},
    {"choices cannot be recorded at the moment; try again later",
     "aucun choix ne peut être inscrit pour l’instant ; réessayez plus tard"},
    {"records cannot be told of at the moment; try again later",
     "les preuves ne peuvent pas être consultées pour l’instant ; réessayez plus tard"},
    {"what an earlier run left in the write-ahead log may have been erased since, and another "
     "process keeps reading the database, so that it cannot be emptied. Nothing is recorded "
     "until then: end that process (fuser temoin.db-shm names it)",
     "ce qu’un service antérieur a laissé dans le journal d’écriture anticipée a pu être "
     "effacé depuis, et un autre processus lit toujours la base, de sorte qu’il ne peut pas "
     "être vidé. Rien n’est inscrit jusque-là : mettez fin à ce processus (fuser "
     "temoin.db-shm le nomme)"},
    {"log.vkeys lacks earlier keys of this log, with the ids {}: put their lines back from a "
     "backup; what they signed verifies no more",
     "il manque à log.vkeys des clés antérieures de ce journal, d’identifiants {} : remettez "
     "leurs lignes depuis une sauvegarde ; ce qu’elles ont signé ne se vérifie plus"},
    {"no history of publications", "ce n’est pas un historique de publications"},
    {"The database in {} is damaged: {} Stop the server, move temoin.db away with its -wal "
     "and -shm, put the latest backup in place (temoin restore --data {} FILE) and start "
     "again: what was signed since is completed from the checkpoint log.",
     "La base de {} est endommagée : {} Arrêtez le serveur, écartez temoin.db avec ses -wal "
     "et -shm, mettez la dernière sauvegarde en place (temoin restore --data {} FILE) et "
     "redémarrez : ce qui a été signé depuis est complété par le journal des points de "
     "contrôle."},
    {"{}. Move it away and start the server again: commands cannot reach it",
     "{}. Écartez-le et redémarrez le serveur : les commandes ne peuvent pas l’atteindre"},
    {"{}. Put the folder `anchors` back from a backup, or move it away, and start the server "
     "again",
     "{}. Remettez le dossier « anchors » depuis une sauvegarde, ou écartez-le, et redémarrez "
     "le serveur"},
    {"{} to {}: {} choices, {} other entries", "{} à {} : {} choix, {} autres entrées"},
    {"entry {} is missing", "l’entrée {} manque"},
};
// NOLINTEND(bugprone-suspicious-missing-comma)

}  // namespace temoin::cli

#endif  // TEMOIN_SERVER_CLI_LOG_PHRASES_H_
