import { readFileSync } from 'node:fs';
import { parseCsv } from './csv.ts';
import { vaccines } from './vaccines.ts';

const RELATIONS = ['equivalent', 'wider'] as const;

/** What a national vaccine is called in CVX, the code list read abroad. */
export interface CvxMapping {
  /** National code of four digits. */
  readonly code: string;
  readonly cvx: string;
  /** Short description of the CVX table. */
  readonly description: string;
  /**
   * Relation of the CVX code to the national one, in the terms of FHIR R4 ConceptMap: `equivalent` same antigens, kind
   * and valence; `wider` true of it, but of others too. What is only alike has no row.
   */
  readonly relation: (typeof RELATIONS)[number];
}

function load(): ReadonlyMap<string, CvxMapping> {
  const codes = new Set(vaccines().map((v) => v.code));
  const mappings = new Map<string, CvxMapping>();
  for (const row of parseCsv(readFileSync(new URL('./vaccine-cvx.csv', import.meta.url), 'utf8'))) {
    const { national_code: code = '', cvx = '', cvx_description: description = '' } = row;
    const relation = RELATIONS.find((known) => known === row.relation);
    if (!codes.has(code) || mappings.has(code) || !/^\d{2,3}$/u.test(cvx) || relation === undefined) {
      throw new Error(`vaccine-cvx.csv: the row of ${code} is malformed, repeated or of no national vaccine`);
    }
    mappings.set(code, { code, cvx, description, relation });
  }
  return mappings;
}

let loaded: ReadonlyMap<string, CvxMapping> | undefined;

/** CVX by national code, only where the mapping is sure. */
export function cvxMappings(): ReadonlyMap<string, CvxMapping> {
  loaded ??= load();
  return loaded;
}
