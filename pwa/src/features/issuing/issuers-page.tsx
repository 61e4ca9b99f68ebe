import '../administration/administration.css';
import './issuing.css';
import { useState } from 'preact/hooks';
import { Me, type OrganisationKind, Organisations, type OrganisationsQuery } from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/issuing.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Checkbox, Select, TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Page } from '../session/shell.tsx';
import { CloseDialog } from './close-dialog.tsx';
import { IssuerDialog } from './issuer-dialog.tsx';
import { KINDS } from './kinds.ts';

export type Issuer = OrganisationsQuery['organisations']['nodes'][number];

interface Choice {
  kind: string;
  text: string;
  withClosed: boolean;
}

/** Issuing bodies and the other organisations of the area: list, search, create, change, close. */
const IssuersPage: Screen = () => {
  const me = useData(Me, {});
  const division = me.data?.me.divisions[0]?.code;
  const [choice, setChoice] = useState<Choice>({ kind: '', text: '', withClosed: false });
  const [text, setText] = useState('');
  const [round, setRound] = useState(0);
  const [edited, setEdited] = useState<Issuer | 'new' | null>(null);
  const [closing, setClosing] = useState<Issuer | null>(null);
  const done = () => {
    setEdited(null);
    setClosing(null);
    setRound((n) => n + 1);
  };
  return (
    <Page
      title={t('issuers.title')}
      aside={
        <Button variant="primary" icon="plus" onClick={() => setEdited('new')}>
          {t('issuers.add')}
        </Button>
      }
    >
      {me.problem && <ErrorBox problem={me.problem} onRetry={me.refresh} />}
      <form
        class="filter"
        onSubmit={(event) => {
          event.preventDefault();
          setChoice({ ...choice, text: text.trim() });
        }}
      >
        <Select
          label={t('issuers.kind')}
          value={choice.kind}
          onInput={(kind) => setChoice({ ...choice, kind })}
          options={[
            { value: '', label: t('list.all') },
            ...KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) })),
          ]}
        />
        <TextField label={t('issuers.search')} type="search" value={text} onInput={setText} autocomplete="off" />
        <div class="row filter-buttons">
          <Button type="submit" icon="search">
            {t('list.search')}
          </Button>
        </div>
        <Checkbox checked={choice.withClosed} onChange={(withClosed) => setChoice({ ...choice, withClosed })}>
          {t('issuers.withClosed')}
        </Checkbox>
      </form>
      {division && (
        <List
          key={`${JSON.stringify(choice)} ${round}`}
          division={division}
          choice={choice}
          onChange={setEdited}
          onClose={setClosing}
        />
      )}
      {edited && (
        <IssuerDialog issuer={edited === 'new' ? null : edited} onClose={() => setEdited(null)} onDone={done} />
      )}
      {closing && <CloseDialog issuer={closing} onClose={() => setClosing(null)} onDone={done} />}
    </Page>
  );
};
export default IssuersPage;

function List({
  division,
  choice,
  onChange,
  onClose,
}: {
  division: string;
  choice: Choice;
  onChange: (issuer: Issuer) => void;
  onClose: (issuer: Issuer) => void;
}) {
  const { kind, text, withClosed } = choice;
  const { nodes, problem, isLoading, hasMore, more } = usePages(
    Organisations,
    { division, kind: (kind || null) as OrganisationKind | null, text: text || null, withClosed },
    (data) => data.organisations,
  );
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes?.length === 0 && <EmptyState icon="clinic" title={t('list.none')} />}
      {nodes && nodes.length > 0 && (
        <Table
          caption={t('issuers.title')}
          hideCaption
          columns={columns(onChange, onClose)}
          rows={nodes}
          rowKey={({ id }) => id}
        />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('list.more')}
        </Button>
      )}
    </>
  );
}

const columns = (onChange: (issuer: Issuer) => void, onClose: (issuer: Issuer) => void): Column<Issuer>[] => [
  {
    key: 'name',
    head: t('issuers.name'),
    lead: true,
    cell: ({ id, name, closedOn }) => (
      <span class="stack-none">
        <a href={`#/issuers/${encodeURIComponent(id)}`}>
          <strong>{name}</strong>
        </a>
        {closedOn && <Badge tone="neutral">{t('issuers.closedOn', { date: formatDate(closedOn) })}</Badge>}
      </span>
    ),
  },
  {
    key: 'code',
    head: t('issuers.code'),
    cell: ({ code, creditCode }) => (
      <span class="stack-none">
        <span class="mono">{code}</span>
        {creditCode && <span class="muted small mono">{creditCode}</span>}
      </span>
    ),
  },
  { key: 'kind', head: t('issuers.kind'), cell: ({ kind }) => t(`kind.${kind}`) },
  { key: 'division', head: t('issuers.division'), cell: ({ division }) => division.fullName },
  {
    key: 'address',
    head: t('issuers.address'),
    cell: ({ address, phone }) => (
      <span class="stack-none">
        <span>{address ?? '–'}</span>
        <span class="muted small number">{phone ?? ''}</span>
      </span>
    ),
  },
  {
    key: 'act',
    head: t('issuers.change'),
    cell: (issuer) => (
      <span class="table-acts">
        <Button onClick={() => onChange(issuer)}>{t('issuers.change')}</Button>
        <Button variant="quiet" onClick={() => onClose(issuer)}>
          {t(issuer.closedOn ? 'issuers.reopen' : 'issuers.close')}
        </Button>
      </span>
    ),
  },
];
