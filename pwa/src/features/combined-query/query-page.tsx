import './query.css';
import { useState } from 'preact/hooks';
import { type QueryColumn, type SavedFragment, SavedQueries as SavedList } from '../../data/generated/query.ts';
import { account } from '../../data/session.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/query.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Skeleton } from '../../ui/feedback.tsx';
import { Checkbox } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { PlacePicker } from '../coming/place-picker.tsx';
import { Page } from '../session/shell.tsx';
import { useOwnArea } from './place-values.tsx';
import { FIRST_QUERY, isWhole, type Query } from './query.ts';
import { QueryForm } from './query-form.tsx';
import { columnText, QueryResult } from './query-result.tsx';
import { SaveDialog, SavedQueries } from './saved-queries.tsx';
import { columnsFor, USUAL_COLUMNS } from './words.ts';

const queryOf = ({ division, logic, groups }: SavedFragment): Query => ({ division, logic, groups });
/** The way from an area down to a division of it. */
const pathTo = (root: string, code: string | null | undefined): string[] =>
  [4, 6, 9].filter((digits) => code && digits > root.length && digits <= code.length).map((n) => code!.slice(0, n));

/** Combined query of files (组合查询, J-07): conditions, columns, templates, the result and its sheet. */
const QueryPage: Screen = () => {
  const role = account.value?.role;
  const root = useOwnArea();
  const saved = useData(SavedList, {});
  const [query, setQuery] = useState<Query>(FIRST_QUERY);
  const [columns, setColumns] = useState<readonly QueryColumn[]>(USUAL_COLUMNS);
  const [opened, setOpened] = useState<SavedFragment | null>(null);
  const [asked, setAsked] = useState<Query | null>(null);
  const [isChecked, setChecked] = useState(false);
  const [isSaving, setSaving] = useState(false);
  /** @returns whether the query may be run or kept */
  const check = (): boolean => {
    setChecked(true);
    return isWhole(query) && columns.length > 0;
  };
  const open = (one: SavedFragment | null) => {
    setOpened(one);
    setQuery(one ? queryOf(one) : FIRST_QUERY);
    setColumns(one?.columns ?? USUAL_COLUMNS);
    setChecked(false);
    setAsked(one ? queryOf(one) : null);
  };
  return (
    <Page title={t('page.title')}>
      <p class="muted">{t(role === 'vaccinator' ? 'page.explainClinic' : 'page.explain')}</p>
      <section class="stack-tight">
        <h2>{t('saved.title')}</h2>
        {saved.problem && <ErrorBox problem={saved.problem} onRetry={saved.refresh} />}
        {!saved.data && !saved.problem && <Skeleton lines={2} />}
        {saved.data && <SavedQueries saved={saved.data.savedQueries} onOpen={open} onChange={saved.refresh} />}
      </section>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (check()) setAsked({ ...query });
        }}
      >
        {role !== 'vaccinator' && root && (
          <div class="query-area">
            <PlacePicker
              root={root}
              path={pathTo(root, query.division)}
              onChoose={(path) => setQuery({ ...query, division: path.at(-1) ?? null })}
            />
          </div>
        )}
        <QueryForm key={opened?.id ?? ''} query={query} isChecked={isChecked} onChange={setQuery} />
        <fieldset class="card stack-tight">
          <legend>{t('columns.title')}</legend>
          <div class="query-columns">
            {columnsFor(role).map((column, i) => (
              <Checkbox
                key={column}
                checked={columns.includes(column)}
                error={i === 0 && isChecked && columns.length === 0 ? t('columns.none') : undefined}
                onChange={(on) => setColumns(on ? [...columns, column] : columns.filter((one) => one !== column))}
              >
                {columnText(column)}
              </Checkbox>
            ))}
          </div>
        </fieldset>
        <div class="row">
          <Button type="submit" variant="primary" icon="search">
            {t('form.run')}
          </Button>
          <Button onClick={() => check() && setSaving(true)}>{t('form.save')}</Button>
          <Button variant="quiet" onClick={() => open(null)}>
            {t('form.new')}
          </Button>
        </div>
      </form>
      {asked && columns.length > 0 && <QueryResult key={JSON.stringify(asked)} query={asked} columns={columns} />}
      {isSaving && (
        <SaveDialog
          query={query}
          columns={[...columns]}
          opened={opened?.isOwn ? opened : null}
          onClose={(one) => {
            setSaving(false);
            if (!one) return;
            setOpened(one);
            saved.refresh();
          }}
        />
      )}
    </Page>
  );
};
export default QueryPage;
