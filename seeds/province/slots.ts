import { addSpan, type Day, parseSpan, type Span, toDay } from './days.ts';
import * as v from './schedule-document.ts';

/** One dose of a series as the generator plans it. */
export interface Slot {
  /** `DTaP-4`: unique within a plan. */
  readonly id: string;
  readonly series: string;
  readonly dose: number;
  /** Key of the reference products (`IPV`, `bOPV`, `HepA-L` …). */
  readonly vaccineKey: string;
  /** Recommended age; null: only the intervals say when. */
  readonly age: Span | null;
  readonly minAge: Span | null;
  readonly afterSlots: readonly { readonly slot: string; readonly span: Span }[];
  /** Exclusive upper age. */
  readonly before: Span | null;
  readonly route: string;
  readonly liveInjected: boolean;
}

const LIVE_INJECTED: ReadonlySet<string> = new Set(['BCG', 'MMR', 'HepA-L', 'VarV']);

function slot(series: string, vaccineKey: string, d: v.ScheduledDose, route: string): Slot {
  const intervals = d.minIntervals ?? [];
  return {
    id: `${series}-${d.dose}`,
    series,
    dose: d.dose,
    vaccineKey,
    age: d.recommendedAge ? parseSpan(d.recommendedAge) : null,
    minAge: d.minAge ? parseSpan(d.minAge) : null,
    afterSlots: intervals.map((i) => ({
      slot: typeof i.from === 'number' ? `${series}-${i.from}` : `${i.from.series}-${i.from.dose}`,
      span: parseSpan(d.recommendedInterval ?? i.min),
    })),
    before: d.catchUpBefore ? parseSpan(d.catchUpBefore) : d.maxAge ? parseSpan(d.maxAge) : null,
    route: d.route ?? route,
    liveInjected: LIVE_INJECTED.has(vaccineKey),
  };
}

function programmeSeries(id: string, vaccineKey = id): Slot[] {
  const { doses } = v.programmeSeries(id);
  return doses.map((d) => slot(id, d.product ?? vaccineKey, d, 'IM'));
}

function optionSeries(id: string, option: string): Slot[] {
  return v.programmeOption(id, option).doses.map((d) => slot(option, option, d, 'SC'));
}

function nonProgrammeSeries(id: string, route: string): Slot[] {
  return v.nonProgrammeSeries(id).doses.map((d) => slot(id, id, d, route));
}

const hpv = v.programmeSeries('HPV');
const oldDtap = v.programmeSeries('DTaP').oldVersion;
if (!oldDtap || !hpv.bornFrom || !hpv.effectiveFrom)
  throw new Error('nip-schedule.json lacks the dated parts of DTaP or HPV');

/** 百白破 changed its ages on this day (国疾控卫免发〔2024〕20号); before it the old ages and DT at 6 years hold. */
export const DTAP_CHANGE: Day = toDay(oldDtap.effectiveTo) + 1;
export const HPV_BORN_FROM: Day = toDay(hpv.bornFrom);
export const HPV_FROM: Day = toDay(hpv.effectiveFrom);

/** Ages of DTaP 1-4 until `DTAP_CHANGE`. */
export const OLD_DTAP_AGES: readonly Span[] = oldDtap.ages.map(parseSpan);

/** DT at 6 years, given until `DTAP_CHANGE` in place of DTaP 5. */
export const OLD_DT: Slot = {
  id: 'DT-1',
  series: 'DT',
  dose: 1,
  vaccineKey: 'DT',
  age: parseSpan(oldDtap.plus.age),
  minAge: parseSpan(oldDtap.plus.age),
  afterSlots: [{ slot: 'DTaP-4', span: parseSpan('P12M') }],
  before: parseSpan('P12Y'),
  route: 'IM',
  liveInjected: false,
};

/** Order of planning: by age, each slot after those its intervals name. Qinghai gives no JE (S46). */
function byAge(slots: readonly Slot[]): readonly Slot[] {
  const at = (s: Slot): number => (s.age ? addSpan(0, s.age) : Number.MAX_SAFE_INTEGER);
  return [...slots].sort((a, b) => at(a) - at(b) || a.dose - b.dose);
}

const COMMON: readonly Slot[] = ['HepB', 'BCG', 'Polio', 'DTaP', 'MMR', 'MPSV-A', 'MPSV-AC'].flatMap((id) =>
  programmeSeries(id),
);

/** The programme of a child in Qinghai, with live or inactivated hepatitis A vaccine. */
export const PROGRAMME: Readonly<Record<'HepA-L' | 'HepA-I', readonly Slot[]>> = {
  'HepA-L': byAge([...COMMON, ...optionSeries('HepA', 'HepA-L')]),
  'HepA-I': byAge([...COMMON, ...optionSeries('HepA', 'HepA-I')]),
};

export const HPV: readonly Slot[] = programmeSeries('HPV', 'HPV2');

/** Vaccines families buy; `appetite` weighs how often beside the family's own. */
export const NON_PROGRAMME: readonly { readonly slots: readonly Slot[]; readonly appetite: number }[] = [
  { slots: nonProgrammeSeries('VarV', 'SC'), appetite: 1.6 },
  { slots: nonProgrammeSeries('EV71', 'IM'), appetite: 1.1 },
  { slots: nonProgrammeSeries('Hib', 'IM'), appetite: 0.9 },
  { slots: nonProgrammeSeries('PCV13', 'IM'), appetite: 0.8 },
  { slots: nonProgrammeSeries('RV5', 'PO'), appetite: 0.5 },
];
