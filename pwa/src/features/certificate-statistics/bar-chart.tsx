import { formatNumber } from '../../i18n/numbers.ts';

/** One bar. */
interface Bar {
  readonly key: string;
  readonly label: string;
  readonly value: number;
}

/** Bars across, each with its name and figure: read as a list by a screen reader, and in black and white. */
export function BarChart({ title, bars }: { title: string; bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  return (
    <figure class="bars">
      <figcaption class="muted small">{title}</figcaption>
      <ul>
        {bars.map(({ key, label, value }) => (
          <li key={key}>
            <span class="bars-label">{label}</span>
            <svg class="bars-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              <rect width={(value / most) * 100} height="10" rx="1" />
            </svg>
            <span class="number">{formatNumber(value)}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
