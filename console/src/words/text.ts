export type Text = readonly [fr: string, en: string];
