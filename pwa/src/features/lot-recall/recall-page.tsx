import { LotRecallState } from '../../data/generated/desk.ts';
import { usePolled } from '../../data/use-polled.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/recall.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Notice, Progress, Skeleton } from '../../ui/feedback.tsx';
import { Figures } from '../../ui/figures.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Page } from '../session/shell.tsx';
import { RecalledChildren } from './recalled-children.tsx';
import { EFFECT_TONES } from './recalls-page.tsx';

const POLL_MS = 1_500;

/** One recall: how far its children are judged anew, and who is to be called. */
const RecallPage: Screen = ({ params }) => {
  const { data, problem, refresh } = usePolled(
    LotRecallState,
    { id: params.id ?? '' },
    ({ lotRecall }) => lotRecall.state !== 'done',
    POLL_MS,
  );
  const recall = data?.lotRecall;
  if (!recall) {
    return (
      <Page title={t('page.title')} back="/recalls">
        {problem ? <ErrorBox problem={problem} onRetry={refresh} /> : <Skeleton lines={6} />}
      </Page>
    );
  }
  const { lot, effect, reason, recalledOn, state, done, total, changed, told } = recall;
  return (
    <Page title={t('recall.title', { number: lot.number })} back="/recalls">
      <section class="card" aria-live="polite" data-recall={state}>
        <div class="row-between">
          <h2>{lot.product.vaccine.name}</h2>
          <Badge tone={EFFECT_TONES[effect]}>{t(`effect.${effect}`)}</Badge>
        </div>
        <p class="muted small">
          {lot.product.manufacturer} · <span class="number">{formatDate(recalledOn)}</span>
        </p>
        <p>{reason}</p>
        {state === 'done' ? (
          <div>
            <Badge tone="good">{t('state.done')}</Badge>
          </div>
        ) : (
          <Progress
            label={t('recall.progress')}
            {...(typeof total === 'number' && { value: total === 0 ? 1 : done / total })}
          />
        )}
        {state === 'failed' && <Notice tone="warn">{t('recall.failedHint')}</Notice>}
        <Figures
          of={[
            ...(typeof total === 'number' ? [[t('recall.total'), total] as const] : []),
            [t('recall.done'), done],
            [t('recall.changed'), changed],
            [t('recall.told'), told],
          ]}
        />
      </section>
      {/* Asked again when the work is through: only then it is known who has to come. */}
      <RecalledChildren key={state} recallId={recall.id} />
    </Page>
  );
};
export default RecallPage;
