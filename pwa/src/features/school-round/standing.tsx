import { t } from '../../i18n/school.ts';
import { Badge, type Tone } from '../../ui/feedback.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { STANDINGS, type Standing } from './round.ts';

/** Colour and shape of a standing; the word always stands beside them. */
const LOOK: Readonly<Record<Standing, { tone: Tone; icon: IconName }>> = {
  decide: { tone: 'info', icon: 'people' },
  tell: { tone: 'warn', icon: 'alert' },
  told: { tone: 'neutral', icon: 'bell' },
  overdue: { tone: 'bad', icon: 'clock' },
  caughtUp: { tone: 'good', icon: 'syringe' },
  done: { tone: 'good', icon: 'check' },
};

export function StandingBadge({ standing }: { standing: Standing }) {
  return <Badge {...LOOK[standing]}>{t(`standing.${standing}`)}</Badge>;
}

/** How many pupils stand where; pressing one shows these pupils. */
export function StandingTiles({
  counts,
  selected,
  onSelect,
}: {
  counts: Readonly<Record<Standing, number>>;
  selected: Standing | null;
  onSelect: (standing: Standing | null) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend; these are toggles
    <div class="tiles" role="group" aria-label={t('round.tiles')}>
      {STANDINGS.filter((s) => counts[s] > 0 || s === selected).map((standing) => (
        <button
          key={standing}
          type="button"
          class={`tile tile-${LOOK[standing].tone}`}
          data-standing={standing}
          aria-pressed={selected === standing}
          onClick={() => onSelect(selected === standing ? null : standing)}
        >
          <span class="tile-head">
            <Icon name={LOOK[standing].icon} size={20} />
            {t(`standing.${standing}`)}
          </span>
          <strong class="number">{counts[standing]}</strong>
        </button>
      ))}
    </div>
  );
}
