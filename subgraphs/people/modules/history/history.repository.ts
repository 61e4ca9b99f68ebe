import { type Em, query } from '@miaoben/kernel';

export interface VersionRow {
  person_id: string;
  version: number;
  at: string;
  account_id: string;
  role: string;
  changed: string[];
  before_sealed: string;
  after_sealed: string;
}

/** Edits of files, the last first. One statement for any number. */
export async function versionsOf(em: Em, personIds: readonly string[]): Promise<VersionRow[]> {
  return query<VersionRow>(
    em,
    'select * from person_version where person_id = any($1::uuid[]) order by person_id, version desc',
    [personIds],
  );
}
