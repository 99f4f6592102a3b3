// What pages are made of.

export * from "./ui/fields";
export * from "./ui/load";
export * from "./ui/page";
export * from "./ui/problem";
export * from "./ui/table";
