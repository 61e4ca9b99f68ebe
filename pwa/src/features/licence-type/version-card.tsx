import { useState } from 'preact/hooks';
import type { LicenceTypeVersionPartsFragment } from '../../data/generated/desk.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/licence.ts';
import { Button } from '../../ui/button.tsx';
import { Badge, Notice, type Tone } from '../../ui/feedback.tsx';
import { readDefinition } from './definition.ts';
import { Differences } from './differences.tsx';
import { type Move, MoveDialog } from './move-dialog.tsx';
import { Script } from './script.tsx';

type Version = LicenceTypeVersionPartsFragment;

const TONES: Record<Version['state'], Tone> = {
  draft: 'neutral',
  submitted: 'warn',
  refused: 'bad',
  approved: 'info',
  active: 'good',
  archived: 'neutral',
};

function movesOf(version: Version, account: string | undefined): Move[] {
  switch (version.state) {
    case 'draft':
      return version.differences.length > 0 ? ['submit', 'archive'] : ['archive'];
    case 'submitted':
      return version.proposedBy === account ? ['archive'] : ['approve', 'refuse'];
    case 'approved':
      return ['activate', 'archive'];
    default:
      return [];
  }
}

/** One version of a definition: what it changes, who proposed and decided, and what may be done with it next. */
export function VersionCard({
  version,
  isMine,
  account,
  onMoved,
}: {
  version: Version;
  isMine: boolean;
  account: string | undefined;
  onMoved: () => void;
}) {
  const [move, setMove] = useState<Move | null>(null);
  const { state, differences } = version;
  const isOpen = state === 'draft' || state === 'submitted' || state === 'approved';
  const moves = isMine ? movesOf(version, account) : [];
  const facts: [string, string][] = [
    [t('version.proposed'), version.proposedBy ? formatInstant(version.proposedAt) : t('version.release')],
    ...(version.decidedAt && version.decidedBy
      ? [[t('version.decided'), formatInstant(version.decidedAt)] as [string, string]]
      : []),
    ...(version.activeFrom ? [[t('version.since'), formatInstant(version.activeFrom)] as [string, string]] : []),
  ];
  return (
    <section class="card stack" data-version={version.version} data-state={state}>
      <div class="row-between">
        <h2>{t('version.n', { version: version.version })}</h2>
        <Badge tone={TONES[state]}>{t(`version.${state}`)}</Badge>
      </div>
      <dl class="licence-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd class="number">{value}</dd>
          </div>
        ))}
      </dl>
      {version.note && <p>{version.note}</p>}
      {version.decisionNote && (
        <Notice tone={state === 'refused' ? 'bad' : 'info'} title={t('version.decisionNote')}>
          {version.decisionNote}
        </Notice>
      )}
      <details open={isOpen}>
        <summary>
          {differences.length === 0 ? t('version.none') : t('version.differences', { count: differences.length })}
        </summary>
        {differences.length > 0 && <Differences differences={differences} />}
        <Script script={version.script} definition={readDefinition(version.definition)} />
      </details>
      {isMine && state === 'submitted' && version.proposedBy === account && <Notice>{t('version.own')}</Notice>}
      {moves.length > 0 && (
        <div class="row no-print">
          {moves.map((one, place) => (
            <Button key={one} variant={place === 0 ? 'primary' : 'plain'} onClick={() => setMove(one)}>
              {t(`version.${one}`)}
            </Button>
          ))}
        </div>
      )}
      {move && (
        <MoveDialog
          move={move}
          version={version}
          onClose={() => setMove(null)}
          onMoved={() => {
            setMove(null);
            onMoved();
          }}
        />
      )}
    </section>
  );
}
