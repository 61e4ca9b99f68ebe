import { useEffect, useState } from 'preact/hooks';
import { VerifyShortCode, type VerifyShortCodeQuery } from '../../data/generated/verify.ts';
import { type Answer, post } from '../../data/post.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/scan.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Skeleton } from '../../ui/feedback.tsx';

/** The server's answer about a typed short code; the code is not kept. */
export function ShortCodeCard({ code }: { code: string }) {
  const [answer, setAnswer] = useState<Answer<VerifyShortCodeQuery> | null>(null);
  useEffect(() => {
    void post(VerifyShortCode, { code }).then(setAnswer);
  }, [code]);
  if (!answer) return <Skeleton lines={2} />;
  if (!answer.ok) {
    if (answer.problem.code === 'OFFLINE')
      return (
        <Notice tone="warn" alert>
          {t('short.offline')}
        </Notice>
      );
    return <ErrorBox problem={answer.problem} />;
  }
  return <Verdict {...answer.data.verifyShortCode} />;
}

function Verdict({ kind, maskedName, birthDate, state }: VerifyShortCodeQuery['verifyShortCode']) {
  if (kind !== 'genuine' && !state) {
    return (
      <Notice tone="warn" alert title={t('short.unknown')}>
        <p>{t('short.unknown.advice')}</p>
      </Notice>
    );
  }
  const tone = state === 'valid' ? 'good' : state === 'expired' ? 'warn' : 'bad';
  const word = state === 'revoked' || state === 'expired' ? t(`short.${state}`) : t('short.valid');
  return (
    <Notice tone={tone} alert title={`${t('short.title')}: ${word}`}>
      <p>
        <bdi>{maskedName}</bdi> {birthDate && t('answer.born', { date: formatDate(birthDate) })}
      </p>
    </Notice>
  );
}
