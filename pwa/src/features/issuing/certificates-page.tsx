import '../administration/administration.css';
import './issuing.css';
import { useEffect, useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import {
  type CertificateFilter,
  type CertificateState,
  Certificates,
  CertificatesExport,
  type CertificatesQuery,
} from '../../data/generated/desk.ts';
import { RequestFile } from '../../data/generated/files.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { mutate } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { formatDate, todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/issuing.ts';
import { t as sealing } from '../../i18n/sealing.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton, type Tone } from '../../ui/feedback.tsx';
import { DateField, Select, TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { isMoving } from '../certificate-files/certificate-file.ts';
import { PrintFile } from '../certificate-files/print-file.tsx';
import { BatchProgress } from '../seals/batch-progress.tsx';
import { HandOver } from '../seals/hand-over.tsx';
import { Page } from '../session/shell.tsx';
import { VoidDialog } from './void-dialog.tsx';

type Listed = CertificatesQuery['certificates']['nodes'][number];
type Certificate = Listed['certificate'];

const STATES: readonly CertificateState[] = ['valid', 'expired', 'revoked'];
const TONE: Record<CertificateState, Tone> = { valid: 'good', expired: 'warn', revoked: 'bad' };

/** Certificates of the area (电子接种证列表): filters, export, voiding. */
const CertificatesPage: Screen = () => {
  const [filter, setFilter] = useState<CertificateFilter>({});
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isVoiding, setVoiding] = useState<Certificate | 'named' | null>(null);
  const [round, setRound] = useState(0);
  const [batch, setBatch] = useState<readonly string[] | null>(null);
  const [isPressed, setPressed] = useState(false);
  const [isThrough, setThrough] = useState(false);
  const mayVoid = account.value?.role === 'vaccinator' || account.value?.role === 'cdc';
  const isIssuer = account.value?.role === 'vaccinator';
  const begin = (documentIds: readonly string[], pressed: boolean) => {
    setThrough(false);
    setPressed(pressed);
    setBatch(documentIds);
  };
  const set = (key: keyof CertificateFilter) => (value: string) => setFilter({ ...filter, [key]: value || null });
  return (
    <Page
      title={t('certificates.title')}
      aside={
        <ButtonLink icon="person" href="#/holder">
          {t('certificates.ofHolder')}
        </ButtonLink>
      }
    >
      <form
        class="filter"
        onSubmit={(event) => {
          event.preventDefault();
          set('text')(text.trim());
        }}
      >
        <Select
          label={t('list.state')}
          value={filter.state ?? ''}
          onInput={set('state')}
          options={[
            { value: '', label: t('list.all') },
            ...STATES.map((value) => ({ value, label: t(`certificate.${value}`) })),
          ]}
        />
        <DateField label={t('certificates.from')} value={filter.from ?? ''} onInput={set('from')} />
        <DateField label={t('list.to')} value={filter.to ?? ''} onInput={set('to')} />
        <TextField label={t('certificates.search')} type="search" value={text} onInput={setText} autocomplete="off" />
        <div class="row filter-buttons">
          <Button type="submit" icon="search">
            {t('list.search')}
          </Button>
          <Button
            icon="download"
            onClick={() =>
              void download(CertificatesExport, { filter }, (data) => data.certificatesExportUrl).then(setProblem)
            }
          >
            {t('list.export')}
          </Button>
          {mayVoid && (
            <Button icon="cross" onClick={() => setVoiding('named')}>
              {t('void.open')}
            </Button>
          )}
        </div>
      </form>
      {problem && <ErrorBox problem={problem} />}
      {batch && (
        <BatchProgress
          key={batch.join()}
          documentIds={batch}
          takesFocus={isPressed}
          onThrough={() => {
            setThrough(true);
            setRound((n) => n + 1);
          }}
        />
      )}
      <List
        key={`${JSON.stringify(filter)} ${round}`}
        filter={filter}
        onVoid={mayVoid ? setVoiding : null}
        onBatch={isIssuer && (batch === null || isThrough) ? begin : null}
      />
      {isVoiding && (
        <VoidDialog
          identifier={isVoiding === 'named' ? null : isVoiding.identifier}
          onClose={() => setVoiding(null)}
          onDone={() => {
            setVoiding(null);
            setRound((n) => n + 1);
          }}
        />
      )}
    </Page>
  );
};
export default CertificatesPage;

const MAX_BATCH = 200;

/** A valid certificate whose masked file is not made, or could not be. */
const lacksFile = ({ certificate: { state, documents } }: Listed): boolean =>
  state === 'valid' &&
  !documents.some((d) => d.kind === 'certificate' && d.state !== 'withdrawn' && d.state !== 'failed');

/** @param pressed by hand, not found on its way */
type Begun = (documentIds: readonly string[], pressed: boolean) => void;

/** For the unit that issues: has the files of all listed ones made and sealed in one go, beside which the page shows how far they are. */
function SealBatch({ of, onBegun }: { of: readonly Listed[]; onBegun: Begun }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const waiting = of.filter(lacksFile).slice(0, MAX_BATCH);
  // Files on their way when the page opens, as after it was left in the middle of a batch: it goes on showing how far they are.
  useEffect(() => {
    const moving = of.flatMap(({ certificate }) => certificate.documents.filter(isMoving)).slice(0, MAX_BATCH);
    if (moving.length > 0)
      onBegun(
        moving.map(({ id }) => id),
        false,
      );
  }, []);
  const seal = async () => {
    setBusy(true);
    const certificateIds = waiting.map(({ certificate }) => certificate.id);
    const answer = await mutate(RequestFile, { commandId: newId(), certificateIds });
    setBusy(false);
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok)
      onBegun(
        answer.data.requestDocuments.map(({ id }) => id),
        true,
      );
  };
  return (
    <>
      {waiting.length > 0 && (
        <div class="row no-print">
          <Button icon="certificate" busy={busy} onClick={() => void seal()}>
            {sealing('batch.start', { count: waiting.length })}
          </Button>
        </div>
      )}
      {problem && <ErrorBox problem={problem} />}
    </>
  );
}

