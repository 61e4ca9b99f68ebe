import { useState } from 'preact/hooks';
import { AdvanceMove, type MoveAction, MoveSteps } from '../../data/generated/coming.ts';
import { newId } from '../../data/new-id.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t } from '../../i18n/coming.ts';
import { formatDate } from '../../i18n/format.ts';
import { currentDay } from '../../offline/day.ts';
import { toast } from '../../ui/toast.tsx';
import { CaseDialog, type Fact } from './case-dialog.tsx';
import { actsOf, destinationOf, type Move, moveStepText, timeLeft } from './move-words.ts';
import { ClinicSelect, PlaceName } from './place-picker.tsx';

const PROVINCE_DIGITS = 2;

/** One move: the two ends, its history, and what this desk may do. */
export function MoveDialog({
  move,
  canOpenFile,
  onClose,
  onDone,
}: {
  move: Move;
  canOpenFile: boolean;
  onClose: () => void;
  onDone: () => void;
}) {
  const [unit, setUnit] = useState('');
  const { data } = useData(MoveSteps, { personId: move.personId });
  const names = move.direction === 'out' && move.actions.includes('assign');
  const act = async (action: MoveAction, reason: string | null) => {
    const toUnit = action === 'assign' && unit ? unit : null;
    const input = { id: move.id, action, expectedVersion: move.version, reason, toUnit };
    const answer = await mutate(AdvanceMove, { commandId: newId(), input });
    if (!answer.ok) return answer.problem;
    toast(t('case.done'));
    onDone();
    return null;
  };
  const left = timeLeft(move, currentDay());
  const facts: Fact[] = [
    [t('moves.what'), t(`move.${move.direction}`)],
    [t('list.state'), t(`move.${move.state}`)],
    [t('move.from'), move.fromUnit?.name ?? move.fromDivision.code],
    [t('move.to'), destinationOf(move)],
    ...(move.toDivision.code.length > PROVINCE_DIGITS
      ? [[t('move.toPlace'), <PlaceName key="place" code={move.toDivision.code} />] as const]
      : []),
    ...(move.address ? [[t('move.address'), move.address] as const] : []),
    ...(move.contact ? [[t('move.contact'), move.contact] as const] : []),
    ...(move.phone ? [[t('move.phone'), move.phone] as const] : []),
    [t('move.reason'), move.reason],
    ...(left ? [[t('move.answerBy'), `${formatDate(move.answerBy)}（${left.text}）`] as const] : []),
  ];
  return (
    <CaseDialog
      title={t('move.of', { name: move.name })}
      facts={facts}
      steps={data?.moves.nodes.find(({ id }) => id === move.id)?.steps}
      stepText={moveStepText}
      acts={actsOf(move)}
      onAct={act}
      onClose={onClose}
    >
      {canOpenFile && (
        <p>
          <a href={`#/child/${move.personId}`}>{t('move.file')}</a>
        </p>
      )}
      {names && (
        <ClinicSelect
          place={move.toDivision.code}
          value={unit}
          without={move.fromUnit?.id}
          emptyText={t('place.choose')}
          onInput={setUnit}
        />
      )}
    </CaseDialog>
  );
}
