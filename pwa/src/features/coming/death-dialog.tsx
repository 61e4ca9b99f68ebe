import { useState } from 'preact/hooks';
import { AdvanceDeath, type DeathAction, DeathSteps } from '../../data/generated/coming.ts';
import { newId } from '../../data/new-id.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t as coming } from '../../i18n/coming.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/death.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { toast } from '../../ui/toast.tsx';
import { useMe } from '../administration/use-me.ts';
import { CaseDialog, type Fact } from './case-dialog.tsx';
import { AttachmentList, ChooseAttachments, type Chosen, sendAttachments } from './death-attachments.tsx';
import { FindFile } from './death-find.tsx';
import { actsOfDeath, type Death, deathStepText } from './death-words.ts';
import { ClinicSelect, PlaceName } from './place-picker.tsx';

/** One report of a death: what the source says, its history, and what this desk may do. */
export function DeathDialog({
  report,
  isUnit,
  onClose,
  onDone,
}: {
  report: Death;
  isUnit: boolean;
  onClose: () => void;
  onDone: () => void;
}) {
  const [file, setFile] = useState<string | null>(null);
  const [unit, setUnit] = useState('');
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const [share, setShare] = useState<number | null>(null);
  const { data } = useData(DeathSteps, { id: report.id });
  const act = async (action: DeathAction, reason: string | null) => {
    const sent = await sendAttachments(report.id, chosen, setShare);
    if ('problem' in sent) return sent.problem;
    const answer = await mutate(AdvanceDeath, {
      commandId: newId(),
      input: {
        id: report.id,
        action,
        expectedVersion: report.version,
        reason,
        personId: action === 'claim' ? file : null,
        toUnit: action === 'push' && unit ? unit : null,
        attachments: sent.ids,
      },
    });
    if (!answer.ok) return answer.problem;
    toast(coming('case.done'));
    onDone();
    return null;
  };
  const found = data?.deaths.nodes[0];
  return (
    <CaseDialog
      title={t('case.title', { name: report.name })}
      facts={factsOf(report)}
      steps={found?.steps}
      stepText={deathStepText}
      acts={actsOfDeath(report)}
      onAct={act}
      onClose={onClose}
    >
      <AttachmentList attachments={found?.attachments ?? []} />
      {report.personId && isUnit && (
        <p>
          <a href={`#/child/${report.personId}`}>{t('case.file')}</a>
        </p>
      )}
      {report.actions.includes('claim') && !report.personId && (
        <FindFile name={report.name} own={report.unit?.id} chosen={file} onChoose={setFile} />
      )}
      {report.actions.includes('push') && <PushTo report={report} unit={unit} onChoose={setUnit} />}
      {report.actions.includes('give_back') && <ChooseAttachments chosen={chosen} share={share} onChoose={setChosen} />}
    </CaseDialog>
  );
}

function factsOf(report: Death): Fact[] {
  const { household, residence } = report;
  return [
    [coming('list.state'), t(`state.${report.state}`)],
    [t('fact.person'), `${common(`sex.${report.sex}`)}${report.birthDate ? ` ${formatDate(report.birthDate)}` : ''}`],
    ...(report.documentNumber ? [[t('fact.document'), report.documentNumber] as const] : []),
    [t('list.died'), formatDate(report.diedOn)],
    [t('list.source'), t(`source.${report.source}`)],
    [t('fact.certificate'), report.certificateNumber],
    ...(residence ? [[t('fact.residence'), <PlaceName key="residence" code={residence.code} />] as const] : []),
    ...(household ? [[t('fact.household'), <PlaceName key="household" code={household.code} />] as const] : []),
    [t('list.unit'), report.unit?.name ?? t('list.unnamed')],
    ...(report.reporterUnit ? [[t('fact.reporter'), report.reporterUnit.name] as const] : []),
    [t('fact.reportedAt'), formatInstant(report.reportedAt)],
  ];
}

/** The unit disease control pushes a report to: of the place the source names, else of its own area. */
function PushTo({ report, unit, onChoose }: { report: Death; unit: string; onChoose: (id: string) => void }) {
  const own = useMe().data?.me.divisions[0]?.code;
  const place = report.residence?.code ?? report.household?.code ?? own;
  if (!place) return null;
  return <ClinicSelect place={place} value={unit} emptyText={coming('place.choose')} onInput={onChoose} />;
}
