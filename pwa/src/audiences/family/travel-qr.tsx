import { useEffect, useState } from 'preact/hooks';
import wasmUrl from 'zxing-wasm/writer/zxing_writer.wasm?url';
import { Qr, QrModules } from '../../ui/qr.tsx';

/** Rows of dark and light modules. */
type Modules = readonly (readonly boolean[])[];

/**
 * The symbol with its digits in a numeric segment, as the framework wants it: half as many modules as in bytes. The writer is
 * fetched for this screen alone.
 */
async function mixedSegments(text: string): Promise<Modules> {
  const { prepareZXingModule, writeBarcode } = await import('zxing-wasm/writer');
  // Self-hosted: the library's default is a foreign origin.
  await prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
  const { symbol, error } = await writeBarcode(text, { format: 'QRCode', ecLevel: 'L' });
  if (!symbol) throw new Error(error);
  const { data, width, height } = symbol;
  return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => data[y * width + x] === 0));
}

/** The code of a travel card; without a network, where the writer is not at hand, a denser symbol that says the same. */
export function TravelQr({ text, label }: { text: string; label: string }) {
  const [modules, setModules] = useState<Modules | 'none'>();
  useEffect(() => {
    let isStale = false;
    mixedSegments(text).then(
      (found) => !isStale && setModules(found),
      () => !isStale && setModules('none'),
    );
    return () => {
      isStale = true;
    };
  }, [text]);
  if (!modules) return null;
  return modules === 'none' ? <Qr text={text} label={label} ecc="L" /> : <QrModules rows={modules} label={label} />;
}
