import type { PupilChecked } from '@miaoben/schema';

/**
 * What is counted of an entry check (汇总表, standards section 2). `needed` and `caughtUp` count doses and carry a slot `<series>-<dose>`;
 * all others count pupils.
 */
export const MEASURES = [
  /** 应查人数 */
  'enrolled',
  /** 实查人数 */
  'checked',
  /** 持证人数 */
  'withCertificate',
  /** 补证数 */
  'reissued',
  /** 全程人数 */
  'complete',
  /** 需补种人数 */
  'needing',
  /** 补种完成人数 */
  'caughtUp',
  /** 禁忌人数: contraindicated or postponed */
  'postponed',
  /** 未到接种时间 */
  'notYetDue',
  /** 无档案 */
  'noFile',
  /** 复验人数 */
  'rechecked',
  /** 需补种剂次 */
  'neededDoses',
  /** 补种完成剂次 */
  'caughtUpDoses',
] as const;
export type Measure = (typeof MEASURES)[number];

/** A place in which a pupil is counted, and the place one level up. */
export interface Place {
  readonly place: string;
  readonly parent: string;
}

const LEVELS = [9, 6, 4, 2];

/** The school and each division above it. A school may stand in a township, or in a county itself. */
export function placesOf({ schoolId, divisionCode }: Pick<PupilChecked, 'schoolId' | 'divisionCode'>): Place[] {
  const codes = LEVELS.filter((digits) => digits <= divisionCode.length).map((digits) => divisionCode.slice(0, digits));
  const chain = [schoolId, ...codes];
  return chain.map((place, i) => ({ place, parent: chain[i + 1] ?? '' }));
}

const slotOf = ({ series, dose }: { series: string; dose: number }): string => `${series}-${dose}`;

/** The measures a pupil is counted under, as `measure` or `measure slot`, each once; none after the pupil has left. */
export function measuresOf(pupil: PupilChecked | undefined): Set<string> {
  const counted = new Set<string>();
  if (!pupil?.isEnrolled) return counted;
  counted.add('enrolled');
  if (pupil.result === null) return counted;
  const count = (measure: Measure, holds: boolean) => holds && counted.add(measure);
  const done = new Set(pupil.caughtUp.map(slotOf));
  // A dose caught up was needed before: the two lists may or may not overlap.
  const needed = new Set([...(pupil.result === 'missing_doses' ? pupil.missing.map(slotOf) : []), ...done]);
  count('checked', true);
  count('withCertificate', pupil.certificateSeen === true);
  count('reissued', pupil.reissued);
  count('complete', pupil.result === 'complete');
  count('needing', needed.size > 0);
  count('caughtUp', needed.size > 0 && needed.size === done.size);
  count('postponed', pupil.result === 'postponed');
  count('notYetDue', pupil.result === 'not_yet_due');
  count('noFile', pupil.result === 'no_file');
  count('rechecked', pupil.recheckedOn !== null);
  for (const slot of needed) counted.add(`neededDoses ${slot}`);
  for (const slot of done) counted.add(`caughtUpDoses ${slot}`);
  return counted;
}

/** Change of one cell. */
export interface Cell extends Place {
  readonly round: string;
  readonly measure: string;
  readonly slot: string;
  count: number;
}

/** Sums the differences that changed pupils make, cell by cell; each goes to the school and to every division above it alike. */
export class SummaryDeltas {
  readonly #cells = new Map<string, Cell>();

  change(before: PupilChecked | undefined, after: PupilChecked | undefined): void {
    if (before) this.#add(before, -1);
    if (after) this.#add(after, 1);
  }

  #add(pupil: PupilChecked, sign: 1 | -1): void {
    for (const at of placesOf(pupil)) {
      for (const counted of measuresOf(pupil)) {
        const [measure = '', slot = ''] = counted.split(' ');
        const key = [pupil.round, at.place, counted].join(' ');
        const cell = this.#cells.get(key) ?? { ...at, round: pupil.round, measure, slot, count: 0 };
        cell.count += sign;
        this.#cells.set(key, cell);
      }
    }
  }

  /** The cells that really change, in one order: parallel batches wait for each other instead of deadlocking. */
  list(): Cell[] {
    return [...this.#cells]
      .filter(([, cell]) => cell.count !== 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, c]) => c);
  }
}
