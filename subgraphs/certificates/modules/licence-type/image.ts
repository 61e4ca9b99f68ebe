/** The kind of a picture given as base64, by its first bytes; null when it is neither JPEG nor PNG. */
export function imageKind(base64: string): 'image/jpeg' | 'image/png' | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) return null;
  if (base64.startsWith('/9j/')) return 'image/jpeg';
  return base64.startsWith('iVBORw0KGgo') ? 'image/png' : null;
}
