import type { RoundPupilQuery } from '../../data/generated/school.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/school.ts';

type Keys = Parameters<typeof t>[0];
type StepName = Keys extends infer K ? (K extends `step.${infer S}` ? S : never) : never;
type ByRole = Keys extends infer K ? (K extends `by.${infer S}` ? S : never) : never;

/** What happened to the row of a pupil, the oldest first. */
export function PupilSteps({ steps }: { steps: NonNullable<RoundPupilQuery['schoolPupil']>['steps'] }) {
  return (
    <section class="card stack">
      <h2>{t('pupil.steps')}</h2>
      <ol class="steps">
        {steps.map((step) => (
          <li key={step.number}>
            <span class="muted small number">{formatInstant(Date.parse(step.at))}</span>
            <span>
              {t(`step.${step.step as StepName}`)}
              {step.result && ` · ${t(`verdict.${step.result}`)}`}
              {step.note && ` · ${step.note}`}
            </span>
            <span class="muted small">{t(`by.${step.byRole as ByRole}`)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt class="muted small">{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
