import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ErrorBox } from '../../ui/error-box.tsx';

type Part = ComponentType<{ certificateId: string; personId: string }>;

/** The files of a certificate, fetched apart: who only shows the code does not wait for them. */
export function FilesPart({ certificateId, personId }: { certificateId: string; personId: string }) {
  const [part, setPart] = useState<{ component: Part } | 'failed' | null>(null);
  useEffect(() => {
    import('./certificate-files.tsx').then(
      (module) => setPart({ component: module.default }),
      () => setPart('failed'),
    );
  }, []);
  if (part === 'failed') return <ErrorBox problem={{ code: 'OFFLINE' }} />;
  if (!part) return null;
  return <part.component key={certificateId} certificateId={certificateId} personId={personId} />;
}
