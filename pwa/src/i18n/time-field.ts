// Apart from `format.ts`, which every document loads: few screens have such a field.

/** An instant as the value of a field for day and time, in China's time. */
export const toTimeField = (at: string | number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' })
    .format(new Date(at))
    .replace(' ', 'T');

/** The instant of such a value; China has one time and no summer time. */
export const fromTimeField = (value: string): string => new Date(`${value}:00+08:00`).toISOString();
