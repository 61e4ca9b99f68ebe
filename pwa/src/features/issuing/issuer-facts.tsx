import { t } from '../../i18n/issuing.ts';
import type { Issuer } from './issuers-page.tsx';

/** What is kept of an issuing body: name, code, type, address and the rest. */
export function IssuerFacts({ issuer }: { issuer: Issuer }) {
  const facts = [
    [t('issuers.name'), issuer.name],
    [t('issuers.code'), issuer.code],
    [t('issuers.kind'), t(`kind.${issuer.kind}`)],
    [t('issuers.division'), `${issuer.division.fullName}（${issuer.division.code}）`],
    [t('issuers.address'), issuer.address],
    [t('issuers.phone'), issuer.phone],
    [t('issuers.creditCode'), issuer.creditCode],
  ] as const;
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <bdi>{value ?? '–'}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
