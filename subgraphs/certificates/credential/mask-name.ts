/**
 * Name masking of the answer code, by code point (𬍛 is one): two characters keep the first, longer names keep
 * first and last: 王芳 → 王*, 欧阳小明 → 欧*明. A one-character name becomes `*` alone: it has nothing to spare.
 */
export function maskName(name: string): string {
  const points = [...name.trim()];
  if (points.length < 2) return '*';
  return points.length === 2 ? `${points[0]}*` : `${points[0]}*${points.at(-1)}`;
}
