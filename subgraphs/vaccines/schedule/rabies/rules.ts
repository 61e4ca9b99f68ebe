import type { Period } from '../dates.ts';
import { Node } from '../reader.ts';

export type RabiesGrade = 'I' | 'II' | 'III';

/** The planned days of a course, counted from its first dose, and how many injections each takes. */
export interface RabiesPoint {
  readonly offset: number;
  readonly count: number;
}

/** A table of the standard: five doses (Essen), 2-1-1 (Zagreb), before an exposure, or after a full course. */
export interface RabiesTable {
  /** Its name in the data; of the two doses after a full course the rule's. */
  readonly id: string;
  readonly points: readonly RabiesPoint[];
  readonly codes: readonly string[];
  readonly source: readonly string[];
}

/** A rule with its marks, as reasons name it. */
export interface RabiesRule {
  readonly id: string;
  readonly source: readonly string[];
}

export interface RabiesRules {
  readonly essen: RabiesTable;
  readonly zagreb: RabiesTable;
  readonly before: RabiesTable;
  readonly again: RabiesTable;
  /** Grades that need vaccine, and those that need passive immunisation besides. */
  readonly exposure: RabiesRule & {
    readonly vaccine: ReadonlySet<string>;
    readonly globulin: ReadonlySet<string>;
    /** Findings that record an exposure, by code. */
    readonly findings: ReadonlyMap<string, RabiesGrade>;
  };
  /** Time after a full course in which an exposure needs no vaccine. */
  readonly protectedFor: RabiesRule & { readonly time: Period };
  readonly globulin: RabiesRule & {
    readonly humanIUPerKg: number;
    readonly equineIUPerKg: number;
    readonly withinAfterFirstDose: Period;
  };
  readonly severe: RabiesRule & { readonly conditions: ReadonlySet<string> };
  readonly duplicates: RabiesRule;
  readonly switched: RabiesRule;
  /** Finding that asks for doses before an exposure. */
  readonly request: RabiesRule & { readonly finding: string };
  /** Without a recorded exposure: gap between the first two doses from which a course is one before exposure. */
  readonly inferred: RabiesRule & { readonly beforeFrom: Period };
  /** After the course before an exposure: first the one, then the others, for continuing risk. */
  readonly booster: { readonly first: Period; readonly further: Period; readonly source: readonly string[] };
  /** From this age the deltoid, before it the thigh. */
  readonly deltoidFrom: Period;
}

/** Reads the rules of rabies from the document of the schedule. Throws ScheduleFormatError. */
export function readRabies(document: unknown): RabiesRules {
  const outside = new Node(document, '$').get('nonNip');
  const rules = outside.byId('Rabies-rules').get('rules');
  const [five, four, pre] = [outside.byId('RabV-PEP-5'), outside.byId('RabV-PEP-4'), outside.byId('RabV-PrEP')];
  const exposure = rules.byId('EXPOSURE');
  const globulin = rules.byId('RIG');
  const rates = globulin.get('ratesIUPerKg');
  const severe = rules.byId('SEVERE_IMMUNODEFICIENCY');
  const later = rules.byId('REEXPOSURE_GE3M');
  const booster = pre.get('booster');
  const [further] = booster.get('further').list();
  const deltoid = five
    .get('site')
    .list()
    .find((s) => s.opt('ageFrom'));
  return {
    essen: readTable(five),
    zagreb: readTable(four),
    before: readTable(pre),
    again: {
      ...ruleOf(later),
      points: later
        .get('offsets')
        .list()
        .map((o) => ({ offset: o.period().days, count: 1 })),
      codes: five.get('codes').texts(),
    },
    exposure: {
      ...ruleOf(exposure),
      vaccine: new Set(exposure.get('vaccine').texts()),
      globulin: new Set(exposure.get('globulin').texts()),
      findings: new Map(
        exposure
          .get('observations')
          .entries()
          .map(([grade, finding]) => [finding.text(), gradeOf(grade, finding)]),
      ),
    },
    protectedFor: {
      ...ruleOf(rules.byId('REEXPOSURE_LT3M')),
      time: rules.byId('REEXPOSURE_LT3M').get('before').period(),
    },
    globulin: {
      ...ruleOf(globulin),
      humanIUPerKg: rates.get('human').number(),
      equineIUPerKg: rates.get('equine').number(),
      withinAfterFirstDose: globulin.get('withinAfterFirstDose').period(),
    },
    severe: { ...ruleOf(severe), conditions: new Set(severe.get('conditions').texts()) },
    duplicates: ruleOf(rules.byId('RABIES_DUPLICATES')),
    switched: ruleOf(rules.byId('BRAND_SWITCH')),
    request: {
      ...ruleOf(rules.byId('RABIES_REQUEST')),
      finding: rules.byId('RABIES_REQUEST').get('observation').text(),
    },
    inferred: {
      ...ruleOf(rules.byId('RABIES_COURSE_IN_DOSES')),
      beforeFrom: rules.byId('RABIES_COURSE_IN_DOSES').get('preExposureFrom').period(),
    },
    booster: {
      first: booster.get('first').period(),
      further: further?.period() ?? booster.get('further').fail('at least one interval'),
      source: booster.source(),
    },
    deltoidFrom: deltoid?.get('ageFrom').period() ?? five.get('site').fail('an age for the deltoid'),
  };
}

const ruleOf = (node: Node): RabiesRule => ({ id: node.get('id').text(), source: node.source() });

function gradeOf(text: string, node: Node): RabiesGrade {
  return text === 'I' || text === 'II' || text === 'III' ? text : node.fail('a grade I, II or III');
}

function readTable(node: Node): RabiesTable {
  return {
    ...ruleOf(node),
    points: node
      .get('doses')
      .list()
      .map((d) => ({ offset: d.get('offset').period().days, count: d.opt('count')?.number() ?? 1 })),
    codes: node.get('codes').texts(),
  };
}
