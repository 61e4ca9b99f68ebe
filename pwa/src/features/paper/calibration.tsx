import { useState } from 'preact/hooks';
import { t } from '../../i18n/paper.ts';
import { TextField } from '../../ui/field.tsx';
import type { Carrier } from './form.ts';
import { keepOffset, type Offset, readMm } from './offset.ts';

/** Shifts what is printed by mm; kept on the device, for the printer stands beside it. */
export function Calibration({
  carrier,
  offset,
  onChange,
}: {
  carrier: Carrier;
  offset: Offset;
  onChange: (offset: Offset) => void;
}) {
  const [typed, setTyped] = useState({ x: String(offset.x), y: String(offset.y) });
  const type = (axis: 'x' | 'y') => (value: string) => {
    setTyped({ ...typed, [axis]: value });
    const mm = readMm(value);
    if (mm === null) return;
    const moved = { ...offset, [axis]: mm };
    keepOffset(carrier, moved);
    onChange(moved);
  };
  const error = (axis: 'x' | 'y') => (readMm(typed[axis]) === null ? t('calibration.wrong') : undefined);
  return (
    <section class="card">
      <details>
        <summary>{t('calibration.title')}</summary>
        <div class="stack">
          {' '}
          <p class="small">{t('calibration.explain')}</p>
          {(['x', 'y'] as const).map((axis) => (
            <TextField
              key={axis}
              type="number"
              label={t(`calibration.${axis}`)}
              hint={t(`calibration.${axis}Hint`)}
              error={error(axis)}
              value={typed[axis]}
              onInput={type(axis)}
            />
          ))}
          <p class="muted small">{t('calibration.kept')}</p>
        </div>
      </details>
    </section>
  );
}
