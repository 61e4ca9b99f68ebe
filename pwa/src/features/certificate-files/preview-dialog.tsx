import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../data/problem.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/sealing.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Skeleton } from '../../ui/feedback.tsx';
import { type Address, fetchFile, pdfOf } from './certificate-file.ts';
import './preview.css';

/** A look at a sealed file in the page (预览): the PDF in the browser's own viewer; the OFD is the same page, to be taken along. */
export function PreviewDialog({
  addressOf,
  title,
  onClose,
}: {
  addressOf: Address;
  title: string;
  onClose: () => void;
}) {
  const [url, setUrl] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  // A dialog shows one file from opening to closing.
  const [source] = useState<{ addressOf: Address }>({ addressOf });
  const frame = useRef<HTMLIFrameElement>(null);
  // Browsers of phones have no viewer inside a page.
  const canShow = navigator.pdfViewerEnabled;
  useEffect(() => {
    if (!canShow) return;
    let isGone = false;
    let held: string | undefined;
    void pdfOf(source.addressOf).then((found) => {
      if ('problem' in found) return setProblem(found.problem);
      held = found.url;
      if (isGone) URL.revokeObjectURL(held);
      else setUrl(held);
    });
    return () => {
      isGone = true;
      if (held) URL.revokeObjectURL(held);
    };
  }, [source, canShow]);
  const load = (format: 'pdf' | 'ofd') => void fetchFile(source.addressOf, format).then(setProblem);
  return (
    <Dialog
      title={title}
      isWide
      onClose={onClose}
      actions={
        <>
          {!canShow && (
            <Button icon="download" onClick={() => load('pdf')}>
              {t('file.pdf')}
            </Button>
          )}
          <Button icon="download" onClick={() => load('ofd')}>
            {t('file.ofd')}
          </Button>
          {canShow && (
            <Button
              variant="primary"
              icon="printer"
              disabled={url === null}
              onClick={() => {
                frame.current?.contentWindow?.focus();
                frame.current?.contentWindow?.print();
              }}
            >
              {common('action.print')}
            </Button>
          )}
        </>
      }
    >
      {problem && <ErrorBox problem={problem} />}
      {!canShow && <Notice tone="info">{t('preview.noViewer')}</Notice>}
      {canShow && !url && !problem && <Skeleton lines={8} />}
      {url && <iframe ref={frame} class="file-preview" src={url} title={title} data-preview />}
      <p class="muted small">{t('preview.hint')}</p>
    </Dialog>
  );
}
