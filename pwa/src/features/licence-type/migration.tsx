import { LicenceMigrationState, LicenceMisfits } from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';
import { usePolled } from '../../data/use-polled.ts';
import { t } from '../../i18n/licence.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Notice, Progress, type Tone } from '../../ui/feedback.tsx';

const POLL_MS = 1_500;
const TONES: Record<'running' | 'done' | 'failed', Tone> = { running: 'info', done: 'good', failed: 'bad' };

/** How far stored licences are carried over to the version in force, and which do not fit. */
export function Migration({ typeCode, mayList }: { typeCode: string; mayList: boolean }) {
  const { data, problem, refresh } = usePolled(
    LicenceMigrationState,
    { typeCode },
    ({ licenceMigration }) => licenceMigration != null && licenceMigration.state !== 'done',
    POLL_MS,
  );
  const found = data?.licenceMigration;
  if (problem) return <ErrorBox problem={problem} onRetry={refresh} />;
  if (!found) return null;
  const { state, done, total, unfit, toVersion } = found;
  return (
    <section class="card stack" aria-live="polite" data-migration={state}>
      <div class="row-between">
        <h2>{t('migration.title', { version: toVersion })}</h2>
        <Badge tone={TONES[state]}>{t(`migration.${state}`)}</Badge>
      </div>
      {state !== 'done' && (
        <Progress label={t('migration.running')} {...(total != null && { value: total === 0 ? 1 : done / total })} />
      )}
      <p class="number">{total == null ? t('migration.progress', { done }) : t('migration.of', { done, total })}</p>
      {state === 'done' && unfit === 0 && <p class="muted">{t('migration.allFit')}</p>}
      {unfit > 0 && (
        <Notice tone="warn" title={t('migration.unfit', { count: unfit })}>
          {mayList && <Misfits key={unfit} migrationId={found.id} />}
        </Notice>
      )}
    </section>
  );
}

function Misfits({ migrationId }: { migrationId: string }) {
  const { data, problem, refresh } = useData(LicenceMisfits, { migrationId });
  if (problem) return <ErrorBox problem={problem} onRetry={refresh} />;
  return (
    <ul class="licence-script">
      {(data?.licenceMisfits ?? []).map(({ licenceId, number, findings }) => (
        <li key={licenceId}>
          <span class="mono">{number}</span>：{findings.map(findingWords).join('；')}
        </li>
      ))}
    </ul>
  );
}

function findingWords(finding: string): string {
  const [field = '', code = ''] = finding.split(' ');
  return `${field} ${t(`wrong.${code}` as 'wrong.required')}`;
}
