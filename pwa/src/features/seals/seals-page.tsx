import { useState } from 'preact/hooks';
import { type SealPartsFragment, Seals } from '../../data/generated/desk.ts';
import { usePages } from '../../data/use-pages.ts';
import { formatDate, todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/sealing.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton, type Tone } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useMe } from '../administration/use-me.ts';
import { Page } from '../session/shell.tsx';
import { FindSubmission } from './find-submission.tsx';
import { NewSeal } from './new-seal.tsx';
import { SealFigures } from './seal-figures.tsx';
import { granteeName } from './seal-rights.tsx';
import { SealingLogList } from './sealing-log.tsx';
import { WithdrawSealDialog } from './withdraw-seal.tsx';

export type Seal = SealPartsFragment;

const TONES: Record<Seal['state'], Tone> = {
  uploading: 'info',
  refused: 'bad',
  active: 'good',
  replaced: 'neutral',
  withdrawn: 'neutral',
};

/** Seals of the area: who may use them, what was done with them, how many there are. */
const SealsPage: Screen = () => {
  const [tab, setTab] = useState('seals');
  const tabs = (['seals', 'log', 'figures'] as const).map((key) => ({ key, label: t(`seals.tab.${key}`) }));
  return (
    <Page title={t('seals.title')}>
      <p class="muted small">{t('seals.explain')}</p>
      <Tabs label={t('seals.title')} tabs={tabs} selected={tab} onSelect={setTab}>
        {tab === 'seals' && <SealList />}
        {tab === 'log' && (
          <>
            <FindSubmission />
            <SealingLogList />
          </>
        )}
        {tab === 'figures' && <SealFigures />}
      </Tabs>
    </Page>
  );
};
export default SealsPage;

function SealList() {
  const [round, setRound] = useState(0);
  const mayChange = useMe().data?.me?.role === 'cdc';
  const again = () => setRound((n) => n + 1);
  return <Listed key={round} mayChange={mayChange} again={again} />;
}

function Listed({ mayChange, again }: { mayChange: boolean; again: () => void }) {
  const { nodes, problem, isLoading, hasMore, more } = usePages(Seals, {}, (data) => data.seals);
  const [isAdding, setAdding] = useState<{ issuerId: string; issuerName: string } | true | null>(null);
  const [ending, setEnding] = useState<Seal | null>(null);
  if (problem && !nodes) return <ErrorBox problem={problem} onRetry={more} />;
  if (!nodes) return <Skeleton lines={6} />;
  return (
    <section class="stack">
      {mayChange && (
        <div class="row">
          <Button variant="primary" icon="plus" onClick={() => setAdding(true)}>
            {t('seals.add')}
          </Button>
        </div>
      )}
      {nodes.length === 0 && (
        <EmptyState icon="certificate" title={t('seals.empty')}>
          <p class="muted">{t('seals.empty.hint')}</p>
        </EmptyState>
      )}
      {nodes.length > 0 && (
        <Table
          caption={t('seals.title')}
          hideCaption
          rows={nodes}
          rowKey={({ id }) => id}
          columns={[
            { key: 'issuer', head: t('seals.issuer'), lead: true, cell: (seal) => <Issuer seal={seal} /> },
            { key: 'picture', head: t('seals.picture'), cell: (seal) => <Picture seal={seal} /> },
            { key: 'state', head: t('seals.state'), cell: (seal) => <State seal={seal} /> },
            {
              key: 'rights',
              head: t('seals.rights'),
              cell: (seal) => <Grantees seal={seal} />,
            },
            {
              key: 'actions',
              head: t('seals.actions'),
              cell: (seal) =>
                mayChange && seal.state === 'active' ? (
                  <div class="table-acts">
                    <Button onClick={() => setAdding({ issuerId: seal.issuer.id, issuerName: seal.issuer.name })}>
                      {t('seals.replace')}
                    </Button>
                    <Button variant="danger" onClick={() => setEnding(seal)}>
                      {t('seals.withdraw')}
                    </Button>
                  </div>
                ) : (
                  '—'
                ),
            },
          ]}
        />
      )}
      {hasMore && (
        <Button busy={isLoading} onClick={more}>
          {t('seals.more')}
        </Button>
      )}
      {isAdding && (
        <NewSeal issuer={isAdding === true ? null : isAdding} onClose={() => setAdding(null)} onDone={again} />
      )}
      {ending && <WithdrawSealDialog seal={ending} onClose={() => setEnding(null)} onDone={again} />}
    </section>
  );
}

function Issuer({ seal }: { seal: Seal }) {
  return (
    <span>
      <a href={`#/seals/${encodeURIComponent(seal.id)}`}>
        <bdi>{seal.issuer.name}</bdi>
      </a>
      <br />
      <span class="muted small number">{t('seals.number', { number: seal.number })}</span>
    </span>
  );
}

function Grantees({ seal }: { seal: Seal }) {
  const standing = seal.grants.filter((g) => g.withdrawnAt === null);
  if (standing.length === 0) return <span class="muted">{t('seals.grant.none')}</span>;
  return <bdi>{standing.map(granteeName).join('、')}</bdi>;
}

export function Picture({ seal }: { seal: Seal }) {
  if (!seal.pictureUrl) return <span>—</span>;
  return <img src={seal.pictureUrl} alt={seal.name} width={72} height={72} loading="lazy" />;
}

export function State({ seal }: { seal: Seal }) {
  const failure = seal.failure as 'file_type' | 'file_too_large' | 'out_of_range' | null;
  return (
    <span>
      <Badge tone={TONES[seal.state]}>{t(`seal.${seal.state}`)}</Badge>
      {seal.origin === 'drawn' && <span class="muted small"> {t('seals.drawn')}</span>}
      <br />
      <span class="muted small">
        {failure && t(`seals.refused.${failure}`)}
        {seal.state === 'active' &&
          seal.validTo &&
          `${t('seals.valid')} ${formatDate(todayInChina(Date.parse(seal.validTo)))}`}
        {seal.endedReason}
      </span>
    </span>
  );
}
