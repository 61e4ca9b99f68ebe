import '../coverage/coverage.css';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../../i18n/desk.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Skeleton } from '../../ui/feedback.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useMe } from '../administration/use-me.ts';
import { Breadcrumb, useDivisionPath } from '../coverage/breadcrumb.tsx';
import { Page } from '../session/shell.tsx';
import { DueCounts } from './due-counts.tsx';
import { NonConforming } from './non-conforming.tsx';

type View = 'due' | 'faults';

/** What the superior CDC sees of catch-up and of doses that do not conform, for its area and below. */
const CatchUpPage: Screen = ({ params }) => {
  const me = useMe();
  const roots = me.data?.me.divisions.map(({ code }) => code) ?? [];
  const [root] = roots;
  const division = params.code ?? '';
  const [view, setView] = useState<View>('due');
  useEffect(() => {
    if (!division && root) navigate(`/catch-up/${root}`, { replace: true });
  }, [division, root]);
  const path = useDivisionPath(division || (root ?? ''), roots);
  return (
    <Page title={t('catchUp.title', { division: path.at(-1)?.name ?? '' })}>
      <Breadcrumb path={path} to="/catch-up" />
      {me.problem && <ErrorBox problem={me.problem} onRetry={me.refresh} />}
      {!division && <Skeleton lines={8} />}
      {division && (
        <Tabs
          label={t('nav.catchUp')}
          selected={view}
          tabs={[
            { key: 'due', label: t('catchUp.due') },
            { key: 'faults', label: t('catchUp.faults') },
          ]}
          onSelect={(key) => setView(key as View)}
        >
          <div class="stack tab-body">
            {view === 'due' ? (
              <DueCounts key={division} division={division} />
            ) : (
              <NonConforming key={division} division={division} />
            )}
          </div>
        </Tabs>
      )}
    </Page>
  );
};
export default CatchUpPage;
