import { maskName } from '@miaoben/credential';
import { type Em, noticeRequested, openIdentity, publish, query } from '@miaoben/kernel';
import type { CertificateChanged, NoticeRequested } from '@miaoben/schema';
import type { Issuing } from '../trust/trust.service.ts';
import { REASON_WORDS, type ReissueReason, type RevocationReason } from './certificate.reasons.ts';
import type { CertificateRow } from './certificate.repository.ts';

const instant = (at: string | null): string | null => (at === null ? null : new Date(at).toISOString());

/** The event that tells all of one certificate; publish it wherever a row of `certificate` changes. */
export const certificateChanged = (row: CertificateRow): CertificateChanged => ({
  type: 'certificate.changed',
  certificateId: row.certificate_id,
  personId: row.person_id,
  birthDate: row.birth_date,
  divisionCode: row.division,
  issuerId: row.issuer_id,
  state: row.state,
  issuedAt: new Date(row.issued_at).toISOString(),
  sealedAt: instant(row.sealed_at),
  revokedAt: instant(row.revoked_at),
  revokedReason: row.revoked_reason,
  isRenewal: row.is_renewal,
  applicationId: row.application_id,
  version: row.version,
});

/** What the accounts bound to a child are told of its certificate. */
export type CertificateNews =
  | { readonly kind: 'issued'; readonly row: CertificateRow }
  | { readonly kind: 'reissued'; readonly row: CertificateRow; readonly reason: ReissueReason }
  | { readonly kind: 'revoked'; readonly row: CertificateRow; readonly reason: RevocationReason };

/**
 * Who is bound to each of these persons, and the person's masked name. Two statements for any number of persons. The family of a child
 * that died is told nothing any more (J-13).
 */
export async function boundAccounts(
  em: Em,
  { keyring }: Pick<Issuing, 'keyring'>,
  personIds: readonly string[],
): Promise<{ accounts: Map<string, string[]>; names: Map<string, string> }> {
  const bindings = await query<{ account_id: string; person_id: string }>(
    em,
    `select b.account_id, b.person_id from binding b left join holder h using (person_id)
     where b.person_id = any($1::uuid[]) and h.registration_state is distinct from 'dead' order by b.person_id, b.account_id`,
    [personIds],
  );
  const accounts = new Map<string, string[]>();
  for (const { account_id, person_id } of bindings)
    accounts.set(person_id, [...(accounts.get(person_id) ?? []), account_id]);
  const holders = await query<{ person_id: string; sealed: string }>(
    em,
    'select person_id, sealed from holder where person_id = any($1::uuid[])',
    [[...accounts.keys()]],
  );
  const names = new Map(holders.map((h) => [h.person_id, maskName(openIdentity(keyring, h.sealed).name)]));
  return { accounts, names };
}

/**
 * Publishes the notices of news about certificates to all accounts bound to the children.
 * @param except an account that is told of it in another way
 */
export async function tellBound(
  em: Em,
  issuing: Issuing,
  news: readonly CertificateNews[],
  except?: string,
): Promise<void> {
  if (news.length === 0) return;
  const { accounts, names } = await boundAccounts(
    em,
    issuing,
    news.map(({ row }) => row.person_id),
  );
  const notices = news.flatMap((one) => {
    // The app opens the child's screen, whichever certificate is the latest by then.
    const { person_id: personId } = one.row;
    const name = names.get(personId) ?? '';
    return (accounts.get(personId) ?? [])
      .filter((accountId) => accountId !== except)
      .map((accountId): NoticeRequested => {
        if (one.kind === 'issued')
          return noticeRequested(issuing, 'certificate_issued', { accountId }, personId, { name });
        const reason = one.row.revoked_words ?? REASON_WORDS[one.reason];
        return noticeRequested(issuing, `certificate_${one.kind}`, { accountId }, personId, { name, reason });
      });
  });
  await publish(em, notices);
}
