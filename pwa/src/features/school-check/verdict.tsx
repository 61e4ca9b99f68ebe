import type { RowVerdict } from '../../data/generated/school.ts';
import { t } from '../../i18n/school.ts';
import { Badge } from '../../ui/feedback.tsx';
import { Icon } from '../../ui/icon.tsx';
import { type Pupil, VERDICTS } from './roster.ts';
import { doseText, earliestText, findingText, VERDICT_LOOK, verdictSentence } from './verdict-look.ts';

export function VerdictBadge({ verdict }: { verdict: RowVerdict }) {
  return <Badge {...VERDICT_LOOK[verdict]}>{t(`verdict.${verdict}`)}</Badge>;
}

/** Why the verdict is what it is: doses by name with the day they may be given, faults of the row, or a sentence. */
export function VerdictDetail({ pupil, checkDate }: { pupil: Pupil; checkDate: string }) {
  const sentence = verdictSentence(pupil.verdict);
  // Of a row that was judged, the verdict's own sentence says what its findings say.
  const findings = pupil.findings.filter(({ column }) => sentence === null || column !== null);
  return (
    <div class="verdict-detail">
      {pupil.missing.length > 0 && (
        <ul class="stack-tight">
          {pupil.missing.map((missing) => (
            <li key={`${missing.series}-${missing.dose}`}>
              {doseText(missing)} <span class="muted small">{earliestText(missing, checkDate)}</span>
            </li>
          ))}
        </ul>
      )}
      {sentence && <span class="muted">{sentence}</span>}
      {findings.length > 0 && (
        <ul class="stack-tight">
          {findings.map((finding) => (
            <li key={`${finding.column}-${finding.code}`}>{findingText(finding)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** How many pupils have each verdict: number, colour and shape; pressing one shows these pupils. */
export function VerdictTiles({
  counts,
  selected,
  onSelect,
}: {
  counts: Readonly<Record<RowVerdict, number>>;
  selected: RowVerdict | null;
  onSelect: (verdict: RowVerdict | null) => void;
}) {
  const shown = VERDICTS.filter((verdict) => counts[verdict] > 0 || verdict === selected);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend; these are toggles
    <div class="tiles" role="group" aria-label={t('filter.tiles')}>
      {shown.map((verdict) => {
        const { tone, icon } = VERDICT_LOOK[verdict];
        return (
          <button
            key={verdict}
            type="button"
            class={`tile tile-${tone}`}
            data-verdict={verdict}
            aria-pressed={selected === verdict}
            onClick={() => onSelect(selected === verdict ? null : verdict)}
          >
            <span class="tile-head">
              <Icon name={icon} size={20} />
              {t(`verdict.${verdict}`)}
            </span>
            <strong class="number">{counts[verdict]}</strong>
          </button>
        );
      })}
    </div>
  );
}

/** The counts of a list in one line. */
export function VerdictSummary({ counts }: { counts: readonly { verdict: RowVerdict; count: number }[] }) {
  const numbers = new Map(counts.map(({ verdict, count }) => [verdict, count]));
  return (
    <span class="verdict-summary">
      {VERDICTS.filter((verdict) => numbers.get(verdict)).map((verdict) => (
        <Badge key={verdict} {...VERDICT_LOOK[verdict]}>
          {t(`verdict.${verdict}`)} {numbers.get(verdict)}
        </Badge>
      ))}
    </span>
  );
}
