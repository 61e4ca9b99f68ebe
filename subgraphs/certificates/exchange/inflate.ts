/** Raw DEFLATE (RFC 1951), whole and within a limit: counted while it streams, so a bomb costs one block. */
export async function inflateRaw(
  bytes: Uint8Array<ArrayBuffer>,
  limit: number,
): Promise<Uint8Array | 'too_large' | 'damaged'> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const out = new Uint8Array(limit);
  let length = 0;
  for (;;) {
    let part: ReadableStreamReadResult<Uint8Array>;
    try {
      part = await reader.read();
    } catch {
      return 'damaged';
    }
    if (part.done) return out.subarray(0, length);
    if (length + part.value.length > limit) {
      await reader.cancel();
      return 'too_large';
    }
    out.set(part.value, length);
    length += part.value.length;
  }
}
