import { change, type Em, query } from '@miaoben/kernel';
import type { PersonMerged } from '@miaoben/schema';

/** Lets hand-overs follow a merge of their holder's file, and its undoing; what was merged after the parted file leads elsewhere. */
export async function moveHandovers(em: Em, { personId, survivorId }: PersonMerged): Promise<void> {
  if (survivorId !== null) {
    const sql = `update document_handover set holder_id = $2, merged_from = merged_from || holder_id where holder_id = $1`;
    await change(em, sql, [personId, survivorId]);
    return;
  }
  await change(
    em,
    `update document_handover set holder_id = $1, merged_from = merged_from[:array_position(merged_from, $1::uuid) - 1]
     where merged_from <> '{}' and merged_from @> array[$1::uuid]`,
    [personId],
  );
}

export interface ToRenewRow {
  holder_id: string;
  organisation_name: string;
}

/**
 * Notes which hand-overs of these holders are to be made anew: the file ended while its days were running, another one stands in its
 * place, and it is the last one its recipient was given for its purpose. Each is noted once. Copies for one purpose have nothing in their place.
 * @param today YYYY-MM-DD
 */
export const noteToRenew = (
  em: Em,
  holderIds: readonly string[],
  { today, now }: { today: string; now: Date },
): Promise<ToRenewRow[]> =>
  query<ToRenewRow>(
    em,
    `with standing as (
       select d.person_id, d.id from sealed_document d
       join certificate c on c.person_id = d.person_id and c.certificate_id = d.certificate_id
       where d.person_id = any($1::uuid[]) and d.kind = 'certificate' and not d.is_masked and d.state = 'sealed'
         and c.state = 'valid' and c.expires_at > $3)
     update document_handover h set renewal_told_at = $3 from sealed_document d, organisation o
     where h.holder_id = any($1::uuid[]) and h.taken_back_at is null and h.open_until >= $2 and h.renewal_told_at is null
       and d.id = h.document_id and d.kind = 'certificate' and o.id = h.organisation_id
       and exists (select 1 from standing s where s.person_id = h.holder_id)
       and not exists (select 1 from standing s where s.id = h.document_id)
       and not exists (select 1 from document_handover l where l.holder_id = h.holder_id
         and l.organisation_id = h.organisation_id and l.purpose = h.purpose and (l.given_at, l.id) > (h.given_at, h.id))
     returning h.holder_id, o.name as organisation_name`,
    [holderIds, today, now],
  );
