import { type Em, type Keyring, query } from '@miaoben/kernel';
import { documentBlind, nameBlind } from '@miaoben/kernel/person-blinds';
import { columnsOf, Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';

/** How a row of a file names a person. */
export interface PersonClue {
  name: string;
  documentNumber: string | undefined;
  birthDate: string | undefined;
}
export interface PersonHit {
  personId: string;
  birthDate: string;
  /** the file has the name written in the row */
  sameName: boolean;
}

interface Found {
  person_id: string;
  birth_date: string;
  document_blind: string | null;
  name_blind: string;
}

/** Files inside the reach that each clue may mean: by document number where there is one, else by name and birth date. One statement. */
export async function findPersons(
  em: Em,
  keyring: Keyring,
  clues: readonly PersonClue[],
  reach: Reach,
): Promise<PersonHit[][]> {
  const documents = clues.map((c) => (c.documentNumber ? documentBlind(keyring, c.documentNumber) : null));
  const names = clues.map((c) => (!c.documentNumber && c.birthDate ? nameBlind(keyring, c.name, c.birthDate) : null));
  const p = new Parameters();
  const rows = await query<Found>(
    em,
    `select s.person_id, s.birth_date, s.document_blind, s.name_blind from subject s
     where (s.document_blind = any(${p.add(documents.filter((d) => d !== null))}::text[])
         or s.name_blind = any(${p.add(names.filter((n) => n !== null))}::text[]))
       and ${withinReach(columnsOf('s'), reach, p)}
     order by s.person_id`,
    p.values,
  );
  const byDocument = Map.groupBy(rows, (r) => r.document_blind);
  const byName = Map.groupBy(rows, (r) => r.name_blind);
  return clues.map((clue, i) => {
    const document = documents[i];
    const name = names[i];
    const hits = document ? byDocument.get(document) : name ? byName.get(name) : undefined;
    return (hits ?? []).map((r) => ({
      personId: r.person_id,
      birthDate: r.birth_date,
      sameName: r.name_blind === nameBlind(keyring, clue.name, r.birth_date),
    }));
  });
}
