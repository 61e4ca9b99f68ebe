import { evaluateWithOthers, explain, forecast } from '@miaoben/schedule';
import type { ChildRecordQuery } from '../../data/generated/family.ts';
import { parentWords } from '../../i18n/parent-words.ts';
import { historyOf, scheduleOn, subjectOf } from '../../offline/packs-engine.ts';

type Person = NonNullable<ChildRecordQuery['person']>;

/** What the engine says to a parent in the language on screen: why each dose has to be repeated, how each series stands. */
export interface OwnWords {
  doses: ReadonlyMap<string, readonly string[]>;
  series: ReadonlyMap<string, string>;
}

/** The server speaks Chinese: for another language the same facts are judged again here. */
export async function ownWords(person: Person): Promise<OwnWords> {
  const day = person.plan.asOf;
  const schedule = await scheduleOn(day);
  const facts = person.healthFacts
    .filter(({ withdrawn }) => !withdrawn)
    .map(({ code, date, until }) => ({ code, date, ...(until && { until }) }));
  const subject = subjectOf({ ...person, residence: person.residence.code }, facts);
  const history = historyOf(
    person.doses
      .filter(({ state }) => state === 'given')
      .map(({ id, date, vaccine, lot, volumeMl, product }) => ({
        id,
        date,
        vaccine: vaccine.code,
        ...(lot && { lotExpires: lot.expiresOn }),
        ...(lot?.recall === 'void' && { recalled: true as const }),
        ...(volumeMl != null &&
          product?.doseVolumeMl != null &&
          volumeMl < product.doseVolumeMl && { partial: true as const }),
      })),
  );
  const words = parentWords();
  return {
    doses: new Map(
      evaluateWithOthers(subject, history, schedule, day).doses.map(({ id, reasons }) => [
        id,
        reasons.map((reason) => explain(reason, words)),
      ]),
    ),
    series: new Map(forecast(subject, history, schedule, day).map((f) => [f.series, explain(f, words)])),
  };
}
