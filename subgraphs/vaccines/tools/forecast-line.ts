import {
  dayOf,
  evaluateWithOthers,
  explain,
  forecast,
  forecastOthers,
  type GivenDose,
  loadSchedule,
  type Schedule,
  ScheduleFormatError,
  type SeriesForecast,
  type SeriesStatus,
  type Subject,
} from '@miaoben/schedule';
import { doctor } from '@miaoben/schedule/messages/zh-CN/doctor';
import { z } from 'zod';

/** Why a line got no forecast. Closed list. */
export type LineError = 'NOT_JSON' | 'BAD_FIELD' | 'UNKNOWN_SCHEDULE';

/** A judged dose, in the order given. */
export interface DoseLine {
  readonly date: string | null;
  readonly vaccine: string;
  readonly clinicallyValid: boolean;
  readonly countedForCoverage: boolean;
  /** Codes of nip-schedule section 7. */
  readonly reasons: readonly string[];
}

export interface SeriesLine {
  readonly series: string;
  readonly status: SeriesStatus;
  readonly dose: number | null;
  readonly earliest: string | null;
  readonly recommended: string | null;
  readonly overdueFrom: string | null;
  readonly latest: string | null;
  readonly products: readonly string[];
  readonly reasons: readonly { readonly rule: string; readonly text: string }[];
}

export type ForecastLine =
  | { readonly id: string | null; readonly doses: readonly DoseLine[]; readonly series: readonly SeriesLine[] }
  | {
      readonly id: string | null;
      readonly error: { readonly code: LineError; readonly field?: string; readonly message: string };
    };

const day = z.string().refine((text) => !Number.isNaN(dayOf(text)), 'not a calendar date YYYY-MM-DD');

const Case = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  birthDate: day,
  sex: z.enum(['F', 'M', 'U']).default('U'),
  division: z
    .string()
    .regex(/^\d{0,12}$/, 'not a division code')
    .default(''),
  asOf: day,
  schedule: z.string().default('current'),
  conditions: z
    .array(
      z.union([
        z.string().transform((code) => ({ code })),
        z.object({ code: z.string(), from: day.optional(), until: day.optional(), vaccine: z.string().optional() }),
      ]),
    )
    .default([]),
  birthWeightG: z.number().positive().optional(),
  observations: z.array(z.object({ code: z.string(), date: day })).default([]),
  // A dose without a day is judged NO_DATE; a day that is none is a mistake of the line.
  doses: z.array(z.object({ date: day.or(z.literal('')).nullish(), vaccine: z.string() })).default([]),
});

/** Answers lines for one document of reference data; the versions are read once. */
export class Forecaster {
  readonly #document: unknown;
  readonly #versions = new Map<string, Schedule>();

  constructor(document: unknown) {
    this.#document = document;
  }

  #version(id: string): Schedule {
    let found = this.#versions.get(id);
    if (!found) {
      found = loadSchedule(this.#document, id);
      this.#versions.set(id, found);
    }
    return found;
  }

  /** The answer to one line of JSON; a line that is wrong gets an error that names the field. Never throws. */
  answer(line: string): ForecastLine {
    let json: unknown;
    try {
      json = JSON.parse(line);
    } catch {
      return { id: null, error: { code: 'NOT_JSON', message: 'The line is not JSON.' } };
    }
    const read = Case.safeParse(withoutNulls(json));
    if (!read.success) return badField(json, read.error);
    const { id, asOf, schedule: version, doses, conditions, observations, birthWeightG, ...person } = read.data;
    let schedule: Schedule;
    try {
      schedule = this.#version(version);
    } catch (error) {
      if (!(error instanceof ScheduleFormatError)) throw error;
      return { id, error: { code: 'UNKNOWN_SCHEDULE', field: 'schedule', message: 'No such version.' } };
    }
    const subject: Subject = {
      ...person,
      conditions: conditions.map(({ code, ...rest }) => ({ code, ...definedOnly(rest) })),
      observations,
      ...(birthWeightG !== undefined && { birthWeightG }),
    };
    // Of two equal doses the one that stands first is kept.
    const history: GivenDose[] = doses.map(({ date, vaccine }, i) => ({
      id: String(i).padStart(6, '0'),
      date: date ?? '',
      vaccine,
    }));
    const judged = evaluateWithOthers(subject, history, schedule, asOf).doses;
    const series = [...forecast(subject, history, schedule, asOf), ...forecastOthers(subject, history, schedule, asOf)];
    return {
      id,
      doses: judged.map(({ date, vaccine, clinicallyValid, countedForCoverage, reasons }) => ({
        date: date === '' ? null : date,
        vaccine,
        clinicallyValid,
        countedForCoverage,
        reasons: [...new Set(reasons.map((r) => r.code))],
      })),
      series: series.map(seriesLine),
    };
  }
}

function seriesLine(f: SeriesForecast): SeriesLine {
  const { series, status, dose, earliest, recommended, overdueFrom, latest, products, reasons } = f;
  return {
    series,
    status,
    dose,
    earliest,
    recommended,
    overdueFrom,
    latest,
    products,
    reasons: reasons.map((r) => ({ rule: r.ruleId, text: explain(r, doctor) })),
  };
}

/** A member that is null says as much as one that is left out. */
function withoutNulls(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null));
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Drops the members that are absent: an optional member of the engine's types is not one that is undefined. */
function definedOnly<T extends object>(value: T): Partial<Defined<T>> {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as Partial<Defined<T>>;
}

function badField(json: unknown, { issues }: z.ZodError): ForecastLine {
  const [issue] = issues;
  const given = z.object({ id: z.union([z.string(), z.number()]).transform(String) }).safeParse(json);
  const field = issue?.path.join('.') ?? '';
  return {
    id: given.success ? given.data.id : null,
    error: { code: 'BAD_FIELD', field, message: issue?.message ?? 'not a case' },
  };
}
