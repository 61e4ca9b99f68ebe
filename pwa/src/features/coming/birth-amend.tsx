import { useState } from 'preact/hooks';
import { AdvanceBirth, BirthRules } from '../../data/generated/coming.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t } from '../../i18n/birth.ts';
import { t as common } from '../../i18n/common.ts';
import { currentDay } from '../../offline/day.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { useClinic } from '../packs/use-clinic.ts';
import { DestinationFields } from './birth-destination.tsx';
import { areTestsFine, TestFields, type Tests, testsInput } from './birth-tests.tsx';
import type { Birth } from './birth-words.ts';

/** What the ward may correct until the file is handed over: the mother's results and the destination. */
export function AmendBirth({ birth, onClose, onDone }: { birth: Birth; onClose: () => void; onDone: () => void }) {
  const { mother } = birth;
  const [tests, setTests] = useState<Tests>({
    hbsag: mother.hbsag ?? '',
    antiHbs: mother.antiHbs ?? '',
    testedOn: mother.testedOn ?? '',
  });
  const [destination, setDestination] = useState({ by: birth.destinationBy, unit: birth.destinationUnit.id });
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const home = useClinic()?.home ?? '';
  const { data } = useData(BirthRules, { division: home }, { pause: home === '' });
  const rules = data?.peopleSettings ?? { hbsagRequired: true, antiHbsRequired: false };
  const save = async () => {
    setTried(true);
    setProblem(null);
    if (!areTestsFine(tests, rules, currentDay()) || destination.unit === '' || busy) return;
    setBusy(true);
    const amend = { ...testsInput(tests), destinationBy: destination.by, destinationUnit: destination.unit };
    const input = { id: birth.id, action: 'amend' as const, expectedVersion: birth.version, amend };
    const answer = await mutate(AdvanceBirth, { commandId: newId(), input });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('amend.done'));
    onDone();
  };
  return (
    <FormDialog
      title={t('amend.title', { name: birth.name })}
      saveText={common('action.save')}
      busy={busy}
      onSave={save}
      onClose={onClose}
    >
      <TestFields tests={tests} rules={rules} isTried={isTried} onChange={setTests} />
      <DestinationFields
        destination={destination}
        places={{ household: birth.household.code, residence: birth.residence.code, obstetric: home }}
        isTried={isTried}
        onChange={setDestination}
      />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
