import { labelDose } from './dose.ts';
import { age, codes, either, flag, free, list, map, number, object, type Shape, text, texts } from './shape.ts';

const catchUp = object(
  { startFrom: age, doses: number },
  { startBefore: age, minInterval: age, table: list(labelDose), text, source: free },
);

const ages = object({ ageFrom: age, ageBefore: age });

const named = { id: text, zh: text } as const;

const written = {
  codes,
  live: flag,
  injected: flag,
  healthRow: text,
  healthRowSource: text,
  onDemand: object({ text, source: free }),
  route: text,
  volumeMl: number,
  note: text,
  source: free,
} as const;

/** A vaccine outside the programme. */
const vaccine: Shape = object(named, {
  ...written,
  historicalCodes: codes,
  combinationCodes: codes,
  liveCodes: codes,
  ageFrom: age,
  ageBefore: age,
  sex: text,
  maleIndication: object({ imported: ages, importedOnly: flag, source: free }),
  doses: list(labelDose),
  completeBefore: age,
  catchUp: list(catchUp),
  twoDose: object(
    { offsets: list(age), minInterval: age, source: free },
    { ageFrom: age, ageBefore: age, imported: ages, minIntervalSource: text, note: text },
  ),
  repeat: age,
  repeatText: text,
  revaccination: object({ minInterval: age, times: number, source: free }, { who: text, highRisk: text }),
  seasonal: object({ from: text, to: text }, { note: text }),
  rules: list(
    object({ ageFrom: age, doses: number }, { id: text, ageBefore: age, noPriorDose: flag, minInterval: age }),
  ),
  liveNasal: object({ code: text, ageFrom: age, ageBefore: age, doses: number }, { route: text }),
  counts: map(number),
  countsSource: text,
  trigger: text,
  booster: object({ first: age, further: list(age), source: free }),
  site: free,
  volume: free,
  ageNote: text,
  maxAgeNote: text,
  codesNote: text,
});

const rabiesRule = object(
  { id: text, source: free },
  {
    text,
    values: map(text),
    vaccine: texts,
    globulin: texts,
    observations: map(text),
    observation: text,
    conditions: texts,
    conditionsSource: text,
    gradeIIAsIII: flag,
    ratesIUPerKg: object({ human: number, equine: number }),
    withinAfterFirstDose: age,
    withinAfterFirstDoseNote: text,
    skinTest: texts,
    before: age,
    from: age,
    offsets: list(age),
    preExposureFrom: age,
  },
);

const rabies = object({ ...named, rules: list(rabiesRule) });

export const nonNip: Shape = list((node) => (node.opt('id')?.value === 'Rabies-rules' ? rabies(node) : vaccine(node)));

export const keyPopulation: Shape = list(
  object(named, {
    ...written,
    ageRange: object({ from: age, to: age, inclusive: flag }),
    ageSource: text,
    doses: either(number, list(labelDose)),
    schedule: list(labelDose),
    scheduleSource: text,
  }),
);

export const byLabel: Shape = list(object(named, { ...written, contains: texts }));

export const alternatives: Shape = list(object({ id: text, text, series: texts, programme: texts, source: free }));
