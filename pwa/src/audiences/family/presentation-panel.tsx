import { useEffect, useState } from 'preact/hooks';
import { PresentationSchools, PresentCertificate } from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t } from '../../i18n/family.ts';
import { formatInstant } from '../../i18n/format.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Skeleton } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import { Qr } from '../../ui/qr.tsx';

interface Shown {
  code: string;
  expiresAt: string;
}

/** What it is shown for (用途). */
const PURPOSES = ['school_entry', 'travel', 'employment', 'event'] as const;
type Purpose = (typeof PURPOSES)[number];

/** While there is no network the next try comes sooner than the next minute. */
const RETRY_S = 10;

/** Fetches a code, and another one each minute, as long as the panel stands. */
function usePresentation(
  personId: string,
  purpose: Purpose,
  school: string,
): { shown: Shown | null; problem: Problem | null } {
  const [shown, setShown] = useState<Shown | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    setShown(null);
    const fetchNext = async () => {
      const input = { commandId: newId(), personId, purpose, school: school || null };
      const answer = await mutate(PresentCertificate, input);
      if (isOver) return;
      let pause = RETRY_S;
      if (answer.ok) {
        const { code, expiresAt, redrawAfter } = answer.data.presentCertificate;
        setShown({ code, expiresAt });
        setProblem(null);
        pause = redrawAfter;
      } else {
        setProblem(answer.problem);
        // A code that has ended is shown to nobody.
        setShown((held) => (held && Date.parse(held.expiresAt) > Date.now() ? held : null));
      }
      timer = setTimeout(() => void fetchNext(), pause * 1000);
    };
    void fetchNext();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [personId, purpose, school]);
  return { shown, problem };
}

/** The code for a verifier's camera; without a network the static one, and the screen says so. */
export function PresentationPanel({
  personId,
  name,
  staticCode,
}: {
  personId: string;
  name: string;
  staticCode: string | null;
}) {
  const [school, setSchool] = useState('');
  const { data: schools } = useData(PresentationSchools, { personId }, { keep: true });
  const [purpose, setPurpose] = useState<Purpose>('school_entry');
  const { shown, problem } = usePresentation(personId, purpose, school);
  const isOffline = problem?.code === 'OFFLINE';
  const fallback = !shown && isOffline ? staticCode : null;
  const text = shown?.code ?? fallback;
  return (
    <section class="card show-card" data-showing={shown ? 'presentation' : fallback ? 'static' : 'none'}>
      <h2 class="child-name">
        <bdi>{name}</bdi>
      </h2>
      <p class="muted" data-purpose={purpose}>
        {t('show.for', { purpose: t(`show.purpose.${purpose}`) })}
      </p>
      {!text && !problem && <Skeleton lines={6} />}
      {text && <Qr text={text} label={t('show.qr')} />}
      {shown && (
        <p class="muted" aria-live="off">
          {t('show.fresh', { time: formatInstant(shown.expiresAt) })}
        </p>
      )}
      {isOffline && (
        <Notice tone="warn" title={t('show.offline')}>
          <p>{shown ? t('show.offline.still') : fallback ? t('show.offline.static') : t('show.offline.none')}</p>
        </Notice>
      )}
      {problem && !isOffline && <ErrorBox problem={problem} />}
      <Select
        label={t('show.purpose')}
        value={purpose}
        options={PURPOSES.map((value) => ({ value, label: t(`show.purpose.${value}`) }))}
        onInput={(value) => {
          setPurpose(value as Purpose);
          setSchool('');
        }}
      />
      {purpose === 'school_entry' && (
        <Select
          label={t('show.school')}
          hint={t('show.school.hint')}
          value={school}
          placeholder={t('show.school.any')}
          options={(schools?.presentationSchools ?? []).map(({ code, name: label }) => ({ value: code, label }))}
          onInput={setSchool}
        />
      )}
      {purpose === 'travel' && (
        <p class="small">
          {t('show.travel.hint')} <a href={`#/child/${personId}/travel`}>{t('show.travel.open')}</a>
        </p>
      )}
    </section>
  );
}
