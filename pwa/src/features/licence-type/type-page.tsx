import './licence-type.css';
import { useState } from 'preact/hooks';
import { LicenceTypeOf, LicenceTypeVersions } from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/licence.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { routeQuery } from '../../ui/router.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useMe } from '../administration/use-me.ts';
import { mayChangeSchedule } from '../schedule-change/may-change.ts';
import { Page } from '../session/shell.tsx';
import { readDefinition } from './definition.ts';
import { FieldTable } from './field-table.tsx';
import { Migration } from './migration.tsx';
import { Settings } from './settings.tsx';
import { TypeLog } from './type-log.tsx';
import { VersionCard } from './version-card.tsx';

const TABS = ['fields', 'settings', 'versions', 'log'] as const;
type TabKey = (typeof TABS)[number];

/** One type: its fields, settings, versions and log; from here it is changed, approved and put into force. */
const TypePage: Screen = ({ params }) => {
  const slug = params.slug ?? '';
  const me = useMe().data?.me;
  const isMine = mayChangeSchedule(me);
  const asked = routeQuery('tab');
  const [tab, setTab] = useState<TabKey>(TABS.find((key) => key === asked) ?? 'fields');
  const type = useData(LicenceTypeOf, { slug });
  const found = type.data?.licenceType;
  const versions = useData(LicenceTypeVersions, { typeCode: found?.code ?? '' }, { pause: !found });
  const [round, setRound] = useState(0);
  const all = versions.data?.licenceTypeVersions ?? [];
  const draft = all.find(({ state }) => state === 'draft');
  const isBusy = all.some(({ state }) => state === 'submitted' || state === 'approved');
  const definition = found?.definition ? readDefinition(found.definition) : undefined;
  const refresh = () => {
    type.refresh();
    versions.refresh();
    setRound((n) => n + 1);
  };
  return (
    <Page
      title={found?.name ?? t('types.title')}
      back="/licence-types"
      aside={found?.version ? <Badge tone="good">{t('version.n', { version: found.version })}</Badge> : undefined}
    >
      {type.problem && <ErrorBox problem={type.problem} onRetry={type.refresh} />}
      {!found && type.isLoading && <Skeleton lines={8} />}
      {found && (
        <>
          <p class="muted small mono">{found.code}</p>
          <div class="row no-print">
            {isMine && !isBusy && (
              <ButtonLink variant="primary" icon="settings" href={`#/licence-types/${slug}/edit`}>
                {t(draft ? 'type.continue' : 'type.edit')}
              </ButtonLink>
            )}
            {me?.role !== 'system_admin' && (
              <ButtonLink icon="certificate" href={`#/licences/of/${slug}`}>
                {t('type.licences')}
              </ButtonLink>
            )}
            <Button icon="printer" onClick={() => print()}>
              {common('action.print')}
            </Button>
          </div>
          <Migration key={`migration ${round}`} typeCode={found.code} mayList={me?.role !== 'system_admin'} />
          <Tabs
            label={found.name}
            selected={tab}
            tabs={TABS.map((key) => ({ key, label: t(`type.${key}`) }))}
            onSelect={(key) => setTab(key as TabKey)}
          >
            <div class="stack tab-body">
              {tab === 'fields' &&
                (definition ? (
                  <FieldTable definition={definition} />
                ) : (
                  <EmptyState icon="info" title={t('types.notActive')} />
                ))}
              {tab === 'settings' && definition && <Settings definition={definition} />}
              {tab === 'versions' && (
                <>
                  {versions.problem && <ErrorBox problem={versions.problem} onRetry={versions.refresh} />}
                  {all.map((version) => (
                    <VersionCard
                      key={`${version.version} ${version.state}`}
                      version={version}
                      isMine={isMine}
                      account={me?.id}
                      onMoved={refresh}
                    />
                  ))}
                </>
              )}
              {tab === 'log' && <TypeLog key={round} typeCode={found.code} />}
            </div>
          </Tabs>
        </>
      )}
    </Page>
  );
};
export default TypePage;
