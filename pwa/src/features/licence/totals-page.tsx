import '../coverage/coverage.css';
import { useState } from 'preact/hooks';
import { LicenceTypes } from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/licence.ts';
import type { Screen } from '../../ui/router.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Page } from '../session/shell.tsx';
import { Growth } from './growth.tsx';
import { Totals } from './totals.tsx';

const VIEWS = ['standing', 'growth'] as const;
type View = (typeof VIEWS)[number];

/** How many licences there are (数据统计, J-100), and what came new against earlier (数据分析, J-101). */
const TotalsPage: Screen = () => {
  const [view, setView] = useState<View>('standing');
  const types = useData(LicenceTypes, {});
  const names = new Map(types.data?.licenceTypes.nodes.map(({ slug, name }) => [slug, name]));
  return (
    <Page title={t('totals.title')} back="/licences">
      <Tabs
        label={t('totals.title')}
        selected={view}
        tabs={VIEWS.map((key) => ({ key, label: t(`totals.${key}`) }))}
        onSelect={(key) => setView(key as View)}
      >
        <div class="stack tab-body">{view === 'standing' ? <Totals names={names} /> : <Growth names={names} />}</div>
      </Tabs>
    </Page>
  );
};
export default TotalsPage;
