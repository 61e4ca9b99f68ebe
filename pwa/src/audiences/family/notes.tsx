import { useState } from 'preact/hooks';
import { FamilyNotes, type FamilyNotesQuery, WithdrawDoseNote } from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { Page } from '../../features/session/shell.tsx';
import { t as common } from '../../i18n/common.ts';
import { t as family } from '../../i18n/family.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/own-file.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, DataAge, EmptyState, Notice, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { NoteDialog } from './note-dialog.tsx';

type Child = NonNullable<FamilyNotesQuery['person']>;
export type Note = Child['doseNotes'][number];

/** Doses a family notes itself, apart from the record until a clinic has checked them. */
const NotesScreen: Screen = ({ params: { id = '' } }) => {
  const { data, problem, isLoading, takenAt, refresh } = useData(FamilyNotes, { id }, { keep: true });
  const [editing, setEditing] = useState<Note | 'new' | null>(null);
  const [deleting, setDeleting] = useState<Note | null>(null);
  const child = data?.person;
  return (
    <Page title={t('notes.title')} back={`/child/${id}`} narrow aside={<DataAge takenAt={takenAt} />}>
      <Notice>{t('notes.explain')}</Notice>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={5} />}
      {data && !child && <EmptyState icon="record" title={family('child.notFound')} />}
      {child && (
        <Button variant="primary" icon="plus" wide onClick={() => setEditing('new')}>
          {t('notes.add')}
        </Button>
      )}
      {child?.doseNotes.length === 0 && <EmptyState icon="syringe" title={t('notes.none')} />}
      {child?.doseNotes.map((note) => (
        <NoteCard key={note.id} note={note} onChange={() => setEditing(note)} onDelete={() => setDeleting(note)} />
      ))}
      {child && editing && (
        <NoteDialog
          child={child}
          vaccines={data?.vaccines ?? []}
          note={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={refresh}
        />
      )}
      {deleting && <Delete personId={id} note={deleting} onClose={() => setDeleting(null)} onDone={refresh} />}
    </Page>
  );
};
export default NotesScreen;

function NoteCard({ note, onChange, onDelete }: { note: Note; onChange: () => void; onDelete: () => void }) {
  const { vaccine, state } = note;
  return (
    <section class="card stack-tight">
      <div class="row-between">
        <strong>{vaccine.name}</strong>
        <Badge tone={state === 'confirmed' ? 'good' : state === 'dismissed' ? 'warn' : 'neutral'}>
          {state === 'dismissed' ? t('state.dismissed', { reason: note.reason ?? '' }) : t(`state.${state}`)}
        </Badge>
      </div>
      <span class="row muted">
        <span class="number">{formatDate(note.givenOn)}</span>
        {note.lotNumber && <span>{t('card.lot', { lot: note.lotNumber })}</span>}
        {note.unit && <span>{note.unit}</span>}
      </span>
      {state !== 'confirmed' && (
        <div class="row">
          {state === 'noted' && (
            <Button variant="quiet" label={t('notes.changeOf', { vaccine: vaccine.name })} onClick={onChange}>
              {t('notes.change')}
            </Button>
          )}
          <Button variant="quiet" label={t('notes.deleteOf', { vaccine: vaccine.name })} onClick={onDelete}>
            {t('notes.delete')}
          </Button>
        </div>
      )}
    </section>
  );
}

function Delete({
  personId,
  note,
  onClose,
  onDone,
}: {
  personId: string;
  note: Note;
  onClose: () => void;
  onDone: () => void;
}) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const remove = async () => {
    setBusy(true);
    const answer = await mutate(WithdrawDoseNote, { commandId: newId(), personId, id: note.id });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('notes.gone'));
    onDone();
    onClose();
  };
  return (
    <Dialog
      title={t('notes.deleteAsk')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button variant="danger" busy={busy} onClick={() => void remove()}>
            {t('notes.delete')}
          </Button>
        </>
      }
    >
      <p>
        {note.vaccine.name} {formatDate(note.givenOn)}
      </p>
      {problem && <ErrorBox problem={problem} />}
    </Dialog>
  );
}
