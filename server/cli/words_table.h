// English and French of what the commands say: each sentence once. Holes are {}, filled in order,
// or in French by their numbers where the order is another.
//
// Thread-safety: constants.
#ifndef TEMOIN_SERVER_CLI_WORDS_TABLE_H_
#define TEMOIN_SERVER_CLI_WORDS_TABLE_H_

#include <string_view>

namespace temoin::cli {

struct Phrase {
  std::string_view english;
  std::string_view french;
};

// NOLINTBEGIN(bugprone-suspicious-missing-comma): sentences are longer than lines.
inline constexpr Phrase kPhrases[] = {
    // The helps.
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
    // What the commands say.
    {"temoin: {} (at {})", "temoin : {} (à {})"},
    {"temoin: {}", "temoin : {}"},
    {"{}. Run with --help for more.", "{}. « --help » en dit plus."},
    {"{}: {}", "{} : {}"},
    {"unknown", "nombre inconnu"},
    {"{} erasures are not over, the oldest began {} s ago",
     "{} effacements ne sont pas finis, le plus ancien a commencé il y a {} s"},
    {"a reader keeps what was erased in the write-ahead log since {} s; another program that has "
     "the database open is named by: fuser temoin.db-shm",
     "un lecteur retient ce qui a été effacé dans le fichier -wal depuis {} s ; cette commande "
     "nomme un autre programme qui a la base ouverte : fuser temoin.db-shm"},
    {"waits to be approved: {}", "attend un accord : {}"},
    {"erased {}, held {}", "effacées : {}, suspendues : {}"},
    {"The checkpoint log takes this in while the server runs; a backup restored before it did "
     "would bring the records back.",
     "Le journal des points de contrôle en prend note quand le serveur est en service ; une "
     "sauvegarde restaurée avant cela ramènerait ces preuves."},
    {"ready, {} entries in the log", "prêt, {} entrées au journal"},
    {"not ready, {} entries in the log", "pas prêt, {} entrées au journal"},
    {"note: {}", "à noter : {}"},
    {"retention erases what was due until {}", "l’échéance efface ce qui était dû jusqu’au {}"},
    {"retention erases what was due once servers have run here for 24 hours",
     "l’échéance effacera ce qui était dû une fois que des serveurs auront fonctionné ici pendant "
     "24 heures"},
    {"  of {}", "  pour {}"},
    {"  expires {}", "  expire le {}"},
    {"  revoked {}", "  révoqué le {}"},
    {"  used {}", "  utilisé le {}"},
    {"  LAST RESORT", "  DERNIER RECOURS"},
    {"  from {}", "  fait par {}"},
    {"stays", "demeure"},
    {"would end", "prendrait fin"},
    {"ended", "a pris fin"},
    {"token", "jeton"},
    {"invitation", "invitation"},
    {"joined by invitation:", "inscription sur invitation :"},
    {"Links made before are good for nothing any more: {}",
     "Liens créés auparavant, qui ne sont plus valables : {}"},
    {"limitation {}", "limitation {}"},
    {"Keep the tokens and invitations that came of it",
     "Garde les jetons et les invitations qui en sont issus"},
    {"Show what came of it, and end nothing", "Montre ce qui en est issu, sans rien terminer"},
    {"End a token, and the tokens and invitations that it made",
     "Met fin à un jeton, et aux jetons et invitations qu’il a faits"},
    {"A role (repeat); without: operator. Who is alone takes operator and dpo",
     "Un rôle (à répéter) ; à défaut : operator. Une personne seule prend operator et dpo"},
    {"Keep the tokens and invitations that they made and may make no more",
     "Garde les jetons et les invitations que la personne a faits et ne pourrait plus faire"},
    {"End a person's sessions, and the tokens and invitations that they made, and let them in no "
     "more, whatever the provider says",
     "Met fin aux sessions d’une personne, aux jetons et aux invitations qu’elle a faits, et ne la "
     "laisse plus entrer, quoi que dise le fournisseur"},
    {"Answer what keeps a site from being published", "Répond à ce qui empêche de publier un site"},
    {"POINT=ANSWER as \"catalog check --blocking\" prints it, several times",
     "POINT=RÉPONSE, comme « catalog check --blocking » l’affiche, plusieurs fois"},
    {"A waiver for every other point that can have one",
     "Une dérogation pour tout autre point qui peut en avoir une"},
    {"Of the waivers; staff read it", "Des dérogations ; le personnel la lit"},
    {"Their end, a day; else in six months", "Leur fin, un jour ; à défaut, dans six mois"},
    {"The function that confirms an exemption", "La fonction qui confirme une exemption"},
    {"How long exempt measurement keeps its data: P25M",
     "Durée de conservation des données d’une mesure exemptée : P25M"},
    {"yes: what the file says is right. later: a waiver, with --reason. What cannot be waived "
     "is\ncorrected in the file. Nothing is written where one answer is refused. Exit codes as "
     "of\n\"catalog new\".\nExample: temoin catalog decide mutuelle.example "
     "youtube-role=controller matomo-exemption=no\n         --rest-later --reason \"With the "
     "officer, by the end of the quarter\"",
     "yes : ce que dit le fichier est juste. later : une dérogation, avec --reason. Ce qui ne "
     "souffre\npas de dérogation se corrige dans le fichier. Rien n’est écrit dès qu’une réponse "
     "est refusée.\nCodes de sortie : ceux de « catalog new ».\nExemple : temoin catalog decide "
     "mutuelle.example youtube-role=controller matomo-exemption=no\n          --rest-later "
     "--reason \"Avec la déléguée, d’ici la fin du trimestre\""},
    {"What is kept and not used, at a person's request (GDPR, article 18)",
     "Ce qui est conservé sans être utilisé, à la demande d’une personne (RGPD, article 18)"},
    {"Limit the processing of a browser's choices",
     "Limite le traitement des choix d’un navigateur"},
    {"Index of one of the browser's choices", "Indice d’un des choix du navigateur"},
    {"accuracy, unlawful, claims or objection",
     "accuracy (exactitude), unlawful (illicite), claims (droits en justice) ou objection"},
    {"The site's own number of the request", "Le numéro que le site donne à la demande"},
    {"Show the limitations in force", "Affiche les limitations en vigueur"},
    {"Lifted ones, too", "Avec celles qui sont levées"},
    {"End a limitation that the person was told will end: what is due is then erased",
     "Lève une limitation dont la personne a été informée : ce qui est échu est alors effacé"},
    {"Its number, as `limitation list` shows it",
     "Son numéro, tel que « limitation list » l’affiche"},
    {"Day on which the person was told", "Jour où la personne a été informée"},
    {"{} has no answer: write POINT=ANSWER", "{} n’a pas de réponse : écrivez POINT=RÉPONSE"},
    {"Whether people join by invitation and sign in with a passkey",
     "Si l’on s’inscrit sur invitation et se connecte avec une clé d’accès"},
    {"The processing of this choice is limited already.",
     "Le traitement de ce choix est déjà limité."},
    {"There is no limitation {} in force.", "Il n’y a pas de limitation {} en vigueur."},
    {"{} (on off)", "{} (on off)"},
    {"{}  {}, {} records  {}  (by {}, review {}){}",
     "{}  {}, {} preuve(s)  {}  (par {}, réexamen le {}){}"},
    {"  lifted {}", "  levée le {}"},
    {"'ground' is accuracy, unlawful, claims or objection (GDPR, article 18(1)).",
     "« ground » est accuracy, unlawful, claims ou objection (RGPD, article 18, paragraphe 1)."},
    {"A limitation is asked for by whoever shows the cookie or the receipt of the choice: 'shown' "
     "is token or receipt.",
     "Une limitation est demandée par qui montre le cookie ou le reçu du choix : « shown » est "
     "token ou receipt."},
    {"A limitation needs a day in the future to be reviewed on.",
     "Une limitation porte un jour à venir où elle est réexaminée."},
    {"The entry at this index is no choice that is kept.",
     "L’entrée à cet indice n’est pas un choix conservé."},
    {"The erasure of this choice has been asked for.", "L’effacement de ce choix a été demandé."},
    {"A limitation names at most {} choices.", "Une limitation porte sur {} choix au plus."},
    {"The person is told before it is lifted (GDPR, article 18(3)): 'informed' is the day on which "
     "they were.",
     "La personne est informée avant la levée (RGPD, article 18, paragraphe 3) : « informed » est "
     "le jour où elle l’a été."},
    {"acknowledged: {}", "il est pris acte de : {}"},
    {"Choices are recorded again. Set the holds again that no backup had.",
     "Les choix sont de nouveau enregistrés. Rétablissez les suspensions qu’aucune sauvegarde ne "
     "contenait."},
    {"restored {} to {}", "{} est restauré dans {}"},
    {"Start the server with the latest checkpoint log: it completes the log, erases again what was "
     "erased since and says what is lost. Choices wait until \"temoin restore --acknowledge-loss "
     "--data {}\".",
     "Démarrez le serveur avec le dernier journal des points de contrôle : il complète le journal, "
     "efface de nouveau ce qui l’a été depuis et dit ce qui est perdu. Les choix attendent « "
     "temoin restore --acknowledge-loss --data {} »."},
    {"{}: {} bytes", "{} : {} octets"},
    {"Keep log.key and the checkpoint log apart from it (docs/operate.md).",
     "Gardez log.key et le journal des points de contrôle ailleurs (docs/operate.md)."},
    {"the clock is in order: there was nothing to confirm",
     "l’horloge est en règle : il n’y avait rien à confirmer"},
    {"confirmed: it is {}", "confirmé : il est {}"},
    {"{} entries were dated later by a wrong clock and count as of then (entry {} of the log names "
     "them)",
     "{} entrées avaient été datées plus tard par une horloge fausse et comptent à cette heure "
     "(l’entrée {} du journal les nomme)"},
    {"every site", "tous les sites"},
    {" from {}", " à partir du {}"},
    {" to {}", " jusqu’au {}"},
    {", {} records", ", {} preuves"},
    {"{}  {}  {}  (by {}, review {}){}", "{}  {}  {}  (par {}, réexamen le {}){}"},
    {"  released {}", "  levée le {}"},
    {"hold {}", "suspension {}"},
    {"{}  {}  {}  {}  received {}  due {}{}  {}", "{}  {}  {}  {}  reçue le {}  due le {}{}  {}"},
    {" (extended)", " (prolongée)"},
    {"  late", "  en retard"},
    {"access", "accès"},
    {"rectification", "rectification"},
    {"limitation", "limitation"},
    {"erasure", "effacement"},
    {"objection", "opposition"},
    {"proof", "preuve"},
    {"erased", "effacé"},
    {"refused", "refus"},
    {"withdrawal", "retrait"},
    {"other", "autre"},
    {"none", "désistement"},
    {"open", "en cours"},
    {"answered", "réponse envoyée"},
    {"extended", "prolongée"},
    {"{}  {}  {}  {}  last seen {}", "{}  {}  {}  {}  dernière venue le {}"},
    {"revoked", "révoqué"},
    {"nothing granted here", "rien d’accordé ici"},
    {"{}  {}  {}  invited by {}  good until {}",
     "{}  {}  {}  invitation de {}  valable jusqu’au {}"},
    {"filed as entry {} of the log: {}", "enregistrées, entrée {} du journal : {}"},
    {"filed already, as entry {} of the log: {}", "déjà enregistrées, entrée {} du journal : {}"},
    {"{}  generation {}  {}{}", "{}  génération {}  {}{}"},
    {"  in force", "  en vigueur"},
    {"  no pictures", "  pas d’images"},
    {"  taken {}  entry {}  {}", "  prises le {}  entrée {}  {}"},
    {"not in order: {}", "pas en règle : {}"},
    {"in order: {} settings are given, {} stand as by default",
     "en règle : {} réglages sont donnés, {} restent par défaut"},
    {"verified {}% of {} entries", "{} % des {} entrées vérifiées"},
    {"anchored: entries {} to {} existed on {}{}{}",
     "horodaté : les entrées {} à {} existaient le {}{}{}"},
    {", says {}", ", dit {}"},
    {" (authority not checked: give --ca)", " (autorité non vérifiée : donnez --ca)"},
    {"not anchored: entries {} to {}; nothing outside this machine says when they were made",
     "non horodaté : entrées {} à {} ; rien hors de cette machine ne dit quand elles ont été "
     "faites"},
    {"WRONG: {}", "ANOMALIE : {}"},
    {"entries: {} ({} revisions, banners and pictures, {} purges, {} days of the access log)",
     "entrées : {} ({} versions, bandeaux et images, {} purges, {} jours du journal des accès)"},
    {"pictures: {}", "images : {}"},
    {"committed to: {} publications, {} holds and releases, {} notes on requests, {} days of "
     "counts",
     "engagés : {} mises en ligne, {} suspensions et levées, {} notes sur des demandes, {} jours "
     "de comptes"},
    {"dossiers: {} notes", "dossiers : {} notes"},
    {"access log: {} lines bound, {} forgotten in their time",
     "journal des accès : {} lignes liées, {} oubliées en leur temps"},
    {"bound since entry {}; before that, as found on {}: {} rows",
     "liées depuis l’entrée {} ; auparavant, telles que trouvées le {} : {} lignes"},
    {"rows from before are not bound yet: the next start of the server does it",
     "les lignes d’avant ne sont pas encore liées : le prochain démarrage du serveur le fait"},
    {"lost, as found on {}: {}; {}", "perdu, constaté le {} : {} ; {}"},
    {"acknowledged on {}", "prise d’acte le {}"},
    {"not acknowledged yet", "pas encore de prise d’acte"},
    {"clock corrections: {}", "corrections d’horloge : {}"},
    {"consents: {} kept and matching their leaf, {} purged with a reason, {} lost",
     "choix : {} conservés et conformes à leur feuille, {} purgés avec un motif, {} perdus"},
    {"checkpoints: {} kept ones agree; checkpoint log: {} entries agree",
     "points de contrôle : {} conservés concordent ; leur journal : {} entrées concordent"},
    {"newer: the checkpoint log goes on for {} entries, under newer checkpoints; they are not "
     "judged "
     "by this copy",
     "plus récent : le journal des points de contrôle continue sur {} entrées, sous des points "
     "plus récents ; cette copie ne les juge pas"},
    {"WRONG: {} more", "ANOMALIE : {} de plus"},
    {"The log is in order.", "Le journal est en règle."},
    {"The log is NOT in order.", "Le journal N’EST PAS en règle."},
    {"checkpoint of {} entries written to {}; give it to someone who will keep it",
     "point de contrôle de {} entrées écrit dans {} ; donnez-le à quelqu’un qui le gardera"},
    {"the latest kept checkpoint ({} entries) is anchored already",
     "le dernier point de contrôle conservé ({} entrées) est déjà horodaté"},
    {"anchored: the first {} entries existed on {}{}",
     "horodaté : les {} premières entrées existaient le {}{}"},
    {"This starts a new checkpoint log from what the database holds now. Do it only when the old "
     "one is lost for good and this database is the latest: if it is an older backup, what was "
     "signed after it would be contradicted for ever.",
     "Ceci commence un nouveau journal des points de contrôle d’après ce que la base contient "
     "maintenant. Ne le faites que si l’ancien est définitivement perdu et que cette base est la "
     "dernière : si c’est une sauvegarde plus ancienne, ce qui a été signé après elle serait "
     "contredit à jamais."},
    {"The last checkpoint kept in the database, of {}, covers {} entries.",
     "Le dernier point de contrôle conservé dans la base, du {}, couvre {} entrées."},
    {"Run again with --yes.", "Relancez avec --yes."},
    {"new checkpoint log in {}, with all that the database holds",
     "nouveau journal des points de contrôle dans {}, avec tout ce que la base contient"},
    {"Choices wait until \"temoin restore --acknowledge-loss --data {}\".",
     "Les choix attendent « temoin restore --acknowledge-loss --data {} »."},
    {"The proof is NOT valid.", "La preuve N’EST PAS valable."},
    {"Detail: {}", "Détail technique : {}"},
    {"the file holds no c2sp.org/tlog-proof@v1",
     "ce fichier ne contient pas de preuve c2sp.org/tlog-proof@v1"},
    {"The dossier is whole, and not registered in the log: {}",
     "Le dossier est entier, et n’est pas enregistré dans le journal : {}"},
    {"{}: {} proofs, {} seals of erased proofs, {} files, all verified",
     "{} : {} preuves, {} scellés de preuves effacées, {} fichiers, tout vérifié"},
    {"  encrypted; each receiver opens it with their key:",
     "  chiffré ; chaque destinataire l’ouvre avec sa clé :"},
    {"  openssl cms -decrypt -inform DER -in {} -inkey KEY.pem -out {}.zip",
     "  openssl cms -decrypt -inform DER -in {} -inkey CLE.pem -out {}.zip"},
    {"{} cannot be written to: the access log does not name this {}.",
     "{} n’accepte pas d’écriture : le journal des accès ne nomme pas ce document ({})."},
    {"{} records, {} %", "{} preuves, {} %"},
    {"{} records, done", "{} preuves, fini"},
    {"Staff tokens, shown this once:", "Jetons du personnel, affichés une seule fois :"},
    {"demonstration", "démonstration"},
    {"The catalogue cannot be published: only a revision published before is served.",
     "Le catalogue n’est pas publiable : seule est servie une version déjà publiée."},
    {"Demonstration page:  http://{}:{}/demo/", "Page de démonstration : http://{}:{}/demo/"},
    {"Public API:          http://127.0.0.1:{}{}/openapi.json",
     "API publique :          http://127.0.0.1:{}{}/openapi.json"},
    {"Staff console:       http://127.0.0.1:{}/", "Console du personnel :  http://127.0.0.1:{}/"},
    {"{}: new site", "{} : nouveau site"},
    {"{}: site removed", "{} : site retiré"},
    {"Wrote {}/{}", "Écrit : {}/{}"},
    {"Nothing keeps it from being published.", "Rien n’empêche de publier."},
    {"{} ({}): the library has it no longer", "{} ({}) : n’est plus dans la bibliothèque"},
    {"Nothing changed in the library since these services were adopted.",
     "La bibliothèque n’a rien changé depuis l’adoption de ces services."},
    {"To take a change over: edit the site's file, raise \"version\" in \"library\", and have it "
     "reviewed.",
     "Pour reprendre un changement : modifiez le fichier du site, relevez « version » dans « "
     "library », et faites relire."},
    {"Who publishes the site (controller)?", "Qui édite le site (responsable du traitement) ?"},
    {"E-mail of the data protection officer?",
     "Adresse électronique du délégué à la protection des données ?"},
    {"{} service(s) of the library recognised, {} matter(s) left to decide",
     "{} service(s) de la bibliothèque reconnu(s), {} point(s) à décider"},
    {"temoin: pages are missing in this recording; \"stopped\" in it names them",
     "temoin : des pages manquent dans ce relevé ; « stopped » les y nomme"},
    {"{}: {} service(s) and {} name(s) read", "{} : {} service(s) et {} nom(s) lus"},
    {", {} entries not understood", ", {} entrée(s) non comprise(s)"},
    {", the rest beyond {} left out", ", la suite au-delà de {} omise"},
    {"Publish? [y/N]", "Publier ? [o/N]"},
    {"{}: settings, under the same revision: {}", "{} : réglages, sous la même version : {}"},
    {"{}: revision {} (generation {})", "{} : version {} (génération {})"},
    {"  first publication", "  première publication"},
    {"Nothing to publish.", "Rien à publier."},
    {"Nothing was published.", "Rien n’a été publié."},
    {"Published.", "Publié."},
    {"{}  generation {}  {}  {}{}", "{}  génération {}  {}  {}{}"},
    {"  (published again, first on {})", "  (publiée de nouveau, d’abord le {})"},
    {"Nothing was published yet.", "Rien n’était encore publié."},
    {"since {}", "depuis le {}"},
    {"from {} until {}", "du {} au {}"},
    {"{}  generation {}, {}, by {}", "{}  génération {}, {}, par {}"},
    {"The files of revision {} are put back; it is published again, under a generation that never "
     "goes down. Commit them where the catalogue is kept:",
     "Les fichiers de la version {} sont remis en place ; elle est publiée de nouveau, sous une "
     "génération qui ne redescend jamais. À reporter là où le catalogue est versionné :"},
    // What comes from elsewhere: errors and reasons, by their patterns, and names of kinds.
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
    {"Record {} is marked as kept and is not there.",
     "L’enregistrement {} est marqué comme conservé et n’est pas là."},
    {"There is no hold {} in force.", "Il n’y a pas de suspension {} en vigueur."},
    {"{} is missing, and {}-wal lies there: its write-ahead log, with choices that only the two "
     "together give back. It is not changed. {}",
     "{} manque, et {}-wal est là : son journal d’écriture, avec des choix que seuls les deux "
     "ensemble rendent. Il n’est pas changé. {}"},
    {"The data directory was opened for reading only.",
     "Le répertoire de données a été ouvert en lecture seule."},
    {"Nothing was published under that hash.", "Rien n’a été publié sous cette empreinte."},
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
    {"The checkpoint log ends at {} entries, and {} covers {}: it was cut, or restored to an "
     "earlier "
     "state. Restore the latest one from its mirror.",
     "Le journal des points de contrôle finit à {} entrées, et {} en couvre {} : il a été tronqué, "
     "ou restauré dans un état antérieur. Restaurez le dernier d’après son miroir."},
    {"The checkpoint kept on {}", "le point de contrôle conservé le {}"},
};
// NOLINTEND(bugprone-suspicious-missing-comma)

}  // namespace temoin::cli

#endif  // TEMOIN_SERVER_CLI_WORDS_TABLE_H_
