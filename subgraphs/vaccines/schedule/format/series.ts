import { dose } from './dose.ts';
import { age, codes, day, flag, free, list, map, number, object, type Shape, text, texts } from './shape.ts';

const catchUp = object(
  { rule: text, source: free },
  {
    id: text,
    ageFrom: age,
    ageBefore: age,
    when: text,
    requires: text,
    minAge: age,
    minInterval: age,
    typeIICodes: codes,
    superseded: flag,
    intervals: list(object({ dose: number, min: age }, { from: number, max: age })),
    bornFrom: day,
    bornBefore: day,
    need: map(number),
  },
);

const option = object(
  { id: text, zh: text, codes, live: flag, doses: list(dose) },
  {
    injected: flag,
    note: text,
    afterImmunoglobulin: object({ minInterval: age, supersededBy: text, source: free }, { text }),
  },
);

const notRoutineIn = object(
  { divisionCodes: texts, source: free },
  {
    names: texts,
    effect: text,
    travelRule: text,
    travel: object({ condition: text, option: text, doses: number, source: free }, { text }),
  },
);

/** A series of the programme. */
export const series: Shape = object(
  { id: text, zh: text, programme: text, codes },
  {
    abbr: text,
    historicalCodes: codes,
    combinationCodes: codes,
    substituteCodes: codes,
    equivalentCodes: codes,
    otherCodes: codes,
    componentCodes: map(texts),
    liveByCode: map(flag),
    live: flag,
    injected: flag,
    sex: text,
    bornFrom: day,
    effectiveFrom: day,
    doses: list(dose),
    options: list(option),
    catchUp: list(catchUp),
    catchUpOnly: flag,
    ageRange: object({ from: age, before: age, source: free }),
    oldVersion: object({
      id: text,
      ages: list(age),
      plus: object({ vaccine: text, age }),
      effectiveTo: day,
      source: free,
    }),
    notRoutineIn,
    notAsSecond: object({ codes, text, source: free }),
    coverageValidity: object({ text, firstFrom: age, secondFrom: age, source: free }),
    interchange: list(object({ text, source: free }, { codes, minInterval: age })),
    notes: list(
      object(
        { text, source: free },
        { id: text, condition: text, onceOnly: flag, extraDoseAge: object({ from: age, before: age }) },
      ),
    ),
    rules: list(object({ id: text, text, source: free })),
    special: list(
      object({ id: text, when: free, rules: list(free), source: free }, { condition: text, birthWeightGBelow: number }),
    ),
    allIPV: object({ who: texts, source: free }),
    coverage: free,
    coverageInterval: free,
    transition2025: free,
    dose: free,
    route: text,
    site: free,
    volumeMl: number,
  },
);
