const DAY_MS = 86_400_000;

/** First instant of a calendar day in Asia/Shanghai, which knows no summer time since 1992. */
export const startOfDay = (date: string): Date => new Date(`${date}T00:00:00+08:00`);
/** First instant after it. */
export const endOfDay = (date: string): Date => new Date(startOfDay(date).getTime() + DAY_MS);
