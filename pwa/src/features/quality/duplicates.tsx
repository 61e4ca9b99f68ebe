import { useState } from 'preact/hooks';
import {
  DecideDuplicatePair,
  DuplicatePairs,
  type DuplicatePairsQuery,
  DuplicateSearchState,
  type PairPersonFragment,
} from '../../data/generated/quality.ts';
import { newId } from '../../data/new-id.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/quality.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Checkbox, Segmented } from '../../ui/field.tsx';
import { toast } from '../../ui/toast.tsx';
import { ReasonForm } from './reason-form.tsx';

type Pair = DuplicatePairsQuery['duplicatePairs']['nodes'][number];
type State = 'open' | 'different';
const REASONS = [
  'same_document',
  'same_name',
  'similar_name',
  'same_guardian_phone',
  'newborn_name',
  'other_sex',
] as const;
const isReason = (text: string): text is (typeof REASONS)[number] => (REASONS as readonly string[]).includes(text);
const PERCENT = 100;

/** Files that look like one person’s (疑似重卡, J-08): compare and merge them, or declare them different. */
export function Duplicates() {
  const [state, setState] = useState<State>('open');
  const [isAcross, setAcross] = useState(false);
  const [round, setRound] = useState(0);
  return (
    <section class="stack">
      <p class="muted">{t('pairs.explain')}</p>
      <Search />
      <div class="row quality-badges no-print">
        <Segmented
          legend={t('pairs.state')}
          value={state}
          options={(['open', 'different'] as const).map((value) => ({ value, label: t(`pairs.${value}`) }))}
          onChange={(value) => setState(value as State)}
        />
        <Checkbox checked={isAcross} onChange={setAcross}>
          {t('pairs.across')}
        </Checkbox>
      </div>
      <Pairs key={round} state={state} isAcross={isAcross} onDecided={() => setRound(round + 1)} />
    </section>
  );
}

function Search() {
  const { data } = useData(DuplicateSearchState, {});
  const search = data?.duplicateSearch;
  if (!search) return null;
  const { isRunning, files: count, skipped, startedAt, endedAt } = search;
  return (
    <p class="muted small" role="status">
      {isRunning ? t('pairs.running', { count }) : t('pairs.done', { at: formatInstant(endedAt ?? startedAt), count })}{' '}
      {skipped > 0 && t('pairs.skipped', { count: skipped })}
    </p>
  );
}

function Pairs({ state, isAcross, onDecided }: { state: State; isAcross: boolean; onDecided: () => void }) {
  const { nodes, problem, isLoading, hasMore, more } = usePages(
    DuplicatePairs,
    { state, isAcross },
    (data) => data.duplicatePairs,
  );
  const [deciding, setDeciding] = useState<Pair | null>(null);
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes?.length === 0 && <EmptyState icon="check" title={t('pairs.none')} />}
      <ul class="stack">
        {nodes?.map((pair) => (
          <li key={pair.id} class="card stack">
            <PairCard pair={pair} isOpen={state === 'open'} onDecide={() => setDeciding(pair)} />
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('rule.more')}
        </Button>
      )}
      {deciding && (
        <Decide
          pair={deciding}
          isDifferent={state === 'open'}
          onClose={() => setDeciding(null)}
          onDone={() => {
            setDeciding(null);
            onDecided();
          }}
        />
      )}
    </>
  );
}

function PairCard({ pair, isOpen, onDecide }: { pair: Pair; isOpen: boolean; onDecide: () => void }) {
  const { first, second, score, reasons, common: place, note } = pair;
  return (
    <>
      <span class="row quality-badges">
        <strong>{t('pairs.likeness', { percent: Math.round(score * PERCENT) })}</strong>
        {reasons.map((reason) => (
          <Badge key={reason} tone={reason === 'other_sex' ? 'warn' : 'neutral'}>
            {isReason(reason) ? t(`reason.${reason}`) : reason}
          </Badge>
        ))}
        <span class="muted small">{t('pairs.within', { place: place.name })}</span>
      </span>
      <div class="quality-pair">
        <PersonFacts person={first} />
        <PersonFacts person={second} />
      </div>
      {note && <p class="muted">{note}</p>}
      <span class="row no-print">
        {isOpen && (
          <ButtonLink href={`#/child/${first.id}/merge?with=${second.id}&back=/quality`}>{t('pairs.merge')}</ButtonLink>
        )}
        <Button onClick={onDecide}>{t(isOpen ? 'pairs.notSame' : 'pairs.sameAgain')}</Button>
      </span>
    </>
  );
}

function PersonFacts({ person }: { person: PairPersonFragment }) {
  const { name, sex, birthDate, documentNumber, residence, managingClinic } = person;
  return (
    <span class="stack-tight">
      <strong>
        <bdi>{name}</bdi>
      </strong>
      <span class="muted small">
        {common(`sex.${sex}`)} <span class="number">{formatDate(birthDate)}</span>{' '}
        <span class="mono">{documentNumber ?? ''}</span>
      </span>
      <span class="muted small">
        {residence.name} {managingClinic.name}
      </span>
    </span>
  );
}

function Decide({
  pair: { first, second },
  isDifferent,
  onClose,
  onDone,
}: {
  pair: Pair;
  isDifferent: boolean;
  onClose: () => void;
  onDone: () => void;
}) {
  const [commandId] = useState(newId);
  return (
    <ReasonForm
      title={t(isDifferent ? 'pairs.notSame' : 'pairs.sameAgain')}
      label={t('pairs.why')}
      needed={t('pairs.whyNeeded')}
      onClose={onClose}
      onSave={async (note) => {
        const ids = { firstId: first.id, secondId: second.id };
        const answer = await mutate(DecideDuplicatePair, { commandId, ...ids, isDifferent, note });
        if (!answer.ok) return answer.problem;
        toast(t('pairs.decided'));
        onDone();
        return null;
      }}
    />
  );
}
