/**
 * What can be wrong with an argument of this package; a closed list. Files from outside never raise it: those are
 * answered by the checker with reasons.
 */
export type SealedFileErrorCode = 'argument' | 'certificate' | 'key' | 'glyph';

/** The only error this package throws on purpose. `field` names the argument at fault, never its value. */
export class SealedFileError extends Error {
  readonly code: SealedFileErrorCode;
  readonly field: string;

  constructor(code: SealedFileErrorCode, field: string) {
    super(`${code}: ${field}`);
    this.name = 'SealedFileError';
    this.code = code;
    this.field = field;
  }
}
