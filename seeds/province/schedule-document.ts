import { nipSchedule } from '../reference/nip-schedule.ts';

/** The parts of `nip-schedule.json` the generator reads, over the differences between single objects of the file. */
export interface ScheduledDose {
  readonly dose: number;
  readonly product?: string;
  readonly recommendedAge?: string;
  readonly recommendedInterval?: string;
  readonly minAge?: string;
  readonly maxAge?: string;
  readonly catchUpBefore?: string | null;
  readonly minIntervals?: readonly {
    readonly from: number | { readonly series: string; readonly dose: number };
    readonly min: string;
  }[];
  readonly route?: string;
}

export interface ScheduledSeries {
  readonly id: string;
  readonly doses: readonly ScheduledDose[];
  readonly options?: readonly ScheduledSeries[];
  readonly bornFrom?: string;
  readonly effectiveFrom?: string;
  readonly oldVersion?: {
    readonly ages: readonly string[];
    readonly plus: { readonly age: string };
    readonly effectiveTo: string;
  };
}

function find(list: readonly { id: string }[], id: string): ScheduledSeries {
  const found = list.find((s) => s.id === id);
  if (found === undefined) throw new Error(`nip-schedule.json has no series ${id}`);
  return { doses: [], ...found } as ScheduledSeries;
}

export function programmeSeries(id: string): ScheduledSeries {
  return find(nipSchedule().series, id);
}

export function programmeOption(id: string, option: string): ScheduledSeries {
  return find(programmeSeries(id).options ?? [], option);
}

export function nonProgrammeSeries(id: string): ScheduledSeries {
  return find(nipSchedule().nonNip, id);
}
