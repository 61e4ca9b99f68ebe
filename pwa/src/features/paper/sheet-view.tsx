import type { ComponentChildren } from 'preact';
import { t } from '../../i18n/paper.ts';
import type { Form } from './form.ts';
import type { Line, Sheet, Word } from './layout.ts';
import type { Offset } from './offset.ts';

/** Drawn in tenths of a mm: browsers may enlarge type below 12 units. */
const UNITS = 10;

function Drawing({ form, label, children }: { form: Form; label: string; children: ComponentChildren }) {
  return (
    <svg
      class="paper-sheet"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${form.width * UNITS} ${form.height * UNITS}`}
      width={`${form.width}mm`}
      height={`${form.height}mm`}
    >
      {children}
    </svg>
  );
}

const Words = ({ words }: { words: readonly Word[] }) => (
  <>
    {words.map(({ x, y, size, text }) => (
      <text key={`${x} ${y} ${text}`} x={x * UNITS} y={y * UNITS} font-size={size * UNITS}>
        {text}
      </text>
    ))}
  </>
);
const Lines = ({ lines }: { lines: readonly Line[] }) => (
  <>
    {lines.map(({ x1, y1, x2, y2 }) => (
      <line key={`${x1} ${y1} ${x2} ${y2}`} x1={x1 * UNITS} y1={y1 * UNITS} x2={x2 * UNITS} y2={y2 * UNITS} />
    ))}
  </>
);
const shifted = ({ x, y }: Offset): string => `translate(${x * UNITS} ${y * UNITS})`;

/** One sheet at true scale. Onto a printed form only the entries are printed; the form is shown so that one sees where they go. */
export function SheetView({
  form,
  sheet,
  page,
  isOverprint,
  offset,
}: {
  form: Form;
  sheet: Sheet;
  page: number;
  isOverprint: boolean;
  offset: Offset;
}) {
  return (
    <Drawing form={form} label={t('preview.sheet', { page, width: form.width, height: form.height })}>
      <g class={isOverprint ? 'paper-form no-print' : 'paper-form'}>
        <Lines lines={sheet.form.lines} />
        <Words words={sheet.form.words} />
      </g>
      <g transform={isOverprint ? shifted(offset) : undefined}>
        <Words words={sheet.entries} />
      </g>
    </Drawing>
  );
}

const EDGE = 20;
const ARM = 6;
const RULE = 100;

/** Crosses 20 mm from the edges and a line of 100 mm: where the printer puts them tells its shift and its scale. */
export function CalibrationSheet({ form, offset }: { form: Form; offset: Offset }) {
  const xs = [EDGE, form.width - EDGE];
  const ys = [EDGE, form.height - EDGE];
  const crosses = xs.flatMap((x) =>
    ys.flatMap((y) => [
      { x1: x - ARM, y1: y, x2: x + ARM, y2: y },
      { x1: x, y1: y - ARM, x2: x, y2: y + ARM },
    ]),
  );
  const [left, middle] = [(form.width - RULE) / 2, form.height / 2];
  const rule = [
    { x1: left, y1: middle, x2: left + RULE, y2: middle },
    ...[left, left + RULE].map((x) => ({ x1: x, y1: middle - 3, x2: x, y2: middle + 3 })),
  ];
  return (
    <Drawing form={form} label={t('preview.calibration')}>
      <g class="paper-form" transform={shifted(offset)}>
        <Lines lines={[...crosses, ...rule]} />
        <Words
          words={[
            { x: EDGE + 2, y: EDGE - 2, size: 3.2, text: t('sample.cross') },
            { x: left + 2, y: middle - 2, size: 3.2, text: t('sample.line') },
          ]}
        />
      </g>
    </Drawing>
  );
}
