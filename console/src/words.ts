// Every sentence of the console, in its two languages, French first: one table in parts.

export * from "./words/common";
export * from "./words/limitations";
export * from "./words/oversight";
export * from "./words/publication";
export type { Text } from "./words/text";
export * from "./words/visitors";
