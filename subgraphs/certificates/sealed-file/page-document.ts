import { SealedFileError } from './errors.ts';
import type { PageDocument } from './page-model.ts';

/** @throws SealedFileError `argument` naming the field no file can be made of. */
export function requireDocument(document: PageDocument): void {
  const tags = document.pages
    .flatMap((page) => [...page.items, ...(page.overlay ?? [])])
    .map((item) => ('tag' in item ? item.tag : undefined));
  const names = [document.index.root, ...tags].filter((name) => name !== undefined);
  if (!/^[0-9a-f]{32}$/.test(document.id)) throw new SealedFileError('argument', 'id');
  if (!/^\d{4}-\d\d-\d\d$/.test(document.createdOn)) throw new SealedFileError('argument', 'createdOn');
  if (document.pages.length === 0) throw new SealedFileError('argument', 'pages');
  if (names.some((name) => !/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(name))) throw new SealedFileError('argument', 'tag');
}
