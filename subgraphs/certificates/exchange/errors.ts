/** What can be wrong with a record or an argument; a closed list. */
export type ExchangeErrorCode =
  /** a text that must be there is empty */
  | 'required'
  /** control characters, half a surrogate pair, or too long */
  | 'bad_text'
  /** not an existing day `YYYY-MM-DD` */
  | 'bad_date'
  /** not a code of its code system */
  | 'bad_code'
  /** the purpose does not allow what was asked for */
  | 'not_allowed'
  /** the record holds no dose that stands */
  | 'no_doses'
  /** not an `https` address as the SMART Health Cards framework demands it */
  | 'bad_issuer'
  /** not a P-256 key, or a key set with something else in it */
  | 'bad_key'
  /** not a revocation list of that key */
  | 'bad_list';

/** The only error this package throws on purpose. `field` names the part at fault; no message carries a value. */
export class ExchangeError extends Error {
  readonly code: ExchangeErrorCode;
  readonly field: string;

  constructor(code: ExchangeErrorCode, field: string) {
    super(`${code}: ${field}`);
    this.name = 'ExchangeError';
    this.code = code;
    this.field = field;
  }
}
