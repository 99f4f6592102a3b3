// Errors of what is kept and proved: base, consent, prooflog, store, reports and render.
// How a row is written: phrase.h.
//
// Thread-safety: constants.
#ifndef TEMOIN_SERVER_CLI_STORE_PHRASES_H_
#define TEMOIN_SERVER_CLI_STORE_PHRASES_H_

#include "server/cli/phrase.h"

namespace temoin::cli {

// NOLINTBEGIN(bugprone-suspicious-missing-comma): sentences are longer than lines.
inline constexpr Phrase kStorePhrases[] = {
    {"{} has mode {}, so that others may read or change it; run: chmod 600 {}",
     "{} a le mode {} : d’autres peuvent le lire ou le modifier ; exécutez : chmod 600 {}"},
    {"Everybody may put files into {} (mode {}), keys and tokens too; run: chmod o-w {}",
     "Tout le monde peut déposer des fichiers dans {} (mode {}), clés et jetons compris ; "
     "exécutez : chmod o-w {}"},
    {"no such depth of colour", "cette profondeur de couleur n’existe pas"},
    {"an unknown compression, filter or interlacing",
     "une compression, un filtre ou un entrelacement inconnus"},
    {"its header is not first", "son en-tête n’est pas au début"},
    {"it holds more than a picture", "il contient plus qu’une image"},
    {"its image data is in pieces", "ses données d’image sont en morceaux"},
    {"it ends without an image", "il finit sans image"},
    {"out of memory", "la mémoire manque"},
    {"no memory", "la mémoire manque"},
    {"it cannot be read", "il ne se lit pas"},
    {"the certificates cannot be encrypted to", "rien ne peut être chiffré pour ces certificats"},
    {"the sealed file cannot be begun", "le fichier chiffré ne peut pas être commencé"},
    {"the sealed file cannot be written", "le fichier chiffré ne peut pas être écrit"},
    {"the sealed file cannot be ended", "le fichier chiffré ne peut pas être terminé"},
    {"written to by something else", "modifié par un autre programme"},
    {"moved away", "déplacé"},
    {"replaced by another file", "remplacé par un autre fichier"},
    {"This machine's time zones hold no rules for today. Install tzdata as the distribution "
     "makes it (files of the kind `zic -b fat`).",
     "Les fuseaux horaires de cette machine n’ont pas de règle pour aujourd’hui. Installez "
     "tzdata tel que le fait la distribution (des fichiers de « zic -b fat »)."},
    {"{} is no time zone that this machine knows; write an IANA name such as Europe/Paris, or "
     "UTC.",
     "{} n’est pas un fuseau horaire connu de cette machine ; écrivez un nom de l’IANA tel "
     "que Europe/Paris, ou UTC."},
    {"it is too large", "elle est trop grande"},
    {"it is not UTF-8", "elle n’est pas en UTF-8"},
    {"{} is missing or wrong", "{} manque ou est faux"},
    {"The checkpoint's {}.", "Du point de contrôle, {}."},
    {"second line is no tree size", "la deuxième ligne n’est pas une taille d’arbre"},
    {"third line is no root hash", "la troisième ligne n’est pas une empreinte de racine"},
    {"last line does not end", "la dernière ligne ne finit pas"},
    {"extension line is empty", "la ligne d’extension est vide"},
    {"A log entry has 34 bytes; this one has {}.",
     "Une entrée du journal a 34 octets ; celle-ci en a {}."},
    {"Log entry version {} is not known; 1 is.",
     "La version {} d’une entrée du journal n’est pas connue ; la 1 l’est."},
    {"Log entry type {} is not known to this version of the program, which knows 1 to 11.",
     "La sorte {} d’une entrée du journal n’est pas connue de cette version du programme, qui "
     "connaît de 1 à 11."},
    {"An entry bundle has at most 256 entries.", "Un paquet d’entrées en a 256 au plus."},
    {"The entry bundle ends inside a length, at byte {}.",
     "Le paquet d’entrées s’arrête au milieu d’une longueur, à l’octet {}."},
    {"The entry bundle ends inside an entry, at byte {}.",
     "Le paquet d’entrées s’arrête au milieu d’une entrée, à l’octet {}."},
    {"The private key {}.", "La clé privée {}."},
    {"does not begin with PRIVATE+KEY+", "ne commence pas par PRIVATE+KEY+"},
    {"has no key ID", "n’a pas d’identifiant de clé"},
    {"has no key ID of 8 hex digits", "n’a pas d’identifiant de clé de 8 chiffres hexadécimaux"},
    {"is no Ed25519 key (base64 of 01 and 32 bytes)",
     "n’est pas une clé Ed25519 (01 et 32 octets en base64)"},
    {"has no valid name", "n’a pas de nom valable"},
    {"has a key ID that is not its own", "a un identifiant de clé qui n’est pas le sien"},
    {"A note's text is valid UTF-8 without control characters and ends in a newline.",
     "Le texte d’une note est en UTF-8 valable, sans caractère de contrôle, et finit par un "
     "retour à la ligne."},
    {"A note needs a key to sign it.", "Il faut une clé pour signer une note."},
    {"A proof is at most 64 KiB.", "Une preuve d’inclusion fait 64 Kio au plus."},
    {"Line {} of the proof {}.", "La ligne {} de la preuve d’inclusion {}."},
    {"is not \"c2sp.org/tlog-proof@v1\"", "n’est pas « c2sp.org/tlog-proof@v1 »"},
    {"has extra data that is not base64", "a des données annexes qui ne sont pas en base64"},
    {"does not begin with \"index \"", "ne commence pas par « index »"},
    {"is missing: no empty line ends the hashes",
     "manque : aucune ligne vide ne termine les empreintes"},
    {"is no hash", "n’est pas une empreinte"},
    {"is one hash too many", "est une empreinte de trop"},
    {"is missing: the checkpoint", "manque : le point de contrôle"},
    {"Tile {} {}.", "La tuile {} {}."},
    {"A log of {} leaves is past what can be.",
     "Un journal de {} feuilles dépasse ce qui est possible."},
    {"is missing", "manque"},
    {"has {} bytes where a log of {} leaves has {}",
     "a {} octets, quand un journal de {} feuilles en a {}"},
    {"has {} bytes, too few", "a {} octets, trop peu"},
    {"There is no tree of that size.", "Il n’y a pas d’arbre de cette taille."},
    {"There is no leaf at that index.", "Il n’y a pas de feuille à cet indice."},
    {"There is no leaf {} in a tree of {} leaves.",
     "Il n’y a pas de feuille {} dans un arbre de {} feuilles."},
    {"There is no consistency proof from {} to {} leaves.",
     "Il n’y a pas de preuve de cohérence de {} à {} feuilles."},
    {"A consistency proof from the empty tree proves nothing.",
     "Une preuve de cohérence depuis l’arbre vide ne prouve rien."},
    {"The older tree has more leaves than the newer one.",
     "L’arbre antérieur a plus de feuilles que le plus récent."},
    {"Trees of one size need no consistency proof.",
     "Deux arbres de même taille se passent de preuve de cohérence."},
    {"Two trees of one size have different roots.",
     "Deux arbres de même taille ont des racines différentes."},
    {"The consistency proof is empty.", "La preuve de cohérence est vide."},
    {"The consistency proof is too long.", "La preuve de cohérence est trop longue."},
    {"The consistency proof is too short.", "La preuve de cohérence est trop courte."},
    {"The consistency proof does not lead to the older root.",
     "La preuve de cohérence ne mène pas à la racine antérieure."},
    {"The consistency proof does not lead to the newer root.",
     "La preuve de cohérence ne mène pas à la racine la plus récente."},
    {"The hold names too many records apart; name a period.",
     "La suspension nomme trop de preuves une à une ; nommez une période."},
    {"it must be an object", "il doit être un objet"},
    {"there is no such member", "ce membre n’existe pas"},
    {"it must be a text", "il doit être un texte"},
    {"1 to {} plain characters are expected", "de 1 à {} caractères simples sont attendus"},
    {"64 lower-case hex digits are expected",
     "64 chiffres hexadécimaux en minuscules sont attendus"},
    {"a number from {} to {} is expected", "un nombre de {} à {} est attendu"},
    {"nothing is called so", "rien ne s’appelle ainsi"},
    {"a language tag is expected", "une étiquette de langue est attendue"},
    {"this picture is there twice", "cette image figure deux fois"},
    {"they are over {} MiB together", "elles dépassent {} Mio ensemble"},
    {"the id of a site is expected", "l’identifiant d’un site est attendu"},
    {"a time such as 2026-11-25T13:30:48Z is expected",
     "un instant tel que 2026-11-25T13:30:48Z est attendu"},
    {"1 to {} pictures are expected", "de 1 à {} images sont attendues"},
    {"The picture {}: {}.", "L’image {} : {}."},
    {"cannot write the copy: {}", "impossible d’écrire la copie : {}"},
    {"The database answers nothing where a number is.",
     "La base ne répond rien là où il y a un nombre."},
    {"The database answers nothing where a text is.",
     "La base ne répond rien là où il y a un texte."},
    {"prepare a statement", "préparer une instruction"},
    {"read or write", "lire ou écrire"},
    {"empty its write-ahead log", "vider son journal d’écriture anticipée"},
    {"A block gave no row.", "Un bloc n’a donné aucune ligne."},
    {"The days of {} are told {} seconds ahead of UTC, which no time zone is.",
     "Les journées de {} sont comptées {} secondes en avance sur UTC, ce qui n’est celui "
     "d’aucun fuseau horaire."},
    {"The manifest of entry {} is damaged: {}. Restore the database from a backup; the "
     "checkpoint log brings the manifest back.",
     "Le manifeste de l’entrée {} est endommagé : {}. Restaurez la base depuis une sauvegarde "
     "; le journal des points de contrôle rend le manifeste."},
    {"{} is missing, and {}-wal lies there: its write-ahead log, with choices that only the "
     "two together give back. It is not changed. Put {} back where it was; if it is lost for "
     "good, move {}-wal away and restore the latest backup.",
     "{0} manque, et {1}-wal est là : son journal d’écriture anticipée, avec des choix que "
     "seuls les deux ensemble peuvent rendre. Il n’est pas modifié. Remettez {2} à sa place ; "
     "s’il est perdu pour de bon, écartez {3}-wal et restaurez la dernière sauvegarde."},
    {"{}-wal is the write-ahead log of another database, or of another state of this one: one "
     "of the two was copied here by hand, or another program wrote into it. Neither is read "
     "or changed. Put the database that belongs to it back, or move {}-wal away: the database "
     "is then judged against the checkpoint log.",
     "{}-wal est le journal d’écriture anticipée d’une autre base, ou d’un autre état de "
     "celle-ci : l’un des deux a été copié ici à la main, ou un autre programme y a écrit. Ni "
     "l’un ni l’autre n’est lu ou modifié. Remettez la base à laquelle il appartient, ou "
     "écartez {}-wal : la base est alors confrontée au journal des points de contrôle."},
    {"{} Nothing says that {} is damaged: leave it where it is, and look at the disk's free "
     "space and at the owner and modes of {}.",
     "{} Rien ne dit que {} est endommagé : laissez-le où il est, et voyez la place libre du "
     "disque, le propriétaire et les droits de {}."},
    {"A publication is named by a hash.", "Une publication se nomme par une empreinte."},
    {"No publication has that hash.", "Aucune publication n’a cette empreinte."},
    {"No picture has that hash.", "Aucune image n’a cette empreinte."},
    {"The database has format {}, of an older temoin; this is temoin {}, which knows format "
     "{}. Nothing was changed. Make a backup with the older one, then start the server of "
     "this one on the directory (temoin serve): it, and no other command, brings the database "
     "up to date (docs/operate.md, \"Upgrade, and go back\").",
     "La base est au format {}, d’un temoin antérieur ; voici temoin {}, qui connaît le "
     "format {}. Rien n’a été modifié. Faites une sauvegarde avec l’ancien, puis démarrez le "
     "serveur de celui-ci sur le répertoire (temoin serve) : lui seul, et aucune autre "
     "commande, met la base à jour (docs/operate.md, « Upgrade, and go back »)."},
    {"its {} \"{}\" {}. Nothing of it can be relied on.",
     "l’objet {} « {} » {}. Rien n’y est fiable."},
    {"is none of this program's", "n’est pas de ce programme"},
    {"is not as this program makes it", "n’est pas tel que ce programme le fait"},
    {"The log has no such tile yet.", "Le journal n’a pas encore cette tuile."},
    {"{} names a copy that was cut and is not to be seen now. Mount its volume and try again; "
     "if that is gone for good, remove the note.",
     "{} nomme une copie interrompue, invisible pour l’instant. Montez son volume et "
     "réessayez ; s’il a disparu pour de bon, supprimez cette note."},
    {"The log's tiles do not give the root hash that was kept: the database is damaged. "
     "Restore a backup; `temoin log verify` says what is wrong.",
     "Les tuiles du journal ne donnent pas l’empreinte de racine qui est conservée : la base "
     "est endommagée. Restaurez une sauvegarde ; « temoin log verify » dit ce qui ne va pas."},
    {"The log has {} leaves and the database {} entries: it is damaged. Restore a backup.",
     "Le journal a {} feuilles et la base {} entrées : elle est endommagée. Restaurez une "
     "sauvegarde."},
    {"The choice names a revision that is not in the log.",
     "Le choix nomme une version qui n’est pas dans le journal."},
    {"The choice links to an index that is no consent.",
     "Le choix renvoie à un indice qui n’est pas un consentement."},
    {"The choice's record is too large.", "L’enregistrement du choix est trop grand."},
    {"The checkpoint log lacks the manifest of entry {}.",
     "Il manque au journal des points de contrôle le manifeste de l’entrée {}."},
    {"The checkpoint log lacks the purge manifest of entry {}.",
     "Il manque au journal des points de contrôle le manifeste de purge de l’entrée {}."},
    {"The revision document", "Le document de la version"},
    {"The banner code", "Le code du bandeau"},
    {"The manifest", "Le manifeste"},
    {"The checkpoint log has another document than the one that entry {} commits to.",
     "Le journal des points de contrôle a un autre document que celui dont l’entrée {} porte "
     "l’empreinte."},
    {"The purge manifest of entry {} names records that come after it.",
     "Le manifeste de purge de l’entrée {} nomme des preuves qui viennent après elle."},
    {"The request's entry {}: {}", "L’entrée {} de la demande : {}"},
    {"A day of the access log is closed after the day is over.",
     "Une journée du journal des accès se clôt une fois la journée finie."},
    {"Another backup is being made: to {}", "Une autre sauvegarde est en cours : vers {}"},
    {"SQLite has no layer \"{}\".", "SQLite n’a pas de couche « {} »."},
    {"SQLite's file system layer is not the one of Unix.",
     "La couche de fichiers de SQLite n’est pas celle d’Unix."},
    {"SQLite did not take its file system layer.", "SQLite n’a pas pris sa couche de fichiers."},
    {"A dossier needs the log's verifier key.",
     "Un dossier demande la clé de vérification du journal."},
    {"An extract for some services is of a period of one site.",
     "Un extrait pour certains services porte sur une période d’un seul site."},
    {"A dossier holds at most {} consents: draw a sample or name a shorter period.",
     "Un dossier contient {} consentements au plus : tirez un échantillon ou nommez une "
     "période plus courte."},
    {"The entry at index {} is no consent.", "L’entrée à l’indice {} n’est pas un consentement."},
    {"The entry at this index is no consent.", "L’entrée à cet indice n’est pas un consentement."},
    {"The log is shorter than its signed checkpoint.",
     "Le journal est plus court que son point de contrôle signé."},
    {"The manifest of entry {} is not there.", "Le manifeste de l’entrée {} n’est pas là."},
    {"The log has {} entries in that time; a dossier lists at most {}: name a shorter period.",
     "Le journal a {} entrées sur cette durée ; un dossier en donne {} au plus : nommez une "
     "période plus courte."},
    {"Entry {} has no manifest.", "L’entrée {} n’a pas de manifeste."},
    {"the log has not signed its entry within ten seconds",
     "le journal n’a pas signé son entrée en dix secondes"},
    {"No checkpoint has been signed yet.", "Aucun point de contrôle n’a encore été signé."},
    {"This entry is not under a signed checkpoint yet: try again in a second.",
     "Aucun point de contrôle signé ne couvre encore cette entrée : réessayez dans une "
     "seconde."},
    {"The log has no such entry.", "Le journal n’a pas cette entrée."},
    {"The record kept is not the one that was sealed.",
     "L’enregistrement conservé n’est pas celui dont l’empreinte a été prise."},
    {"The manifest of entry {} is not the one that was sealed.",
     "Le manifeste de l’entrée {} n’est pas celui dont l’empreinte a été prise."},
    {"The record at index {} cannot be read.", "La preuve à l’indice {} ne se lit pas."},
    {"The content of this consent is not kept.",
     "Le contenu de ce consentement n’est pas conservé."},
    {"This receipt is not whole: paste all of it, or give its file.",
     "Ce reçu n’est pas entier : collez-le en totalité, ou donnez son fichier."},
    {"This names several choices: give one of them.",
     "Plusieurs choix sont nommés : donnez-en un."},
    {"csv, csv-fr or xlsx", "csv, csv-fr ou xlsx"},
    {"This is more than a ZIP archive holds (65,535 files, 4 GiB): name a folder.",
     "C’est plus qu’une archive ZIP ne contient (65 535 fichiers, 4 Gio) : nommez un "
     "répertoire."},
    {"The database could not {}: {}.", "La base n’a pas pu {} : {}."},
    {"{} does not have the hash it is {} under.",
     "{0} n’a pas l’empreinte sous laquelle il figure."},
    {"{} was {} while the server runs. Nothing is recorded or acknowledged any more. {}",
     "{} a été {} pendant que le serveur est en service. Plus rien n’est inscrit ni confirmé. "
     "{}"},
    {"{} was deleted while the server runs. Nothing is recorded or acknowledged any more. {}",
     "{} a été supprimé pendant que le serveur est en service. Plus rien n’est inscrit ni "
     "confirmé. {}"},
    {"the copy", "la copie"},
    {"The backup", "La sauvegarde"},
    {"it has {} bytes, the manifest says {}", "elle a {} octets, le manifeste dit {}"},
    {"its SHA-256 is not the manifest's", "son SHA-256 n’est pas celui du manifeste"},
    {"it measures {} x {} pixels, the manifest says {} x {}",
     "elle mesure {} x {} pixels, le manifeste dit {} x {}"},
    {"{} of table {}{}", "{} de la table {}{}"},
    {"{} To go back instead, keep this directory as it is and start on the copy that was made "
     "before the upgrade. What was recorded since is then in this one only (docs/operate.md, "
     "\"Upgrade, and go back\").",
     "{} Pour revenir plutôt en arrière, gardez ce répertoire tel quel et démarrez sur la "
     "copie faite avant la mise à jour. Ce qui a été inscrit depuis n’est alors que dans "
     "celui-ci (docs/operate.md, « Upgrade, and go back »)."},
    {"{} has format {}, written by {}; this is temoin {}, which knows formats up to {}. Use "
     "{}.",
     "{} est au format {}, écrit par {} ; voici temoin {}, qui connaît les formats jusqu’à "
     "{}. Utilisez {}."},
    {"a newer temoin", "un temoin plus récent"},
    {"that one", "celui-là"},
    {"{} or later", "{} ou une version ultérieure"},
    {"The choice's line is long and is still being followed.",
     "La suite de ce choix est longue et encore en cours de lecture."},
    {"it is missing", "il manque"},
    {"first line, the log's name, is missing", "la première ligne, le nom du journal, manque"},
    {"has an index that is no number", "a un indice qui n’est pas un nombre"},
    {"Index {} is not in a tree of {} leaves.",
     "L’indice {} n’est pas dans un arbre de {} feuilles."},
    {"A picture", "Une image"},
};
// NOLINTEND(bugprone-suspicious-missing-comma)

}  // namespace temoin::cli

#endif  // TEMOIN_SERVER_CLI_STORE_PHRASES_H_
