import { maskName, personCode, spacedPersonCode } from '@miaoben/identifiers';
import { t } from '../../i18n/family.ts';
import { BarCode } from '../../ui/bar-code.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/feedback.tsx';
import { Qr } from '../../ui/qr.tsx';
import { useWakeLock } from '../../ui/use-wake-lock.ts';

/**
 * The code of a person (接种码, H-01) as a card to show or to print. The name is masked: the card lies on tables and hangs on bags. The
 * bars are those of the booklet, for scanners that know no QR.
 */
export function PersonCode({ barcode, name }: { barcode: string; name: string }) {
  useWakeLock();
  if (!barcode) return <EmptyState icon="barcode" title={t('code.none')} />;
  return (
    <section class="card code-card">
      <h2>{t('code.title')}</h2>
      <Qr text={personCode(barcode)} label={t('child.tab.code')} />
      <p class="code-name">
        <bdi>{maskName(name)}</bdi>
      </p>
      <p class="mono code-digits">{spacedPersonCode(barcode)}</p>
      <BarCode digits={barcode} label={t('code.bars')} />
      <p class="muted no-print">{t('code.hint')}</p>
      <p class="muted small">{t('code.safe')}</p>
      <div class="no-print">
        <Button icon="printer" onClick={() => print()}>
          {t('code.print')}
        </Button>
      </div>
    </section>
  );
}
