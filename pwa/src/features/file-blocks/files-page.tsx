import { useState } from 'preact/hooks';
import { FindFiles } from '../../data/generated/person-file.ts';
import { usePages } from '../../data/use-pages.ts';
import { t as clinic } from '../../i18n/clinic.ts';
import { t as common } from '../../i18n/common.ts';
import { t as desk } from '../../i18n/desk.ts';
import { t } from '../../i18n/file-blocks.ts';
import { formatDate } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { Page } from '../session/shell.tsx';

/** Finds a file of the area by name or number. */
const FilesPage: Screen = () => {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  return (
    <Page title={t('files.title')}>
      <form
        class="filter"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(text.trim());
        }}
      >
        <TextField label={t('files.text')} value={text} autocomplete="off" maxLength={50} onInput={setText} />
        <Button type="submit" variant="primary" icon="search">
          {t('files.search')}
        </Button>
      </form>
      {asked === '' ? <EmptyState icon="search" title={t('files.begin')} /> : <Found key={asked} text={asked} />}
    </Page>
  );
};
export default FilesPage;

function Found({ text }: { text: string }) {
  const { nodes, problem, isLoading, hasMore, more } = usePages(FindFiles, { text }, (data) => data.searchPersons);
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={4} />}
      {nodes?.length === 0 && <EmptyState icon="record" title={t('files.none')} />}
      {nodes && nodes.length > 0 && (
        <Table
          caption={t('files.title')}
          hideCaption
          rows={nodes}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'name',
              head: t('files.name'),
              lead: true,
              cell: ({ id, name, registrationState }) => (
                <span class="row">
                  <a href={`#/child/${id}/file`}>
                    <bdi>{name}</bdi>
                  </a>
                  {registrationState !== 'active' && (
                    <Badge tone="warn">{clinic(`person.state.${registrationState}`)}</Badge>
                  )}
                </span>
              ),
            },
            { key: 'sex', head: t('files.sex'), cell: ({ sex }) => common(`sex.${sex}`) },
            { key: 'born', head: t('files.born'), cell: ({ birthDate }) => formatDate(birthDate) },
            { key: 'place', head: t('files.place'), cell: ({ residence }) => residence.name },
            { key: 'clinic', head: t('files.clinic'), cell: ({ managingClinic }) => managingClinic.name },
          ]}
        />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {desk('list.more')}
        </Button>
      )}
    </>
  );
}
