import { readPersonCode } from '@miaoben/identifiers';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/clinic.ts';
import { t as visitor } from '../../i18n/visitor.ts';
import { journal } from '../../offline/outbox-store.ts';
import { pack } from '../../offline/packs-data.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Notice } from '../../ui/feedback.tsx';
import { Field } from '../../ui/field.tsx';
import { navigate, routeQuery } from '../../ui/router.tsx';
import { isAccessCode, scannedCode } from '../access-code/scanned.ts';
import { askedText } from '../visitor/asked.ts';
import type { FileCamera } from './file-camera.tsx';
import { HitList } from './person-line.tsx';
import { type Hits, isIdNumber, isMisread, search, searchDevice } from './search.ts';

/** Long enough for a person to type on, short enough not to be noticed. */
const PAUSE_MS = 250;

/**
 * The one box of the line: what is typed is found on the device at once, Enter (or a scanner, which ends with it) asks the
 * server and opens a single hit.
 */
export function SearchBox() {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [found, setFound] = useState<Hits | null>(null);
  const [busy, setBusy] = useState(false);
  const round = useRef(0);
  // The decoder is fetched by those who scan with the camera, not with a hand scanner.
  const [Camera, setCamera] = useState<typeof FileCamera | null>(null);

  // After the page has given focus to its heading: at the line the next scan must land in this box.
  useEffect(() => {
    const timer = setTimeout(() => input.current?.focus({ preventScroll: true }));
    return () => {
      clearTimeout(timer);
      // Whoever left the line is not pulled to a record by a late answer.
      round.current = -1;
    };
  }, []);

  // While typing the device answers; a later answer never overwrites that of a later question.
  const type = (typed: string) => {
    setText(typed);
    round.current += 1;
    const own = round.current;
    const wanted = typed.trim();
    if (wanted === '') setFound(null);
    const held = pack.peek();
    if (wanted === '' || !held) return;
    setTimeout(() => {
      if (own !== round.current) return;
      setFound({
        hits: searchDevice(held, journal.peek(), wanted),
        after: null,
        isSimilar: false,
        isLocal: true,
        problem: null,
      });
    }, PAUSE_MS);
  };

  const ask = async (after: string | null = null, typed = text) => {
    const wanted = typed.trim();
    if (wanted === '') return;
    if (isAccessCode(wanted)) {
      scannedCode.value = wanted;
      setText('');
      navigate('/opened');
      return;
    }
    round.current += 1;
    const own = round.current;
    setAsked(wanted);
    setBusy(true);
    const answer = await search(wanted, after, pack.peek(), journal.peek());
    setBusy(false);
    if (own !== round.current) return;
    const [only] = answer.hits;
    const isSure = !(answer.isLocal && isIdNumber(wanted)) && !answer.isSimilar;
    if (after === null && only && answer.hits.length === 1 && isSure) {
      navigate(`/child/${only.id}`);
      return;
    }
    setFound(after === null || !found ? answer : { ...answer, hits: [...found.hits, ...answer.hits] });
    // A scanner's next code starts anew.
    input.current?.select();
  };

  // What a scanner read on another screen, or anywhere on this one.
  const askNow = useRef(ask);
  askNow.current = ask;
  useEffect(() => {
    const hear = () => {
      const code = routeQuery('scan');
      if (code === null) return;
      // Once: going back does not ask again.
      history.replaceState(history.state, '', '#/');
      setText(code);
      void askNow.current(null, code);
    };
    hear();
    addEventListener('hashchange', hear);
    return () => removeEventListener('hashchange', hear);
  }, []);

  return (
    <search class="stack">
      <form
        class="search-box"
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <Field label={t('search.label')} hint={t('search.hint')}>
          {(wiring) => (
            <div class="search-row">
              <input
                ref={input}
                class="input search-input"
                type="search"
                enterkeyhint="search"
                autocomplete="off"
                autocapitalize="off"
                spellcheck={false}
                maxLength={60}
                {...wiring}
                value={text}
                onInput={(event) => type(event.currentTarget.value)}
              />
              <Button type="submit" variant="primary" icon="search" busy={busy}>
                {t('search.go')}
              </Button>
              <Button
                icon="camera"
                label={t('search.scan')}
                onClick={() => void import('./file-camera.tsx').then((module) => setCamera(() => module.FileCamera))}
              />
            </div>
          )}
        </Field>
      </form>
      {Camera && (
        <Camera
          onClose={() => setCamera(null)}
          onCode={(code) => {
            setCamera(null);
            setText(code);
            void ask(null, code.trim());
          }}
        />
      )}
      <div aria-live="polite" class="stack">
        {found && <Found found={found} text={text.trim()} isAsked={asked === text.trim()} />}
        {found?.after && (
          <Button busy={busy} onClick={() => void ask(found.after)}>
            {t('search.more')}
          </Button>
        )}
      </div>
    </search>
  );
}

function Found({ found, text, isAsked }: { found: Hits; text: string; isAsked: boolean }) {
  if (found.problem) return <ErrorBox problem={found.problem} />;
  const newFile = (
    <ButtonLink icon="plus" href={`#/new?name=${encodeURIComponent(/\d|^[a-z]+$/i.test(text) ? '' : text)}`}>
      {t('search.new')}
    </ButtonLink>
  );
  const elsewhere = (
    <Button
      icon="people"
      onClick={() => {
        askedText.value = text;
        navigate('/other-provinces');
      }}
    >
      {visitor('ask')}
    </Button>
  );
  if (found.hits.length === 0) {
    // Before Enter only the device was asked: nothing is said about who exists.
    if (!isAsked) return null;
    if (readPersonCode(text))
      return (
        <NoSuchCode text={text} isLocal={found.isLocal}>
          {newFile}
        </NoSuchCode>
      );
    return (
      <EmptyState icon="search" title={t('search.none', { text })}>
        <p class="muted">{t('search.noneHint')}</p>
        <div class="row">
          {elsewhere}
          {newFile}
        </div>
      </EmptyState>
    );
  }
  return (
    <>
      {found.isSimilar && <Notice tone="warn">{t('search.similar', { text })}</Notice>}
      {found.isLocal && isIdNumber(text) && <Notice tone="warn">{t('search.idOnDevice')}</Notice>}
      <div class="row-between">
        <p class="muted small">
          {t('search.found', { count: found.hits.length })}
          {found.isLocal && ` · ${t('search.onDevice')}`}
        </p>
        {newFile}
      </div>
      <HitList hits={found.hits} />
      {isAsked && <div class="row">{elsewhere}</div>}
    </>
  );
}

/** A code of a person that leads nowhere, and why: misread, unknown, or not on this device. */
function NoSuchCode({ text, isLocal, children }: { text: string; isLocal: boolean; children: ComponentChildren }) {
  if (isMisread(text)) return <EmptyState icon="barcode" title={t('search.code.misread')} />;
  return (
    <EmptyState icon="barcode" title={t(isLocal ? 'search.code.notInPack' : 'search.code.unknown')}>
      {children}
    </EmptyState>
  );
}
