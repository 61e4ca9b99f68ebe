/**
 * Which of the bound persons is shown first (默认接种证): the one chosen while it is bound, else the first with a certificate that
 * stands, else the first.
 */
export function defaultOf(
  persons: readonly { readonly id: string; readonly hasCertificate: boolean }[],
  chosen: string | null,
): string | null {
  const first = persons.find((p) => p.id === chosen) ?? persons.find((p) => p.hasCertificate) ?? persons[0];
  return first?.id ?? null;
}
