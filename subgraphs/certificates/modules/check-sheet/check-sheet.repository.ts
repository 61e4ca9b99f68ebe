import { type Em, query } from '@miaoben/kernel';
import type { MissingDose } from '../assessment/assessment.client.ts';
import type { PupilRow } from '../school-pupil/school-pupil.repository.ts';

/** Whose sheets: one school's, or those of every school of a division. */
export type SheetPlace = { readonly schoolId: string } | { readonly division: string };

export interface SheetRow {
  id: string;
  sealed: string;
  sex: string;
  grade: string | null;
  class_name: string | null;
  check_type: string;
  verdict: string;
  missing: readonly MissingDose[];
  caught_up: readonly { seriesName: string; dose: number }[];
  certificate_seen: boolean | null;
  recheck_on: string | null;
  checked_on: string;
}

function within(place: SheetPlace): { sql: string; parameter: string } {
  return 'schoolId' in place
    ? { sql: 'p.school_id = $2::uuid', parameter: place.schoolId }
    : {
        sql: `p.division >= $2 collate "C" and p.division < ($2 || ':') collate "C"`,
        parameter: place.division,
      };
}

/** Schools with pupils in rounds of this code, by name. */
export async function schoolsOfRound(
  em: Em,
  round: string,
  place: SheetPlace,
): Promise<{ id: string; name: string }[]> {
  const { sql, parameter } = within(place);
  return query(
    em,
    `select o.id, o.name from organisation o where o.id in (
       select p.school_id from school_pupil p join school_round r on r.id = p.round_id
       where r.code = $1 and p.state <> 'moved' and ${sql})
     order by o.name, o.id`,
    [round, parameter],
  );
}

/** Pupils of a school in rounds of this code who have not left, by id after an id. */
export async function sheetRows(
  em: Em,
  round: string,
  schoolId: string,
  after: string,
  limit: number,
): Promise<SheetRow[]> {
  return query<SheetRow>(
    em,
    `select p.id, p.sealed, p.sex, c.grade, c.name as class_name, p.check_type, p.verdict, p.missing, p.caught_up,
       p.certificate_seen, p.recheck_on, p.checked_on
     from school_pupil p join school_round r on r.id = p.round_id left join school_class c on c.id = p.class_id
     where r.code = $1 and p.school_id = $2 and p.state <> 'moved' and p.id > $3 order by p.id limit $4`,
    [round, schoolId, after, limit],
  );
}

export interface ReportClassRow {
  school_id: string;
  /** null: the pupils who are in no class */
  class_id: string | null;
  grade: string | null;
  name: string | null;
}

/** Classes with pupils in rounds of this code who have not left, by school and name. */
export async function reportClasses(
  em: Em,
  round: string,
  place: SheetPlace,
  classId: string | null,
): Promise<ReportClassRow[]> {
  const { sql, parameter } = within(place);
  return query<ReportClassRow>(
    em,
    `select g.school_id, g.class_id, c.grade, c.name from (
       select distinct p.school_id, p.class_id from school_pupil p join school_round r on r.id = p.round_id
       where r.code = $1 and p.state <> 'moved' and ${sql} and ($3::uuid is null or p.class_id = $3)) g
     join organisation o on o.id = g.school_id left join school_class c on c.id = g.class_id
     order by o.name, g.school_id, c.grade, c.name, g.class_id`,
    [round, parameter, classId],
  );
}

/** Pupils of a class who have not left, at most so many. */
export async function reportPupils(
  em: Em,
  round: string,
  { school_id, class_id }: ReportClassRow,
  limit: number,
): Promise<PupilRow[]> {
  return query<PupilRow>(
    em,
    `select p.* from school_pupil p join school_round r on r.id = p.round_id
     where r.code = $1 and p.school_id = $2 and p.class_id is not distinct from $3::uuid and p.state <> 'moved'
     order by p.id limit $4`,
    [round, school_id, class_id, limit],
  );
}
