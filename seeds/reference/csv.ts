/** Parses RFC 4180 text with a header line into one record per line. Throws on a line with another number of fields. */
export function parseCsv(text: string): Record<string, string>[] {
  const [header, ...lines] = splitFields(text);
  if (header === undefined) throw new Error('CSV without a header line');
  return lines.map((fields, index) => {
    if (fields.length !== header.length)
      throw new Error(`CSV line ${index + 2}: ${fields.length} fields, not ${header.length}`);
    return Object.fromEntries(header.map((name, at) => [name, fields[at] ?? '']));
  });
}

function splitFields(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gu)) {
    const [whole, quoted, plain, end] = match;
    if (whole === '' && line.length === 0) break;
    line.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end !== ',') {
      lines.push(line);
      line = [];
    }
  }
  return lines;
}
