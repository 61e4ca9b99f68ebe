import { useState } from 'preact/hooks';
import type { FromFamilyQuery } from '../../data/generated/person-file.ts';
import { t } from '../../i18n/declaration.ts';
import { formatDate } from '../../i18n/format.ts';
import { healthFactText } from '../../i18n/health.ts';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/feedback.tsx';
import { DecideDeclarationDialog, type DeclarationDecision } from './decide-declaration-dialog.tsx';

export type Declaration = NonNullable<FromFamilyQuery['person']>['groupDeclarations'][number];

/** What a clinic may do with a declaration, by its state. */
const DECISIONS: Partial<Record<Declaration['state'], readonly DeclarationDecision[]>> = {
  declared: ['confirm', 'dismiss'],
  confirmed: ['end', 'reopen'],
  dismissed: ['reopen'],
  ended: ['reopen'],
};

/** Special groups the family declares: what waits for the clinic, and folded what was decided. */
export function Declarations({
  personId,
  declarations,
  onDecided,
}: {
  personId: string;
  declarations: readonly Declaration[];
  onDecided: () => void;
}) {
  const [deciding, setDeciding] = useState<{ declaration: Declaration; decision: DeclarationDecision } | null>(null);
  const open = declarations.filter(({ state }) => state === 'declared');
  const decided = declarations.filter(({ state }) => state !== 'declared');
  const listOf = (shown: readonly Declaration[]) => (
    <ul class="visit">
      {shown.map((declaration) => (
        <Row
          key={declaration.id}
          declaration={declaration}
          onDecide={(decision) => setDeciding({ declaration, decision })}
        />
      ))}
    </ul>
  );
  return (
    <>
      {open.length > 0 && (
        <div class="stack-tight">
          <strong>{t('card.open', { count: open.length })}</strong>
          {listOf(open)}
        </div>
      )}
      {decided.length > 0 && (
        <details>
          <summary>{t('card.decided', { count: decided.length })}</summary>
          {listOf(decided)}
        </details>
      )}
      {deciding && (
        <DecideDeclarationDialog
          personId={personId}
          {...deciding}
          onClose={() => setDeciding(null)}
          onDecided={onDecided}
        />
      )}
    </>
  );
}

function Row({
  declaration,
  onDecide,
}: {
  declaration: Declaration;
  onDecide: (decision: DeclarationDecision) => void;
}) {
  const { group, since, expectedEnd, note, state, fact, reason } = declaration;
  const name = t(`group.${group}`);
  return (
    <li class="visit-row">
      <div class="grow stack-tight">
        <span class="row">
          <strong>{name}</strong>
          {state !== 'declared' && (
            <Badge tone={state === 'confirmed' ? 'good' : 'neutral'}>{t(`state.${state}`)}</Badge>
          )}
        </span>
        <span class="small muted row">
          <span class="number">{t('since', { date: formatDate(fact?.date ?? since) })}</span>
          {!fact && expectedEnd && <span class="number">{t('expected', { date: formatDate(expectedEnd) })}</span>}
          {fact && <span>{healthFactText(fact.code)}</span>}
          {fact?.until && <span class="number">{t('until', { date: formatDate(fact.until) })}</span>}
        </span>
        {note && <span class="small">{t('card.note', { note })}</span>}
        {reason && <span class="small">{t('card.why', { reason })}</span>}
      </div>
      <span class="row no-print">
        {(DECISIONS[state] ?? []).map((decision) => (
          <Button
            key={decision}
            variant="quiet"
            label={t('card.actOf', { act: t(`act.${decision}`), group: name })}
            onClick={() => onDecide(decision)}
          >
            {t(`act.${decision}`)}
          </Button>
        ))}
      </span>
    </li>
  );
}
