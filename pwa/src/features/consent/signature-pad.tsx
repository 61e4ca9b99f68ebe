import './consent.css';
import { useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/consent.ts';
import { Button } from '../../ui/button.tsx';
import { BOX, MARK, type Point, signaturePath } from './strokes.ts';

const viewBox = `0 0 ${BOX.width} ${BOX.height}`;

/** A box to sign in with a finger, pen or mouse; who cannot write makes a mark with the button below it. */
export function SignaturePad({ error, onChange }: { error: string | undefined; onChange: (path: string) => void }) {
  const [strokes, setStrokes] = useState<readonly (readonly Point[])[]>([]);
  const pad = useRef<SVGSVGElement>(null);
  const isDown = useRef(false);
  const put = (next: readonly (readonly Point[])[]) => {
    setStrokes(next);
    onChange(signaturePath(next));
  };
  const pointOf = (event: PointerEvent): Point => {
    const { left, top, width, height } = pad.current!.getBoundingClientRect();
    return { x: ((event.clientX - left) / width) * BOX.width, y: ((event.clientY - top) / height) * BOX.height };
  };
  return (
    <div class="stack-tight">
      <span class="field-label">{t('sign')}</span>
      <p class="field-hint">{t('sign.hint')}</p>
      <svg
        ref={pad}
        class="signature-pad"
        viewBox={viewBox}
        role="img"
        aria-label={t('sign')}
        onPointerDown={(event) => {
          isDown.current = true;
          pad.current?.setPointerCapture(event.pointerId);
          put([...strokes, [pointOf(event)]]);
        }}
        onPointerMove={(event) => {
          if (isDown.current) put([...strokes.slice(0, -1), [...(strokes.at(-1) ?? []), pointOf(event)]]);
        }}
        onPointerUp={() => {
          isDown.current = false;
        }}
        onPointerCancel={() => {
          isDown.current = false;
        }}
      >
        <path d={signaturePath(strokes)} />
      </svg>
      {error && (
        <p class="field-error" role="alert">
          {error}
        </p>
      )}
      <div class="row">
        <Button variant="quiet" icon="undo" disabled={strokes.length === 0} onClick={() => put([])}>
          {t('sign.clear')}
        </Button>
        <Button variant="quiet" onClick={() => put(MARK)}>
          {t('sign.mark')}
        </Button>
      </div>
    </div>
  );
}

/** A signature as it was drawn. */
export const Signature = ({ path, name }: { path: string; name: string }) => (
  <svg class="signature" viewBox={viewBox} role="img" aria-label={t('signature.of', { name })}>
    <path d={path} />
  </svg>
);
