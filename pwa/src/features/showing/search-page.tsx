import { useState } from 'preact/hooks';
import { client } from '../../data/client.ts';
import {
  LicenceSearchKey,
  type LicenceSearchKeyQuery,
  LicenceTypes,
  SearchLicences,
  type SearchLicencesQuery,
} from '../../data/generated/desk.ts';
import { type Problem, problemOf } from '../../data/problem.ts';
import { useData } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { t } from '../../i18n/showing.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton, type Tone } from '../../ui/feedback.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { Page } from '../session/shell.tsx';

type Key = LicenceSearchKeyQuery['licenceSearchKey'];
type Found = SearchLicencesQuery['searchLicences']['nodes'][number];
const TONES: Record<Found['state'], Tone> = { valid: 'good', expired: 'warn', suspended: 'info', revoked: 'bad' };

/** Paged search by catalogue code (证照分页检索, Q-56): a key first, then page after page. */
const SearchPage: Screen = () => {
  const { data, problem: notRead, refresh } = useData(LicenceTypes, {});
  const [type, setType] = useState('');
  const [purpose, setPurpose] = useState('');
  const [key, setKey] = useState<Key | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const search = async () => {
    setBusy(true);
    setKey(null);
    // A key is of this moment: none that was given before is used again.
    const options = { requestPolicy: 'network-only' } as const;
    const answer = await client.query(LicenceSearchKey, { type, purpose }, options).toPromise();
    setBusy(false);
    setProblem(answer.error && problemOf(answer.error));
    setKey((answer.data as LicenceSearchKeyQuery | undefined)?.licenceSearchKey ?? null);
  };
  const wrong = fieldProblem(problem, 'purpose');
  return (
    <Page title={t('find.title')}>
      <p class="muted">{t('find.explain')}</p>
      {notRead && <ErrorBox problem={notRead} onRetry={refresh} />}
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void search();
        }}
      >
        <Select
          label={t('find.type')}
          value={type}
          placeholder
          options={(data?.licenceTypes.nodes ?? []).map(({ code, name }) => ({
            value: code,
            label: t('find.typeOf', { name, code }),
          }))}
          onInput={setType}
        />
        <TextField
          label={t('find.purpose')}
          hint={t('find.purposeHint')}
          value={purpose}
          maxLength={60}
          error={wrong}
          onInput={setPurpose}
        />
        <div class="row">
          <Button type="submit" variant="primary" icon="search" busy={busy} disabled={type === ''}>
            {t('find.go')}
          </Button>
          {key && <span class="muted small">{t('find.key', { time: formatInstant(key.expiresAt) })}</span>}
        </div>
      </form>
      {problem && !wrong && <ErrorBox problem={problem} />}
      {key && <Found key={key.key} searchKey={key.key} />}
    </Page>
  );
};
export default SearchPage;

function Found({ searchKey }: { searchKey: string }) {
  const { nodes, problem, isLoading, hasMore, more } = usePages(
    SearchLicences,
    { key: searchKey },
    (data) => data.searchLicences,
  );
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes?.length === 0 && <EmptyState icon="search" title={t('find.none')} />}
      {nodes && nodes.length > 0 && (
        <Table
          caption={t('find.title')}
          hideCaption
          rows={nodes}
          rowKey={({ identifier }) => identifier}
          columns={[
            {
              key: 'number',
              head: t('find.number'),
              lead: true,
              cell: ({ number }) => <span class="mono">{number}</span>,
            },
            {
              key: 'identifier',
              head: t('find.identifier'),
              cell: ({ identifier }) => <span class="mono small">{identifier}</span>,
            },
            {
              key: 'state',
              head: t('find.state'),
              cell: ({ state }) => <Badge tone={TONES[state]}>{t(`state.${state}`)}</Badge>,
            },
            { key: 'validity', head: t('find.validity'), cell: validityOf },
          ]}
        />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('find.more')}
        </Button>
      )}
    </>
  );
}

const validityOf = ({ validFrom, validTo }: Found): string =>
  validTo
    ? t('find.until', { from: validFrom ? formatDate(validFrom) : '', to: formatDate(validTo) })
    : t('find.forever');
