import { type Trace as Judgement, type TraceStep, trace, traceText } from '@miaoben/schedule';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../../i18n/judgement.ts';
import { traceWords } from '../../i18n/trace-words.ts';
import { currentDay } from '../../offline/day.ts';
import { scheduleOn } from '../../offline/packs-engine.ts';
import { Badge, Skeleton } from '../../ui/feedback.tsx';
import { engineFacts } from './engine-facts.ts';
import { Doubts } from './validity.tsx';
import type { RecordView } from './view.ts';

/** A recorded dose, or the next dose of a series. */
type About = { dose: string } | { series: string };

/** The steps about a dose, or those of the forecast of a series. */
const stepsOf = ({ doses, series }: Judgement, about: About): readonly TraceStep[] =>
  ('dose' in about ? doses.find(({ id }) => id === about.dose) : series.find((s) => s.series === about.series))
    ?.steps ?? [];

/** How a dose was judged, or the next one worked out: each step with its bound, the actual day and the days between. */
export function Trace({ record, about }: { record: RecordView; about: About }) {
  const [steps, setSteps] = useState<readonly TraceStep[] | null>(null);
  useEffect(() => {
    let isStale = false;
    const day = currentDay();
    void scheduleOn(day).then((schedule) => {
      const { subject, history } = engineFacts(record);
      if (!isStale) setSteps(stepsOf(trace(subject, history, schedule, day), about));
    });
    return () => {
      isStale = true;
    };
  }, [record]);
  if (!steps) return <Skeleton lines={4} />;
  return (
    <section class="stack-tight" aria-label={t('trace.open')}>
      <p class="small muted">{t('trace.explain')}</p>
      {steps.length === 0 && <p class="muted">{t('trace.none')}</p>}
      <ol class="trace">
        {steps.map((step, place) => (
          <Step key={place} step={step} />
        ))}
      </ol>
    </section>
  );
}

function Step({ step }: { step: TraceStep }) {
  return (
    <li class="trace-step" data-failed={!step.passed || undefined}>
      <Badge tone={step.passed ? 'good' : 'bad'}>{t(step.passed ? 'trace.passed' : 'trace.failed')}</Badge>
      <div class="stack-tight grow">
        <span>{traceText(step, traceWords())}</span>
        <Doubts source={step.source.join(' ')} />
      </div>
    </li>
  );
}
