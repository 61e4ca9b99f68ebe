import './scan.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/scan.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Field } from '../../ui/labelled.tsx';
import { type CodeFormat, type Decoder, decodeFile, loadDecoder } from './decoder.ts';
import { useCamera } from './use-camera.ts';

interface ScannerProps {
  /** Texts of the codes in one frame, picture or input, all different. Several: the caller asks which. */
  onTexts: (texts: string[]) => void;
  /** While an answer stands: frames are not read. */
  isPaused?: boolean;
  formats?: readonly CodeFormat[];
}

/** Reads codes by camera, from a picture, or as typed, pasted or sent by a USB scanner. */
export function Scanner({ onTexts, isPaused = false, formats }: ScannerProps) {
  const [decoder, setDecoder] = useState<Decoder | null>(null);
  const [isWanted, setWanted] = useState(false);
  const [problem, setProblem] = useState<'decoder' | 'picture' | 'empty' | null>(null);
  const { video, state } = useCamera({ decoder, isWanted, isPaused, onTexts });
  const kinds = formats?.join() ?? 'qr';

  useEffect(() => {
    loadDecoder(kinds.split(',') as CodeFormat[]).then(setDecoder, () => setProblem('decoder'));
  }, [kinds]);
  useEffect(() => {
    void cameraIsAllowed().then((isAllowed) => isAllowed && setWanted(true));
  }, []);

  const readFile = async (file: File) => {
    setProblem(null);
    try {
      // A picture may be picked before the decoder is there.
      const texts = await decodeFile(decoder ?? (await loadDecoder(kinds.split(',') as CodeFormat[])), file);
      if (texts.length > 0) onTexts(texts);
      else setProblem('empty');
    } catch {
      setProblem('picture');
    }
  };

  return (
    <div class="stack">
      <div class="scan-view" data-running={state === 'running' || undefined}>
        <video ref={video} playsInline muted hidden={state !== 'running'} aria-label={t('camera.view')} />
        {state === 'running' ? (
          <span class="scan-frame" />
        ) : (
          <div class="scan-idle">
            <Icon name="scan" size={48} />
            {state === 'denied' && <p>{t('camera.denied')}</p>}
            {state === 'missing' && <p>{t('camera.missing')}</p>}
            <Button
              variant="primary"
              icon="camera"
              busy={state === 'starting'}
              onClick={() => {
                setWanted(false);
                setTimeout(() => setWanted(true));
              }}
            >
              {t('camera.start')}
            </Button>
          </div>
        )}
      </div>
      {problem && (
        <Notice tone="warn" alert>
          <p>{t(`scan.problem.${problem}`)}</p>
        </Notice>
      )}
      <div class="row">
        <PicturePick onFile={(file) => void readFile(file)} />
        {state === 'running' && (
          <Button variant="quiet" onClick={() => setWanted(false)}>
            {t('camera.stop')}
          </Button>
        )}
      </div>
      <TypedCode onText={(text) => onTexts([text])} />
    </div>
  );
}

/** Asks nothing: starts by itself only where the user allowed it before. */
async function cameraIsAllowed(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: 'camera' as PermissionName })).state === 'granted';
  } catch {
    // Browsers without this permission name ask when the button is pressed.
    return false;
  }
}

function PicturePick({ onFile }: { onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon="image" onClick={() => input.current?.click()}>
        {t('scan.picture')}
      </Button>
      <input
        ref={input}
        class="sr-only"
        type="file"
        accept="image/*"
        tabIndex={-1}
        aria-label={t('scan.picture')}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) onFile(file);
        }}
      />
    </>
  );
}

/** A USB scanner types the code and Enter; a person pastes it. */
function TypedCode({ onText }: { onText: (text: string) => void }) {
  const [text, setText] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const typed = text.trim();
        setText('');
        if (typed) onText(typed);
      }}
    >
      <Field label={t('scan.typed')} hint={t('scan.typedHint')}>
        {(wiring) => (
          <div class="scan-typed">
            <input
              class="input"
              {...wiring}
              name="code"
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              maxLength={1200}
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
            <Button type="submit">{t('scan.check')}</Button>
          </div>
        )}
      </Field>
    </form>
  );
}
