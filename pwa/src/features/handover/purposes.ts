/** What a sealed file is handed over for, the most frequent first. */
export const PURPOSES = ['school_entry', 'transfer', 'employment', 'event', 'other'] as const;
export type Purpose = (typeof PURPOSES)[number];
/** Days a hand-over may stay open; the first is proposed. */
export const DAYS = [30, 7, 90] as const;
