import type { Answer, RosterEntry } from '@miaoben/credential/verify';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/scan.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Notice } from '../../ui/feedback.tsx';
import { checkCode } from '../trust/trust.ts';
import { AnswerCard } from './answer-card.tsx';
import { lookOf } from './answer-look.ts';
import { Scanner } from './scanner.tsx';
import { announceTone } from './signals.ts';

/** Each answer stands this long before the next code is read. */
const NEXT_AFTER_MS = 2_000;

/** A code that was checked. `text` is what the scanner read. */
export interface Scan {
  id: number;
  text: string;
  answer: Answer;
}

interface VerifyPanelProps {
  /** The class list: then each genuine code is matched to a pupil. */
  roster?: readonly RosterEntry[];
  /** Called for each answer given; the caller may record it. */
  onScan?: (scan: Scan) => void;
  /** The user took the last answer back. */
  onUndo?: (scan: Scan) => void;
  /** Stands in the answer: the pupil's name, a choice between several. */
  describe?: (scan: Scan) => ComponentChildren;
  /** Typed text that is no code of ours (a short code); true when the caller answers it. */
  onOtherText?: (text: string) => boolean;
}

/** Scan, answer, next: for the verify page and the school gate. Works without a network once the lists are held. */
export function VerifyPanel({ roster, onScan, onUndo, describe, onOtherText }: VerifyPanelProps) {
  const [scans, setScans] = useState<Scan[]>([]);
  const [choice, setChoice] = useState<Scan[] | null>(null);
  const [isPaused, setPaused] = useState(false);
  const [hasNoLists, setNoLists] = useState(false);
  const lastId = useRef(0);
  /** The caller answers what was typed last: the answer before it is about somebody else, and makes way. */
  const [isElsewhere, setElsewhere] = useState(false);
  const last = isElsewhere ? undefined : scans.at(-1);

  useEffect(() => {
    if (!isPaused || choice) return;
    const timer = setTimeout(() => setPaused(false), NEXT_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isPaused, choice]);

  const give = (scan: Scan) => {
    setChoice(null);
    setElsewhere(false);
    setScans((held) => [...held.slice(-49), scan]);
    setPaused(true);
    announceTone(lookOf(scan.answer).tone);
    onScan?.(scan);
  };

  const take = async (texts: string[]) => {
    const [only] = texts;
    if (texts.length === 1 && only !== undefined && onOtherText?.(only)) return setElsewhere(true);
    setPaused(true);
    const found: Scan[] = [];
    for (const text of texts) {
      const answer = await checkCode(text, roster);
      if (!answer) {
        setNoLists(true);
        return;
      }
      lastId.current += 1;
      found.push({ id: lastId.current, text, answer });
    }
    setNoLists(false);
    const [first] = found;
    if (found.length > 1) setChoice(found);
    else if (first) give(first);
  };

  return (
    <div class="scan-panel">
      <div class="stack scan-answer">
        {hasNoLists && (
          <Notice tone="bad" alert title={t('lists.none')}>
            {t('lists.none.advice')}
          </Notice>
        )}
        {choice && <Choice scans={choice} onChoose={give} onCancel={() => setChoice(null)} />}
        {!choice && last && <AnswerCard key={last.id} answer={last.answer} extra={describe?.(last)} />}
        {!choice && !last && !hasNoLists && !isElsewhere && (
          <div class="no-print">
            <EmptyState icon="scan" title={t('scan.ready')}>
              <p class="muted">{t('scan.ready.hint')}</p>
            </EmptyState>
          </div>
        )}
        {!choice && last && (
          <div class="row-between">
            <span class="muted small">{t('scan.count', { count: scans.length })}</span>
            <Button
              variant="quiet"
              icon="undo"
              onClick={() => {
                setScans(scans.slice(0, -1));
                onUndo?.(last);
              }}
            >
              {common('action.undo')}
            </Button>
          </div>
        )}
      </div>
      <Scanner onTexts={(texts) => void take(texts)} isPaused={isPaused || choice !== null} />
    </div>
  );
}

/** Several codes in one picture: the user says which; nothing is picked for her (attack 20). */
function Choice({
  scans,
  onChoose,
  onCancel,
}: {
  scans: Scan[];
  onChoose: (scan: Scan) => void;
  onCancel: () => void;
}) {
  return (
    <section class="card" data-choice aria-live="assertive">
      <h2>{t('scan.several', { count: scans.length })}</h2>
      <p>{t('scan.several.hint')}</p>
      {scans.map((scan, index) => (
        <Button key={scan.id} wide onClick={() => onChoose(scan)}>
          {scan.answer.maskedName ?? t('scan.several.unnamed', { number: index + 1 })}
        </Button>
      ))}
      <Button variant="quiet" onClick={onCancel}>
        {common('action.cancel')}
      </Button>
    </section>
  );
}
