// What comes from elsewhere: errors and reasons, by their patterns, and names of kinds. How a row
// is written: phrase.h.
//
// Thread-safety: constants.
#ifndef TEMOIN_SERVER_CLI_REASON_PHRASES_H_
#define TEMOIN_SERVER_CLI_REASON_PHRASES_H_

#include "server/cli/phrase.h"

namespace temoin::cli {

// NOLINTBEGIN(bugprone-suspicious-missing-comma): sentences are longer than lines.
inline constexpr Phrase kReasonPhrases[] = {
    {"Run with --help for more information.", "« --help » en dit plus."},
    {"A subcommand is required", "Il faut une commande"},
    {"{} is required", "{} est obligatoire"},
    {"{}: {} required TEXT missing", "{} : il manque une valeur"},
    {"{}: {} not in {}", "{} : {} n’est pas dans {}"},
    {"The following argument was not expected: {}", "Cet argument n’était pas attendu : {}"},
    {"The following arguments were not expected: {}", "Ces arguments n’étaient pas attendus : {}"},
    {"{} excludes {}", "{} exclut {}"},
    {"{} requires {}", "{} demande {}"},
    {"{}: Value {} not in range {} to {}", "{} : la valeur {} n’est pas entre {} et {}"},
    {"there is no command '{}' here. Run with --help for a list.",
     "il n’y a pas de commande « {} » ici. « --help » en donne la liste."},
    {"there is no command '{}' here; did you mean '{}'? Run with --help for a list.",
     "il n’y a pas de commande « {} » ici ; vouliez-vous « {} » ? « --help » en donne la liste."},
    {"there is no option '{}' here. Run with --help for a list.",
     "il n’y a pas d’option « {} » ici. « --help » en donne la liste."},
    {"there is no option '{}' here; did you mean '{}'? Run with --help for a list.",
     "il n’y a pas d’option « {} » ici ; vouliez-vous « {} » ? « --help » en donne la liste."},
    {"\"{}\" is no number: write it in decimal digits, like 1250",
     "« {} » n’est pas un nombre : écrivez-le en chiffres, comme 1250"},
    {"{} (at {})", "{} (à {})"},
    {"an unknown error", "une erreur inconnue"},
    {"there is no site {}; this catalogue has none",
     "il n’y a pas de site {} ; ce catalogue n’en a aucun"},
    {"there is no site {}; did you mean {}?; this catalogue has none",
     "il n’y a pas de site {} ; ce catalogue n’en a aucun"},
    {"there is no site {}; did you mean {}? Sites in this catalogue: {}",
     "il n’y a pas de site {} ; vouliez-vous {} ? Sites de ce catalogue : {}"},
    {"there is no site {}. Sites in this catalogue: {}",
     "il n’y a pas de site {}. Sites de ce catalogue : {}"},
    {"cannot open {}: {}", "impossible d’ouvrir {} : {}"},
    {"cannot read {}: {}", "impossible de lire {} : {}"},
    {"cannot write {}: {}", "impossible d’écrire {} : {}"},
    {"cannot create {}: {}", "impossible de créer {} : {}"},
    {"cannot list {}: {}", "impossible de lister {} : {}"},
    {"cannot rename {}: {}", "impossible de renommer {} : {}"},
    {"cannot remove {}: {}", "impossible de supprimer {} : {}"},
    {"cannot sync {}: {}", "impossible de synchroniser {} : {}"},
    {"cannot look at {}: {}", "impossible d’examiner {} : {}"},
    {"cannot lock {}: {}", "impossible de verrouiller {} : {}"},
    {"cannot cut {}: {}", "impossible de tronquer {} : {}"},
    {"cannot make {}: {}", "impossible de créer {} : {}"},
    {"cannot name {}: {}", "impossible de nommer {} : {}"},
    {"cannot protect {}: {}", "impossible de protéger {} : {}"},
    {"cannot seek in {}: {}", "impossible de se placer dans {} : {}"},
    {"cannot read from {}: {}", "impossible de lire {} : {}"},
    {"cannot write to {}: {}", "impossible d’écrire dans {} : {}"},
    {"cannot connect to {}: {}", "impossible de joindre {} : {}"},
    {"cannot listen on {}: {}", "impossible d’écouter sur {} : {}"},
    {"cannot create a file in {}: {}", "impossible de créer un fichier dans {} : {}"},
    {"Too many open files", "trop de fichiers ouverts"},
    {"Address already in use", "l’adresse est déjà prise"},
    {"Cannot assign requested address", "cette machine n’a pas cette adresse"},
    {"Operation not permitted", "opération refusée"},
    {"Too many levels of symbolic links", "trop de liens symboliques"},
    {"File name too long", "le nom est trop long"},
    {"Directory not empty", "le dossier n’est pas vide"},
    {"No such file or directory", "il n’y a ni fichier ni dossier de ce nom"},
    {"Permission denied", "droits insuffisants"},
    {"No space left on device", "le disque est plein"},
    {"File exists", "il existe déjà"},
    {"Is a directory", "c’est un dossier"},
    {"Not a directory", "ce n’est pas un dossier"},
    {"Read-only file system", "le système de fichiers est en lecture seule"},
    {"Input/output error", "erreur d’entrée-sortie"},
    {"{} is larger than {} bytes", "{} dépasse {} octets"},
    {"{} is {} and not a regular file: move it away and put the file in its place",
     "{} est {} et non un fichier ordinaire : déplacez-le et mettez le fichier à sa place"},
    {"a directory", "un dossier"},
    {"a pipe", "un tube"},
    {"a socket", "un socket"},
    {"a device", "un périphérique"},
    {"expected a UTC time such as 2026-11-21T19:10:00Z",
     "une heure UTC est attendue, telle que 2026-11-21T19:10:00Z"},
    {"expected a time such as 2026-11-21T19:10:00Z or 2026-11-21T20:10:00+01:00",
     "une heure est attendue, telle que 2026-11-21T19:10:00Z ou 2026-11-21T20:10:00+01:00"},
    {"expected a date such as 2026-11-21", "une date est attendue, telle que 2026-11-21"},
    {"not JSON: syntax or UTF-8 error at byte {}",
     "ce n’est pas du JSON : erreur de syntaxe ou d’UTF-8 à l’octet {}"},
    {"not JSON: it begins with a byte order mark",
     "ce n’est pas du JSON : il commence par une marque d’ordre des octets"},
    {"not JSON: byte {} is zero", "ce n’est pas du JSON : l’octet {} est nul"},
    {"{} bytes of JSON, at most {} are accepted", "{} octets de JSON, {} au plus sont acceptés"},
    {"the key {} appears twice in one object", "la clé {} est deux fois dans un objet"},
    {"{} must be a text of at most {} bytes", "{} est un texte de {} octets au plus"},
    {"{} is missing", "{} manque"},
    {"{}: write 2026-11-21 or 2026-11-21T19:10:00Z",
     "{} : écrivez 2026-11-21 ou 2026-11-21T19:10:00Z"},
    {"{} is a day: write 2026-11-21", "{} est un jour : écrivez 2026-11-21"},
    {"{} is true or false", "{} est true ou false"},
    {"record is an index", "record est un indice"},
    {"records are indices", "records sont des indices"},
    {"review is missing: when is this hold to be looked at again?",
     "review manque : quand cette suspension est-elle à réexaminer ?"},
    {"records is missing: how many are approved, as `temoin status` shows it",
     "records manque : combien sont approuvées, tel que « temoin status » le montre"},
    {"now: write the time it is, like 2026-11-26T09:00:00Z or 2026-11-26T10:00:00+01:00",
     "now : écrivez l’heure qu’il est, comme 2026-11-26T09:00:00Z ou 2026-11-26T10:00:00+01:00"},
    {"a role is one of {}", "un rôle est l’un de {}"},
    {"a message on the control socket took too long",
     "un message sur le socket de commande a trop tardé"},
    {"the control socket was closed early", "le socket de commande a été fermé trop tôt"},
    {"a message on the control socket is over {} MiB",
     "un message sur le socket de commande dépasse {} Mio"},
    {"the server failed at this command; its log says why",
     "le serveur a échoué à cette commande ; ses messages disent pourquoi"},
    {"the server's answer makes no sense", "la réponse du serveur est incompréhensible"},
    {"there is no operation \"{}\" here", "il n’y a pas d’opération « {} » ici"},
    {"there is no setting '{}'{}", "il n’y a pas de réglage « {} »{}"},
    {"; did you mean '{}'?", " ; vouliez-vous « {} » ?"},
    {"too many of them", "il y en a trop"},
    {"give it once", "donnez-le une seule fois"},
    {"it is too long, or a control character stands in it",
     "il est trop long, ou contient un caractère de commande"},
    {"give a number from 0 to {}", "donnez un nombre de 0 à {}"},
    {"write true or false", "écrivez true ou false"},
    {"it is one of: {}", "c’est l’un de : {}"},
    {"write a text in quotes", "écrivez un texte entre guillemets"},
    {"write a number without quotes", "écrivez un nombre sans guillemets"},
    {"no {} is given: write --{}, set {}, or write `{}` into the file of --config",
     "{0} n’est pas donné : écrivez --{1}, fixez {2}, ou écrivez « {3} » dans le fichier de "
     "--config"},
    {"it is no TOML: {}", "ce n’est pas du TOML : {}"},
    {"{}: write it like /consentement", "{} : écrivez-le comme /consentement"},
    {"{}: write it like https://www.ameli.fr", "{} : écrivez-la comme https://www.ameli.fr"},
    {"{}: write it like staff.example.fr, without port",
     "{} : écrivez-le comme staff.example.fr, sans port"},
    {"write it like https://temoin.example.fr", "écrivez-la comme https://temoin.example.fr"},
    {"write it like https://auth.example.fr/realms/agents",
     "écrivez-le comme https://auth.example.fr/realms/agents"},
    {"it needs --provider-client, the client's id there",
     "il demande --provider-client, l’identifiant du client chez lui"},
    {"openid is one of them", "openid en fait partie"},
    {"it needs --staff-url, the console's address",
     "il demande --staff-url, l’adresse de la console"},
    {"{} holds one line, the secret", "{} contient une ligne, le secret"},
    {"it moves the clock; it needs --demo", "il déplace l’horloge ; il demande --demo"},
    {"--at: write 2026-11-21T12:00:00Z or 2026-11-21",
     "--at : écrivez 2026-11-21T12:00:00Z ou 2026-11-21"},
    {"at most 1 MiB is read", "1 Mio au plus est lu"},
    {"no name was given", "aucun nom n’est donné"},
    {"{} is not a readable catalogue", "{} n’est pas un catalogue lisible"},
    {"{}/temoin.db is missing beside the keys or checkpoint log. Put the latest database in place, "
     "or restore a backup (temoin restore --data {} FILE). If there is none, start the server: it "
     "says what is lost",
     "{0}/temoin.db manque à côté des clés ou du journal des points de contrôle. Remettez la "
     "dernière base en place, ou "
     "restaurez une sauvegarde (temoin restore --data {0} FILE). S’il n’y en a pas, démarrez le "
     "serveur : il dit ce qui est perdu"},
    {"{} holds no data of temoin", "{} ne contient pas de données de temoin"},
    {"say which FILE is to be restored, or --acknowledge-loss",
     "dites quel FILE restaurer, ou --acknowledge-loss"},
    {"the log has no checkpoint yet", "le journal n’a pas encore de point de contrôle"},
    {"{} is one line of at most {} bytes of UTF-8, without characters that steer a terminal or "
     "turn the direction of writing",
     "{} est une ligne de {} octets d’UTF-8 au plus, sans caractère qui commande un terminal ou "
     "retourne le sens d’écriture"},
    {"{} cannot be written to", "{} n’accepte pas d’écriture"},
    {"--out names the folder of the dossier, or the .zip",
     "--out nomme le répertoire du dossier, ou le .zip"},
    {"a .zip.p7m is sealed: --encrypt-to names the certificates of its receivers",
     "un .zip.p7m est chiffré : --encrypt-to nomme les certificats de ses destinataires"},
    {"--encrypt-to makes a sealed archive: --out names it, such as dossier.zip.p7m",
     "--encrypt-to fait une archive chiffrée : --out la nomme, telle que dossier.zip.p7m"},
    {"{} is there already", "{} existe déjà"},
    {"--service names a service of {}: \"{}\" is none",
     "--service nomme un service de {} : « {} » n’en est pas un"},
    {"The processing of the choice at index {} is limited at the person's request: say with "
     "'despite' why it is used all the same.",
     "Le traitement du choix à l’indice {} est limité à la demande de la personne : « despite » "
     "indique pourquoi il est utilisé malgré tout."},
    {"--destroy-by is a day to come: {} is over",
     "--destroy-by est un jour à venir : {} est passé"},
    {"{} is no recording of \"temoin scan\", which says what pages ask for, too",
     "{} n’est pas un relevé de « temoin scan », qui dit aussi ce que les pages demandent"},
    {"say which site it is: --site SITE", "dites de quel site il s’agit : --site SITE"},
    {"{} is there already: add services with \"temoin catalog add\"",
     "{} existe déjà : ajoutez des services avec « temoin catalog add »"},
    {"say where to: --tsa URL (a time stamping authority) or --export FILE",
     "dites où : --tsa URL (une autorité d’horodatage) ou --export FILE"},
    {"{} holds no database: there is nothing to adopt",
     "{} ne contient pas de base : il n’y a rien à adopter"},
    {"the server that runs on {} publishes the catalogue in {}, not {}",
     "le serveur en service sur {} publie le catalogue de {}, et non {}"},
    {"several revisions begin so", "plusieurs versions commencent ainsi"},
    {"{} never published a revision {}", "{} n’a jamais publié de version {}"},
    {"--step is day, week or month", "--step est day, week ou month"},
    {"--format {}: an export is csv, jsonl or jsonld",
     "--format {} : un export est csv, jsonl ou jsonld"},
    {"no site {} was published in {}", "aucun site {} n’a été publié dans {}"},
    {"{} does not start", "{} ne démarre pas"},
    {"the scanner is not installed: \"apt install temoin-scanner\" brings it, with Node.js and "
     "Chromium; in the sources it is scripts/scan",
     "l’explorateur n’est pas installé : « apt install temoin-scanner » l’apporte, avec Node.js et "
     "Chromium ; dans les sources, c’est scripts/scan"},
    {"no library of services in {}: name its folder with --library, or copy it beside the sites",
     "pas de bibliothèque de services dans {} : nommez son dossier avec --library, ou copiez-la à "
     "côté des sites"},
    {"nothing was written", "rien n’a été écrit"},
    {"begin with \"temoin catalog new {}\"", "commencez par « temoin catalog new {} »"},
    {"pages are missing in this recording; \"stopped\" in it names them",
     "des pages manquent dans ce relevé ; « stopped » les y nomme"},
    {"the catalogue in {} cannot be read:\n{}", "le catalogue de {} ne se lit pas :\n{}"},
    {"No site of the name \"{}\" was ever published here.",
     "Aucun site du nom « {} » n’a jamais été publié ici."},
    {"No site of that name is declared.", "Aucun site de ce nom n’est déclaré."},
    {"There is no entry {}.", "Il n’y a pas d’entrée {}."},
    {"nothing was ever published of {}", "rien n’a jamais été publié de {}"},
    {"A revision is 64 hexadecimal digits.", "Une version est de 64 chiffres hexadécimaux."},
    {"nothing of {} waits to be approved", "rien de {} n’attend d’accord"},
    {"not {} records wait to be approved: {}",
     "ce ne sont pas {} preuves qui attendent un accord : {}"},
    {"{} records of {}, the oldest given on {}: temoin purge --data DIR --approve {} --records {}",
     "{} preuves de {}, la plus ancienne du {} : temoin purge --data DIR --approve {} --records "
     "{}"},
    {"Nothing is erased while the database cannot be vouched for. {}",
     "Rien n’est effacé tant que la base n’est pas sûre. {}"},
    {"Nothing can be added to the log while it is not whole: it would stand where another entry "
     "is. {}",
     "Rien ne s’ajoute au journal tant qu’il n’est pas entier : ce serait à la place d’une autre "
     "entrée. {}"},
    {"The token's last day is over already.", "Le dernier jour du jeton est déjà passé."},
    {"A token of last resort ends within a day.",
     "Un jeton de dernier recours finit dans la journée."},
    {"A token opens no more than the one that makes it.",
     "Un jeton n’ouvre pas plus que celui qui le crée."},
    {"There is no token of this id.", "Il n’y a pas de jeton de cet identifiant."},
    {"no token has this id; `temoin token list` shows them",
     "aucun jeton n’a cet identifiant ; « temoin token list » les montre"},
    {"a name has 1 to 100 printable bytes", "un nom a de 1 à 100 octets imprimables"},
    {"a name does not end as a person's in the log",
     "un nom ne finit pas comme celui d’une personne dans le journal"},
    {"a token ends in the future", "un jeton prend fin à une date à venir"},
    {"{} is damaged; restore it from a backup",
     "{} est endommagé ; restaurez-le à partir d’une sauvegarde"},
    {"There is nobody of this id.", "Il n’y a personne de cet identifiant."},
    {"Their access was revoked.", "Son accès a été révoqué."},
    {"People join with a passkey where the server runs with --staff-url, the console's address: "
     "https and a name, or http://localhost.",
     "On ne peut s’enregistrer avec une clé d’accès que si le serveur est lancé avec --staff-url, "
     "l’adresse de la console : https et un nom, ou http://localhost."},
    {"Somebody has a role here already: they invite others, or `temoin person invite` does.",
     "Quelqu’un a déjà un rôle ici : il invite les autres, ou « temoin person invite » le fait."},
    {"There is no open invitation of this id.",
     "Il n’y a pas d’invitation en cours de cet identifiant."},
    {"Too many invitations are open: withdraw some, or wait until they end.",
     "Trop d’invitations sont en cours : retirez-en, ou attendez qu’elles finissent."},
    {"Too many people are known here.", "Trop de personnes sont connues ici."},
    {"A hold names at most {} records.", "Une suspension porte sur {} preuves au plus."},
    {"A hold has a reason of 1 to {} bytes.", "Une suspension a un motif de 1 à {} octets."},
    {"A hold needs a day in the future to be reviewed on.",
     "Une suspension porte un jour à venir où elle est réexaminée."},
    {"The period ends before it begins.", "La période finit avant de commencer."},
    {"There is no hold {}.", "Il n’y a pas de suspension {}."},
    {"It is one of {}.", "C’est l’un de {}."},
    {"There is no choice of this site at this index.",
     "Il n’y a pas de choix de ce site à cet indice."},
    {"There is no request {}.", "Il n’y a pas de demande {}."},
    {"The number has 1 to {} letters, digits and -_./ only.",
     "Le numéro a de 1 à {} lettres, chiffres et -_./ seulement."},
    {"A request is noted once it came.", "Une demande s’inscrit une fois arrivée."},
    {"This number is in the register already.", "Ce numéro est déjà au registre."},
    {"An extension has a reason of 1 to {} bytes.",
     "Une prolongation a un motif de 1 à {} octets."},
    {"The request is extended already.", "La demande est déjà prolongée."},
    {"The request is answered already.", "Il a déjà été répondu à la demande."},
    {"The person is told of an extension within the first month, which is over.",
     "La personne est informée d’une prolongation dans le premier mois, qui est passé."},
    {"An answer goes out after the request came, and is noted then.",
     "Une réponse part après l’arrivée de la demande, et s’inscrit alors."},
    {"There is no key at {}", "Il n’y a pas de clé à {}"},
    {"There is a log key in {} already. \"temoin key rotate\" replaces it and keeps the old public "
     "key.",
     "Il y a déjà une clé du journal dans {}. « temoin key rotate » la remplace et garde "
     "l’ancienne clé publique."},
    {"A log's name is one word without '+'.", "Le nom d’un journal est un mot sans « + »."},
    {"There is no checkpoint log in {}", "Il n’y a pas de journal des points de contrôle dans {}"},
    {"The checkpoint log in {} is in use by another process.",
     "Le journal des points de contrôle de {} sert à un autre processus."},
    {"There is a checkpoint log in {} already.",
     "Il y a déjà un journal des points de contrôle dans {}."},
    {"there is no loss to acknowledge: no start has found the database to lack what the checkpoint "
     "log holds, or it is acknowledged already{}",
     "il n’y a pas de perte dont prendre acte : aucun démarrage n’a trouvé que la base manque de "
     "ce que tient le journal, ou c’est déjà fait{}"},
    {"no checkpoint is kept yet: the first one of a day is, once the server signed it",
     "aucun point de contrôle n’est encore conservé : le premier d’un jour l’est, une fois signé "
     "par le serveur"},
    {"the time stamping authority at {} does not answer: {}",
     "l’autorité d’horodatage de {} ne répond pas : {}"},
    {"The time stamping authority refused, status {}{}",
     "L’autorité d’horodatage a refusé, statut {}{}"},
    {"no server runs here, so that nothing would sign the entry of this dossier",
     "aucun serveur n’est en service ici : rien ne signerait l’entrée de ce dossier"},
    {"the log has no key yet: no dossier can be registered",
     "le journal n’a pas encore de clé : aucun dossier ne peut être enregistré"},
    {"You say that it is {}, the machine's clock says {}. If the machine is wrong, set its clock "
     "(synchronise it) first; then type the time it is.",
     "Vous dites qu’il est {}, l’horloge de la machine dit {}. Si celle-ci est fausse, mettez-la "
     "d’abord à l’heure (synchronisez-la) ; saisissez ensuite l’heure qu’il est."},
    {"The machine's clock says {}, {} before the newest time that is kept: it is wrong, or it was "
     "ahead before. {}",
     "L’horloge de la machine dit {}, {} avant l’heure conservée la plus récente : elle est "
     "fausse, ou elle avançait auparavant. {}"},
    {"The machine's clock says {}, {} after the newest time that is kept, and the kernel does not "
     "vouch for it. {}",
     "L’horloge de la machine dit {}, {} après l’heure conservée la plus récente, et le noyau ne "
     "s’en porte pas garant. {}"},
    {"The machine's clock says {}: it jumped ahead by {}, and the kernel does not vouch for it. {}",
     "L’horloge de la machine dit {} : elle a sauté en avant de {}, et le noyau ne s’en porte pas "
     "garant. {}"},
    {"It is gone by all the same: this is a demonstration.",
     "Elle fait foi quand même : c’est une démonstration."},
    {"Choices are not recorded and nothing is erased on time until it is settled. If the clock is "
     "wrong, set it (synchronise it): nothing else is needed. If it is right, type the time "
     "yourself: temoin clock confirm --now TIME --data DIR",
     "Les choix ne sont pas enregistrés et rien n’est effacé à l’échéance tant que ce n’est pas "
     "réglé. Si l’horloge est fausse, mettez-la à l’heure (synchronisez-la) : rien d’autre n’est "
     "nécessaire. Si elle est juste, saisissez l’heure vous-même : temoin clock confirm --now TIME "
     "--data DIR"},
    {"The database contradicts the checkpoint log{}. It is not this log's, or it was altered. Keep "
     "both for an inquiry; restore the latest backup of this log's database from before, and start "
     "again: what is missing then is completed from the checkpoint log.",
     "La base contredit le journal des points de contrôle{}. Elle n’est pas de ce journal, ou elle "
     "a été altérée. Gardez les deux pour une enquête ; restaurez la dernière sauvegarde d’avant, "
     "et redémarrez : ce qui manque alors est complété d’après le journal."},
    {"The database in {} is damaged{}. Stop the server, move temoin.db away with its -wal and "
     "-shm, put the latest backup in place (temoin restore --data {} FILE) and start again: what "
     "was signed since is completed from the checkpoint log.",
     "La base de {} est endommagée{}. Arrêtez le serveur, mettez temoin.db de côté avec ses -wal "
     "et -shm, mettez la dernière sauvegarde en place (temoin restore --data {} FILE) et "
     "redémarrez : ce qui a été signé depuis est complété d’après le journal."},
    {"The database in {} could not be opened; the part \"store\" says why and what to do. Neither "
     "move, replace nor restore it before that is known. Nothing is signed until then.",
     "La base de {} n’a pas pu être ouverte ; la partie « store » dit pourquoi et que faire. Ne la "
     "déplacez, ne la remplacez ni ne la restaurez avant de le savoir. Rien n’est signé d’ici là."},
    {"The checkpoint log is missing: {} holds none, and this log has signed before. Mount or "
     "restore "
     "it (--log-journal DIR). If it is lost for good, \"temoin log adopt --data {}\" starts a new "
     "one from the database; do that only when the database is the latest, never after restoring "
     "an older backup.",
     "Le journal des points de contrôle manque : {} n’en contient pas, et ce journal de preuves a "
     "déjà signé. Montez-le ou restaurez-le (--log-journal DIR). S’il est définitivement perdu, « "
     "temoin log adopt --data {} » en commence un nouveau d’après la base ; ne le faites que si la "
     "base est la dernière, jamais après avoir restauré une sauvegarde plus ancienne."},
    {"The checkpoint log cannot be read{}. Restore it from its own backup or mirror; \"temoin log "
     "verify\" says whether the database is whole.",
     "Le journal des points de contrôle ne se lit pas{}. Restaurez-le de sa sauvegarde ou de son "
     "miroir ; « temoin log verify » dit si la base est entière."},
    {"Checkpoint log and key do not belong together{}. Point --log-journal at this log's own, or "
     "restore this log's log.key and log.vkeys to {}.",
     "Le journal des points de contrôle et la clé ne vont pas ensemble{}. Donnez à --log-journal "
     "celui de ce journal de preuves, ou restaurez ses log.key et log.vkeys dans {}."},
    {"The checkpoint log in {} was cut, or restored to an earlier state{}. Restore the latest one "
     "from its mirror. If that is lost for good and the database is the latest, move this one away "
     "and run \"temoin log adopt --data {}\".",
     "Le journal des points de contrôle de {} a été coupé, ou ramené à un état antérieur{}. "
     "Restaurez le dernier de son miroir. S’il est définitivement perdu et que la base est la "
     "dernière, mettez celui-ci de côté et lancez « temoin log adopt --data {} »."},
    {"Database and checkpoint log in {} are both older than this log{}. Restore the latest of "
     "either: "
     "a later checkpoint log completes the database, a later database continues the checkpoint "
     "log. If both are "
     "lost for good, docs/operate.md (Loss) says how to go on.",
     "La base et le journal des points de contrôle de {} sont tous deux plus anciens que ce "
     "journal de preuves{}. Restaurez le dernier de l’un ou de l’autre : un journal plus récent "
     "complète la base, une base plus récente continue ce journal. Si les deux sont définitivement "
     "perdus, docs/operate.md (Loss) dit comment continuer."},
    {"A checkpoint that this log signed is of another history than database and checkpoint log{}. "
     "Keep all of them for an inquiry; restore the database and the checkpoint log that belong to "
     "it.",
     "Un point de contrôle signé par ce journal est d’une autre histoire que la base et le journal "
     "des points de contrôle{}. Gardez-les tous pour une enquête ; restaurez la base et le journal "
     "qui lui appartiennent."},
    {"What is left in {} shows that it has been served from{}. Its database, its checkpoint log "
     "and "
     "log.key are missing: restore them (--log-journal DIR). To begin a new log under another "
     "name, use an empty directory.",
     "Ce qui reste dans {} montre qu’il a servi{}. Sa base, son journal des points de contrôle et "
     "log.key manquent : restaurez-les (--log-journal DIR). Pour commencer un nouveau journal de "
     "preuves sous un autre nom, prenez un répertoire vide."},
    {"The log's key is missing from {}, and this log has signed before. Restore log.key and "
     "log.vkeys from their backup, and start again. If log.key is lost for good, \"temoin key "
     "rotate --data {}\" makes a new key of the same log, as long as log.vkeys is there.",
     "La clé du journal manque dans {}, et ce journal a déjà signé. Restaurez log.key et log.vkeys "
     "de leur sauvegarde, et redémarrez. Si log.key est définitivement perdue, « temoin key rotate "
     "--data {} » fait une nouvelle clé du même journal, tant que log.vkeys est là."},
    {"The log's keys cannot be read{}. Restore them from their backup to {}.",
     "Les clés du journal ne se lisent pas{}. Restaurez-les de leur sauvegarde dans {}."},
    {"log.key in {} is an earlier key of this log: log.vkeys begins with a later one. Restore the "
     "latest log.key and log.vkeys, or run \"temoin key rotate --data {}\" with the server "
     "stopped, and start again.",
     "log.key dans {} est une clé antérieure de ce journal : log.vkeys commence par une plus "
     "récente. Restaurez les derniers log.key et log.vkeys, ou lancez « temoin key rotate --data "
     "{} » le serveur arrêté, et redémarrez."},
    {"log.key in {} is no key of this log: log.vkeys does not name it, or the log was signed by "
     "another before. Move it away and restore this log's log.key and log.vkeys; if log.key is "
     "lost for good, \"temoin key rotate --data {}\" then makes a new one.",
     "log.key dans {} n’est pas une clé de ce journal : log.vkeys ne la nomme pas, ou le journal a "
     "été signé par une autre auparavant. Mettez-la de côté et restaurez les log.key et log.vkeys "
     "de ce journal ; si log.key est définitivement perdue, « temoin key rotate --data {} » en "
     "fait alors une nouvelle."},
    {"What this log signed last does not verify under the keys in {}{}. Either log.key and "
     "log.vkeys are of another log, or log.vkeys lacks the key that signed: restore this log's. Or "
     "database and checkpoint log are of another log: put this log's in place. Nothing is recorded "
     "until they belong together.",
     "Ce que ce journal a signé en dernier ne se vérifie pas avec les clés de {}{}. Ou bien "
     "log.key et log.vkeys sont d’un autre journal, ou bien log.vkeys n’a pas la clé qui a signé : "
     "restaurez celles de ce journal. Ou la base et le journal des points de contrôle sont d’un "
     "autre : mettez les bons en place. Rien n’est enregistré tant qu’ils ne vont pas ensemble."},
    {"log.vkeys in {} lists what is no key of this log{}: the checkpoint log does not name it, and "
     "no "
     "kept checkpoint verifies under it. Keep a copy for an inquiry, restore log.vkeys or remove "
     "that line, and start again.",
     "log.vkeys dans {} cite ce qui n’est pas une clé de ce journal{} : le journal des points de "
     "contrôle ne la nomme pas, et aucun point de contrôle conservé ne se vérifie avec elle. "
     "Gardez une copie pour une enquête, restaurez log.vkeys ou ôtez cette ligne, et redémarrez."},
    {"None of this log's keys signed the newest anchor in {}/anchors{}. It is another log's: keep "
     "a copy for an inquiry, move it away and start again. Or log.vkeys and checkpoint log lack "
     "the key that signed it: restore the latest of both.",
     "Aucune clé de ce journal n’a signé l’horodatage le plus récent de {}/anchors{}. Il est d’un "
     "autre journal : gardez une copie pour une enquête, mettez-le de côté et redémarrez. Ou "
     "log.vkeys et le journal des points de contrôle n’ont pas la clé qui l’a signé : restaurez "
     "les derniers de l’un et de l’autre."},
    {"The database was {} when the server started. Lost: {}; whatever came after the last "
     "checkpoint; and the holds, counts and lines of the access log that no backup has. The log "
     "was completed from the checkpoint log. Nothing is recorded and nothing falls due until "
     "somebody "
     "takes note: if a later database exists, stop the server and put that in place; if not, "
     "\"temoin restore --acknowledge-loss --data DIR\", then set the holds again.",
     "La base était {} au démarrage du serveur. Perdus : {} ; tout ce qui est venu après le "
     "dernier point de contrôle ; et les suspensions, les comptes et les lignes du journal des "
     "accès qu’aucune sauvegarde n’a. Le journal de preuves a été complété d’après le journal des "
     "points de contrôle. Rien n’est enregistré et rien n’échoit tant que personne n’en prend acte "
     ": s’il existe une base plus récente, arrêtez le serveur et mettez-la en place ; sinon, « "
     "temoin restore --acknowledge-loss --data DIR », puis rétablissez les suspensions."},
    {"missing or empty", "absente ou vide"},
    {"older than what the log had signed", "plus ancienne que ce que le journal avait signé"},
    {"the database, from which nothing had been signed", "la base, d’où rien n’avait été signé"},
    {"entries {} to {} ({})", "entrées {} à {} ({})"},
    {"The last day of a role is over already.", "Le dernier jour d’un rôle est déjà passé."},
    {"An auditor's role has an end.", "Un rôle d’auditeur a une fin."},
    {"Nobody gives more than the sites they see themselves.",
     "Personne ne donne plus que les sites qu’il voit lui-même."},
    {"At most {} roles are given to a person.", "Une personne reçoit {} rôles au plus."},
    {"Nobody changes their own rights.", "Personne ne change ses propres droits."},
    {"A name has 1 to 80 printable bytes.", "Un nom a de 1 à 80 octets imprimables."},
    {"Give one role at least.", "Donnez au moins un rôle."},
    {"Your access was revoked.", "Votre accès a été révoqué."},
    {"Take away the roles of your sites: others gave theirs.",
     "Retirez les rôles de vos sites : d’autres ont donné les leurs."},
    {"the site has a service {} already; \"temoin catalog outdated\" shows what the library has "
     "changed since",
     "le site a déjà un service {} ; « temoin catalog outdated » montre ce que la bibliothèque a "
     "changé depuis"},
    {"the site's id is {}", "l’identifiant du site est {}"},
    {"{} is no origin: write {}", "{} n’est pas une origine : écrivez {}"},
    {"the recording has no phase \"{}\"", "le relevé n’a pas de phase « {} »"},
    {"the recording is compressed: unpack it first",
     "le relevé est compressé : décompressez-le d’abord"},
    {"neither JSON nor text", "ni JSON ni texte"},
    {"not JSON: {} at byte {}", "ce n’est pas du JSON : {} à l’octet {}"},
    {"at most 4 MiB are read of an export", "4 Mio au plus sont lus d’un export"},
    {"at most 1 MiB is read of a script: give the file that has the configuration",
     "1 Mio au plus est lu d’un script : donnez le fichier qui contient la configuration"},
    {"there is no importer for {}", "il n’y a pas d’importation pour {}"},
    {"a cookie database of at most 64 MiB is expected",
     "une base de cookies de 64 Mio au plus est attendue"},
    {"not the Open Cookie Database: no column \"{}\"",
     "ce n’est pas l’Open Cookie Database : pas de colonne « {} »"},
    {"a quote is never closed, after row {}", "un guillemet n’est jamais fermé, après la ligne {}"},
    {"The pictures were taken later than now: the clocks differ.",
     "Les images ont été prises plus tard que maintenant : les horloges diffèrent."},
    {"There are more pictures than the manifest names.",
     "Il y a plus d’images que le manifeste n’en nomme."},
    {"The picture {} is missing.", "L’image {} manque."},
    {"Revision {} was not in force on {}: pictures are of what was shown.",
     "La version {} n’était pas en vigueur le {} : les images sont de ce qui a été montré."},
    {"{} never published revision {} as generation {}.",
     "{} n’a jamais publié la version {} comme génération {}."},
    {"The note carries no signature of a key that was given.",
     "La note ne porte aucune signature d’une clé donnée."},
    {"The signature of {} on the note does not verify.",
     "La signature de {} sur la note ne se vérifie pas."},
    {"The checkpoint is of log \"{}\", of which no key that was given signed it.",
     "Le point de contrôle est du journal « {} », dont aucune clé donnée ne l’a signé."},
    {"The inclusion proof is too long.", "La preuve d’inclusion est trop longue."},
    {"The inclusion proof is too short.", "La preuve d’inclusion est trop courte."},
    {"The inclusion proof does not lead to the root.",
     "La preuve d’inclusion ne mène pas à la racine."},
    {"The proof carries no record: it is no receipt.",
     "La preuve ne porte pas d’enregistrement : ce n’est pas un reçu."},
    {"A verifier key is at most 1 KiB.", "Une clé de vérification fait 1 Kio au plus."},
    {"A verifier key reads <name>+<key ID>+<base64>.",
     "Une clé de vérification s’écrit <nom>+<identifiant>+<base64>."},
    {"The verifier key's name is not valid.",
     "Le nom de la clé de vérification n’est pas valable."},
    {"The verifier key's ID is not 8 hex digits.",
     "L’identifiant de la clé de vérification n’est pas de 8 chiffres hexadécimaux."},
    {"The verifier key is no Ed25519 key (base64 of 01 and 32 bytes).",
     "La clé de vérification n’est pas une clé Ed25519 (base64 de 01 et 32 octets)."},
    {"The verifier key's ID is not that of its name and key: a character of it was changed.",
     "L’identifiant de la clé de vérification n’est pas celui de son nom et de sa clé : un "
     "caractère a été changé."},
    {"A signed note is at most 64 KiB.", "Une note signée fait 64 Kio au plus."},
    {"The note is not UTF-8 text, or has a control character.",
     "La note n’est pas du texte UTF-8, ou a un caractère de commande."},
    {"The note's last line does not end.", "La dernière ligne de la note ne finit pas."},
    {"The note has no signatures.", "La note n’a pas de signature."},
    {"Signature line {} of the note is malformed.",
     "La ligne de signature {} de la note est mal formée."},
    {"The note has more than 64 signatures.", "La note a plus de 64 signatures."},
    {"{} is not in a tree of {}", "{} n’est pas dans un arbre de {}"},
    {"the library has no service {}; {}", "la bibliothèque n’a pas de service {} ; {}"},
    {"\"temoin catalog library\" lists them, and a service that is not there is declared by hand "
     "(docs/catalogue.md)",
     "« temoin catalog library » les donne, et un service qui n’y est pas se déclare à la main "
     "(docs/catalogue.md)"},
    {"no service and no cookie was found; expected is {}",
     "aucun service ni cookie n’a été trouvé ; est attendu : {}"},
    {"expected is {}", "est attendu : {}"},
    {"1 to 64 characters of a-z, 0-9 and -", "de 1 à 64 caractères : a-z, 0-9 et -"},
    {"1 to 64 characters of a-z, 0-9, . and -, the first a letter or digit",
     "de 1 à 64 caractères : a-z, 0-9, . et -, le premier une lettre ou un chiffre"},
    {"{} exists already: a copy is never written over.",
     "{} existe déjà : une copie n’écrase jamais rien."},
    {"{} exists already: move it away, then restore.",
     "{} existe déjà : mettez-le de côté, puis restaurez."},
    {"This is no backup of a consent database.",
     "Ce n’est pas une sauvegarde d’une base de consentements."},
    {"The backup could not be written: {}.", "La sauvegarde n’a pas pu être écrite : {}."},
    {"The backup is damaged: {}", "La sauvegarde est endommagée : {}"},
    {"There is no hold {} in force.", "Il n’y a pas de suspension {} en vigueur."},
    {"{} is missing, and {}-wal lies there: its write-ahead log, with choices that only the two "
     "together give back. It is not changed. {}",
     "{} manque, et {}-wal est là : son journal d’écriture, avec des choix que seuls les deux "
     "ensemble rendent. Il n’est pas changé. {}"},
    {"The data directory was opened for reading only.",
     "Le répertoire de données a été ouvert en lecture seule."},
    {"name takes the name that visitors know the site by, yes or later",
     "name attend le nom sous lequel les visiteurs connaissent le site, yes ou later"},
    {"Nothing was published under that hash.", "Rien n’a été publié sous cette empreinte."},
    {"{} breaks rules that nobody waived; `temoin catalog check` explains them:",
     "{} enfreint des règles auxquelles personne n’a dérogé ; « temoin catalog check » les "
     "explique :"},
    {"The database is empty or none of temoin's (format {}). Move it away and restore a backup: "
     "`temoin restore --data DIR FILE`.",
     "La base est vide ou n’est pas de temoin (format {}). Mettez-la de côté et restaurez une "
     "sauvegarde : « temoin restore --data DIR FILE »."},
    {"{} is damaged: {} Stop whatever uses it, move it away with its -wal and -shm, put the latest "
     "backup in place (temoin restore --data {} FILE) and start again: what was signed since is "
     "completed from the checkpoint log.",
     "{} est endommagée : {} Arrêtez ce qui s’en sert, mettez-la de côté avec ses -wal et -shm, "
     "mettez la dernière sauvegarde en place (temoin restore --data {} FILE) et redémarrez : ce "
     "qui a été signé depuis est complété d’après le journal."},
    {"a server runs on {}: stop it first, and start it again after",
     "un serveur est en service sur {} : arrêtez-le d’abord, et redémarrez-le ensuite"},
    {"this is not a format I know; it looks like {}. Give a HAR (log.entries), an inspection.json, "
     "a recording of scripts/scan, Set-Cookie lines of curl -v, or an export of cookies: "
     "Playwright, DevTools, Cookie-Editor, Selenium, cookies.txt (docs/formats.md)",
     "ce format n’est pas connu ; cela ressemble à {}. Donnez un HAR (log.entries), un "
     "inspection.json, un relevé de scripts/scan, des lignes Set-Cookie de curl -v, ou un export "
     "de cookies : Playwright, DevTools, Cookie-Editor, Selenium, cookies.txt (docs/formats.md)"},
    {"text without a request, an answer or a cookie",
     "du texte sans requête, ni réponse, ni cookie"},
    {"--format sarif is of the whole check: leave out --blocking and --draft-waivers",
     "--format sarif vaut pour tout le contrôle : sans --blocking ni --draft-waivers"},
    // What is wrong with the files of a catalogue, an export or a recording.
    {"{}#{}: expected {}", "{}#{} : il faut {}"},
    {"\"{}\", as the file is called", "« {} », comme se nomme le fichier"},
    {"\"{}\", as {} says of the vendor {}", "« {} », comme {} le dit du fournisseur {}"},
    {"at least one site", "au moins un site"},
    {"fewer problems: the list stops here", "moins de fautes : la liste s’arrête ici"},
    {"an object", "un objet"},
    {"an array", "une liste"},
    {"the member's name to be {}", "que le nom du membre soit {}"},
    {"the text in at least one language", "le texte dans une langue au moins"},
    {"the text in English too", "le texte en anglais aussi"},
    {"the member \"{}\", in the site's first language",
     "le membre « {} », dans la première langue du site"},
    {"the member \"{}\", which is missing", "le membre « {} », qui manque"},
    {"the member \"texts\", since there is something to ask a visitor",
     "le membre « texts », puisqu’il y a de quoi interroger un visiteur"},
    {"{}, or null where nothing is published", "{}, ou null si rien n’est publié"},
    {"one of {}", "un mot parmi {}"},
    {"a value that is not in the list already", "une valeur qui ne soit pas déjà dans la liste"},
    {"true or false", "true ou false"},
    {"true, false, or null where nothing is published",
     "true, false, ou null si rien n’est publié"},
    {"a whole number from {} to {}", "un nombre entier de {} à {}"},
    {"a duration of at most 1000 years", "une durée d’au plus 1000 ans"},
    {"no member of this name; known here: {}",
     "ne pas écrire ce membre, inconnu ici ; ceux qui le sont : {}"},
    {"1 to 300 characters on one line", "de 1 à 300 caractères sur une ligne"},
    {"1 to 4000 characters without control characters",
     "de 1 à 4000 caractères, sans caractère de commande"},
    {"a host name in lower case such as adform.net",
     "un nom d’hôte en minuscules, comme adform.net"},
    {"a host and a path such as www.google.com/maps/embed",
     "un hôte et un chemin, comme www.google.com/maps/embed"},
    {"an origin such as https://www.ameli.fr, without a path",
     "une origine comme https://www.ameli.fr, sans chemin"},
    {"1 to 64 letters, digits, _ or -", "de 1 à 64 lettres, chiffres, _ ou -"},
    {"two capital letters of ISO 3166-1, or EU", "deux majuscules de l’ISO 3166-1, ou EU"},
    {"a duration such as P13M, P30D, PT30M or P1Y6M", "une durée comme P13M, P30D, PT30M ou P1Y6M"},
    {"a date such as 2027-06-30", "une date comme 2027-06-30"},
    {"an address that begins with https://", "une adresse qui commence par https://"},
    {"the IANA name of a time zone such as Europe/Paris, or UTC",
     "le nom IANA d’un fuseau horaire, comme Europe/Paris, ou UTC"},
    {"a language tag such as fr, de or pt-BR", "une langue, comme fr, de ou pt-BR"},
    {"1 to 64 letters, digits, ., _ or -", "de 1 à 64 lettres, chiffres, ., _ ou -"},
    {"the pointer of a text in the vendor's file, such as /transfer/text",
     "le pointeur d’un texte du fichier du fournisseur, comme /transfer/text"},
    {"the pointer of a text in {}", "le pointeur d’un texte de {}"},
    {"the id of a vendor; there is no vendors/{}.json",
     "l’identifiant d’un fournisseur ; il n’y a pas de vendors/{}.json"},
    {"an id that no other {} of this site has",
     "un identifiant qu’aucun autre membre « {} » de ce site n’a"},
    {"the id of one of the purpose's groups", "l’identifiant d’un groupe de la finalité"},
    {"the id of a service of this site", "l’identifiant d’un service de ce site"},
    {"a day that exists in the calendar", "un jour qui existe dans le calendrier"},
    {"no conditions of exemption outside a purpose that is exempt with opt-out",
     "ne pas écrire de conditions d’exemption hors d’une finalité exemptée sauf opposition"},
    {R"(two different names for "choice" and "context", which is not that of "choice" and )"
     "\"_retry\" either",
     "deux noms différents pour « choice » et « context », qui ne soit pas non plus celui de "
     "« choice » suivi de « _retry »"},
    {"at most P13M", "au plus P13M"},
    {"an origin inside the cookie domain {}", "une origine dans le domaine des cookies, {}"},
    {"at least one origin, since a choice is posted from a page",
     "au moins une origine, puisqu’un choix part d’une page"},
    {"at least one language", "au moins une langue"},
    {"at least one condition", "au moins une condition"},
    {"no condition within a condition", "ne pas mettre de condition dans une condition"},
    {R"("to" with at least one country, since the status is "declared")",
     "« to » avec au moins un pays, puisque l’état est « declared »"},
    {R"(the status "declared", since "to" names a country)",
     "l’état « declared », puisque « to » nomme un pays"},
    {R"(a duration such as P13M or P1Y6M, "session", "until-deleted", null where none is )"
     R"(published, {"duration", "rolling"}, {"words"}, {"accepted", "refused"} or )"
     "{\"conditions\"}",
     "une durée comme P13M ou P1Y6M, « session », « until-deleted », null si aucune n’est "
     R"(publiée, {"duration", "rolling"}, {"words"}, {"accepted", "refused"} ou )"
     "{\"conditions\"}"},
    {"{}, \"{}\" for the site's own hosts, or null where none is published",
     "{}, « {} » pour les hôtes du site, ou null si aucun n’est publié"},
    {"a machine that knows time zones. {}", "une machine qui connaît les fuseaux horaires. {}"},
    {"a time zone that this machine knows, by its IANA name such as Europe/Paris, or UTC",
     "un fuseau horaire que cette machine connaît, par son nom IANA, comme Europe/Paris, ou "
     "UTC"},
    {R"(one of the members "duration" (such as P12M) and "calendar_years")",
     "un seul des membres « duration » (comme P12M) et « calendar_years »"},
    {"an address without scheme and query, such as www.example.com/tag/",
     "une adresse sans https:// ni ?, comme www.example.com/tag/"},
    {R"(either an "address" or a "package")", "soit « address », soit « package »"},
    {"the \"version\" of the package", "la « version » du paquet"},
    {"{}, one more than before", "{}, un de plus qu’avant"},
    {"no day before the change before", "un jour qui ne précède pas le changement d’avant"},
    {"one of the service's \"sources\"", "une des « sources » du service"},
    {"a source that a fact names", "une source qu’un fait nomme"},
    {"the version of the last of the \"changes\"", "la version du dernier des « changes »"},
    {"a name that no other tracker has", "un nom qu’aucun autre traceur n’a"},
    {"the criteria of the exemption as questions", "les critères de l’exemption, comme questions"},
    {"no questions where the basis is no exemption",
     "ne pas poser de questions où la base n’est pas une exemption"},
    {"at most {} files", "au plus {} fichiers"},
    {"a readable folder: {}", "un dossier lisible : {}"},
    {"a regular file", "un fichier ordinaire"},
    {"a readable file: {}", "un fichier lisible : {}"},
    {"readable JSON: {}", "du JSON lisible : {}"},
    {"nested deeper than {} levels", "l’imbrication dépasse {} niveaux"},
    {"a key is not ASCII", "une clé n’est pas en ASCII"},
    {"only integers, no other numbers", "des entiers, et nul autre nombre"},
    {"an integer beyond 2^53 - 1", "un entier au-delà de 2^53 - 1"},
    {"a string is not valid UTF-8", "une chaîne n’est pas en UTF-8"},
    {"the library has no service {}; \"temoin catalog library\" lists them, and a service "
     "that is not there is declared by hand (docs/catalogue.md)",
     "la bibliothèque n’a pas de service {} ; « temoin catalog library » en donne la liste, "
     "et un service qui n’y est pas se déclare à la main (docs/catalogue.md)"},
    {"{}; begin with \"temoin catalog new {}\"", "{} ; commencez par « temoin catalog new {} »"},
    {"Klaro's configuration: klaroConfig = {services: [{name, …}]}",
     "la configuration de Klaro : klaroConfig = {services: [{name, …}]}"},
    {"vanilla-cookieconsent's configuration: CookieConsent.run({categories: {…}, language: "
     "{…}})",
     "la configuration de vanilla-cookieconsent : CookieConsent.run({categories: {…}, "
     "language: {…}})"},
    {"tarteaucitron's code of a page: (tarteaucitron.job = …).push('youtube')",
     "le code de tarteaucitron d’une page : (tarteaucitron.job = …).push('youtube')"},
    {R"(the answer of Cookiebot's data API: {"cookies": [{"Name", "Provider", …}]})",
     R"(la réponse de l’API de données de Cookiebot : {"cookies": [{"Name", "Provider", )"
     "…}]}"},
    {R"(OneTrust's data of the domain: {"DomainData": {"Groups": […]}})",
     R"(les données du domaine chez OneTrust : {"DomainData": {"Groups": […]}})"},
    {"CookieYes' list of cookies, CSV between commas with the columns post_title, "
     "_cli_cookie_duration, …",
     "la liste des cookies de CookieYes, un CSV entre virgules avec les colonnes post_title, "
     "_cli_cookie_duration, …"},
    {"{}-transfer takes none, yes, later, or a country and a basis such as US:adequacy; "
     "bases: {}",
     "{}-transfer se répond par none, yes, later, ou un pays et une base comme US:adequacy ; "
     "bases : {}"},
    {"{} stays open for a time: say why, --reason TEXT",
     "{} reste ouvert un temps : dites pourquoi, --reason TEXTE"},
    {"{}-role takes {}, yes or later", "{}-role se répond par {}, yes ou later"},
    {"{} takes yes, no, unknown or later", "{} se répond par yes, no, unknown ou later"},
    {"{} is not exempt, for the answer to {} is no: write {}-exemption=no",
     "{} n’est pas exempté, car la réponse à {} est non : écrivez {}-exemption=no"},
    {"{}-exemption=yes confirms the answer to each question; these have none, give it in the "
     "same command:{}",
     "{}-exemption=yes confirme la réponse à chaque question ; celles-ci n’en ont pas, "
     "donnez-la dans la même commande :{}"},
    {"{}-exemption=yes says that each criterion is met: name the function that confirms it "
     "(--by) and how long the data is kept (--retention P25M)",
     "{}-exemption=yes dit que chaque critère est rempli : nommez la fonction qui le confirme "
     "(--by) et la durée de conservation des données (--retention P25M)"},
    {"{}-exemption takes yes, no or later", "{}-exemption se répond par yes, no ou later"},
    {"{}={}: RULE:SUBJECT=later is what a rule that can be waived takes; \"temoin catalog "
     "rules\" lists them",
     "{}={} : RÈGLE:SUJET=later répond à une règle qui admet une dérogation ; « temoin "
     "catalog rules » en donne la liste"},
    {"nothing called {} is to be decided; \"temoin catalog check --blocking\" lists what is",
     "rien de ce nom, {}, n’est à décider ; « temoin catalog check --blocking » donne la "
     "liste de ce qui l’est"},
    {"{} takes yes (what the file says is right) or later",
     "{} se répond par yes (ce que dit le fichier est juste) ou later"},
    {"{} is no day: write 2027-06-30", "{} n’est pas un jour : écrivez 2027-06-30"},
    {"--retention is {}", "--retention est {}"},
    {"two formats in one file", "deux formats dans un même fichier"},
    {"a malformed \\u escape", "échappement \\u mal formé"},
    {"an unknown escape", "échappement inconnu"},
    {"a string that never ends", "chaîne qui ne finit pas"},
    {"a control character in a string", "caractère de commande dans une chaîne"},
    {"an overlong number", "nombre trop long"},
    {"a key is missing", "une clé manque"},
    {"a colon is missing", "un deux-points manque"},
    {"nesting that is too deep", "imbrication trop profonde"},
    {"the end where a value is missing", "fin du texte là où une valeur manque"},
    {"a comma or an end is missing", "une virgule ou une fin manque"},
    {"text after the value", "du texte après la valeur"},
    {"{}: one JSON text is read; give each of several (NDJSON, JSON Lines, files put together) by "
     "itself",
     "{} : un seul texte JSON est lu ; donnez séparément chacun de plusieurs (NDJSON, JSON Lines, "
     "fichiers mis bout à bout)"},
    {"How many days it is kept: refused where that outlives a site's evidence",
     "Combien de jours elle est gardée : refusé si elle survit à la preuve d’un site"},
    {"A backup that is kept for {} days outlives the evidence of {}, which is kept for {}: what "
     "was erased could come back from it. Keep it for fewer days.",
     "Une sauvegarde gardée {} jours survit à la preuve de {}, conservée {} : ce qui a été effacé "
     "pourrait en revenir. Gardez-la moins de jours."},
    {"kept_days is a number of days, up to {}", "kept_days est un nombre de jours, {} au plus"},
    {"a text in UTF-16: save it as UTF-8 first",
     "un texte en UTF-16 : enregistrez-le d’abord en UTF-8"},
    {"the inspection.json of Blacklight", "l’inspection.json de Blacklight"},
    {"a list of cookies by a consent tool (cookieName)",
     "une liste de cookies d’un outil de consentement (cookieName)"},
    {"a JSON list", "une liste JSON"},
    {"an empty JSON object", "un objet JSON vide"},
    {"a JSON object with {}", "un objet JSON avec {}"},
    {"the output of curl --trace, which cuts fields into pieces: give that of curl -v",
     "la sortie de curl --trace, qui coupe les champs : donnez celle de curl -v"},
    {"JSON behind a remark: remove it", "du JSON derrière un commentaire : retirez-le"},
    {"the cookies.yml of the website evidence collector: give its inspection.json",
     "le cookies.yml du website evidence collector : donnez son inspection.json"},
    {"HTML or XML", "du HTML ou du XML"},
    {"JSON that is neither an object nor a list", "du JSON qui n’est ni un objet ni une liste"},
    {"a table of cookies by a consent tool (CSV): it says what is declared, not what was seen",
     "une table de cookies d’un outil de consentement (CSV) : elle dit ce qui est déclaré, "
     "non ce qui a été vu"},
    {"a jar of Python or Perl (LWP): save it as a cookies.txt",
     "un bocal à cookies de Python ou de Perl (LWP) : enregistrez-le en cookies.txt"},
    {"an unknown word", "un mot inconnu"},
    {"this recording of a scan is of schema {}, and only schema 1 is read here: record it "
     "again by the temoin-scan of this version, or take the temoin that wrote it",
     "ce relevé d’un scan est du schéma {}, et seul le schéma 1 se lit ici : relevez de "
     "nouveau par le temoin-scan de cette version, ou prenez le temoin qui l’a écrit"},
    {"there is no phase \"{}\"", "il n’y a pas de phase « {} »"},
    {"a recording without a phase", "un relevé sans phase"},
    {"a phase has no name", "une phase n’a pas de nom"},
    {"CookieYes' list of cookies, CSV with the columns post_title, _cli_cookie_duration, …",
     "la liste de cookies de CookieYes, un CSV aux colonnes post_title, _cli_cookie_duration, …"},
    {"not a revision document: expected {}", "ce n’est pas une version publiée ; est attendu {}"},
    {"'{}' is no address: write HOST:PORT or [V6]:PORT.",
     "« {} » n’est pas une adresse : écrivez HÔTE:PORT ou [V6]:PORT."},
    {"{}: write it like {}", "{} : écrivez-le comme {}"},
    {"\"{}\" is no network; write 10.0.0.0/8, 2001:db8::/32 or an address",
     "« {} » n’est pas un réseau ; écrivez 10.0.0.0/8, 2001:db8::/32 ou une adresse"},
    {"\"{}\": the prefix length goes from 0 to {}", "« {} » : la longueur du préfixe va de 0 à {}"},
    {"\"{}\" has bits set after its prefix; did you mean a longer one?",
     "« {} » a des bits après son préfixe ; vouliez-vous un préfixe plus long ?"},
    {"\"{}\" is no time zone that this machine knows; write an IANA name such as Europe/Paris, or "
     "UTC.",
     "« {} » n’est pas un fuseau horaire connu de cette machine ; écrivez un nom IANA tel que "
     "Europe/Paris, ou UTC."},
    {"This machine's time zones cannot be read: install the package tzdata.",
     "Les fuseaux horaires de cette machine ne se lisent pas : installez le paquet tzdata."},
    {"a role is one of {}, with its sites as in auditor@ameli.fr,cramif",
     "un rôle est l’un de {}, suivi de ses sites comme dans auditor@ameli.fr,cramif"},
    {"A name has 1 to 80 bytes.", "Un nom a de 1 à 80 octets."},
    {"A name has 1 to 100 bytes.", "Un nom a de 1 à 100 octets."},
    {"A name has no characters that nobody sees or that turn the direction of writing.",
     "Un nom n’a pas de caractère invisible, ni qui retourne le sens d’écriture."},
    {"A name does not end as a person's in the log.",
     "Un nom ne finit pas comme celui d’une personne dans le journal."},
    {"People join with a passkey where the server runs with --staff-url, the console's address: "
     "https and a name, or http://localhost; and with --passkeys on.",
     "On rejoint par une clé d’accès là où le serveur tourne avec --staff-url, l’adresse de la "
     "console : https et un nom, ou http://localhost ; et avec --passkeys on."},
    {"'request' is the number of the request: at most 32 letters, digits and -_./ only.",
     "« request » est le numéro de la demande : 32 lettres, chiffres et -_./ au plus."},
    {"review is missing: when is this limitation to be looked at again?",
     "review manque : quand cette limitation est-elle à réexaminer ?"},
    {"there is no certificate in PEM (-----BEGIN CERTIFICATE-----)",
     "il n’y a pas de certificat en PEM (-----BEGIN CERTIFICATE-----)"},
    {"it is not valid yet", "il n’est pas encore valable"},
    {"it has ended: ask its holder for the present one",
     "il a expiré : demandez l’actuel à son titulaire"},
    {"its RSA key is under 2,048 bits", "sa clé RSA a moins de 2 048 bits"},
    {"its key is under 256 bits", "sa clé a moins de 256 bits"},
    {"its key is neither RSA nor of a curve that can encrypt",
     "sa clé n’est ni RSA ni d’une courbe qui chiffre"},
    {"it is for signatures, not for encryption", "il est fait pour signer, non pour chiffrer"},
    {"over 64 KiB: give certificates alone", "plus de 64 Kio : donnez des certificats seuls"},
    {"more than 16 certificates", "plus de 16 certificats"},
    {"certificate {}: {}", "certificat {} : {}"},
    {"The format '{}' is none of this report's: {}.",
     "Le format « {} » n’est pas de ce rapport : {}."},
    {"not a PNG picture: {}", "ce n’est pas une image PNG : {}"},
    {"its sides are 1 to {} pixels", "ses côtés ont de 1 à {} pixels"},
    {"it does not begin like one", "elle ne commence pas comme une image PNG"},
    {"it is cut short", "elle est tronquée"},
    {"a chunk is longer than the file", "un bloc est plus long que le fichier"},
    {"a chunk was altered", "un bloc a été altéré"},
    {"something stands behind its end", "quelque chose suit sa fin"},
    {"The data directory {} is in use by another process{}. Stop it, or give this one a directory "
     "of its own.",
     "Le répertoire de données {} sert à un autre processus{}. Arrêtez-le, ou donnez à celui-ci un "
     "répertoire à lui."},
    {"The database could not execute: {}.", "La base n’a pas exécuté la demande : {}."},
    {"The database could not open {}: {}.", "La base n’a pas pu ouvrir {} : {}."},
    {"The database could not read or write: {}.", "La base n’a pas pu lire ou écrire : {}."},
    {"file is not a database", "ce fichier n’est pas une base de données"},
    {"database disk image is malformed", "la base est endommagée"},
    {"disk I/O error", "erreur d’entrée-sortie du disque"},
    {"database or disk is full", "la base ou le disque est plein"},
    {"attempt to write a readonly database", "la base est en lecture seule"},
    {"unable to open database file", "le fichier de la base ne s’ouvre pas"},
    {"database is locked", "la base est verrouillée"},
    {"A log's name is one word of at most 255 bytes without spaces or '+', such as "
     "\"consentement.example.fr/log\".",
     "Le nom d’un journal est un mot de 255 octets au plus, sans espace ni « + », tel que « "
     "consentement.example.fr/log »."},
    {"the time stamping authority at {} answered {}", "l’autorité d’horodatage de {} a répondu {}"},
    {"{} is no URL", "{} n’est pas une URL"},
};
// NOLINTEND(bugprone-suspicious-missing-comma)

}  // namespace temoin::cli

#endif  // TEMOIN_SERVER_CLI_REASON_PHRASES_H_
