import { type Em, query } from '@miaoben/kernel';
import type { Division, DivisionLevel } from './division.type.ts';

interface DivisionRow {
  code: string;
  name: string;
  full_name: string;
  level: DivisionLevel;
  parent_code: string | null;
}

const COLUMNS = 'code, name, full_name, level, parent_code';
const toDivision = (r: DivisionRow): Division => ({
  code: r.code,
  name: r.name,
  fullName: r.full_name,
  level: r.level,
  parentCode: r.parent_code,
});

/** Divisions are public facts: they have no scope. */
export async function divisionsByCode(em: Em, codes: readonly string[]): Promise<Division[]> {
  const rows = await query<DivisionRow>(em, `select ${COLUMNS} from division where code = any($1)`, [codes]);
  return rows.map(toDivision);
}

/** Children of several parents, in order of code. */
export async function divisionsByParent(em: Em, parents: readonly string[]): Promise<Division[]> {
  const rows = await query<DivisionRow>(
    em,
    `select ${COLUMNS} from division where parent_code = any($1) order by code`,
    [parents],
  );
  return rows.map(toDivision);
}

/** Divisions without a parent: the provinces. */
export async function topDivisions(em: Em): Promise<Division[]> {
  const rows = await query<DivisionRow>(em, `select ${COLUMNS} from division where parent_code is null order by code`);
  return rows.map(toDivision);
}
