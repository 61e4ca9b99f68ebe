import { useState } from 'preact/hooks';
import { type SearchOtherProvincesQuery, TakeVisitor, type TakeVisitorMutation } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/visitor.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/field.tsx';
import { navigate } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { useClinic } from '../packs/use-clinic.ts';
import { HitList } from '../people-search/person-line.tsx';
import { hitOfServer } from '../people-search/search.ts';
import { VisitorProblem } from './visitor-problem.tsx';

type Case = SearchOtherProvincesQuery['searchOtherProvinces']['cases'][number];
type Taken = TakeVisitorMutation['takeVisitor'];

function tell({ isNew, doses, leftOut }: Taken): void {
  if (!isNew) toast(t('existing'));
  else if (leftOut > 0) toast(t('doneLeftOut', { count: doses, left: leftOut }));
  else toast(t('done', { count: doses }));
}

/** Cases of other provinces, each with the one press that makes its temporary file. */
export function CaseList({ cases }: { cases: readonly Case[] }) {
  const clinic = useClinic();
  const [chosen, setChosen] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [doubt, setDoubt] = useState<{ caseId: string; likely: Taken['likely'] } | null>(null);
  const residence = chosen || clinic?.home || '';
  const take = async (caseId: string, notDuplicateOf: string[]) => {
    setTried(true);
    setProblem(null);
    setDoubt(null);
    if (residence === '' || busy) return;
    setBusy(caseId);
    const answer = await mutate(TakeVisitor, { commandId: newId(), input: { caseId, residence, notDuplicateOf } });
    setBusy(null);
    if (!answer.ok) return setProblem(answer.problem);
    const { takeVisitor: taken } = answer.data;
    if (!taken.person) return setDoubt({ caseId, likely: taken.likely });
    tell(taken);
    navigate(`/child/${taken.person.id}`, { replace: true });
  };
  return (
    <>
      <p class="muted small">{t('found', { count: cases.length })}</p>
      <Select
        label={t('residence')}
        value={residence}
        placeholder
        error={isTried && residence === '' ? t('residenceNeeded') : undefined}
        options={(clinic?.townships ?? []).map(({ code, name }) => ({ value: code, label: name }))}
        onInput={setChosen}
      />
      {problem && <VisitorProblem problem={problem} />}
      {cases.map((found) => (
        <section key={found.caseId} class="card stack">
          <div class="stack-tight">
            <p class="row">
              <strong>
                <bdi>{found.maskedName}</bdi>
              </strong>
              <span>{common(`sex.${found.sex}`)}</span>
              <span class="number">{formatDate(found.birthDate)}</span>
              <span>{found.provinceName}</span>
            </p>
            {found.numberEnd && <p class="muted small">{t('numberEnd', { end: found.numberEnd })}</p>}
          </div>
          <Button
            variant="primary"
            wide
            busy={busy === found.caseId}
            label={cases.length > 1 ? t('takeOf', { name: found.maskedName, province: found.provinceName }) : undefined}
            onClick={() => void take(found.caseId, [])}
          >
            {t('take')}
          </Button>
        </section>
      ))}
      {doubt && (
        <Dialog
          title={t('likely')}
          onClose={() => setDoubt(null)}
          isForm
          actions={
            <Button
              onClick={() =>
                void take(
                  doubt.caseId,
                  doubt.likely.map(({ id }) => id),
                )
              }
            >
              {t('other')}
            </Button>
          }
        >
          <p class="muted">{t('likelyHint')}</p>
          <HitList hits={doubt.likely.map(hitOfServer)} />
        </Dialog>
      )}
    </>
  );
}
