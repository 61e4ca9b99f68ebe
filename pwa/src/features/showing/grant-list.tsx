import { useState } from 'preact/hooks';
import {
  CollectableTypes,
  CollectionGrants,
  type CollectionGrantsQuery,
  GrantCollection,
  WithdrawCollectionGrant,
} from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { t } from '../../i18n/collection.ts';
import { formatInstant } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { ReasonDialog } from '../collection/reason-dialog.tsx';
import { PageList } from './page-list.tsx';
import { SubjectSelect, subjectOf } from './subject-select.tsx';

type Grant = CollectionGrantsQuery['collectionGrants']['nodes'][number];

/** Rights to upload licences (归集权限). */
export function GrantList({ maySet }: { maySet: boolean }) {
  const [round, setRound] = useState(0);
  return <Grants key={round} maySet={maySet} onChanged={() => setRound(round + 1)} />;
}

function Grants({ maySet, onChanged }: { maySet: boolean; onChanged: () => void }) {
  const pages = usePages(CollectionGrants, {}, (data) => data.collectionGrants);
  const [isGiving, setGiving] = useState(false);
  const [ending, setEnding] = useState<Grant | null>(null);
  const [commandId] = useState(newId);
  return (
    <>
      {maySet && (
        <div class="row no-print">
          <Button variant="primary" icon="plus" onClick={() => setGiving(true)}>
            {t('rights.give')}
          </Button>
        </div>
      )}
      <PageList
        caption={t('rights.collection')}
        empty={t('rights.none')}
        icon="people"
        pages={pages}
        columns={[
          { key: 'type', head: t('batch.type'), lead: true, cell: ({ typeName }) => typeName },
          {
            key: 'subject',
            head: t('rights.subject'),
            cell: ({ organisation, accountId }) => organisation?.name ?? <span class="mono small">{accountId}</span>,
          },
          { key: 'since', head: t('rights.since'), cell: ({ grantedAt }) => formatInstant(grantedAt) },
          {
            key: 'state',
            head: t('rights.state'),
            cell: (grant) =>
              grant.withdrawnAt ? (
                <Badge>{t('rights.ended', { reason: grant.reason ?? '' })}</Badge>
              ) : (
                <span class="row">
                  <Badge tone="good">{t('rights.standing')}</Badge>
                  {maySet && <Button onClick={() => setEnding(grant)}>{t('rights.withdraw')}</Button>}
                </span>
              ),
          },
        ]}
      />
      {isGiving && <GiveDialog onClose={(given) => (given ? onChanged() : setGiving(false))} />}
      {ending && (
        <ReasonDialog
          title={t('rights.withdrawOf', { type: ending.typeName })}
          ask={t('rights.withdrawAsk')}
          action={t('rights.withdraw')}
          done={t('rights.withdrawn')}
          run={(reason) => mutate(WithdrawCollectionGrant, { commandId, id: ending.id, reason })}
          onClose={(changed) => (changed ? onChanged() : setEnding(null))}
        />
      )}
    </>
  );
}

function GiveDialog({ onClose }: { onClose: (given: boolean) => void }) {
  const { data } = useData(CollectableTypes, {});
  const [type, setType] = useState('');
  const [subject, setSubject] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const give = async () => {
    setBusy(true);
    const answer = await mutate(GrantCollection, { commandId: newId(), type, ...subjectOf(subject) });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('rights.given'));
    onClose(true);
  };
  return (
    <FormDialog
      title={t('rights.give')}
      saveText={t('rights.give')}
      busy={busy}
      onSave={give}
      onClose={() => onClose(false)}
    >
      <Select
        label={t('batch.type')}
        value={type}
        placeholder
        options={(data?.collectableTypes ?? []).map(({ code, name }) => ({ value: code, label: name }))}
        onInput={setType}
      />
      <SubjectSelect value={subject} onInput={setSubject} />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
