import { canSkip } from './conditional-skip.ts';
import { evaluateDose } from './evaluate-dose.ts';
import type { Dose } from './patient.ts';
import type { AntigenContext, SeriesProgress, TargetDose } from './patient-series.ts';
import type { AntigenSeries, SeriesDose } from './supporting-data.ts';

/** 4.4, Figure 4-6: walks the antigen administered records and the target doses side by side. */
export function evaluateSeries(context: AntigenContext, series: AntigenSeries): SeriesProgress {
  const progress: SeriesProgress = {
    context,
    series,
    evaluations: [],
    targetDoses: series.doses.map(notSatisfied),
    next: 0,
  };
  for (const dose of context.records) {
    skipForEvaluation(progress, dose);
    const target = progress.targetDoses[progress.next];
    if (!target) {
      progress.evaluations.push({ dose, status: 'EXTRANEOUS', reasons: ['SERIES_ALREADY_COMPLETE'] });
      continue;
    }
    const evaluation = evaluateDose(progress, target.seriesDose, dose);
    progress.evaluations.push(evaluation);
    if (evaluation.status === 'VALID') satisfy(progress, target, dose);
  }
  return progress;
}

/** Marks the next target dose as skipped and goes on to the one after it. */
export function skipTargetDose(progress: SeriesProgress): void {
  const target = progress.targetDoses[progress.next]!;
  progress.targetDoses[progress.next] = { ...target, status: 'SKIPPED' };
  progress.next += 1;
}

function notSatisfied(seriesDose: SeriesDose): TargetDose {
  return { seriesDose, status: 'NOT_SATISFIED', satisfiedBy: null };
}

function skipForEvaluation(progress: SeriesProgress, dose: Dose): void {
  for (;;) {
    const target = progress.targetDoses[progress.next];
    const question = { context: 'EVALUATION', reference: dose.date, evaluated: dose } as const;
    if (!target || !canSkip(progress, target.seriesDose, question)) return;
    skipTargetDose(progress);
  }
}

/** Step 5 of Figure 4-6: a recurring dose puts its like behind itself. */
function satisfy(progress: SeriesProgress, target: TargetDose, dose: Dose): void {
  progress.targetDoses[progress.next] = { ...target, status: 'SATISFIED', satisfiedBy: dose };
  progress.next += 1;
  if (target.seriesDose.recurring) progress.targetDoses.splice(progress.next, 0, notSatisfied(target.seriesDose));
}
