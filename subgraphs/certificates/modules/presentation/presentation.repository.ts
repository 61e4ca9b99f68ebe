import { type Em, query } from '@miaoben/kernel';
import { markRevoked } from '../trust/status.repository.ts';

export interface PresentationKey {
  readonly personId: string;
  readonly certificateId: string;
  readonly listId: string;
}

/** The place of a certificate's presentation codes in a list, with the end of the last one made; undefined before the first. */
export async function presentationOf(
  em: Em,
  key: PresentationKey,
): Promise<{ position: number; valid_until: string } | undefined> {
  const [row] = await query<{ position: number; valid_until: string }>(
    em,
    'select position, valid_until from presentation where person_id = $1 and certificate_id = $2 and list_id = $3',
    [key.personId, key.certificateId, key.listId],
  );
  return row;
}

/** Notes a further code, which ends at an instant. The holder's row is locked by the caller. */
export async function notePresentation(em: Em, key: PresentationKey, position: number, until: Date): Promise<void> {
  await query(
    em,
    `insert into presentation (person_id, certificate_id, list_id, position, valid_until) values ($1, $2, $3, $4, $5)
     on conflict (person_id, certificate_id, list_id) do update set valid_until = excluded.valid_until`,
    [key.personId, key.certificateId, key.listId, position, until],
  );
}

/**
 * Ends the presentation codes that still live of certificates that do not: whatever revoked a certificate, its codes on screens go
 * with it. @returns the lists that changed
 */
export async function endPresentations(em: Em, at: Date): Promise<string[]> {
  const ended = await query<{ list_id: string; position: number }>(
    em,
    `update presentation p set valid_until = $1 from certificate c
     where p.valid_until > $1 and c.person_id = p.person_id and c.certificate_id = p.certificate_id and c.state = 'revoked'
     returning p.list_id, p.position`,
    [at],
  );
  const byList = Map.groupBy(ended, (row) => row.list_id);
  for (const [listId, rows] of byList) {
    await markRevoked(
      em,
      listId,
      rows.map((r) => r.position),
      at,
    );
  }
  return [...byList.keys()];
}
