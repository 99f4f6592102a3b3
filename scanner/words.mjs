// What the scanner says, in French where it is asked for: `--lang fr`, else LC_ALL, LC_MESSAGES or
// LANG, as the other commands. English stands in the code; a sentence that is missing here fails
// the tests (tests/browser/scan-words.test.mjs).

export const kFrench = {
  "temoin scan: {}": "temoin scan : {}",
  "--{} is a number from {} to {}": "--{} est un nombre de {} à {}",
  "there is no option {}: see --help": "il n’y a pas d’option {} : voir --help",
  "{} is not given as it should be: see --help":
    "{} n’est pas donné comme il le faut : voir --help",
  "there is no phase {}": "il n’y a pas de phase {}",
  "an address and --out are needed": "il faut une adresse et --out",
  "--third-parties is abort or load": "--third-parties vaut abort ou load",
  "--lang is fr or en": "--lang vaut fr ou en",
  "--user-agent is up to 200 characters of ASCII":
    "--user-agent compte 200 caractères ASCII au plus",
  "{} is no address of a page": "{} n’est pas l’adresse d’une page",
  "an address with a password is not visited":
    "une adresse qui contient un mot de passe n’est pas visitée",
  "{} is no id of a site": "{} n’est pas l’identifiant d’un site",
  "{} cannot be read: name the catalogue's folder with --catalog":
    "{} est illisible : indiquez le dossier du catalogue par --catalog",
  "{} names no origin": "{} n’indique aucune origine",
  "{} is not a host of {}. A scan answers in the name of a visitor and asks for many pages: say with --authority by whose order":
    "{} n’est pas un hôte de {}. Une analyse répond au nom d’un visiteur et demande beaucoup de pages : indiquez par --authority sur l’ordre de qui",
  '{}: visited by authority "{}", which is written down':
    "{} : visité sur l’ordre de « {} », ce qui est consigné",
  "no browser answers at {}: apt install chromium, or --browser PATH":
    "aucun navigateur ne répond à {} : apt install chromium, ou --browser CHEMIN",
  "no sitemap: the links of the first page are followed":
    "pas de plan du site : les liens de la première page sont suivis",
  "{} of {} pages are visited": "{} pages sur {} sont visitées",
  "sitemap {}: {} addresses": "plan du site {} : {} adresses",
  "no script of the banner is in the page, so its purposes are unknown":
    "aucun script du bandeau n’est dans la page : ses finalités sont inconnues",
  "before any choice": "avant tout choix",
  "after refusing all": "après un refus total",
  "after consent to {} alone": "après l’accord pour {} seulement",
  "after accepting all": "après une acceptation totale",
  "after the withdrawal": "après le retrait",
  ". Before it does, --phases none records what it sets":
    ". Avant cela, --phases none relève ce qu’elle dépose",
  "no page could be visited, nothing was recorded":
    "aucune page n’a pu être visitée, rien n’a été relevé",
  '{} choices of this scan were recorded: "choices"':
    "{} choix de cette analyse ont été enregistrés : « choices »",
  "{} was left out: the scan's time had run out":
    "{} a été laissée de côté : le temps de l’analyse était écoulé",
  "the answer was not taken by the service": "le service n’a pas pris la réponse",
  "the scan": "l’analyse",
  ", {} times": ", {} fois",
  "{}: {}": "{} : {}",
  "answered with an error": "a répondu par une erreur",
  "answered with a challenge for robots": "a répondu par une épreuve destinée aux robots",
  "could not be reached": "est injoignable",
  "redirects without an end": "redirige sans fin",
  "leads to another site, where the scan does not go":
    "mène à un autre site, où l’analyse ne va pas",
  "is or starts a download, which was not kept":
    "est un téléchargement, ou en commence un, qui n’a pas été gardé",
  "does not come to rest in time": "ne s’immobilise pas à temps",
  "made the browser's page crash": "a fait planter la page du navigateur",
  "has more elements than are looked at": "a plus d’éléments qu’il n’en est examiné",
  "sends more requests than are let out": "envoie plus de requêtes qu’il n’en part",
  "loads more than is let in": "charge plus qu’il n’est admis",
  "does not run the banner": "n’exécute pas le bandeau",
  "was left out: the scan's time had run out":
    "a été laissée de côté : le temps de l’analyse était écoulé",
  "opened a dialog, which was dismissed": "a ouvert une boîte de dialogue, qui a été fermée",
  "opened another window, which was closed": "a ouvert une autre fenêtre, qui a été fermée",
  "asked for an address that is not public, which was refused":
    "a demandé une adresse qui n’est pas publique, ce qui a été refusé",
  "temoin picture: {}": "temoin picture : {}",
  "--{} is missing": "il manque --{}",
  "--revision is 64 hexadecimal digits": "--revision compte 64 chiffres hexadécimaux",
  "--{} is an http or https address": "--{} est une adresse http ou https",
  "with --staff, the service says which site and revision":
    "avec --staff, c’est le service qui dit le site et la version",
  "{} cannot be read: {}": "{} est illisible : {}",
  "--token-file holds no token": "--token-file ne contient pas de jeton",
  "{} is not empty": "{} n’est pas vide",
  "banner.js is not the banner of this program": "banner.js n’est pas le bandeau de ce programme",
  "banner.js does not name its build": "banner.js n’indique pas l’empreinte de son code",
  "{} does not answer: {}": "{} ne répond pas : {}",
  "{} answered {}": "{} a répondu {}",
  "{} answered {}: {}": "{} a répondu {} : {}",
  "the service answers for {}, not {}": "le service répond pour {}, et non pour {}",
  "config.json and banner.js are of two revisions: a publication is under way, or a cache is old; try again":
    "config.json et banner.js sont de deux versions : une publication est en cours, ou une copie gardée est ancienne ; recommencez",
  "revision {} is in force, not {}": "la version {} est en vigueur, et non {}",
  "the published revision is not what its hash says":
    "la version publiée ne correspond pas à son empreinte",
  "the banner does not run": "le bandeau ne s’exécute pas",
  "revision {} ran, not {}: something was published meanwhile; try again":
    "la version {} s’est exécutée, et non {} : une publication a eu lieu entre-temps ; recommencez",
  "no first layer appears: does the site ask for anything?":
    "aucun premier niveau n’apparaît : le site demande-t-il quelque chose ?",
  "the second layer does not open": "le second niveau ne s’ouvre pas",
  "the second layer is over {} pixels high": "le second niveau dépasse {} pixels de haut",
  "{}, revision {}, generation {}": "{}, version {}, génération {}",
  "{}/{} {}, {}, {}: {} × {}, {} bytes": "{}/{} {}, {}, {} : {} × {}, {} octets",
  "first layer": "premier niveau",
  "second layer": "second niveau",
  phone: "téléphone",
  desktop: "ordinateur",
  "something was published meanwhile; try again":
    "une publication a eu lieu entre-temps ; recommencez",
  "nothing is wanted": "rien n’est demandé",
  "{}: filed as entry {} of the log": "{} : enregistrées, entrée {} du journal",
  "written to {}; temoin pictures add --data DIR {}":
    "écrites dans {} ; temoin pictures add --data DOSSIER {}",
};

/** The language that the arguments or the environment ask for; English where neither asks. */
export function languageOf(given, environment) {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const wanted = given || LC_ALL || LC_MESSAGES || LANG || "";
  return /^fr($|[_.])/.test(wanted) ? "fr" : "en";
}

let language = "en";

export const speak = (wanted) => void (language = wanted);
export const spoken = () => language;

/** The sentence with its `{}` filled, in the language that is spoken. */
export function worded(sentence, ...values) {
  const text = language === "fr" ? (kFrench[sentence] ?? sentence) : sentence;
  let next = 0;
  return text.replace(/\{\}/g, () => String(values[next++]));
}
