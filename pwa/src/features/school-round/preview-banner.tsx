import { ConfirmSchoolCheck, type SchoolCheckQuery, UndoSchoolCheck } from '../../data/generated/school.ts';
import { t } from '../../i18n/school.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { roundName } from './round.ts';
import { useAct } from './use-act.ts';

type Check = NonNullable<SchoolCheckQuery['schoolCheck']>;

/** A list for a round is a preview until it is taken in; on the same day it can be taken back. */
export function PreviewBanner({
  check,
  toTake,
  today,
  onChanged,
}: {
  check: Check;
  /** rows without mistakes */
  toTake: number;
  today: string;
  onChanged: () => void;
}) {
  const { act, isBusy, problem } = useAct();
  const { round } = check;
  if (!round) return null;
  const name = roundName(round);
  const confirm = async () => {
    if (await act(ConfirmSchoolCheck, { id: check.id })) onChanged();
  };
  const undo = async () => {
    if (await act(UndoSchoolCheck, { id: check.id })) onChanged();
  };
  if (check.undoneAt !== null) return <Notice tone="warn" title={t('preview.undone')} />;
  if (check.takenAt === null)
    return (
      <Notice title={t('preview.title')}>
        <p>{t('preview.hint')}</p>
        {problem && <ErrorBox problem={problem} />}
        <div class="row no-print">
          <Button variant="primary" icon="check" busy={isBusy} disabled={toTake === 0} onClick={() => void confirm()}>
            {t('preview.confirm', { round: name, count: toTake })}
          </Button>
        </div>
      </Notice>
    );
  const isToday = dateInChina(check.takenAt) === today;
  return (
    <Notice tone="good" title={t('preview.taken', { round: name })}>
      {isToday && <p class="small">{t('preview.undoHint')}</p>}
      {problem && <ErrorBox problem={problem} />}
      <div class="row no-print">
        <ButtonLink variant="primary" icon="next" href="#/">
          {t('preview.follow')}
        </ButtonLink>
        {isToday && (
          <Button icon="undo" busy={isBusy} onClick={() => void undo()}>
            {t('preview.undo')}
          </Button>
        )}
      </div>
    </Notice>
  );
}

const shanghai = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });
const dateInChina = (instant: string): string => shanghai.format(new Date(instant));
