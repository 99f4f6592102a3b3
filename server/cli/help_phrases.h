// What the helps say: of commands, options and their values. How a row is
// written: phrase.h.
//
// Thread-safety: constants.
#ifndef TEMOIN_SERVER_CLI_HELP_PHRASES_H_
#define TEMOIN_SERVER_CLI_HELP_PHRASES_H_

#include "server/cli/phrase.h"

namespace temoin::cli {

// NOLINTBEGIN(bugprone-suspicious-missing-comma): sentences are longer than lines.
inline constexpr Phrase kHelpPhrases[] = {
    {"Témoin: cookie consent that can be proved, and forgotten on time.",
     "Témoin : un consentement aux traceurs qui se prouve, et qui s’oublie à temps."},
    {"Print this help message and exit", "Affiche cette aide"},
    {"Display program version information and exit", "Affiche la version du programme"},
    {"Language of what the command says: fr or en; without: the environment's",
     "Langue de ce que dit la commande : fr ou en ; à défaut, celle de l’environnement"},
    {"Language of the document: fr or en", "Langue du document : fr ou en"},
    {"Serve the banner, record choices, until stopped",
     "Sert le bandeau et enregistre les choix, jusqu’à l’arrêt"},
    {"The settings of `temoin serve`: check them, show them, list what there is",
     "Les réglages de « temoin serve » : les vérifier, les montrer, en donner la liste"},
    {"Record what a site's pages set, answer by answer",
     "Relève ce que les pages d’un site déposent, réponse par réponse"},
    {"Set a browser's recording against what is declared",
     "Compare le relevé d’un navigateur à ce qui est déclaré"},
    {"What may be set, why, and whether it is in order",
     "Ce qui peut être déposé, pourquoi, et si tout est en règle"},
    {"Pictures of what was shown: file them, list them",
     "Images de ce qui a été montré : les enregistrer, en donner la liste"},
    {"Reports: what is handed to others", "Rapports : ce qui est remis à des tiers"},
    {"Kept records of a period, as CSV, JSONL or JSON-LD",
     "Preuves conservées d’une période, en CSV, JSONL ou JSON-LD"},
    {"Verify or anchor the proof log", "Vérifie ou fait horodater le journal de preuves"},
    {"Verify a visitor's receipt", "Vérifie le reçu d’un visiteur"},
    {"The log's keys", "Les clés du journal de preuves"},
    {"Settle a clock that was doubted: `temoin status` says whether it is",
     "Règle le sort d’une horloge mise en doute : « temoin status » dit si elle l’est"},
    {"Staff tokens: create, list, revoke", "Jetons du personnel : créer, lister, révoquer"},
    {"Copy the database to a file, while the server runs or not",
     "Copie la base dans un fichier, que le serveur soit en service ou non"},
    {"Put a backup in place of a database that was moved away (no server may run); or, with "
     "--acknowledge-loss, take note of what a start found to be lost",
     "Met une sauvegarde à la place d’une base mise de côté (aucun serveur ne doit être en "
     "service) ; ou, avec --acknowledge-loss, prend acte de ce qu’un démarrage a trouvé perdu"},
    {"Legal holds: what must not be erased yet",
     "Suspensions des effacements : ce qui ne doit pas encore être effacé"},
    {"The register of people's requests, by number, never by name",
     "Le registre des demandes de droits, par numéro, jamais par nom"},
    {"Erase now what is due (the server does it hourly)",
     "Efface maintenant ce qui est échu (le serveur le fait chaque heure)"},
    {"Say how a data directory is doing", "Dit l’état d’un répertoire de données"},
    {"People of the staff: invite, list, grant, revoke",
     "Le personnel : inviter, lister, habiliter, révoquer"},
    {"File of settings (TOML); `temoin config options` lists them",
     "Fichier de réglages (TOML) ; « temoin config options » en donne la liste"},
    {"{} (repeat)", "{} (à répéter)"},
    {"{} (debug info warning error)", "{} (debug info warning error)"},
    {"{} (text json)", "{} (text json)"},
    {"Directory of the database, keys and log", "Répertoire de la base, des clés et du journal"},
    {"Directory of the catalogue", "Répertoire du catalogue"},
    {"Address of the public listener, HOST:PORT", "Adresse d’écoute publique, HÔTE:PORT"},
    {"Path that stands before every public one, such as /consentement",
     "Chemin placé devant tous les chemins publics, tel que /consentement"},
    {"Further origins whose pages may post choices",
     "Autres origines dont les pages peuvent envoyer des choix"},
    {"Networks whose X-Forwarded-For is believed",
     "Réseaux dont l’en-tête X-Forwarded-For fait foi"},
    {"Requests that write, per client and minute; 0: no limit",
     "Requêtes qui écrivent, par client et par minute ; 0 : sans limite"},
    {"Choices of all visitors together in an hour, answered 503 beyond that; 0: as many as come",
     "Choix de tous les visiteurs en une heure, réponse 503 au-delà ; 0 : sans limite"},
    {"Address of the staff listener; empty: there is none",
     "Adresse d’écoute du personnel ; vide : aucune"},
    {"Names by which browsers ask the staff listener, beside localhost and its address",
     "Noms par lesquels les navigateurs joignent l’écoute du personnel, outre localhost et son "
     "adresse"},
    {"The console's address in browsers; passkeys belong to it, and the provider sends them back "
     "to STAFF-URL/v1/session/answer",
     "Adresse de la console dans les navigateurs ; les clés d’accès y sont liées, et le "
     "fournisseur y renvoie, à STAFF-URL/v1/session/answer"},
    {"Issuer of the OpenID Connect provider where the staff sign in",
     "Émetteur (issuer) du fournisseur OpenID Connect où le personnel se connecte"},
    {"What the sign-in page calls the provider; without: its host",
     "Nom du fournisseur sur la page de connexion ; à défaut, son hôte"},
    {"The client's id at the provider", "Identifiant du client chez le fournisseur"},
    {"File that holds the client's secret, on one line",
     "Fichier qui contient le secret du client, sur une ligne"},
    {"What is asked of the provider, with spaces between",
     "Ce qui est demandé au fournisseur, séparé par des espaces"},
    {"Levels (acr) of which the provider vouches for one",
     "Niveaux (acr) dont le fournisseur garantit l’un"},
    {"Refuse a userinfo that is not a signed JWT", "Refuse un userinfo qui n’est pas un JWT signé"},
    {"Who has what by the provider's claims, such as \"auditor@ameli.fr groups temoin-auditeur\"; "
     "the spaces keep it out of the variable",
     "Qui a quel rôle d’après les attributs du fournisseur, tel que « auditor@ameli.fr groups "
     "temoin-auditeur » ; les espaces l’excluent de la variable"},
    {"Name of the proof log, fixed from the first start on",
     "Nom du journal de preuves, fixé au premier démarrage"},
    {"Directory of the checkpoint log; best on another disk",
     "Répertoire du journal des points de contrôle ; de préférence sur un autre disque"},
    {"URLs of time stamping authorities (RFC 3161); each stamps the log once a day",
     "Adresses d’autorités d’horodatage (RFC 3161) ; chacune horodate le journal une fois par "
     "jour"},
    {"File of the PEM certificates that every stamp must lead to",
     "Fichier des certificats PEM auxquels chaque horodatage doit remonter"},
    {"Share of a site's kept records that retention may erase in a day without being asked for; "
     "what is over it, and over 1,000, waits for `temoin purge --approve`",
     "Part des preuves conservées d’un site que l’échéance peut effacer en un jour sans accord ; "
     "au-delà, et de plus de 1 000, l’effacement attend « temoin purge --approve »"},
    {"What is written to standard error: this and what is graver",
     "Ce qui est écrit sur la sortie d’erreur : ce niveau et les niveaux plus graves"},
    {"How a message is written: for people, or as a line of JSON",
     "Forme d’un message : pour les personnes, ou une ligne de JSON"},
    {"Serve the demonstration page and its stand-ins",
     "Sert la page de démonstration et ses services simulés"},
    {"With demo: pretend that it is now this RFC 3339 time",
     "Avec demo : fait comme s’il était cette heure (RFC 3339)"},
    {"Whether a server can run with these options, variables and file",
     "Dit si un serveur peut fonctionner avec ces options, ces variables et ce fichier"},
    {"Each setting, and where it was given", "Chaque réglage, et d’où il vient"},
    {"Every setting that there is", "Tous les réglages qui existent"},
    {"Every metric of the staff's /metrics", "Toutes les mesures de /metrics, côté personnel"},
    {"text or json", "text ou json"},
    {"text, json or markdown", "text, json ou markdown"},
    {"text, json or html", "text, json ou html"},
    {"text, json or sarif", "text, json ou sarif"},
    {"markdown or json", "markdown ou json"},
    {"html or json", "html ou json"},
    {"text (Apache's lines), nginx or json", "text (lignes d’en-tête), nginx ou json"},
    {"text or json: what is said of the folder", "text ou json : ce qui est dit du dossier"},
    {"HAR 1.2, inspection.json, Set-Cookie lines, a recording of scripts/scan, or an export of "
     "cookies: Playwright's storage state, DevTools, Cookie-Editor, Selenium, cookies.txt",
     "HAR 1.2, inspection.json, lignes Set-Cookie, relevé de scripts/scan, ou export de cookies : "
     "état de Playwright, DevTools, Cookie-Editor, Selenium, cookies.txt"},
    {"Which site was visited", "Le site visité"},
    {"The catalogue's folder", "Le dossier du catalogue"},
    {"What the visitor had answered by then; of a recording that says it, the only phase looked at",
     "Ce que le visiteur avait répondu alors ; d’un relevé qui le dit, la seule phase examinée"},
    {"When an export of cookies was made (2026-11-21T12:00:00Z or 2026-11-21); otherwise its "
     "lifetimes are counted from now",
     "Quand un export de cookies a été fait (2026-11-21T12:00:00Z ou 2026-11-21) ; sinon, ses "
     "durées se comptent à partir de maintenant"},
    {"Judge the catalogue by every rule (docs/rules.md)",
     "Juge le catalogue selon toutes les règles (docs/rules.md)"},
    {"May this cookie, service or snippet be set?",
     "Ce cookie, ce service ou cet extrait de code peut-il être déposé ?"},
    {"What changes for visitors, and who is asked again",
     "Ce qui change pour les visiteurs, et à qui un nouveau choix est demandé"},
    {"Propose a declaration from the Open Cookie Database",
     "Propose une déclaration d’après l’Open Cookie Database"},
    {"Content-Security-Policy of each answer", "Content-Security-Policy de chaque réponse"},
    {"Paragraphs on processors and transfers, HTML",
     "Paragraphes sur les sous-traitants et les transferts, en HTML"},
    {"The rules as docs/rules.md", "Les règles, telles que dans docs/rules.md"},
    {"The services that are known, and how well", "Les services connus, et ce qui en est su"},
    {"Draft a site, with services of the library",
     "Ébauche un site, avec des services de la bibliothèque"},
    {"Add a service of the library to a site", "Ajoute à un site un service de la bibliothèque"},
    {"What the library has changed since a site adopted from it",
     "Ce que la bibliothèque a changé depuis qu’un site y a puisé"},
    {"Draft a site out of a scan", "Ébauche un site d’après un relevé"},
    {"Draft a site out of another tool's configuration",
     "Ébauche un site d’après la configuration d’un autre outil"},
    {"Check, show what changes, ask, and publish the catalogue",
     "Vérifie, montre ce qui change, demande, puis publie le catalogue"},
    {"What was published when, and by whom", "Ce qui a été publié, quand et par qui"},
    {"Which revision was in force on a day", "La version en vigueur un jour donné"},
    {"Put an earlier revision's files back and publish them again",
     "Remet en place les fichiers d’une version antérieure et la publie de nouveau"},
    {"Only this site", "Ce site seulement"},
    {"Print waivers to complete for what keeps the catalogue from being published",
     "Affiche des dérogations à compléter pour ce qui empêche la publication"},
    {"Only the list of what keeps a site from being published",
     "Seulement la liste de ce qui empêche la publication d’un site"},
    {"Names as observed; or a company, a product, an address, a snippet",
     "Noms tels qu’observés ; ou une société, un produit, une adresse, un extrait de code"},
    {"Who sets it: the cookie's Domain, or the host that sent it. Without it the answer says "
     "\"host not seen\"",
     "Qui le dépose : le Domain du cookie, ou l’hôte qui l’a envoyé. À défaut, la réponse dit « "
     "hôte non vu »"},
    {"The library's folder, for what no site declares; without it, library/ in the catalogue's, "
     "else the installed one",
     "Le dossier de la bibliothèque, pour ce qu’aucun site ne déclare ; à défaut, library/ dans "
     "celui du catalogue, sinon celle qui est installée"},
    {"A file (- for standard input) with names, document.cookie, Set-Cookie lines or a snippet",
     "Un fichier (- pour l’entrée standard) de noms, de document.cookie, de lignes Set-Cookie ou "
     "un extrait de code"},
    {"A catalogue, a site's file, or a published revision",
     "Un catalogue, le fichier d’un site, ou une version publiée"},
    {"The same, afterwards", "La même chose, après"},
    {"Names as observed", "Noms tels qu’observés"},
    {"Its CSV file", "Son fichier CSV"},
    {"Of which site", "De quel site"},
    {"As nginx maps over the context cookie",
     "Sous forme de tables nginx selon le cookie de contexte"},
    {"The library's folder; without it, library/ in the catalogue's, else the installed one",
     "Le dossier de la bibliothèque ; à défaut, library/ dans celui du catalogue, sinon celle qui "
     "est installée"},
    {"The same as --format json", "Comme --format json"},
    {"Its id, best its domain: example.fr",
     "Son identifiant, de préférence son domaine : example.fr"},
    {"Ids of the library, between commas: matomo,youtube",
     "Identifiants de la bibliothèque, séparés par des virgules : matomo,youtube"},
    {"As visitors know it; else the id",
     "Tel que les visiteurs le connaissent ; sinon l’identifiant"},
    {"Who publishes the site", "Qui édite le site"},
    {"Of the data protection officer", "Du délégué à la protection des données"},
    {"https://host whose pages ask; several times; else https://www.SITE",
     "https://hôte dont les pages interrogent ; plusieurs fois ; sinon https://www.SITE"},
    {"The site's id", "L’identifiant du site"},
    {"Its id in the library", "Son identifiant dans la bibliothèque"},
    {"A recording of \"temoin scan\"", "Un relevé de « temoin scan »"},
    {"https://host whose pages ask; several times",
     "https://hôte dont les pages interrogent ; plusieurs fois"},
    {"Its id; else the scan's first host", "Son identifiant ; sinon le premier hôte du relevé"},
    {"Whose configuration or export it is", "De quel outil est la configuration ou l’export"},
    {"docs/migrate/ says where it is to be had", "docs/migrate/ dit où le trouver"},
    {"The site's id, best its domain", "L’identifiant du site, de préférence son domaine"},
    {"Data directory", "Répertoire de données"},
    {"When no server runs: directory of the checkpoint log, where it is elsewhere",
     "Quand aucun serveur n’est en service : répertoire du journal des points de contrôle, s’il "
     "est ailleurs"},
    {"Who publishes (default: the user)", "Qui publie (par défaut, l’utilisateur)"},
    {"Do not ask", "Ne demande rien"},
    {"Only show what would change", "Montre seulement ce qui changerait"},
    {"Which site", "Quel site"},
    {"A day (2026-03-03) or a time (2026-03-03T10:00:00Z)",
     "Un jour (2026-03-03) ou une heure (2026-03-03T10:00:00Z)"},
    {"Print the revision itself (the last one of the day)",
     "Affiche la version elle-même (la dernière du jour)"},
    {"The revision, or its first eight digits at least",
     "La version, ou au moins ses huit premiers chiffres"},
    {"File what scripts/picture took: stored, and committed to the log",
     "Enregistre ce que scripts/picture a pris : conservé, et engagé dans le journal"},
    {"Which revisions have pictures (exit 1: the one in force has none)",
     "Les versions qui ont des images (code 1 : celle en vigueur n’en a pas)"},
    {"The folder with manifest.json and the pictures", "Le dossier de manifest.json et des images"},
    {"Findings, waivers, retention, erasures done",
     "Constats, dérogations, conservation, effacements effectués"},
    {"The record of processing (RGPD article 30)", "Le registre du traitement (RGPD, article 30)"},
    {"Answers and rates of a period (12 months by default)",
     "Réponses et taux d’une période (12 mois par défaut)"},
    {"A folder or .zip of evidence that the receiver verifies without us",
     "Un dossier ou un .zip de preuves que son destinataire vérifie sans nous"},
    {"As of this time (2026-11-21T10:00:00Z), instead of now",
     "À cette heure (2026-11-21T10:00:00Z), au lieu de maintenant"},
    {"Write here instead of standard output", "Écrit ici plutôt que sur la sortie standard"},
    {"html, csv (for programs), csv-fr (for a French spreadsheet), xlsx or json; of statistics "
     "also services-csv, revisions-csv, languages-csv, around-csv",
     "html, csv (pour les programmes), csv-fr (pour un tableur français), xlsx ou json ; des "
     "statistiques aussi services-csv, revisions-csv, languages-csv, around-csv"},
    {"First day, such as 2026-03-01", "Premier jour, tel que 2026-03-01"},
    {"Last day", "Dernier jour"},
    {"day, week or month", "day, week ou month : par jour, semaine ou mois"},
    {"Consents of this site", "Choix faits sur ce site"},
    {"These consents (repeat)", "Ces choix (à répéter)"},
    {"Draw so many of the period", "Tire au sort ce nombre de choix de la période"},
    {"The inspector's word, by which the sample is drawn; without: the controller's",
     "Le mot du contrôleur, d’où vient le tirage ; à défaut, celui du responsable du traitement"},
    {"Every choice of the period; without, {} of more are drawn",
     "Tous les choix de la période ; sinon, s’il y en a plus, {} sont tirés"},
    {"For the controller of this service alone (repeat): an extract",
     "Pour le seul responsable de ce service (à répéter) : un extrait"},
    {"What it is handed out for: on its first page",
     "À quelle fin il est remis : sur sa première page"},
    {"To whom: on its first page", "À qui : sur sa première page"},
    {"Why consents of --index are handed out although the person had their processing limited: "
     "person, claims, rights or interest (GDPR, article 18(2))",
     "Pourquoi des choix de --index sont remis alors que la personne en a fait limiter le "
     "traitement : person, claims, rights ou interest (RGPD, article 18, paragraphe 2)"},
    {"The day (YYYY-MM-DD) by which they destroy it: on its first page",
     "Le jour (AAAA-MM-JJ) avant lequel ils le détruisent : sur sa première page"},
    {"Certificates (PEM) of those who may open it: --out is then a .zip.p7m",
     "Certificats (PEM) de ceux qui peuvent l’ouvrir : --out est alors un .zip.p7m"},
    {"Where the checkpoint log is", "Où est le journal des points de contrôle"},
    {"csv, jsonl or jsonld", "csv, jsonl ou jsonld"},
    {"Verify everything. Exit 0: in order; 1: something is wrong; 2: it could not run; 3: a copy, "
     "in order as far as it goes, and the checkpoint log of --log-journal goes on",
     "Vérifie tout. Code 0 : en règle ; 1 : une anomalie ; 2 : vérification impossible ; 3 : une "
     "copie, en règle jusqu’où elle va, et le journal de --log-journal continue"},
    {"Have the latest kept checkpoint witnessed outside",
     "Fait attester par un tiers le dernier point de contrôle conservé"},
    {"Start a new checkpoint log when the old one is lost for good",
     "Commence un nouveau journal des points de contrôle quand l’ancien est définitivement perdu"},
    {"Directory of the checkpoint log", "Répertoire du journal des points de contrôle"},
    {"Trust this verifier key instead of the directory's own (repeat)",
     "Se fie à cette clé de vérification plutôt qu’à celles du répertoire (à répéter)"},
    {"PEM certificates of the time stamping authority",
     "Certificats PEM de l’autorité d’horodatage"},
    {"URL of an RFC 3161 time stamping authority", "URL d’une autorité d’horodatage RFC 3161"},
    {"PEM certificates that its answer must lead to",
     "Certificats PEM auxquels sa réponse doit remonter"},
    {"Write the checkpoint to FILE instead", "Écrit plutôt le point de contrôle dans FILE"},
    {"Do it, having read what it means", "Le fait, après avoir lu ce que cela signifie"},
    {"The latest database is lost for good: adopt this older one under a new key, and note the "
     "loss",
     "La dernière base est définitivement perdue : adopte celle-ci, plus ancienne, sous une clé "
     "nouvelle, et note la perte"},
    {"Verify a receipt offline; 1 when it does not hold",
     "Vérifie un reçu hors ligne ; code 1 s’il n’est pas valable"},
    {"The proof, or the saved page that contains it",
     "La preuve, ou la page enregistrée qui la contient"},
    {"Verifier key of the log (repeat)", "Clé de vérification du journal (à répéter)"},
    {"Make the log's first key; prints its verifier key",
     "Crée la première clé du journal ; affiche sa clé de vérification"},
    {"Print the verifier keys, the current one first",
     "Affiche les clés de vérification, l’actuelle d’abord"},
    {"Replace the key; what the old one signed keeps verifying",
     "Remplace la clé ; ce que l’ancienne a signé se vérifie toujours"},
    {"Name of the log, fixed from then on", "Nom du journal, fixé dès lors"},
    {"Say what time it is, when the machine's clock is right and the server doubts it.\nLook at "
     "another clock and type the time; it must be the machine's own within 5 minutes.\nWhat a "
     "wrong clock dated later counts as of that time, and an entry of the log says so.",
     "Dit l’heure qu’il est, quand l’horloge de la machine est juste et que le serveur en "
     "doute.\nRegardez une autre horloge et saisissez l’heure ; c’est celle de la machine à 5 "
     "minutes près.\nCe qu’une horloge fausse a daté plus tard compte à cette heure ; le journal "
     "le dit."},
    {"The time it is: 2026-11-26T09:00:00Z, or with an offset 2026-11-26T10:00:00+01:00",
     "L’heure qu’il est : 2026-11-26T09:00:00Z, ou avec un décalage 2026-11-26T10:00:00+01:00"},
    {"Directory of the checkpoint log, when no server runs and it is elsewhere",
     "Répertoire du journal des points de contrôle, quand aucun serveur n’est en service et s’il "
     "est ailleurs"},
    {"Make a token; it is shown this once", "Crée un jeton ; il n’est affiché qu’une fois"},
    {"Show every token, without its secret", "Montre chaque jeton, sans son secret"},
    {"End a token", "Met fin à un jeton"},
    {"marketing, auditor, dpo, approver, operator or scanner",
     "marketing, auditor, dpo, approver, operator ou scanner"},
    {"Whom it is for", "Pour qui il est"},
    {"Last day (2027-03-31) or time it is accepted, or never; without: a year",
     "Dernier jour (2027-03-31) ou heure où il est accepté, ou never ; à défaut, un an"},
    {"A site whose records and lines it opens (repeat); without: every one",
     "Un site dont il ouvre les preuves et les lignes (à répéter) ; à défaut, tous"},
    {"For when nobody can sign in as they should: four hours, a day at most; each use stands in "
     "the access log and raises an alert",
     "Pour le cas où personne ne peut se connecter normalement : quatre heures, un jour au plus ; "
     "chaque usage figure au journal des accès et déclenche une alerte"},
    {"Its id, as `token list` shows it", "Son identifiant, tel que « token list » le montre"},
    {"Where to; it must not exist yet", "Où ; le fichier ne doit pas encore exister"},
    {"What `temoin backup` wrote", "Ce que « temoin backup » a écrit"},
    {"Data directory; without a database to restore FILE",
     "Répertoire de données ; sans base pour restaurer FILE"},
    {"Directory of the checkpoint log, to acknowledge while no server runs",
     "Répertoire du journal des points de contrôle, pour prendre acte quand aucun serveur n’est en "
     "service"},
    {"No FILE: `temoin status` names the loss; from now on choices are recorded again",
     "Sans FILE : « temoin status » dit la perte ; dès lors les choix sont de nouveau enregistrés"},
    {"Suspend erasure of a site, a period or records",
     "Suspend l’effacement d’un site, d’une période ou de preuves"},
    {"Show the holds in force", "Affiche les suspensions en vigueur"},
    {"End a hold: what is due is then erased",
     "Lève une suspension : ce qui est échu est alors effacé"},
    {"Choices given from this day on", "Choix faits à partir de ce jour"},
    {"The last day held; or a time, before which they were given",
     "Le dernier jour concerné ; ou une heure, avant laquelle ils ont été faits"},
    {"Index of a record (repeat)", "Indice d’une preuve (à répéter)"},
    {"Why", "Pourquoi"},
    {"Who decided it", "Qui l’a décidé"},
    {"Day on which it is looked at again", "Jour de son réexamen"},
    {"Released ones, too", "Avec celles qui sont levées"},
    {"Its number, as `hold list` shows it", "Son numéro, tel que « hold list » le montre"},
    {"Note a request; the answer is due in one month",
     "Inscrit une demande au registre ; la réponse est due sous un mois"},
    {"Show the register, what is due first", "Affiche le registre, par ordre d’échéance"},
    {"Two months more (GDPR article 12(3)); the person is told within the first",
     "Deux mois de plus (RGPD, article 12.3) ; la personne en est informée dans le premier"},
    {"Note a letter that went out", "Inscrit l’envoi d’un courrier"},
    {"The site it is about", "Le site concerné"},
    {"The site's own number of it; never a name",
     "Le numéro que le site lui donne ; jamais un nom"},
    {"access, rectification, limitation, erasure or objection",
     "access, rectification, limitation, erasure ou objection"},
    {"The day it came", "Le jour de son arrivée"},
    {"What the person showed: token or receipt",
     "Ce que la personne a montré : token (jeton) ou receipt (reçu)"},
    {"Index of the record it is about", "Indice de la preuve concernée"},
    {"Who notes it", "Qui l’inscrit"},
    {"Only those due by this day", "Seulement celles dues à ce jour"},
    {"Only those without an answer", "Seulement celles sans réponse"},
    {"Its number here, as `request list` shows it",
     "Son numéro ici, tel que « request list » le montre"},
    {"Why, as the person is told; no name", "Pourquoi, comme il est dit à la personne ; sans nom"},
    {"access, proof, erased, refused, withdrawal, other; none: the person desists",
     "access, proof, erased, refused, withdrawal, other ; none : la personne se désiste"},
    {"The day it went out", "Le jour de son départ"},
    {"Also erase what waits of this site, because it is more than on a usual day",
     "Efface aussi ce qui attend de ce site, parce que c’est plus qu’un jour ordinaire"},
    {"With --approve: how many, as they are shown", "Avec --approve : combien, tel qu’affiché"},
    {"When no server runs: the share that goes in one day without an approval; more than the "
     "default goes by --approve only",
     "Quand aucun serveur n’est en service : la part qui part en un jour sans accord ; au-delà du "
     "défaut, seulement par --approve"},
    {"Print the link by which the first person joins, good once and for an hour",
     "Affiche le lien d’inscription de la première personne, valable une fois, pendant une heure"},
    {"Print a link by which a person joins with a passkey, good once, for three days",
     "Affiche un lien d’inscription avec une clé d’accès, valable une fois, pendant trois jours"},
    {"Show the invitations that are open", "Montre les invitations en cours"},
    {"End an invitation that is open", "Met fin à une invitation en cours"},
    {"Show who signed in, and what was granted here",
     "Montre qui s’est connecté, et ce qui a été accordé ici"},
    {"Say all that a person may do here, beside what the provider's claims give them",
     "Dit tout ce qu’une personne peut faire ici, outre ce que lui donnent les attributs du "
     "fournisseur"},
    {"End a person's sessions and let them in no more, whatever the provider says",
     "Met fin aux sessions d’une personne et ne la laisse plus entrer, quoi que dise le "
     "fournisseur"},
    {"Data directory of a running server", "Répertoire de données d’un serveur en service"},
    {"Who will be the first operator", "Qui sera le premier opérateur"},
    {"As the access log will call them", "Comme le journal des accès les nommera"},
    {"A role, and its sites: auditor@ameli.fr,cramif (repeat)",
     "Un rôle, et ses sites : auditor@ameli.fr,cramif (à répéter)"},
    {"Last day (2027-03-31) of these roles", "Dernier jour (2027-03-31) de ces rôles"},
    {"Its id, as `person invitations` shows it",
     "Son identifiant, tel que « person invitations » le montre"},
    {"Their id, as `person list` shows it", "Son identifiant, tel que « person list » le montre"},
    {"A role, and its sites: auditor@ameli.fr,cramif (repeat); without: none",
     "Un rôle, et ses sites : auditor@ameli.fr,cramif (à répéter) ; à défaut, aucun"},
    {"Their id", "Son identifiant"},
    {"temoin scan URL... --out FILE [--crawl N] [--phases "
     "none,refused,some,accepted,withdrawn]\nVisits pages with Chromium before any choice, after "
     "each answer and after a withdrawal, and\nwrites names, hosts and lifetimes to FILE, with the "
     "script and the tag that led to each.\n\"temoin-scan --help\" lists every option (package "
     "temoin-scanner).\nThen: temoin audit FILE --site SITE, or temoin catalog draft FILE.\nExit "
     "0: recorded; 1: recorded, and a page is missing or not whole; 2: nothing was "
     "recorded.\nExample: temoin scan https://www.mutuelle.example/ --phases none --crawl 20 --out "
     "scan.json",
     "temoin scan URL... --out FILE [--crawl N] [--phases "
     "none,refused,some,accepted,withdrawn]\nVisite les pages avec Chromium avant tout choix, "
     "après chaque réponse et après un retrait, et\nécrit dans FILE les noms, les hôtes et les "
     "durées, avec le script et la balise qui y ont mené.\n« temoin-scan --help » donne toutes les "
     "options (paquet temoin-scanner).\nEnsuite : temoin audit FILE --site SITE, ou temoin catalog "
     "draft FILE.\nCode 0 : relevé ; 1 : relevé, une page manque ou n’est pas entière ; 2 : rien "
     "n’est relevé.\nExemple : temoin scan https://www.mutuelle.example/ --phases none --crawl 20 "
     "--out scan.json"},
    {"Exit 0: clean, every cookie in the recording was understood and nothing was found.\nExit 1: "
     "findings, or inconclusive: something was not recorded, redacted or not understood,\n        "
     "or depends on the phase that was not given; the report says what, how often and\n        "
     "where first.\nExit 2: the file or the catalogue cannot be read, or the file is of no format "
     "known here.\n\nA cookie may live 13 calendar months: up to 397 days and 5 minutes "
     "pass.\n\nExample: temoin audit visit.har --site ameli.fr --phase none",
     "Code 0 : conforme, chaque cookie du relevé a été compris et rien n’est à redire.\nCode 1 : "
     "constats, ou doute : quelque chose n’a pas été relevé, a été masqué ou n’est pas\n         "
     "compris, ou dépend de la phase qui manque ; le rapport dit quoi, combien de fois et où\n     "
     "    d’abord.\nCode 2 : le fichier ou le catalogue ne se lit pas, ou le fichier est d’un "
     "format inconnu ici.\n\nUn cookie peut vivre 13 mois calendaires : jusqu’à 397 jours et 5 "
     "minutes passent.\n\nExemple : temoin audit visit.har --site ameli.fr --phase none"},
    {"Examples: temoin catalog which _gcl_au --host www.ameli.fr\n          temoin catalog which "
     "\"Meta pixel\" https://player.vimeo.com/api/player.js\n          temoin catalog which "
     "--pasted snippet.html\nExit 0: all may be set as the answer says; 1: something is not "
     "declared, ambiguous or over the limit.",
     "Exemples : temoin catalog which _gcl_au --host www.ameli.fr\n           temoin catalog which "
     "\"Meta pixel\" https://player.vimeo.com/api/player.js\n           temoin catalog which "
     "--pasted snippet.html\nCode 0 : tout peut être déposé comme le dit la réponse ; 1 : quelque "
     "chose n’est pas déclaré, est ambigu ou dépasse la limite."},
    {"Writes sites/SITE.json and the files of vendors that are not there yet. What is asked at "
     "a\nterminal and not answered is left to complete.\nExit 0: it may be published as it is; 1: "
     "written, and the list says what keeps it from\nbeing published; 2: nothing was "
     "written.\nExample: temoin catalog new mutuelle.example --services "
     "matomo,youtube,google-maps,crisp",
     "Écrit sites/SITE.json et les fichiers des éditeurs tiers qui n’y sont pas encore. Ce qui "
     "est\ndemandé au terminal et reste sans réponse est à compléter.\nCode 0 : publiable tel quel "
     "; 1 : écrit, et la liste dit ce qui empêche la publication ;\n2 : rien n’a été "
     "écrit.\nExemple : temoin catalog new mutuelle.example --services "
     "matomo,youtube,google-maps,crisp"},
    {"Keeps the order of the site's file. Exit codes as of \"catalog new\".",
     "Garde l’ordre du fichier du site. Codes de sortie : ceux de « catalog new »."},
    {"Exit 0: nothing; 1: something is to be looked at. No file is changed.",
     "Code 0 : rien ; 1 : quelque chose est à regarder. Aucun fichier n’est changé."},
    {"Writes sites/SITE.json and the files of vendors that are not there yet. What the "
     "library\ndoes not know is in the list of what is to be decided.\nExit 0: it may be published "
     "as it is; 1: written, and the list says what keeps it from\nbeing published; 2: nothing was "
     "written.\nExample: temoin scan https://www.mutuelle.example/ --phases none --crawl 20 --out "
     "scan.json\n         temoin catalog draft scan.json --site mutuelle.example",
     "Écrit sites/SITE.json et les fichiers des éditeurs tiers qui n’y sont pas encore. Ce que "
     "la\nbibliothèque ne connaît pas est dans la liste de ce qui reste à décider.\nCode 0 : "
     "publiable tel quel ; 1 : écrit, et la liste dit ce qui empêche la publication ;\n2 : rien "
     "n’a été écrit.\nExemple : temoin scan https://www.mutuelle.example/ --phases none --crawl 20 "
     "--out scan.json\n          temoin catalog draft scan.json --site mutuelle.example"},
    {"Writes sites/SITE.json and the files of vendors that are not there yet. What the "
     "library\ndoes not know is in the list of what is to be decided.\nExit 0: it may be published "
     "as it is; 1: written, and the list says what keeps it from\nbeing published; 2: nothing was "
     "written.\nExample: temoin catalog import klaro klaro-config.js --site mutuelle.example",
     "Écrit sites/SITE.json et les fichiers des éditeurs tiers qui n’y sont pas encore. Ce que "
     "la\nbibliothèque ne connaît pas est dans la liste de ce qui reste à décider.\nCode 0 : "
     "publiable tel quel ; 1 : écrit, et la liste dit ce qui empêche la publication ;\n2 : rien "
     "n’a été écrit.\nExemple : temoin catalog import klaro klaro-config.js --site "
     "mutuelle.example"},
    {"Subcommands", "Commandes"},
    {"Positionals", "Arguments"},
    {"Options", "Options"},
    {"Usage", "Usage"},
    {"OPTIONS", "OPTIONS"},
    {"SUBCOMMAND", "COMMANDE"},
    {"SUBCOMMANDS", "COMMANDES"},
    {"REQUIRED", "OBLIGATOIRE"},
    {"Excludes", "Exclut"},
    {"Needs", "Demande"},
    {"TEXT", "TEXTE"},
    {"NUMBER", "NOMBRE"},
};
// NOLINTEND(bugprone-suspicious-missing-comma)

}  // namespace temoin::cli

#endif  // TEMOIN_SERVER_CLI_HELP_PHRASES_H_
