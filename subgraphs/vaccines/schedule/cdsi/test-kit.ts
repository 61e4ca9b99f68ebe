import {
  type CdsiPatient,
  type CdsiResult,
  evaluateAndForecast,
  loadSupportingData,
  type SupportingData,
} from './index.ts';

/** Parts of the supporting data as the CDC's JSON writes them; absent members are the "n/a" of the data. */
type Raw = Readonly<Record<string, unknown>>;

export interface AntigenParts {
  readonly series: readonly Raw[];
  readonly contraindications?: Raw;
  readonly immunity?: Raw;
}

/** A series dose that takes vaccine 901; further members replace or add. */
export function rawDose(number: number, more: Raw = {}): Raw {
  return {
    doseNumber: `Dose ${number}`,
    preferableVaccine: [{ vaccineType: 'Test', cvx: '901', beginAge: '0 days', forecastVaccineType: 'Y' }],
    recurringDose: 'No',
    ...more,
  };
}

/** One age instance. */
export function age(minimum: string, more: Raw = {}): Raw {
  return { absMinAge: `${minimum} - 4 days`, minAge: minimum, earliestRecAge: minimum, ...more };
}

/** One interval from the previous dose. */
export function interval(minimum: string, more: Raw = {}): Raw {
  return { fromPrevious: 'Y', absMinInt: `${minimum} - 4 days`, minInt: minimum, earliestRecInt: minimum, ...more };
}

/** A conditional skip with one set. */
export function skip(context: string, conditions: readonly Raw[], logic?: 'AND' | 'OR', more: Raw = {}): Raw {
  const set = {
    setID: '1',
    setDescription: '',
    condition: conditions,
    ...(logic && { conditionLogic: logic }),
    ...more,
  };
  return { context, setLogic: 'n/a', set: [set] };
}

/** A standard series of antigen A in series group 1; further members replace or add, `select` those of selectSeries. */
export function rawSeries(name: string, doses: readonly Raw[], more: Raw = {}, select: Raw = {}): Raw {
  return {
    seriesName: name,
    targetDisease: 'A',
    vaccineGroup: 'A',
    seriesType: 'Standard',
    selectSeries: {
      defaultSeries: 'No',
      productPath: 'No',
      seriesGroupName: 'Standard',
      seriesGroup: '1',
      seriesPriority: 'A',
      seriesPreference: '1',
      ...select,
    },
    seriesDose: doses,
    ...more,
  };
}

/** Supporting data of antigen A (vaccines 901 and 902) and others; every antigen's vaccines carry the codes given. */
export function supportingData(
  antigens: Readonly<Record<string, AntigenParts>>,
  schedule: {
    vaccines?: Readonly<Record<string, readonly Raw[]>>;
    conflicts?: readonly Raw[];
    groups?: readonly Raw[];
    fullGroups?: readonly string[];
  } = {},
): SupportingData {
  const names = Object.keys(antigens);
  const vaccines = schedule.vaccines ?? { '901': [{ antigen: 'A' }], '902': [{ antigen: 'A' }] };
  const groups = schedule.groups ?? names.map((name) => ({ name, antigen: [name] }));
  return loadSupportingData(
    {
      name: 'schedule',
      json: {
        scheduleSupportingData: {
          liveVirusConflicts: { liveVirusConflict: schedule.conflicts ?? [] },
          vaccineGroups: {
            vaccineGroup: (schedule.fullGroups ?? []).map((name) => ({ name, administerFullVaccineGroup: 'Yes' })),
          },
          vaccineGroupToAntigenMap: { vaccineGroupMap: groups },
          cvxToAntigenMap: { cvxMap: Object.entries(vaccines).map(([cvx, association]) => ({ cvx, association })) },
          observations: { observation: [] },
        },
      },
    },
    names.map((name) => ({
      name,
      json: { antigenSupportingData: { contraindications: {}, ...antigens[name] } },
    })),
  );
}

export interface Story extends Partial<Omit<CdsiPatient, 'doses'>> {
  /** Date and CVX, "2020-01-01 901". */
  readonly doses?: readonly string[];
  readonly on?: string;
}

/** Judges a child born on 2020-01-01. */
export function judge(data: SupportingData, story: Story = {}): CdsiResult {
  const { doses = [], on = '2021-01-01', ...rest } = story;
  const given = doses.map((text) => ({ date: text.slice(0, 10), cvx: text.slice(11) }));
  return evaluateAndForecast(
    { birthDate: '2020-01-01', gender: 'FEMALE', observations: [], ...rest, doses: given },
    data,
    on,
  );
}

/** Status and reasons of every dose in a series, in order of time. */
export function evaluationsIn(result: CdsiResult, series: string): string[] {
  const found = result.patientSeries.find((s) => s.series.name === series);
  return (found?.evaluations ?? []).map((e) => [e.status, ...e.reasons].join(' '));
}

/** Names of the series behind the vaccine group forecasts. */
export function bestSeries(result: CdsiResult): string[] {
  return result.vaccineGroups.flatMap((g) => g.series.map((s) => s.series.name));
}
