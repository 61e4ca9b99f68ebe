import { useState } from 'preact/hooks';
import { AdvanceBirth, type BirthAction, BirthSteps } from '../../data/generated/coming.ts';
import { newId } from '../../data/new-id.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t } from '../../i18n/birth.ts';
import { t as coming } from '../../i18n/coming.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { toast } from '../../ui/toast.tsx';
import { AmendBirth } from './birth-amend.tsx';
import { actsOfBirth, type Birth, birthStepText, testText } from './birth-words.ts';
import { CaseDialog, type Fact } from './case-dialog.tsx';
import { PlaceName } from './place-picker.tsx';

/** One birth file: child and mother, where it goes, its history, and what this desk may do. */
export function BirthDialog({
  birth,
  isUnit,
  onClose,
  onDone,
}: {
  birth: Birth;
  isUnit: boolean;
  onClose: () => void;
  onDone: () => void;
}) {
  const [isAmending, setAmending] = useState(false);
  const { data } = useData(BirthSteps, { personId: birth.id });
  const act = async (action: BirthAction, reason: string | null) => {
    const input = { id: birth.id, action, expectedVersion: birth.version, reason };
    const answer = await mutate(AdvanceBirth, { commandId: newId(), input });
    if (!answer.ok) return answer.problem;
    toast(coming('case.done'));
    onDone();
    return null;
  };
  if (isAmending) return <AmendBirth birth={birth} onClose={() => setAmending(false)} onDone={onDone} />;
  return (
    <CaseDialog
      title={t('case.title', { name: birth.name })}
      facts={factsOf(birth)}
      steps={data?.births.nodes[0]?.steps}
      stepText={birthStepText}
      acts={actsOfBirth(birth)}
      onAct={act}
      onClose={onClose}
    >
      {isUnit && (
        <p>
          <a href={`#/child/${birth.id}`}>{t('case.file')}</a>
        </p>
      )}
      {birth.actions.includes('amend') && (
        <div>
          <Button icon="record" onClick={() => setAmending(true)}>
            {t('act.amend')}
          </Button>
        </div>
      )}
    </CaseDialog>
  );
}

function factsOf(birth: Birth): Fact[] {
  const { mother } = birth;
  const told = (label: string, value: string | number | null | undefined): Fact[] =>
    value == null || value === '' ? [] : [[label, String(value)]];
  return [
    [coming('list.state'), t(`state.${birth.state}`)],
    [
      t('fact.born'),
      `${common(`sex.${birth.sex}`)} ${formatDate(birth.birthDate)}${birth.birthTime ? ` ${birth.birthTime}` : ''}`,
    ],
    ...told(t('fact.weight'), birth.birthWeightG && t('fact.grams', { grams: birth.birthWeightG })),
    ...told(t('fact.weeks'), birth.gestationWeeks),
    ...told(t('fact.order'), birth.birthOrder),
    [t('list.mother'), mother.name],
    ...told(t('fact.motherPhone'), mother.phone),
    [t('fact.hbsag'), testText(mother.hbsag)],
    [t('fact.antiHbs'), testText(mother.antiHbs)],
    ...told(t('fact.testedOn'), mother.testedOn && formatDate(mother.testedOn)),
    [t('fact.household'), <PlaceName key="household" code={birth.household.code} />],
    [t('fact.residence'), <PlaceName key="residence" code={birth.residence.code} />],
    [t('fact.ward'), birth.obstetricUnit.name],
    [t('list.to'), birth.destinationUnit.name],
    [t('fact.basis'), t(`basis.${birth.destinationBy}`)],
    [t('list.filed'), formatDate(birth.filedOn)],
    ...(birth.state === 'filed' ? told(t('fact.pushOn'), formatDate(birth.pushOn)) : []),
  ];
}
