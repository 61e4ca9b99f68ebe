import { dateInShanghai, type Em, noticeRequested, type Services } from '@miaoben/kernel';
import type { NoticeRequested } from '@miaoben/schema';
import { guardiansOf } from '../lot-recall/lot-recall.repository.ts';
import type { DeclarationRow } from './group-declaration.repository.ts';

/**
 * Tells whoever declared a special group that the clinic has decided on it, or decided anew; who is bound to the person no more is
 * told nothing. Neither the group nor the decision stands in the notice: they are facts of health, read in the file it opens.
 */
export async function decidedNotices(
  em: Em,
  { keyring, clock }: Pick<Services, 'keyring' | 'clock'>,
  rows: readonly Pick<DeclarationRow, 'person_id' | 'declared_by' | 'declared_at'>[],
): Promise<NoticeRequested[]> {
  if (rows.length === 0) return [];
  const bound = await guardiansOf(em, [...new Set(rows.map((r) => r.person_id))]);
  return rows
    .filter((r) => bound.some((b) => b.person_id === r.person_id && b.account_id === r.declared_by))
    .map((r) =>
      noticeRequested({ keyring, clock }, 'group_declaration_decided', { accountId: r.declared_by }, r.person_id, {
        date: dateInShanghai(new Date(r.declared_at)),
      }),
    );
}
