import { useState } from 'preact/hooks';
import type { Problem } from '../../data/problem.ts';
import { t } from '../../i18n/aefi.ts';
import { ageText } from '../../i18n/age.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate } from '../../i18n/format.ts';
import { toTimeField } from '../../i18n/time-field.ts';
import { currentDay, currentInstant } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Skeleton } from '../../ui/feedback.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import { useRecord } from '../record/use-record.ts';
import type { RecordView } from '../record/view.ts';
import { Page } from '../session/shell.tsx';
import { type CardDose, cardFaults, contentOf, newCard } from './card.ts';
import { CardFields } from './card-fields.tsx';
import { saveReport } from './save-report.ts';
import { takeSeen } from './seen.ts';

/** Report of a suspected adverse event from the record of a child; works off line. */
const ReportScreen: Screen = ({ params }) => {
  const id = params.id ?? '';
  const { record, problem, isLoading, refresh } = useRecord(id);
  return (
    <Page title={t('card.title')} back={`/child/${id}`} narrow>
      {!record && isLoading && <Skeleton lines={8} />}
      {!record && problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {record && <Form record={record} />}
    </Page>
  );
};
export default ReportScreen;

/** The doses of a record, the latest first; one of this device's journal by the id it gave the dose. */
const dosesOf = ({ doses }: RecordView): CardDose[] =>
  doses
    .filter(({ state }) => state === 'given')
    .map((dose) => ({
      id: dose.entry?.content.input.doseId ?? dose.id,
      date: dose.date,
      vaccine: dose.vaccine.name,
      lot: dose.lotNumber ?? null,
    }))
    .reverse();

function Form({ record }: { record: RecordView }) {
  const { person } = record;
  const [doses] = useState(() => dosesOf(record));
  const [now] = useState(currentInstant);
  const [card, setCard] = useState(() => {
    // What was given today is what an observation saw something of.
    const today = doses.filter(({ date }) => date === currentDay()).map(({ id }) => id);
    return { ...newCard(now, today), description: takeSeen(person.id) };
  });
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  // One case, one command per form: pressing again after a lost answer is the same step.
  const [made] = useState(() => ({ commandId: newId(), id: newId() }));
  useOpenForm(card.symptoms.length > 0 || card.description !== '');
  const faults = cardFaults(card, doses, currentInstant());
  const send = async () => {
    setTried(true);
    setProblem(null);
    if (faults.size > 0 || busy) return;
    setBusy(true);
    const input = { id: made.id, personId: person.id, content: contentOf(card) };
    const saved = await saveReport(made.commandId, input, { name: person.name, birthDate: person.birthDate });
    setBusy(false);
    if (saved.kind === 'refused') return setProblem(saved.problem);
    toast(t(saved.kind === 'queued' ? 'card.queued' : 'card.saved'));
    navigate(saved.kind === 'queued' ? `/child/${person.id}` : `/aefi/${made.id}`, { replace: true });
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p>
        <strong>
          <bdi>{person.name}</bdi>
        </strong>{' '}
        {common(`sex.${person.sex}`)} <span class="number">{formatDate(person.birthDate)}</span>{' '}
        <span class="muted">{ageText(person.birthDate, currentDay())}</span>
      </p>
      <CardFields
        card={card}
        doses={doses}
        faults={isTried ? faults : new Set()}
        latest={toTimeField(currentInstant())}
        onChange={(changes) => setCard((old) => ({ ...old, ...changes }))}
      />
      {problem && <ErrorBox problem={problem} />}
      <Button type="submit" variant="primary" wide busy={busy}>
        {t('card.send')}
      </Button>
    </form>
  );
}
