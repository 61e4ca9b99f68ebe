import { age, either, flag, free, list, number, object, type Shape, text } from './shape.ts';

export const interval = object(
  { from: either(number, object({ series: text, dose: number })), min: age },
  { max: age, normal: age },
);

/** A dose of the national table. */
export const dose: Shape = object(
  { dose: number, minAge: age, source: free },
  {
    product: text,
    recommendedAge: age,
    completeBefore: age,
    catchUpBefore: age,
    minIntervals: list(interval),
    timely: object({ rule: text, hours: number, source: free }),
    recommendedInterval: age,
    completeWithinAfterDose1: age,
    previousVersion: object({ completeBefore: age, source: free }, { version: text }),
    route: text,
    site: free,
    volumeMl: number,
    volume: text,
    volumeByLabelMl: free,
    note: text,
  },
);

/** A dose of a label: ages, or the time since dose 1. */
export const labelDose: Shape = object(
  { dose: number },
  {
    recommendedAge: age,
    minAge: age,
    maxAge: age,
    completeBefore: age,
    minIntervals: list(interval),
    offset: age,
    orOffset: age,
    count: number,
    booster: flag,
    countedFrom: text,
    site: text,
    note: text,
    source: free,
  },
);