function List({
  filter,
  onVoid,
  onBatch,
}: {
  filter: CertificateFilter;
  onVoid: ((of: Certificate) => void) | null;
  /** null: not the unit that issues, or a batch is on its way */
  onBatch: Begun | null;
}) {
  const { nodes, problem, isLoading, hasMore, more } = usePages(Certificates, { filter }, (data) => data.certificates);
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes && onBatch && <SealBatch of={nodes} onBegun={onBatch} />}
      {nodes?.length === 0 && <EmptyState icon="certificate" title={t('list.none')} />}
      {nodes && nodes.length > 0 && (
        <Table
          caption={t('certificates.title')}
          hideCaption
          columns={columns(onVoid)}
          rows={nodes}
          rowKey={({ certificate }) => certificate.id}
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

/** The holder's file: that it is sealed is told by its hand-over, which begins then; before, how far the sealing is. */
function FileState({ documents }: { documents: Certificate['documents'] }) {
  const own = documents.filter(({ kind }) => kind === 'certificate');
  const current = own.find(({ state }) => state !== 'withdrawn') ?? own[0];
  if (!current || current.submission) return <HandOver submission={current?.submission} />;
  return (
    <span class="stack-none">
      <Badge tone={current.state === 'failed' ? 'bad' : 'info'}>{sealing(`state.${current.state}`)}</Badge>
      {current.failure && <span class="small">{sealing(`failure.${current.failure}`)}</span>}
    </span>
  );
}

const columns = (onVoid: ((of: Certificate) => void) | null): Column<Listed>[] => [
  {
    key: 'name',
    head: t('certificates.name'),
    lead: true,
    cell: ({ certificate: { maskedName, birthDate } }) => (
      <span class="stack-none">
        <strong>
          <bdi>{maskedName}</bdi>
        </strong>
        <span class="muted small number unbroken">{formatDate(birthDate)}</span>
      </span>
    ),
  },
  {
    key: 'phone',
    head: t('certificates.phone'),
    cell: ({ contactPhone }) => <span class="number">{contactPhone ?? '–'}</span>,
  },
  {
    key: 'type',
    head: t('certificates.type'),
    cell: () => <span class="unbroken">{t('type.vaccination_certificate')}</span>,
  },
  {
    key: 'state',
    head: t('list.state'),
    cell: ({ certificate: { state, revokedFor, revokedReason } }) => (
      <span class="stack-none">
        <Badge tone={TONE[state]}>{t(`certificate.${state}`)}</Badge>
        {revokedFor && (
          <span class="small">
            {t(`revoked.${revokedFor}`)}
            {revokedFor === 'issuer' && revokedReason ? `：${revokedReason}` : ''}
          </span>
        )}
      </span>
    ),
  },
  {
    key: 'number',
    head: t('certificates.number'),
    cell: ({ certificate: { number, identifier, issuedAt, expiresOn, issuer } }) => (
      <span class="stack-none">
        <span class="number">{number}</span>
        <span class="muted small mono">{identifier}</span>
        <span class="small">{issuer.name}</span>
        <span class="number small unbroken">
          {t('certificates.issued', { date: formatDate(todayInChina(Date.parse(issuedAt))) })}
        </span>
        <span class="number small unbroken">{t('certificates.until', { date: formatDate(expiresOn) })}</span>
      </span>
    ),
  },
  {
    key: 'handOver',
    head: sealing('handOver.title'),
    cell: ({ certificate: { documents } }) => <FileState documents={documents} />,
  },
  {
    key: 'do',
    head: t('certificates.do'),
    cell: ({ certificate }) => (
      <span class="table-acts">
        {certificate.state === 'valid' && <PrintFile certificateId={certificate.id} name={certificate.maskedName} />}
        {onVoid && certificate.state !== 'revoked' && (
          <Button
            icon="cross"
            label={t('void.of', { name: certificate.maskedName })}
            onClick={() => onVoid(certificate)}
          />
        )}
      </span>
    ),
  },
];
