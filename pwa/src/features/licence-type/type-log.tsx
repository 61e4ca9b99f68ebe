import { LicenceTypeLog } from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/licence.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Differences } from './differences.tsx';

/** Who changed the definition, when, and what it was before and after (J-39). */
export function TypeLog({ typeCode }: { typeCode: string }) {
  const { data, problem, isLoading, refresh } = useData(LicenceTypeLog, { typeCode });
  const lines = data?.licenceTypeLog ?? [];
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {isLoading && !data && <Skeleton lines={6} />}
      {data && lines.length === 0 && <EmptyState icon="record" title={t('log.none')} />}
      <ol class="licence-log">
        {lines.map(({ id, at, action, version, accountId, note, differences }) => (
          <li key={id} class="card stack-tight">
            <div class="row-between">
              <strong>
                {t(`action.${action}` as 'action.drafted')} · {t('version.n', { version })}
              </strong>
              <span class="number muted">{formatInstant(at)}</span>
            </div>
            <p class="muted small">
              {t('log.by')}：{accountId ? <span class="mono">{accountId.slice(0, 8)}</span> : t('log.system')}
            </p>
            {note && <p>{note}</p>}
            {action === 'drafted' && differences.length > 0 && (
              <details>
                <summary>{t('version.differences', { count: differences.length })}</summary>
                <Differences differences={differences} />
              </details>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}
