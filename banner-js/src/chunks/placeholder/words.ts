/** The words of a placeholder. */
const w = "\u00a0";

export const words: Record<string, Record<string, string>> = {
  fr: {
    blocked: "{name} est bloqué",
    why: "Ce contenu dépose des traceurs. Finalité" + w + ": {purpose}",
    allow: "Autoriser {name}",
  },
  en: {
    blocked: "{name} is blocked",
    why: "This content sets trackers. Purpose: {purpose}",
    allow: "Allow {name}",
  },
};
