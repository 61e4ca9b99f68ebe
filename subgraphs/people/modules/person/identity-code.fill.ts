import { change, type Em, query, type Services } from '@miaoben/kernel';
import { identityCodes } from './identity-code.ts';
import { guardiansOf, openFile, PERSON_COLUMNS, type PersonRow } from './person.repository.ts';
import { SEALED } from './person.stored.ts';

const BATCH = 500;

/** Gives files made before codes were kept theirs (J-01), a batch in a transaction until none is left. No version: nothing was edited. */
export async function fillIdentityCodes({ orm, keyring }: Pick<Services, 'orm' | 'keyring'>): Promise<number> {
  for (let filled = 0; ; ) {
    const done = await orm.em.fork().transactional(async (inner) => {
      const em = inner as Em;
      const rows = await query<PersonRow>(
        em,
        `select ${PERSON_COLUMNS} from person p where p.identity_blind is null order by p.id limit ${BATCH} for update`,
      );
      const parents = Map.groupBy(
        await guardiansOf(
          em,
          rows.map((r) => r.id),
        ),
        (g) => g.person_id,
      );
      const files = rows.map((row) => ({
        file: {
          ...openFile(keyring, row),
          guardians: (parents.get(row.id) ?? []).map((g) => ({
            relation: g.relation,
            documentNumber: g.document_sealed && keyring.open(g.document_sealed, SEALED.guardianDocument),
          })),
        },
        held: null,
      }));
      const codes = await identityCodes(em, keyring, files);
      await change(
        em,
        `update person p set identity_sealed = n.sealed, identity_blind = n.blind, identity_order = n.n
         from unnest($1::uuid[], $2::text[], $3::text[], $4::int[]) n (id, sealed, blind, n) where p.id = n.id`,
        [
          rows.map((r) => r.id),
          codes.map((c) => keyring.seal(c.code, SEALED.identity)),
          codes.map((c) => c.blind),
          codes.map((c) => c.order),
        ],
      );
      return rows.length;
    });
    filled += done;
    if (done < BATCH) return filled;
  }
}
