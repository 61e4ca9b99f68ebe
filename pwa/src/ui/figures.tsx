/** Figures of long work, each under its name. */
export function Figures({ of }: { of: readonly (readonly [label: string, value: number])[] }) {
  return (
    <dl class="work-figures">
      {of.map(([label, value]) => (
        <div key={label}>
          <dt class="muted small">{label}</dt>
          <dd class="number">{value.toLocaleString()}</dd>
        </div>
      ))}
    </dl>
  );
}
