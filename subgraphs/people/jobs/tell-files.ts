import { type Em, type Keyring, type Orm, publish, query } from '@miaoben/kernel';
import { openFile, PERSON_COLUMNS, type PersonRow } from '../modules/person/person.repository.ts';
import { personChanged } from '../modules/person/person.write.ts';

const BATCH = 1_000;

/**
 * Tells every file once more, as it is and with the version it has: for what events of before did not carry (household type, Q-02).
 * May be stopped and begun anew; whoever heard a file already takes it as the same state. @returns the number of files told
 */
export async function tellFiles(orm: Orm, keyring: Keyring): Promise<number> {
  let told = 0;
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const rows = await (orm.em.fork() as Em).transactional(async (inner) => {
      const em = inner as Em;
      // Held until they are told: a change of a file must not come before an older state of it.
      const batch = await query<PersonRow>(
        em,
        `select ${PERSON_COLUMNS} from person p where p.id > $1 order by p.id limit $2 for share`,
        [after, BATCH],
      );
      await publish(
        em,
        batch.map((row) => personChanged(keyring, openFile(keyring, row), row.version)),
      );
      return batch;
    });
    const last = rows.at(-1);
    if (!last) return told;
    told += rows.length;
    after = last.id;
  }
}
