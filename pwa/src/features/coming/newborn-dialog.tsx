import { useState } from 'preact/hooks';
import { AdvanceNewborn, type NewbornAction, NewbornSteps } from '../../data/generated/coming.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t as birth } from '../../i18n/birth.ts';
import { t as coming } from '../../i18n/coming.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/newborn.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { toast } from '../../ui/toast.tsx';
import { CaseDialog, type Fact } from './case-dialog.tsx';
import { WhoCell } from './case-list.tsx';
import {
  actsOfNewborn,
  faultText,
  fieldName,
  likeness,
  type Newborn,
  nameOf,
  newbornStepText,
} from './newborn-words.ts';
import { PlaceName } from './place-picker.tsx';

interface Props {
  newborn: Newborn;
  isUnit: boolean;
  /** creates the file although these look alike */
  onCreate: (newborn: Newborn, notDuplicateOf: readonly string[]) => Promise<void>;
  onClose: () => void;
  onDone: () => void;
}

/** One newborn: what was told, what is wrong with it, the files there are of it, and what may be done. */
export function NewbornDialog({ newborn, isUnit, onCreate, onClose, onDone }: Props) {
  const { data } = useData(NewbornSteps, { id: newborn.id });
  const act = async (action: NewbornAction, reason: string | null, personId?: string): Promise<Problem | null> => {
    const input = { id: newborn.id, action, expectedVersion: newborn.version, reason, ...(personId && { personId }) };
    const answer = await mutate(AdvanceNewborn, { commandId: newId(), input });
    if (!answer.ok) return answer.problem;
    toast(coming('case.done'));
    onDone();
    return null;
  };
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const link = async (personId: string) => {
    setBusy(true);
    setProblem(await act('link', null, personId));
    setBusy(false);
  };
  const { faults, candidates, finding, news, file } = newborn;
  return (
    <CaseDialog
      title={t('case.title', { name: nameOf(newborn) })}
      facts={factsOf(newborn)}
      steps={data?.newborns.nodes[0]?.steps}
      stepText={newbornStepText}
      acts={actsOfNewborn(newborn)}
      onAct={act}
      onClose={onClose}
    >
      {faults.length > 0 && (
        <Notice tone="bad">
          <ul class="stack-tight">
            {faults.map((fault) => (
              <li key={fault.field + fault.reason}>{faultText(fault)}</li>
            ))}
          </ul>
          <p>{t('finding.faultyHint')}</p>
        </Notice>
      )}
      {finding === 'elsewhere' && (
        <Notice tone="warn">
          <p>{t('finding.elsewhereHint')}</p>
          {isUnit && <a href="#/moves/in">{t('finding.moveIn')}</a>}
        </Notice>
      )}
      {news.length > 0 && <Notice>{t('case.news', { fields: news.map(fieldName).join('、') })}</Notice>}
      {file && isUnit && (
        <p>
          <a href={`#/child/${file.id}`}>{t('case.file')}</a>
        </p>
      )}
      {candidates.length > 0 && (
        <section class="stack-tight">
          <h3>{t('case.candidates')}</h3>
          {problem && <ErrorBox problem={problem} />}
          <ul class="stack-tight">
            {candidates.map(({ person, reasons }) => (
              <li key={person.id} class="stack-tight">
                <WhoCell {...person} />
                <span class="muted small">
                  {[...reasons.map(likeness), ...person.guardians.map((g) => g.name)].join(' · ')}
                </span>
                {isUnit && (
                  <span class="row">
                    <a href={`#/child/${person.id}`}>{t('case.fileOf', { name: person.name })}</a>
                    {newborn.actions.includes('link') && faults.length === 0 && (
                      <Button
                        variant="primary"
                        label={t('case.linkOf', { name: person.name })}
                        busy={busy}
                        onClick={() => void link(person.id)}
                      >
                        {t('case.link')}
                      </Button>
                    )}
                  </span>
                )}
              </li>
            ))}
          </ul>
          {finding === 'alike' && newborn.actions.includes('create') && (
            <div>
              <Button
                onClick={() =>
                  void onCreate(
                    newborn,
                    candidates.map(({ person }) => person.id),
                  )
                }
              >
                {t('create.other')}
              </Button>
            </div>
          )}
        </section>
      )}
    </CaseDialog>
  );
}

function factsOf(one: Newborn): Fact[] {
  const told = (label: string, value: string | number | null | undefined): Fact[] =>
    value == null || value === '' ? [] : [[label, String(value)]];
  const parent = (who: Newborn['mother']) =>
    [who.name, who.phone, who.children != null && t('list.children', { count: who.children })]
      .filter(Boolean)
      .join(' · ');
  return [
    [
      birth('fact.born'),
      `${common(`sex.${one.sex}`)} ${formatDate(one.birthDate)}${one.birthTime ? ` ${one.birthTime}` : ''}`,
    ],
    ...told(t('field.birthWeightG'), one.birthWeightG && birth('fact.grams', { grams: one.birthWeightG })),
    ...told(t('field.birthOrder'), one.birthOrder),
    ...told(t('field.idNumber'), one.idNumber),
    ...told(t('field.birthCertificate'), one.birthCertificate),
    [t('list.mother'), parent(one.mother)],
    ...(one.father ? told(t('case.father'), parent(one.father)) : []),
    ...(one.residence ? [[t('field.residence'), <PlaceName key="r" code={one.residence.code} />] as const] : []),
    ...told(t('field.hospital'), one.hospital),
    [t('fetch.when'), formatInstant(one.fetchedAt)],
  ];
}
