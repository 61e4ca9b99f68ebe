import { t } from '../../i18n/class-pack.ts';
import { t as common } from '../../i18n/common.ts';
import type { Pack } from '../../offline/class-packs.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/feedback.tsx';
import { A5Notice } from '../school-round/a5-notice.tsx';
import { standingOf } from '../school-round/round.ts';

const TOLD = ['tell', 'told', 'overdue'];

/** 补种通知单 and 补证通知单 from the list on this device; without the code, which only the server gives. */
export function PackNotices({ pack, onBack }: { pack: Pack; onBack: () => void }) {
  const pupils = pack.pupils.filter((pupil) => TOLD.includes(standingOf(pupil)));
  return (
    <>
      <div class="row no-print">
        <Button variant="primary" icon="printer" disabled={pupils.length === 0} onClick={() => print()}>
          {common('action.print')}
        </Button>
        <Button icon="back" onClick={onBack}>
          {t('print.back')}
        </Button>
      </div>
      {pupils.length === 0 && <EmptyState icon="check" title={t('print.none')} />}
      <div class="a5-notices">
        {pupils.map((pupil) => (
          <A5Notice
            key={pupil.id}
            pupil={{ ...pupil, class: pack.class, school: pack.class.school, answerCode: null }}
          />
        ))}
      </div>
    </>
  );
}
