import { type Em, isUuidV7, prepared, query } from '@miaoben/kernel';
import { columnsOf, Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';

/** A dated health fact as the engine is told of it. */
export interface SubjectFact {
  kind: 'observation' | 'condition';
  code: string;
  date: string;
  until?: string;
}

/** This subgraph's copy of a person: what the schedule and the scopes need, no name, no number. */
export interface SubjectRow {
  person_id: string;
  birth_date: string;
  sex: 'F' | 'M' | 'U';
  division: string;
  managing_org_id: string;
  registration_state: string;
  /** of the file, grows with each change of it */
  version: number;
  conditions: string[];
  birth_weight_g: number | null;
  facts: SubjectFact[];
  /** prints of the due doses and faults last written, and of the counted doses last told; null: never */
  due_print: string | null;
  coverage_print: string | null;
}

const COLUMNS = `s.person_id, s.birth_date, s.sex, s.division, s.managing_org_id, s.registration_state, s.version, s.conditions,
  s.birth_weight_g, s.facts, s.due_print, s.coverage_print`;

/** Persons inside the reach. One statement for any number of ids; ids that are none are passed over. */
export async function findSubjects(em: Em, ids: readonly string[], reach: Reach): Promise<SubjectRow[]> {
  const p = new Parameters();
  const sql = `select ${COLUMNS} from subject s
    where s.person_id = any(${p.add(ids.filter(isUuidV7))}::uuid[]) and ${withinReach(columnsOf('s'), reach, p)}`;
  return query<SubjectRow>(em, sql, p.values);
}

/** As `findSubjects` for one person, held until the transaction ends: changes of one record come one after the other. */
export async function lockSubject(em: Em, id: string, reach: Reach): Promise<SubjectRow | undefined> {
  if (!isUuidV7(id)) return undefined;
  const p = new Parameters();
  const sql = `select ${COLUMNS} from subject s
    where s.person_id = ${p.add(id)} and ${withinReach(columnsOf('s'), reach, p)} for update`;
  const [row] = await query<SubjectRow>(em, sql, p.values);
  return row;
}

/** Persons for a recalculation, locked in the order of their ids so that two of them cannot wait for each other. */
export async function lockSubjects(em: Em, ids: readonly string[]): Promise<SubjectRow[]> {
  return query<SubjectRow>(
    em,
    prepared(`select ${COLUMNS} from subject s where s.person_id = any($1::uuid[]) order by s.person_id for update`),
    [ids],
  );
}

/** Writes what the engine is told of a person, who is held by the caller's transaction. */
export async function storeFacts(em: Em, personId: string, facts: readonly SubjectFact[]): Promise<void> {
  await query(em, 'update subject set facts = $2, changed = pg_current_xact_id() where person_id = $1', [
    personId,
    JSON.stringify(facts),
  ]);
}
