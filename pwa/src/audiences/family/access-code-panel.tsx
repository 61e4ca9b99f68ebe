import { useState } from 'preact/hooks';
import { AccessCodes, type AccessCodesQuery, type AccessPurpose, MakeAccessCode } from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { usePolled } from '../../data/use-polled.ts';
import { t } from '../../i18n/family.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t as roleName } from '../../i18n/role.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, type Tone } from '../../ui/feedback.tsx';
import { Segmented } from '../../ui/field.tsx';
import { Qr } from '../../ui/qr.tsx';

type Code = AccessCodesQuery['accessCodes'][number];
const PURPOSES = ['full_history', 'identity'] as const satisfies readonly AccessPurpose[];
const POLL_MS = 3_000;

/** A code that opens the record once, and who opened the ones before. */
export function AccessCodePanel({ personId, name }: { personId: string; name: string }) {
  const [purpose, setPurpose] = useState<AccessPurpose>('full_history');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  // While a code stands on the screen, its holder sees at once that somebody opened it.
  const {
    data,
    problem: notRead,
    refresh,
  } = usePolled(AccessCodes, { personId }, ({ accessCodes }) => accessCodes.some(({ code }) => code), POLL_MS);
  const codes = data?.accessCodes ?? [];
  const alive = codes.find(({ code }) => code);
  const make = async () => {
    setBusy(true);
    const answer = await mutate(MakeAccessCode, { commandId: newId(), personId, purpose });
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) refresh();
  };
  return (
    <>
      <section class="card show-card">
        <h2 class="child-name">
          <bdi>{name}</bdi>
        </h2>
        <p class="muted">{t('access.hint')}</p>
        {problem && <ErrorBox problem={problem} />}
        {alive?.code && (
          <>
            <Badge tone="info">{t(`access.purpose.${alive.purpose}`)}</Badge>
            <Qr text={alive.code} label={t('access.qr')} />
            <p class="muted">{t('access.until', { time: formatInstant(alive.expiresAt) })}</p>
          </>
        )}
        <Segmented
          legend={t('access.purpose')}
          value={purpose}
          options={PURPOSES.map((value) => ({ value, label: t(`access.purpose.${value}`) }))}
          onChange={(value) => setPurpose(value as AccessPurpose)}
        />
        <Button variant={alive ? 'quiet' : 'primary'} wide busy={busy} onClick={() => void make()}>
          {alive ? t('access.again') : t('access.make')}
        </Button>
      </section>
      <section class="card">
        <h2>{t('access.history')}</h2>
        {notRead && <ErrorBox problem={notRead} onRetry={refresh} />}
        {data && codes.length === 0 && <EmptyState icon="clock" title={t('access.none')} />}
        <ul class="stack">
          {codes.map((code) => (
            <Entry key={code.id} code={code} />
          ))}
        </ul>
      </section>
    </>
  );
}

function Entry({ code }: { code: Code }) {
  const [tone, words]: [Tone, string] = code.openedAt
    ? ['good', t('access.opened', { who: nameOf(code.openedBy), time: formatInstant(code.openedAt) })]
    : code.code
      ? ['info', t('access.waiting')]
      : ['neutral', t('access.expired')];
  return (
    <li class="access-entry" data-access={code.openedAt ? 'opened' : code.code ? 'waiting' : 'expired'}>
      <span class="muted small">
        {formatInstant(code.createdAt)} · {t(`access.purpose.${code.purpose}`)}
      </span>
      <Badge tone={tone}>{words}</Badge>
      {code.refused > 0 && code.refusedAt && (
        <Badge tone="bad">{t('access.refused', { count: code.refused, time: formatInstant(code.refusedAt) })}</Badge>
      )}
    </li>
  );
}

/** The server names the organisation, else the role. */
function nameOf(openedBy: string | null | undefined): string {
  if (openedBy === 'vaccinator' || openedBy === 'cdc' || openedBy === 'inspector') return roleName(openedBy);
  return openedBy ?? '';
}
