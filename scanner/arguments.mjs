// How the scanner's programs read their arguments: in the language that is asked for, what is wrong
// with them as well.
import { parseArgs } from "node:util";
import { languageOf, speak, worded } from "./words.mjs";

/** What asks for a language is looked for first: an argument that is wrong is told in it, too. */
function askedLanguage(words) {
  const at = words.indexOf("--lang");
  const joined = words.find((word) => word.startsWith("--lang="));
  return at >= 0 ? words[at + 1] : joined?.slice("--lang=".length);
}

const kShared = { lang: { type: "string" }, help: { type: "boolean", short: "h" } };

/**
 * The values of these options, and the positionals where some are taken; `usage` gives what --help
 * prints. Node's own words on an option are English alone.
 */
export function parse(usage, options, allowPositionals = false) {
  speak(languageOf(askedLanguage(process.argv.slice(2)), process.env));
  let given;
  try {
    given = parseArgs({ allowPositionals, options: { ...options, ...kShared } });
  } catch (error) {
    const [, name = error.message] = /'([^' ]+)[^']*'/.exec(error.message) ?? [];
    throw new Error(
      error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION"
        ? worded("there is no option {}: see --help", name)
        : worded("{} is not given as it should be: see --help", name),
    );
  }
  const { lang, help } = given.values;
  if (![undefined, "fr", "en"].includes(lang)) throw new Error(worded("--lang is fr or en"));
  if (!help) return given;
  console.log(usage());
  process.exit(0);
}

export function number(text, name, least, most) {
  const value = Number(text);
  if (Number.isFinite(value) && value >= least && value <= most) return value;
  throw new Error(worded("--{} is a number from {} to {}", name, least, most));
}
