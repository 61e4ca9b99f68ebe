import { change, dateInShanghai, type Em, noticeRequested, publish, query, type Services } from '@miaoben/kernel';

/** So long before a limit it is told. */
const AHEAD_MS = 12 * 3_600_000;
const BATCH = 200;

interface DueRow {
  id: string;
  number: string | null;
  person_id: string;
  next_due_at: string;
  /** who is told; null: of a case of a hospital that nobody has taken yet */
  account_id: string | null;
  /** whose desk of disease control is told too; null: somebody there has taken the case */
  desk: string | null;
}

const timeInShanghai = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

/**
 * Tells whoever works on a case that a limit comes near, and once more when it has passed: the one at disease control who took it last,
 * before that the clinic's account that reported it and the desk of disease control. @returns the number of notices
 */
export async function remindBatch(services: Pick<Services, 'orm' | 'clock' | 'keyring'>): Promise<number> {
  const now = services.clock.now();
  return (services.orm.em.fork() as Em).transactional(async (inner) => {
    const em = inner as Em;
    // `reminded` names the limit and which of the two was told, so that a limit that moves is told anew.
    const rows = await query<DueRow & { mark: string }>(
      em,
      `select id, number, person_id, next_due_at, coalesce(handled_by, case when source = 'clinic' then told_by end) as account_id, case when handled_by is null then desk end as desk,
         extract(epoch from next_due_at)::bigint || case when next_due_at < $1 then ' late' else ' soon' end as mark
       from aefi_case where next_due_at < $2
         and reminded is distinct from
           extract(epoch from next_due_at)::bigint || case when next_due_at < $1 then ' late' else ' soon' end
       order by next_due_at limit $3 for update skip locked`,
      [now, new Date(now.getTime() + AHEAD_MS), BATCH],
    );
    if (rows.length === 0) return 0;
    await change(
      em,
      `update aefi_case c set reminded = m.mark from unnest($1::uuid[], $2::text[]) as m (id, mark) where c.id = m.id`,
      [rows.map((r) => r.id), rows.map((r) => r.mark)],
    );
    const told = rows.flatMap(({ account_id, desk, number, person_id, next_due_at }) => {
      const due = new Date(next_due_at);
      if (number === null) return [];
      const params = { number, due: `${dateInShanghai(due)} ${timeInShanghai.format(due)}` };
      return [...(account_id === null ? [] : [{ accountId: account_id }]), ...(desk === null ? [] : [{ desk }])].map(
        (recipient) => noticeRequested(services, 'aefi_due', recipient, person_id, params),
      );
    });
    await publish(em, told);
    return rows.length;
  });
}
