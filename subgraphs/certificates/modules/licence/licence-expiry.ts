import { type Em, query, type Services } from '@miaoben/kernel';
import { lockType, moveCounts } from './licence.repository.ts';
import { noteLicence } from './licence-log.repository.ts';

const BATCH = 1_000;

interface Ended {
  type_code: string;
  division: string;
  issuer_code: string;
  issuer_name: string;
}

/**
 * Marks licences as expired whose last day is over, one batch of one type; counters move with them.
 * @returns false when there are none
 */
export async function expireLicences({ orm, clock }: Pick<Services, 'orm' | 'clock'>): Promise<boolean> {
  return (orm.em.fork() as Em).transactional(async (inner) => {
    const em = inner as Em;
    const today = clock.today();
    const [first] = await query<{ type_code: string }>(
      em,
      `select type_code from licence where state = 'valid' and valid_to < $1 limit 1`,
      [today],
    );
    if (!first) return false;
    await lockType(em, first.type_code);
    const ended = await query<Ended & { valid_flag: 0 | 1 }>(
      em,
      `update licence set state = 'expired', updated_at = clock_timestamp()
       where type_code = $1 and licence_id in (
         select licence_id from licence where type_code = $1 and state = 'valid' and valid_to < $2 order by licence_id limit $3)
       returning type_code, division, issuer_code, issuer_name, valid_flag`,
      [first.type_code, today, BATCH],
    );
    await moveCounts(
      em,
      first.type_code,
      ended.flatMap((row) => {
        const of = {
          division: row.division,
          issuerCode: row.issuer_code,
          issuerName: row.issuer_name,
          validFlag: row.valid_flag,
        };
        return [
          { ...of, state: 'valid' as const, by: -1 },
          { ...of, state: 'expired' as const, by: 1 },
        ];
      }),
    );
    await noteLicence(em, {
      typeCode: first.type_code,
      licenceId: null,
      number: null,
      kind: 'expired',
      rows: ended.length,
      accountId: null,
      reason: today,
      batchId: null,
      division: null,
    });
    return true;
  });
}
