import type { SigningKeysQuery } from '../../data/generated/desk.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/keys.ts';
import { Badge, Progress } from '../../ui/feedback.tsx';
import { Figures } from '../../ui/figures.tsx';

type Reissue = SigningKeysQuery['trustState']['reissues'][number];

/** How far the certificates of revoked keys are issued again. */
export function Reissues({ of }: { of: readonly Reissue[] }) {
  if (of.length === 0) return null;
  return (
    <section class="stack" aria-live="polite">
      <h2>{t('reissue.title')}</h2>
      {of.map((one) => (
        <Card key={one.id} of={one} />
      ))}
    </section>
  );
}

function Card({ of: { kid, total, done, reissued, ended, failed, startedAt, finishedAt } }: { of: Reissue }) {
  const state = finishedAt ? 'finished' : failed ? 'failed' : 'running';
  return (
    <div class="card" data-reissue={state}>
      <div class="row-between">
        <h3 class="mono">{t('reissue.of', { kid })}</h3>
        <Badge tone={finishedAt ? 'good' : failed ? 'warn' : 'info'}>{t(`reissue.${state}`)}</Badge>
      </div>
      {!finishedAt && (
        <Progress
          label={t('reissue.progress')}
          {...(typeof total === 'number' && { value: total === 0 ? 1 : done / total })}
        />
      )}
      <Figures
        of={[
          ...(typeof total === 'number' ? [[t('reissue.total'), total] as const] : []),
          [t('reissue.done'), done],
          [t('reissue.reissued'), reissued],
          [t('reissue.ended'), ended],
        ]}
      />
      <p class="muted small">
        {finishedAt
          ? t('reissue.span', { from: formatInstant(startedAt), to: formatInstant(finishedAt) })
          : t('reissue.started', { time: formatInstant(startedAt) })}
      </p>
    </div>
  );
}
