import type { Period } from './dates.ts';
import type { Node } from './reader.ts';

/** What one coded state of health does to vaccines, as section 6 of the text has it. */
export interface HealthState {
  readonly code: string;
  readonly source: readonly string[];
  /** Vaccines it forbids and postpones: a scope word (`all`, `live`, `named` …), a row of the HIV table or a series. */
  readonly forbids: readonly string[];
  readonly postpones: readonly string[];
  /** A state without a first day was there at birth. */
  readonly fromBirth: boolean;
  /** States that free from this one. */
  readonly exempt: readonly string[];
  /** Time from the end of the state to the first vaccination. */
  readonly resumeAfter: Period | null;
}

export interface HealthRules {
  readonly states: ReadonlyMap<string, HealthState>;
  /** States of weak immunity: all-IPV polio course (S26), three HPV doses (S29). */
  readonly weakImmunity: ReadonlySet<string>;
  /** Findings that are blood products, and those of them that are immunoglobulins. */
  readonly bloodProducts: ReadonlySet<string>;
  readonly immunoglobulins: ReadonlySet<string>;
  readonly bloodInterval: Period;
  readonly bloodSource: readonly string[];
  /** Time after MMR in which immunoglobulin is to be avoided. */
  readonly immunoglobulinAfterMmr: { readonly within: Period; readonly source: readonly string[] };
  /** States that never block a vaccination (section 6), with their Chinese names. */
  readonly notContraindications: readonly { readonly code: string; readonly zh: string }[];
}

export function readHealth(root: Node): HealthRules {
  const health = root.get('specialHealth');
  const general = root.get('generalRules');
  const blood = general.get('bloodProducts');
  const afterMmr = general.get('immunoglobulinAfterMMR');
  return {
    states: new Map([...readStates(health), ...readHiv(health.get('hivMatrix'))].map((s) => [s.code, s])),
    weakImmunity: new Set(health.get('weakImmunity').get('conditions').texts()),
    bloodProducts: new Set(blood.get('observations').texts()),
    immunoglobulins: new Set(blood.get('immunoglobulins').texts()),
    bloodInterval: blood.get('minIntervalAfterProduct').period(),
    bloodSource: blood.source(),
    immunoglobulinAfterMmr: { within: afterMmr.get('interval').period(), source: afterMmr.source() },
    notContraindications: health
      .get('notContraindications')
      .list()
      .map((n) => ({ code: n.get('code').text(), zh: n.get('zh').text() })),
  };
}

function readStates(health: Node): HealthState[] {
  return health
    .get('contraindications')
    .list()
    .map((node) => ({
      code: node.get('code').text(),
      source: node.source(),
      forbids: node.optTexts('forbids'),
      postpones: node.optTexts('postpones'),
      fromBirth: node.flag('fromBirth'),
      exempt: node.optTexts('exempt'),
      resumeAfter: node.opt('resumeAfter')?.get('from').period() ?? null,
    }));
}

/** A column of the HIV table as one state: what is marked N is forbidden, what is marked W waits. */
function readHiv(matrix: Node): HealthState[] {
  const rows = matrix.get('rows').entries();
  const marked = (column: number, mark: string) =>
    rows.filter(([, cells]) => cells.text()[column] === mark).map(([row]) => row);
  return matrix
    .get('conditions')
    .texts()
    .map((code, i) => ({
      code,
      source: matrix.source(),
      forbids: marked(i, 'N'),
      postpones: marked(i, 'W'),
      fromBirth: true,
      exempt: [],
      resumeAfter: null,
    }));
}
